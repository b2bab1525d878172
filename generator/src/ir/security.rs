//! Ways to authenticate, and what an operation asks for.

use indexmap::IndexMap;

use super::{Place, Pointer};

/// One way to authenticate.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name in the document.
    pub name: String,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// How it is sent.
    pub kind: SecurityKind,
}

/// How credentials are sent.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where.
        place: Place,
        /// Under which name.
        name: String,
    },
    /// A bearer token that a grant of OAuth 2 yields.
    OAuth2(OAuthFlows),
    /// A bearer token of an OpenID provider.
    OpenId {
        /// The address of its configuration.
        url: String,
    },
    /// Another scheme of the HTTP registry; the caller sends its header.
    Other(String),
}

/// The grants that a document declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OAuthFlows {
    /// The address of the token endpoint.
    pub token_url: Option<String>,
    /// The address of the authorize endpoint.
    pub authorize_url: Option<String>,
    /// `implicit` is declared.
    pub implicit: bool,
    /// `password` is declared.
    pub password: bool,
    /// `clientCredentials` is declared.
    pub client_credentials: bool,
    /// `authorizationCode` is declared.
    pub authorization_code: bool,
    /// Every scope of every flow with its description.
    pub scopes: IndexMap<String, String>,
}

/// A scheme that an operation asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityRequirement {
    /// Index into [`Api::security_schemes`](super::Api::security_schemes).
    pub scheme: usize,
    /// The scopes that are needed.
    pub scopes: Vec<String>,
}
