//! Decoding of successful answers: a [`Reply`] in, a value or a [`DecodeError`] out.
//!
//! Emitted code names one of these functions for each operation.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::runtime::response::Reply;

/// Why a body is not what the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: Option<String>,
    message: String,
}

impl DecodeError {
    /// An error of that text, at no place in particular.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            path: None,
            message: message.into(),
        }
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

/// Reads the body as JSON. An empty body counts as `null`.
///
/// # Errors
///
/// If the body is not JSON, or not of that type; the error says where.
pub fn json<T: DeserializeOwned>(reply: &Reply) -> Result<T, DecodeError> {
    let body = without_mark(&reply.body);
    if body.is_empty() {
        return serde_json::from_str("null")
            .map_err(|_| DecodeError::new("it is empty, where JSON was expected"));
    }
    // Keeping track of the path costs time, so the body is read again once it has failed.
    serde_json::from_slice(body).map_err(|_| locate::<T>(reply, body))
}

/// Passes over the body, whatever it is.
///
/// # Errors
///
/// None: it returns a result so that all decoders look alike.
pub fn empty(_reply: &Reply) -> Result<(), DecodeError> {
    Ok(())
}

/// Reads the body as text: UTF-8, or Latin-1 where the answer says so. What is not a character
/// becomes U+FFFD.
///
/// # Errors
///
/// None: it returns a result so that all decoders look alike.
pub fn text(reply: &Reply) -> Result<String, DecodeError> {
    let latin_1 = reply.content_type().is_some_and(is_latin_1);
    Ok(if latin_1 {
        reply.body.iter().copied().map(char::from).collect()
    } else {
        String::from_utf8_lossy(without_mark(&reply.body)).into_owned()
    })
}

/// Gives the body as it came.
///
/// # Errors
///
/// None: it returns a result so that all decoders look alike.
pub fn bytes(reply: &Reply) -> Result<Bytes, DecodeError> {
    Ok(reply.body.clone())
}

fn is_latin_1(content_type: &str) -> bool {
    content_type
        .to_ascii_lowercase()
        .contains("charset=iso-8859-1")
}

/// The body less the byte order mark that some servers put before it.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

#[cold]
fn locate<T: DeserializeOwned>(reply: &Reply, body: &[u8]) -> DecodeError {
    let mut json = serde_json::Deserializer::from_slice(body);
    let error = match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(error) => error,
        Ok(_) => return DecodeError::new("there is more after the end of the JSON"),
    };
    let path = error.path().to_string();
    let cause = error.into_inner();
    let message = match reply.content_type() {
        Some(content_type) if !content_type.contains("json") => {
            format!("{cause} (its type is {content_type})")
        }
        _ => cause.to_string(),
    };
    DecodeError {
        path: (path != ".").then_some(path),
        message,
    }
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
    fn text_knows_latin_1() {
        let mut page = Reply::new(StatusCode::OK, HeaderMap::new(), &b"caf\xe9"[..]);
        assert_eq!(text(&page).unwrap(), "caf\u{fffd}");
        let latin = HeaderValue::from_static("text/plain; charset=ISO-8859-1");
        page.headers.insert(http::header::CONTENT_TYPE, latin);
        assert_eq!(text(&page).unwrap(), "café");
    }
}
