//! What emitted code says of the operations that mocks can answer.

use std::fmt;

use http::header::CONTENT_TYPE;

use super::fake::FakeAnswer;
use crate::runtime::wire::operation::Operation;

/// An operation that a mock can answer: its value as an answer, and an example of one.
pub trait Mockable: Operation<Output: fmt::Debug + PartialEq> {
    /// A successful answer; `None` where no finite value satisfies the document.
    const EXAMPLE: Option<ExampleAnswer>;

    /// The answer that decodes to that value.
    fn answer(output: &Self::Output) -> FakeAnswer;
}

/// A successful answer of an operation, as it would come from the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExampleAnswer {
    /// The status.
    pub status: u16,
    /// The media type; empty without a body.
    pub media_type: &'static str,
    /// The body.
    pub body: &'static str,
}

impl From<ExampleAnswer> for FakeAnswer {
    fn from(example: ExampleAnswer) -> Self {
        let answer = Self::status(example.status).with_body(example.body);
        match example.media_type {
            "" => answer,
            media_type => answer.with_header(CONTENT_TYPE.as_str(), media_type),
        }
    }
}

/// Is shown every operation of the API, for tests that hold for all of them.
pub trait OperationVisitor {
    /// Is called once for each operation.
    fn visit<O: Mockable>(&mut self);
}
