//! A client's budget of retries: what failed and succeeded lately in, whether a retry may go out.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use http::StatusCode;

use super::Failure;

/// How many retries a client may have outstanding, so that a broken server is not hit harder the
/// worse it gets.
///
/// A bucket of tokens: a retry takes 5 (10 after a timeout), a call that succeeds gives back what
/// its last retry took, or 1 if it needed none. An empty bucket means that failures are returned
/// as they come, until calls succeed again. An answer of 429 costs nothing: the server controls
/// the pace then.
///
/// Clones share one bucket, so several clients of one server can share a budget.
#[derive(Clone, Debug)]
pub struct RetryBudget(Option<Arc<Bucket>>);

#[derive(Debug)]
struct Bucket {
    tokens: AtomicU32,
    capacity: u32,
}

const RETRY_COST: u32 = 5;
const TIMEOUT_COST: u32 = 10;
const SUCCESS_REFUND: u32 = 1;

impl RetryBudget {
    /// A budget of 500 tokens: a hundred retries in a row without a success.
    #[must_use]
    pub fn standard() -> Self {
        Self::new(500)
    }

    /// A budget of that many tokens, full.
    #[must_use]
    pub fn new(capacity: u32) -> Self {
        Self(Some(Arc::new(Bucket {
            tokens: AtomicU32::new(capacity),
            capacity,
        })))
    }

    /// No limit on retries but the policy's.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self(None)
    }

    /// The tokens that are left; `None` if there is no limit.
    #[must_use]
    pub fn tokens(&self) -> Option<u32> {
        let bucket = self.0.as_ref()?;
        Some(bucket.tokens.load(Ordering::Relaxed))
    }

    /// Takes what a retry after this failure costs. `None`: there is not enough, do not retry.
    /// Else the cost, to be handed to [`RetryBudget::succeeded`] if that retry succeeds.
    #[must_use]
    pub fn withdraw(&self, failure: Failure) -> Option<u32> {
        let cost = cost(failure);
        let Some(bucket) = &self.0 else {
            return Some(cost);
        };
        bucket
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                tokens.checked_sub(cost)
            })
            .ok()
            .map(|_| cost)
    }

    /// Takes note of a call that succeeded. `last_cost` is what its last retry took, if it had one.
    pub fn succeeded(&self, last_cost: Option<u32>) {
        let Some(bucket) = &self.0 else {
            return;
        };
        let refund = last_cost.unwrap_or(SUCCESS_REFUND);
        // The full bucket is the common case: one read, no write that other threads would wait for.
        if bucket.tokens.load(Ordering::Relaxed) < bucket.capacity {
            let _ = bucket
                .tokens
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                    Some(tokens.saturating_add(refund).min(bucket.capacity))
                });
        }
    }
}

impl Default for RetryBudget {
    /// [`RetryBudget::standard`].
    fn default() -> Self {
        Self::standard()
    }
}

fn cost(failure: Failure) -> u32 {
    match failure {
        Failure::Status { status, .. } if status == StatusCode::TOO_MANY_REQUESTS => 0,
        Failure::TimedOut => TIMEOUT_COST,
        _ => RETRY_COST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOO_MANY: Failure = Failure::Status {
        status: StatusCode::TOO_MANY_REQUESTS,
        retry_after: None,
    };

    #[test]
    fn retries_end_when_the_tokens_do() {
        let budget = RetryBudget::new(11);
        assert_eq!(budget.withdraw(Failure::Lost), Some(5));
        assert_eq!(budget.withdraw(Failure::Lost), Some(5));
        assert_eq!(budget.withdraw(Failure::Lost), None);
        assert_eq!(budget.tokens(), Some(1));
    }

    #[test]
    fn a_timeout_costs_double() {
        let budget = RetryBudget::new(10);
        assert_eq!(budget.withdraw(Failure::TimedOut), Some(10));
        assert_eq!(budget.withdraw(Failure::NotConnected), None);
    }

    #[test]
    fn a_rate_limit_costs_nothing() {
        let budget = RetryBudget::new(0);
        assert_eq!(budget.withdraw(TOO_MANY), Some(0));
    }

    #[test]
    fn success_gives_back_what_its_retry_took() {
        let budget = RetryBudget::new(10);
        let cost = budget.withdraw(Failure::TimedOut);
        budget.succeeded(cost);
        assert_eq!(budget.tokens(), Some(10));
    }

    #[test]
    fn success_without_a_retry_gives_one_token_up_to_the_capacity() {
        let budget = RetryBudget::new(6);
        let _ = budget.withdraw(Failure::Lost);
        budget.succeeded(None);
        assert_eq!(budget.tokens(), Some(2));
        for _ in 0..10 {
            budget.succeeded(None);
        }
        assert_eq!(budget.tokens(), Some(6));
    }

    #[test]
    fn clones_share_the_tokens() {
        let budget = RetryBudget::new(5);
        let _ = budget.clone().withdraw(Failure::Lost);
        assert_eq!(budget.tokens(), Some(0));
    }

    #[test]
    fn unlimited_never_ends() {
        let budget = RetryBudget::unlimited();
        for _ in 0..1000 {
            assert!(budget.withdraw(Failure::TimedOut).is_some());
        }
        assert_eq!(budget.tokens(), None);
    }
}
