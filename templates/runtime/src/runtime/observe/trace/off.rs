//! The spans of a client that is built without the feature `tracing`: nothing in, nothing out.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::runtime::wire::redact::Redaction;

/// A span that is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Span;

impl Span {
    /// The span of a call.
    #[must_use]
    pub(crate) fn call(_operation: &str, _method: &Method, _template: &str) -> Self {
        Self
    }

    /// The span of an attempt, inside the one of its call.
    #[must_use]
    pub(crate) fn attempt(
        &self,
        _operation: &str,
        _method: &Method,
        _template: &str,
        _url: &Url,
        _attempt: u32,
        _redaction: &Redaction,
    ) -> Self {
        Self
    }

    /// The future, run inside the span.
    pub(crate) fn wrap<F: Future>(&self, future: F) -> F {
        future
    }

    /// Notes the headers and the body that are sent.
    pub(crate) fn request(
        &self,
        _headers: &HeaderMap,
        _body: Option<&[u8]>,
        _redaction: &Redaction,
    ) {
    }

    /// Notes the headers and the body that came.
    pub(crate) fn response(
        &self,
        _headers: &HeaderMap,
        _body: Option<&[u8]>,
        _redaction: &Redaction,
    ) {
    }

    /// Notes the status of the answer.
    pub(crate) fn status(&self, _status: StatusCode) {}

    /// Notes the failure, by a short name of its kind.
    pub(crate) fn failure(&self, _kind: &str) {}

    /// Notes a wait before the next attempt.
    pub(crate) fn waiting(&self, _attempt: u32, _wait: Duration) {}

    /// Whether unknown values are told.
    pub(crate) fn wants_unknown(&self) -> bool {
        false
    }

    /// Notes a value of the answer that the document does not name.
    pub(crate) fn unknown(&self, _operation: &str, _model: &str, _value: &str, _count: usize) {}

    /// Notes a member that the answer left out.
    pub(crate) fn missing(&self, _operation: &str, _path: &str, _count: usize) {}
}
