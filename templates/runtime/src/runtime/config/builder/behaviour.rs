//! Settings of how calls behave: time, retries, limits, hooks.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;

use super::Builder;
use crate::runtime::call::client::ApiClient;
use crate::runtime::call::limiter::Limiter;
use crate::runtime::observe::events::Observer;
use crate::runtime::retry::{RetryBudget, RetryPolicy};
use crate::runtime::wire::middleware::Middleware;
use crate::runtime::wire::redact::Redaction;

impl<C: ApiClient> Builder<C> {
    /// Sets how long a call may take with all its attempts and waits. Five minutes unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.timeout = timeout;
        self
    }

    /// Sets how long one attempt may take, from the request to the end of the answer. Thirty
    /// seconds unless set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.attempt_timeout = timeout;
        self
    }

    /// Sets how long each piece of an answer may take that is read as a stream. Thirty seconds
    /// unless set.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.read_timeout = timeout;
        self
    }

    /// Sets when calls are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sets how many retries all calls of the client may have between them.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.settings.budget = budget;
        self
    }

    /// Lets at most so many requests be on their way at a time; further ones wait. No limit unless
    /// set.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.settings.limiter = Limiter::new(requests);
        self
    }

    /// Waits before a request while the headers of the last answer say that the rate limit is used
    /// up, as long as the call's time allows. Off unless set: requests then go out, and an answer
    /// with 429 is waited for as it says.
    ///
    /// Building fails if the API names no such headers.
    pub fn pace_by_rate_limit(mut self, pace: bool) -> Self {
        self.settings.paces = pace;
        self
    }

    /// Gives each call that is not safe to repeat, `POST` and `PATCH` above all, a random key in
    /// this header, the same one for all its attempts, and tries it again like any other call.
    /// Only for servers that know the header, such as `Idempotency-Key`, and act once for a key.
    ///
    /// A key of one's own goes with a call by
    /// [`with_idempotency_key`](crate::runtime::Call::with_idempotency_key).
    pub fn idempotency_header(mut self, name: impl AsRef<str>) -> Self {
        match HeaderName::try_from(name.as_ref()) {
            Ok(name) => self.settings.idempotency = Some(name),
            Err(_) => self
                .settings
                .fail(format!("{:?} is not a header's name", name.as_ref())),
        }
        self
    }

    /// Sets how many redirects a call follows. Ten unless set. Credentials never go to another
    /// scheme, host or port, and what may have an effect does not go there at all.
    pub fn max_redirects(mut self, redirects: u32) -> Self {
        self.settings.limits.max_redirects = redirects;
        self
    }

    /// Sets how large an answer may be, in bytes, unless it is read as a stream. 100 MiB unless
    /// set.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.settings.limits.max_response_size = bytes;
        self
    }

    // part: validate
    /// Sets whether requests are checked against the limits of the document (lengths, bounds,
    /// patterns, counts) before they are sent. They are not unless set: the server may allow more.
    ///
    /// A request that breaks a limit fails with [`ErrorKind::Request`] and is not sent;
    /// [`Error::violations`] says what it breaks.
    ///
    /// [`Error::violations`]: crate::runtime::Error::violations
    /// [`ErrorKind::Request`]: crate::runtime::ErrorKind::Request
    #[cfg(feature = "validate")]
    pub fn check_requests(mut self, check: bool) -> Self {
        self.settings.check_requests = check;
        self
    }

    /// Adds a hook that sees calls, attempts, waits and token requests. Give an `Arc` to keep a hold
    /// of it.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.settings.observers.push(Arc::new(observer));
        self
    }

    /// Sets what of requests and answers may be shown in spans and curl lines.
    pub fn redaction(mut self, redaction: Redaction) -> Self {
        self.settings.redaction = redaction;
        self
    }

    /// Adds code around each call. The first one added is the outermost.
    pub fn call_middleware(mut self, middleware: impl Middleware) -> Self {
        self.settings.around_call.push(Arc::new(middleware));
        self
    }

    /// Adds code around each attempt of each call. The first one added is the outermost.
    pub fn attempt_middleware(mut self, middleware: impl Middleware) -> Self {
        self.settings.around_attempt.push(Arc::new(middleware));
        self
    }
}
