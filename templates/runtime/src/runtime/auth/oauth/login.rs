//! A login by a person: an address to send a browser to out, the address it comes back with in, a
//! [`Grant`] out.

use std::fmt;

use url::Url;

use super::address::{Endpoint, not_named};
use super::app::App;
use super::endpoint::{info, one_line};
use super::error::OAuthError;
use super::grant::Grant;
use super::pkce::{PkceVerifier, is_same, random_text};
use crate::runtime::api::{ApiInfo, FlowKind, OAuthInfo};
use crate::runtime::auth::{IntoSecret, LoginAddresses};
use crate::runtime::wire::error::{Error, ErrorKind};

/// A login by a person, with PKCE.
///
/// Send a browser to [`url`](Self::url); what it comes back with at the redirect URI goes to
/// [`finish`](Self::finish), and the grant that it gives goes to `Builder::grant`. A server that
/// answers the browser elsewhere keeps [`state`](Self::state) and [`verifier`](Self::verifier)
/// meanwhile.
#[derive(Clone)]
pub struct Login {
    info: &'static OAuthInfo,
    authorize: Url,
    app: App,
    redirect_uri: String,
    state: String,
    verifier: Option<PkceVerifier>,
    parameters: Vec<(String, String)>,
}

impl Login {
    /// A login at that host, for an application without a secret. `Builder::login` knows the host.
    ///
    /// # Errors
    ///
    /// If the API has no OAuth, the address of its login is not valid, or the system has no random
    /// numbers.
    pub fn new(
        api: &'static ApiInfo,
        login_url: &str,
        id: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Result<Self, Error> {
        let url = Url::parse(login_url).map_err(|error| {
            Error::new(ErrorKind::Config, "the login URL is not valid").with_source(error)
        })?;
        Self::at(api, &LoginAddresses::caller(url), id, redirect_uri)
    }

    /// A login at the endpoint that these addresses lead to.
    pub(crate) fn at(
        api: &'static ApiInfo,
        addresses: &LoginAddresses,
        id: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Result<Self, Error> {
        let info = info(api)?;
        let authorize = addresses.endpoint(api, None, Endpoint::Authorize)?;
        let authorize = authorize.ok_or_else(|| not_named(Endpoint::Authorize))?;
        let code = info
            .flows
            .iter()
            .find(|flow| flow.kind == FlowKind::AuthorizationCode);
        let scopes = code.map_or_else(String::new, |flow| flow.scopes.join(" "));
        let parameters = match scopes.as_str() {
            "" => Vec::new(),
            _ => vec![("scope".to_owned(), scopes)],
        };
        Ok(Self {
            info,
            authorize,
            app: App::public(id),
            redirect_uri: redirect_uri.into(),
            state: random_text::<16>()?.to_string(),
            verifier: Some(PkceVerifier::random()?),
            parameters,
        })
    }

    /// Sets the secret of an application that has one.
    #[must_use]
    pub fn secret(mut self, secret: impl IntoSecret) -> Self {
        self.app.secret = Some(secret.into_secret());
        self
    }

    /// Leaves PKCE out, for servers that know an application with a secret alone.
    #[must_use]
    pub fn without_pkce(mut self) -> Self {
        self.verifier = None;
        self
    }

    /// Takes a login up again that began with this state and verifier.
    #[must_use]
    pub fn resume(mut self, state: impl Into<String>, verifier: Option<PkceVerifier>) -> Self {
        self.state = state.into();
        self.verifier = verifier;
        self
    }

    /// Asks for scopes, separated by spaces.
    #[must_use]
    pub fn scope(self, scopes: impl Into<String>) -> Self {
        self.extra("scope", scopes)
    }

    /// Tells the login page who is about to log in.
    #[must_use]
    pub fn login_hint(self, hint: impl Into<String>) -> Self {
        self.extra("login_hint", hint)
    }

    /// Tells the login page what to ask for; `login` asks even those who are logged in.
    #[must_use]
    pub fn prompt(self, prompt: impl Into<String>) -> Self {
        self.extra("prompt", prompt)
    }

    /// Names the organization to log in to and the identity provider to log in by, in the
    /// parameters that the API has for them.
    ///
    /// # Errors
    ///
    /// If the API has none: see [`extra`](Self::extra) then.
    pub fn organization(
        self,
        organization: impl Into<String>,
        provider: impl Into<String>,
    ) -> Result<Self, Error> {
        match (self.info.org_parameter, self.info.provider_parameter) {
            (Some(org), Some(by)) => Ok(self.extra(org, organization).extra(by, provider)),
            _ => Err(Error::new(
                ErrorKind::Config,
                "the API has no parameters for organization and provider; see Login::extra",
            )),
        }
    }

    /// Adds a parameter to the login page's address, in place of an earlier one of that name.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.parameters.retain(|(known, _)| *known != name);
        self.parameters.push((name, value.into()));
        self
    }

    /// Where to send the browser.
    #[must_use]
    pub fn url(&self) -> String {
        let mut url = self.authorize.clone();
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.app.id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", &self.state);
        if let Some(verifier) = &self.verifier {
            query
                .append_pair("code_challenge", &verifier.challenge())
                .append_pair("code_challenge_method", "S256");
        }
        query.extend_pairs(&self.parameters);
        drop(query);
        url.into()
    }

    /// Where the browser comes back to.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// What the browser has to come back with, so that nobody else's login is taken for this one.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// The secret of PKCE.
    #[must_use]
    pub fn verifier(&self) -> Option<&PkceVerifier> {
        self.verifier.as_ref()
    }

    /// Makes a grant of the address that the browser came back to, or of its query.
    ///
    /// # Errors
    ///
    /// If the state is not this login's, the login was refused ([`Error::oauth`] tells why), or
    /// there is no code.
    pub fn finish(self, redirected: impl AsRef<str>) -> Result<Grant, Error> {
        let redirected = redirected.as_ref();
        let query = redirected
            .split_once('?')
            .map_or(redirected, |(_, query)| query);
        let query = query.split('#').next().unwrap_or(query);
        let value = |name: &str| {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            pairs
                .find(|(known, _)| known == name)
                .map(|(_, value)| value)
        };
        if !value("state").is_some_and(|state| is_same(&state, &self.state)) {
            let message = "the browser came back with a state that is not this login's";
            return Err(Error::new(ErrorKind::Auth, message));
        }
        if let Some(error) = value("error") {
            let reason = OAuthError {
                error: one_line(&error),
                description: value("error_description").map(|text| one_line(&text)),
                status: None,
            };
            return Err(Error::new(ErrorKind::Auth, reason.to_string()).with_source(reason));
        }
        match value("code") {
            Some(code) if !code.is_empty() => Ok(self.grant(&code)),
            _ => Err(Error::new(
                ErrorKind::Auth,
                "the browser came back without a code",
            )),
        }
    }

    fn grant(self, code: &str) -> Grant {
        let grant = Grant::authorization_code(self.app, code, self.redirect_uri);
        match self.verifier {
            Some(verifier) => grant.verifier(verifier),
            None => grant,
        }
    }

    #[cfg(feature = "loopback")]
    pub(super) fn set_redirect_uri(&mut self, redirect_uri: String) {
        self.redirect_uri = redirect_uri;
    }
}

impl fmt::Debug for Login {
    /// Leaves out the state, which nobody else may know.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("app", &self.app.id)
            .field("host", &self.authorize.host_str())
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}
