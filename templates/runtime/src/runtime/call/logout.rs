//! The end of a login.

use http::Method;
use http::header::AUTHORIZATION;
use url::Url;
use zeroize::Zeroizing;

use crate::runtime::auth::oauth::endpoint::{info, join};
use crate::runtime::call::client::Handle;
use crate::runtime::call::mode::{Async, Mode};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::request::sensitive;

impl<M: Mode> Handle<M> {
    /// Where to send a browser so that it is logged out too, and from there to `redirect_uri`,
    /// where one is given.
    ///
    /// # Errors
    ///
    /// If the API has no such page, or the client no login.
    pub fn logout_url(&self, id: &str, redirect_uri: Option<&str>) -> Result<String, Error> {
        let missing = |what: &'static str| Error::new(ErrorKind::Config, what);
        let path = info(self.core.api)?
            .logout_path
            .ok_or_else(|| missing("the API has no page to log out at"))?;
        let source = self
            .token_source()
            .ok_or_else(|| missing("the client has no login"))?;
        let context = source.context();
        let base = context.auth_url();
        let mut url = Url::parse(&join(base, path)).map_err(|error| {
            missing("the address of the page to log out at is not valid").with_source(error)
        })?;
        let mut query = url.query_pairs_mut();
        query.append_pair("client_id", id);
        if let Some(redirect_uri) = redirect_uri {
            query.append_pair("redirect_uri", redirect_uri);
        }
        drop(query);
        Ok(url.into())
    }
}

impl Handle<Async> {
    /// Revokes the client's token at the server, where the API can do that, and forgets it, here
    /// and in the token store. The client can be used again: its next call asks for a new token, if
    /// the grant can give one.
    ///
    /// # Errors
    ///
    /// If the server did not revoke the token. It is forgotten all the same.
    pub async fn logout(&self) -> Result<(), Error> {
        let Some(source) = self.token_source() else {
            return Ok(());
        };
        let path = self.core.api.oauth.and_then(|info| info.revoke_path);
        let revoked = match (path, source.current()) {
            (Some(path), Some(token)) => {
                // Sent by hand, so that a token that is refused is not renewed first.
                let mut call = self.request(Method::DELETE, path).with_no_auth();
                let value = sensitive(&Zeroizing::new(format!("Bearer {}", token.secret())))?;
                call.request.headers_mut().insert(AUTHORIZATION, value);
                call.send().await.map(drop)
            }
            _ => Ok(()),
        };
        source.forget().await;
        match revoked {
            // The token was not good any more.
            Err(error) if error.is_auth() || error.is_not_found() => Ok(()),
            other => other,
        }
    }
}

#[cfg(feature = "blocking")]
impl Handle<crate::runtime::call::mode::Blocking> {
    /// Revokes the client's token at the server, where the API can do that, and forgets it, here
    /// and in the token store. The client can be used again: its next call asks for a new token, if
    /// the grant can give one.
    ///
    /// # Errors
    ///
    /// If the server did not revoke the token. It is forgotten all the same.
    pub fn logout(&self) -> Result<(), Error> {
        let handle = Handle {
            core: self.core.clone(),
            mode: Async,
        };
        let within = self.core.limits.timeout;
        self.mode
            .wait_within(within, async move { handle.logout().await })?
    }
}
