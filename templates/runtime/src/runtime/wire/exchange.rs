//! One exchange with a server, as transports and middleware see it: a request out
//! ([`HttpRequest`]), an answer in ([`HttpResponse`]).

use std::fmt;

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::runtime::wire::body::{Body, Incoming};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::operation::OperationInfo;

/// A request that is ready to be sent.
#[derive(Clone)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The headers. Those with credentials are marked as sensitive.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
    url: Url,
    info: &'static OperationInfo,
    attempt: u32,
}

impl HttpRequest {
    pub(crate) fn new(info: &'static OperationInfo, method: Method, url: Url) -> Self {
        Self {
            method,
            headers: HeaderMap::new(),
            body: Body::empty(),
            url,
            info,
            attempt: 0,
        }
    }

    /// A request of no operation, such as a token request.
    ///
    /// # Errors
    ///
    /// If the URL is not one.
    pub fn to_url(method: Method, url: &str) -> Result<Self, Error> {
        Ok(Self::new(&NO_OPERATION, method, parse(url)?))
    }

    /// The URL, with its query.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The path of the URL, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// The query of the URL, percent-encoded.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.url.query()
    }

    /// Sends the request elsewhere.
    ///
    /// # Errors
    ///
    /// If the URL is not one.
    pub fn set_url(&mut self, url: &str) -> Result<(), Error> {
        self.url = parse(url)?;
        Ok(())
    }

    /// The id of the operation; empty for a token request.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.info.id
    }

    /// The number of the attempt, from 1; 0 around the whole call.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    #[cfg(feature = "testing")]
    pub(crate) fn info(&self) -> &'static OperationInfo {
        self.info
    }

    pub(crate) fn parsed_url(&self) -> &Url {
        &self.url
    }

    pub(crate) fn url_mut(&mut self) -> &mut Url {
        &mut self.url
    }

    pub(crate) fn set_attempt(&mut self, attempt: u32) {
        self.attempt = attempt;
    }

    pub(crate) fn into_url(self) -> (Url, HeaderMap, Body) {
        (self.url, self.headers, self.body)
    }
}

impl fmt::Debug for HttpRequest {
    /// Leaves out the query and the headers: they may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("operation", &self.info.id)
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("attempt", &self.attempt)
            .field("body", &self.body)
            .finish()
    }
}

/// An answer whose body is still to be read.
pub struct HttpResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Incoming,
}

impl HttpResponse {
    /// An answer without headers.
    pub fn new(status: StatusCode, body: impl Into<Incoming>) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

static NO_OPERATION: OperationInfo = OperationInfo::new("", "", "");

/// Reads a URL that something can be sent to. The text is not shown in the error: there may be a
/// password in it.
pub(crate) fn parse(text: &str) -> Result<Url, Error> {
    let refused = |message: &'static str| Err(Error::new(ErrorKind::Request, message));
    match Url::parse(text) {
        // The libraries below write the host and what is before it into their traces.
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            refused("one with a name or password in it, which belong into the credentials")
        }
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => refused("not a URL that starts with https:// or http:// and names a host"),
    }
}
