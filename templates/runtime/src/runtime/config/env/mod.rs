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

use secrecy::SecretString;

use crate::runtime::api::ServerInfo;
use crate::runtime::config::settings::{self, Server};

pub use crate::runtime::config::settings::Settings;

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
        server: env
            .parsed("REGION", |text| settings::server(servers, text))?
            .map(Server::Known),
        base_url: env.parsed("BASE_URL", settings::http_url)?,
        auth_url: env.parsed("AUTH_URL", settings::http_url)?,
        access_token: env.secret("ACCESS_TOKEN")?,
        client_credentials: client_credentials(&env)?,
        proxy: env.parsed("PROXY", settings::proxy)?,
        timeout: env.parsed("TIMEOUT", settings::duration)?,
        attempt_timeout: env.parsed("ATTEMPT_TIMEOUT", settings::duration)?,
        connect_timeout: env.parsed("CONNECT_TIMEOUT", settings::duration)?,
        max_attempts: env.parsed("MAX_ATTEMPTS", attempts)?,
        app_name: env.text("APP_NAME")?,
        ..Settings::default()
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

fn attempts(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(String::from("is not a whole number from 1")),
    }
}

#[cfg(test)]
mod tests;
