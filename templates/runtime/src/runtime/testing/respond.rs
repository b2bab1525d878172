//! Values as answers: a status, a media type and a value in, a [`FakeAnswer`] that decodes to the
//! value out.
//!
//! Emitted code names one of these functions for each operation.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::Serialize;

use crate::runtime::testing::fake::FakeAnswer;
use crate::runtime::wire::response::Reply;
// part: stream
use crate::runtime::stream::Event;

/// The value as JSON.
pub fn json<T: Serialize + ?Sized>(status: u16, media_type: &str, value: &T) -> FakeAnswer {
    FakeAnswer::json(status, value).with_header(CONTENT_TYPE.as_str(), media_type)
}

/// The text as it is.
pub fn text(status: u16, media_type: &str, value: &str) -> FakeAnswer {
    bytes(
        status,
        media_type,
        &Bytes::copy_from_slice(value.as_bytes()),
    )
}

/// The bytes as they are.
pub fn bytes(status: u16, media_type: &str, value: &Bytes) -> FakeAnswer {
    FakeAnswer::status(status)
        .with_body(value.clone())
        .with_header(CONTENT_TYPE.as_str(), media_type)
}

/// The value as the text of a number, a word or the like.
pub fn text_value<T: Serialize + ?Sized>(status: u16, media_type: &str, value: &T) -> FakeAnswer {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(value)) => text(status, media_type, &value),
        _ => json(status, media_type, value),
    }
}

/// The answer as it is.
pub fn reply(reply: &Reply) -> FakeAnswer {
    let answer = FakeAnswer::status(reply.status.as_u16()).with_body(reply.body.clone());
    reply.headers.iter().fold(answer, |answer, (name, value)| {
        answer.with_header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()))
    })
}

// part: stream
/// Each value as a line of JSON.
pub fn lines<T: Serialize>(status: u16, media_type: &str, values: &[T]) -> FakeAnswer {
    let lines = values.iter().map(|value| to_json(value) + "\n");
    text(status, media_type, &lines.collect::<String>())
}

// part: stream
/// Each value as a record of a JSON text sequence.
pub fn records<T: Serialize>(status: u16, media_type: &str, values: &[T]) -> FakeAnswer {
    let records = values
        .iter()
        .map(|value| format!("\u{1e}{}\n", to_json(value)));
    text(status, media_type, &records.collect::<String>())
}

// part: stream
/// Each event with its data as JSON.
pub fn events<T: Serialize>(status: u16, media_type: &str, values: &[Event<T>]) -> FakeAnswer {
    let events = values
        .iter()
        .map(|event| laid_event(event, &to_json(&event.data)));
    text(status, media_type, &events.collect::<String>())
}

// part: stream
/// Each event with its data as text.
pub fn text_events(status: u16, media_type: &str, values: &[Event<String>]) -> FakeAnswer {
    let events = values.iter().map(|event| laid_event(event, &event.data));
    text(status, media_type, &events.collect::<String>())
}

// part: stream
/// Each event with what stands as `data` in its value.
pub fn whole_events<T: Serialize>(
    status: u16,
    media_type: &str,
    values: &[Event<T>],
) -> FakeAnswer {
    let events = values.iter().map(|event| {
        let whole = serde_json::to_value(&event.data).unwrap_or_default();
        match &whole["data"] {
            serde_json::Value::String(data) => laid_event(event, data),
            data => laid_event(event, &data.to_string()),
        }
    });
    text(status, media_type, &events.collect::<String>())
}

// part: stream
fn laid_event<T>(event: &Event<T>, data: &str) -> String {
    let mut text = format!("event: {}\n", event.event);
    if let Some(id) = &event.id {
        text.push_str(&format!("id: {id}\n"));
    }
    if let Some(retry) = event.retry {
        text.push_str(&format!("retry: {}\n", retry.as_millis()));
    }
    for line in data.split('\n') {
        text.push_str(&format!("data: {line}\n"));
    }
    text + "\n"
}

// part: stream
fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// No body.
pub fn empty(status: u16) -> FakeAnswer {
    FakeAnswer::status(status)
}
