//! What a subscriber gets to see.

use std::cell::RefCell;
use std::fmt::Debug;
use std::sync::Once;

use http::HeaderValue;
use http::header::{ACCEPT, AUTHORIZATION};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::*;
use crate::runtime::wire::redact::Redaction;

thread_local! {
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Writes every field of every span and event of this thread as a line `name=value`.
struct Recorder;

struct Lines;

impl Visit for Lines {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        TEXT.with_borrow_mut(|text| text.push_str(&format!("{}={value:?}\n", field.name())));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Lines);
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Lines);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut Lines);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// The subscriber is the process's only one: `tracing` remembers what it asked a subscriber once,
/// and may have asked on the thread of a test that has none.
fn seen(run: impl FnOnce()) -> String {
    static INSTALL: Once = Once::new();
    INSTALL
        .call_once(|| tracing::subscriber::set_global_default(Recorder).expect("no other is set"));
    tracing::callsite::rebuild_interest_cache();
    TEXT.take();
    run();
    TEXT.take()
}

fn attempt(number: u32) -> Span {
    let url =
        url::Url::parse("http://user:s3cret@a.test/rooms/1?limit=2&key=s3cret").expect("a URL");
    let call = Span::call("getRoom", &http::Method::GET, "/rooms/{id}");
    call.attempt(
        "getRoom",
        &http::Method::GET,
        "/rooms/{id}",
        &url,
        number,
        &Redaction::standard(),
    )
}

#[test]
fn an_attempt_has_the_fields_of_the_conventions() {
    let text = seen(|| {
        let span = attempt(3);
        span.status(http::StatusCode::SERVICE_UNAVAILABLE);
        span.failure("503");
    });
    for line in [
        r#"otel.name=GET /rooms/{id}"#,
        r#"otel.kind="client""#,
        r#"operation.id="getRoom""#,
        r#"http.request.method="GET""#,
        r#"url.full="http://***@a.test/rooms/1?limit=2&key=***""#,
        r#"url.template="/rooms/{id}""#,
        r#"server.address="a.test""#,
        "server.port=80",
        "http.request.resend_count=2",
        "http.response.status_code=503",
        r#"error.type="503""#,
        r#"otel.status_code="ERROR""#,
    ] {
        assert!(
            text.lines().any(|one| one == line),
            "{line} is not in\n{text}"
        );
    }
}

#[test]
fn the_first_attempt_is_no_resend() {
    assert!(!seen(|| drop(attempt(1))).contains("resend_count"));
}

#[test]
fn headers_and_bodies_are_redacted() {
    let mut headers = http::HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("text/plain"));
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer s3cret"));
    let text = seen(|| {
        let span = attempt(1);
        span.request(&headers, Some(b"s3cret"), &Redaction::standard());
        span.response(
            &headers,
            Some(b"shown"),
            &Redaction::standard().show_bodies(true),
        );
    });
    assert!(
        text.contains(r"accept: text/plain\nauthorization: ***"),
        "{text}"
    );
    assert!(
        text.contains(r#"body="***""#) && text.contains(r#"body="shown""#),
        "{text}"
    );
    assert!(!text.contains("s3cret"), "{text}");
}

#[test]
fn a_wait_is_an_event() {
    let text = seen(|| attempt(1).waiting(1, std::time::Duration::from_millis(1500)));
    assert!(text.contains("wait_ms=1500"), "{text}");
}

#[test]
fn an_unknown_value_is_an_event() {
    let text = seen(|| {
        let span = attempt(1);
        assert!(span.wants_unknown());
        span.unknown("getRoom", "Color", "teal", 2);
    });
    for line in [r#"model="Color""#, r#"value="teal""#, "count=2"] {
        assert!(
            text.lines().any(|one| one == line),
            "{line} is not in\n{text}"
        );
    }
}
