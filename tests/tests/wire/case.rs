//! An entry of the tables: how one operation is called goes in, something that the tests can run
//! without knowing its types comes out.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;

use generated_client::models::ErrorBody;
use generated_client::runtime::call::Call;
use generated_client::runtime::decode::DecodeError;
use generated_client::runtime::mode::{Async, Blocking};
use generated_client::runtime::operation::{Failure, Operation};
use generated_client::runtime::response::Reply;
use generated_client::{Client, Error, blocking};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::Value;

use crate::document;
use crate::samples::{self, Samples};

/// A path value with everything that has a meaning in a URL.
/// It goes as `a%20b%2Fc%3Fd%23e%252F%40x%2Cy`.
pub(crate) const ODD: &str = "a b/c?d#e%2F@x,y";

/// A path value beyond ASCII, and beyond 16 bits. It goes as `Zo%C3%AB%F0%9F%A6%80`.
pub(crate) const UNICODE: &str = "Zoë🦀";

/// The same call through the async and the blocking client.
macro_rules! call {
    (|$client:ident, $path:pat_param| $call:expr) => {
        $crate::case::Calls {
            asynchronous: |$client, $path| $call,
            blocking: |$client, $path| $call,
        }
    };
}

/// How an operation is called with the given values of its path. A list takes all values that are
/// left, as it is the last variable of its path.
pub(crate) struct Calls<O> {
    pub(crate) asynchronous: fn(&Client, &[&str]) -> Call<O, Async>,
    pub(crate) blocking: fn(&blocking::Client, &[&str]) -> Call<O, Blocking>,
}

/// An entry that is still being written.
pub(crate) struct Case<O: Operation> {
    operation: &'static str,
    calls: Calls<O>,
    path: &'static [&'static str],
    sends: &'static str,
    body: Option<Value>,
}

impl<O> Case<O>
where
    O: Failure<Body = ErrorBody>,
    O::Output: Serialize,
{
    /// An entry for that operationId. `sends` is the method and the target of the request line.
    pub(crate) fn new(operation: &'static str, sends: &'static str, calls: Calls<O>) -> Self {
        Self {
            operation,
            calls,
            path: &[],
            sends,
            body: None,
        }
    }

    /// Sets the values of the path's variables.
    pub(crate) fn path(mut self, values: &'static [&'static str]) -> Self {
        self.path = values;
        self
    }

    /// Sets the JSON that is to be sent.
    pub(crate) fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets the server's answer, and what is to hold for the value decoded from it.
    pub(crate) fn answer(self, answer: Value, check: fn(&O::Output)) -> Entry {
        self.entry(Some(answer), check)
    }

    /// Sets what is sent, and the server's answer, to what the document describes.
    pub(crate) fn sampled(mut self, samples: &mut Samples) -> Entry {
        self.body = samples::body(self.operation);
        let schema = document::operation(self.operation).answer;
        let answer = schema.map(|schema| samples.value(schema));
        self.entry(answer, |_| ())
    }

    fn entry(self, answer: Option<Value>, check: fn(&O::Output)) -> Entry {
        Entry {
            operation: self.operation,
            path: self.path,
            sends: self.sends,
            body: self.body,
            answer,
            typed: Box::new(Typed {
                calls: self.calls,
                check,
            }),
        }
    }
}

impl<O> Case<O>
where
    O: Failure<Output = (), Body = ErrorBody>,
{
    /// Says that the answer has no body.
    pub(crate) fn no_answer(self) -> Entry {
        self.entry(None, |()| ())
    }
}

/// One operation, with what it sends and what it makes of the answer.
pub(crate) struct Entry {
    /// The operationId.
    pub(crate) operation: &'static str,
    /// The values of the path's variables.
    pub(crate) path: &'static [&'static str],
    /// Method and target, as in the request line.
    pub(crate) sends: &'static str,
    /// The JSON that is sent; `None` if there is no body.
    pub(crate) body: Option<Value>,
    /// The JSON that the server answers with; `None` if there is no body.
    pub(crate) answer: Option<Value>,
    /// What needs the operation's types.
    pub(crate) typed: Box<dyn Erased>,
}

/// A decoded answer of some type.
pub(crate) type Decoded = Box<dyn Any + Send>;

/// A call on its way.
pub(crate) type Sent = Pin<Box<dyn Future<Output = Result<Decoded, Error>> + Send>>;

/// What an entry can do, whatever the types of its operation.
pub(crate) trait Erased: Send + Sync {
    /// Sends the call, with those values in its path.
    fn send(&self, client: &Client, path: &[&str]) -> Sent;
    /// Sends the call and waits for the answer.
    fn send_blocking(&self, client: &blocking::Client, path: &[&str]) -> Result<Decoded, Error>;
    /// Reads an answer of 200 with that body.
    fn decode(&self, body: &Value) -> Result<Decoded, DecodeError>;
    /// Checks a value decoded from the entry's own answer, and gives it as JSON.
    fn check(&self, decoded: &Decoded) -> Value;
    /// A decoded value as JSON.
    fn json(&self, decoded: &Decoded) -> Value;
    /// The error answer in its type.
    fn failure(&self, error: &Error) -> Option<ErrorBody>;
}

struct Typed<O: Operation> {
    calls: Calls<O>,
    check: fn(&O::Output),
}

impl<O> Erased for Typed<O>
where
    O: Failure<Body = ErrorBody>,
    O::Output: Serialize,
{
    fn send(&self, client: &Client, path: &[&str]) -> Sent {
        let pending = (self.calls.asynchronous)(client, path).send();
        Box::pin(async move { pending.await.map(|value| Box::new(value) as Decoded) })
    }

    fn send_blocking(&self, client: &blocking::Client, path: &[&str]) -> Result<Decoded, Error> {
        let value = (self.calls.blocking)(client, path).send()?;
        Ok(Box::new(value))
    }

    fn decode(&self, body: &Value) -> Result<Decoded, DecodeError> {
        let reply = Reply::new(StatusCode::OK, HeaderMap::new(), body.to_string());
        O::decode(&reply).map(|value| Box::new(value) as Decoded)
    }

    fn check(&self, decoded: &Decoded) -> Value {
        (self.check)(value::<O>(decoded));
        self.json(decoded)
    }

    fn json(&self, decoded: &Decoded) -> Value {
        serde_json::to_value(value::<O>(decoded)).expect("a model can be written")
    }

    fn failure(&self, error: &Error) -> Option<ErrorBody> {
        error.failure::<O>()
    }
}

fn value<O: Operation>(decoded: &Decoded) -> &O::Output {
    decoded
        .downcast_ref()
        .expect("a value of the operation's type")
}
