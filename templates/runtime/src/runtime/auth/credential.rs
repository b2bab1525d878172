//! Credentials of a call: what the client was given and what the operation asks for in, headers,
//! query values and cookies out.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::runtime::api::{ApiInfo, Place, SecurityKind};
use crate::runtime::wire::encode;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::operation::OperationInfo;
use crate::runtime::wire::request::{sensitive, sensitive_text};

/// What a client proves itself with under one security scheme.
#[derive(Clone)]
pub enum Credential {
    /// A bearer token that is sent as it is.
    Token(SecretString),
    /// A name and a password.
    Basic {
        /// The name.
        user: String,
        /// The password.
        password: SecretString,
    },
    /// A key.
    Key(SecretString),
}

impl Credential {
    /// What is wrong with it, if it cannot be sent.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        match self {
            Self::Token(secret) | Self::Key(secret) if secret.expose_secret().is_empty() => {
                Some("is empty")
            }
            Self::Token(secret) | Self::Key(secret)
                if HeaderValue::from_bytes(secret.expose_secret().as_bytes()).is_err() =>
            {
                Some("holds what a header cannot carry, such as a line break at its end")
            }
            Self::Basic { user, .. } if user.contains(':') => {
                Some("has a name with a colon, which ends the name in HTTP Basic")
            }
            _ => None,
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "Token(…)",
            Self::Basic { .. } => "Basic(…)",
            Self::Key(_) => "Key(…)",
        })
    }
}

/// The credentials of a client, by the names of their schemes.
pub(crate) type Credentials = [(&'static str, Credential)];

/// What goes with one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Nothing.
    Nothing,
    /// The credentials of these schemes.
    Schemes(&'static [&'static str]),
    /// The client's token, or whatever else it has.
    Anything,
}

/// Chooses the first of the operation's alternatives that the client can serve.
pub(crate) fn choose(
    api: &'static ApiInfo,
    info: &'static OperationInfo,
    credentials: &Credentials,
    has_token: impl Fn(&str) -> bool,
    has_any_token: bool,
) -> Result<Choice, Error> {
    if info.security.is_empty() {
        // A document without a word of security may just have left it out.
        let silent = api.security.is_empty() && has_any_token;
        return Ok(if silent {
            Choice::Anything
        } else {
            Choice::Nothing
        });
    }
    let served = |scheme: &&str| {
        credentials.iter().any(|(name, _)| name == scheme)
            || is_of(api, scheme, SecurityKind::MutualTls)
            || (is_of(api, scheme, SecurityKind::Bearer) && has_token(scheme))
    };
    let mut alternatives = info.security.iter().filter(|one| !one.is_empty());
    match alternatives.find(|one| one.iter().all(served)) {
        Some(schemes) => Ok(Choice::Schemes(schemes)),
        None if info.security.iter().any(|one| one.is_empty()) => Ok(Choice::Nothing),
        None => Err(missing(api, info)),
    }
}

/// Adds the credential of a scheme, if a request has to carry one. `Ok(false)` if it is the client's
/// token that is wanted.
pub(crate) fn apply(
    request: &mut HttpRequest,
    api: &'static ApiInfo,
    scheme: &str,
    credentials: &Credentials,
) -> Result<bool, Error> {
    if is_of(api, scheme, SecurityKind::MutualTls) {
        return Ok(true);
    }
    let Some((_, credential)) = credentials.iter().find(|(name, _)| *name == scheme) else {
        return Ok(false);
    };
    match (credential, api.scheme(scheme).map(|scheme| scheme.kind)) {
        (Credential::Token(secret), _) => bearer(request, secret.expose_secret())?,
        (Credential::Basic { user, password }, _) => basic(request, user, password)?,
        (Credential::Key(key), Some(SecurityKind::ApiKey { place, name })) => {
            place_key(request, place, name, key.expose_secret())?;
        }
        (Credential::Key(key), _) => bearer(request, key.expose_secret())?,
    }
    Ok(true)
}

/// Adds `Authorization: Bearer …`.
pub(crate) fn bearer(request: &mut HttpRequest, secret: &str) -> Result<(), Error> {
    let mut text = String::with_capacity(7 + secret.len());
    text.push_str("Bearer ");
    text.push_str(secret);
    request.headers.insert(AUTHORIZATION, sensitive_text(text)?);
    Ok(())
}

fn basic(request: &mut HttpRequest, user: &str, password: &SecretString) -> Result<(), Error> {
    let plain = Zeroizing::new(format!("{user}:{}", password.expose_secret()));
    let mut text = String::from("Basic ");
    STANDARD.encode_string(plain.as_bytes(), &mut text);
    request.headers.insert(AUTHORIZATION, sensitive_text(text)?);
    Ok(())
}

fn place_key(
    request: &mut HttpRequest,
    place: Place,
    name: &'static str,
    key: &str,
) -> Result<(), Error> {
    match place {
        Place::Header => {
            let name = HeaderName::try_from(name).map_err(|_| {
                let message = format!("{name:?} is not a header's name");
                Error::new(ErrorKind::Request, message)
            })?;
            request.headers.insert(name, sensitive(key)?);
        }
        Place::Query => {
            let pair = format!("{}={}", encode::strict(name), encode::strict(key));
            let query = match request.query() {
                Some(query) if !query.is_empty() => format!("{query}&{pair}"),
                _ => pair,
            };
            request.url_mut().set_query(Some(&query));
        }
        Place::Cookie => {
            let earlier = request.headers.get(COOKIE).map(HeaderValue::as_bytes);
            let earlier = String::from_utf8_lossy(earlier.unwrap_or_default());
            let lead = if earlier.is_empty() { "" } else { "; " };
            let text = format!("{earlier}{lead}{}={}", name, encode::strict(key));
            request.headers.insert(COOKIE, sensitive_text(text)?);
        }
    }
    Ok(())
}

/// Takes whatever is secret about a request out of the error that answers it.
pub(crate) fn hide_in(error: &mut Error, request: &HttpRequest, credentials: &Credentials) {
    for (_, value) in request.headers.iter().filter(|(_, one)| one.is_sensitive()) {
        if let Ok(text) = value.to_str() {
            let secret = text.split_once(' ').map_or(text, |(_, secret)| secret);
            hide(error, secret);
        }
    }
    for (_, credential) in credentials {
        let (Credential::Token(secret)
        | Credential::Key(secret)
        | Credential::Basic {
            password: secret, ..
        }) = credential;
        hide(error, secret.expose_secret());
    }
}

/// What is only a few characters long could be anything.
fn hide(error: &mut Error, secret: &str) {
    if secret.len() >= 4 {
        error.hide(secret);
    }
}

fn is_of(api: &'static ApiInfo, scheme: &str, kind: SecurityKind) -> bool {
    api.scheme(scheme).is_some_and(|scheme| scheme.kind == kind)
}

fn missing(api: &'static ApiInfo, info: &'static OperationInfo) -> Error {
    let method = |name: &&'static str| match api.scheme(name) {
        Some(scheme) if !scheme.method.is_empty() => {
            format!("{name} by `Client::builder().{}(…)`", scheme.method)
        }
        _ => (*name).to_owned(),
    };
    let alternative = |names: &&[&'static str]| {
        let methods: Vec<String> = names.iter().map(method).collect();
        methods.join(" and ")
    };
    let alternatives: Vec<String> = info.security.iter().map(alternative).collect();
    let message = format!(
        "the client has no credentials for it; set {}",
        alternatives.join(", or ")
    );
    Error::new(ErrorKind::Auth, message).with_operation(info.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::api::SecurityScheme;
    use http::Method;

    static API: ApiInfo = ApiInfo {
        security: &[
            SecurityScheme {
                name: "login",
                method: "access_token",
                kind: SecurityKind::Bearer,
            },
            SecurityScheme {
                name: "key",
                method: "key",
                kind: SecurityKind::ApiKey {
                    place: Place::Query,
                    name: "api key",
                },
            },
        ],
        ..ApiInfo::new("Test", "test", "0")
    };
    static EITHER: OperationInfo = OperationInfo {
        security: &[&["login", "key"], &["key"]],
        ..OperationInfo::new("either", "GET", "/")
    };
    static OPTIONAL: OperationInfo = OperationInfo {
        security: &[&["login"], &[]],
        ..OperationInfo::new("optional", "GET", "/")
    };
    static OPEN: OperationInfo = OperationInfo::new("open", "GET", "/");

    fn key() -> [(&'static str, Credential); 1] {
        [("key", Credential::Key(SecretString::from("s&cret")))]
    }

    #[test]
    fn the_first_alternative_that_can_be_served_is_taken() {
        let both = choose(&API, &EITHER, &key(), |_| true, true).unwrap();
        assert_eq!(both, Choice::Schemes(&["login", "key"]));
        let one = choose(&API, &EITHER, &key(), |_| false, false).unwrap();
        assert_eq!(one, Choice::Schemes(&["key"]));
    }

    #[test]
    fn without_credentials_the_error_says_what_is_wanted() {
        let error = choose(&API, &EITHER, &[], |_| false, false).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(
            error.to_string().contains(
                "set login by `Client::builder().access_token(…)` and key by \
                 `Client::builder().key(…)`, or key by `Client::builder().key(…)`"
            ),
            "{error}"
        );
    }

    #[test]
    fn an_empty_alternative_goes_without() {
        assert_eq!(
            choose(&API, &OPTIONAL, &[], |_| false, false).unwrap(),
            Choice::Nothing
        );
        let login = choose(&API, &OPTIONAL, &[], |_| true, true).unwrap();
        assert_eq!(login, Choice::Schemes(&["login"]));
    }

    #[test]
    fn a_certificate_is_no_part_of_a_request() {
        static TLS: ApiInfo = ApiInfo {
            security: &[SecurityScheme {
                name: "tls",
                method: "",
                kind: SecurityKind::MutualTls,
            }],
            ..ApiInfo::new("Test", "test", "0")
        };
        static NEEDS_ONE: OperationInfo = OperationInfo {
            security: &[&["tls"]],
            ..OperationInfo::new("needs", "GET", "/")
        };
        let choice = choose(&TLS, &NEEDS_ONE, &[], |_| true, true).unwrap();
        assert_eq!(choice, Choice::Schemes(&["tls"]));
        let mut request = HttpRequest::to_url(Method::GET, "http://a.test").unwrap();
        assert!(apply(&mut request, &TLS, "tls", &[]).unwrap());
        assert!(request.headers.is_empty());
    }

    #[test]
    fn an_open_operation_gets_no_token() {
        assert_eq!(
            choose(&API, &OPEN, &[], |_| true, true).unwrap(),
            Choice::Nothing
        );
        static SILENT: ApiInfo = ApiInfo::new("Test", "test", "0");
        assert_eq!(
            choose(&SILENT, &OPEN, &[], |_| true, true).unwrap(),
            Choice::Anything
        );
    }

    #[test]
    fn a_key_goes_where_its_scheme_says() {
        let mut request = HttpRequest::to_url(Method::GET, "http://a.test/x?y=1").unwrap();
        assert!(apply(&mut request, &API, "key", &key()).unwrap());
        assert_eq!(request.query(), Some("y=1&api%20key=s%26cret"));
    }

    #[test]
    fn a_token_is_marked_as_sensitive() {
        let mut request = HttpRequest::to_url(Method::GET, "http://a.test").unwrap();
        bearer(&mut request, "t").unwrap();
        assert!(request.headers[AUTHORIZATION].is_sensitive());
        assert_eq!(request.headers[AUTHORIZATION], "Bearer t");
    }

    #[test]
    fn a_name_and_password_are_encoded() {
        let mut request = HttpRequest::to_url(Method::GET, "http://a.test").unwrap();
        basic(&mut request, "Aladdin", &SecretString::from("open sesame")).unwrap();
        assert_eq!(
            request.headers[AUTHORIZATION],
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
    }
}
