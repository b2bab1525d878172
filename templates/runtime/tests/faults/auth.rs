//! Tokens under pressure: storms of 401, a thousand calls at once, token requests that fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use runtime::runtime::auth::Token;
use runtime::runtime::error::{Error, ErrorKind};
use runtime::runtime::transport::{FakeAnswer, FakeTransport};

use crate::support::sample::{GetThing, PostThing, bare_builder, client};
use crate::support::server::{Server, answer, json};

const THING: &str = r#"{"name":"a"}"#;

/// A counter, and a provider that yields `token-1`, `token-2` … and counts.
fn counting() -> (
    Arc<AtomicUsize>,
    impl Fn() -> BoxedToken + Send + Sync + 'static,
) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let provider = move || -> BoxedToken {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move {
            // Long enough that every waiting call is really waiting.
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok(Token::new(format!("token-{number}")))
        })
    };
    (asked, provider)
}

type BoxedToken = std::pin::Pin<Box<dyn Future<Output = Result<Token, Error>> + Send>>;

/// A transport that takes one token and answers 401 to any other.
fn accepting(token: &'static str) -> FakeTransport {
    FakeTransport::new().answer_with(move |request| {
        let authorization = request.headers.get("authorization");
        match authorization.and_then(|value| value.to_str().ok()) {
            Some(value) if value.ends_with(token) => FakeAnswer::status(200).with_body(THING),
            _ => FakeAnswer::status(401),
        }
    })
}

#[tokio::test]
async fn a_refused_token_is_renewed_and_the_call_repeated_once() {
    for post in [false, true] {
        let (asked, provider) = counting();
        let server = Server::start(|request| match request.header("authorization") {
            Some("Bearer token-2") => json(THING),
            _ => answer("401 Unauthorized", &[], ""),
        })
        .await;
        let client = bare_builder(&server.url())
            .token_provider(provider)
            .build()
            .unwrap();
        let thing = match post {
            true => client.call::<PostThing>().await,
            false => client.call::<GetThing>().await,
        };
        assert_eq!(thing.unwrap().name, "a");
        assert_eq!((asked.load(Ordering::SeqCst), server.count()), (2, 2));
    }
}

#[tokio::test]
async fn a_401_storm_ends_after_one_repetition() {
    let (asked, provider) = counting();
    let server = Server::start(|_| answer("401 Unauthorized", &[], "")).await;
    let client = bare_builder(&server.url())
        .token_provider(provider)
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (2, 2));
}

#[tokio::test]
async fn a_token_that_cannot_be_renewed_is_not_sent_twice() {
    let server = Server::start(|_| answer("401 Unauthorized", &[], "")).await;
    let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_thousand_calls_without_a_token_make_one_token_request() {
    let (asked, provider) = counting();
    let transport = accepting("token-1");
    let client = bare_builder("http://api.test")
        .transport(transport)
        .token_provider(provider)
        .build()
        .unwrap();
    let calls = (0..1000).map(|_| tokio::spawn(client.call::<GetThing>().into_future()));
    for call in join_all(calls).await {
        call.unwrap().unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_thousand_401s_make_one_more_token_request() {
    let (asked, provider) = counting();
    let transport = accepting("token-2");
    let client = bare_builder("http://api.test")
        .transport(transport.clone())
        .token_provider(provider)
        .build()
        .unwrap();
    let calls = (0..1000).map(|_| tokio::spawn(client.call::<GetThing>().into_future()));
    for call in join_all(calls).await {
        call.unwrap().unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert!(transport.requests().len() <= 2000);
}

#[tokio::test]
async fn a_failed_token_request_fails_all_who_wait_and_the_next_tries_again() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let provider = move || {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            match number {
                0 => Err(Error::new(ErrorKind::Auth, "invalid_client")),
                _ => Ok(Token::new("token-1")),
            }
        }
    };
    let client = bare_builder("http://api.test")
        .transport(accepting("token-1"))
        .token_provider(provider)
        .build()
        .unwrap();
    let calls = (0..100).map(|_| client.call::<GetThing>().into_future());
    for result in join_all(calls).await {
        let error = result.unwrap_err();
        assert!(
            error.is_auth() && error.to_string().contains("invalid_client"),
            "{error}"
        );
        assert!(error.to_string().contains("getThing"), "{error}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    client.call::<GetThing>().await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_does_not_take_the_token_request_along() {
    let (asked, provider) = counting();
    let client = bare_builder("http://api.test")
        .transport(accepting("token-1"))
        .token_provider(provider)
        .build()
        .unwrap();
    let first = tokio::spawn(client.call::<GetThing>().into_future());
    while asked.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    let second = client.call::<GetThing>().into_future();
    first.abort();
    second.await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}
