//! How a client is told to log in by OAuth 2.

use secrecy::SecretString;

use crate::runtime::auth::oauth::{App, Grant, Login, PkceVerifier};
use crate::runtime::call::client::ApiClient;
use crate::runtime::config::builder::Builder;
use crate::runtime::wire::error::Error;

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
