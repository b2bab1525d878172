//! What a client gets its tokens by: an application and a grant in, token requests out.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use secrecy::{ExposeSecret, SecretString};

use super::address::Endpoint;
use super::app::App;
use super::endpoint::{self, Form};
use super::pkce::PkceVerifier;
use crate::runtime::api::FlowKind;
use crate::runtime::auth::{
    AuthContext, BoxFuture, IntoSecret, ProviderFlows, Token, TokenProvider, TokenRequest,
};
use crate::runtime::wire::error::{Error, ErrorKind};

/// What a client gets its tokens by.
#[derive(Clone)]
pub struct Grant {
    app: App,
    kind: Kind,
    organization: Option<String>,
    fields: Vec<(String, SecretString)>,
}

#[derive(Clone)]
enum Kind {
    ClientCredentials,
    Saml2 {
        assertion: SecretString,
    },
    Code {
        code: SecretString,
        redirect_uri: String,
        verifier: Option<PkceVerifier>,
        /// The server has seen the code: it takes it once. Clones share this.
        used: Arc<AtomicBool>,
    },
    Refresh {
        token: Option<SecretString>,
    },
    Password {
        user: String,
        password: SecretString,
    },
    /// A token that a login has given already; clones share whether it was handed out.
    Obtained {
        token: Token,
        used: Arc<AtomicBool>,
    },
}

impl Grant {
    /// Tokens for the application itself, by its id and secret.
    #[must_use]
    pub fn client_credentials(app: App) -> Self {
        Self::new(app, Kind::ClientCredentials)
    }

    /// A token for the code of a login, then tokens for its refresh token. `redirect_uri` is that
    /// of the login.
    pub fn authorization_code(
        app: App,
        code: impl IntoSecret,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let kind = Kind::Code {
            code: code.into_secret(),
            redirect_uri: redirect_uri.into(),
            verifier: None,
            used: Arc::default(),
        };
        Self::new(app, kind)
    }

    /// Tokens for a refresh token.
    pub fn refresh_token(app: App, token: impl IntoSecret) -> Self {
        let token = Some(token.into_secret());
        Self::new(app, Kind::Refresh { token })
    }

    /// Tokens for the refresh token that the client's token store has kept from an earlier login.
    /// Without one, calls fail and say that a login is needed.
    #[must_use]
    pub fn stored(app: App) -> Self {
        Self::new(app, Kind::Refresh { token: None })
    }

    /// Tokens for a person's name and password, then for the refresh token that came with them.
    pub fn password(app: App, user: impl Into<String>, password: impl IntoSecret) -> Self {
        let (user, password) = (user.into(), password.into_secret());
        Self::new(app, Kind::Password { user, password })
    }

    /// A token that is there already, then tokens for its refresh token.
    pub(super) fn obtained(app: App, token: Token) -> Self {
        let used = Arc::default();
        Self::new(app, Kind::Obtained { token, used })
    }

    /// Tokens for a SAML2 assertion, base64-encoded.
    pub fn saml2_bearer(app: App, assertion: impl IntoSecret) -> Self {
        let assertion = assertion.into_secret();
        Self::new(app, Kind::Saml2 { assertion })
    }

    /// Sets the verifier of a login with PKCE. It counts for authorization codes alone.
    #[must_use]
    pub fn verifier(mut self, verifier: PkceVerifier) -> Self {
        if let Kind::Code { verifier: slot, .. } = &mut self.kind {
            *slot = Some(verifier);
        }
        self
    }

    /// Names the organization of a SAML2 assertion, in the form field that the API has for it.
    #[must_use]
    pub fn organization(mut self, name: impl Into<String>) -> Self {
        self.organization = Some(name.into());
        self
    }

    /// Adds a field to every token request, such as `scope`.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl IntoSecret) -> Self {
        self.fields.push((name.into(), value.into_secret()));
        self
    }

    fn new(app: App, kind: Kind) -> Self {
        Self {
            app,
            kind,
            organization: None,
            fields: Vec::new(),
        }
    }

    async fn obtain(&self, request: TokenRequest<'_>) -> Result<Token, Error> {
        let context = request.context();
        let kept = request.previous().and_then(Token::refresh_secret);
        match (&self.kind, kept) {
            (Kind::ClientCredentials, _) => {
                let fields = vec![("grant_type", "client_credentials")];
                let endpoint = Endpoint::Token(&[FlowKind::ClientCredentials]);
                self.send(context, endpoint, fields, Vec::new(), true).await
            }
            (Kind::Saml2 { assertion }, _) => self.saml2(context, assertion.expose_secret()).await,
            (
                Kind::Code {
                    code,
                    redirect_uri,
                    verifier,
                    used,
                },
                _,
            ) if !used.load(Ordering::Acquire) => {
                let code = code.expose_secret();
                let result = self
                    .code(context, code, redirect_uri, verifier.as_ref())
                    .await;
                // Without an answer the code may still be good, or used up: the next try will tell.
                if result
                    .as_ref()
                    .map_or_else(|error| error.oauth().is_some(), |_| true)
                {
                    used.store(true, Ordering::Release);
                }
                result
            }
            (Kind::Obtained { token, used }, _) if !used.swap(true, Ordering::AcqRel) => {
                Ok(token.clone())
            }
            (_, Some(kept)) => self.refresh(context, kept).await,
            (Kind::Password { user, password }, None) => {
                let password = password.expose_secret();
                let fields = vec![
                    ("grant_type", "password"),
                    ("username", user.as_str()),
                    ("password", password),
                ];
                let endpoint = Endpoint::Token(&[FlowKind::Password]);
                self.send(context, endpoint, fields, vec![password], true)
                    .await
            }
            (Kind::Refresh { token: Some(token) }, None) => {
                self.refresh(context, token.expose_secret()).await
            }
            _ => Err(Error::new(
                ErrorKind::Auth,
                "a new login is needed: there is no refresh token to get another token for",
            )),
        }
    }

    async fn saml2(&self, context: &AuthContext, assertion: &str) -> Result<Token, Error> {
        let mut fields = vec![
            (
                "grant_type",
                "urn:ietf:params:oauth:grant-type:saml2-bearer",
            ),
            ("assertion", assertion),
        ];
        if let Some(organization) = &self.organization {
            let Some(name) = endpoint::info(context.api())?.saml_org_parameter else {
                return Err(Error::new(
                    ErrorKind::Config,
                    "the API has no form field for the organization; see Grant::field",
                ));
            };
            fields.push((name, organization));
        }
        // No document can declare this grant: its endpoint is that of the other ones for programs.
        let endpoint = Endpoint::Token(&[FlowKind::ClientCredentials, FlowKind::AuthorizationCode]);
        self.send(context, endpoint, fields, vec![assertion], true)
            .await
    }

    async fn code(
        &self,
        context: &AuthContext,
        code: &str,
        redirect_uri: &str,
        verifier: Option<&PkceVerifier>,
    ) -> Result<Token, Error> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
        ];
        let mut secrets = vec![code];
        if let Some(verifier) = verifier {
            fields.push(("code_verifier", verifier.secret()));
            secrets.push(verifier.secret());
        }
        let endpoint = Endpoint::Token(&[FlowKind::AuthorizationCode]);
        self.send(context, endpoint, fields, secrets, false).await
    }

    /// Keeps the refresh token where the server gives no new one.
    async fn refresh(&self, context: &AuthContext, refresh: &str) -> Result<Token, Error> {
        let fields = vec![("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let endpoint = Endpoint::Refresh(self.refreshed_flows());
        let token = self
            .send(context, endpoint, fields, vec![refresh], false)
            .await?;
        Ok(match token.refresh_secret() {
            Some(_) => token,
            None => token.with_refresh(refresh),
        })
    }

    /// The flows that the refresh token may come from, the likeliest first.
    fn refreshed_flows(&self) -> &'static [FlowKind] {
        match &self.kind {
            Kind::ClientCredentials | Kind::Saml2 { .. } => &[FlowKind::ClientCredentials],
            Kind::Code { .. } => &[FlowKind::AuthorizationCode],
            Kind::Password { .. } => &[FlowKind::Password],
            Kind::Obtained { .. } => &[FlowKind::DeviceAuthorization],
            Kind::Refresh { .. } => &[
                FlowKind::AuthorizationCode,
                FlowKind::DeviceAuthorization,
                FlowKind::Password,
            ],
        }
    }

    /// Whether a token request names scopes: that for a code has named them at the login page.
    fn asks_for_scopes(&self) -> bool {
        let is_new = matches!(self.kind, Kind::ClientCredentials | Kind::Password { .. });
        is_new && !self.fields.iter().any(|(name, _)| name == "scope")
    }

    async fn send(
        &self,
        context: &AuthContext,
        endpoint: Endpoint,
        fields: Vec<(&str, &str)>,
        secrets: Vec<&str>,
        repeatable: bool,
    ) -> Result<Token, Error> {
        let (mut fields, mut secrets) = (fields, secrets);
        let flows = match endpoint {
            Endpoint::Token(flows) if self.asks_for_scopes() => flows,
            _ => &[],
        };
        let scopes = match flows {
            [] => None,
            flows => context.wanted_scopes(flows)?,
        };
        if let Some(scopes) = &scopes {
            fields.push(("scope", scopes));
        }
        let endpoint = context.endpoint(endpoint).await?;
        for (name, value) in &self.fields {
            fields.push((name, value.expose_secret()));
            secrets.push(value.expose_secret());
        }
        let form = Form {
            app: &self.app,
            endpoint,
            fields,
            secrets,
            repeatable,
        };
        form.send(context).await
    }
}

impl TokenProvider for Grant {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(self.obtain(request))
    }

    fn flows(&self) -> Option<ProviderFlows> {
        Some(ProviderFlows {
            kinds: self.refreshed_flows(),
            each_scheme: matches!(self.kind, Kind::ClientCredentials),
        })
    }

    /// A login that has just been made counts for more than what was kept of an earlier one.
    fn takes_stored(&self) -> bool {
        match &self.kind {
            Kind::Code { used, .. } | Kind::Obtained { used, .. } => used.load(Ordering::Acquire),
            _ => true,
        }
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            Kind::ClientCredentials => "client credentials",
            Kind::Saml2 { .. } => "SAML2 bearer",
            Kind::Code { .. } => "authorization code",
            Kind::Refresh { .. } => "refresh token",
            Kind::Password { .. } => "password",
            Kind::Obtained { .. } => "token of a login",
        };
        f.debug_struct("Grant")
            .field("kind", &kind)
            .field("app", &self.app.id)
            .finish_non_exhaustive()
    }
}
