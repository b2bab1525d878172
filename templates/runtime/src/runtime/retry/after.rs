//! The `Retry-After` header: an answer's headers in, the wait that it asks for out.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, HeaderName, RETRY_AFTER};

/// Reads how long an answer asks its client to wait.
///
/// Both forms are known: whole seconds, and a date. A date is measured from the answer's own
/// `Date` header, so that a wrong clock here does no harm, or else from `now`; one that has passed
/// is a wait of nothing. Anything else counts as absent.
#[must_use]
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    seconds(text).or_else(|| {
        let until = httpdate::parse_http_date(text).ok()?;
        let from = date(headers, DATE).unwrap_or(now);
        Some(until.duration_since(from).unwrap_or(Duration::ZERO))
    })
}

/// Digits alone; a number too large for the type is as good as for ever.
fn seconds(text: &str) -> Option<Duration> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<SystemTime> {
    let text = headers.get(name)?.to_str().ok()?;
    httpdate::parse_http_date(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: &str = "Fri, 20 Nov 2026 12:00:00 GMT";
    const HALF_PAST: &str = "Fri, 20 Nov 2026 12:30:00 GMT";

    fn read(pairs: &[(HeaderName, &'static str)]) -> Option<Duration> {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value)))
            .collect();
        retry_after(&headers, httpdate::parse_http_date(NOON).unwrap())
    }

    #[test]
    fn seconds_are_read() {
        assert_eq!(read(&[(RETRY_AFTER, "17")]), Some(Duration::from_secs(17)));
        assert_eq!(read(&[(RETRY_AFTER, " 0 ")]), Some(Duration::ZERO));
    }

    #[test]
    fn a_date_is_measured_from_now() {
        assert_eq!(
            read(&[(RETRY_AFTER, HALF_PAST)]),
            Some(Duration::from_secs(1800))
        );
    }

    #[test]
    fn a_date_is_measured_from_the_servers_own_clock_when_it_tells() {
        let answer = [
            (RETRY_AFTER, HALF_PAST),
            (DATE, "Fri, 20 Nov 2026 12:29:50 GMT"),
        ];
        assert_eq!(read(&answer), Some(Duration::from_secs(10)));
    }

    #[test]
    fn a_date_that_has_passed_is_no_wait() {
        assert_eq!(
            read(&[(RETRY_AFTER, "Fri, 20 Nov 2026 11:00:00 GMT")]),
            Some(Duration::ZERO)
        );
    }

    #[test]
    fn the_old_forms_of_a_date_are_read() {
        for old in ["Friday, 20-Nov-26 12:00:05 GMT", "Fri Nov 20 12:00:05 2026"] {
            assert_eq!(
                read(&[(RETRY_AFTER, old)]),
                Some(Duration::from_secs(5)),
                "{old}"
            );
        }
    }

    #[test]
    fn garbage_counts_as_absent() {
        for garbage in [
            "",
            "soon",
            "-1",
            "1.5",
            "+3",
            "12 s",
            "Fri, 99 Nov 2026 12:00:00 GMT",
        ] {
            assert_eq!(read(&[(RETRY_AFTER, garbage)]), None, "{garbage:?}");
        }
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn a_number_too_large_is_for_ever() {
        assert_eq!(
            read(&[(RETRY_AFTER, "99999999999999999999999")]),
            Some(Duration::from_secs(u64::MAX))
        );
    }
}
