//! Middleware around calls and attempts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::{HeaderValue, StatusCode};
use runtime::runtime::exchange::{HttpRequest, HttpResponse};
use runtime::runtime::middleware::{HandleFuture, Middleware, Next};
use runtime::runtime::retry::RetryPolicy;
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use serde_json::json;

use crate::common::sample::Client;

/// Counts, and marks the request.
struct Mark(&'static str, Arc<AtomicU32>);

impl Middleware for Mark {
    fn handle<'a>(&'a self, mut request: HttpRequest, next: Next<'a>) -> HandleFuture<'a> {
        self.1.fetch_add(1, Ordering::Relaxed);
        request
            .headers
            .insert(self.0, HeaderValue::from_static("on"));
        next.run(request)
    }
}

#[tokio::test]
async fn middleware_runs_around_the_call_and_around_each_attempt() {
    let fake = FakeTransport::new()
        .answer("getRoom", FakeAnswer::status(503))
        .answer("getRoom", FakeAnswer::json(200, &json!({"id": "r"})));
    let (calls, attempts) = (Arc::default(), Arc::default());
    let client = Client::builder()
        .transport(fake.clone())
        .access_token("t")
        .retry(RetryPolicy::standard().base_delay(Duration::from_millis(1)))
        .call_middleware(Mark("x-call", Arc::clone(&calls)))
        .attempt_middleware(Mark("x-attempt", Arc::clone(&attempts)))
        .build()
        .unwrap();
    client.rooms().get_room("r").await.unwrap();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    assert_eq!(attempts.load(Ordering::Relaxed), 2);
    for (index, request) in fake.requests().iter().enumerate() {
        assert!(
            request.headers.contains_key("x-call") && request.headers.contains_key("x-attempt")
        );
        assert_eq!(request.attempt() as usize, index + 1);
    }
}

/// Answers by itself.
struct Cached;

impl Middleware for Cached {
    fn handle<'a>(&'a self, _: HttpRequest, _: Next<'a>) -> HandleFuture<'a> {
        Box::pin(async { Ok(HttpResponse::new(StatusCode::OK, r#"{"id":"cached"}"#)) })
    }
}

#[tokio::test]
async fn middleware_may_answer_by_itself() {
    let fake = FakeTransport::new();
    let client = Client::builder()
        .transport(fake.clone())
        .access_token("t")
        .call_middleware(Cached)
        .build()
        .unwrap();
    assert_eq!(client.rooms().get_room("r").await.unwrap().id, "cached");
    assert!(fake.requests().is_empty());
}
