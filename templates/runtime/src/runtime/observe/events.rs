//! A hook that sees what the client does: calls, attempts, waits and token requests in, whatever
//! the [`Observer`] makes of them out: metrics, logs, a test's expectations.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::{Method, StatusCode};

use crate::runtime::wire::error::{Error, ErrorKind};

/// Sees what a client does. Every method does nothing unless it is written.
///
/// The methods run where the call runs: they should be quick, and must not block.
pub trait Observer: Send + Sync + 'static {
    /// A call begins.
    fn call_started(&self, event: &CallStarted) {
        let _ = event;
    }

    /// An attempt of a call is about to be sent.
    fn attempt_started(&self, event: &AttemptStarted) {
        let _ = event;
    }

    /// An attempt has an answer, failed, or was dropped.
    fn attempt_finished(&self, event: &AttemptFinished) {
        let _ = event;
    }

    /// A call waits before its next attempt.
    fn waiting(&self, event: &Waiting) {
        let _ = event;
    }

    /// A token was asked for, or could not be had.
    fn token_requested(&self, event: &TokenRequested) {
        let _ = event;
    }

    /// An answer holds a value that the API's document does not name. Comes once for each such value
    /// of an answer, before the call is finished; the call is a success all the same.
    fn unknown_value(&self, event: &UnknownValue) {
        let _ = event;
    }

    /// An answer left a required member out, or sent null for it, and the emptiest value of its type
    /// was filled in. Comes once for each such place of an answer, before the call is finished; the
    /// call is a success all the same.
    fn missing_member(&self, event: &MissingMember) {
        let _ = event;
    }

    /// A call has its result, or was dropped. Comes once for each [`Observer::call_started`].
    fn call_finished(&self, event: &CallFinished) {
        let _ = event;
    }
}

impl<T: Observer + ?Sized> Observer for Arc<T> {
    fn call_started(&self, event: &CallStarted) {
        (**self).call_started(event);
    }

    fn attempt_started(&self, event: &AttemptStarted) {
        (**self).attempt_started(event);
    }

    fn attempt_finished(&self, event: &AttemptFinished) {
        (**self).attempt_finished(event);
    }

    fn waiting(&self, event: &Waiting) {
        (**self).waiting(event);
    }

    fn token_requested(&self, event: &TokenRequested) {
        (**self).token_requested(event);
    }

    fn unknown_value(&self, event: &UnknownValue) {
        (**self).unknown_value(event);
    }

    fn missing_member(&self, event: &MissingMember) {
        (**self).missing_member(event);
    }

    fn call_finished(&self, event: &CallFinished) {
        (**self).call_finished(event);
    }
}

/// An answer left a required member out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MissingMember {
    /// Number of the call.
    pub call: u64,
    /// The operation's id in the API's document.
    pub operation: &'static str,
    /// Where the member should be, with `[]` for any item of a list: `entities[].name`. With the
    /// feature `unknown-fields`, the place of the object that lacks one; `.` is the whole answer.
    pub path: String,
    /// How often it was filled in.
    pub count: usize,
}

/// A call begins.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallStarted {
    /// Number of the call, unique in its client; the same in each event of the call.
    pub call: u64,
    /// The operation's id in the API's document.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with its holes, as the document has it.
    pub path: &'static str,
}

/// An attempt of a call is about to be sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttemptStarted {
    /// Number of the call.
    pub call: u64,
    /// The operation's id in the API's document.
    pub operation: &'static str,
    /// Number of the attempt, from 1.
    pub attempt: u32,
}

/// An attempt has an answer, failed, or was dropped.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttemptFinished {
    /// Number of the call.
    pub call: u64,
    /// The operation's id in the API's document.
    pub operation: &'static str,
    /// Number of the attempt, from 1.
    pub attempt: u32,
    /// How it ended.
    pub outcome: Outcome,
    /// Time since the attempt started.
    pub duration: Duration,
}

/// A call waits before its next attempt.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Waiting {
    /// Number of the call.
    pub call: u64,
    /// The operation's id in the API's document.
    pub operation: &'static str,
    /// Number of the attempt that failed, from 1.
    pub attempt: u32,
    /// How long it waits.
    pub wait: Duration,
}

/// A token was asked for, or could not be had.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenRequested {
    /// Whether there was a token before that this one replaces.
    pub renewal: bool,
    /// Whether a token came.
    pub success: bool,
    /// Time that the request took.
    pub duration: Duration,
}

/// An answer holds a value that the API's document does not name.
///
/// Enums keep such a value as it came; the event tells that the API has moved on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnknownValue {
    /// Number of the call.
    pub call: u64,
    /// The operation's id in the API's document.
    pub operation: &'static str,
    /// The enum or union that met it, as it is called in `models`.
    pub model: &'static str,
    /// The value of an enum, cut after 100 bytes. For a union the value of its discriminator, or
    /// else what kind of value came: its content may be private.
    pub value: String,
    /// How often it is in the answer.
    pub count: usize,
}

/// A call has its result, or was dropped.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallFinished {
    /// Number of the call.
    pub call: u64,
    /// The operation's id in the API's document.
    pub operation: &'static str,
    /// Attempts made.
    pub attempts: u32,
    /// How it ended.
    pub outcome: Outcome,
    /// Time since the call started, waits included.
    pub duration: Duration,
}

/// How an attempt or a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// An answer of success.
    Success(StatusCode),
    /// No success.
    Failure {
        /// What kind of failure.
        kind: ErrorKind,
        /// The status of the answer, if one came.
        status: Option<StatusCode>,
    },
    /// The future was dropped before there was a result.
    Cancelled,
}

impl Outcome {
    /// The status of the answer, if one came.
    #[must_use]
    pub fn status(self) -> Option<StatusCode> {
        match self {
            Self::Success(status) => Some(status),
            Self::Failure { status, .. } => status,
            Self::Cancelled => None,
        }
    }

    /// Whether it was a success.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Self::Success(_))
    }
}

impl From<&Error> for Outcome {
    fn from(error: &Error) -> Self {
        Self::Failure {
            kind: error.kind(),
            status: error.status(),
        }
    }
}

/// The observers of a client, and the number of its next call. Clones share both.
#[derive(Clone, Default)]
pub struct Observers(Arc<Shared>);

#[derive(Default)]
struct Shared {
    observers: Vec<Arc<dyn Observer>>,
    calls: AtomicU64,
}

impl Observers {
    /// These observers, called in this order.
    #[must_use]
    pub fn new(observers: Vec<Arc<dyn Observer>>) -> Self {
        Self(Arc::new(Shared {
            observers,
            calls: AtomicU64::new(0),
        }))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.observers.is_empty()
    }

    /// Tells each of them.
    pub fn notify(&self, tell: impl Fn(&dyn Observer)) {
        for observer in &self.0.observers {
            tell(observer.as_ref());
        }
    }

    /// The number of the next call, from 1.
    #[must_use]
    pub fn next_call(&self) -> u64 {
        self.0.calls.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Observers({})", self.0.observers.len())
    }
}

#[cfg(test)]
mod tests {
    /// An event without a line in the `Arc`'s implementation would be lost in silence.
    #[test]
    fn an_arc_hands_every_event_on() {
        let text = include_str!("events.rs");
        let block = |start: &str| {
            let rest = &text[text.find(start).unwrap()..];
            let lines = rest[..rest.find("\n}\n").unwrap()].lines();
            let methods = lines.filter(|line| line.starts_with("    fn "));
            methods.map(str::to_owned).collect::<Vec<_>>()
        };
        let declared = block("pub trait Observer");
        assert!(declared.len() > 6);
        assert_eq!(
            block("impl<T: Observer + ?Sized> Observer for Arc<T>"),
            declared
        );
    }
}
