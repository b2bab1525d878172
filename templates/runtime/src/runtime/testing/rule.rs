//! What a mock does, whatever its operation: a request in, the answer to it out.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::runtime::testing::fake::FakeAnswer;
use crate::runtime::wire::exchange::HttpRequest;

type Agrees = dyn Fn(&HttpRequest) -> bool + Send + Sync;

/// The answers of a mock, and how many requests it expects.
#[derive(Clone, Default)]
pub(crate) struct Rule {
    pub(crate) answers: VecDeque<FakeAnswer>,
    pub(crate) times: Option<usize>,
    pub(crate) agrees: Option<Arc<Agrees>>,
    /// How many requests it has answered.
    pub(crate) came: usize,
}

impl Rule {
    /// Whether it answers a request that asks for the right thing.
    pub(crate) fn takes(&self, request: &HttpRequest) -> bool {
        !self.is_used_up() && self.agrees.as_ref().is_none_or(|agrees| agrees(request))
    }

    /// Whether all the requests came that it expects.
    pub(crate) fn is_used_up(&self) -> bool {
        self.times.is_some_and(|times| self.came >= times)
    }

    /// The next answer.
    pub(crate) fn answer(&mut self) -> Option<FakeAnswer> {
        self.came += 1;
        match self.answers.len() {
            0 | 1 => self.answers.front().cloned(),
            _ => self.answers.pop_front(),
        }
    }
}
