//! Whether a failed attempt is tried again, and after what wait.
//!
//! In goes what is known of a call ([`Replay`]) and how its last attempt failed ([`Failure`]);
//! out comes a [`Decision`]. Nothing here sleeps, sends or reads a clock, so that each rule can be
//! tested by itself.

use std::time::Duration;

use http::{Method, StatusCode};

mod after;
mod budget;
mod statuses;

pub use after::retry_after;
pub use budget::RetryBudget;
use statuses::Statuses;

/// How often, when and how patiently a call is tried again.
///
/// The standard policy makes up to four attempts: the first and three more. The wait before retry
/// *n* is drawn evenly from zero to `base_delay * 2^(n-1)`, never more than `max_delay` (full
/// jitter). An answer with `Retry-After` is waited for as long as it says, up to
/// `retry_after_cap`, and a little longer, so that calls turned away together do not come back
/// together.
///
/// A call is tried again after a failed connection, a lost one, an attempt that took too long, and
/// the statuses 408, 429, 502, 503 and 504. Where the server may have acted on the call (`POST`
/// and `PATCH`, unless the API's document says that the operation may be repeated), it is tried
/// again only if no connection was made, the server said that it has not begun with it (HTTP/2), or
/// the answer was 429.
///
/// ```
/// # use std::time::Duration;
#[doc = concat!("# use ", module_path!(), "::RetryPolicy;")]
/// let patient = RetryPolicy::standard().max_attempts(8).max_delay(Duration::from_secs(60));
/// let never = RetryPolicy::none();
/// # assert_ne!(patient, never);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    retry_after_cap: Option<Duration>,
    unsafe_methods: bool,
    statuses: Statuses,
    methods: Option<&'static [&'static str]>,
}

impl RetryPolicy {
    /// Four attempts, waits of up to 0.5 s, 1 s and 2 s (at most 20 s when there are more), and
    /// the API's own cap on `Retry-After`.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            max_attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            retry_after_cap: None,
            unsafe_methods: false,
            statuses: Statuses::STANDARD,
            methods: None,
        }
    }

    /// One attempt: every failure is returned as it comes.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            max_attempts: 1,
            ..Self::standard()
        }
    }

    /// Sets how many attempts a call has, the first one included. Zero counts as one.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// Sets the longest wait before the first retry; it doubles with each retry.
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the longest wait before any retry that no `Retry-After` asked for.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest `Retry-After` that is waited for. A longer one is an error at once.
    ///
    /// Without this, the cap is the one that the API names.
    #[must_use]
    pub const fn retry_after_cap(mut self, cap: Duration) -> Self {
        self.retry_after_cap = Some(cap);
        self
    }

    /// Whether calls that may have had an effect, `POST` and `PATCH` above all, are tried again
    /// like any other. Off unless set: the effect could then happen twice.
    #[must_use]
    pub const fn unsafe_methods(mut self, replay: bool) -> Self {
        self.unsafe_methods = replay;
        self
    }

    /// Tries calls of these methods again where the server may have acted on them, and no others,
    /// in place of the methods that HTTP calls idempotent. What the API's document says of an
    /// operation comes first.
    #[must_use]
    pub const fn retry_methods(mut self, methods: &'static [&'static str]) -> Self {
        self.methods = Some(methods);
        self
    }

    /// Also tries again after this status, such as 409 or 500. Only statuses from 400 to 599 are
    /// errors; others change nothing.
    #[must_use]
    pub const fn retry_status(mut self, status: u16) -> Self {
        self.statuses = self.statuses.set(status, true);
        self
    }

    /// Never tries again after this status, such as 503.
    #[must_use]
    pub const fn never_retry_status(mut self, status: u16) -> Self {
        self.statuses = self.statuses.set(status, false);
        self
    }

    /// How many attempts a call has, the first one included.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// Decides what follows a failed attempt.
    ///
    /// `random` is drawn evenly from 0 up to 1; [`fastrand::f64`] is what the client passes.
    #[must_use]
    pub fn decide(&self, call: &Replay, failure: Failure, random: f64) -> Decision {
        if !call.body_repeatable || !self.is_worth_a_retry(failure) {
            return Decision::GiveUp(GiveUp::NotRetryable);
        }
        if !self.unsafe_methods && !self.may_repeat(call) && !failure.left_no_trace() {
            return Decision::GiveUp(GiveUp::NotRepeatable);
        }
        if call.attempts_made >= self.max_attempts {
            return Decision::GiveUp(GiveUp::NoAttemptsLeft);
        }
        self.wait(call, failure, random)
    }

    /// Whether the failure may be gone at the next attempt, by the rules of this policy.
    #[must_use]
    pub fn is_worth_a_retry(&self, failure: Failure) -> bool {
        match failure {
            Failure::Status { status, .. } => self.statuses.contains(status.as_u16()),
            other => other.is_worth_a_retry(),
        }
    }

    /// Whether a second run of the call does no more than the first.
    fn may_repeat(&self, call: &Replay) -> bool {
        call.retry_safe.unwrap_or_else(|| match self.methods {
            Some(methods) => methods.contains(&call.method.as_str()),
            None => call.method.is_idempotent(),
        })
    }

    /// The wait before the next attempt, if the cap and the deadline leave room for it.
    fn wait(&self, call: &Replay, failure: Failure, random: f64) -> Decision {
        let asked = failure.retry_after();
        let cap = self.retry_after_cap.unwrap_or(call.retry_after_cap);
        if let Some(asked) = asked.filter(|asked| *asked > cap) {
            return Decision::GiveUp(GiveUp::WaitTooLong(asked));
        }
        let wait = match asked {
            Some(asked) => asked.saturating_add(share(self.base_delay, random)),
            None => self.backoff(call.attempts_made, random),
        };
        match call.time_left {
            // The jitter alone must not lose a call whose Retry-After still fits.
            Some(left) if wait >= left && asked.is_none_or(|asked| asked >= left) => {
                Decision::GiveUp(GiveUp::WaitTooLong(asked.unwrap_or(wait)))
            }
            Some(left) if wait >= left => Decision::Retry {
                wait: asked.unwrap_or(wait),
            },
            _ => Decision::Retry { wait },
        }
    }

    /// Exponential backoff with full jitter: anything from nothing to the doubled delay.
    ///
    /// backon's jitter adds to the delay instead (from once to twice of it, past the maximum too),
    /// hence these lines.
    fn backoff(&self, attempts_made: u32, random: f64) -> Duration {
        let doublings = attempts_made.saturating_sub(1).min(31);
        let ceiling = self
            .base_delay
            .saturating_mul(1 << doublings)
            .min(self.max_delay);
        share(ceiling, random)
    }
}

impl Default for RetryPolicy {
    /// [`RetryPolicy::standard`].
    fn default() -> Self {
        Self::standard()
    }
}

/// What the decision needs to know of the call.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The HTTP method.
    pub method: Method,
    /// What the document says of repeating the operation; `None` leaves it to the method.
    pub retry_safe: Option<bool>,
    /// Whether the body can be sent once more. A body read from a stream cannot.
    pub body_repeatable: bool,
    /// Attempts made so far; 1 after the first.
    pub attempts_made: u32,
    /// Time until the call's deadline, if it has one.
    pub time_left: Option<Duration>,
    /// The longest `Retry-After` to wait for, unless the policy names its own.
    pub retry_after_cap: Duration,
}

/// How an attempt failed, as far as trying again is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// No connection was made: name not found, refused, TLS refused, proxy refused.
    NotConnected,
    /// The server said over HTTP/2 that it has not begun with the call: it refused the call's
    /// stream, or closes the connection and names an earlier stream as its last.
    Unprocessed,
    /// The connection was lost, or what came was not HTTP: the server may have acted.
    Lost,
    /// The attempt's time ran out after the connection was made: the server may have acted.
    TimedOut,
    /// The server answered with this error status, and asked for this wait if it asked for any.
    Status {
        /// The status of the answer.
        status: StatusCode,
        /// The answer's `Retry-After`, see [`retry_after`].
        retry_after: Option<Duration>,
    },
    /// Trying again would fail the same way: a faulty request, a certificate that is not trusted.
    Permanent,
}

impl Failure {
    /// Whether the failure may be gone at the next attempt.
    #[must_use]
    pub fn is_worth_a_retry(self) -> bool {
        match self {
            Self::NotConnected | Self::Unprocessed | Self::Lost | Self::TimedOut => true,
            Self::Status { status, .. } => Statuses::STANDARD.contains(status.as_u16()),
            Self::Permanent => false,
        }
    }

    /// Whether the server cannot have acted on the call.
    fn left_no_trace(self) -> bool {
        match self {
            Self::NotConnected | Self::Unprocessed => true,
            Self::Status { status, .. } => status == StatusCode::TOO_MANY_REQUESTS,
            Self::Lost | Self::TimedOut | Self::Permanent => false,
        }
    }

    fn retry_after(self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => retry_after,
            _ => None,
        }
    }
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Wait this long, then try again.
    Retry {
        /// How long.
        wait: Duration,
    },
    /// Return the failure to the caller.
    GiveUp(GiveUp),
}

/// Why a call is not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GiveUp {
    /// The failure is not one that time mends, or the body cannot be sent twice.
    NotRetryable,
    /// The server may have acted on the call, and acting twice is not the same as acting once.
    NotRepeatable,
    /// All attempts are made.
    NoAttemptsLeft,
    /// The wait, given here, is longer than the cap or than the time that is left.
    WaitTooLong(Duration),
    /// The client has had so many failures lately that it does not add to the load.
    BudgetSpent,
}

/// That share of the whole, whatever the caller's number is.
fn share(whole: Duration, random: f64) -> Duration {
    let random = if random.is_nan() {
        0.0
    } else {
        random.clamp(0.0, 1.0)
    };
    Duration::try_from_secs_f64(whole.as_secs_f64() * random).unwrap_or(whole)
}

#[cfg(test)]
mod tests;
