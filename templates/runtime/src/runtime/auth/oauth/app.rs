//! An application as a login server knows it.

use secrecy::SecretString;

use crate::runtime::auth::IntoSecret;

/// An application as a login server knows it.
#[derive(Clone, Debug)]
pub struct App {
    pub(super) id: String,
    pub(super) secret: Option<SecretString>,
}

impl App {
    /// An application that has a secret. It proves itself by HTTP Basic.
    pub fn confidential(id: impl Into<String>, secret: impl IntoSecret) -> Self {
        Self {
            id: id.into(),
            secret: Some(secret.into_secret()),
        }
    }

    /// No application: for servers that know none, as many that take names and passwords do.
    #[must_use]
    pub fn none() -> Self {
        Self::public("")
    }

    /// An application that cannot keep a secret, such as a program on people's machines.
    pub fn public(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: None,
        }
    }
}
