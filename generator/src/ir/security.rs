//! Ways to authenticate, and what an operation asks for.

use indexmap::IndexMap;
use serde::Serialize;

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
    OAuth2(Vec<OAuthFlow>),
    /// A bearer token of an OpenID provider.
    OpenId {
        /// The address of its configuration.
        url: String,
    },
    /// A certificate of the client: TLS shows it, a request does not.
    MutualTls,
    /// Another scheme of the HTTP registry; the caller sends its header.
    Other(String),
}

/// One flow of a scheme of OAuth 2.
#[derive(Clone, Debug, PartialEq)]
pub struct OAuthFlow {
    /// Which it is.
    pub kind: FlowKind,
    /// `authorizationUrl`.
    pub authorize: Option<Address>,
    /// `tokenUrl`.
    pub token: Option<Address>,
    /// `refreshUrl`.
    pub refresh: Option<Address>,
    /// `deviceAuthorizationUrl`.
    pub device: Option<Address>,
    /// Its scopes with their descriptions.
    pub scopes: IndexMap<String, String>,
}

/// The flows that a document can declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum FlowKind {
    /// `implicit`.
    Implicit,
    /// `password`.
    Password,
    /// `clientCredentials`.
    ClientCredentials,
    /// `authorizationCode`.
    AuthorizationCode,
    /// `deviceAuthorization`.
    DeviceAuthorization,
}

/// The address of a login endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Address {
    /// A whole URL, whatever server is in use.
    Absolute(String),
    /// A path behind the login address of the server in use.
    Login(String),
    /// A reference relative to the URL of the server in use.
    Relative(String),
}

/// A scheme that an operation asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityRequirement {
    /// Index into [`Api::security_schemes`](super::Api::security_schemes).
    pub scheme: usize,
    /// The scopes that are needed.
    pub scopes: Vec<String>,
}
