//! OAuth 2: a grant in, tokens for the client's calls out, renewed for as long as the grant allows.
//!
//! A [`Grant`] is what a client gets its tokens by; `Builder` has a method for each. A [`Login`]
//! sends a person to the login page and makes a grant of what comes back, for command-line programs
//! by a loopback listener (feature `loopback`). What differs from one API to the next (paths, names
//! of parameters) is data: [`OAuthInfo`](crate::runtime::api::OAuthInfo).
//!
//! Of the `oauth2` crate only the PKCE challenge would be left: it has no SAML2 bearer grant and no
//! fields of one's own there, keeps secrets in memory that is not wiped, and brings three crates
//! in older versions of their own (`rand`, `thiserror`, `base64`).

use secrecy::SecretString;

use crate::runtime::api::ApiInfo;
use crate::runtime::auth::AuthSettings;

mod address;
mod app;
mod device;
pub(crate) mod endpoint;
mod error;
mod grant;
mod login;
#[cfg(feature = "loopback")]
mod loopback;
mod pkce;

pub use app::App;
pub use device::DeviceLogin;
pub use error::OAuthError;
pub use grant::Grant;
pub use login::Login;
#[cfg(feature = "loopback")]
pub use loopback::Loopback;
pub use pkce::PkceVerifier;

/// Takes id and secret from settings outside the program; gives them back where the API has no
/// OAuth.
pub(crate) fn log_in(
    api: &ApiInfo,
    settings: &mut AuthSettings,
    found: Option<(String, SecretString)>,
) -> Option<(String, SecretString)> {
    if api.oauth.is_some() {
        let (id, secret) = found?;
        settings.set_provider(Grant::client_credentials(App::confidential(id, secret)));
        return None;
    }
    found
}
