//! The token endpoint: a form in, a token or the server's refusal out.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use secrecy::{ExposeSecret, SecretString};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tokio::time::Instant;
use url::{Url, form_urlencoded};
use zeroize::{Zeroize, Zeroizing};

use super::app::App;
use super::error::OAuthError;
use crate::runtime::api::OAuthInfo;
use crate::runtime::auth::{AuthContext, Token};
use crate::runtime::retry::{Decision, GiveUp, Replay};
use crate::runtime::wire::body::Body;
use crate::runtime::wire::decode::without_mark;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::request::sensitive;
use crate::runtime::wire::response::Reply;

/// Attempts and waits of one token request end here, however patient its callers are.
const DEADLINE: Duration = Duration::from_secs(60);

/// A token request.
pub(super) struct Form<'a> {
    pub(super) app: &'a App,
    pub(super) endpoint: Url,
    /// Fields of the form, in their order.
    pub(super) fields: Vec<(&'a str, &'a str)>,
    /// Values that no error may show.
    pub(super) secrets: Vec<&'a str>,
    /// Whether a second request does no harm. One with a code or a refresh token may: the server
    /// gives it out once, and a second use looks like a theft.
    pub(super) repeatable: bool,
}

impl Form<'_> {
    /// Sends the request, again where that is safe and may help.
    pub(super) async fn send(&self, context: &AuthContext) -> Result<Token, Error> {
        let started = Instant::now();
        let request = self.request()?;
        let mut call = Replay {
            method: Method::POST,
            retry_safe: Some(self.repeatable),
            body_repeatable: true,
            attempts_made: 0,
            time_left: None,
            retry_after_cap: Duration::from_secs(context.api().retry_after_cap),
        };
        // Whatever calls may do twice: this is about codes and refresh tokens.
        let policy = context.retry().unsafe_methods(false);
        loop {
            let error = match context.send(request.clone()).await {
                Ok(reply) if reply.status.is_success() => return self.token(reply),
                Ok(reply) => self.refusal(reply),
                Err(error) => error.with_note("this was the request for a token"),
            };
            call.attempts_made += 1;
            call.time_left = Some(DEADLINE.saturating_sub(started.elapsed()));
            match policy.decide(&call, error.retry_failure(), fastrand::f64()) {
                Decision::Retry { wait } => tokio::time::sleep(wait).await,
                Decision::GiveUp(GiveUp::WaitTooLong(wait)) => {
                    return Err(error.with_planned_wait(wait));
                }
                Decision::GiveUp(_) => return Err(error),
            }
        }
    }

    fn request(&self) -> Result<HttpRequest, Error> {
        let mut request = HttpRequest::to_url(Method::POST, self.endpoint.as_str())?;
        let headers = &mut request.headers;
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        if let Some(secret) = &self.app.secret {
            headers.insert(AUTHORIZATION, basic(&self.app.id, secret)?);
        }
        request.body = self.body();
        Ok(request)
    }

    /// The form, in memory that is wiped after use.
    fn body(&self) -> Body {
        let size: usize = self
            .fields
            .iter()
            .map(|(name, value)| name.len() + value.len() * 3 + 2)
            .sum();
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(size + 64));
        form.extend_pairs(&self.fields);
        if self.app.secret.is_none() && !self.app.id.is_empty() {
            form.append_pair("client_id", &self.app.id);
        }
        Bytes::from_owner(Zeroizing::new(form.finish().into_bytes())).into()
    }

    fn token(&self, reply: Reply) -> Result<Token, Error> {
        let answer = read(&reply.body).unwrap_or_default();
        let head = without_body(reply);
        let Some(access) = answer.access_token.filter(|access| !access.is_empty()) else {
            return Err(match answer.error {
                // There are servers that refuse with a status of success.
                Some(error) => {
                    let description = answer.error_description.or(answer.description);
                    self.refused(head, error, description).into_permanent()
                }
                None => Error::new(ErrorKind::Auth, "the login server's answer has no token")
                    .with_reply(head),
            });
        };
        let Answer {
            token_type,
            expires_in,
            refresh_token,
            ..
        } = answer;
        // RFC 6749, 7.1: a token of a kind that is not known must not be used.
        if token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            let message = "the login server gave a token that is not a bearer token";
            return Err(Error::new(ErrorKind::Auth, message).with_reply(head));
        }
        let mut token = Token::new(access);
        if let Some(fault) = token.fault() {
            let message = format!("the token that the login server gave {fault}");
            return Err(Error::new(ErrorKind::Auth, message).with_reply(head));
        }
        if let Some(lifetime) = expires_in.as_ref().and_then(seconds) {
            token = token.with_expires_in(lifetime);
        }
        Ok(match refresh_token {
            Some(refresh) if !refresh.is_empty() => token.with_refresh(refresh),
            _ => token,
        })
    }

    fn refusal(&self, reply: Reply) -> Error {
        let answer = read(&reply.body).unwrap_or_default();
        let error = answer.error.unwrap_or_else(|| reply.status.to_string());
        let description = answer.error_description.or(answer.description);
        self.refused(without_body(reply), error, description)
    }

    fn refused(&self, head: Reply, error: String, description: Option<String>) -> Error {
        let reason = OAuthError {
            error: self.clean(&error),
            description: description.map(|text| self.clean(&text)),
            status: Some(head.status.as_u16()),
        };
        Error::new(ErrorKind::Auth, reason.to_string())
            .with_reply(head)
            .with_source(reason)
    }

    /// A server's text without what it may repeat of the request, on one line of bearable length.
    fn clean(&self, text: &str) -> String {
        let own = self.app.secret.as_ref().map(ExposeSecret::expose_secret);
        let secrets = self.secrets.iter().copied().chain(own);
        let cleaned = secrets
            .filter(|secret| !secret.is_empty())
            .fold(text.to_owned(), |text, secret| text.replace(secret, "***"));
        one_line(&cleaned)
    }
}

/// What a token endpoint answers, for better or worse. Of a member that comes twice, the last counts.
#[derive(Default)]
struct Answer {
    access_token: Option<String>,
    token_type: Option<String>,
    expires_in: Option<Value>,
    refresh_token: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    description: Option<String>,
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer of a token endpoint")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Answer, A::Error> {
        let mut answer = Answer::default();
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            let text = match name.as_ref() {
                "access_token" => &mut answer.access_token,
                "token_type" => &mut answer.token_type,
                "refresh_token" => &mut answer.refresh_token,
                "error" => &mut answer.error,
                "error_description" => &mut answer.error_description,
                "description" => &mut answer.description,
                "expires_in" => {
                    answer.expires_in = Some(members.next_value()?);
                    continue;
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *text = members.next_value::<Text>()?.0;
        }
        Ok(answer)
    }
}

/// A text; anything else counts as absent.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text(#[serde(deserialize_with = "text_or_none")] Option<String>);

fn text_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        _ => None,
    })
}

fn read(body: &[u8]) -> Option<Answer> {
    serde_json::from_slice(without_mark(body)).ok()
}

/// What may be told of an answer that could hold a token.
fn without_body(reply: Reply) -> Reply {
    let (head, body) = reply.into_head();
    wipe(body);
    head
}

/// The endpoints of an API.
pub(crate) fn info(
    api: &'static crate::runtime::api::ApiInfo,
) -> Result<&'static OAuthInfo, Error> {
    api.oauth
        .ok_or_else(|| Error::new(ErrorKind::Config, "the API has no OAuth endpoints"))
}

/// A path behind an address that may have a path of its own.
pub(crate) fn join(base: &str, path: &str) -> String {
    format!(
        "{}/{}",
        base.trim_end_matches('/'),
        path.trim_start_matches('/')
    )
}

/// A text of a server's on one line, of at most 300 characters.
pub(super) fn one_line(text: &str) -> String {
    let printable = |char: char| if char.is_control() { ' ' } else { char };
    text.chars().take(300).map(printable).collect()
}

/// `Authorization: Basic …` of RFC 6749, 2.3.1: both parts are form-encoded before they are joined.
fn basic(id: &str, secret: &SecretString) -> Result<HeaderValue, Error> {
    let encode = |text: &str| -> Zeroizing<String> {
        Zeroizing::new(form_urlencoded::byte_serialize(text.as_bytes()).collect())
    };
    let secret = encode(secret.expose_secret());
    let mut pair = Zeroizing::new(String::with_capacity(id.len() * 3 + secret.len() + 1));
    pair.push_str(&encode(id));
    pair.push(':');
    pair.push_str(&secret);
    let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    sensitive(&text)
}

/// Seconds as a number or, from some servers, as text. A time that has passed before it began says
/// nothing: there are servers that mean a token without an end by 0 or -1.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::String(text) => text.trim().parse().ok()?,
        other => other.as_f64()?,
    };
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|lifetime| !lifetime.is_zero())
}

fn wipe(body: Bytes) {
    if let Ok(mut bytes) = body.try_into_mut() {
        bytes.as_mut().zeroize();
    }
}
