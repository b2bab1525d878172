//! What of a request or an answer may be shown: names and values in, text without secrets out.
//!
//! It works by allow-lists: a header or query value is shown only if its name is on the list, so
//! that a secret in a place that nobody thought of stays hidden too.

use std::borrow::Cow;

use http::header::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::runtime::api::ApiInfo;

/// What stands for a value that is not shown.
pub const HIDDEN: &str = "***";

/// Headers that say nothing about anybody.
const HEADERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "host",
    "retry-after",
    "server",
    "transfer-encoding",
    "user-agent",
    "vary",
];

/// Query parameters that only choose a part of a list.
const QUERY: &[&str] = &[
    "limit",
    "offset",
    "order",
    "page",
    "page_number",
    "page_size",
    "pageNumber",
    "pageSize",
    "per_page",
    "sort",
    "sortBy",
    "sortOrder",
];

/// Headers that carry credentials: never shown, on the list or not.
const CREDENTIALS: &[&str] = &[
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
];

/// The allow-lists by which requests and answers are shown in traces, curl lines and `Debug`.
///
/// The standard lists have only headers and paging parameters that say nothing about anybody.
/// Bodies are hidden unless [`Redaction::show_bodies`] is set. Headers with credentials
/// (`Authorization`, `Proxy-Authorization`, `Cookie`, `Set-Cookie`) and the user part of a URL are
/// hidden always. The path of a URL is shown.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Redaction {
    headers: Vec<String>,
    query: Vec<String>,
    bodies: bool,
}

impl Redaction {
    /// The standard lists.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            headers: Vec::new(),
            query: Vec::new(),
            bodies: false,
        }
    }

    /// Shows the values of that header, too. Case does not matter.
    #[must_use]
    pub fn show_header(mut self, name: impl Into<String>) -> Self {
        self.headers.push(name.into());
        self
    }

    /// Shows the values of that query parameter, too. Case matters.
    #[must_use]
    pub fn show_query(mut self, name: impl Into<String>) -> Self {
        self.query.push(name.into());
        self
    }

    /// Shows the headers that the API's own document says are no secret: the ones that tell the
    /// rate limit and name a call in the server's logs, and the ones that go with every call.
    #[must_use]
    pub fn show_headers_of(mut self, api: &ApiInfo) -> Self {
        let limits = api
            .rate_limit
            .map(|names| [names.allowed, names.count, names.reset]);
        let named = api.correlation_header.into_iter().chain(api.app_header);
        let fixed = api.headers.iter().map(|(name, _)| *name);
        let all = limits.into_iter().flatten().chain(named).chain(fixed);
        self.headers.extend(all.map(String::from));
        self
    }

    /// Whether bodies are shown.
    #[must_use]
    pub const fn show_bodies(mut self, show: bool) -> Self {
        self.bodies = show;
        self
    }

    /// The header's value, or `***`.
    #[must_use]
    pub fn header<'a>(&self, name: &HeaderName, value: &'a HeaderValue) -> Cow<'a, str> {
        if self.shows_header(name) && !value.is_sensitive() {
            String::from_utf8_lossy(value.as_bytes())
        } else {
            Cow::Borrowed(HIDDEN)
        }
    }

    /// The URL with `***` for each query value that is not on the list, and for its user part.
    #[must_use]
    pub fn url(&self, url: &Url) -> String {
        let mut text = format!("{}://", url.scheme());
        if !url.username().is_empty() || url.password().is_some() {
            text.push_str(HIDDEN);
            text.push('@');
        }
        text.push_str(url.host_str().unwrap_or_default());
        if let Some(port) = url.port() {
            text.push_str(&format!(":{port}"));
        }
        text.push_str(url.path());
        if let Some(query) = url.query() {
            text.push('?');
            text.push_str(&self.query(query));
        }
        text
    }

    /// The query string, as it stands in a URL, with `***` for each value that is not on the list.
    #[must_use]
    pub fn query(&self, query: &str) -> String {
        let pairs: Vec<Cow<'_, str>> = query.split('&').map(|pair| self.pair(pair)).collect();
        pairs.join("&")
    }

    /// The body as text, or `***`. A body that is no text is given by its size.
    #[must_use]
    pub fn body<'a>(&self, body: &'a [u8]) -> Cow<'a, str> {
        if !self.bodies {
            return Cow::Borrowed(HIDDEN);
        }
        match std::str::from_utf8(body) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(format!("<{} bytes>", body.len())),
        }
    }

    fn shows_header(&self, name: &HeaderName) -> bool {
        let name = name.as_str();
        let listed = HEADERS.contains(&name)
            || self
                .headers
                .iter()
                .any(|shown| shown.eq_ignore_ascii_case(name));
        listed && !CREDENTIALS.contains(&name)
    }

    fn pair<'a>(&self, pair: &'a str) -> Cow<'a, str> {
        // A pair without a value could be a secret by itself.
        let Some((name, _)) = pair.split_once('=') else {
            return Cow::Borrowed(if pair.is_empty() { "" } else { HIDDEN });
        };
        let plain = percent_decode_str(name).decode_utf8_lossy();
        let shown = QUERY.contains(&plain.as_ref()) || self.query.iter().any(|one| *one == plain);
        if shown {
            Cow::Borrowed(pair)
        } else {
            Cow::Owned(format!("{name}={HIDDEN}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(redaction: &Redaction, name: &'static str, value: &'static str) -> String {
        let (name, value) = (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        redaction.header(&name, &value).into_owned()
    }

    fn url(redaction: &Redaction, text: &str) -> String {
        redaction.url(&Url::parse(text).unwrap())
    }

    #[test]
    fn a_header_is_shown_only_if_listed() {
        let standard = Redaction::standard();
        assert_eq!(header(&standard, "accept", "text/plain"), "text/plain");
        assert_eq!(header(&standard, "x-api-key", "s3cret"), "***");
        let more = standard.show_header("X-Trace");
        assert_eq!(header(&more, "x-trace", "abc"), "abc");
    }

    #[test]
    fn the_headers_of_an_api_are_shown() {
        let mut api = ApiInfo::new("", "", "");
        api.correlation_header = Some("X-Call");
        api.headers = &[("X-Sdk", "1")];
        api.rate_limit = Some(crate::runtime::api::RateLimitHeaders {
            allowed: "x-allowed",
            count: "x-count",
            reset: "x-reset",
        });
        let redaction = Redaction::standard().show_headers_of(&api);
        for name in ["x-call", "x-sdk", "x-allowed", "x-count", "x-reset"] {
            assert_eq!(header(&redaction, name, "1"), "1", "{name}");
        }
    }

    #[test]
    fn credentials_are_hidden_even_if_listed() {
        for name in [
            "authorization",
            "cookie",
            "proxy-authorization",
            "set-cookie",
        ] {
            let careless = Redaction::standard().show_header(name);
            assert_eq!(header(&careless, name, "s3cret"), "***");
        }
    }

    #[test]
    fn a_value_marked_sensitive_is_hidden() {
        let mut value = HeaderValue::from_static("s3cret");
        value.set_sensitive(true);
        assert_eq!(
            Redaction::standard().header(&http::header::ACCEPT, &value),
            "***"
        );
    }

    #[test]
    fn query_values_are_shown_only_if_listed() {
        let standard = Redaction::standard();
        assert_eq!(
            url(&standard, "https://a.test/x?pageSize=5&token=s3cret&q"),
            "https://a.test/x?pageSize=5&token=***&***"
        );
        let more = standard.show_query("a b");
        assert_eq!(
            url(&more, "https://a.test/?a%20b=1"),
            "https://a.test/?a%20b=1"
        );
    }

    #[test]
    fn a_value_with_an_equals_sign_is_hidden_whole() {
        assert_eq!(Redaction::standard().query("k=a=b&k=c"), "k=***&k=***");
    }

    #[test]
    fn the_user_part_is_hidden_and_the_port_kept() {
        assert_eq!(
            url(
                &Redaction::standard(),
                "http://user:s3cret@[::1]:8080/p%2Fq"
            ),
            "http://***@[::1]:8080/p%2Fq"
        );
    }

    #[test]
    fn a_fragment_is_left_out() {
        assert_eq!(
            url(&Redaction::standard(), "http://a.test/#s3cret"),
            "http://a.test/"
        );
    }

    #[test]
    fn bodies_are_shown_only_on_request() {
        assert_eq!(Redaction::standard().body(b"{}"), "***");
        let open = Redaction::standard().show_bodies(true);
        assert_eq!(open.body(b"{}"), "{}");
        assert_eq!(open.body(&[0xff, 0xfe]), "<2 bytes>");
    }
}
