//! Code of the caller's around calls and attempts: a request and what comes [`Next`] in, an answer
//! out.

use std::sync::Arc;

use crate::runtime::wire::error::Error;
pub use crate::runtime::wire::exchange::{HttpRequest, HttpResponse};
use crate::runtime::wire::transport::BoxFuture;

/// Sees requests on their way out and answers on their way in, and may change either, answer by
/// itself, or fail.
///
/// Around a call ([`Builder::call_middleware`]) it runs once: the request has no credentials yet,
/// and what comes back is what the call ends with; an answer of an error status is an error there.
/// Around an attempt ([`Builder::attempt_middleware`]) it runs for each: the request is complete,
/// and the answer comes with any status.
///
/// ```
/// # use http::HeaderValue;
#[doc = concat!("# use ", module_path!(), "::{Middleware, Next};")]
/// # use std::{future::Future, pin::Pin};
/// struct Tenant;
///
/// impl Middleware for Tenant {
#[doc = concat!("    fn handle<'a>(&'a self, mut request: ", module_path!(), "::HttpRequest, next: Next<'a>)")]
#[doc = concat!("        -> ", module_path!(), "::HandleFuture<'a>")]
///     {
///         request.headers.insert("x-tenant", HeaderValue::from_static("blue"));
///         next.run(request)
///     }
/// }
/// ```
///
/// [`Builder::call_middleware`]: crate::runtime::Builder::call_middleware
/// [`Builder::attempt_middleware`]: crate::runtime::Builder::attempt_middleware
pub trait Middleware: Send + Sync + 'static {
    /// Handles the request, by [`Next::run`] or otherwise.
    fn handle<'a>(&'a self, request: HttpRequest, next: Next<'a>) -> HandleFuture<'a>;
}

impl<T: Middleware + ?Sized> Middleware for Arc<T> {
    fn handle<'a>(&'a self, request: HttpRequest, next: Next<'a>) -> HandleFuture<'a> {
        (**self).handle(request, next)
    }
}

/// What handling a request gives.
pub type HandleFuture<'a> = BoxFuture<'a, Result<HttpResponse, Error>>;

/// What comes after a [`Middleware`]: the next one, or the sending itself.
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    end: &'a dyn Endpoint,
}

impl<'a> Next<'a> {
    pub(crate) fn new(rest: &'a [Arc<dyn Middleware>], end: &'a dyn Endpoint) -> Self {
        Self { rest, end }
    }

    /// Hands the request on.
    #[must_use]
    pub fn run(self, request: HttpRequest) -> HandleFuture<'a> {
        match self.rest {
            [first, rest @ ..] => first.handle(request, Self { rest, ..self }),
            [] => self.end.handle(request),
        }
    }
}

impl std::fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Next")
            .field("rest", &self.rest.len())
            .finish_non_exhaustive()
    }
}

/// Where the last middleware's request goes.
pub(crate) trait Endpoint: Send + Sync {
    fn handle(&self, request: HttpRequest) -> HandleFuture<'_>;
}
