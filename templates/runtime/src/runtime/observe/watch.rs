//! Where a call tells what it does: the steps of a call in, events for its observers and spans out.
//!
//! A [`CallWatch`] or an attempt of it that is dropped without an end reports that it was
//! cancelled, so that observers which count see every start matched.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use tokio::time::Instant;
use url::Url;

use crate::runtime::model::{Lack, Unknown};
use crate::runtime::observe::events::{
    AttemptFinished, AttemptStarted, CallFinished, CallStarted, MissingMember, Observers, Outcome,
    UnknownValue, Waiting,
};
use crate::runtime::observe::trace::Span;
use crate::runtime::wire::error::ErrorKind;
use crate::runtime::wire::redact::Redaction;

/// Reports one call.
#[derive(Debug)]
pub(crate) struct CallWatch {
    observers: Observers,
    span: Span,
    call: u64,
    operation: &'static str,
    method: Method,
    path: &'static str,
    started: Instant,
    attempts: u32,
    finished: bool,
}

impl CallWatch {
    /// Reports that a call begins.
    #[must_use]
    pub(crate) fn start(
        observers: &Observers,
        operation: &'static str,
        method: &Method,
        path: &'static str,
    ) -> Self {
        let call = observers.next_call();
        observers.notify(|observer| {
            observer.call_started(&CallStarted {
                call,
                operation,
                method: method.clone(),
                path,
            });
        });
        Self {
            observers: observers.clone(),
            span: Span::call(operation, method, path),
            call,
            operation,
            method: method.clone(),
            path,
            started: Instant::now(),
            attempts: 0,
            finished: false,
        }
    }

    /// The span of the call, for what runs inside it.
    #[must_use]
    pub(crate) const fn span(&self) -> &Span {
        &self.span
    }

    /// Reports that an attempt is about to be sent.
    pub(crate) fn attempt(&mut self, url: &Url, redaction: &Redaction) -> AttemptWatch {
        self.attempts += 1;
        let (call, operation, attempt) = (self.call, self.operation, self.attempts);
        self.observers.notify(|observer| {
            observer.attempt_started(&AttemptStarted {
                call,
                operation,
                attempt,
            });
        });
        let span = self
            .span
            .attempt(operation, &self.method, self.path, url, attempt, redaction);
        AttemptWatch {
            observers: self.observers.clone(),
            span,
            call,
            operation,
            attempt,
            started: Instant::now(),
            finished: false,
        }
    }

    /// Reports a wait before the next attempt.
    pub(crate) fn waiting(&self, wait: Duration) {
        self.span.waiting(self.attempts, wait);
        self.observers.notify(|observer| {
            observer.waiting(&Waiting {
                call: self.call,
                operation: self.operation,
                attempt: self.attempts,
                wait,
            });
        });
    }

    /// Whether anybody wants to hear of what is odd about an answer.
    pub(crate) fn wants_notes(&self) -> bool {
        !self.observers.is_empty() || self.span.wants_unknown()
    }

    /// Reports the values of the answer that the document does not name.
    pub(crate) fn unknown(&self, values: Vec<Unknown>) {
        for Unknown {
            model,
            value,
            count,
        } in values
        {
            self.span.unknown(self.operation, model, &value, count);
            let event = UnknownValue {
                call: self.call,
                operation: self.operation,
                model,
                value,
                count,
            };
            self.observers
                .notify(|observer| observer.unknown_value(&event));
        }
    }

    /// Reports members that the answer left out, and that were filled in.
    pub(crate) fn missing(&self, lacks: Vec<Lack>) {
        for Lack { path, count } in lacks {
            self.span.missing(self.operation, &path, count);
            let event = MissingMember {
                call: self.call,
                operation: self.operation,
                path,
                count,
            };
            self.observers
                .notify(|observer| observer.missing_member(&event));
        }
    }

    /// Reports the call's end.
    pub(crate) fn finish(mut self, outcome: Outcome) {
        note(&self.span, outcome);
        self.report(outcome);
    }

    fn report(&mut self, outcome: Outcome) {
        self.finished = true;
        self.observers.notify(|observer| {
            observer.call_finished(&CallFinished {
                call: self.call,
                operation: self.operation,
                attempts: self.attempts,
                outcome,
                duration: self.started.elapsed(),
            });
        });
    }
}

impl Drop for CallWatch {
    fn drop(&mut self) {
        if !self.finished {
            self.report(Outcome::Cancelled);
        }
    }
}

/// Reports one attempt of a call.
#[derive(Debug)]
pub(crate) struct AttemptWatch {
    observers: Observers,
    span: Span,
    call: u64,
    operation: &'static str,
    attempt: u32,
    started: Instant,
    finished: bool,
}

impl AttemptWatch {
    /// The span of the attempt, for what runs inside it.
    #[must_use]
    pub(crate) const fn span(&self) -> &Span {
        &self.span
    }

    /// Notes the headers and the body that are sent. `None` for a body that is not at hand.
    pub(crate) fn request(&self, headers: &HeaderMap, body: Option<&[u8]>, redaction: &Redaction) {
        self.span.request(headers, body, redaction);
    }

    /// Notes the headers and the body that came. `None` for a body that is not read yet.
    pub(crate) fn response(&self, headers: &HeaderMap, body: Option<&[u8]>, redaction: &Redaction) {
        self.span.response(headers, body, redaction);
    }

    /// Reports the attempt's end.
    pub(crate) fn finish(mut self, outcome: Outcome) {
        note(&self.span, outcome);
        self.report(outcome);
    }

    fn report(&mut self, outcome: Outcome) {
        self.finished = true;
        self.observers.notify(|observer| {
            observer.attempt_finished(&AttemptFinished {
                call: self.call,
                operation: self.operation,
                attempt: self.attempt,
                outcome,
                duration: self.started.elapsed(),
            });
        });
    }
}

impl Drop for AttemptWatch {
    fn drop(&mut self) {
        if !self.finished {
            self.report(Outcome::Cancelled);
        }
    }
}

fn note(span: &Span, outcome: Outcome) {
    if let Some(status) = outcome.status() {
        span.status(status);
    }
    if let Outcome::Failure { kind, status } = outcome {
        span.failure(&failure_name(kind, status));
    }
}

/// The conventions want the status where there is one, or else a name of few values.
fn failure_name(kind: ErrorKind, status: Option<StatusCode>) -> String {
    match status {
        Some(status) if !status.is_success() => status.as_str().to_owned(),
        _ => format!("{kind:?}").to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::observe::events::Observer;
    use std::sync::{Arc, Mutex};

    #[derive(Default)]
    struct Log(Mutex<Vec<String>>);

    impl Log {
        fn push(&self, line: String) {
            self.0.lock().unwrap().push(line);
        }
    }

    impl Observer for Log {
        fn call_started(&self, event: &CallStarted) {
            self.push(format!("{} {} starts", event.call, event.operation));
        }
        fn attempt_started(&self, event: &AttemptStarted) {
            self.push(format!("{} attempt {}", event.call, event.attempt));
        }
        fn attempt_finished(&self, event: &AttemptFinished) {
            self.push(format!(
                "{} attempt {} {:?}",
                event.call, event.attempt, event.outcome
            ));
        }
        fn waiting(&self, event: &Waiting) {
            self.push(format!("{} waits {:?}", event.call, event.wait));
        }
        fn call_finished(&self, event: &CallFinished) {
            self.push(format!(
                "{} ends {:?} after {}",
                event.call, event.outcome, event.attempts
            ));
        }
    }

    fn watched(run: impl FnOnce(&Observers)) -> Vec<String> {
        let log = Arc::new(Log::default());
        run(&Observers::new(vec![log.clone()]));
        let lines = log.0.lock().unwrap();
        lines.clone()
    }

    fn url() -> Url {
        Url::parse("http://a.test/x").unwrap()
    }

    #[test]
    fn the_steps_of_a_call_come_in_order() {
        let lines = watched(|observers| {
            let mut call = CallWatch::start(observers, "getX", &Method::GET, "/x");
            call.attempt(&url(), &Redaction::standard())
                .finish(Outcome::Failure {
                    kind: ErrorKind::Timeout,
                    status: None,
                });
            call.waiting(Duration::from_secs(1));
            call.attempt(&url(), &Redaction::standard())
                .finish(Outcome::Success(StatusCode::OK));
            call.finish(Outcome::Success(StatusCode::OK));
        });
        assert_eq!(
            lines,
            [
                "1 getX starts",
                "1 attempt 1",
                "1 attempt 1 Failure { kind: Timeout, status: None }",
                "1 waits 1s",
                "1 attempt 2",
                "1 attempt 2 Success(200)",
                "1 ends Success(200) after 2",
            ]
        );
    }

    #[test]
    fn what_is_dropped_is_reported_as_cancelled() {
        let lines = watched(|observers| {
            let mut call = CallWatch::start(observers, "getX", &Method::GET, "/x");
            drop(call.attempt(&url(), &Redaction::standard()));
            drop(call);
        });
        assert_eq!(
            lines[2..],
            ["1 attempt 1 Cancelled", "1 ends Cancelled after 1"]
        );
    }

    #[test]
    fn each_call_has_its_number() {
        let lines = watched(|observers| {
            for _ in 0..2 {
                CallWatch::start(observers, "getX", &Method::GET, "/x").finish(Outcome::Cancelled);
            }
        });
        assert_eq!([&lines[0], &lines[2]], ["1 getX starts", "2 getX starts"]);
    }
}
