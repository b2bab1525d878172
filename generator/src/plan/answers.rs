//! What an operation yields: the type of a success, of a declared error, and of the items of a stream;
//! and how each of them is read.

use std::fmt;

use serde::{Serialize, Serializer};

use super::docs::{Docs, code};
use super::features::Condition;
use super::mocks::Mocked;
use super::{Planner, TypeRef};
use crate::ir::reading::{
    Answer, Failed, Read, Reading, Successes, Value, accept, failures, is_events, is_one_failure,
    stream, successes, usual,
};
use crate::ir::{self, EventData, Framing, Items, Status, Type};
use crate::names::{Ident, OperationNames};
use crate::scalars::Scalar;

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
    /// How items are read one by one, where the answer can be a stream of them.
    pub stream: Option<Stream>,
}

/// The type of answers, of which there may be several.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// Always the same.
    One(AnswerValue),
    /// The same, or nothing.
    Optional {
        /// What it is where it is there.
        value: AnswerValue,
        /// How a mock answers with nothing.
        nothing: Mocked,
    },
    /// An enum of several.
    Enum(AnswerEnum),
}

/// What an answer becomes, and how.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerValue {
    /// The type.
    pub ty: AnswerType,
    /// The function of the runtime that reads it.
    pub reader: &'static str,
    /// How a mock answers with it; nothing for an error.
    pub mocked: Option<Mocked>,
}

/// An enum with a variant for each value that answers may become.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerEnum {
    /// Its name.
    pub name: Ident,
    /// What each declared answer becomes; those to one status come first.
    pub answers: Vec<EnumAnswer>,
    /// The variant for successes that the document does not declare, where there can be any.
    pub undeclared: Option<Ident>,
}

/// What a declared answer becomes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnumAnswer {
    /// The statuses that it is declared for.
    pub statuses: Statuses,
    /// A variant for each value that it may become.
    pub variants: Vec<AnswerVariant>,
    /// The variant that counts where an answer does not say what it is, by its place.
    pub usual: usize,
}

/// The statuses that an answer is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Statuses {
    /// One.
    One(u16),
    /// Those from the first to the last, which are included.
    Range(u16, u16),
    /// All that no other answer is declared for.
    Others,
}

/// A variant of an enum of answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerVariant {
    /// Its name.
    pub name: Ident,
    /// What it is.
    pub docs: Docs,
    /// The media types that mean it.
    pub media_types: Vec<String>,
    /// What it holds.
    pub value: AnswerValue,
}

/// A stream of items.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stream {
    /// The media types that ask for it.
    pub accept: String,
    /// How items are told apart: a variant of the runtime's `Framing`.
    pub framing: &'static str,
    /// The type of an item.
    pub item: AnswerType,
    /// The method of the runtime's `Frame` that reads one.
    pub reader: &'static str,
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
}

impl AnswerEnum {
    /// Its variants with what each holds, as users read them.
    pub fn variants(&self) -> Vec<(&Ident, String)> {
        let declared = self.answers.iter().flat_map(|answer| &answer.variants);
        let declared = declared.map(|variant| (&variant.name, variant.to_string()));
        let undeclared = self.undeclared.iter();
        let undeclared = undeclared.map(|name| (name, format!("{name}(Reply)")));
        declared.chain(undeclared).collect()
    }
}

impl From<Status> for Statuses {
    fn from(status: Status) -> Self {
        match status {
            Status::Code(code) => Self::One(code),
            Status::Class(class) => Self::Range(class * 100, class * 100 + 99),
            Status::Default => Self::Others,
        }
    }
}

/// The type of every error body that the document declares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorBody {
    /// The type.
    pub ty: TypeRef,
    /// The features that it needs besides the client.
    pub condition: Condition,
}

impl Planner<'_> {
    /// The type of all error bodies, where the document has but one. Crates that are mounted share
    /// their runtime with others, which may have another.
    pub(super) fn error_body(&self) -> Option<ErrorBody> {
        if self.config.mount.is_some() {
            return None;
        }
        let responses = self.api.operations.iter().flat_map(|one| &one.responses);
        let errors = responses.filter(|response| !response.success);
        let mut types = errors.filter_map(ir::Response::json).map(|ty| self.ty(ty));
        let ty = types.next()?;
        if types.any(|other| other != ty) {
            return None;
        }
        let condition = ty
            .model()
            .map_or(Condition::Always, |model| self.type_condition(model.index));
        Some(ErrorBody { ty, condition })
    }

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
            stream: self.stream(operation),
        }
    }

    fn output(&self, operation: &ir::Operation, names: &OperationNames) -> Output {
        let (answers, successes) = successes(operation);
        match successes {
            Successes::Empty => {
                let mocked = Mocked::first(&answers, Value::Empty);
                Output::One(self.answer_value(Value::Empty, Read::Nothing, Some(mocked)))
            }
            Successes::One(value, read) => {
                let mocked = Mocked::first(&answers, value);
                Output::One(self.answer_value(value, read, Some(mocked)))
            }
            Successes::OneOrNone(value, read) => Output::Optional {
                value: self.answer_value(value, read, Some(Mocked::first(&answers, value))),
                nothing: Mocked::first(&answers, Value::Empty),
            },
            Successes::Several => Output::Enum(self.output_enum(&answers, names)),
        }
    }

    fn output_enum(&self, answers: &[Answer<'_>], names: &OperationNames) -> AnswerEnum {
        let mut statuses = answers.iter().map(|answer| answer.response.status);
        let is_whole = statuses.any(|status| status == Status::Default);
        let declared = answers.iter().map(|answer| {
            let status = answer.response.status;
            let own = answer.readings.iter().zip(&names.readings[answer.place]);
            let variants = own.map(|(reading, name)| AnswerVariant {
                name: name.clone(),
                docs: Docs::line(match answer.readings.len() {
                    1 => status_text(status),
                    _ => status_and_media_types(status, reading),
                }),
                media_types: reading
                    .media_types
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
                value: self.answer_value(
                    reading.value,
                    reading.read,
                    Some(Mocked::of(answers, answer, reading)),
                ),
            });
            EnumAnswer {
                statuses: status.into(),
                variants: variants.collect(),
                usual: usual(&answer.readings),
            }
        });
        AnswerEnum {
            name: names.output.clone(),
            answers: declared.collect(),
            undeclared: (!is_whole).then(|| names.undeclared.clone()),
        }
    }

    fn failure(&self, operation: &ir::Operation, names: &OperationNames) -> Option<Output> {
        let failures = failures(operation);
        let first = failures.first()?;
        let value = |one: &Failed<'_>| self.answer_value(Value::Type(one.ty), one.read, None);
        if is_one_failure(&failures) {
            return Some(Output::One(value(first)));
        }
        let answers = failures.iter().map(|one| EnumAnswer {
            statuses: one.response.status.into(),
            variants: vec![AnswerVariant {
                name: names.responses[one.place].clone(),
                docs: Docs::line(status_text(one.response.status)),
                media_types: Vec::new(),
                value: value(one),
            }],
            usual: 0,
        });
        Some(Output::Enum(AnswerEnum {
            name: names.failure.clone(),
            answers: answers.collect(),
            undeclared: None,
        }))
    }

    fn stream(&self, operation: &ir::Operation) -> Option<Stream> {
        let (items, accept) = stream(operation)?;
        Some(Stream {
            accept,
            framing: match items.framing {
                Framing::Events => "Events",
                Framing::Lines => "Lines",
                Framing::Records => "Records",
                Framing::Values => "Values",
            },
            item: self.item(items),
            reader: match items.event {
                EventData::Whole => "whole_event",
                EventData::Text => "text_event",
                EventData::Json if is_events(items) => "event",
                EventData::Json => "json",
            },
        })
    }

    fn answer_value(&self, value: Value<'_>, read: Read, mocked: Option<Mocked>) -> AnswerValue {
        let ty = match value {
            Value::Empty => AnswerType::Empty,
            Value::Type(ty) => AnswerType::Type(self.ty(ty)),
            Value::Bytes => AnswerType::Bytes,
            Value::Items(items) => AnswerType::Items(Box::new(self.item(items))),
        };
        AnswerValue {
            ty,
            reader: reader(value, read),
            mocked,
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

/// The function of the runtime that reads a value.
fn reader(value: Value<'_>, read: Read) -> &'static str {
    match (read, value) {
        (Read::Nothing, _) => "empty",
        (Read::Json, Value::Type(Type::Scalar(Scalar::String))) => "json_text",
        (Read::Json, _) => "json",
        (Read::Text, Value::Type(Type::Scalar(Scalar::String))) => "text",
        (Read::Text, _) => "text_value",
        (Read::JsonOrText, _) => "json_or_text",
        (Read::Bytes, _) => "bytes",
        (Read::Items, _) => "all",
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => format!("Status {code}."),
        Status::Class(class) => format!("Any status from {class}00 to {class}99."),
        Status::Default => "Any other status.".to_owned(),
    }
}

fn status_and_media_types(status: Status, reading: &Reading<'_>) -> String {
    let media_types = reading.media_types.iter();
    let media_types: Vec<String> = media_types.map(|one| format!("`{}`", code(one))).collect();
    let status = status_text(status);
    format!(
        "{}, {}.",
        status.trim_end_matches('.'),
        media_types.join(", ")
    )
}

impl fmt::Display for AnswerType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("()"),
            Self::Type(ty) => ty.fmt(f),
            Self::Event(ty) => write!(f, "Event<{ty}>"),
            Self::Items(item) => write!(f, "Vec<{item}>"),
            Self::Bytes => f.write_str("bytes::Bytes"),
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
            Self::One(value) => value.ty.fmt(f),
            Self::Optional { value, .. } => write!(f, "Option<{}>", value.ty),
            Self::Enum(own) => own.name.fmt(f),
        }
    }
}

impl fmt::Display for AnswerVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value.ty {
            AnswerType::Empty => self.name.fmt(f),
            ty => write!(f, "{}({ty})", self.name),
        }
    }
}
