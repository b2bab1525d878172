//! Typed mocks for tests of code that uses a client: what an operation is to answer in, a
//! [`FakeTransport`] that answers it out.
//!
//! [`mock`] starts one for an operation, [`FakeTransport::mount`] puts it to work,
//! [`FakeTransport::calls`] gives the requests that came, [`FakeTransport::verify`] compares them
//! with what was expected. Nothing below the transport is faked: credentials, retries, decoding and
//! pages are the client's own.

use std::fmt;

use http::header::CONTENT_TYPE;

use crate::runtime::operation::Operation;

pub mod lay;
mod mock;
mod received;
mod rule;

pub use crate::runtime::model::example::{Example, ModelVisitor};
pub use crate::runtime::transport::fake::{FakeAnswer, FakeTransport};
pub use mock::{Mock, mock};
pub use received::Received;
pub(crate) use rule::Rule;

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

/// What emitted code writes mocks with.
pub mod emitted {
    pub use super::{ExampleAnswer, FakeAnswer, Mock, Mockable, OperationVisitor, lay};
    pub use crate::runtime::encode::Style;
    pub use crate::runtime::model::example::Example;
    pub use crate::runtime::model::{
        Base64, Date, DateTime, Interval, LocalDateTime, Secret, YearMonth,
    };
}
