//! [`Received`]: a request that came, to be asked for its arguments.

use std::ops::Deref;

use serde::de::DeserializeOwned;

use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::request::asked;

/// A request that came to a [`FakeTransport`](super::FakeTransport).
#[derive(Clone, Debug)]
pub struct Received(HttpRequest);

impl Received {
    pub(crate) fn new(request: HttpRequest) -> Self {
        Self(request)
    }

    /// The value of a parameter of the path or the query, decoded; of several of that name the
    /// first. `name` is the parameter's in the document.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<String> {
        asked::argument(&self.0, name)
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    ///
    /// If the body is not JSON of that type. A body that is a stream counts as empty.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let body = self.0.body.as_bytes().cloned().unwrap_or_default();
        serde_json::from_slice(&body)
    }
}

impl Deref for Received {
    type Target = HttpRequest;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
