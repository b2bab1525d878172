//! What is known of the files that clients of an API are set up from: plain data, a part of
//! [`ApiInfo`](crate::runtime::api::ApiInfo).

// part: config-file
/// A file of settings, INI or JSON, that several clients of the API read.
#[derive(Clone, Copy, Debug)]
pub struct ConfigFileInfo {
    /// Where it is unless the caller says so, below the user's home folder.
    pub path: Option<&'static str>,
    /// What may stand in it. A key is written with its section in front: `retry.max`.
    pub keys: FileKeys,
}

// part: profiles
/// A TOML file that holds a table of settings for each of several profiles.
#[derive(Clone, Copy, Debug)]
pub struct ProfilesInfo {
    /// Where it is unless the caller says so, below the user's home folder.
    pub path: Option<&'static str>,
    /// The name of the profile that is taken when none is named.
    pub default: Option<&'static str>,
    /// What may stand in a profile.
    pub keys: FileKeys,
}

/// The keys of a file.
#[derive(Clone, Copy, Debug)]
pub struct FileKeys {
    /// Keys that set something here.
    pub known: &'static [(&'static str, Setting)],
    /// Keys that set something for other readers of the file only. A `*` stands for any text.
    pub ignored: &'static [&'static str],
}

/// What a key sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setting {
    /// The server: its name, host, domain or URL; or the URL of another.
    Server,
    /// Where logins and token requests go: a URL.
    AuthUrl,
    /// A token, sent as it is.
    AccessToken,
    /// The id of client credentials.
    ClientId,
    /// The secret of client credentials.
    ClientSecret,
    /// The name of the application that calls.
    AppName,
    /// Time for a whole call: seconds, or a number with its unit.
    Timeout,
    /// Time for one attempt.
    AttemptTimeout,
    /// Time for making a connection.
    ConnectTimeout,
    /// How often a call is tried again: a whole number from 0.
    MaxRetries,
    /// The wait before the first retry, which doubles with each.
    RetryWaitMin,
    /// The longest wait before a retry.
    RetryWaitMax,
    /// The proxy, as a URL.
    ProxyUrl,
    /// The proxy's scheme: `http` unless set.
    ProxyProtocol,
    /// The proxy's host.
    ProxyHost,
    /// The proxy's port.
    ProxyPort,
    /// The name that the proxy wants.
    ProxyUser,
    /// The password that the proxy wants.
    ProxyPassword,
    /// The gateway's scheme: `https` unless set.
    GatewayProtocol,
    /// The gateway's host.
    GatewayHost,
    /// The gateway's port; -1 for none.
    GatewayPort,
    /// The path in front of calls on the gateway.
    GatewayApiPath,
    /// The path in front of logins on the gateway.
    GatewayLoginPath,
    /// Both paths as one text: `{login: /one, api: /two}`.
    GatewayPaths,
}
