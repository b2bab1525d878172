//! An error answer: a [`Reply`] in, the API's own code and message and a text for people out,
//! whatever the server sent.

use std::fmt;

use serde_json::Value;

use crate::runtime::wire::redact::HIDDEN;
use crate::runtime::wire::response::Reply;

/// As much of a body that is not understood as an error's text shows, in characters.
const EXCERPT: usize = 160;

/// An answer with what could be read from its body.
pub(super) struct Answer {
    pub(super) reply: Reply,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    correlation_id: Option<String>,
    /// The start of the body, shown where nothing in it is known.
    excerpt: Option<String>,
}

impl Answer {
    pub(super) fn new(reply: Reply) -> Self {
        let fields = reply.api().error;
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let read = |pointer: Option<&str>| text(body.pointer(pointer?)?);
        Self {
            code: read(fields.code),
            message: read(fields.message),
            correlation_id: read(fields.correlation_id),
            excerpt: excerpt(&reply.body),
            reply,
        }
    }

    /// Takes a secret out of everything that is shown: some servers repeat what they were sent.
    /// The body stays as it came.
    pub(super) fn hide(&mut self, secret: &str) {
        let shown = [
            &mut self.code,
            &mut self.message,
            &mut self.correlation_id,
            &mut self.excerpt,
        ];
        for text in shown.into_iter().flatten() {
            if text.contains(secret) {
                *text = text.replace(secret, HIDDEN);
            }
        }
    }

    pub(super) fn correlation_id(&self) -> Option<&str> {
        self.reply
            .correlation_id()
            .or(self.correlation_id.as_deref())
    }

    /// Writes the status with what the body says of it.
    pub(super) fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.reply.status)?;
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => write!(f, ": {code}: {message}"),
            (Some(one), None) | (None, Some(one)) => write!(f, ": {one}"),
            (None, None) => self.describe_body(f),
        }
    }

    fn describe_body(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.reply.body.len();
        if size == 0 {
            return f.write_str(": the answer has no body");
        }
        let media_type = self.reply.content_type().unwrap_or("no content type");
        write!(f, ": {size} bytes of {media_type}")?;
        match &self.excerpt {
            Some(excerpt) if excerpt.chars().count() > EXCERPT => {
                let start: String = excerpt.chars().take(EXCERPT).collect();
                write!(f, ": {start}…")
            }
            Some(excerpt) => write!(f, ": {excerpt}"),
            None => Ok(()),
        }
    }
}

/// A member of a body as text; absent when null, empty or not a single value.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The start of a text body on one line, less the tags of HTML. It is longer than what is shown, so
/// that a secret at its end is found whole.
fn excerpt(body: &[u8]) -> Option<String> {
    // Four bytes a character at most, and room for tags that fall away.
    let start = &body[..body.len().min(EXCERPT * 16)];
    let text = String::from_utf8_lossy(start);
    let mut words = String::new();
    let mut inside_tag = false;
    for char in text.chars() {
        match char {
            '<' => inside_tag = true,
            '>' if inside_tag => {
                inside_tag = false;
                words.push(' ');
            }
            _ if inside_tag => {}
            char if char.is_control() || char == char::REPLACEMENT_CHARACTER => words.push(' '),
            char => words.push(char),
        }
    }
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}
