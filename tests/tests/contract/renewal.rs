//! A token that the API refuses: it is renewed once, and the call is repeated once.

use std::sync::OnceLock;

use generated_client::runtime::builder::Builder;
use generated_client::runtime::middleware::{HandleFuture, HttpRequest, Middleware, Next};
use generated_client::runtime::mode::{Async, Blocking};
use generated_client::runtime::oauth::{App, Grant};
use http::HeaderValue;
use http::header::AUTHORIZATION;

use crate::mode::{Run, builder};
use crate::relay::{Exchange, Relay};
use crate::servers;

#[test]
fn a_call_that_is_always_refused_renews_once_async() {
    a_call_that_is_always_refused_renews_once::<Async>();
}

#[test]
fn a_call_that_is_always_refused_renews_once_blocking() {
    a_call_that_is_always_refused_renews_once::<Blocking>();
}

#[test]
fn a_call_is_repeated_with_the_new_token_async() {
    a_call_is_repeated_with_the_new_token::<Async>();
}

#[test]
fn a_call_is_repeated_with_the_new_token_blocking() {
    a_call_is_repeated_with_the_new_token::<Blocking>();
}

#[test]
fn calls_that_are_refused_together_renew_once_async() {
    calls_that_are_refused_together_renew_once::<Async>();
}

#[test]
fn calls_that_are_refused_together_renew_once_blocking() {
    calls_that_are_refused_together_renew_once::<Blocking>();
}

#[test]
fn a_token_without_a_grant_is_not_renewed() {
    let api = Relay::to(servers::prism());
    let client = builder::<Async>(&api.url())
        .access_token("a-token")
        .build()
        .unwrap();
    let call = client
        .chat()
        .get_chats_settings()
        .with_header("Prefer", "code=401");
    assert!(Async::send(call).unwrap_err().is_auth());
    assert_eq!(api.take().len(), 1);
}

fn a_call_that_is_always_refused_renews_once<M: Run>() {
    let (login, api, client) = setup::<M>();
    let call = M::api(&client)
        .chat
        .get_chats_settings()
        .with_header("Prefer", "code=401");
    let error = M::send(call).unwrap_err();
    assert!(error.is_auth(), "{error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(login.take().len(), 2);
    let calls = api.take();
    assert_eq!(calls.len(), 2);
    assert_ne!(calls[0].token(), calls[1].token());
}

fn a_call_is_repeated_with_the_new_token<M: Run>() {
    let (login, api, client) = setup_refusing_first::<M>();
    M::send(M::api(&client).chat.get_chats_settings()).unwrap();
    assert_eq!(login.take().len(), 2);
    let calls = api.take();
    assert_eq!(
        calls
            .iter()
            .map(|call| call.answer.status())
            .collect::<Vec<_>>(),
        [401, 200]
    );
    assert_ne!(calls[0].token(), calls[1].token());
}

fn calls_that_are_refused_together_renew_once<M: Run>() {
    const CALLS: usize = 20;
    let (login, api, client) = setup_refusing_first::<M>();
    std::thread::scope(|scope| {
        for _ in 0..CALLS {
            scope.spawn(|| M::send(M::api(&client).chat.get_chats_settings()).unwrap());
        }
    });
    assert_eq!(login.take().len(), 2);
    let calls = api.take();
    let good = calls.iter().filter(|call| call.answer.status() == 200);
    assert_eq!(good.count(), CALLS);
    let mut tokens: Vec<&str> = calls.iter().map(Exchange::token).collect();
    tokens.sort_unstable();
    tokens.dedup();
    assert_eq!(tokens.len(), 2);
}

/// The relays to the OAuth server and to Prism, and a client whose tokens last ten minutes.
fn setup<M: Run>() -> (Relay, Relay, M::Client) {
    let (login, api, builder) = relays::<M>();
    let client = builder.build().unwrap();
    (login, api, client)
}

/// The same, but the API refuses the first token for good.
fn setup_refusing_first<M: Run>() -> (Relay, Relay, M::Client) {
    let (login, api, builder) = relays::<M>();
    let client = builder
        .attempt_middleware(RefuseFirst::default())
        .build()
        .unwrap();
    (login, api, client)
}

fn relays<M: Run>() -> (Relay, Relay, Builder<M::Client>) {
    let (login, api) = (Relay::to(servers::mock()), Relay::to(servers::prism()));
    let app = App::confidential("any", "any");
    let grant = Grant::client_credentials(app).field("lifetime", "600");
    let builder = builder::<M>(&api.url()).auth_url(login.url()).grant(grant);
    (login, api, builder)
}

/// Asks Prism to answer 401 to the token that it sees first.
#[derive(Default)]
struct RefuseFirst(OnceLock<HeaderValue>);

impl Middleware for RefuseFirst {
    fn handle<'a>(&'a self, mut request: HttpRequest, next: Next<'a>) -> HandleFuture<'a> {
        if let Some(token) = request.headers.get(AUTHORIZATION)
            && self.0.get_or_init(|| token.clone()) == token
        {
            let preference = HeaderValue::from_static("code=401");
            request.headers.insert("prefer", preference);
        }
        next.run(request)
    }
}
