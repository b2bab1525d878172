//! How mocks answer: with which status and media type a value goes out, and the example of each
//! operation.

use serde::Serialize;
use serde_json::Value as Json;

use super::{ModelRef, Planner};
use crate::ir::reading::{Answer, Read, Reading, Value, is_events, successes, usual};
use crate::ir::{EventData, Framing, Items, Response, Status, Type};
use crate::scalars::Scalar;

/// How a mock answers with a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mocked {
    /// The function of the runtime that writes it.
    pub writer: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// Its media type; empty for an answer without a body.
    pub media_type: String,
}

/// The answer of a mock that is told nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MockExample {
    /// Its status.
    pub status: u16,
    /// Its media type; empty for an answer without a body.
    pub media_type: String,
    /// Its body.
    pub body: ExampleBody,
}

/// The body of an example.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExampleBody {
    /// The example of a model.
    OfModel(ModelRef),
    /// JSON, as a reader would lay it out.
    Json(String),
    /// Text.
    Text(String),
}

impl Mocked {
    /// How the first answer that becomes such a value goes out.
    pub(super) fn first(answers: &[Answer<'_>], value: Value<'_>) -> Self {
        let readings = answers
            .iter()
            .flat_map(|answer| answer.readings.iter().map(move |reading| (answer, reading)));
        let mut readings = readings.filter(|(_, reading)| reading.value == value);
        let Some((answer, reading)) = readings.next() else {
            return Self::new("", value, Read::Nothing, 204);
        };
        let media_type = preferred(&reading.media_types, reading.read);
        Self::new(
            media_type,
            value,
            reading.read,
            status(answer.response, answers),
        )
    }

    /// How one value of an answer goes out.
    pub(super) fn of(answers: &[Answer<'_>], answer: &Answer<'_>, reading: &Reading<'_>) -> Self {
        let media_type = reading.media_types.first().copied().unwrap_or_default();
        let status = status(answer.response, answers);
        Self::new(media_type, reading.value, reading.read, status)
    }

    fn new(media_type: &str, value: Value<'_>, read: Read, status: u16) -> Self {
        let writer = writer(value, read);
        Self {
            writer,
            status,
            media_type: match writer {
                "empty" => String::new(),
                _ => concrete(media_type, read),
            },
        }
    }
}

impl Planner<'_> {
    /// The example of an operation: that of its first answer with a body. `None` where there is no
    /// finite one.
    pub(super) fn mock_example(&self, index: usize) -> Option<MockExample> {
        let operation = &self.api.operations[index];
        let (answers, _) = successes(operation);
        let has_body = |answer: &&Answer<'_>| answer.readings[0].value != Value::Empty;
        let Some(answer) = answers.iter().find(has_body) else {
            let first = answers.first();
            return Some(MockExample {
                status: first.map_or(204, |answer| status(answer.response, &answers)),
                media_type: String::new(),
                body: ExampleBody::Text(String::new()),
            });
        };
        let reading = &answer.readings[usual(&answer.readings)];
        let media_type = preferred(&reading.media_types, reading.read);
        Some(MockExample {
            status: status(answer.response, &answers),
            media_type: concrete(media_type, reading.read),
            body: self.example_body(index, answer, reading)?,
        })
    }

    fn example_body(
        &self,
        index: usize,
        answer: &Answer<'_>,
        reading: &Reading<'_>,
    ) -> Option<ExampleBody> {
        let json = || {
            let answers = self.fixtures.answers.get(index)?;
            answers.get(answer.place)?.as_ref()
        };
        let text = |text: &str| Some(ExampleBody::Text(text.to_owned()));
        match (reading.value, reading.read) {
            (Value::Type(ty), Read::Json | Read::JsonOrText) => Some(self.json_body(ty, json()?)),
            (Value::Type(Type::Scalar(Scalar::String)), _) => text("text"),
            (Value::Type(_), Read::Text) => match json()? {
                Json::String(own) => text(own),
                number @ (Json::Number(_) | Json::Bool(_)) => text(&number.to_string()),
                Json::Null | Json::Array(_) | Json::Object(_) => None,
            },
            (Value::Bytes, _) => text("bytes"),
            // A stream may end before its first item.
            (Value::Items(_), _) => text(""),
            (Value::Type(_) | Value::Empty, _) => None,
        }
    }

    /// The JSON of an answer: the model's own where the answer is one, and has no example of its own.
    fn json_body(&self, ty: &Type, json: &Json) -> ExampleBody {
        if let Type::Named(id) | Type::Boxed(id) = self.api.resolve(ty)
            && let Some(Some(own)) = self.fixtures.types.get(id.0)
            && own == json
        {
            return ExampleBody::OfModel(self.model_ref(*id));
        }
        ExampleBody::Json(super::models::pretty(json))
    }
}

/// The function of the runtime that writes a value.
fn writer(value: Value<'_>, read: Read) -> &'static str {
    match (value, read) {
        (Value::Empty, _) | (_, Read::Nothing) => "empty",
        (Value::Items(items), _) => item_writer(items),
        (Value::Bytes, _) => "bytes",
        (Value::Type(Type::Scalar(Scalar::String)), Read::Text) => "text",
        (Value::Type(_), Read::Text) => "text_value",
        (Value::Type(_), _) => "json",
    }
}

fn item_writer(items: &Items) -> &'static str {
    match (items.framing, items.event) {
        (_, EventData::Whole) => "whole_events",
        (_, EventData::Text) => "text_events",
        (_, EventData::Json) if is_events(items) => "events",
        (Framing::Records, EventData::Json) => "records",
        (Framing::Events | Framing::Lines | Framing::Values, EventData::Json) => "lines",
    }
}

/// The media type that a value is written in: JSON where it may be that.
fn preferred<'a>(media_types: &[&'a str], read: Read) -> &'a str {
    let is_json = |one: &&&str| one.contains("json") || one.contains('*');
    let json = media_types.iter().find(is_json);
    let preferred = match read {
        Read::JsonOrText => json.or(media_types.first()),
        _ => media_types.first(),
    };
    preferred.copied().unwrap_or_default()
}

/// A media type without wildcards.
fn concrete(media_type: &str, read: Read) -> String {
    let is_plain = |char: char| char.is_ascii_graphic() || char == ' ';
    let has_wildcard = media_type.contains('*');
    if !media_type.is_empty() && !has_wildcard && media_type.chars().all(is_plain) {
        return media_type.to_owned();
    }
    let usual = match read {
        Read::Json | Read::JsonOrText => "application/json",
        Read::Text => "text/plain",
        Read::Nothing | Read::Bytes | Read::Items => "application/octet-stream",
    };
    usual.to_owned()
}

/// A status that an answer is declared for, and none of the more specific ones.
fn status(response: &Response, answers: &[Answer<'_>]) -> u16 {
    let is_named = |code: u16| {
        let mut others = answers.iter().map(|answer| answer.response.status);
        others.any(|other| {
            other != response.status
                && match other {
                    Status::Code(other) => other == code,
                    Status::Class(class) => {
                        code / 100 == class && response.status == Status::Default
                    }
                    Status::Default => false,
                }
        })
    };
    match response.status {
        Status::Code(code) => code,
        Status::Class(class) => {
            let mut codes = class * 100..class * 100 + 100;
            codes.find(|code| !is_named(*code)).unwrap_or(class * 100)
        }
        Status::Default => (200..300).find(|code| !is_named(*code)).unwrap_or(200),
    }
}
