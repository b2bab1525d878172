//! How answers are read. In: the declared answers of an operation; out: what a successful call yields,
//! how the media type of an answer decides between the forms of its body, and what is asked for.

use super::{Content, EventData, Form, Framing, Items, Operation, Response, Status, Type};
use crate::scalars::Scalar;

/// The Rust value that a body becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// No value.
    Empty,
    /// A value of a type.
    Type(&'a Type),
    /// Bytes.
    Bytes,
    /// A list of all items.
    Items(&'a Items),
}

/// How a body becomes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// It is passed over.
    Nothing,
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// As JSON or as text: the answer says which.
    JsonOrText,
    /// As bytes.
    Bytes,
    /// As items, all of them.
    Items,
}

/// One value that the body of an answer may become, with the media types that mean it.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) media_types: Vec<&'a str>,
    pub(crate) value: Value<'a>,
    pub(crate) read: Read,
}

/// What the body of an answer may become, in the document's order: one reading for each type. A stream
/// beside other forms is none of them, see [`stream`].
pub(crate) fn readings(response: &Response) -> Vec<Reading<'_>> {
    let streams = |form: &&Form| matches!(form.content, Content::Items(_));
    let alone = response.forms.iter().all(|form| streams(&form));
    let mut readings: Vec<Reading<'_>> = Vec::new();
    for form in response.forms.iter().filter(|form| alone || !streams(form)) {
        let (value, read) = match &form.content {
            // Text of any media type is sent as it is by many frameworks.
            Content::Json(ty @ Type::Scalar(Scalar::String)) if form.media_type == "*/*" => {
                (Value::Type(ty), Read::JsonOrText)
            }
            Content::Json(ty) => (Value::Type(ty), Read::Json),
            Content::Text(ty) => (Value::Type(ty), Read::Text),
            Content::Items(items) => (Value::Items(items), Read::Items),
            _ => (Value::Bytes, Read::Bytes),
        };
        let is_first = readings.is_empty();
        let known = readings.iter_mut().find(|known| known.value == value);
        match known {
            Some(known) => {
                known.media_types.push(&form.media_type);
                known.read = known.read.or(read);
            }
            // There is one stream; of others a warning tells.
            None if read == Read::Items && !is_first => {}
            None => readings.push(Reading {
                media_types: vec![&form.media_type],
                value,
                read,
            }),
        }
    }
    if readings.is_empty() {
        readings.push(Reading {
            media_types: Vec::new(),
            value: Value::Empty,
            read: Read::Nothing,
        });
    }
    readings
}

impl Read {
    /// One way to read that does for both.
    fn or(self, other: Self) -> Self {
        if self == other {
            self
        } else {
            Self::JsonOrText
        }
    }
}

/// The place of the reading that counts where an answer does not say what it is: JSON, else the first.
pub(crate) fn usual(readings: &[Reading<'_>]) -> usize {
    let is_json = |one: &Reading<'_>| matches!(one.read, Read::Json | Read::JsonOrText);
    readings.iter().position(is_json).unwrap_or(0)
}

/// A successful answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer<'a> {
    /// Its place among the operation's answers.
    pub(crate) place: usize,
    pub(crate) response: &'a Response,
    pub(crate) readings: Vec<Reading<'a>>,
}

/// What the successful answers of an operation become.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Successes<'a> {
    /// Nothing.
    Empty,
    /// Always the same.
    One(Value<'a>, Read),
    /// The same, or nothing.
    OneOrNone(Value<'a>, Read),
    /// One thing or another.
    Several,
}

/// The successful answers, those to one status before those to several, and what they become.
pub(crate) fn successes(operation: &Operation) -> (Vec<Answer<'_>>, Successes<'_>) {
    let all = operation.responses.iter().enumerate();
    let mut answers: Vec<Answer<'_>> = all
        .filter(|(_, response)| response.success)
        .map(|(place, response)| Answer {
            place,
            response,
            readings: readings(response),
        })
        .collect();
    answers.sort_by_key(|answer| specificity(answer.response.status));
    let mut kinds: Vec<(Value<'_>, Read)> = Vec::new();
    let mut has_empty = answers.is_empty();
    for reading in answers.iter().flat_map(|answer| &answer.readings) {
        let known = kinds.iter_mut().find(|(value, _)| *value == reading.value);
        match (reading.value, known) {
            (Value::Empty, _) => has_empty = true,
            (_, Some((_, read))) => *read = read.or(reading.read),
            (value, None) => kinds.push((value, reading.read)),
        }
    }
    let successes = match kinds.as_slice() {
        [] => Successes::Empty,
        [(value, read)] if has_empty => Successes::OneOrNone(*value, *read),
        [(value, read)] => Successes::One(*value, *read),
        _ => Successes::Several,
    };
    (answers, successes)
}

/// An error answer that has a type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failed<'a> {
    /// Its place among the operation's answers.
    pub(crate) place: usize,
    pub(crate) response: &'a Response,
    pub(crate) ty: &'a Type,
    pub(crate) read: Read,
}

/// The error answers that have a type, those to one status before those to several: JSON, or text
/// where there is no JSON. An answer to every status is an error as well.
pub(crate) fn failures(operation: &Operation) -> Vec<Failed<'_>> {
    let all = operation.responses.iter().enumerate();
    let errors = all.filter(|(_, one)| !one.success || one.status == Status::Default);
    let mut failures: Vec<Failed<'_>> = errors
        .filter_map(|(place, response)| {
            let text = || {
                response.forms.iter().find_map(|form| match &form.content {
                    Content::Text(ty) => Some((ty, Read::JsonOrText)),
                    _ => None,
                })
            };
            let json = response.json().map(|ty| (ty, Read::Json));
            let (ty, read) = json.or_else(text)?;
            Some(Failed {
                place,
                response,
                ty,
                read,
            })
        })
        .collect();
    failures.sort_by_key(|failed| specificity(failed.response.status));
    failures
}

/// Whether the error answers have one type, or an enum of several.
pub(crate) fn is_one_failure(failures: &[Failed<'_>]) -> bool {
    let mut pairs = failures.iter().zip(failures.iter().skip(1));
    pairs.all(|(one, other)| one.ty == other.ty && one.read == other.read)
}

/// One status is matched before the class that holds it.
pub(crate) fn specificity(status: Status) -> u8 {
    match status {
        Status::Code(_) => 0,
        Status::Class(_) => 1,
        Status::Default => 2,
    }
}

/// The items that an operation can answer with one by one, and the media types that ask for them.
pub(crate) fn stream(operation: &Operation) -> Option<(&Items, String)> {
    let forms = operation
        .responses
        .iter()
        .filter(|response| response.success)
        .flat_map(|response| &response.forms);
    let mut found: Option<(&Items, Vec<&str>)> = None;
    for form in forms {
        let Content::Items(items) = &form.content else {
            continue;
        };
        let (first, media_types) = found.get_or_insert((items, Vec::new()));
        let same = first.item == items.item && first.event == items.event;
        if same && !media_types.contains(&form.media_type.as_str()) {
            media_types.push(&form.media_type);
        }
    }
    found.map(|(items, media_types)| (items, media_types.join(", ")))
}

/// Whether a successful answer is nothing but a stream.
pub(crate) fn is_stream_alone(operation: &Operation) -> bool {
    matches!(successes(operation).1, Successes::One(Value::Items(_), _))
}

/// Whether the items of a stream are events.
pub(crate) fn is_events(items: &Items) -> bool {
    items.framing == Framing::Events || items.event != EventData::Json
}

/// The media types that a call asks for, in the document's order; those that match `preferred` come
/// first.
pub(crate) fn accept(operation: &Operation, preferred: &[String]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for response in operation.responses.iter().filter(|one| one.success) {
        let readings = readings(response);
        let is_read = |media_type: &str| {
            let mut read = readings.iter().flat_map(|one| &one.media_types);
            response.forms.is_empty() || read.any(|one| *one == media_type)
        };
        for media_type in &response.media_types {
            if is_read(media_type) && !all.contains(&media_type.as_str()) {
                all.push(media_type);
            }
        }
    }
    if all.is_empty() {
        let mut rest = operation.responses.iter().flat_map(|one| &one.media_types);
        all.push(rest.next().map_or("*/*", String::as_str));
    }
    let rank = |media_type: &&str| {
        let wanted = preferred.iter().position(|one| one == media_type);
        wanted.unwrap_or(preferred.len())
    };
    all.sort_by_key(rank);
    all.join(", ")
}
