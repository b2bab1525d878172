//! How long a call may take.

use std::time::Duration;

use futures_util::TryStreamExt;
use http::StatusCode;
use runtime::runtime::exchange::{HttpRequest, HttpResponse};
use runtime::runtime::middleware::{HandleFuture, Middleware, Next};
use runtime::runtime::retry::RetryPolicy;
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use runtime::runtime::{Error, ErrorKind};

use super::faked;
use crate::common::sample::{Client, ClientBuilder};

#[tokio::test(start_paused = true)]
async fn one_deadline_stands_over_all_attempts() {
    let fake = FakeTransport::new().answer(
        "getRoom",
        FakeAnswer::failure(Error::new(ErrorKind::Transport, "connection lost")),
    );
    let policy = RetryPolicy::standard()
        .max_attempts(1000)
        .base_delay(Duration::from_secs(1));
    let client = faked(&fake);
    let started = tokio::time::Instant::now();
    let error = client
        .rooms()
        .get_room("r")
        .with_retry(policy)
        .with_timeout(Duration::from_secs(60))
        .await
        .unwrap_err();
    assert!(started.elapsed() <= Duration::from_secs(61));
    assert!(error.attempts() > 1, "{error}");
}

/// Never answers.
struct Silent;

impl Middleware for Silent {
    fn handle<'a>(&'a self, _: HttpRequest, _: Next<'a>) -> HandleFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_waits_for_ever() {
    let build = |builder: ClientBuilder| {
        let policy = RetryPolicy::none();
        builder
            .access_token("t")
            .retry(policy)
            .no_proxy()
            .build()
            .unwrap()
    };
    let in_attempt = build(Client::builder().attempt_middleware(Silent));
    let error = in_attempt.rooms().get_room("r").await.unwrap_err();
    assert!(
        error.is_timeout() && error.to_string().contains("30s"),
        "{error}"
    );
    let in_call = build(Client::builder().call_middleware(Silent));
    let error = in_call.rooms().get_room("r").await.unwrap_err();
    assert!(
        error.is_timeout() && error.to_string().contains("300s"),
        "{error}"
    );
}

#[tokio::test]
async fn a_stream_that_stalls_ends_with_an_error() {
    let fake = FakeTransport::new().answer("getRoomPicture", FakeAnswer::status(200));
    let client = Client::builder()
        .transport(fake)
        .attempt_middleware(Stalling)
        .read_timeout(Duration::from_millis(20))
        .build()
        .unwrap();
    let mut stream = client
        .rooms()
        .get_room_picture("r")
        .into_stream()
        .await
        .unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "first");
    let error = stream.try_next().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.operation(), Some("getRoomPicture"));
    assert!(stream.try_next().await.unwrap().is_none());
}

/// Answers with a body of one piece and no end.
struct Stalling;

impl Middleware for Stalling {
    fn handle<'a>(&'a self, _: HttpRequest, _: Next<'a>) -> HandleFuture<'a> {
        use futures_util::{StreamExt, stream};
        let first = stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from("first"))]);
        let body = runtime::runtime::body::Incoming::from_stream(first.chain(stream::pending()));
        Box::pin(async { Ok(HttpResponse::new(StatusCode::OK, body)) })
    }
}
