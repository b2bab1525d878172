//! An error answer: a [`Reply`] in, the API's own code and message and a text for people out,
//! whatever the server sent.

use std::fmt;

use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;
use serde_json::Value;

use super::text::{LONGEST, SHORT, cut};
use crate::runtime::wire::decode::without_mark;
use crate::runtime::wire::redact::HIDDEN;
use crate::runtime::wire::response::Reply;

/// As much of a body that is not understood as an error's text shows, in characters.
const EXCERPT: usize = 160;

/// Where bodies hold a text for people when the API does not say: a member of its own, a problem
/// (RFC 9457), an error of OAuth, a list of them.
const USUAL_MESSAGES: &[&str] = &[
    "/message",
    "/detail",
    "/title",
    "/error/message",
    "/error_description",
    "/error",
    "/errors/0/message",
    "/detail/0/msg",
    "/msg",
];

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
        let body = without_mark(&reply.body);
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let read = |pointer: Option<&str>| text(body.pointer(pointer?)?);
        Self {
            code: read(fields.code),
            message: read(fields.message).or_else(|| usual_message(&body)),
            correlation_id: read(fields.correlation_id),
            excerpt: excerpt(&reply.body),
            reply,
        }
    }

    /// Takes a secret out of everything, the body as well: some servers repeat what they were sent.
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
        for value in self.reply.headers.values_mut() {
            if let Some(clean) = replace(value.as_bytes(), secret.as_bytes()) {
                *value =
                    HeaderValue::from_bytes(&clean).unwrap_or(HeaderValue::from_static(HIDDEN));
            }
        }
        if let Some(body) = replace(&self.reply.body, secret.as_bytes()) {
            self.reply.body = body.into();
        }
    }

    pub(super) fn correlation_id(&self) -> Option<&str> {
        self.reply
            .correlation_id()
            .or(self.correlation_id.as_deref())
    }

    /// Writes the status with what the body says of it.
    pub(super) fn describe(&self, f: &mut dyn fmt::Write) -> fmt::Result {
        write!(f, "{}", self.reply.status)?;
        let code = self.code.as_deref().map(|code| cut(code, SHORT));
        let message = self.message.as_deref().map(|message| cut(message, LONGEST));
        match (code, message) {
            (Some(code), Some(message)) => write!(f, ": {code}: {message}"),
            (Some(one), None) | (None, Some(one)) => write!(f, ": {one}"),
            (None, None) => self.describe_body(f),
        }
    }

    fn describe_body(&self, f: &mut dyn fmt::Write) -> fmt::Result {
        let challenge = self.reply.headers.get(WWW_AUTHENTICATE);
        if let Some(challenge) = challenge.filter(|_| self.reply.status.as_u16() == 401) {
            let text = String::from_utf8_lossy(challenge.as_bytes());
            write!(f, ": the server wants {}", cut(&text, LONGEST))?;
        }
        let size = self.reply.body.len();
        if size == 0 {
            return f.write_str(": the answer has no body");
        }
        let media_type = self.reply.content_type().unwrap_or("no content type");
        let unit = if size == 1 { "byte" } else { "bytes" };
        write!(f, ": {size} {unit} of {}", cut(media_type, SHORT))?;
        if let Some(coding) = self.reply.coding() {
            return write!(f, " in the content coding {}", cut(coding, SHORT));
        }
        match &self.excerpt {
            Some(excerpt) => write!(f, ": {}", cut(excerpt, EXCERPT)),
            None => Ok(()),
        }
    }
}

/// The body with `***` for the secret, if it is there.
fn replace(body: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    let find = |from: &[u8]| from.windows(secret.len()).position(|one| one == secret);
    find(body)?;
    let mut rest = body;
    let mut clean = Vec::with_capacity(body.len());
    while let Some(at) = find(rest) {
        clean.extend_from_slice(&rest[..at]);
        clean.extend_from_slice(HIDDEN.as_bytes());
        rest = &rest[at + secret.len()..];
    }
    clean.extend_from_slice(rest);
    Some(clean)
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

fn usual_message(body: &Value) -> Option<String> {
    let mut found = USUAL_MESSAGES.iter().filter_map(|pointer| {
        let message = body.pointer(pointer)?.as_str()?;
        (!message.trim().is_empty()).then(|| message.to_owned())
    });
    found.next()
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
