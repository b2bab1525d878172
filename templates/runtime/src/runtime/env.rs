//! Settings from environment variables: a prefix and a way to look a variable up in, settings or
//! the name of the variable that is wrong out.
//!
//! With the prefix `ACME`, these are read. One that is empty counts as unset.
//!
//! | variable | value |
//! |---|---|
//! | `ACME_REGION` | a server of the API, by its name (`eu_west_1` or `eu-west-1`), host or domain |
//! | `ACME_BASE_URL`, `ACME_AUTH_URL` | URLs that replace the server's |
//! | `ACME_ACCESS_TOKEN` | a token, sent as it is |
//! | `ACME_CLIENT_ID`, `ACME_CLIENT_SECRET` | client credentials; both or neither |
//! | `ACME_PROXY` | URL of the proxy, with credentials if it wants any |
//! | `ACME_TIMEOUT`, `ACME_ATTEMPT_TIMEOUT`, `ACME_CONNECT_TIMEOUT` | `30`, `2.5` (seconds), `500ms`, `30s`, `2m` |
//! | `ACME_MAX_ATTEMPTS` | attempts a call has, the first included: a whole number from 1 |
//! | `ACME_APP_NAME` | the name of the application that calls |

use std::ffi::OsString;
use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use crate::runtime::api::ServerInfo;
use crate::runtime::exchange;

/// What the variables of one prefix set. What is `None` was not set.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// The server, as an index into the list that was handed to [`read`].
    pub server: Option<usize>,
    /// Replaces the server's URL.
    pub base_url: Option<Url>,
    /// Replaces the server's URL for logins.
    pub auth_url: Option<Url>,
    /// A token to be sent as it is.
    pub access_token: Option<SecretString>,
    /// Id and secret of client credentials.
    pub client_credentials: Option<(String, SecretString)>,
    /// The proxy's URL, a secret for the password that may be in it.
    pub proxy: Option<SecretString>,
    /// Time for a whole call.
    pub timeout: Option<Duration>,
    /// Time for one attempt.
    pub attempt_timeout: Option<Duration>,
    /// Time for making a connection.
    pub connect_timeout: Option<Duration>,
    /// Attempts that a call has.
    pub max_attempts: Option<u32>,
    /// The name of the application that calls.
    pub app_name: Option<String>,
}

/// A variable that cannot be used. Names it and says why, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvError {
    variable: String,
    problem: String,
}

impl EnvError {
    /// The name of the variable.
    #[must_use]
    pub fn variable(&self) -> &str {
        &self.variable
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "environment variable {}: {}",
            self.variable, self.problem
        )
    }
}

impl std::error::Error for EnvError {}

/// Looks a variable up in the environment of the process.
#[must_use]
pub fn process(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// Reads the variables that begin with `prefix` and an underscore. `lookup` is [`process`], or
/// anything else in tests.
///
/// # Errors
///
/// The first variable, in the order of the table above, whose value cannot be used.
pub fn read(
    prefix: &str,
    servers: &[ServerInfo],
    lookup: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Settings, EnvError> {
    let env = Env { prefix, lookup };
    Ok(Settings {
        server: env.parsed("REGION", |text| server(servers, text))?,
        base_url: env.parsed("BASE_URL", http_url)?,
        auth_url: env.parsed("AUTH_URL", http_url)?,
        access_token: env.secret("ACCESS_TOKEN")?,
        client_credentials: client_credentials(&env)?,
        proxy: proxy(&env)?,
        timeout: env.parsed("TIMEOUT", duration)?,
        attempt_timeout: env.parsed("ATTEMPT_TIMEOUT", duration)?,
        connect_timeout: env.parsed("CONNECT_TIMEOUT", duration)?,
        max_attempts: env.parsed("MAX_ATTEMPTS", attempts)?,
        app_name: env.text("APP_NAME")?,
    })
}

struct Env<'a> {
    prefix: &'a str,
    lookup: &'a dyn Fn(&str) -> Option<OsString>,
}

impl Env<'_> {
    fn text(&self, name: &str) -> Result<Option<String>, EnvError> {
        match (self.lookup)(&self.name(name)).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) if text.trim().is_empty() => Ok(None),
            Some(Ok(text)) => Ok(Some(text)),
            Some(Err(_)) => Err(self.error(name, "is not valid UTF-8")),
        }
    }

    fn secret(&self, name: &str) -> Result<Option<SecretString>, EnvError> {
        Ok(self.text(name)?.map(SecretString::from))
    }

    fn parsed<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, EnvError> {
        match self.text(name)? {
            None => Ok(None),
            Some(text) => match parse(text.trim()) {
                Ok(value) => Ok(Some(value)),
                Err(problem) => Err(self.error(name, problem)),
            },
        }
    }

    fn name(&self, name: &str) -> String {
        format!("{}_{name}", self.prefix)
    }

    fn error(&self, name: &str, problem: impl Into<String>) -> EnvError {
        EnvError {
            variable: self.name(name),
            problem: problem.into(),
        }
    }
}

fn client_credentials(env: &Env<'_>) -> Result<Option<(String, SecretString)>, EnvError> {
    let (id, secret) = ("CLIENT_ID", "CLIENT_SECRET");
    match (env.text(id)?, env.secret(secret)?) {
        (None, None) => Ok(None),
        (Some(id), Some(secret)) => Ok(Some((id, secret))),
        (Some(_), None) => {
            Err(env.error(secret, format!("is not set, though {} is", env.name(id))))
        }
        (None, Some(_)) => {
            Err(env.error(id, format!("is not set, though {} is", env.name(secret))))
        }
    }
}

/// Checks the URL, but hands it on as text: a secret that is wiped when dropped.
fn proxy(env: &Env<'_>) -> Result<Option<SecretString>, EnvError> {
    env.parsed("PROXY", |text| match Url::parse(text) {
        Ok(url) if url.has_host() => Ok(SecretString::from(text)),
        _ => Err(String::from(
            "is not a URL such as http://proxy.example:3128",
        )),
    })
}

fn http_url(text: &str) -> Result<Url, String> {
    exchange::parse(text).map_err(|error| format!("is {}", error.message()))
}

fn attempts(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(String::from("is not a whole number from 1")),
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let number_end = text
        .find(|one: char| !one.is_ascii_digit() && one != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(number_end);
    let unit = match unit.trim() {
        "" | "s" => 1.0,
        "ms" => 0.001,
        "m" => 60.0,
        _ => f64::NAN,
    };
    number
        .parse::<f64>()
        .ok()
        .and_then(|number| Duration::try_from_secs_f64(number * unit).ok())
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| String::from("is not a time such as 30, 2.5, 500ms, 30s or 2m"))
}

/// Finds a server by its name, in any case and with hyphens or underscores; by its host; or by the
/// domain under its host.
fn server(servers: &[ServerInfo], text: &str) -> Result<usize, String> {
    let plain = |name: &str| name.to_ascii_lowercase().replace('-', "_");
    let wanted = text.to_ascii_lowercase();
    let matches = |server: &ServerInfo| {
        plain(server.name) == plain(text)
            || host(server.url).is_some_and(|host| {
                host == wanted
                    || host
                        .split_once('.')
                        .is_some_and(|(_, domain)| domain == wanted)
            })
    };
    servers.iter().position(matches).ok_or_else(|| {
        let names: Vec<&str> = servers.iter().map(|server| server.name).collect();
        format!("is not one of {}", names.join(", "))
    })
}

fn host(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.host_str()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
