//! Decoding of successful answers: a [`Reply`] in, a value or a [`DecodeError`] out.
//!
//! Emitted code names one of these functions for each operation.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

mod mend;
mod reader;

use reader::{Context, Reader, Step};

use crate::runtime::model::{collecting_unknown, filled, note_lacks, takes_any_name, wants_lacks};
use crate::runtime::wire::media_type::{self, Family};
use crate::runtime::wire::response::Reply;

/// Why a body is not what the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: Option<String>,
    /// The list that it stands in, and the item of it.
    // part: page
    item: Option<(Vec<String>, usize)>,
    message: String,
}

impl DecodeError {
    /// An error of that text, at no place in particular.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            path: None,
            // part: page
            item: None,
            message: message.into(),
        }
    }

    fn at(steps: &[Step], message: String) -> Self {
        let path = reader::text(steps);
        Self {
            path: (!path.is_empty()).then_some(path),
            // part: page
            item: item(steps),
            message,
        }
    }

    // part: page
    /// The names that lead to the outermost list that it stands in, and the index of the item.
    pub(crate) fn item(&self) -> Option<(&[String], usize)> {
        let (list, index) = self.item.as_ref()?;
        Some((list, *index))
    }

    // part: stream
    /// The same error within something that holds what could not be decoded.
    #[must_use]
    pub(crate) fn within(mut self, place: &str) -> Self {
        let inner = self.path.unwrap_or_default();
        let dot = if inner.is_empty() || inner.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = Some(format!("{place}{dot}{inner}"));
        self
    }

    /// Where in the JSON it went wrong, such as `entities[3].name`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body could not be decoded")?;
        if let Some(path) = &self.path {
            write!(f, " at {path}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for DecodeError {}

impl Reply {
    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// If the body is not JSON, or not of that type; the error says where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        own_json(self)
    }
}

/// Reads the body as JSON. An empty body counts as `null`.
///
/// An object of which the type knows no member at all is an error: it is another one, such as the
/// error of a gateway under a status of success. Members that are missing one by one are filled in.
///
/// # Errors
///
/// If the body is not JSON, or not of that type; the error says where.
pub fn json<T: DeserializeOwned>(reply: &Reply) -> Result<T, DecodeError> {
    json_of(&reply.body).map_err(|error| explain(reply, error))
}

/// Reads the body as JSON into a type of the caller's, whatever members it knows.
pub(crate) fn own_json<T: DeserializeOwned>(reply: &Reply) -> Result<T, DecodeError> {
    let read = match content(&reply.body) {
        Some(body) => parse(body).map(|(value, _)| value),
        None => nothing(),
    };
    read.map_err(|error| explain(reply, error))
}

/// Names what the headers say, where that may be why.
fn explain(reply: &Reply, mut error: DecodeError) -> DecodeError {
    let media_type = reply.content_type().unwrap_or_default();
    if let Some(coding) = reply.coding() {
        error.message = format!(
            "{} (it is packed in the content coding {coding}, which this client was not built to read)",
            error.message
        );
    } else if !media_type.is_empty() && media_type::family(media_type) != Family::Json {
        let hint = match media_type::essence(media_type) {
            "text/event-stream"
            | "application/x-ndjson"
            | "application/jsonl"
            | "application/json-seq" => "; a stream is read by into_items or into_stream",
            _ => "",
        };
        error.message = format!("{} (its type is {media_type}{hint})", error.message);
    }
    error
}

/// Reads bytes as JSON. None at all count as `null`.
pub(crate) fn json_of<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let Some(body) = content(body) else {
        return nothing();
    };
    takes_any_name();
    let before = filled();
    let (value, context) = parse::<T>(body)?;
    let lacks = filled() != before;
    if context.is_stranger() && !takes_any_name() {
        return Err(stranger(body));
    }
    if context.is_bare() && lacks {
        return Err(DecodeError::new(
            "the object has no member, where some are required",
        ));
    }
    if lacks && wants_lacks() {
        note_lacks(find_lacks::<T>(body));
    }
    Ok(value)
}

/// The body less a byte order mark and the space around it; `None` if nothing is left.
fn content(body: &[u8]) -> Option<&[u8]> {
    let body = without_mark(body).trim_ascii();
    (!body.is_empty()).then_some(body)
}

fn nothing<T: DeserializeOwned>() -> Result<T, DecodeError> {
    serde_json::from_str("null")
        .map_err(|_| DecodeError::new("it is empty, where JSON was expected"))
}

/// Reads JSON; what is odd about it is mended where that loses nothing but the oddity.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Context), DecodeError> {
    // Keeping track of the place costs time, so the body is read again once it has failed.
    let context = Context::default();
    match read(body, &context) {
        Ok(value) => Ok((value, context)),
        Err(_) => mend(body),
    }
}

#[cold]
fn mend<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Context), DecodeError> {
    let text = mend::text(body);
    let context = Context::tracking();
    let error = match read(&text, &context) {
        Ok(value) => return Ok((value, context)),
        Err(error) => error,
    };
    let failed = Err(DecodeError::at(&context.path(), error.to_string()));
    let Some(text) = mend::names(&text, &error) else {
        return failed;
    };
    let context = Context::tracking();
    match read(&text, &context) {
        Ok(value) => Ok((value, context)),
        Err(error) => Err(DecodeError::at(&context.path(), error.to_string())),
    }
}

fn read<T: DeserializeOwned>(body: &[u8], context: &Context) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = T::deserialize(Reader::new(&mut json, context))?;
    json.end()?;
    Ok(value)
}

/// Where something was filled in.
#[cold]
fn find_lacks<T: DeserializeOwned>(body: &[u8]) -> Vec<String> {
    let context = Context::filling();
    let before = filled();
    // What it notes of unknown values was noted before.
    let (read, _) = collecting_unknown(|| read::<T>(body, &context));
    let elsewhere = filled() - before > context.noted();
    let mut lacks = context.into_lacks();
    if read.is_ok() && elsewhere {
        lacks.push(String::from("."));
    }
    lacks
}

#[cold]
fn stranger(body: &[u8]) -> DecodeError {
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(body).unwrap_or_default();
    let names: Vec<&str> = object.keys().map(String::as_str).take(8).collect();
    let more = if object.len() > names.len() {
        ", …"
    } else {
        ""
    };
    DecodeError::new(format!(
        "none of its members is known: it has {}{more}",
        names.join(", ")
    ))
}

// part: page
fn item(steps: &[Step]) -> Option<(Vec<String>, usize)> {
    let mut names = Vec::new();
    for step in steps {
        match step {
            Step::Name(name) => names.push(name.clone()),
            Step::Index(index) => return Some((names, *index)),
        }
    }
    None
}

/// Reads the body as JSON where the answer says that it is, and as the text of a value otherwise:
/// for answers that are declared as both.
///
/// # Errors
///
/// If the body is not of that type; the error says where.
pub fn json_or_text<T: DeserializeOwned>(reply: &Reply) -> Result<T, DecodeError> {
    let is_text = reply
        .content_type()
        .is_some_and(|content_type| media_type::family(content_type) != Family::Json);
    if is_text {
        text_value(reply)
    } else {
        json(reply)
    }
}

/// Reads the body as the text of a value, such as a number or one of several words.
///
/// # Errors
///
/// If the text is none of that type.
pub fn text_value<T: DeserializeOwned>(reply: &Reply) -> Result<T, DecodeError> {
    let text = serde_json::Value::String(text(reply)?);
    // A number is no text in JSON.
    serde_json::from_value(text).or_else(|_| json(reply))
}

/// Reads the body as JSON text. A body that is no JSON is the text itself where the answer says that
/// it is plain text, as frameworks send what was declared as any type.
///
/// # Errors
///
/// If the body is neither; the error says where.
pub fn json_text(reply: &Reply) -> Result<String, DecodeError> {
    let is_plain = || {
        let content_type = reply.content_type()?;
        Some(media_type::essence(content_type).eq_ignore_ascii_case("text/plain"))
    };
    match json(reply) {
        Err(_) if is_plain() == Some(true) => text(reply),
        read => read,
    }
}

/// Which of several declared media types an answer has, by its place among them. `usual` where the
/// answer does not say, or says something else of what is JSON all the same; the number of them where
/// it is none of them.
#[must_use]
pub fn form(reply: &Reply, declared: &[&str], usual: usize) -> usize {
    let Some(content_type) = reply.content_type() else {
        return usual;
    };
    media_type::choose(declared, content_type).unwrap_or_else(|| {
        let wants_json = declared
            .get(usual)
            .is_some_and(|one| media_type::family(one) == Family::Json);
        let is_json = || serde_json::from_slice::<serde::de::IgnoredAny>(&reply.body).is_ok();
        match wants_json && is_json() {
            true => usual,
            false => declared.len(),
        }
    })
}

/// Passes over the body, whatever it is.
///
/// # Errors
///
/// None: it returns a result so that all decoders look alike.
pub fn empty(_reply: &Reply) -> Result<(), DecodeError> {
    Ok(())
}

/// Reads the body as text: in the encoding that the answer names, UTF-8 where it names none. What is
/// not a character becomes U+FFFD.
///
/// # Errors
///
/// If the answer names an encoding other than UTF-8, UTF-16, Latin-1 and ASCII.
pub fn text(reply: &Reply) -> Result<String, DecodeError> {
    let charset = reply
        .content_type()
        .and_then(|content_type| media_type::parameter(content_type, "charset"))
        .unwrap_or("utf-8")
        .to_ascii_lowercase();
    let body = &reply.body;
    Ok(match charset.as_str() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" | "" => {
            String::from_utf8_lossy(without_mark(body)).into_owned()
        }
        "iso-8859-1" | "latin1" | "iso8859-1" => body.iter().copied().map(char::from).collect(),
        "utf-16" | "utf-16be" | "utf-16le" => utf_16(body, &charset),
        _ => {
            let message = format!("its encoding {charset} is not known; read it by into_bytes");
            return Err(DecodeError::new(message));
        }
    })
}

/// The byte order mark says how the bytes are ordered; without one it is the name of the encoding.
fn utf_16(body: &[u8], charset: &str) -> String {
    let (little, body) = match body {
        [0xFF, 0xFE, rest @ ..] => (true, rest),
        [0xFE, 0xFF, rest @ ..] => (false, rest),
        _ => (charset.ends_with("le"), body),
    };
    let units = body.chunks(2).map(|unit| match (unit, little) {
        ([low, high], true) | ([high, low], false) => u16::from_be_bytes([*high, *low]),
        _ => 0xFFFD,
    });
    char::decode_utf16(units)
        .map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Gives the body as it came.
///
/// # Errors
///
/// None: it returns a result so that all decoders look alike.
pub fn bytes(reply: &Reply) -> Result<Bytes, DecodeError> {
    Ok(reply.body.clone())
}

/// The body less the byte order mark that some servers put before it.
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, StatusCode};

    fn reply(body: &'static str) -> Reply {
        Reply::new(StatusCode::OK, HeaderMap::new(), body)
    }

    #[derive(Debug, serde::Deserialize, PartialEq)]
    struct Room {
        users: Vec<u32>,
    }

    #[test]
    fn json_is_read() {
        assert_eq!(
            json(&reply(r#"{"users":[1]}"#)),
            Ok(Room { users: vec![1] })
        );
    }

    #[test]
    fn a_byte_order_mark_does_no_harm() {
        assert_eq!(json(&reply("\u{feff}7")), Ok(7));
    }

    #[test]
    fn the_error_says_where() {
        let error = json::<Room>(&reply(r#"{"users":[1,"x"]}"#)).unwrap_err();
        assert_eq!(error.path(), Some("users[1]"));
    }

    #[test]
    fn what_follows_the_json_is_an_error() {
        assert!(json::<u8>(&reply("7 8")).is_err());
    }

    #[test]
    fn an_empty_body_is_nothing_where_nothing_will_do() {
        assert_eq!(json::<Option<Room>>(&reply("")), Ok(None));
        let error = json::<Room>(&reply("")).unwrap_err();
        assert!(error.to_string().contains("empty"), "{error}");
    }

    #[test]
    fn a_wrong_content_type_is_told() {
        let mut page = reply("<html>");
        let html = HeaderValue::from_static("text/html");
        page.headers.insert(http::header::CONTENT_TYPE, html);
        let error = json::<Room>(&page).unwrap_err();
        assert!(error.to_string().contains("text/html"), "{error}");
    }

    #[test]
    fn who_meets_a_stream_is_told_how_to_read_it() {
        let error = json::<u8>(&page("text/event-stream", "data: 1\n\n")).unwrap_err();
        assert!(error.to_string().contains("into_items"), "{error}");
    }

    #[test]
    fn text_knows_latin_1() {
        let mut page = Reply::new(StatusCode::OK, HeaderMap::new(), &b"caf\xe9"[..]);
        assert_eq!(text(&page).unwrap(), "caf\u{fffd}");
        let latin = HeaderValue::from_static("text/plain; charset=ISO-8859-1");
        page.headers.insert(http::header::CONTENT_TYPE, latin);
        assert_eq!(text(&page).unwrap(), "café");
    }

    fn page(content_type: &'static str, body: impl Into<Bytes>) -> Reply {
        let mut page = Reply::new(StatusCode::OK, HeaderMap::new(), body);
        let value = HeaderValue::from_static(content_type);
        page.headers.insert(http::header::CONTENT_TYPE, value);
        page
    }

    #[test]
    fn text_has_the_encoding_that_the_answer_names() {
        for (content_type, body) in [
            ("text/plain; charset=\"utf-8\"", &b"\xC3\xA9"[..]),
            ("text/plain;charset=UTF-16", b"\xFF\xFE\xE9\x00"),
            ("text/plain;charset=utf-16be", b"\x00\xE9"),
            ("text/plain; Charset=Latin1", b"\xE9"),
        ] {
            assert_eq!(
                text(&page(content_type, body)).unwrap(),
                "é",
                "{content_type}"
            );
        }
        let error = text(&page("text/plain; charset=shift_jis", "x")).unwrap_err();
        assert!(error.to_string().contains("shift_jis"), "{error}");
    }

    #[test]
    fn the_answer_says_whether_a_value_is_json_or_text() {
        let read = |content_type, body: &'static str| json_or_text(&page(content_type, body));
        assert_eq!(read("application/json", "\"a\""), Ok("a".to_owned()));
        assert_eq!(
            read("text/plain; charset=utf-8", "\"a\" b"),
            Ok("\"a\" b".to_owned())
        );
        assert_eq!(json_or_text(&page("text/plain", "7")), Ok(7));
        assert!(json_or_text::<u8>(&page("text/plain", "x")).is_err());
    }

    #[test]
    fn the_answer_says_which_form_it_has() {
        let declared = ["application/json", "text/csv"];
        assert_eq!(form(&page("text/csv; header=present", ""), &declared, 0), 1);
        assert_eq!(form(&reply(""), &declared, 1), 1);
    }

    #[test]
    fn an_answer_may_have_none_of_the_declared_forms() {
        let declared = ["application/json", "text/csv"];
        assert_eq!(form(&page("image/png", "PNG"), &declared, 0), 2);
        assert_eq!(form(&page("text/html", "<p>"), &declared, 0), 2);
        assert_eq!(form(&page("application/x-own", "{}"), &declared, 0), 0);
        assert_eq!(form(&page("text/plain", "a,b"), &declared, 0), 1);
    }

    #[test]
    fn text_that_is_no_json_is_text() {
        assert_eq!(
            json_text(&page("text/plain;charset=UTF-8", "on")),
            Ok("on".to_owned())
        );
        assert_eq!(
            json_text(&page("text/plain", "\"on\"")),
            Ok("on".to_owned())
        );
        assert_eq!(json_text(&page("text/plain", "7")), Ok("7".to_owned()));
        assert!(json_text(&page("application/json", "on")).is_err());
        assert!(json_text(&page("text/html", "<p>")).is_err());
    }
}
