//! How a client is made: settings in, a client or a [`ErrorKind::Config`] error out.
//!
//! The setters stand by what they are about: `access` (servers, credentials, names), `behaviour`
//! (time, retries, hooks), `connection` (proxy, TLS, transport). A setting that cannot be used is
//! reported by [`Builder::build`].

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::runtime::api::ApiInfo;
use crate::runtime::auth::credential::Credential;
use crate::runtime::auth::{AuthContext, AuthSettings, Exchange};
use crate::runtime::call::client::{ApiClient, Core, Handle};
use crate::runtime::call::limiter::Limiter;
use crate::runtime::call::mode::sealed::Start as _;
use crate::runtime::call::pacer::Pacer;
use crate::runtime::observe::events::{Observer, Observers};
use crate::runtime::retry::{RetryBudget, RetryPolicy};
use crate::runtime::wire::error::{Error, ErrorKind, config, root};
use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::limits::Limits;
use crate::runtime::wire::middleware::Middleware;
use crate::runtime::wire::redact::Redaction;
use crate::runtime::wire::response::Reply;
use crate::runtime::wire::transport::Transport;

mod access;
mod behaviour;
mod connection;
mod system_proxy;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;

use access::Addresses;
use connection::Connection;

/// Makes a client from settings. Every setting has a default but the credentials, and the server
/// where the API names none.
#[must_use = "a builder does nothing until it builds"]
pub struct Builder<C: ApiClient> {
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

/// What a builder was told.
#[derive(Clone, Default)]
struct Settings {
    addresses: Addresses,
    connection: Connection,
    limits: Limits,
    retry: RetryPolicy,
    budget: RetryBudget,
    limiter: Limiter,
    redaction: Redaction,
    observers: Vec<Arc<dyn Observer>>,
    around_call: Vec<Arc<dyn Middleware>>,
    around_attempt: Vec<Arc<dyn Middleware>>,
    auth: AuthSettings,
    credentials: Vec<(&'static str, Credential)>,
    headers: HeaderMap,
    user_agent: Option<String>,
    app_name: Option<String>,
    paces: bool,
    idempotency: Option<HeaderName>,
    fault: Option<Error>,
    // part: validate
    #[cfg(feature = "validate")]
    check_requests: bool,
}

impl<C: ApiClient> Builder<C> {
    /// A builder with the defaults of the API: its first server, no credentials.
    pub fn new() -> Self {
        Self {
            settings: Settings::default(),
            client: PhantomData,
        }
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if a setting cannot be used: the error says which.
    pub fn build(self) -> Result<C, Error> {
        let core = self.settings.build(C::API)?;
        let mode = C::Mode::start()?;
        Ok(C::from_handle(Handle {
            core: Arc::new(core),
            mode,
        }))
    }
}

impl<C: ApiClient> Default for Builder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: ApiClient> Clone for Builder<C> {
    fn clone(&self) -> Self {
        Self {
            settings: self.settings.clone(),
            client: PhantomData,
        }
    }
}

impl<C: ApiClient> fmt::Debug for Builder<C> {
    /// Leaves out whatever may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("api", &C::API.title)
            .field("addresses", &self.settings.addresses)
            .field("limits", &self.settings.limits)
            .field("retry", &self.settings.retry)
            .field("auth", &self.settings.auth)
            .field("credentials", &self.settings.credentials)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// Keeps a fault; the first one is what building fails with.
    fn fail(&mut self, message: impl Into<Cow<'static, str>>) {
        self.fault.get_or_insert_with(|| config(message));
    }

    fn build(mut self, api: &'static ApiInfo) -> Result<Core, Error> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        if self.paces && api.rate_limit.is_none() {
            return Err(config(
                "the API names no headers of a rate limit to pace by",
            ));
        }
        self.check_credentials(api)?;
        let base_url = self.addresses.base_url(api)?;
        let logins = self.addresses.logins(api, &base_url)?;
        let headers = self.headers(api)?;
        let secure = [&base_url, &logins.login]
            .iter()
            .any(|url| url.scheme() == "https");
        let transport = self.connection.transport(secure)?;
        let observers = Observers::new(self.observers);
        let replaces_servers = self.addresses.replaces_servers(api);
        let context = AuthContext::with_logins(
            api,
            logins,
            exchange(api, transport.clone(), headers.clone(), self.limits),
            observers.clone(),
        );
        let sources = self.auth.into_sources(&context.with_retry(self.retry));
        let (token, tokens) = sources;
        Ok(Core {
            api,
            base_url,
            headers,
            transport,
            token,
            tokens,
            replaces_servers,
            credentials: self.credentials,
            limits: self.limits,
            retry: self.retry,
            budget: self.budget,
            limiter: self.limiter,
            pacer: Pacer::new(api.rate_limit.filter(|_| self.paces)),
            idempotency: self.idempotency,
            observers,
            redaction: self.redaction.show_headers_of(api),
            around_call: self.around_call,
            around_attempt: self.around_attempt,
            // part: validate
            #[cfg(feature = "validate")]
            check_requests: self.check_requests,
        })
    }

    /// Refuses what no call could be sent with.
    fn check_credentials(&self, api: &ApiInfo) -> Result<(), Error> {
        if let Some(fault) = self.auth.fault() {
            return Err(config(format!("the access token {fault}")));
        }
        for (scheme, credential) in &self.credentials {
            if api.scheme(scheme).is_none() {
                let names: Vec<&str> = api.security.iter().map(|scheme| scheme.name).collect();
                let known = match names.as_slice() {
                    [] => String::from("it names none"),
                    names => format!("it has {}", names.join(", ")),
                };
                return Err(config(format!(
                    "the API has no security scheme {scheme:?} for a credential: {known}"
                )));
            }
            if let Some(fault) = credential.fault() {
                return Err(config(format!("the credential for {scheme:?} {fault}")));
            }
        }
        Ok(())
    }

    // part: oauth
    /// What a login needs of the client that these settings make.
    fn auth_context(
        mut self,
        api: &'static ApiInfo,
        kind: crate::runtime::api::FlowKind,
    ) -> Result<AuthContext, Error> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let base_url = self.addresses.base_url(api)?;
        let logins = self.addresses.logins(api, &base_url)?;
        let headers = self.headers(api)?;
        let transport = self.connection.transport(true)?;
        let observers = Observers::new(self.observers);
        let exchange = exchange(api, transport, headers, self.limits);
        let context = AuthContext::with_logins(api, logins, exchange, observers);
        let flows = api.oauth.map_or(&[][..], |info| info.flows);
        let scheme = flows.iter().find(|flow| flow.kind == kind);
        Ok(match scheme {
            Some(flow) => context.of_scheme(flow.scheme, self.auth.scopes_of(flow.scheme)),
            None => context,
        })
    }

    /// The headers of every call: the caller's, else the API's.
    fn headers(&self, api: &ApiInfo) -> Result<HeaderMap, Error> {
        let mut headers = self.headers.clone();
        let user_agent = match &self.user_agent {
            Some(text) => text.clone(),
            None => format!("{}/{} ({})", api.package, api.package_version, api.title),
        };
        let user_agent: String = user_agent.chars().filter(char::is_ascii).collect();
        let app = api.app_header.zip(self.app_name.as_deref());
        let own = [(USER_AGENT.as_str(), user_agent.as_str())];
        for (name, value) in own
            .into_iter()
            .chain(app)
            .chain(api.headers.iter().copied())
        {
            let (name, value) = header(name, value)?;
            headers.entry(name).or_insert(value);
        }
        Ok(headers)
    }
}

/// How token providers send: through the client's transport, within an attempt's time.
fn exchange(
    api: &'static ApiInfo,
    transport: Arc<dyn Transport>,
    headers: HeaderMap,
    limits: Limits,
) -> Exchange {
    let context = Arc::new((transport, headers));
    Arc::new(move |mut request: HttpRequest| {
        let context = Arc::clone(&context);
        Box::pin(async move {
            let (transport, headers) = &*context;
            for (name, value) in headers {
                request.headers.entry(name).or_insert_with(|| value.clone());
            }
            let sent = async {
                let answer = transport.send(request).await?;
                let body = answer.body.collect(limits.max_response_size).await?;
                Ok(Reply::received(
                    api,
                    "",
                    1,
                    answer.status,
                    answer.headers,
                    body,
                ))
            };
            let within = limits.attempt_timeout;
            match tokio::time::timeout(within, sent).await {
                Ok(result) => result,
                Err(_) => Err(Error::new(
                    ErrorKind::Timeout,
                    format!("no answer within {within:?}"),
                )),
            }
        })
    })
}

/// reqwest's own text is left out where it may repeat a secret that it was given.
fn refused(what: &str, error: reqwest::Error) -> Error {
    let error = error.without_url();
    config(format!("{what} cannot be used: {}", root(&error))).with_source(error)
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(config(format!(
            "header {name:?} or its value is not a valid one"
        ))),
    }
}

fn url(what: &str, text: &str) -> Result<Url, Error> {
    crate::runtime::wire::exchange::parse(text)
        .map_err(|error| config(format!("the {what} is {}", error.message())))
}
