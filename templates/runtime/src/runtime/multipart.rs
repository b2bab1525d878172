//! `multipart/form-data` bodies (RFC 7578): named parts in, one body out, streamed where a part is
//! a stream.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http::HeaderValue;
use serde::Serialize;

use crate::runtime::body::Body;
use crate::runtime::model::as_request;
use crate::runtime::request::Request;

/// A body of this size at most is put together in memory when all its parts are there.
const SMALL: u64 = 1 << 20;

/// A form whose parts may be files.
///
/// Its length is sent along if those of all parts are known. A call that sends it can be tried
/// again unless a part reads a stream that cannot be read twice, see [`Body`].
#[derive(Clone, Debug, Default)]
#[must_use = "a form does nothing until it is sent"]
pub struct Form {
    parts: Vec<(String, Part)>,
    fault: Option<Cow<'static, str>>,
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name, Part::new(text.into()))
    }

    /// Adds a value as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, name: impl Into<String>, value: &T) -> Self {
        let name = name.into();
        match as_request(|| serde_json::to_vec(value)) {
            Ok(json) => self.part(name, Part::new(json).media_type("application/json")),
            Err(error) => {
                self.fail(format!("part {name:?} could not be made JSON: {error}"));
                self
            }
        }
    }

    /// Adds a file: bytes, or a stream as [`Body`] makes it.
    pub fn file(
        self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        content: impl Into<Body>,
    ) -> Self {
        let part = Part::new(content)
            .file_name(file_name)
            .media_type("application/octet-stream");
        self.part(name, part)
    }

    /// Adds a part.
    pub fn part(mut self, name: impl Into<String>, part: Part) -> Self {
        if HeaderValue::try_from(&part.media_type).is_err() {
            self.fail(format!("{:?} is not a media type", part.media_type));
        }
        self.parts.push((name.into(), part));
        self
    }

    fn fail(&mut self, message: String) {
        self.fault.get_or_insert(Cow::Owned(message));
    }

    /// The body, with its parts held apart by the boundary.
    fn into_body(self, boundary: &str) -> Body {
        let mut pieces = Vec::with_capacity(self.parts.len() * 2 + 1);
        let mut lead = format!("--{boundary}\r\n");
        for (name, part) in self.parts {
            lead.push_str(&part.head(&name));
            pieces.push(Body::from(lead));
            pieces.push(part.content);
            lead = format!("\r\n--{boundary}\r\n");
        }
        let end = lead.len() - "\r\n".len();
        lead.replace_range(end.., "--\r\n");
        pieces.push(Body::from(lead));
        join(pieces)
    }
}

/// A part of a [`Form`].
#[derive(Clone, Debug)]
#[must_use = "a part does nothing until it is in a form"]
pub struct Part {
    content: Body,
    file_name: Option<String>,
    /// Empty for none.
    media_type: String,
}

impl Part {
    /// A part without file name and media type.
    pub fn new(content: impl Into<Body>) -> Self {
        Self {
            content: content.into(),
            file_name: None,
            media_type: String::new(),
        }
    }

    /// Sets the name of the file that the part holds.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    fn head(&self, name: &str) -> String {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(name));
        if let Some(file_name) = &self.file_name {
            head.push_str("; filename=\"");
            head.push_str(&escape(file_name));
            head.push('"');
        }
        if !self.media_type.is_empty() {
            head.push_str("\r\nContent-Type: ");
            head.push_str(&self.media_type);
        }
        head.push_str("\r\n\r\n");
        head
    }
}

impl Request {
    /// Sends a form whose parts may be files.
    pub fn multipart(&mut self, form: Form) {
        if let Some(fault) = form.fault.clone() {
            self.fail(fault);
        }
        let boundary = boundary();
        let media_type = format!("multipart/form-data; boundary={boundary}");
        self.bytes(&media_type, form.into_body(&boundary));
    }
}

/// Unlike anything within a part, by 124 random bits.
fn boundary() -> String {
    format!("form-{:032x}", fastrand::u128(..))
}

/// What browsers do with names (HTML, "multipart form data"): the three characters that would end
/// the name are percent-encoded, all others go as they are, in UTF-8.
fn escape(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// One body of several.
fn join(pieces: Vec<Body>) -> Body {
    let length = pieces
        .iter()
        .try_fold(0_u64, |sum, piece| sum.checked_add(piece.length()?));
    if length.is_some_and(|length| length <= SMALL) {
        if let Some(bytes) = in_memory(&pieces) {
            return bytes.into();
        }
    }
    let repeatable = pieces.iter().all(Body::is_repeatable);
    let chunks = move || stream::iter(pieces.clone()).flat_map(Body::into_chunks);
    if repeatable {
        Body::from_fn(chunks, length)
    } else {
        Body::from_stream(chunks(), length)
    }
}

/// The pieces in one, unless one is a stream.
fn in_memory(pieces: &[Body]) -> Option<Bytes> {
    let mut all = BytesMut::new();
    for piece in pieces {
        all.extend_from_slice(piece.as_bytes()?);
    }
    Some(all.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(form: Form) -> String {
        let body = form.into_body("b");
        let bytes = body.as_bytes().expect("parts in memory");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[test]
    fn parts_stand_between_boundaries() {
        let form = Form::new()
            .text("a", "1")
            .json("b", &[2])
            .file("c", "c.bin", &b"3"[..]);
        let expected = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
            --b\r\nContent-Disposition: form-data; name=\"b\"\r\nContent-Type: application/json\r\n\
            \r\n[2]\r\n\
            --b\r\nContent-Disposition: form-data; name=\"c\"; filename=\"c.bin\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n3\r\n--b--\r\n";
        assert_eq!(text(form), expected);
    }

    #[test]
    fn a_form_without_parts_is_closed() {
        assert_eq!(text(Form::new()), "--b--\r\n");
    }

    #[test]
    fn names_cannot_break_out() {
        let form = Form::new().file("a\"\r\nX: y", "ü\".png", "");
        let head = text(form);
        assert!(
            head.contains("name=\"a%22%0D%0AX: y\"; filename=\"ü%22.png\"\r\n"),
            "{head}"
        );
    }

    #[test]
    fn boundaries_differ() {
        assert_ne!(boundary(), boundary());
    }
}
