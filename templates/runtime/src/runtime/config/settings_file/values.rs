//! What the settings of a file are set to: texts in, values out.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::keys::Found;
use super::{Entry, Fault};
use crate::runtime::api::ApiInfo;
use crate::runtime::api::file_keys::Setting;
use crate::runtime::config::gateway::Gateway;
use crate::runtime::config::settings::{self, Server, Settings};

/// The schemes of proxies.
const PROXIES: &[&str] = &["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// The schemes of gateways.
const GATEWAYS: &[&str] = &["http", "https"];

pub(super) fn settings(found: &Found<'_>, api: &ApiInfo) -> Result<Settings, Fault> {
    Ok(Settings {
        server: found.parsed(Setting::Server, |text| server(api, text))?,
        auth_url: found.parsed(Setting::AuthUrl, settings::http_url)?,
        gateway: gateway(found)?,
        access_token: found.secret(Setting::AccessToken)?,
        client_credentials: client_credentials(found)?,
        proxy: proxy(found)?,
        timeout: found.parsed(Setting::Timeout, settings::duration)?,
        attempt_timeout: found.parsed(Setting::AttemptTimeout, settings::duration)?,
        connect_timeout: found.parsed(Setting::ConnectTimeout, settings::duration)?,
        max_attempts: found.parsed(Setting::MaxRetries, attempts)?,
        base_delay: found.parsed(Setting::RetryWaitMin, delay)?,
        max_delay: found.parsed(Setting::RetryWaitMax, delay)?,
        app_name: found.text(Setting::AppName)?,
        ..Settings::default()
    })
}

impl Found<'_> {
    /// The entry of a setting with its text, which is not empty: an empty one sets nothing.
    fn entry(&self, setting: Setting) -> Result<Option<(&Entry, &str)>, Fault> {
        let Some(entry) = self.get(setting) else {
            return Ok(None);
        };
        match &entry.value {
            None => Err(Fault::of(entry, "is a list, where one value is expected")),
            Some(text) => {
                let text = text.expose_secret().trim();
                Ok((!text.is_empty()).then_some((entry, text)))
            }
        }
    }

    fn text(&self, setting: Setting) -> Result<Option<String>, Fault> {
        Ok(self.entry(setting)?.map(|(_, text)| text.to_owned()))
    }

    fn secret(&self, setting: Setting) -> Result<Option<SecretString>, Fault> {
        Ok(self.entry(setting)?.map(|(_, text)| text.into()))
    }

    fn parsed<T>(
        &self,
        setting: Setting,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Fault> {
        match self.entry(setting)? {
            None => Ok(None),
            Some((entry, text)) => match parse(text) {
                Ok(value) => Ok(Some(value)),
                Err(problem) => Err(Fault::of(entry, problem)),
            },
        }
    }
}

fn server(api: &ApiInfo, text: &str) -> Result<Server, String> {
    let text = text.trim_end_matches('/');
    if !text.contains("://") {
        let known = settings::server(api.servers, text).map(Server::Known);
        let or_url = |problem| format!("{problem}, nor a URL such as https://api.example.com");
        return known.map_err(or_url);
    }
    let url = settings::http_url(text)?;
    let known = api
        .servers
        .iter()
        .position(|server| Url::parse(server.url).is_ok_and(|known| same_place(&known, &url)));
    Ok(known.map_or(Server::Other(url), Server::Known))
}

/// Whether two URLs differ in no more than a slash at the end.
fn same_place(one: &Url, other: &Url) -> bool {
    let plain = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    plain(one) == plain(other)
}

/// Files count the retries, not the first attempt.
fn attempts(text: &str) -> Result<u32, String> {
    match text.parse::<u32>() {
        Ok(retries) => Ok(retries.saturating_add(1)),
        Err(_) => Err(String::from("is not a whole number from 0")),
    }
}

fn delay(text: &str) -> Result<Duration, String> {
    match text {
        "0" => Ok(Duration::ZERO),
        _ => settings::duration(text),
    }
}

/// An id needs a secret, unless there is a token already.
fn client_credentials(found: &Found<'_>) -> Result<Option<(String, SecretString)>, Fault> {
    let id = found.entry(Setting::ClientId)?;
    let secret = found.entry(Setting::ClientSecret)?;
    let token = found.entry(Setting::AccessToken)?;
    let lacks = |entry, setting| Err(Fault::of(entry, format!("needs {}", found.name(setting))));
    match (id, secret, token) {
        (Some((_, id)), Some((_, secret)), _) => Ok(Some((id.to_owned(), secret.into()))),
        (Some((entry, _)), None, None) => lacks(entry, Setting::ClientSecret),
        (None, Some((entry, _)), None) => lacks(entry, Setting::ClientId),
        _ => Ok(None),
    }
}

fn proxy(found: &Found<'_>) -> Result<Option<SecretString>, Fault> {
    if let Some(url) = found.parsed(Setting::ProxyUrl, settings::proxy)? {
        return Ok(Some(url));
    }
    let parts = [
        Setting::ProxyHost,
        Setting::ProxyProtocol,
        Setting::ProxyPort,
        Setting::ProxyUser,
        Setting::ProxyPassword,
    ];
    let Some(mut url) = address(found, parts, PROXIES)? else {
        return Ok(None);
    };
    let text =
        |setting| -> Result<&str, Fault> { Ok(found.entry(setting)?.map_or("", |(_, text)| text)) };
    let (user, password) = (text(Setting::ProxyUser)?, text(Setting::ProxyPassword)?);
    if !settings::log_in(&mut url, user, password) {
        return Err(nameless(found, Setting::ProxyHost));
    }
    Ok(Some(String::from(url).into()))
}

fn gateway(found: &Found<'_>) -> Result<Option<Gateway>, Fault> {
    let parts = [
        Setting::GatewayHost,
        Setting::GatewayProtocol,
        Setting::GatewayPort,
        Setting::GatewayApiPath,
        Setting::GatewayLoginPath,
    ];
    let Some(url) = address(found, parts, GATEWAYS)? else {
        return Ok(None);
    };
    let (api, login) = found
        .parsed(Setting::GatewayPaths, paths)?
        .unwrap_or_default();
    let api = found.text(Setting::GatewayApiPath)?.unwrap_or(api);
    let login = found.text(Setting::GatewayLoginPath)?.unwrap_or(login);
    Ok(Some(Gateway::new(url).api_path(api).login_path(login)))
}

/// `{login: /one, api: /two}` as the path of calls and that of logins.
fn paths(text: &str) -> Result<(String, String), String> {
    let (mut api, mut login) = (String::new(), String::new());
    let inner = text.trim_start_matches('{').trim_end_matches('}');
    for pair in inner.split(',').filter(|pair| !pair.trim().is_empty()) {
        match pair.split_once(':').map(|(name, path)| (name.trim(), path)) {
            Some(("api", path)) => path.trim().clone_into(&mut api),
            Some(("login", path)) => path.trim().clone_into(&mut login),
            _ => return Err(String::from("is not of the form {login: /one, api: /two}")),
        }
    }
    Ok((api, login))
}

/// The URL that a host, a scheme and a port make, the first three of the settings; the first
/// scheme counts if there is none. Any of the settings needs the host.
fn address<const N: usize>(
    found: &Found<'_>,
    settings: [Setting; N],
    schemes: &[&str],
) -> Result<Option<Url>, Fault> {
    let [host, protocol, port, ..] = settings.as_slice() else {
        return Ok(None);
    };
    let Some((entry, text)) = found.entry(*host)? else {
        for setting in settings {
            if let Some((entry, _)) = found.entry(setting)? {
                return Err(Fault::of(entry, format!("needs {}", found.name(*host))));
            }
        }
        return Ok(None);
    };
    let scheme = found.parsed(*protocol, |text| {
        let scheme = text.trim_end_matches("://").to_ascii_lowercase();
        match schemes.contains(&scheme.as_str()) {
            true => Ok(scheme),
            false => Err(format!("is not one of {}", schemes.join(", "))),
        }
    })?;
    let default = if schemes == GATEWAYS { "https" } else { "http" };
    let scheme = scheme.unwrap_or_else(|| default.to_owned());
    let text = match text.contains(':') && !text.starts_with('[') {
        true => format!("[{text}]"),
        false => text.to_owned(),
    };
    let bare = |url: &Url| url.port().is_none() && matches!(url.path(), "" | "/");
    let mut url = match Url::parse(&format!("{scheme}://{text}")) {
        Ok(url) if url.has_host() && url.username().is_empty() && bare(&url) => url,
        _ => return Err(Fault::of(entry, "is not a host such as host.example.com")),
    };
    let port = found.parsed(*port, port_number)?.flatten();
    if port.is_some() && url.set_port(port).is_err() {
        return Err(nameless(found, *host));
    }
    Ok(Some(url))
}

/// A port; -1 stands for none.
fn port_number(text: &str) -> Result<Option<u16>, String> {
    match text.parse::<u16>() {
        Ok(port) if port > 0 => Ok(Some(port)),
        _ if text == "-1" => Ok(None),
        _ => Err(String::from("is not a port from 1 to 65535")),
    }
}

fn nameless(found: &Found<'_>, host: Setting) -> Fault {
    Fault {
        line: found.get(host).map(|entry| entry.line),
        problem: format!(
            "{}: is not a host such as host.example.com",
            found.name(host)
        ),
    }
}
