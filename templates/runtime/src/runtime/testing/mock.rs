//! [`Mock`]: an operation, what its requests must ask for, and the answers.
//!
//! Emitted code adds a method for each parameter of the operation's path and query.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;

use super::{Mockable, Rule, respond};
use crate::runtime::testing::fake::FakeAnswer;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::operation::{Failure, Operation};
use crate::runtime::wire::request::Request;

/// Starts a mock of an operation.
pub fn mock<O: Mockable>() -> Mock<O> {
    Mock {
        request: Request::new(O::INFO),
        rule: Rule::default(),
        operation: PhantomData,
    }
}

/// Answers the requests of one operation, once it is mounted on a
/// [`FakeTransport`](super::FakeTransport).
///
/// It has a method for each parameter of the operation's path and query. A parameter that was set
/// must have that value in a request, others may have any.
///
/// Several answers are given in their order, and the last of them to every further request. A mock
/// without an answer gives the operation's example.
#[must_use = "a mock answers nothing until it is mounted"]
pub struct Mock<O> {
    /// What requests must ask for, for code that asks for more than the methods can.
    pub request: Request,
    rule: Rule,
    operation: PhantomData<fn() -> O>,
}

impl<O: Mockable> Mock<O> {
    /// Answers with that value.
    pub fn answers(self, output: O::Output) -> Self {
        self.replies(O::answer(&output))
    }

    /// Answers with the example that the crate has of the operation's answer.
    pub fn answers_example(self) -> Self {
        self.replies(example::<O>())
    }

    /// Answers with anything: another status, a broken body, headers, after a while.
    pub fn replies(mut self, answer: FakeAnswer) -> Self {
        self.rule.answers.push_back(answer);
        self
    }

    /// Loses the connection before anything reached the server.
    pub fn loses_connection(self) -> Self {
        self.replies(FakeAnswer::failure(Error::new(
            ErrorKind::Connect,
            "no connection: the mock lost it",
        )))
    }

    /// Expects exactly that many requests, each attempt of a call by itself. Further ones go to the
    /// mocks mounted later.
    pub fn times(mut self, times: usize) -> Self {
        self.rule.times = Some(times);
        self
    }

    /// Answers only requests that the function agrees to. It must not ask the transport that the
    /// mock is mounted on.
    pub fn matching(
        mut self,
        agrees: impl Fn(&HttpRequest) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.rule.agrees = Some(Arc::new(agrees));
        self
    }

    pub(crate) fn into_rule(mut self) -> (Request, Rule) {
        if self.rule.answers.is_empty() {
            self = self.answers_example();
        }
        (self.request, self.rule)
    }
}

impl<O> Mock<O>
where
    O: Mockable + Failure,
    O::Body: Serialize,
{
    /// Answers with that error. A status that the document declares no such error for makes the
    /// call fail with an error that says so.
    pub fn fails(self, status: u16, body: O::Body) -> Self {
        let answer = respond::json(status, "application/json", &body);
        let known = answer
            .to_reply()
            .is_some_and(|reply| !succeeds::<O>(status) && O::decode_failure(&reply).is_some());
        if known {
            return self.replies(answer);
        }
        let message = format!(
            "the mock of {} cannot fail like that: the document declares no such error for the \
             status {status}",
            O::INFO.id
        );
        self.replies(FakeAnswer::failure(Error::new(ErrorKind::Request, message)))
    }
}

fn succeeds<O: Operation>(status: u16) -> bool {
    (200..300).contains(&status) || O::INFO.success.contains(&status)
}

fn example<O: Mockable>() -> FakeAnswer {
    match O::EXAMPLE {
        Some(example) => example.into(),
        None => {
            let message = format!("there is no example of what {} answers", O::INFO.id);
            FakeAnswer::failure(Error::new(ErrorKind::Request, message))
        }
    }
}

impl<O> Clone for Mock<O> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            rule: self.rule.clone(),
            operation: PhantomData,
        }
    }
}

impl<O> fmt::Debug for Mock<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mock").field(&self.request).finish()
    }
}
