//! `[configuration-file]` and `[profiles]`: files that a client can be set up from, and what their
//! keys mean.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `[configuration-file]`: a file of settings, INI or JSON.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ConfigurationFile {
    /// Where it is below the user's home folder.
    pub path: Option<String>,
    /// What each key sets. A key has its section in front: `retry.max`.
    pub keys: BTreeMap<String, Setting>,
    /// Keys that mean something to other readers of the file only; `*` stands for any text.
    pub ignored: Vec<String>,
}

/// `[profiles]`: a TOML file with a table of settings for each profile.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Profiles {
    /// Where it is below the user's home folder.
    pub path: Option<String>,
    /// The profile that is meant when none is named.
    pub default: Option<String>,
    /// What each key of a profile sets.
    pub keys: BTreeMap<String, Setting>,
    /// Keys that mean something to other readers of the file only; `*` stands for any text.
    pub ignored: Vec<String>,
}

/// What a key sets: the runtime's enum of the same name says what each one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// `server`
    Server,
    /// `auth-url`
    AuthUrl,
    /// `access-token`
    AccessToken,
    /// `client-id`
    ClientId,
    /// `client-secret`
    ClientSecret,
    /// `app-name`
    AppName,
    /// `timeout`
    Timeout,
    /// `attempt-timeout`
    AttemptTimeout,
    /// `connect-timeout`
    ConnectTimeout,
    /// `max-retries`
    MaxRetries,
    /// `retry-wait-min`
    RetryWaitMin,
    /// `retry-wait-max`
    RetryWaitMax,
    /// `proxy-url`
    ProxyUrl,
    /// `proxy-protocol`
    ProxyProtocol,
    /// `proxy-host`
    ProxyHost,
    /// `proxy-port`
    ProxyPort,
    /// `proxy-user`
    ProxyUser,
    /// `proxy-password`
    ProxyPassword,
    /// `gateway-protocol`
    GatewayProtocol,
    /// `gateway-host`
    GatewayHost,
    /// `gateway-port`
    GatewayPort,
    /// `gateway-api-path`
    GatewayApiPath,
    /// `gateway-login-path`
    GatewayLoginPath,
    /// `gateway-paths`
    GatewayPaths,
}

impl Setting {
    /// What it sets, in a few words for a README.
    pub(crate) fn sets(self) -> &'static str {
        match self {
            Self::Server => "the server: its name, host, domain or URL; or the URL of another",
            Self::AuthUrl => "the URL that logins go to",
            Self::AccessToken => "a token, sent as it is",
            Self::ClientId => "the id of client credentials",
            Self::ClientSecret => "their secret",
            Self::AppName => "the name of the application that calls",
            Self::Timeout => "the time for a whole call: seconds, or `500ms`, `30s`, `2m`",
            Self::AttemptTimeout => "the time for one attempt",
            Self::ConnectTimeout => "the time for making a connection",
            Self::MaxRetries => "how often a call is tried again; 0 for never",
            Self::RetryWaitMin => {
                "the longest wait before the first retry, in seconds; it doubles with each"
            }
            Self::RetryWaitMax => "the longest wait before any retry, in seconds",
            Self::ProxyUrl => "the proxy's URL",
            Self::ProxyProtocol => {
                "the proxy's scheme: `http` unless set, `https`, `socks5`, `socks5h`"
            }
            Self::ProxyHost => "the proxy's host",
            Self::ProxyPort => "the proxy's port",
            Self::ProxyUser => "the name that the proxy wants",
            Self::ProxyPassword => "the password that the proxy wants",
            Self::GatewayProtocol => "the gateway's scheme: `https` unless set, `http`",
            Self::GatewayHost => "the gateway's host",
            Self::GatewayPort => "the gateway's port; -1 for none",
            Self::GatewayApiPath => "the path in front of calls",
            Self::GatewayLoginPath => "the path in front of logins",
            Self::GatewayPaths => "both paths: `{login: /one, api: /two}`",
        }
    }
}
