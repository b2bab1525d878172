//! What the document says of the API as a whole: plain data that an emitted client holds in one
//! `static`.

// part: files
pub mod file_keys;
// part: server-template
pub mod server_template;

/// The facts of an API that its client works by.
#[derive(Clone, Copy, Debug)]
pub struct ApiInfo {
    /// The document's title.
    pub title: &'static str,
    /// The document's version.
    pub version: &'static str,
    /// The client crate's name.
    pub package: &'static str,
    /// The client crate's version.
    pub package_version: &'static str,
    /// The servers, the default one first. May be empty: the caller has to name one then.
    pub servers: &'static [ServerInfo],
    /// Headers that go with every call.
    pub headers: &'static [(&'static str, &'static str)],
    /// The header that [`Builder::app_name`](crate::runtime::Builder::app_name) sets.
    pub app_header: Option<&'static str>,
    /// The header that names a call in the server's logs.
    pub correlation_header: Option<&'static str>,
    /// The headers that tell the rate limit.
    pub rate_limit: Option<RateLimitHeaders>,
    /// Where an error answer keeps what a caller wants to know.
    pub error: ErrorFields,
    /// What the names of environment variables start with, for `Builder::from_env`.
    pub env_prefix: Option<&'static str>,
    // part: config-file
    /// The file of settings, for `Builder::from_config_file`.
    pub config_file: Option<&'static crate::runtime::api::file_keys::ConfigFileInfo>,
    // part: profiles
    /// The file of profiles, for `Builder::from_profile`.
    pub profiles: Option<&'static crate::runtime::api::file_keys::ProfilesInfo>,
    /// The security schemes.
    pub security: &'static [SecurityScheme],
    /// The OAuth endpoints.
    pub oauth: Option<&'static OAuthInfo>,
    /// The longest `Retry-After`, in seconds, that is waited for unless a policy says otherwise.
    pub retry_after_cap: u64,
}

impl ApiInfo {
    /// An API of that title without servers, headers, security or anything else.
    #[must_use]
    pub const fn new(
        title: &'static str,
        package: &'static str,
        package_version: &'static str,
    ) -> Self {
        Self {
            title,
            version: "",
            package,
            package_version,
            servers: &[],
            headers: &[],
            app_header: None,
            correlation_header: None,
            rate_limit: None,
            error: ErrorFields::NONE,
            env_prefix: None,
            // part: config-file
            config_file: None,
            // part: profiles
            profiles: None,
            security: &[],
            oauth: None,
            retry_after_cap: 180,
        }
    }

    /// The scheme of that name.
    #[must_use]
    pub fn scheme(&self, name: &str) -> Option<&'static SecurityScheme> {
        self.security.iter().find(|scheme| scheme.name == name)
    }
}

/// A server of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerInfo {
    /// The name that configuration knows it by, such as `eu_west_1`.
    pub name: &'static str,
    /// Where calls go.
    pub url: &'static str,
    /// Where logins and token requests go, if elsewhere.
    pub auth_url: Option<&'static str>,
    // part: server-template
    /// The addresses with their variables, if they have any; those above hold the defaults then.
    pub template: Option<&'static crate::runtime::api::server_template::ServerTemplate>,
}

impl ServerInfo {
    /// A server of that name, where calls and logins go.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self {
            name,
            url,
            auth_url: None,
            // part: server-template
            template: None,
        }
    }
}

/// The names of the headers that tell the rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitHeaders {
    /// Calls allowed in the window.
    pub allowed: &'static str,
    /// Calls made in the window.
    pub count: &'static str,
    /// Seconds until the window ends.
    pub reset: &'static str,
}

/// JSON pointers into an error answer's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorFields {
    /// The code that programs branch on.
    pub code: Option<&'static str>,
    /// The text for people.
    pub message: Option<&'static str>,
    /// What names the call in the server's logs.
    pub correlation_id: Option<&'static str>,
}

impl ErrorFields {
    /// An API whose error answers have no known form.
    pub const NONE: Self = Self {
        code: None,
        message: None,
        correlation_id: None,
    };
}

/// A security scheme of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: &'static str,
    /// How its credential is sent.
    pub kind: SecurityKind,
    /// The method of the builder that sets it.
    pub method: &'static str,
}

/// How a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer …`: OAuth 2, OpenID Connect and plain bearer tokens.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A certificate: TLS shows it, a request does not.
    MutualTls,
    /// A key of its own.
    ApiKey {
        /// Where in the request.
        place: Place,
        /// The header's, query parameter's or cookie's name.
        name: &'static str,
    },
}

/// Where in a request a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

/// A kind of OAuth 2 flow that a document can declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// A whole URL: the endpoint is there, whichever server the calls go to.
    Absolute(&'static str),
    /// Behind the login host of the server in use.
    Login(&'static str),
    /// Behind the URL of the server in use; from the root of its host if it starts with a slash.
    Relative(&'static str),
}

/// One flow of one security scheme, with its own endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OAuthFlow {
    /// The name of the security scheme.
    pub scheme: &'static str,
    /// Which flow it is.
    pub kind: FlowKind,
    /// The page that a person logs in at.
    pub authorize: Option<Address>,
    /// Where tokens come from.
    pub token: Option<Address>,
    /// Where a refresh token becomes a new token, if not where tokens come from.
    pub refresh: Option<Address>,
    /// Where a device without a browser begins a login.
    pub device: Option<Address>,
    /// The scopes that the operations of the document need.
    pub scopes: &'static [&'static str],
}

impl OAuthFlow {
    /// A flow of that scheme without any endpoint.
    #[must_use]
    pub const fn new(scheme: &'static str, kind: FlowKind) -> Self {
        Self {
            scheme,
            kind,
            authorize: None,
            token: None,
            refresh: None,
            device: None,
            scopes: &[],
        }
    }
}

/// An OpenID provider of one security scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenIdProvider {
    /// The name of the security scheme.
    pub scheme: &'static str,
    /// Where its endpoints are listed.
    pub discovery: Address,
    /// The scopes that the operations of the document need.
    pub scopes: &'static [&'static str],
}

/// How tokens of an API are had by OAuth 2.
#[derive(Clone, Copy, Debug)]
pub struct OAuthInfo {
    /// The flows of all schemes, in the document's order.
    pub flows: &'static [OAuthFlow],
    /// The OpenID providers, whose endpoints stand in a document of their own.
    pub open_id: &'static [OpenIdProvider],
    /// Path that a browser is sent to in order to log out, on the login host.
    pub logout_path: Option<&'static str>,
    /// Path that a `DELETE` revokes the current token at, on the API's host.
    pub revoke_path: Option<&'static str>,
    /// The login host, made from the API's: the first text at its start becomes the second. It
    /// counts for servers without an `auth_url` of their own.
    pub host_rewrite: Option<(&'static str, &'static str)>,
    /// Query parameter of the authorize endpoint that names the organization.
    pub org_parameter: Option<&'static str>,
    /// Query parameter of the authorize endpoint that names the identity provider.
    pub provider_parameter: Option<&'static str>,
    /// Form field of the SAML2 bearer grant that names the organization.
    pub saml_org_parameter: Option<&'static str>,
}

impl OAuthInfo {
    /// These flows, without a logout and without parameters of the API's own.
    #[must_use]
    pub const fn new(flows: &'static [OAuthFlow]) -> Self {
        Self {
            flows,
            open_id: &[],
            logout_path: None,
            revoke_path: None,
            host_rewrite: None,
            org_parameter: None,
            provider_parameter: None,
            saml_org_parameter: None,
        }
    }
}
