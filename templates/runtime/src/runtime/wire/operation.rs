//! What an operation is: the document's facts of it ([`OperationInfo`]) and how its answers are
//! decoded ([`Operation`], [`Failure`]).

use crate::runtime::wire::decode::DecodeError;
use crate::runtime::wire::response::Reply;

/// One operation of the API: a type without a value that ties its facts to its answer's type.
pub trait Operation: Send + Sync + 'static {
    /// What a successful answer becomes.
    type Output: Send + 'static;

    /// What the document says of the operation.
    const INFO: &'static OperationInfo;

    /// Decodes an answer whose status counts as success.
    ///
    /// # Errors
    ///
    /// If the body is not what the document says.
    fn decode(reply: &Reply) -> Result<Self::Output, DecodeError>;
}

/// An operation whose error answers have types of their own, see [`Error::failure`].
///
/// [`Error::failure`]: crate::runtime::Error::failure
pub trait Failure: Operation {
    /// What an error answer becomes.
    type Body;

    /// Decodes an error answer; `None` if its status has no type, or its body is something else.
    fn decode_failure(reply: &Reply) -> Option<Self::Body>;
}

/// What the document says of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationInfo {
    /// The operation's id, as the document has it.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path as the document has it, with `{variables}`.
    pub path: &'static str,
    /// The media types that the answer may have, as the `Accept` header says it.
    pub accept: &'static str,
    /// Which credentials the call needs: alternatives of scheme names that are needed together. An
    /// empty list needs none; an empty alternative says that the call may go without.
    pub security: &'static [&'static [&'static str]],
    /// Whether the call may be repeated after a failure; `None` leaves it to the method.
    pub retry_safe: Option<bool>,
    /// The server of this operation, where it has one of its own.
    pub base: Option<&'static str>,
    /// Statuses beside 2xx that count as success.
    pub success: &'static [u16],
}

impl OperationInfo {
    /// An operation of that id, method and path that answers JSON, needs no credentials and has
    /// nothing else special about it.
    #[must_use]
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            accept: "application/json",
            security: &[],
            retry_safe: None,
            base: None,
            success: &[],
        }
    }
}
