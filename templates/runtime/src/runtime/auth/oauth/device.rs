//! A login on a device without a browser: a code to show out, a [`Grant`] in the end.

use std::fmt;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use tokio::time::Instant;
use url::form_urlencoded;

use super::address::Endpoint;
use super::app::App;
use super::endpoint::{Form, one_line};
use super::grant::Grant;
use crate::runtime::api::FlowKind;
use crate::runtime::auth::AuthContext;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::HttpRequest;

/// How long to wait between two questions unless the server says otherwise.
const INTERVAL: Duration = Duration::from_secs(5);

/// A login on a device without a browser. `Builder::device_login` begins one.
///
/// Show [`user_code`](Self::user_code) and [`verification_uri`](Self::verification_uri) to the person
/// who logs in; [`wait`](Self::wait) until they have done so, and give the grant to `Builder::grant`.
pub struct DeviceLogin {
    context: AuthContext,
    app: App,
    begun: Begun,
    interval: Duration,
    ends_at: Option<Instant>,
}

/// What the server answers to the beginning of a login.
#[derive(Deserialize)]
struct Begun {
    #[serde(deserialize_with = "secret")]
    device_code: SecretString,
    user_code: String,
    #[serde(alias = "verification_url")]
    verification_uri: String,
    verification_uri_complete: Option<String>,
    expires_in: Option<u64>,
    interval: Option<u64>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

impl DeviceLogin {
    pub(crate) async fn begin(context: AuthContext, app: App) -> Result<Self, Error> {
        let url = context.endpoint(Endpoint::Device).await?;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("client_id", &app.id);
        if let Some(scopes) = context.wanted_scopes(&[FlowKind::DeviceAuthorization])? {
            form.append_pair("scope", &scopes);
        }
        let mut request = HttpRequest::to_url(Method::POST, url.as_str())?;
        let headers = &mut request.headers;
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form_type);
        request.body = bytes::Bytes::from(form.finish()).into();
        let reply = context.send(request).await?;
        if !reply.status.is_success() {
            let message = format!(
                "the login server answered {} to the beginning of a login: {}",
                reply.status.as_u16(),
                one_line(&String::from_utf8_lossy(&reply.body)),
            );
            return Err(Error::new(ErrorKind::Auth, message));
        }
        let begun: Begun = serde_json::from_slice(&reply.body).map_err(|_| {
            let message = "the login server answered to the beginning of a login, but no code";
            Error::new(ErrorKind::Auth, message)
        })?;
        let interval = begun.interval.map_or(INTERVAL, Duration::from_secs);
        let lifetime = begun.expires_in.map(Duration::from_secs);
        let ends_at = lifetime.and_then(|lifetime| Instant::now().checked_add(lifetime));
        Ok(Self {
            context,
            app,
            begun,
            interval,
            ends_at,
        })
    }

    /// The code that the person enters.
    #[must_use]
    pub fn user_code(&self) -> &str {
        &self.begun.user_code
    }

    /// Where the person enters the code.
    #[must_use]
    pub fn verification_uri(&self) -> &str {
        &self.begun.verification_uri
    }

    /// The same address with the code in it, if the server gives one.
    #[must_use]
    pub fn verification_uri_complete(&self) -> Option<&str> {
        self.begun.verification_uri_complete.as_deref()
    }

    /// Waits until the person has logged in. Asks the server as often as it allows.
    ///
    /// # Errors
    ///
    /// If the person refuses, the code ends, or the server cannot be asked.
    pub async fn wait(self) -> Result<Grant, Error> {
        let endpoint = self
            .context
            .endpoint(Endpoint::Token(&[FlowKind::DeviceAuthorization]))
            .await?;
        let code = self.begun.device_code.expose_secret();
        let mut interval = self.interval;
        loop {
            tokio::time::sleep(interval).await;
            let form = Form {
                app: &self.app,
                endpoint: endpoint.clone(),
                fields: vec![
                    ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                    ("device_code", code),
                ],
                secrets: vec![code],
                repeatable: false,
            };
            let error = match form.send(&self.context).await {
                Ok(token) => return Ok(Grant::obtained(self.app.clone(), token)),
                Err(error) => error,
            };
            match error.oauth().map(|reason| reason.error.as_str()) {
                Some("authorization_pending") => {}
                Some("slow_down") => interval += INTERVAL,
                _ => return Err(error),
            }
            if self.ends_at.is_some_and(|end| end <= Instant::now()) {
                let message = "nobody logged in before the code came to its end";
                return Err(Error::new(ErrorKind::Auth, message));
            }
        }
    }
}

impl fmt::Debug for DeviceLogin {
    /// Leaves out the codes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceLogin")
            .field("app", &self.app.id)
            .field("verification_uri", &self.begun.verification_uri)
            .finish_non_exhaustive()
    }
}
