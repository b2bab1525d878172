//! A client: what all its calls share (`Core`) and the handle that starts calls ([`Handle`]).

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName};
use url::Url;

use crate::runtime::api::ApiInfo;
use crate::runtime::auth::credential::Credential;
use crate::runtime::auth::{SchemeTokens, TokenSource};
use crate::runtime::call::limiter::Limiter;
use crate::runtime::call::mode::{Async, Mode};
use crate::runtime::call::pacer::Pacer;
use crate::runtime::observe::events::Observers;
use crate::runtime::retry::{RetryBudget, RetryPolicy};
use crate::runtime::wire::limits::Limits;
use crate::runtime::wire::middleware::Middleware;
use crate::runtime::wire::redact::Redaction;
use crate::runtime::wire::transport::Transport;

/// What an emitted client is: a handle, and the facts of its API.
pub trait ApiClient: Sized {
    /// The facts of the API.
    const API: &'static ApiInfo;

    /// Whether its calls are async or blocking.
    type Mode: Mode;

    /// Makes the client from its handle.
    fn from_handle(handle: Handle<Self::Mode>) -> Self;
}

/// Starts calls. A clone is cheap, and shares connections, token and settings.
#[derive(Clone)]
pub struct Handle<M: Mode = Async> {
    pub(crate) core: Arc<Core>,
    pub(crate) mode: M,
}

impl<M: Mode> Handle<M> {
    /// The base URL that calls go to.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.core.base_url.as_str()
    }

    /// What hands out the client's token; `None` if it was given neither a token nor anything to
    /// get one from.
    #[must_use]
    pub fn token_source(&self) -> Option<&TokenSource> {
        self.core.token.as_ref()
    }

    /// How the client's calls run.
    #[must_use]
    pub fn mode(&self) -> &M {
        &self.mode
    }
}

impl<M: Mode> fmt::Debug for Handle<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("api", &self.core.api.title)
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}

/// What all calls of a client share.
pub(crate) struct Core {
    pub(crate) api: &'static ApiInfo,
    pub(crate) base_url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) token: Option<TokenSource>,
    pub(crate) tokens: SchemeTokens,
    /// The base URL is the caller's and stands for the servers of single operations too.
    pub(crate) replaces_servers: bool,
    pub(crate) credentials: Vec<(&'static str, Credential)>,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) limiter: Limiter,
    pub(crate) pacer: Pacer,
    /// The header that keys of idempotency go in.
    pub(crate) idempotency: Option<HeaderName>,
    pub(crate) observers: Observers,
    pub(crate) redaction: Redaction,
    pub(crate) around_call: Vec<Arc<dyn Middleware>>,
    pub(crate) around_attempt: Vec<Arc<dyn Middleware>>,
    // part: validate
    #[cfg(feature = "validate")]
    pub(crate) check_requests: bool,
}
