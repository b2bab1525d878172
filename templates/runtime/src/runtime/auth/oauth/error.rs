//! What a login server says when it refuses.

use std::fmt;

use crate::runtime::wire::error::Error;

/// A login server's refusal, by RFC 6749: what was wrong goes in, nothing secret comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuthError {
    /// What went wrong, such as `invalid_grant`, `invalid_client` or `access_denied`; the status as
    /// text where the server did not say.
    pub error: String,
    /// The server's explanation.
    pub description: Option<String>,
    /// The status of the answer, if it came as one and not by the browser.
    pub status: Option<u16>,
}

impl OAuthError {
    /// Whether a person has to log in again: what the client held is expired, revoked or used up.
    #[must_use]
    pub fn is_login_needed(&self) -> bool {
        matches!(
            self.error.as_str(),
            "invalid_grant" | "login_required" | "interaction_required" | "consent_required"
        )
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the login server refused: {}", self.error)?;
        match &self.description {
            Some(description) => write!(f, ": {description}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for OAuthError {}

impl Error {
    /// The login server's refusal, when that is why a call failed.
    #[must_use]
    pub fn oauth(&self) -> Option<&OAuthError> {
        self.cause()?.downcast_ref()
    }
}
