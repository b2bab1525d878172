//! The spans of a client that is built with the feature `tracing`.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use tracing::field::{Empty, display};
use tracing::instrument::Instrumented;
use tracing::{Instrument, Level};
use url::Url;

use crate::runtime::wire::redact::Redaction;

/// The span of a call or of one of its attempts.
#[derive(Clone, Debug)]
pub(crate) struct Span(tracing::Span);

impl Span {
    /// The span of a call.
    #[must_use]
    pub(crate) fn call(operation: &str, method: &Method, template: &str) -> Self {
        Self(tracing::info_span!(
            "call",
            otel.name = operation,
            otel.kind = "internal",
            otel.status_code = Empty,
            operation.id = operation,
            http.request.method = method.as_str(),
            url.template = template,
            http.response.status_code = Empty,
            "error.type" = Empty,
        ))
    }

    /// The span of an attempt, inside the one of its call.
    #[must_use]
    pub(crate) fn attempt(
        &self,
        operation: &str,
        method: &Method,
        template: &str,
        url: &Url,
        attempt: u32,
        redaction: &Redaction,
    ) -> Self {
        let span = tracing::info_span!(
            parent: &self.0,
            "attempt",
            otel.name = Empty,
            otel.kind = "client",
            otel.status_code = Empty,
            operation.id = operation,
            http.request.method = method.as_str(),
            http.request.resend_count = Empty,
            url.full = Empty,
            url.template = template,
            server.address = url.host_str(),
            server.port = url.port_or_known_default(),
            http.response.status_code = Empty,
            "error.type" = Empty,
        );
        // What costs something to put together is so only for a span that somebody listens to.
        if !span.is_disabled() {
            span.record("otel.name", display(format_args!("{method} {template}")));
            span.record("url.full", redaction.url(url));
            if attempt > 1 {
                span.record("http.request.resend_count", attempt - 1);
            }
        }
        Self(span)
    }

    /// The future, run inside the span.
    pub(crate) fn wrap<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }

    /// Notes the headers and the body that are sent.
    pub(crate) fn request(&self, headers: &HeaderMap, body: Option<&[u8]>, redaction: &Redaction) {
        self.message("request", headers, body, redaction);
    }

    /// Notes the headers and the body that came.
    pub(crate) fn response(&self, headers: &HeaderMap, body: Option<&[u8]>, redaction: &Redaction) {
        self.message("response", headers, body, redaction);
    }

    /// Notes the status of the answer.
    pub(crate) fn status(&self, status: StatusCode) {
        self.0.record("http.response.status_code", status.as_u16());
    }

    /// Notes the failure, by a short name of its kind.
    pub(crate) fn failure(&self, kind: &str) {
        self.0.record("error.type", kind);
        self.0.record("otel.status_code", "ERROR");
    }

    /// Notes a wait before the next attempt.
    pub(crate) fn waiting(&self, attempt: u32, wait: Duration) {
        let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(parent: &self.0, attempt, wait_ms = wait, "waiting before the next attempt");
    }

    /// Whether unknown values are told.
    pub(crate) fn wants_unknown(&self) -> bool {
        tracing::enabled!(Level::DEBUG)
    }

    /// Notes a value of the answer that the document does not name.
    pub(crate) fn unknown(&self, operation: &str, model: &str, value: &str, count: usize) {
        tracing::debug!(
            parent: &self.0,
            operation.id = operation,
            model,
            value,
            count,
            "a value that the document does not name"
        );
    }

    /// Notes a member that the answer left out.
    pub(crate) fn missing(&self, operation: &str, path: &str, count: usize) {
        tracing::debug!(
            parent: &self.0,
            operation.id = operation,
            path,
            count,
            "a required member that the answer left out"
        );
    }

    fn message(&self, what: &str, headers: &HeaderMap, body: Option<&[u8]>, redaction: &Redaction) {
        if !tracing::enabled!(Level::TRACE) {
            return;
        }
        let headers: Vec<String> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", redaction.header(name, value)))
            .collect();
        let body = body.map(|body| redaction.body(body));
        tracing::trace!(
            parent: &self.0,
            headers = headers.join("\n"),
            body = body.as_deref(),
            "{what}"
        );
    }
}
