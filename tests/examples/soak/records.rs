//! What the server did with each call: its deeds in, the judgement of a call's outcome out.

use std::sync::{Mutex, MutexGuard, PoisonError};

use generated_client::{Error, ErrorKind};

use crate::plan::Kind;

/// Attempts that a call has by the standard policy.
const ATTEMPTS: u32 = 4;

/// A record for each call.
#[derive(Debug)]
pub(crate) struct Records(Mutex<Vec<Record>>);

/// What the server did with one call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Record {
    /// Requests that came, those with a token that had ended included.
    pub(crate) requests: u32,
    /// Requests that had a fate of their own: those with a good token.
    pub(crate) fates: u32,
    /// How often it answered 401.
    pub(crate) refused: u32,
    /// How often it acted on the call.
    pub(crate) processed: u32,
    /// What it did last.
    pub(crate) last: Option<Deed>,
}

/// What a server did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Answered,
    Stalled,
    TooMany,
    Unavailable,
    BrokeOff,
    Refused,
}

impl Records {
    pub(crate) fn new(calls: usize) -> Self {
        Self(Mutex::new(vec![Record::default(); calls]))
    }

    /// Changes the record of a call; `None` if there is no such call.
    pub(crate) fn note<T>(&self, call: usize, change: impl FnOnce(&mut Record) -> T) -> Option<T> {
        self.lock().get_mut(call).map(change)
    }

    pub(crate) fn of(&self, call: usize) -> Record {
        self.lock().get(call).copied().unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Record>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    /// What is wrong about a call that ended well; `None` if it ended so rightly.
    pub(crate) fn fault_of_success(self, kind: Kind) -> Option<&'static str> {
        match self.last {
            _ if self.processed == 0 => Some("it ended well, but the server never acted on it"),
            _ if self.is_double(kind) => Some(DOUBLE),
            Some(Deed::Answered) => None,
            _ => Some("it ended well, but the server's last deed was a failure"),
        }
    }

    /// What is wrong about a call that failed; `None` if it failed rightly.
    pub(crate) fn fault_of_error(self, kind: Kind, error: &Error) -> Option<&'static str> {
        if self.is_double(kind) {
            return Some(DOUBLE);
        }
        let last = self.last.filter(|_| self.requests == error.attempts());
        let fits = match last {
            // The last request got lost on a connection that the server had just closed.
            None => self.requests < error.attempts() && error.kind() == ErrorKind::Transport,
            Some(Deed::Answered) => false,
            Some(Deed::Stalled) => error.kind() == ErrorKind::Timeout,
            Some(Deed::BrokeOff) => error.kind() == ErrorKind::Transport,
            Some(Deed::TooMany) => has_status(error, 429),
            Some(Deed::Unavailable) => has_status(error, 503),
            Some(Deed::Refused) => has_status(error, 401) && self.refused == 2,
        };
        if !fits {
            return Some("the error is not what the server did last");
        }
        // One attempt more is free: the one after a token that had ended.
        let attempts = error.attempts() - self.refused.min(1);
        let repeated = kind.is_idempotent() || last == Some(Deed::TooMany);
        if repeated && last != Some(Deed::Refused) && attempts != ATTEMPTS {
            return Some("it was given up though it could have been tried again");
        }
        None
    }

    fn is_double(self, kind: Kind) -> bool {
        !kind.is_idempotent() && self.processed > 1
    }
}

/// What is said of a call that had its effect twice.
pub(crate) const DOUBLE: &str = "the server acted on it twice";

fn has_status(error: &Error, code: u16) -> bool {
    error.kind() == ErrorKind::Api && error.status().is_some_and(|status| status == code)
}
