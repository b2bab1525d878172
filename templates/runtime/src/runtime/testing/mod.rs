//! For tests of code that uses a client: a transport without a network ([`FakeTransport`]), and,
//! with the feature `testing`, typed mocks: what an operation is to answer in, a
//! [`FakeTransport`] that answers it out.
//!
//! [`mock`] starts one for an operation, [`FakeTransport::mount`] puts it to work,
//! [`FakeTransport::calls`] gives the requests that came, [`FakeTransport::verify`] compares them
//! with what was expected. Nothing below the transport is faked: credentials, retries, decoding and
//! pages are the client's own.

pub mod fake;

#[cfg(feature = "testing")]
mod mock;
#[cfg(feature = "testing")]
mod mockable;
#[cfg(feature = "testing")]
mod received;
#[cfg(feature = "testing")]
pub mod respond;
#[cfg(feature = "testing")]
mod rule;

#[cfg(feature = "testing")]
pub use crate::runtime::model::example::{Example, ModelVisitor};
pub use fake::{FakeAnswer, FakeTransport};
#[cfg(feature = "testing")]
pub use mock::{Mock, mock};
#[cfg(feature = "testing")]
pub use mockable::{ExampleAnswer, Mockable, OperationVisitor};
#[cfg(feature = "testing")]
pub use received::Received;
#[cfg(feature = "testing")]
pub(crate) use rule::Rule;
