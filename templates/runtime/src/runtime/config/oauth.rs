//! How a client is told to log in by OAuth 2.

use crate::runtime::api::FlowKind;
use crate::runtime::auth::IntoSecret;
use crate::runtime::auth::oauth::{App, DeviceLogin, Grant, Login, PkceVerifier};
use crate::runtime::call::client::ApiClient;
use crate::runtime::config::builder::Builder;
use crate::runtime::wire::error::Error;

impl<C: ApiClient> Builder<C> {
    /// Gets tokens by the client's own id and secret.
    pub fn client_credentials(self, id: impl Into<String>, secret: impl IntoSecret) -> Self {
        self.token_provider(Grant::client_credentials(App::confidential(id, secret)))
    }

    /// Gets a token for a code that a login gave to an application with a secret, and renews it as
    /// long as the server allows. `redirect_uri` is that of the login. See also [`Login`].
    pub fn authorization_code(
        self,
        id: impl Into<String>,
        secret: impl IntoSecret,
        code: impl IntoSecret,
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
        code: impl IntoSecret,
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
        secret: impl IntoSecret,
        token: impl IntoSecret,
    ) -> Self {
        self.token_provider(Grant::refresh_token(App::confidential(id, secret), token))
    }

    /// Gets tokens for a SAML2 assertion, base64-encoded. See [`Grant::organization`] for APIs that
    /// ask for the organization's name.
    pub fn saml2_bearer(
        self,
        id: impl Into<String>,
        secret: impl IntoSecret,
        assertion: impl IntoSecret,
    ) -> Self {
        self.token_provider(Grant::saml2_bearer(
            App::confidential(id, secret),
            assertion,
        ))
    }

    /// Gets tokens by a person's name and password, for servers that know no applications. See
    /// [`Grant::password`] for those that do.
    pub fn password(self, user: impl Into<String>, password: impl IntoSecret) -> Self {
        self.token_provider(Grant::password(App::none(), user, password))
    }

    /// Sends token requests to exactly that address, whatever the document says.
    pub fn token_url(mut self, address: impl AsRef<str>) -> Self {
        self.set_token_url(address.as_ref());
        self
    }

    /// Asks for these scopes, separated by spaces, when a token of that security scheme is wanted.
    /// Unless set, a client asks for those that the operations of the document need.
    pub fn scopes(mut self, scheme: impl Into<String>, scopes: impl Into<String>) -> Self {
        self.auth_settings()
            .set_scopes(scheme.into(), scopes.into());
        self
    }

    /// Begins a login on a device without a browser, by the settings so far.
    ///
    /// # Errors
    ///
    /// If the document names no endpoint for such logins, or the server refuses.
    pub async fn device_login(&self, id: impl Into<String>) -> Result<DeviceLogin, Error> {
        let context = self.auth_context(FlowKind::DeviceAuthorization)?;
        DeviceLogin::begin(context, App::public(id)).await
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
