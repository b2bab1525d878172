//! Settings of connections: proxy, TLS, pool, or another transport altogether.

use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::Builder;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use super::tls::Tls;
use crate::runtime::call::client::ApiClient;
use crate::runtime::config::settings;
use crate::runtime::wire::body::root;
use crate::runtime::wire::error::Error;
use crate::runtime::wire::error::config;
use crate::runtime::wire::transport::{ReqwestTransport, Transport};

impl<C: ApiClient> Builder<C> {
    /// Sets how long the making of a connection may take, TLS included. Ten seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connection.connect_timeout = timeout;
        self
    }

    /// Sends everything through the proxy at that URL (`http`, `https`, `socks5`, `socks5h`),
    /// which may hold a name and a password. The system's proxy is not used then.
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.settings.connection.proxy = Some(url.into());
        self
    }

    /// Sets the name and password for the proxy.
    pub fn proxy_credentials(
        mut self,
        user: impl Into<String>,
        password: impl Into<SecretString>,
    ) -> Self {
        self.settings.connection.proxy_credentials = Some((user.into(), password.into()));
        self
    }

    /// Sets the hosts that the proxy given by [`Builder::proxy`] is not used for, in the form of
    /// the variable `NO_PROXY`.
    pub fn proxy_except(mut self, hosts: impl Into<String>) -> Self {
        self.settings.connection.proxy_except = Some(hosts.into());
        self
    }

    /// Uses no proxy: neither one given before nor the system's, whose settings (`HTTPS_PROXY`,
    /// `NO_PROXY` and their like) count unless this turns them off.
    pub fn no_proxy(mut self) -> Self {
        self.settings.connection.proxy = None;
        self.settings.connection.without_system_proxy = true;
        self
    }

    /// Sets how long a connection is kept that nothing uses. Ninety seconds unless set.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connection.pool_idle_timeout = timeout;
        self
    }

    /// Sets how many unused connections are kept for each host. No limit unless set.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.settings.connection.pool_max_idle = connections;
        self
    }

    /// Sends through a reqwest client of the caller's, whose own settings then stand in place of
    /// those of connections here. It should neither retry nor follow redirects by itself: this
    /// client does both, with its eye on credentials.
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
        self.transport(ReqwestTransport(client))
    }

    /// Sends through a transport of the caller's, such as the
    /// [`FakeTransport`](crate::runtime::testing::FakeTransport) for tests. Give an `Arc` to keep a
    /// hold of it, or to share it between clients.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.connection.transport = Some(Arc::new(transport));
        self
    }
}

/// How connections are made.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) connect_timeout: Duration,
    pub(super) proxy: Option<SecretString>,
    proxy_credentials: Option<(String, SecretString)>,
    proxy_except: Option<String>,
    without_system_proxy: bool,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) tls: Tls,
    pool_idle_timeout: Duration,
    pool_max_idle: usize,
    transport: Option<Arc<dyn Transport>>,
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxy: None,
            proxy_credentials: None,
            proxy_except: None,
            without_system_proxy: false,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            tls: Tls::default(),
            pool_idle_timeout: Duration::from_secs(90),
            pool_max_idle: usize::MAX,
            transport: None,
        }
    }
}

impl Connection {
    /// The caller's transport, or one by reqwest. `secure`: whether it has to speak TLS.
    pub(super) fn transport(mut self, secure: bool) -> Result<Arc<dyn Transport>, Error> {
        if let Some(transport) = self.transport.take() {
            return Ok(transport);
        }
        if secure && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err(config(
                "https needs one of this crate's features rustls and native-tls",
            ));
        }
        let mut client = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            .pool_max_idle_per_host(self.pool_max_idle)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never());
        client = match self.proxy()? {
            Some(proxy) => client.proxy(proxy),
            None if self.without_system_proxy => client.no_proxy(),
            None => client,
        };
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        {
            client = self.tls.apply(client)?;
        }
        let client = client
            .build()
            .map_err(|error| refused("the connection settings", error))?;
        Ok(Arc::new(ReqwestTransport(client)))
    }

    fn proxy(&self) -> Result<Option<reqwest::Proxy>, Error> {
        let Some(url) = &self.proxy else {
            return Ok(None);
        };
        let mut url = url.clone();
        if let Some((user, password)) = &self.proxy_credentials {
            // reqwest's own method for them has no effect on proxies of SOCKS.
            let mut whole = Url::parse(url.expose_secret())
                .map_err(|error| config(format!("the proxy's URL cannot be used: {error}")))?;
            if !settings::log_in(&mut whole, user, password.expose_secret()) {
                return Err(config("the proxy's URL cannot hold a name and a password"));
            }
            url = String::from(whole).into();
        }
        let proxy = reqwest::Proxy::all(url.expose_secret())
            .map_err(|error| refused("the proxy's URL", error))?;
        let except = self.proxy_except.as_deref();
        Ok(Some(
            proxy.no_proxy(except.and_then(reqwest::NoProxy::from_string)),
        ))
    }
}

/// reqwest's own text is left out where it may repeat a secret that it was given.
pub(super) fn refused(what: &str, error: reqwest::Error) -> Error {
    let error = error.without_url();
    config(format!("{what} cannot be used: {}", root(&error))).with_source(error)
}
