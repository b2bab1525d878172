//! Waits while a rate limit is used up: headers of answers in, a time to wait out.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::time::Instant;

use crate::runtime::api::RateLimitHeaders;
use crate::runtime::wire::rate_limit::RateLimit;

/// Knows until when a server takes no more requests. Clones share what they know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pacer(Option<Arc<Shared>>);

#[derive(Debug)]
struct Shared {
    headers: RateLimitHeaders,
    /// When the window ends whose requests are all used.
    closed_until: Mutex<Option<Instant>>,
}

impl Pacer {
    /// A pacer that reads these headers; without any, one that never waits.
    pub(crate) fn new(headers: Option<RateLimitHeaders>) -> Self {
        Self(headers.map(|headers| {
            Arc::new(Shared {
                headers,
                closed_until: Mutex::new(None),
            })
        }))
    }

    /// Takes in what an answer says of the limit.
    pub(crate) fn note(&self, headers: &HeaderMap) {
        let Some(shared) = &self.0 else { return };
        let Some(limit) = RateLimit::from_headers(headers, &shared.headers) else {
            return;
        };
        let (Some(remaining), Some(reset)) = (limit.remaining(), limit.reset) else {
            return;
        };
        let until = match remaining {
            0 => Instant::now().checked_add(reset),
            _ => None,
        };
        *shared.closed_until() = until;
    }

    /// How long to wait before the next request, from nothing up.
    pub(crate) fn wait(&self) -> Duration {
        let until = self.0.as_ref().and_then(|shared| *shared.closed_until());
        until.map_or(Duration::ZERO, |until| {
            until.saturating_duration_since(Instant::now())
        })
    }
}

impl Shared {
    fn closed_until(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.closed_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
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

    fn answer(count: &'static str, reset: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("limit-allowed", HeaderValue::from_static("3"));
        headers.insert("limit-count", HeaderValue::from_static(count));
        headers.insert("limit-reset", HeaderValue::from_static(reset));
        headers
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_that_is_used_up_is_waited_for() {
        let pacer = Pacer::new(Some(NAMES));
        pacer.note(&answer("2", "30"));
        assert_eq!(pacer.wait(), Duration::ZERO);
        pacer.note(&answer("3", "30"));
        assert_eq!(pacer.wait(), Duration::from_secs(30));
        tokio::time::advance(Duration::from_secs(31)).await;
        assert_eq!(pacer.wait(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_of_the_next_window_opens_it() {
        let pacer = Pacer::new(Some(NAMES));
        pacer.note(&answer("3", "30"));
        pacer.note(&HeaderMap::new());
        assert_eq!(pacer.wait(), Duration::from_secs(30));
        pacer.note(&answer("1", "60"));
        assert_eq!(pacer.wait(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn without_headers_to_read_there_is_no_wait() {
        let pacer = Pacer::new(None);
        pacer.note(&answer("3", "30"));
        assert_eq!(pacer.wait(), Duration::ZERO);
    }
}
