//! What one call is told of itself, in place of what its client does.

use std::time::Duration;

use url::Url;

use crate::runtime::retry::RetryPolicy;
use crate::runtime::wire::limits::Limits;

/// What one call does differently from the rest of its client's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) base_url: Option<Url>,
    pub(crate) max_redirects: Option<u32>,
    pub(crate) max_response_size: Option<u64>,
    pub(crate) without_auth: bool,
    /// By which the server knows all attempts of the call for one.
    pub(crate) idempotency_key: Option<String>,
    /// Any credential of the client will do: for requests that no operation describes.
    pub(crate) any_auth: bool,
    // part: stream
    /// How often a stream of events is opened again without an event in between.
    pub(crate) reconnects: u32,
    // part: validate
    /// What the request breaks so far, if it is checked.
    #[cfg(feature = "validate")]
    pub(crate) checks: Option<crate::runtime::validate::Violations>,
}

impl Options {
    /// The bounds of a call that is told these.
    pub(crate) fn limits(&self, client: Limits) -> Limits {
        Limits {
            timeout: self.timeout.unwrap_or(client.timeout),
            attempt_timeout: self.attempt_timeout.unwrap_or(client.attempt_timeout),
            max_redirects: self.max_redirects.unwrap_or(client.max_redirects),
            max_response_size: self.max_response_size.unwrap_or(client.max_response_size),
            ..client
        }
    }
}
