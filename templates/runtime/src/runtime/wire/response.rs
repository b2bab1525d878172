//! Answers: what came over the wire ([`Reply`]) and what a caller gets of it ([`Response`]).

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use crate::runtime::api::ApiInfo;
use crate::runtime::wire::rate_limit::RateLimit;

/// An answer with its whole body, not decoded yet.
#[derive(Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; a compressed one is already unpacked.
    pub body: Bytes,
    api: &'static ApiInfo,
    operation: &'static str,
    attempts: u32,
}

static NO_API: ApiInfo = ApiInfo::new("", "", "");

impl Reply {
    /// An answer that did not come from a server, for tests of what reads answers.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self::received(&NO_API, "", 0, status, headers, body.into())
    }

    pub(crate) fn received(
        api: &'static ApiInfo,
        operation: &'static str,
        attempts: u32,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self {
            status,
            headers,
            body,
            api,
            operation,
            attempts,
        }
    }

    /// The `Content-Type` header.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The content coding that the body is still packed in, where it is one that this client cannot
    /// read.
    pub(crate) fn coding(&self) -> Option<&str> {
        let coding = self.headers.get(CONTENT_ENCODING)?.to_str().ok()?.trim();
        let plain = coding.is_empty() || coding.eq_ignore_ascii_case("identity");
        (!plain).then_some(coding)
    }

    /// What names the call in the server's logs, if the answer has a header for it.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        correlation_id(self.api, &self.headers)
    }

    /// The rate limit, if the answer has headers for it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(&self.headers, self.api.rate_limit.as_ref()?)
    }

    /// How many attempts the call took; 0 if it was never sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn api(&self) -> &'static ApiInfo {
        self.api
    }

    /// The id of the operation, if the answer is one to an operation.
    pub(crate) fn operation(&self) -> Option<&'static str> {
        (!self.operation.is_empty()).then_some(self.operation)
    }

    // part: page
    /// The same answer with another body.
    pub(crate) fn with_body(&self, body: impl Into<Bytes>) -> Self {
        Self {
            body: body.into(),
            ..self.clone()
        }
    }

    // part: oauth
    /// The answer without its body, and the body.
    pub(crate) fn into_head(mut self) -> (Self, Bytes) {
        let body = std::mem::take(&mut self.body);
        (self, body)
    }

    /// The answer with its body replaced by what was decoded from it.
    pub(crate) fn into_response<T>(self, body: T) -> Response<T> {
        Response {
            status: self.status,
            headers: self.headers,
            api: self.api,
            attempts: self.attempts,
            body,
        }
    }
}

impl PartialEq for Reply {
    /// Compares what came: status, headers and body.
    fn eq(&self, other: &Self) -> bool {
        self.status == other.status && self.headers == other.headers && self.body == other.body
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("content_type", &self.content_type())
            .field("correlation_id", &self.correlation_id())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// A decoded answer with what came along: status, headers, correlation id, rate limit.
///
/// It can be used like the body itself; [`Response::into_body`] takes the body out.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    api: &'static ApiInfo,
    attempts: u32,
    body: T,
}

impl<T> Response<T> {
    /// An answer whose head came in and whose body is still to be read.
    pub(crate) fn head(
        api: &'static ApiInfo,
        attempts: u32,
        status: StatusCode,
        headers: HeaderMap,
        body: T,
    ) -> Self {
        Self {
            status,
            headers,
            api,
            attempts,
            body,
        }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What names the call in the server's logs.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        correlation_id(self.api, &self.headers)
    }

    /// The rate limit as the headers tell it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(&self.headers, self.api.rate_limit.as_ref()?)
    }

    /// How many attempts the call took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The decoded body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// Takes the decoded body out.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }

    /// The same answer with its body made into something else.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            status: self.status,
            headers: self.headers,
            api: self.api,
            attempts: self.attempts,
            body: change(self.body),
        }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("correlation_id", &self.correlation_id())
            .field("attempts", &self.attempts)
            .field("body", &self.body)
            .finish()
    }
}

fn correlation_id<'a>(api: &ApiInfo, headers: &'a HeaderMap) -> Option<&'a str> {
    let id = headers.get(api.correlation_header?)?.to_str().ok()?;
    (!id.is_empty()).then_some(id)
}
