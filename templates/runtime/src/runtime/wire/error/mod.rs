//! The one error type: how a call failed goes in, something to branch on and to show comes out.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::runtime::retry;
use crate::runtime::wire::decode::{self, DecodeError};
use crate::runtime::wire::operation;
use crate::runtime::wire::rate_limit::RateLimit;
use crate::runtime::wire::response::Reply;

mod answer;
mod text;

use answer::Answer;
use text::{LONGEST, SHORT, cut};

/// Why a call failed.
///
/// Its text names the operation, the status, the API's own code and message, and the correlation
/// id, as far as they are known: on one line, with control characters as escapes and long texts
/// cut. A cause that the text tells already is no [`source`](StdError::source) as well, so that
/// printing the whole chain says each cause once; [`Error::cause`] has it in any case.
///
/// No part of it holds a token, a key or a password that the client was given: a server that
/// repeats one gets it replaced by `***`, in the body too. What else a body holds is as it came.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    message: Cow<'static, str>,
    note: Option<Cow<'static, str>>,
    answer: Option<Arc<Answer>>,
    attempts: u32,
    /// What the server asked for.
    retry_after: Option<Duration>,
    /// What the client would have waited.
    planned_wait: Option<Duration>,
    retry: Option<retry::Failure>,
    timed_out: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What sort of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be built from its settings.
    Config,
    /// The request could not be built from its arguments. Nothing was sent.
    Request,
    /// No token could be had, or the credentials for the call are not there.
    Auth,
    /// No connection was made: nothing of the call reached the server.
    Connect,
    /// The connection was lost, or what came over it was not HTTP.
    Transport,
    /// Time ran out: of an attempt or of the whole call.
    Timeout,
    /// The server sent the call elsewhere, where it must not go.
    Redirect,
    /// The server answered with an error status.
    Api,
    /// The answer was a success, but its body was not what the document says.
    Decode,
    /// A listing cannot be continued.
    Paging,
}

impl Error {
    /// An error of that kind and text.
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message: message.into(),
            note: None,
            answer: None,
            attempts: 0,
            retry_after: None,
            planned_wait: None,
            retry: None,
            timed_out: kind == ErrorKind::Timeout,
            source: None,
        }))
    }

    /// Adds what caused the error.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// Adds the id of the operation, unless it is known already.
    #[must_use]
    pub fn with_operation(mut self, id: &'static str) -> Self {
        self.0.operation.get_or_insert(id);
        self
    }

    /// Adds a remark to the end of the text.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<Cow<'static, str>>) -> Self {
        self.0.note = Some(note.into());
        self
    }

    /// Sets how many attempts were made.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Marks the error as one that another attempt would meet again, whatever its kind.
    #[must_use]
    pub fn into_permanent(mut self) -> Self {
        self.0.retry = Some(retry::Failure::Permanent);
        self
    }

    /// Marks the error as one of a call that the server has not begun with, so that it may be
    /// repeated whatever it does.
    #[must_use]
    pub fn into_unprocessed(mut self) -> Self {
        self.0.retry = Some(retry::Failure::Unprocessed);
        self
    }

    /// Marks the error as one of time that ran out, whatever its kind.
    #[must_use]
    pub fn into_timed_out(mut self) -> Self {
        self.0.timed_out = true;
        self
    }

    /// The error that an answer of an error status stands for.
    #[must_use]
    pub fn from_reply(reply: Reply) -> Self {
        let mut error = Self::new(ErrorKind::Api, "");
        error.0.operation = reply.operation();
        error.0.attempts = reply.attempts();
        error.with_reply(reply)
    }

    /// Adds the answer that came before it failed, or as far as it came. Its status, headers and
    /// correlation id are the error's then.
    #[must_use]
    pub fn with_reply(mut self, reply: Reply) -> Self {
        self.0.retry_after = retry::retry_after(&reply.headers, SystemTime::now());
        self.0.answer = Some(Arc::new(Answer::new(reply)));
        self
    }

    /// The error of a successful answer whose body is not what was expected.
    #[must_use]
    pub fn from_decode(reply: Reply, cause: DecodeError) -> Self {
        let mut error = Self::new(ErrorKind::Decode, cause.to_string());
        error.0.operation = reply.operation();
        error.0.attempts = reply.attempts();
        error.with_reply(reply).with_source(cause)
    }

    /// What sort of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The id of the operation that failed.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// How many attempts were made; 0 if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(|answer| answer.reply.status)
    }

    /// The headers of the answer, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(|answer| &answer.reply.headers)
    }

    /// The body of the answer as it came, if there was an answer.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.answer().map(|answer| &answer.reply.body)
    }

    /// The body of the answer, read as JSON into a type of the caller's; `None` if it is not that.
    #[must_use]
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.body()?).ok()
    }

    /// The error answer in the type that the document gives it for this operation and status.
    #[must_use]
    pub fn failure<O: operation::Failure>(&self) -> Option<O::Body> {
        O::decode_failure(&self.failed_answer()?.reply)
    }

    /// The error answer, read as JSON into a type of the caller's; `None` if it is not that, or if
    /// the answer was no error.
    #[must_use]
    pub fn failure_as<T: DeserializeOwned>(&self) -> Option<T> {
        decode::json(&self.failed_answer()?.reply).ok()
    }

    /// The API's own code for the failure, from the body of an error answer.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.failed_answer()?.code.as_deref()
    }

    /// The API's own text for the failure, from the body of an error answer, or else the client's.
    /// It is as long as the server made it, control characters and all.
    #[must_use]
    pub fn message(&self) -> &str {
        self.failed_answer()
            .and_then(|answer| answer.message.as_deref())
            .unwrap_or(&self.0.message)
    }

    /// What names the call in the server's logs, from the answer's headers or body.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.answer()?.correlation_id()
    }

    /// How long the server asked to wait before another call, by `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How long the client would have waited before another attempt, where it made none because
    /// that was too long.
    #[must_use]
    pub fn planned_wait(&self) -> Option<Duration> {
        self.0.planned_wait
    }

    /// What caused the error, whether its text tells it already or not.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }

    /// The rate limit as the answer's headers tell it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.answer()?.reply.rate_limit()
    }

    /// Where in the answer's JSON the decoding failed, such as `entities[3].name`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        let source = self.0.source.as_ref()?;
        source.downcast_ref::<DecodeError>()?.path()
    }

    /// Whether the API's answer was 404 or 410.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_refusal(404) || self.is_refusal(410)
    }

    /// Whether the status is 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(429)
    }

    /// Whether the API's answer was 409 or 412.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_refusal(409) || self.is_refusal(412)
    }

    /// Whether the API's answer was 400 or 422: the server refuses the arguments.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.is_refusal(400) || self.is_refusal(422)
    }

    /// Whether the API's answer was 403: known who calls, and not allowed.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is_refusal(403)
    }

    /// Whether the call has no valid credentials: none could be had, or the status is 401.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth || self.has_status(401)
    }

    /// Whether time ran out, here or (408, 504) at the server.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out || self.has_status(408) || self.has_status(504)
    }

    /// Whether no connection was made.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether a successful answer was not what the document says.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Whether the status is 4xx.
    #[must_use]
    pub fn is_client_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_client_error())
    }

    /// Whether the status is 5xx.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Whether the same call may succeed later: a lost connection, time that ran out, a server
    /// that is busy. It does not say that repeating the call is free of effects.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retry_failure().is_worth_a_retry()
    }

    /// How the attempt failed, as far as trying again is concerned.
    #[must_use]
    pub fn retry_failure(&self) -> retry::Failure {
        if let Some(failure) = self.0.retry {
            return failure;
        }
        match (self.0.kind, self.status()) {
            // A login server that is busy is one that is worth asking again.
            (ErrorKind::Api | ErrorKind::Auth, Some(status)) => retry::Failure::Status {
                status,
                retry_after: self.0.retry_after,
            },
            (ErrorKind::Connect, _) => retry::Failure::NotConnected,
            (ErrorKind::Transport, _) => retry::Failure::Lost,
            (ErrorKind::Timeout, _) => retry::Failure::TimedOut,
            _ => retry::Failure::Permanent,
        }
    }

    /// Sets the wait that was too long.
    pub(crate) fn with_planned_wait(mut self, wait: Duration) -> Self {
        self.0.planned_wait = Some(wait);
        self
    }

    /// Whether a login server said that the grant is used up, expired or revoked.
    pub(crate) fn is_grant_void(&self) -> bool {
        // part: oauth
        if let Some(refusal) = self.oauth() {
            return refusal.is_login_needed();
        }
        false
    }

    /// Takes a secret out of what the error shows of its answer.
    pub(crate) fn hide(&mut self, secret: &str) {
        if let Some(answer) = self.0.answer.as_mut().and_then(Arc::get_mut) {
            answer.hide(secret);
        }
    }

    fn answer(&self) -> Option<&Answer> {
        self.0.answer.as_deref()
    }

    /// The answer of an error status: what other answers say is not about a failure.
    fn failed_answer(&self) -> Option<&Answer> {
        self.answer().filter(|_| self.0.kind == ErrorKind::Api)
    }

    fn has_status(&self, code: u16) -> bool {
        self.status().is_some_and(|status| status.as_u16() == code)
    }

    /// Whether the API answered with that status, and not the login server.
    fn is_refusal(&self, code: u16) -> bool {
        self.0.kind == ErrorKind::Api && self.has_status(code)
    }

    fn describe(&self, f: &mut dyn fmt::Write) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        let message = cut(&self.0.message, LONGEST);
        match self.answer() {
            Some(answer) if self.0.kind == ErrorKind::Api => answer.describe(f)?,
            Some(answer) => write!(f, "{}: {message}", answer.reply.status)?,
            None => write!(f, "{message}")?,
        }
        if let Some(note) = &self.0.note {
            write!(f, "; {}", cut(note, LONGEST * 2))?;
        }
        let id = self.correlation_id().map(|id| cut(id, SHORT));
        match (id, self.0.attempts) {
            (Some(id), 0 | 1) => write!(f, " (correlation id {id})"),
            (Some(id), attempts) => write!(f, " (correlation id {id}, {attempts} attempts)"),
            (None, 0 | 1) => Ok(()),
            (None, attempts) => write!(f, " ({attempts} attempts)"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe(&mut text::Escaped(f))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("text", &self.to_string())
            .field("status", &self.status())
            .field("code", &self.code())
            .field("retry_after", &self.0.retry_after)
            .field("body_bytes", &self.body().map(Bytes::len))
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        let reason = root(source).to_string();
        let told = self.0.message.contains(&reason)
            || self
                .0
                .note
                .as_ref()
                .is_some_and(|note| note.contains(&reason));
        (!told).then_some(source)
    }
}

/// A setting that cannot be used.
pub(crate) fn config(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Config, message)
}

/// The innermost cause: the one that says what happened.
pub(crate) fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost
}

#[cfg(test)]
mod tests;
