//! Mocks on a [`FakeTransport`]: requests in, the answers of the first mock that fits out.

use std::fmt::Write as _;

use super::{FakeAnswer, FakeTransport};
use crate::runtime::testing::{Mock, Mockable, Received, Rule};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::operation::Operation;
use crate::runtime::wire::request::Request;

/// The mocks of a transport, and what none of them answered.
#[derive(Default)]
pub(super) struct Mounts {
    mocks: Vec<(Request, Rule)>,
    unanswered: Vec<String>,
}

impl FakeTransport {
    /// Adds a mock. Of several that fit a request, the one that was mounted first answers.
    #[must_use]
    pub fn mount<O: Mockable>(self, mock: Mock<O>) -> Self {
        self.state().mounts.mocks.push(mock.into_rule());
        self
    }

    /// The requests of one operation so far, each attempt by itself, in their order.
    #[must_use]
    pub fn calls<O: Operation>(&self) -> Vec<Received> {
        let requests = self.requests().into_iter();
        let of_operation = requests.filter(|request| *request.info() == *O::INFO);
        of_operation.map(Received::new).collect()
    }

    /// Checks that every mock got the requests that it expects, and that nothing else was asked
    /// for.
    ///
    /// # Panics
    ///
    /// If that is not so; the message lists what is missing and what came instead.
    #[track_caller]
    pub fn verify(&self) {
        let complaints = self.state().mounts.complaints();
        assert!(
            complaints.is_empty(),
            "the fake transport was not used as expected:{complaints}"
        );
    }
}

impl Mounts {
    /// The answer to a request; `None` if no mock fits.
    pub(super) fn answer(&mut self, request: &HttpRequest) -> Option<FakeAnswer> {
        let mut mocks = self.mocks.iter_mut();
        let (pattern, rule) =
            mocks.find(|(pattern, rule)| pattern.is_asked_by(request) && rule.takes(request))?;
        let answer = rule.answer();
        match pattern.fault() {
            Some(fault) => Some(FakeAnswer::failure(fault.clone())),
            None => answer,
        }
    }

    /// Takes note of a request that nothing answers, and says so.
    pub(super) fn refuse(&mut self, request: &HttpRequest) -> Error {
        let asked = described(request);
        let mut message = format!("the fake transport has no answer to {asked}");
        for (index, (pattern, rule)) in self.mocks.iter().enumerate() {
            let before = if index == 0 { "; mounted:" } else { "," };
            let state = if rule.is_used_up() { " (used up)" } else { "" };
            // Writing to text cannot fail.
            let _ = write!(message, "{before} {}{state}", pattern.described());
        }
        self.unanswered.push(asked);
        Error::new(ErrorKind::Request, message)
    }

    /// A line for each thing that is not as expected.
    fn complaints(&self) -> String {
        let mut text = String::new();
        for (pattern, rule) in &self.mocks {
            if let Some(times) = rule.times.filter(|times| *times != rule.came) {
                let (what, came) = (pattern.described(), rule.came);
                let _ = write!(text, "\n- {what}: {times} requests expected, {came} came");
            }
        }
        for asked in &self.unanswered {
            let _ = write!(text, "\n- nothing answered {asked}");
        }
        text
    }
}

/// A request, for a reader.
fn described(request: &HttpRequest) -> String {
    let query = request.query().map(|query| format!("?{query}"));
    format!(
        "{:?}: {} {}{}",
        request.operation(),
        request.method,
        request.path(),
        query.unwrap_or_default()
    )
}
