//! Settings from outside the program, its environment or a file: the text of one in, its value or
//! what is wrong with it out.

use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::SecretString;
use url::Url;

use crate::runtime::api::ServerInfo;
use crate::runtime::config::gateway::Gateway;
use crate::runtime::model::find_server;
use crate::runtime::wire::exchange;

/// What was set outside the program. What is `None` was not.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// The server.
    pub server: Option<Server>,
    /// Replaces the server's URL.
    pub base_url: Option<Url>,
    /// Replaces the server's URL for logins.
    pub auth_url: Option<Url>,
    /// A gateway that calls and logins go through.
    pub gateway: Option<Gateway>,
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
    /// The longest wait before the first retry.
    pub base_delay: Option<Duration>,
    /// The longest wait before any retry.
    pub max_delay: Option<Duration>,
    /// The name of the application that calls.
    pub app_name: Option<String>,
}

/// A server that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Server {
    /// One of the API's, as an index into its list.
    Known(usize),
    /// One that the API does not list.
    Other(Url),
}

/// Finds a server by its name, its host or another of the texts that [`find_server`] knows.
pub(crate) fn server(servers: &[ServerInfo], text: &str) -> Result<usize, String> {
    let addresses: Vec<Vec<&str>> = servers
        .iter()
        .map(|server| std::iter::once(server.url).chain(server.auth_url).collect())
        .collect();
    let known: Vec<(&str, &[&str])> = servers
        .iter()
        .zip(&addresses)
        .map(|(server, addresses)| (server.name, addresses.as_slice()))
        .collect();
    find_server(text, &known).ok_or_else(|| {
        let names: Vec<&str> = servers.iter().map(|server| server.name).collect();
        format!("is not one of {}", names.join(", "))
    })
}

pub(crate) fn http_url(text: &str) -> Result<Url, String> {
    exchange::parse(text).map_err(|error| format!("is {}", error.message()))
}

/// Checks the URL, but hands it on as text: a secret that is wiped when dropped.
pub(crate) fn proxy(text: &str) -> Result<SecretString, String> {
    match Url::parse(text) {
        Ok(url) if url.has_host() => Ok(SecretString::from(text)),
        _ => Err(String::from(
            "is not a URL such as http://proxy.example:3128",
        )),
    }
}

/// Puts a name and a password into a URL. Says whether the URL can hold them.
pub(crate) fn log_in(url: &mut Url, user: &str, password: &str) -> bool {
    let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let password = (!password.is_empty()).then(|| encoded(password));
    url.set_username(&encoded(user)).is_ok() && url.set_password(password.as_deref()).is_ok()
}

/// A time that is not zero: seconds, or a number with its unit.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
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
