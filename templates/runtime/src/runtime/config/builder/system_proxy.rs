//! The proxies that the environment names: whether they can be used, and what errors call them.
//!
//! The HTTP library reads the variables by itself, and passes over a value that it does not
//! understand: calls would go out directly where somebody wanted a proxy.

use url::Url;

use crate::runtime::wire::error::{Error, config};
use crate::runtime::wire::pools::authority;

/// The proxies for plain HTTP and for HTTPS.
pub(super) struct SystemProxies {
    http: Option<String>,
    https: Option<String>,
}

/// What a proxy's URL may begin with.
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

impl SystemProxies {
    /// Reads the variables. An error is one that calls would need and that cannot be used.
    pub(super) fn read(secure: bool) -> Result<Self, Error> {
        Self::from(secure, &|name| std::env::var_os(name)?.into_string().ok())
    }

    fn from(secure: bool, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        // Where a web server runs this program, a header of a request could set that variable.
        let from_request = lookup("REQUEST_METHOD").is_some();
        let plain: &[&str] = if from_request {
            &["http_proxy", "all_proxy", "ALL_PROXY"]
        } else {
            &["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
        };
        let tls = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
        let http = first(plain, lookup);
        let https = first(&tls, lookup);
        Ok(Self {
            http: if secure { http.ok().flatten() } else { http? },
            https: if secure { https? } else { https.ok().flatten() },
        })
    }

    /// What an error calls the proxy on the way to that URL.
    pub(super) fn name(&self, url: &Url) -> Option<String> {
        let proxy = match url.scheme() {
            "https" => self.https.as_ref()?,
            _ => self.http.as_ref()?,
        };
        let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        (!local).then(|| {
            format!("the proxy {proxy} of the environment, unless NO_PROXY says otherwise")
        })
    }
}

/// Host and port of the first proxy that is set.
fn first(names: &[&str], lookup: &dyn Fn(&str) -> Option<String>) -> Result<Option<String>, Error> {
    for name in names {
        let Some(text) = lookup(name).filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        return match proxy(text.trim()) {
            Some(url) => Ok(Some(authority(&url))),
            None => Err(config(format!(
                "environment variable {name}: is not the URL of a proxy, such as \
                 http://proxy.example:3128; mend it, or call no_proxy() to leave it aside"
            ))),
        };
    }
    Ok(None)
}

/// The URL of a proxy, with a scheme or without.
pub(super) fn proxy(text: &str) -> Option<Url> {
    let url = if text.contains("://") {
        Url::parse(text).ok()?
    } else {
        // A path would be a scheme that was written wrongly, as in `http//proxy`.
        Url::parse(&format!("http://{text}"))
            .ok()
            .filter(|url| url.path() == "/")?
    };
    (SCHEMES.contains(&url.scheme()) && url.has_host()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(secure: bool, set: &[(&str, &str)]) -> Result<SystemProxies, Error> {
        let lookup = |name: &str| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        SystemProxies::from(secure, &lookup)
    }

    #[test]
    fn a_value_that_is_no_proxy_is_an_error_where_it_counts() {
        for bad in [
            "http//proxy:3128",
            "ftp://proxy",
            "http://",
            "http://proxy:99999",
        ] {
            let error = read(false, &[("HTTP_PROXY", bad)]).err().expect(bad);
            assert!(error.to_string().contains("HTTP_PROXY"), "{error}");
            assert!(read(true, &[("HTTP_PROXY", bad)]).is_ok(), "{bad}");
            assert!(read(true, &[("https_proxy", bad)]).is_err(), "{bad}");
            assert!(read(true, &[("ALL_PROXY", bad)]).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_the_library_takes_is_taken() {
        for good in [
            "http://p:3128",
            "p:3128",
            "socks5h://u:s3cret@p:1080",
            " p ",
        ] {
            let found = read(false, &[("http_proxy", good)]).unwrap();
            let name = found.name(&Url::parse("http://a.test").unwrap()).unwrap();
            assert!(name.contains("the proxy p"), "{name}");
            assert!(!name.contains("s3cret"), "{name}");
        }
        assert!(read(false, &[("http_proxy", " ")]).unwrap().http.is_none());
    }

    #[test]
    fn the_variable_of_the_scheme_comes_first() {
        let set = [("HTTPS_PROXY", "p:1"), ("ALL_PROXY", "socks://q:2")];
        assert_eq!(read(true, &set).unwrap().https.as_deref(), Some("p:1"));
    }

    #[test]
    fn a_header_of_a_request_does_not_set_the_proxy() {
        let set = [("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "p:1")];
        assert!(read(false, &set).unwrap().http.is_none());
    }
}
