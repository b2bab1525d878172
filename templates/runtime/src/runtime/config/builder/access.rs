//! Settings of who is called and by whom: servers, credentials, names.

use std::borrow::Cow;

use http::HeaderValue;
use url::Url;

use super::{Builder, header, url};
use crate::runtime::api::ApiInfo;
// part: oauth
use crate::runtime::auth::NamedBy;
use crate::runtime::auth::credential::Credential;
// part: oauth
use crate::runtime::auth::oauth;
use crate::runtime::auth::{IntoSecret, LoginAddresses, Token, TokenProvider, TokenStore};
use crate::runtime::call::client::ApiClient;
use crate::runtime::config::env;
use crate::runtime::config::gateway::Gateway;
// part: server-template
use crate::runtime::config::server_values::Values;
use crate::runtime::config::settings::{Server, Settings};
use crate::runtime::wire::error::Error;
use crate::runtime::wire::error::config;

impl<C: ApiClient> Builder<C> {
    /// Takes settings from the environment variables of the API's prefix, see
    /// [`mod@env`] for their names. What is not set there stays as it is.
    ///
    /// # Errors
    ///
    /// If a variable cannot be used, or the API has no prefix for them.
    pub fn from_env(self) -> Result<Self, Error> {
        let Some(prefix) = C::API.env_prefix else {
            return Err(config("the API has no prefix for environment variables"));
        };
        let found = env::read(prefix, C::API.servers, &env::process)
            .map_err(|error| config(error.to_string()))?;
        self.apply(found)
    }

    /// Takes what was found outside the program. What was not found stays as it is.
    pub(crate) fn apply(mut self, found: Settings) -> Result<Self, Error> {
        if let Some(gateway) = found.gateway {
            self = self.gateway(gateway);
        }
        let settings = &mut self.settings;
        let addresses = &mut settings.addresses;
        if found.server.is_some() {
            addresses.server = found.server;
        }
        if let Some(url) = found.base_url {
            addresses.base = Some(url);
        }
        if let Some(url) = found.auth_url {
            addresses.auth = Some(url);
        }
        let login = found.client_credentials;
        // part: oauth
        let login = oauth::log_in(C::API, &mut settings.auth, login);
        if login.is_some() {
            return Err(config("the API has no login by client credentials"));
        }
        if let Some(token) = found.access_token {
            settings.auth.set_token(Token::new(token));
        }
        if found.proxy.is_some() {
            settings.connection.proxy = found.proxy;
        }
        if found.app_name.is_some() {
            settings.app_name = found.app_name;
        }
        if let Some(attempts) = found.max_attempts {
            settings.retry = settings.retry.max_attempts(attempts);
        }
        if let Some(delay) = found.base_delay {
            settings.retry = settings.retry.base_delay(delay);
        }
        if let Some(delay) = found.max_delay {
            settings.retry = settings.retry.max_delay(delay);
        }
        let limits = &mut settings.limits;
        limits.timeout = found.timeout.unwrap_or(limits.timeout);
        limits.attempt_timeout = found.attempt_timeout.unwrap_or(limits.attempt_timeout);
        let connect = &mut settings.connection.connect_timeout;
        *connect = found.connect_timeout.unwrap_or(*connect);
        Ok(self)
    }

    /// Sends calls to the server of that index in the API's list.
    pub fn server_index(mut self, index: usize) -> Self {
        self.settings.addresses.server = Some(Server::Known(index));
        self
    }

    // part: server-template
    /// Gives a variable in the server's address a value, in place of its default: `tenant` in
    /// `https://{tenant}.example.com`. It does not count where `base_url` replaces the server.
    ///
    /// Building fails if the server has no such variable or the variable cannot have that value.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let addresses = &mut self.settings.addresses;
        addresses.variables.set(name.into(), value.into());
        self
    }

    /// Sends calls to that address, in place of a server of the API's. It may have a path, which
    /// every call's path follows.
    ///
    /// Logins on the API's own host go there too. Where the document has another host for them,
    /// they go to this address if it is on this machine, for it stands for everything then; else
    /// [`auth_url`](Self::auth_url) has to say where they go.
    pub fn base_url(mut self, address: impl AsRef<str>) -> Self {
        match url("base URL", address.as_ref()) {
            Ok(url) => self.settings.addresses.base = Some(url),
            Err(error) => self.settings.fail(error.message().to_owned()),
        }
        self
    }

    /// Sends all logins and token requests to that address, also those for which the document has
    /// another host: of its addresses the paths follow this one.
    pub fn auth_url(mut self, address: impl AsRef<str>) -> Self {
        match url("login URL", address.as_ref()) {
            Ok(url) => self.settings.addresses.auth = Some(url),
            Err(error) => self.settings.fail(error.message().to_owned()),
        }
        self
    }

    /// The login host by the settings so far. Endpoints for which the document has a host of their
    /// own are elsewhere.
    ///
    /// # Errors
    ///
    /// If an address is not valid, or none is known.
    pub fn login_url(&self) -> Result<String, Error> {
        Ok(self.login_addresses()?.login.into())
    }

    pub(crate) fn login_addresses(&self) -> Result<LoginAddresses, Error> {
        if let Some(fault) = &self.settings.fault {
            return Err(fault.clone());
        }
        let addresses = &self.settings.addresses;
        addresses.logins(C::API, &addresses.base_url(C::API)?)
    }

    // part: oauth
    pub(crate) fn set_token_url(&mut self, address: &str) {
        match url("token URL", address) {
            Ok(url) => self.settings.addresses.token = Some(url),
            Err(error) => self.settings.fail(error.message().to_owned()),
        }
    }

    // part: oauth
    pub(crate) fn auth_settings(&mut self) -> &mut crate::runtime::auth::AuthSettings {
        &mut self.settings.auth
    }

    // part: oauth
    /// What a login needs of the client that it is for: the first scheme with a flow of that kind.
    pub(crate) fn auth_context(
        &self,
        kind: crate::runtime::api::FlowKind,
    ) -> Result<crate::runtime::auth::AuthContext, Error> {
        self.settings.clone().auth_context(C::API, kind)
    }

    /// Sends calls and logins through a gateway.
    pub fn gateway(mut self, gateway: Gateway) -> Self {
        match url("gateway", &gateway.url) {
            Ok(url) => self.settings.addresses.gateway = Some((url, gateway)),
            Err(error) => self.settings.fail(error.message().to_owned()),
        }
        self
    }

    /// Sends that bearer token with every call that takes one.
    pub fn access_token(mut self, token: impl IntoSecret) -> Self {
        self.settings.auth.set_token(Token::new(token));
        self
    }

    /// Gets tokens from that provider: when there is none, before one expires, and once when the
    /// server refuses one.
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.settings.auth.set_provider(provider);
        self
    }

    /// Gets the tokens of one security scheme of the document's from that provider, which no other
    /// scheme uses.
    pub fn token_provider_of(mut self, scheme: &'static str, provider: impl TokenProvider) -> Self {
        self.settings.auth.set_provider_of(scheme, provider);
        self
    }

    /// Keeps tokens there between runs of the program. Where several security schemes have tokens of
    /// their own, it is that of the first scheme of the document's that is kept.
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.settings.auth.set_store(store);
        self
    }

    /// Renews a token so long before it expires. A minute unless set.
    pub fn token_margin(mut self, margin: std::time::Duration) -> Self {
        self.settings.auth.set_margin(margin);
        self
    }

    /// Sends a credential with the calls that take that security scheme of the document's.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.settings
            .credentials
            .retain(|(name, _)| *name != scheme);
        self.settings.credentials.push((scheme, credential));
        self
    }

    /// Sends a header with every call, unless the call sets it itself.
    pub fn default_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match header(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => drop(self.settings.headers.insert(name, value)),
            Err(error) => self.settings.fail(error.message().to_owned()),
        }
        self
    }

    /// Sets the `User-Agent`, in place of this crate's name and version.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.settings.user_agent = Some(text.into());
        self
    }

    /// Names the application that calls, in the API's header for it. Without such a header, the
    /// name is not sent.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        if HeaderValue::try_from(&name).is_err() {
            self.settings
                .fail("the application's name holds what a header cannot carry");
        }
        self.settings.app_name = Some(name);
        self
    }
}

/// Where calls and logins go, as far as it was said.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    server: Option<Server>,
    base: Option<Url>,
    auth: Option<Url>,
    // part: oauth
    token: Option<Url>,
    gateway: Option<(Url, Gateway)>,
    // part: server-template
    variables: Values,
}

impl Addresses {
    /// Where calls go: the address given, or the server behind the gateway if there is one.
    pub(super) fn base_url(&self, api: &ApiInfo) -> Result<Url, Error> {
        if let Some(base) = &self.base {
            return Ok(base.clone());
        }
        let Some((gateway, paths)) = &self.gateway else {
            return self.server_url(api);
        };
        let server_path = match self.server_url(api) {
            Ok(url) => url.path().to_owned(),
            Err(_) => String::new(),
        };
        Ok(with_path(gateway, &[&paths.api_path, &server_path]))
    }

    /// Where logins go: the address given, the gateway's, the server's own, or one made from the
    /// host of the calls.
    pub(super) fn auth_url(&self, api: &ApiInfo, base: &Url) -> Result<Url, Error> {
        if let Some(auth) = &self.auth {
            return Ok(auth.clone());
        }
        if let (None, Some((gateway, paths))) = (&self.base, &self.gateway) {
            return Ok(with_path(gateway, &[&paths.login_path]));
        }
        let server = match (&self.base, &self.server) {
            (Some(_), _) | (None, Some(Server::Other(_))) => None,
            (None, Some(Server::Known(index))) => api.servers.get(*index),
            (None, None) => api.servers.first(),
        };
        if let Some(server) = server {
            let auth = server.auth_url.map(Cow::Borrowed);
            // part: server-template
            let auth = self.variables.auth_url(server)?.map(Cow::Owned).or(auth);
            if let Some(auth) = auth {
                return url("login URL of the server", &auth);
            }
        }
        let mut auth = with_path(base, &[]);
        auth.set_query(None);
        if let Some((from, to)) = api.oauth.and_then(|oauth| oauth.host_rewrite) {
            let rest = base.host_str().and_then(|host| host.strip_prefix(from));
            if let Some(rest) = rest {
                auth.set_host(Some(&format!("{to}{rest}")))
                    .map_err(|_| config("the login host cannot be made from the base URL"))?;
            }
        }
        Ok(auth)
    }

    /// The login host and who named it.
    pub(super) fn logins(&self, api: &ApiInfo, base: &Url) -> Result<LoginAddresses, Error> {
        Ok(LoginAddresses {
            base: base.clone(),
            login: self.auth_url(api, base)?,
            // part: oauth
            token: self.token.clone(),
            // part: oauth
            named_by: self.logins_named_by(api),
        })
    }

    // part: oauth
    fn logins_named_by(&self, api: &ApiInfo) -> NamedBy {
        if self.auth.is_some() || (self.base.is_none() && self.gateway.is_some()) {
            NamedBy::Caller
        } else if self.replaces_servers(api) {
            NamedBy::BaseUrl
        } else {
            NamedBy::Document
        }
    }

    /// Whether the caller's address stands for the servers of the document: it is on another host
    /// than each of them.
    pub(super) fn replaces_servers(&self, api: &ApiInfo) -> bool {
        let replaced_by = match (&self.base, &self.gateway, &self.server) {
            (Some(base), _, _) => base,
            (None, Some((gateway, _)), _) => gateway,
            (None, None, Some(Server::Other(base))) => base,
            (None, None, _) => return false,
        };
        let listed = api.servers.iter().map(|server| Url::parse(server.url));
        let mut listed = listed.flatten();
        !listed.any(|url| url.origin() == replaced_by.origin())
    }

    fn server_url(&self, api: &ApiInfo) -> Result<Url, Error> {
        let server = match &self.server {
            Some(Server::Other(address)) => return Ok(address.clone()),
            Some(Server::Known(index)) => api
                .servers
                .get(*index)
                .ok_or_else(|| config(format!("the API has no server of index {index}")))?,
            None => api
                .servers
                .first()
                .ok_or_else(|| config("the API names no server; set base_url"))?,
        };
        let address = Cow::Borrowed(server.url);
        // part: server-template
        let address = self.variables.url(server)?.map_or(address, Cow::Owned);
        url(&format!("URL of the server, {address:?},"), &address)
            .map_err(|error| error.with_note("set base_url"))
    }
}

/// The host of a URL with these paths, one after the other.
fn with_path(host: &Url, paths: &[&str]) -> Url {
    let parts: Vec<&str> = paths
        .iter()
        .map(|path| path.trim_matches('/'))
        .filter(|path| !path.is_empty())
        .collect();
    let mut url = host.clone();
    url.set_path(&parts.join("/"));
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::api::ServerInfo;
    use crate::runtime::api::server_template::{ServerTemplate, ServerVariable};

    static API: ApiInfo = ApiInfo {
        servers: &[
            ServerInfo {
                auth_url: Some("https://sso.one.test"),
                ..ServerInfo::new("one", "https://api.one.test")
            },
            ServerInfo::new("two", "https://api.two.test/v2"),
            ServerInfo {
                template: Some(&ServerTemplate {
                    url: "https://{tenant}.three.test",
                    auth_url: Some("https://{tenant}.sso.test"),
                    variables: &[ServerVariable {
                        name: "tenant",
                        default: "demo",
                        values: &[],
                    }],
                }),
                ..ServerInfo::new("three", "https://demo.three.test")
            },
        ],
        ..ApiInfo::new("Test", "test", "0")
    };

    fn urls(addresses: &Addresses) -> (String, String) {
        let base = addresses.base_url(&API).unwrap();
        let auth = addresses.auth_url(&API, &base).unwrap();
        (base.to_string(), auth.to_string())
    }

    #[test]
    fn the_first_server_is_the_default() {
        let (base, auth) = urls(&Addresses::default());
        assert_eq!(base, "https://api.one.test/");
        assert_eq!(auth, "https://sso.one.test/");
    }

    #[test]
    fn logins_go_to_the_servers_host_if_nothing_else_is_said() {
        let second = Addresses {
            server: Some(Server::Known(1)),
            ..Addresses::default()
        };
        assert_eq!(urls(&second).1, "https://api.two.test/");
    }

    #[test]
    fn a_base_url_replaces_the_servers_login_too() {
        let own = Addresses {
            base: Some(Url::parse("http://127.0.0.1:8080/x").unwrap()),
            ..Addresses::default()
        };
        assert_eq!(urls(&own).1, "http://127.0.0.1:8080/");
    }

    #[test]
    fn variables_count_for_the_server_alone() {
        let mut variables = Values::default();
        variables.set("tenant".to_owned(), "acme".to_owned());
        let of_server = Addresses {
            server: Some(Server::Known(2)),
            variables,
            ..Addresses::default()
        };
        let (base, auth) = urls(&of_server);
        assert_eq!(base, "https://acme.three.test/");
        assert_eq!(auth, "https://acme.sso.test/");
        let wrong = Addresses {
            server: Some(Server::Known(0)),
            ..of_server.clone()
        };
        assert!(wrong.base_url(&API).is_err());
        let elsewhere = Addresses {
            base: Some(Url::parse("http://127.0.0.1:8080/x").unwrap()),
            ..wrong
        };
        assert_eq!(urls(&elsewhere).0, "http://127.0.0.1:8080/x");
    }

    #[test]
    fn a_gateway_has_a_path_for_each() {
        let gateway = Gateway::new("https://gw.test:8443/")
            .api_path("/a/")
            .login_path("l");
        let through = Addresses {
            server: Some(Server::Known(1)),
            gateway: Some((Url::parse(&gateway.url).unwrap(), gateway)),
            ..Addresses::default()
        };
        let (base, auth) = urls(&through);
        assert_eq!(base, "https://gw.test:8443/a/v2");
        assert_eq!(auth, "https://gw.test:8443/l");
    }

    #[test]
    fn a_server_that_is_not_there_is_an_error() {
        let none = Addresses {
            server: Some(Server::Known(9)),
            ..Addresses::default()
        };
        assert!(none.base_url(&API).is_err());
        assert!(
            Addresses::default()
                .base_url(&ApiInfo::new("", "", ""))
                .is_err()
        );
    }
}
