//! Redirects: a request and an answer that points elsewhere in, the next request out.
//!
//! **Nothing secret leaves the server that the call was meant for**: to another scheme, host or
//! port go `GET` and `HEAD` alone, with none but the headers listed here. A method is not changed
//! but by 303, which is there for it. HTTPS is never left for HTTP.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE,
    IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, LOCATION, RANGE,
    USER_AGENT,
};
use http::{HeaderMap, HeaderName, Method};
use url::Url;

use crate::runtime::wire::body::Body;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::{HttpRequest, HttpResponse};

/// What another host may know.
const HARMLESS: [HeaderName; 10] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    IF_MATCH,
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    IF_RANGE,
    IF_UNMODIFIED_SINCE,
    RANGE,
    USER_AGENT,
];

/// Finds the request that follows; `None` if the answer is the call's answer. An error is a redirect
/// that must not be followed.
pub(super) fn step(
    request: &HttpRequest,
    answer: &HttpResponse,
) -> Result<Option<HttpRequest>, Error> {
    let Some(url) = target(request, &answer.headers) else {
        return Ok(None);
    };
    let safe = matches!(request.method, Method::GET | Method::HEAD);
    match answer.status.as_u16() {
        301 | 302 | 307 | 308 if safe => go(request, url),
        303 if safe => go(request, url),
        303 => go(&without_body(request), url),
        307 | 308 if request.body.is_repeatable() => go(request, url),
        // Most clients make a POST a GET here; a call that was meant to do something would end
        // well and have done nothing.
        _ => Ok(None),
    }
}

/// The error of a chain that does not end.
pub(super) fn too_many(limit: u32) -> Error {
    Error::new(
        ErrorKind::Redirect,
        format!("the server redirected more than {limit} times"),
    )
}

fn target(request: &HttpRequest, headers: &HeaderMap) -> Option<Url> {
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let mut url = request.parsed_url().join(location).ok()?;
    // A name and password in it are the server's idea, and would end up in traces.
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return None;
    }
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

fn go(request: &HttpRequest, url: Url) -> Result<Option<HttpRequest>, Error> {
    let here = request.parsed_url();
    let mut next = request.clone();
    if here.scheme() == "https" && url.scheme() == "http" {
        return Err(refused("from https to http", &url));
    }
    if here.origin() != url.origin() {
        if !matches!(request.method, Method::GET | Method::HEAD) {
            return Err(refused(
                "of a call that may have an effect to another server",
                &url,
            ));
        }
        next.headers = harmless(&request.headers);
        next.body = Body::empty();
    }
    *next.url_mut() = url;
    Ok(Some(next))
}

fn without_body(request: &HttpRequest) -> HttpRequest {
    let mut request = request.clone();
    request.method = Method::GET;
    request.body = Body::empty();
    for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
        request.headers.remove(name);
    }
    request
}

fn harmless(headers: &HeaderMap) -> HeaderMap {
    headers
        .iter()
        .filter(|(name, _)| HARMLESS.contains(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn refused(what: &str, url: &Url) -> Error {
    let host = url.host_str().unwrap_or_default();
    Error::new(
        ErrorKind::Redirect,
        format!("a redirect {what} ({host}) was not followed"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::StatusCode;
    use http::header::{AUTHORIZATION, HeaderValue};

    fn request(method: Method) -> HttpRequest {
        let mut request = HttpRequest::to_url(method, "https://api.test/a/b?key=1").unwrap();
        for (name, value) in [
            ("authorization", "Bearer x"),
            ("x-api-key", "y"),
            ("accept", "z"),
        ] {
            request
                .headers
                .insert(name, HeaderValue::from_static(value));
        }
        request.body = Body::from("{}");
        request
    }

    fn follow(method: Method, status: u16, to: &'static str) -> Result<Option<HttpRequest>, Error> {
        let mut answer = HttpResponse::new(StatusCode::from_u16(status).unwrap(), "");
        answer
            .headers
            .insert(LOCATION, HeaderValue::from_static(to));
        step(&request(method), &answer)
    }

    fn next(method: Method, status: u16, to: &'static str) -> HttpRequest {
        follow(method, status, to).unwrap().expect("followed")
    }

    #[test]
    fn the_same_server_gets_everything_again() {
        let request = next(Method::GET, 302, "../c");
        assert_eq!(request.url(), "https://api.test/c");
        assert!(request.headers.contains_key(AUTHORIZATION));
    }

    #[test]
    fn another_host_port_or_scheme_gets_no_credentials() {
        for to in [
            "https://other.test/",
            "https://api.test:8443/",
            "//other.test/x",
        ] {
            let request = next(Method::GET, 307, to);
            assert_eq!(request.headers.len(), 1, "{to}");
            assert!(request.headers.contains_key(ACCEPT));
            assert!(request.body.is_empty());
        }
    }

    #[test]
    fn a_name_and_password_in_the_address_are_left_out() {
        let request = next(Method::GET, 302, "https://joe:secret@other.test/");
        assert_eq!(request.url(), "https://other.test/");
    }

    #[test]
    fn https_is_not_left_for_http() {
        let error = follow(Method::GET, 301, "http://api.test/").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
    }

    #[test]
    fn a_post_is_repeated_as_such_or_not_at_all() {
        for status in [301, 302] {
            let step = follow(Method::POST, status, "/c").unwrap();
            assert!(step.is_none(), "{status}");
        }
        let again = next(Method::POST, 307, "/c");
        assert_eq!((again.method, again.body.length()), (Method::POST, Some(2)));
        assert!(follow(Method::POST, 308, "https://other.test/").is_err());
    }

    #[test]
    fn see_other_becomes_a_get() {
        let request = next(Method::POST, 303, "/c");
        assert_eq!(
            (request.method.clone(), request.body.length()),
            (Method::GET, Some(0))
        );
    }

    #[test]
    fn what_is_no_address_is_not_followed() {
        for to in ["mailto:a@b.test", "https://"] {
            assert!(follow(Method::GET, 302, to).unwrap().is_none(), "{to}");
        }
        assert!(follow(Method::GET, 300, "/c").unwrap().is_none());
    }
}
