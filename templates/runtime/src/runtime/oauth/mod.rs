//! OAuth 2: a grant in, tokens for the client's calls out, renewed for as long as the grant allows.
//!
//! A [`Grant`] is what a client gets its tokens by; `Builder` has a method for each. A [`Login`]
//! sends a person to the login page and makes a grant of what comes back, for command-line programs
//! by a loopback listener (feature `loopback`). What differs from one API to the next (paths, names
//! of parameters) is data: [`OAuthInfo`].
//!
//! Of the `oauth2` crate only the PKCE challenge would be left: it has no SAML2 bearer grant and no
//! fields of one's own there, keeps secrets in memory that is not wiped, and brings three crates
//! in older versions of their own (`rand`, `thiserror`, `base64`).

use secrecy::SecretString;

use crate::runtime::api::{OAuthFlow, OAuthInfo};
use crate::runtime::auth::AuthSettings;
use crate::runtime::builder::Builder;
use crate::runtime::client::ApiClient;
use crate::runtime::error::Error;

mod address;
mod endpoint;
mod error;
mod grant;
mod login;
mod logout;
#[cfg(feature = "loopback")]
mod loopback;
mod pkce;

pub use error::OAuthError;
pub use grant::{App, Grant};
pub use login::Login;
#[cfg(feature = "loopback")]
pub use loopback::Loopback;
pub use pkce::PkceVerifier;

impl OAuthInfo {
    /// These flows, without a logout and without parameters of the API's own.
    #[must_use]
    pub const fn new(flows: &'static [OAuthFlow]) -> Self {
        Self {
            flows,
            logout_path: None,
            revoke_path: None,
            host_rewrite: None,
            org_parameter: None,
            provider_parameter: None,
            saml_org_parameter: None,
            client_credentials: Some(client_credentials),
        }
    }
}

/// Gets tokens by id and secret: what [`OAuthInfo::client_credentials`] is set to.
pub fn client_credentials(settings: &mut AuthSettings, id: String, secret: SecretString) {
    settings.set_provider(Grant::client_credentials(App::confidential(id, secret)));
}

impl<C: ApiClient> Builder<C> {
    /// Gets tokens by the client's own id and secret.
    pub fn client_credentials(
        self,
        id: impl Into<String>,
        secret: impl Into<SecretString>,
    ) -> Self {
        self.token_provider(Grant::client_credentials(App::confidential(id, secret)))
    }

    /// Gets a token for a code that a login gave to an application with a secret, and renews it as
    /// long as the server allows. `redirect_uri` is that of the login. See also [`Login`].
    pub fn authorization_code(
        self,
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        code: impl Into<SecretString>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let app = App::confidential(id, secret);
        self.token_provider(Grant::authorization_code(app, code, redirect_uri))
    }

    /// Gets a token for a code that a login with PKCE gave to an application without a secret, and
    /// renews it as long as the server allows. `redirect_uri` is that of the login. See also
    /// [`Login`].
    pub fn pkce(
        self,
        id: impl Into<String>,
        code: impl Into<SecretString>,
        verifier: PkceVerifier,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let grant = Grant::authorization_code(App::public(id), code, redirect_uri);
        self.token_provider(grant.verifier(verifier))
    }

    /// Gets tokens for a refresh token that an earlier login of an application with a secret gave.
    pub fn refresh_token(
        self,
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        token: impl Into<SecretString>,
    ) -> Self {
        self.token_provider(Grant::refresh_token(App::confidential(id, secret), token))
    }

    /// Gets tokens for a SAML2 assertion, base64-encoded. See [`Grant::organization`] for APIs that
    /// ask for the organization's name.
    pub fn saml2_bearer(
        self,
        id: impl Into<String>,
        secret: impl Into<SecretString>,
        assertion: impl Into<SecretString>,
    ) -> Self {
        self.token_provider(Grant::saml2_bearer(
            App::confidential(id, secret),
            assertion,
        ))
    }

    /// Gets tokens by a grant.
    pub fn grant(self, grant: Grant) -> Self {
        self.token_provider(grant)
    }

    /// Begins a login by a person, with the login host of the settings so far. `redirect_uri` is
    /// where the login page sends the browser in the end.
    ///
    /// # Errors
    ///
    /// If the API has no OAuth, no login host is known, or the system has no random numbers.
    pub fn login(
        &self,
        id: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Result<Login, Error> {
        Login::at(C::API, &self.login_addresses()?, id, redirect_uri)
    }
}
