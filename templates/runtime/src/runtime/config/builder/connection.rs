//! Settings of connections: proxy, TLS, pool, or another transport altogether.

use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::system_proxy::{self, SystemProxies};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use super::tls::Tls;
use super::{Builder, refused};
use crate::runtime::auth::IntoSecret;
use crate::runtime::call::client::ApiClient;
use crate::runtime::config::settings;
use crate::runtime::wire::error::{Error, config};
use crate::runtime::wire::pools::{Pools, authority};
use crate::runtime::wire::transport::{ReqwestTransport, Transport, Via};

impl<C: ApiClient> Builder<C> {
    /// Sets how long the making of a connection may take, TLS included. Ten seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connection.connect_timeout = timeout;
        self
    }

    /// Sends everything through the proxy at that URL (`http`, `https`, `socks5`, `socks5h`),
    /// which may hold a name and a password. The system's proxy is not used then.
    pub fn proxy(mut self, url: impl IntoSecret) -> Self {
        self.settings.connection.proxy = Some(url.into_secret());
        self
    }

    /// Sets the name and password for the proxy.
    pub fn proxy_credentials(mut self, user: impl Into<String>, password: impl IntoSecret) -> Self {
        self.settings.connection.proxy_credentials = Some((user.into(), password.into_secret()));
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

    /// Sets after how long without a sign of life from the server a connection of HTTP/2 with a call
    /// on it is asked for one, by a ping. Ten seconds unless set; `None` asks never.
    pub fn http2_keep_alive_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.settings.connection.http2_ping = interval.into();
        self
    }

    /// Sets how long the answer to such a ping may take before the connection counts as lost. Ten
    /// seconds unless set.
    pub fn http2_keep_alive_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connection.http2_pong = timeout;
        self
    }

    /// Sets whether connections of HTTP/2 are asked for a sign of life without a call on them, too.
    /// They are not unless set: some servers close connections that ping for nothing.
    pub fn http2_keep_alive_while_idle(mut self, ping: bool) -> Self {
        self.settings.connection.http2_idle_ping = ping;
        self
    }

    /// Sends through a reqwest client of the caller's, whose own settings then stand in place of
    /// those of connections here. Its connections serve one tokio runtime: calls on a second one
    /// may be handed a connection that the first has to drive. It should neither retry nor follow redirects by itself: this
    /// client does both, with its eye on credentials.
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
        self.transport(ReqwestTransport::new(Pools::one(client), None))
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
    http2_ping: Option<Duration>,
    http2_pong: Duration,
    http2_idle_ping: bool,
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
            http2_ping: Some(Duration::from_secs(10)),
            http2_pong: Duration::from_secs(10),
            http2_idle_ping: false,
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
        let proxy = self.read_proxy(secure)?;
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        self.tls.load()?;
        let first = self.client()?;
        let pools = Pools::new(first, Box::new(move || self.client()));
        Ok(Arc::new(ReqwestTransport::new(pools, proxy)))
    }

    /// A client of reqwest's by these settings.
    fn client(&self) -> Result<reqwest::Client, Error> {
        let mut client = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            .pool_max_idle_per_host(self.pool_max_idle)
            .http2_keep_alive_interval(self.http2_ping)
            .http2_keep_alive_timeout(self.http2_pong)
            .http2_keep_alive_while_idle(self.http2_idle_ping)
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
        client
            .build()
            .map_err(|error| refused("the connection settings", error))
    }

    /// Checks the proxy that calls go through, and says how errors name it.
    fn read_proxy(&self, secure: bool) -> Result<Via, Error> {
        if let Some(url) = &self.proxy {
            let name = system_proxy::proxy(url.expose_secret()).map(|url| authority(&url));
            let name = name.map(|name| format!("the proxy {name}"));
            // Which hosts are excepted is the library's to know.
            let name = name.filter(|_| self.proxy_except.is_none());
            return Ok(Some(Box::new(move |_| name.clone())));
        }
        if self.without_system_proxy {
            return Ok(None);
        }
        let found = SystemProxies::read(secure)?;
        Ok(Some(Box::new(move |url| found.name(url))))
    }

    fn proxy(&self) -> Result<Option<reqwest::Proxy>, Error> {
        let Some(url) = &self.proxy else {
            return Ok(None);
        };
        // The HTTP library takes schemes that it then cannot use.
        let mut whole = system_proxy::proxy(url.expose_secret()).ok_or_else(|| {
            config(
                "the proxy's URL cannot be used: it is one such as http://proxy.example:3128, with \
                 http, https, socks4, socks4a, socks5 or socks5h",
            )
        })?;
        if let Some((user, password)) = &self.proxy_credentials {
            // reqwest's own method for them has no effect on proxies of SOCKS.
            if !settings::log_in(&mut whole, user, password.expose_secret()) {
                return Err(config("the proxy's URL cannot hold a name and a password"));
            }
        }
        let whole = SecretString::from(String::from(whole));
        let proxy = reqwest::Proxy::all(whole.expose_secret())
            .map_err(|error| refused("the proxy's URL", error))?;
        let except = self.proxy_except.as_deref();
        Ok(Some(
            proxy.no_proxy(except.and_then(reqwest::NoProxy::from_string)),
        ))
    }
}
