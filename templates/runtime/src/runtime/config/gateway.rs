//! A gateway between the client and the API.

/// A host between the client and the API, with a path of its own for calls and one for logins.
#[derive(Clone, Debug)]
pub struct Gateway {
    pub(super) url: String,
    pub(super) api_path: String,
    pub(super) login_path: String,
}

impl Gateway {
    /// A gateway at that address, such as `https://gateway.example:8443`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            api_path: String::new(),
            login_path: String::new(),
        }
    }

    /// Sets the path in front of calls.
    #[must_use]
    pub fn api_path(mut self, path: impl Into<String>) -> Self {
        self.api_path = path.into();
        self
    }

    /// Sets the path in front of logins.
    #[must_use]
    pub fn login_path(mut self, path: impl Into<String>) -> Self {
        self.login_path = path.into();
        self
    }
}
