//! Keys of idempotency, retry rules of the caller's own, and pacing by the rate limit's headers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use runtime::runtime::observe::events::{Observer, Waiting};
use runtime::runtime::retry::RetryPolicy;
use runtime::runtime::testing::{FakeAnswer, FakeTransport};
use serde_json::json;
use tokio::time::Instant;

use crate::common::sample::{Client, ClientBuilder, NewMessage};

fn builder(fake: &FakeTransport) -> ClientBuilder {
    Client::builder()
        .transport(fake.clone())
        .access_token("s3cret")
        .retry(RetryPolicy::standard().base_delay(Duration::from_millis(1)))
}

fn message() -> NewMessage {
    NewMessage {
        text: "hello".to_owned(),
    }
}

fn keys(fake: &FakeTransport, header: &str) -> Vec<Option<String>> {
    let text = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
    let requests = fake.requests();
    let values = requests.iter().map(|request| request.headers.get(header));
    values.map(|value| value.map(text)).collect()
}

#[tokio::test]
async fn a_post_with_a_key_is_repeated_with_the_same_key() {
    let fake = FakeTransport::new()
        .answer("postRoomMessages", FakeAnswer::status(503))
        .answer(
            "postRoomMessages",
            FakeAnswer::json(200, &json!({"id": "r"})),
        );
    let client = builder(&fake).idempotency_header("X-Key").build().unwrap();
    let rooms = client.rooms();
    rooms.post_room_messages("r", &message()).await.unwrap();
    rooms.post_room_messages("r", &message()).await.unwrap();
    let keys = keys(&fake, "x-key");
    assert_eq!(keys.len(), 3);
    assert!(keys[0].is_some());
    assert_eq!(keys[0], keys[1], "the attempts of one call");
    assert_ne!(keys[1], keys[2], "two calls");
}

#[tokio::test]
async fn a_post_without_a_key_is_not_repeated() {
    let fake = FakeTransport::new().answer("postRoomMessages", FakeAnswer::status(503));
    let client = builder(&fake).build().unwrap();
    let call = client.rooms().post_room_messages("r", &message());
    assert_eq!(call.await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn a_get_gets_no_key() {
    let fake = FakeTransport::new().answer("getRoom", FakeAnswer::json(200, &json!({"id": "r"})));
    let client = builder(&fake).idempotency_header("X-Key").build().unwrap();
    client.rooms().get_room("r").await.unwrap();
    assert_eq!(keys(&fake, "x-key"), [None]);
}

#[tokio::test]
async fn a_call_brings_a_key_of_its_own() {
    let fake = FakeTransport::new()
        .answer("postRoomMessages", FakeAnswer::status(503))
        .answer(
            "postRoomMessages",
            FakeAnswer::json(200, &json!({"id": "r"})),
        );
    let client = builder(&fake).build().unwrap();
    let call = client.rooms().post_room_messages("r", &message());
    call.with_idempotency_key("order-7").await.unwrap();
    let key = Some("order-7".to_owned());
    assert_eq!(keys(&fake, "idempotency-key"), [key.clone(), key]);
}

#[tokio::test]
async fn a_key_that_no_header_can_carry_is_refused() {
    let fake = FakeTransport::new();
    let client = builder(&fake).build().unwrap();
    let call = client.rooms().post_room_messages("r", &message());
    let error = call.with_idempotency_key("a\nb").await.unwrap_err();
    assert!(error.to_string().contains("idempotency key"), "{error}");
    assert!(fake.requests().is_empty());
    assert!(
        builder(&fake)
            .idempotency_header("no name")
            .build()
            .is_err()
    );
}

#[tokio::test]
async fn statuses_of_the_callers_own_are_tried_again() {
    let fake = FakeTransport::new()
        .answer("getRoom", FakeAnswer::status(500))
        .answer("getRoom", FakeAnswer::json(200, &json!({"id": "r"})));
    let policy = RetryPolicy::standard().base_delay(Duration::from_millis(1));
    let client = builder(&fake)
        .retry(policy.retry_status(500))
        .build()
        .unwrap();
    client.rooms().get_room("r").await.unwrap();
    assert_eq!(fake.requests().len(), 2);
}

/// Counts the waits.
#[derive(Default)]
struct Waits(AtomicU32);

impl Observer for Waits {
    fn waiting(&self, _: &Waiting) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn limited(count: &str) -> FakeAnswer {
    FakeAnswer::json(200, &json!({"id": "r"}))
        .with_header("x-allowed", "2")
        .with_header("x-count", count)
        .with_header("x-reset", "40")
}

#[tokio::test(start_paused = true)]
async fn requests_wait_while_the_rate_limit_is_used_up() {
    for (paces, expected) in [(true, 40), (false, 0)] {
        let fake = FakeTransport::new()
            .answer("getRoom", limited("1"))
            .answer("getRoom", limited("2"))
            .answer("getRoom", limited("1"));
        let waits = Arc::new(Waits::default());
        let client = builder(&fake)
            .pace_by_rate_limit(paces)
            .observer(Arc::clone(&waits))
            .build()
            .unwrap();
        let start = Instant::now();
        for _ in 0..3 {
            client.rooms().get_room("r").await.unwrap();
        }
        assert_eq!(start.elapsed().as_secs(), expected, "paces: {paces}");
        assert_eq!(waits.0.load(Ordering::Relaxed), u32::from(paces));
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_does_not_fit_into_the_call_is_not_made() {
    let fake = FakeTransport::new().answer("getRoom", limited("2"));
    let client = builder(&fake).pace_by_rate_limit(true).build().unwrap();
    client.rooms().get_room("r").await.unwrap();
    let start = Instant::now();
    let call = client.rooms().get_room("r");
    call.with_timeout(Duration::from_secs(10)).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 0);
}

#[tokio::test]
async fn one_transport_serves_two_clients() {
    let fake = FakeTransport::new().answer("getRoom", FakeAnswer::json(200, &json!({"id": "r"})));
    let shared = Arc::new(fake.clone());
    for _ in 0..2 {
        let client = Client::builder()
            .transport(Arc::clone(&shared))
            .access_token("s3cret")
            .build()
            .unwrap();
        client.rooms().get_room("r").await.unwrap();
    }
    assert_eq!(fake.requests().len(), 2);
}
