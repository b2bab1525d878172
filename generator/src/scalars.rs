//! The table of scalars: one row for each type without parts that the emitted crate tells apart.
//!
//! A row says everything about its type: which schemas ask for it, what its JSON is, which Rust type
//! it becomes, how an argument is taken, and what an example of it looks like. A new format is a row
//! here, a type in the runtime if it needs one, and a case.
//!
//! Formats of text that have no type of their own stand in [`TEXT_FORMATS`]: they say what an example
//! looks like.

use std::fmt::Write as _;

use serde::Serialize;

/// A type without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[expect(missing_docs, reason = "each has a row that says what it is")]
pub enum Scalar {
    Bool,
    I32,
    I64,
    U64,
    F32,
    F64,
    String,
    Secret,
    DateTime,
    Date,
    LocalDateTime,
    YearMonth,
    Interval,
    Duration,
    Base64,
    Binary,
}

/// What there is to know of a scalar.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The schemas that ask for it.
    pub schemas: &'static [SchemaType],
    /// What its JSON is.
    pub json: Json,
    /// The type in the emitted crate.
    pub rust: Rust,
    /// What a variant of a union is called that holds it.
    pub word: &'static str,
    /// How an example of it is written.
    pub example: Example,
}

/// A `type` of a schema with its `format`: `None` for a schema without one, or with one that no row
/// has.
pub type SchemaType = (&'static str, Option<&'static str>);

/// What the JSON of a scalar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Json {
    /// `true` or `false`.
    Bool,
    /// A whole number between two others.
    Integer {
        /// The lowest that there is.
        lowest: i128,
        /// The highest that there is.
        highest: i128,
    },
    /// Any number.
    Number,
    /// Text.
    Text,
}

/// The Rust type of a scalar, and how an argument of it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rust {
    /// A type of the language that is `Copy`; an argument is of the same type.
    Builtin(&'static str),
    /// `String`; an argument is anything that becomes one.
    String,
    /// A type of the runtime's `model`; an argument is anything that becomes one.
    Model {
        /// Its name.
        name: &'static str,
        /// Whether documents that do not use it may give its name to a model of theirs.
        is_rare: bool,
    },
}

/// How an example of a scalar is written.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// `true`.
    Bool,
    /// A number within the limits.
    Number,
    /// Text within the limits, made from the name of the member.
    Text,
    /// Text of a form of its own, which Rust code parses.
    Parsed {
        /// The text of the `nth` example.
        text: fn(nth: usize) -> String,
        /// Whether a text has that form.
        fits: fn(&str) -> bool,
        /// What it is in a sentence.
        noun: &'static str,
    },
    /// Bytes as base64.
    Bytes {
        /// The text of the `nth` example.
        text: fn(nth: usize) -> String,
        /// Whether a text is base64.
        fits: fn(&str) -> bool,
    },
}

impl Scalar {
    /// Every scalar.
    pub const ALL: &'static [Self] = &[
        Self::Bool,
        Self::I32,
        Self::I64,
        Self::U64,
        Self::F32,
        Self::F64,
        Self::String,
        Self::Secret,
        Self::DateTime,
        Self::Date,
        Self::LocalDateTime,
        Self::YearMonth,
        Self::Interval,
        Self::Duration,
        Self::Base64,
        Self::Binary,
    ];

    /// Its row of the table.
    pub fn row(self) -> Row {
        match self {
            Self::Bool => Row {
                schemas: &[("boolean", None)],
                json: Json::Bool,
                rust: Rust::Builtin("bool"),
                word: "Boolean",
                example: Example::Bool,
            },
            // Which integer it is depends on limits as well: see `lower::primitives`.
            Self::I32 => Row {
                schemas: &[("integer", Some("int32"))],
                json: Json::Integer {
                    lowest: -(1 << 31),
                    highest: (1 << 31) - 1,
                },
                rust: Rust::Builtin("i32"),
                word: "Integer",
                example: Example::Number,
            },
            Self::I64 => Row {
                schemas: &[("integer", Some("int64")), ("integer", None)],
                json: Json::Integer {
                    lowest: -(1 << 63),
                    highest: (1 << 63) - 1,
                },
                rust: Rust::Builtin("i64"),
                word: "Integer",
                example: Example::Number,
            },
            Self::U64 => Row {
                schemas: &[("integer", Some("uint64")), ("integer", Some("unsigned64"))],
                json: Json::Integer {
                    lowest: 0,
                    highest: (1 << 64) - 1,
                },
                rust: Rust::Builtin("u64"),
                word: "Integer",
                example: Example::Number,
            },
            Self::F32 => Row {
                schemas: &[("number", Some("float"))],
                json: Json::Number,
                rust: Rust::Builtin("f32"),
                word: "Number",
                example: Example::Number,
            },
            Self::F64 => Row {
                schemas: &[("number", Some("double")), ("number", None)],
                json: Json::Number,
                rust: Rust::Builtin("f64"),
                word: "Number",
                example: Example::Number,
            },
            Self::String => Row {
                schemas: &[("string", None)],
                json: Json::Text,
                rust: Rust::String,
                word: "String",
                example: Example::Text,
            },
            // Never shown in debug output.
            Self::Secret => Row {
                schemas: &[("string", Some("password"))],
                json: Json::Text,
                rust: Rust::Model {
                    name: "Secret",
                    is_rare: false,
                },
                word: "String",
                example: Example::Text,
            },
            Self::DateTime => Row {
                schemas: &[("string", Some("date-time"))],
                json: Json::Text,
                rust: Rust::Model {
                    name: "DateTime",
                    is_rare: false,
                },
                word: "DateTime",
                example: Example::Parsed {
                    text: date_time,
                    fits: is_date_time,
                    noun: "a date",
                },
            },
            Self::Date => Row {
                schemas: &[("string", Some("date"))],
                json: Json::Text,
                rust: Rust::Model {
                    name: "Date",
                    is_rare: false,
                },
                word: "Date",
                example: Example::Parsed {
                    text: date,
                    fits: is_date,
                    noun: "a date",
                },
            },
            // Without an offset, a date-time is one in UTC.
            Self::LocalDateTime => Row {
                schemas: &[("string", Some("local-date-time"))],
                json: Json::Text,
                rust: Rust::Model {
                    name: "LocalDateTime",
                    is_rare: true,
                },
                word: "LocalDateTime",
                example: Example::Parsed {
                    text: |nth| format!("2026-01-31T12:00:{:02}", nth % 60),
                    fits: |text| is_date_time(&format!("{text}Z")),
                    noun: "a date",
                },
            },
            Self::YearMonth => Row {
                schemas: &[("string", Some("year-month"))],
                json: Json::Text,
                rust: Rust::Model {
                    name: "YearMonth",
                    is_rare: true,
                },
                word: "YearMonth",
                example: Example::Parsed {
                    text: |nth| format!("2026-{:02}", 1 + nth % 12),
                    fits: |text| is_date(&format!("{text}-01")),
                    noun: "a month",
                },
            },
            // Of time, as ISO 8601 writes it.
            Self::Interval => Row {
                schemas: &[("string", Some("interval"))],
                json: Json::Text,
                rust: Rust::Model {
                    name: "Interval",
                    is_rare: true,
                },
                word: "Interval",
                example: Example::Parsed {
                    text: |nth| format!("{}/P{}D", date_time(0), nth + 1),
                    fits: |text| text.contains('/'),
                    noun: "an interval",
                },
            },
            // Of time, as ISO 8601 writes it.
            Self::Duration => Row {
                schemas: &[("string", Some("duration"))],
                json: Json::Text,
                rust: Rust::Model {
                    name: "Duration",
                    is_rare: true,
                },
                word: "Duration",
                example: Example::Parsed {
                    text: |nth| format!("P{}D", nth + 1),
                    fits: |text| text.starts_with('P'),
                    noun: "a duration",
                },
            },
            Self::Base64 => Row {
                schemas: &[("string", Some("byte")), ("string", Some("base64"))],
                json: Json::Text,
                rust: Rust::Model {
                    name: "Base64",
                    is_rare: false,
                },
                word: "String",
                example: Example::Bytes {
                    text: base64,
                    fits: is_base64,
                },
            },
            // Bytes have no JSON; in a member they can only be text.
            Self::Binary => Row {
                schemas: &[("string", Some("binary")), ("file", None)],
                json: Json::Text,
                rust: Rust::String,
                word: "String",
                example: Example::Text,
            },
        }
    }

    /// The scalar of a schema's `type` and `format`. A format that no row has counts as none.
    pub fn of(kind: &str, format: Option<&str>) -> Option<Self> {
        let with = |format: Option<&str>| {
            let mut all = Self::ALL.iter().copied();
            all.find(|scalar| {
                let mut schemas = scalar.row().schemas.iter();
                schemas.any(|schema| *schema == (kind, format))
            })
        };
        format
            .and_then(|format| with(Some(format)))
            .or_else(|| with(None))
    }

    /// The type of the runtime's `model` that it is, if it is one.
    pub fn runtime_type(self) -> Option<&'static str> {
        match self.row().rust {
            Rust::Model { name, .. } => Some(name),
            Rust::Builtin(_) | Rust::String => None,
        }
    }
}

/// Formats of text that have no type of their own, with the text of the `nth` example.
#[expect(clippy::type_complexity, reason = "two columns are no type")]
pub const TEXT_FORMATS: &[(&str, fn(usize) -> String)] = &[
    ("uuid", uuid),
    ("guid", uuid),
    ("uri", uri),
    ("url", uri),
    ("iri", uri),
    ("uri-reference", path),
    ("iri-reference", path),
    ("json-pointer", path),
    ("email", email),
    ("idn-email", email),
    ("hostname", hostname),
    ("idn-hostname", hostname),
    ("ip", ipv4),
    ("ipv4", ipv4),
    ("ipv6", |nth| format!("2001:db8::{:x}", (nth + 1) % 0xffff)),
    ("time", |nth| format!("12:00:{:02}Z", nth % 60)),
];

/// The `type` that a schema without one has by its format.
pub fn type_of_format(format: &str) -> Option<&'static str> {
    let mut schemas = Scalar::ALL.iter().flat_map(|scalar| scalar.row().schemas);
    let typed = schemas.find(|(_, known)| *known == Some(format));
    let textual = || TEXT_FORMATS.iter().any(|(name, _)| *name == format);
    typed
        .map(|(kind, _)| *kind)
        .or_else(|| textual().then_some("string"))
}

fn uuid(nth: usize) -> String {
    format!("5f0c6b1e-8d3a-4c52-9b7e-{:012x}", nth + 1)
}

fn uri(nth: usize) -> String {
    format!("https://example.com/{}", nth + 1)
}

fn path(nth: usize) -> String {
    format!("/{}", nth + 1)
}

fn email(nth: usize) -> String {
    format!("user{}@example.com", nth + 1)
}

fn hostname(nth: usize) -> String {
    format!("host{}.example.com", nth + 1)
}

fn ipv4(nth: usize) -> String {
    format!("192.0.2.{}", (nth + 1) % 255)
}

fn date(nth: usize) -> String {
    format!("2026-01-{:02}", 1 + nth % 28)
}

fn date_time(nth: usize) -> String {
    format!("2026-01-31T12:00:{:02}Z", nth % 60)
}

/// Three bytes, which need no padding.
fn base64(nth: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = "Ynl".to_owned();
    write!(text, "{}", char::from(DIGITS[(nth + 48) % 64])).expect("a string can be written to");
    text
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(digit)
}

/// `2026-01-31`.
fn is_date(text: &str) -> bool {
    let numbers = numbers(text, "dddd-dd-dd");
    numbers.is_some_and(|found| (1..=12).contains(&found[1]) && (1..=31).contains(&found[2]))
}

/// `2026-01-31T12:00:00Z`, with or without a fraction, or with an offset.
fn is_date_time(text: &str) -> bool {
    let (Some(date), Some(time), Some(rest)) = (text.get(..10), text.get(10..19), text.get(19..))
    else {
        return false;
    };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|char: char| char.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
        None => rest,
    };
    let has_zone =
        zone == "Z" || numbers(zone, "+dd:dd").is_some() || numbers(zone, "-dd:dd").is_some();
    let clock = numbers(time, "Tdd:dd:dd");
    let is_clock = clock.is_some_and(|found| found[0] < 24 && found[1] < 60 && found[2] < 60);
    is_date(date) && is_clock && has_zone
}

/// The numbers of a text that has a digit for each `d` of the form and its other characters.
fn numbers(text: &str, form: &str) -> Option<Vec<u32>> {
    if text.len() != form.len() {
        return None;
    }
    let mut numbers = Vec::new();
    let mut within = false;
    for (found, wanted) in text.chars().zip(form.chars()) {
        if wanted == 'd' {
            let digit = found.to_digit(10)?;
            if !within {
                numbers.push(0);
            }
            let last = numbers.last_mut()?;
            *last = *last * 10 + digit;
        } else if found != wanted {
            return None;
        }
        within = wanted == 'd';
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_that_no_row_has_counts_as_none() {
        assert_eq!(Scalar::of("string", Some("uri")), Some(Scalar::String));
        assert_eq!(Scalar::of("string", Some("date")), Some(Scalar::Date));
        assert_eq!(Scalar::of("number", None), Some(Scalar::F64));
        assert_eq!(Scalar::of("object", None), None);
    }

    #[test]
    fn no_two_rows_ask_for_the_same_schema() {
        let rows = Scalar::ALL.iter().map(|scalar| scalar.row());
        let all: Vec<SchemaType> = rows.flat_map(|row| row.schemas).copied().collect();
        for (index, one) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(one), "{one:?}");
        }
    }

    #[test]
    fn examples_have_the_form_of_their_type() {
        for scalar in Scalar::ALL {
            if let Example::Parsed { text, fits, .. } | Example::Bytes { text, fits } =
                scalar.row().example
            {
                for nth in [0, 1, 99] {
                    assert!(fits(&text(nth)), "{scalar:?}: {}", text(nth));
                }
                assert!(!fits("no such form"), "{scalar:?}");
            }
        }
    }

    #[test]
    fn a_format_tells_the_type() {
        assert_eq!(type_of_format("int64"), Some("integer"));
        assert_eq!(type_of_format("date-time"), Some("string"));
        assert_eq!(type_of_format("uuid"), Some("string"));
        assert_eq!(type_of_format("made-up"), None);
    }
}
