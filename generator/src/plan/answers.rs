//! What an operation yields: the type of a success, of a declared error, and of the items of a stream.

use std::fmt;

use serde::{Serialize, Serializer};

use super::responses::{Successes, Value, accept, is_events, specificity, stream, successes};
use super::{Planner, TypeRef};
use crate::ir::{self, Items, Status, Type};
use crate::names::{Ident, OperationNames};

/// What an operation yields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answers {
    /// The media types that a call asks for.
    pub accept: String,
    /// Statuses that count as success besides those from 200 to 299.
    pub further_successes: Vec<u16>,
    /// What a successful call yields.
    pub output: Output,
    /// What a declared error becomes, where one has a body.
    pub failure: Option<Output>,
    /// The type of an item, where the answer can be read one by one.
    pub stream_item: Option<AnswerType>,
}

/// The type of answers, of which there may be several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Output {
    /// Always the same.
    One(AnswerType),
    /// The same, or nothing.
    Optional(AnswerType),
    /// An enum of several.
    Enum {
        /// Its name.
        name: Ident,
        /// Its variants.
        variants: Vec<AnswerVariant>,
    },
}

/// A variant of an enum of answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerVariant {
    /// Its name.
    pub name: Ident,
    /// What it holds.
    pub value: AnswerType,
}

/// The Rust type that the body of an answer becomes. It displays as users read it.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerType {
    /// `()`.
    Empty,
    /// A type of the document.
    Type(TypeRef),
    /// An event that holds a value of that type.
    Event(TypeRef),
    /// All items of a stream.
    Items(Box<AnswerType>),
    /// `bytes::Bytes`.
    Bytes,
    /// The answer as it came.
    Reply,
}

impl Planner<'_> {
    pub(super) fn answers(&self, operation: &ir::Operation, names: &OperationNames) -> Answers {
        let further = operation
            .responses
            .iter()
            .filter(|response| response.success);
        let further = further.filter_map(|response| match response.status {
            Status::Code(code) if !response.status.is_2xx() => Some(code),
            _ => None,
        });
        Answers {
            accept: accept(operation, &self.config.answers.prefer),
            further_successes: further.collect(),
            output: self.output(operation, names),
            failure: self.failure(operation, names),
            stream_item: stream(operation).map(|(items, _)| self.item(items)),
        }
    }

    fn output(&self, operation: &ir::Operation, names: &OperationNames) -> Output {
        let (answers, successes) = successes(operation);
        match successes {
            Successes::Empty => return Output::One(AnswerType::Empty),
            Successes::One(value, _) => return Output::One(self.answer_type(value)),
            Successes::OneOrNone(value, _) => return Output::Optional(self.answer_type(value)),
            Successes::Several => {}
        }
        let mut variants = Vec::new();
        for answer in &answers {
            let readings = answer.readings.iter().zip(&names.readings[answer.place]);
            variants.extend(readings.map(|(reading, name)| AnswerVariant {
                name: Ident::of_escaped(name),
                value: self.answer_type(reading.value),
            }));
        }
        let mut statuses = answers.iter().map(|answer| answer.response.status);
        if !statuses.any(|status| status == Status::Default) {
            variants.push(AnswerVariant {
                name: Ident::of_escaped(&names.undeclared),
                value: AnswerType::Reply,
            });
        }
        Output::Enum {
            name: Ident::of_escaped(&names.output),
            variants,
        }
    }

    fn failure(&self, operation: &ir::Operation, names: &OperationNames) -> Option<Output> {
        let responses = operation.responses.iter().zip(&names.responses);
        let errors = responses.filter(|(response, _)| !response.success);
        let mut errors: Vec<(Status, &Type, &String)> = errors
            .filter_map(|(response, name)| Some((response.status, response.json()?, name)))
            .collect();
        errors.sort_by_key(|(status, ..)| specificity(*status));
        let (_, first, _) = errors.first()?;
        if errors.iter().all(|(_, ty, _)| ty == first) {
            return Some(Output::One(AnswerType::Type(self.ty(first))));
        }
        let variants = errors.iter().map(|(_, ty, name)| AnswerVariant {
            name: Ident::of_escaped(name),
            value: AnswerType::Type(self.ty(ty)),
        });
        Some(Output::Enum {
            name: Ident::of_escaped(&names.failure),
            variants: variants.collect(),
        })
    }

    fn answer_type(&self, value: Value<'_>) -> AnswerType {
        match value {
            Value::Empty => AnswerType::Empty,
            Value::Type(ty) => AnswerType::Type(self.ty(ty)),
            Value::Bytes => AnswerType::Bytes,
            Value::Items(items) => AnswerType::Items(Box::new(self.item(items))),
        }
    }

    fn item(&self, items: &Items) -> AnswerType {
        let ty = self.ty(&items.item);
        match is_events(items) {
            true => AnswerType::Event(ty),
            false => AnswerType::Type(ty),
        }
    }
}

impl fmt::Display for AnswerType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("()"),
            Self::Type(ty) => ty.fmt(f),
            Self::Event(ty) => write!(f, "Event<{ty}>"),
            Self::Items(item) => write!(f, "Vec<{item}>"),
            Self::Bytes => f.write_str("bytes::Bytes"),
            Self::Reply => f.write_str("Reply"),
        }
    }
}

impl Serialize for AnswerType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(ty) => ty.fmt(f),
            Self::Optional(ty) => write!(f, "Option<{ty}>"),
            Self::Enum { name, .. } => name.fmt(f),
        }
    }
}

impl fmt::Display for AnswerVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            AnswerType::Empty => self.name.fmt(f),
            value => write!(f, "{}({value})", self.name),
        }
    }
}
