//! Bearer tokens: where they come from ([`TokenProvider`]), how long they last ([`Token`]), where
//! they are kept between runs ([`TokenStore`]) and how all calls of a client share one
//! ([`TokenSource`]).

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::runtime::api::{ApiInfo, FlowKind};
use crate::runtime::observe::events::Observers;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::wire::error::Error;
use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::response::Reply;

pub mod credential;
// part: oauth
pub mod oauth;
mod schemes;
mod secret;
mod source;

pub(crate) use schemes::SchemeTokens;
pub use secret::IntoSecret;
pub use source::TokenSource;

pub use crate::runtime::wire::transport::BoxFuture;

/// A bearer token. Clones share it; the memory is wiped when the last one goes.
#[derive(Clone)]
pub struct Token(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    secret: SecretString,
    refresh: Option<SecretString>,
    expires_at: Option<SystemTime>,
    /// A server took it.
    proven: Arc<AtomicBool>,
}

impl Token {
    /// A token that does not expire, as far as is known.
    pub fn new(secret: impl IntoSecret) -> Self {
        Self(Arc::new(Parts {
            secret: secret.into_secret(),
            refresh: None,
            expires_at: None,
            proven: Arc::default(),
        }))
    }

    /// Sets when the token expires. `None`: not known.
    #[must_use]
    pub fn with_expires_at(mut self, at: impl Into<Option<SystemTime>>) -> Self {
        Arc::make_mut(&mut self.0).expires_at = at.into();
        self
    }

    /// Sets how long the token lasts from now on. A time that the clock cannot hold means that it
    /// does not expire.
    #[must_use]
    pub fn with_expires_in(self, lifetime: Duration) -> Self {
        self.with_expires_at(SystemTime::now().checked_add(lifetime))
    }

    /// Sets the secret that a new token can be had for.
    #[must_use]
    pub fn with_refresh(mut self, secret: impl IntoSecret) -> Self {
        Arc::make_mut(&mut self.0).refresh = Some(secret.into_secret());
        self
    }

    /// The token itself, in clear.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.0.secret.expose_secret()
    }

    /// The secret that a new token can be had for, in clear.
    #[must_use]
    pub fn refresh_secret(&self) -> Option<&str> {
        self.0.refresh.as_ref().map(ExposeSecret::expose_secret)
    }

    /// When the token expires, if that is known.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.expires_at
    }

    /// Whether both are clones of one token.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether both hold the same secrets, wherever they come from.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        self.secret() == other.secret() && self.refresh_secret() == other.refresh_secret()
    }

    /// Takes note that a server took it.
    pub(crate) fn prove(&self) {
        if !self.is_proven() {
            self.0.proven.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn is_proven(&self) -> bool {
        self.0.proven.load(Ordering::Relaxed)
    }

    /// What is wrong with it, if no header can carry it.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        match self.secret() {
            "" => Some("is empty"),
            secret if http::HeaderValue::from_bytes(secret.as_bytes()).is_err() => {
                Some("holds what a header cannot carry, such as a line break at its end")
            }
            _ => None,
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("secret", &"…")
            .field("refresh", &self.0.refresh.as_ref().map(|_| "…"))
            .field("expires_at", &self.0.expires_at)
            .finish()
    }
}

/// Something that tokens come from: a login, a vault, another program.
///
/// A client asks it for a token when it has none, before the one it has expires, and after the
/// server refused one. It never asks twice at the same time, and keeps what it got; so a provider
/// need neither cache nor lock.
///
/// A function that returns a future of a token is one:
///
/// ```
#[doc = concat!("# use ", module_path!(), "::{Token, TokenProvider};")]
/// # use std::time::Duration;
/// # fn takes(provider: impl TokenProvider) {}
/// takes(|| async {
///     let text = std::env::var("TOKEN").unwrap_or_default();
///     Ok(Token::new(text).with_expires_in(Duration::from_secs(600)))
/// });
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// Gets a token.
    ///
    /// # Errors
    ///
    /// If none can be had. The error goes to every call that waits; the next call asks again.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Token, Error>>;

    /// Whether asking again can yield another token. When it cannot, a token that the server
    /// refuses is not asked for again.
    fn renewable(&self) -> bool {
        true
    }

    /// Whether a token that was kept from an earlier run is as good as one from here. A login that
    /// has just been made, perhaps by somebody else, may want to replace it.
    fn takes_stored(&self) -> bool {
        true
    }

    /// Which flows of the document it stands for, if it logs in by one. Its tokens then go with the
    /// calls that ask for a security scheme with such a flow, and from that scheme's endpoint.
    fn flows(&self) -> Option<ProviderFlows> {
        None
    }
}

/// The flows that a provider of tokens stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderFlows {
    /// Their kinds, the likeliest first.
    pub kinds: &'static [FlowKind],
    /// Whether every security scheme with such a flow gets a token of its own, or the first one
    /// alone: a code is good once, an id and a secret for as many tokens as there are schemes.
    pub each_scheme: bool,
}

impl<F, Fut> TokenProvider for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Token, Error>> + Send + 'static,
{
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(self())
    }
}

/// What a provider may need to get a token.
#[derive(Clone, Copy, Debug)]
pub struct TokenRequest<'a> {
    context: &'a AuthContext,
    previous: Option<&'a Token>,
}

impl<'a> TokenRequest<'a> {
    /// A request for a token, for tests of providers.
    #[must_use]
    pub fn new(context: &'a AuthContext, previous: Option<&'a Token>) -> Self {
        Self { context, previous }
    }

    /// The token that the new one replaces: expired, about to, refused by the server, or kept from
    /// an earlier run.
    #[must_use]
    pub fn previous(&self) -> Option<&'a Token> {
        self.previous
    }

    /// The client that asks.
    #[must_use]
    pub fn context(&self) -> &'a AuthContext {
        self.context
    }
}

/// Makes one exchange: any status is an answer, no answer is an error.
pub type Exchange =
    Arc<dyn Fn(HttpRequest) -> BoxFuture<'static, Result<Reply, Error>> + Send + Sync>;

/// What a provider may use of the client that it gets tokens for.
#[derive(Clone)]
pub struct AuthContext {
    api: &'static ApiInfo,
    logins: LoginAddresses,
    scheme: Option<&'static str>,
    scopes: Option<String>,
    exchange: Exchange,
    observers: Observers,
    retry: RetryPolicy,
}

impl AuthContext {
    /// The context of a client that sends calls to `base_url` and logins to `auth_url`, where that
    /// is set, by `exchange`.
    #[must_use]
    pub fn new(
        api: &'static ApiInfo,
        base_url: Url,
        auth_url: Option<Url>,
        exchange: Exchange,
        observers: Observers,
    ) -> Self {
        let logins = match auth_url {
            Some(login) => LoginAddresses {
                base: base_url,
                login,
                // part: oauth
                token: None,
                // part: oauth
                named_by: NamedBy::Caller,
            },
            None => LoginAddresses::document(base_url),
        };
        Self::with_logins(api, logins, exchange, observers)
    }

    pub(crate) fn with_logins(
        api: &'static ApiInfo,
        logins: LoginAddresses,
        exchange: Exchange,
        observers: Observers,
    ) -> Self {
        Self {
            api,
            logins,
            scheme: None,
            scopes: None,
            exchange,
            observers,
            retry: RetryPolicy::standard(),
        }
    }

    /// Sets when token requests are tried again. As [`RetryPolicy::standard`] has it unless set.
    #[must_use]
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// When token requests are tried again.
    #[must_use]
    pub fn retry(&self) -> RetryPolicy {
        self.retry
    }

    /// The facts of the API.
    #[must_use]
    pub fn api(&self) -> &'static ApiInfo {
        self.api
    }

    /// Where calls go.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.logins.base.as_str()
    }

    /// The login host, for addresses that the document gives relative to it.
    #[must_use]
    pub fn auth_url(&self) -> &str {
        self.logins.login.as_str()
    }

    /// The same for the token of one security scheme; `scopes` are those that the caller wants.
    pub(crate) fn of_scheme(&self, scheme: &'static str, scopes: Option<String>) -> Self {
        Self {
            scheme: Some(scheme),
            scopes,
            ..self.clone()
        }
    }

    /// The security scheme that a token is wanted for, if it is for one alone.
    #[must_use]
    pub fn scheme(&self) -> Option<&'static str> {
        self.scheme
    }

    /// The scopes that the caller wants, separated by spaces; else the document says which.
    #[must_use]
    pub fn scopes(&self) -> Option<&str> {
        self.scopes.as_deref()
    }

    // part: oauth
    pub(crate) fn logins(&self) -> &LoginAddresses {
        &self.logins
    }

    /// Sends a request over the client's own connections, with its proxy, TLS settings and
    /// timeouts, once, and without the client's credentials. Any status is an answer.
    ///
    /// # Errors
    ///
    /// If no answer came.
    pub async fn send(&self, request: HttpRequest) -> Result<Reply, Error> {
        (self.exchange)(request).await
    }

    fn observers(&self) -> &Observers {
        &self.observers
    }
}

impl fmt::Debug for AuthContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthContext")
            .field("api", &self.api.title)
            .field("host", &self.logins.base.host_str())
            .finish_non_exhaustive()
    }
}

/// Where logins and token requests may go.
#[derive(Clone, Debug)]
pub(crate) struct LoginAddresses {
    /// Where calls go.
    pub(crate) base: Url,
    /// The login host.
    pub(crate) login: Url,
    // part: oauth
    /// The token endpoint, if the caller named it.
    pub(crate) token: Option<Url>,
    // part: oauth
    /// Who named them.
    pub(crate) named_by: NamedBy,
}

// part: oauth
/// Who named the host that logins go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamedBy {
    /// The document alone: its addresses count as they stand.
    Document,
    /// The caller, who set a login URL or a gateway: of the document's addresses the paths count.
    Caller,
    /// The caller, but for calls alone: the base URL replaces the document's servers.
    BaseUrl,
}

impl LoginAddresses {
    /// Logins on the host of the calls, unless the document says otherwise.
    pub(crate) fn document(base: Url) -> Self {
        let mut login = base.clone();
        login.set_path("");
        login.set_query(None);
        Self {
            base,
            login,
            // part: oauth
            token: None,
            // part: oauth
            named_by: NamedBy::Document,
        }
    }

    // part: oauth
    /// Logins on a host that the caller named.
    pub(crate) fn caller(login: Url) -> Self {
        Self {
            base: login.clone(),
            login,
            token: None,
            named_by: NamedBy::Caller,
        }
    }
}

/// Where a token is kept between runs of a program, such as a file or the system's key ring.
///
/// A client reads it before it asks for a token, the first one and every later one, and writes it
/// after each new one. So several processes can share one: what another process has put there is
/// used, also where the login server refuses the refresh token because the other has used it up. A
/// store that fails should say so in its own way: the client goes on with the token that it has.
pub trait TokenStore: Send + Sync + 'static {
    /// The token that was kept, if there is one.
    fn load(&self) -> BoxFuture<'_, Option<Token>>;

    /// Keeps a token in place of any other.
    fn save(&self, token: Token) -> BoxFuture<'_, ()>;

    /// Forgets the token.
    fn clear(&self) -> BoxFuture<'_, ()>;
}

/// How a client gets its token, while it is being built.
#[derive(Clone)]
pub struct AuthSettings {
    token: Option<Token>,
    provider: Option<Arc<dyn TokenProvider>>,
    store: Option<Arc<dyn TokenStore>>,
    margin: Duration,
    of_schemes: Vec<(&'static str, Arc<dyn TokenProvider>)>,
    scopes: Vec<(String, String)>,
}

impl AuthSettings {
    /// How long before its end a token is renewed, unless set otherwise.
    pub const MARGIN: Duration = Duration::from_secs(60);

    /// Takes a token as it is, in place of any provider.
    pub fn set_token(&mut self, token: Token) {
        self.token = Some(token);
        self.provider = None;
    }

    /// Takes tokens from a provider, in place of any token or provider set before.
    pub fn set_provider(&mut self, provider: impl TokenProvider) {
        self.token = None;
        self.provider = Some(Arc::new(provider));
    }

    /// Takes the tokens of one security scheme from a provider of its own.
    pub fn set_provider_of(&mut self, scheme: &'static str, provider: impl TokenProvider) {
        self.of_schemes.retain(|(known, _)| *known != scheme);
        self.of_schemes.push((scheme, Arc::new(provider)));
    }

    /// Sets the scopes that tokens of a security scheme are asked for.
    pub fn set_scopes(&mut self, scheme: String, scopes: String) {
        self.scopes.retain(|(known, _)| *known != scheme);
        self.scopes.push((scheme, scopes));
    }

    /// The scopes that were set for a security scheme.
    pub(crate) fn scopes_of(&self, scheme: &str) -> Option<String> {
        let found = self.scopes.iter().find(|(known, _)| known == scheme);
        found.map(|(_, scopes)| scopes.clone())
    }

    /// Keeps tokens between runs.
    pub fn set_store(&mut self, store: impl TokenStore) {
        self.store = Some(Arc::new(store));
    }

    /// Sets how long before its end a token is renewed.
    pub fn set_margin(&mut self, margin: Duration) {
        self.margin = margin;
    }

    /// Whether there is anything that a token can come from.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.token.is_some() || self.provider.is_some()
    }

    /// The token that was set, if it cannot be sent.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        self.token.as_ref()?.fault()
    }

    /// What hands out the tokens to calls: the source that all schemes share, and those of schemes
    /// that have one of their own.
    pub(crate) fn into_sources(
        mut self,
        context: &AuthContext,
    ) -> (Option<TokenSource>, SchemeTokens) {
        let scopes = self.clone();
        let context_of = |scheme| context.of_scheme(scheme, scopes.scopes_of(scheme));
        let mut tokens = SchemeTokens::default();
        for (scheme, provider) in std::mem::take(&mut self.of_schemes) {
            let source = TokenSource::new(provider, None, self.margin, context_of(scheme));
            tokens.add(scheme, source);
        }
        let flows = self.provider.as_ref().and_then(|provider| provider.flows());
        let mut shared_context = context.clone();
        if let (Some(flows), Some(provider)) = (flows, &self.provider) {
            let served = tokens.serve(context.api(), flows);
            if let Some((first, others)) = served.split_first() {
                shared_context = context_of(first);
                for scheme in others {
                    let provider = Arc::clone(provider);
                    let own = TokenSource::new(provider, None, self.margin, context_of(scheme));
                    tokens.add(scheme, own);
                }
            }
        }
        (self.into_source(shared_context), tokens)
    }

    /// What hands out the token to calls; `None` if there is nothing that it can come from.
    #[must_use]
    pub fn into_source(self, context: AuthContext) -> Option<TokenSource> {
        match (self.token, self.provider) {
            (Some(token), _) => Some(TokenSource::fixed(token, context)),
            (None, Some(provider)) => {
                Some(TokenSource::new(provider, self.store, self.margin, context))
            }
            (None, None) => None,
        }
    }
}

impl Default for AuthSettings {
    fn default() -> Self {
        Self {
            token: None,
            provider: None,
            store: None,
            margin: Self::MARGIN,
            of_schemes: Vec::new(),
            scopes: Vec::new(),
        }
    }
}

impl fmt::Debug for AuthSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthSettings")
            .field("token", &self.token)
            .field("provider", &self.provider.is_some())
            .field("store", &self.store.is_some())
            .field("margin", &self.margin)
            .finish()
    }
}
