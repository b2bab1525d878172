//! Spans for `tracing`, named after OpenTelemetry's conventions for HTTP clients: a call, its
//! attempts and what became of them in, spans and events out. Without the feature `tracing`
//! nothing of it is left.
//!
//! A call is one span named after its operation; each attempt is a client span inside it, named
//! `{method} {template}`. Fields of an attempt: `http.request.method`, `url.full`, `url.template`,
//! `server.address`, `server.port`, `http.request.resend_count` (not on the first attempt),
//! `http.response.status_code`, `error.type`. Values from requests and answers are shown as far as
//! the client's [`Redaction`](crate::runtime::wire::redact::Redaction) lets them; headers and bodies are
//! events of level TRACE.

#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Span;
#[cfg(feature = "tracing")]
pub(crate) use on::Span;

#[cfg(all(test, feature = "tracing"))]
mod tests;
