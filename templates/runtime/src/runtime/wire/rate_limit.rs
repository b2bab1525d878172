//! The rate limit as an answer's headers tell it: headers and their names in, numbers out.

use std::time::Duration;

use http::HeaderMap;

use crate::runtime::api::RateLimitHeaders;

/// How many calls the server allows in the current window, and how many of them are used.
///
/// Each part is absent where the answer does not have its header, or not as a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls allowed in the window.
    pub allowed: Option<u64>,
    /// Calls made in the window so far.
    pub count: Option<u64>,
    /// Time until the window ends and the count starts again.
    pub reset: Option<Duration>,
}

impl RateLimit {
    /// Reads the headers of those names. `None` if the answer has none of them in readable form.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap, names: &RateLimitHeaders) -> Option<Self> {
        let limit = Self {
            allowed: number(headers, names.allowed),
            count: number(headers, names.count),
            reset: number(headers, names.reset).map(Duration::from_secs),
        };
        (limit != Self::default()).then_some(limit)
    }

    /// Calls that are left in the window; zero when more were made than allowed.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        Some(self.allowed?.saturating_sub(self.count?))
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const NAMES: RateLimitHeaders = RateLimitHeaders {
        allowed: "limit-allowed",
        count: "limit-count",
        reset: "limit-reset",
    };

    fn read(pairs: &[(&'static str, &'static str)]) -> Option<RateLimit> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        RateLimit::from_headers(&headers, &NAMES)
    }

    #[test]
    fn all_three_are_read() {
        let limit = read(&[
            ("limit-allowed", "300"),
            ("limit-count", " 120"),
            ("limit-reset", "17"),
        ])
        .unwrap();
        assert_eq!(limit.allowed, Some(300));
        assert_eq!(limit.count, Some(120));
        assert_eq!(limit.remaining(), Some(180));
        assert_eq!(limit.reset, Some(Duration::from_secs(17)));
    }

    #[test]
    fn what_is_not_a_number_is_absent() {
        let limit = read(&[("limit-allowed", "many"), ("limit-count", "3")]).unwrap();
        assert_eq!(limit.allowed, None);
        assert_eq!(limit.remaining(), None);
        assert_eq!(read(&[("limit-reset", "-1")]), None);
        assert_eq!(read(&[("other", "1")]), None);
    }

    #[test]
    fn more_calls_than_allowed_leave_none() {
        let limit = read(&[("limit-allowed", "5"), ("limit-count", "9")]).unwrap();
        assert_eq!(limit.remaining(), Some(0));
    }
}
