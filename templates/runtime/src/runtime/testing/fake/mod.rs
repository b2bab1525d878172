//! A transport without a network, for tests of code that uses a client: answers that were laid out
//! beforehand in, the requests that were made out.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::runtime::wire::body::Incoming;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::{HttpRequest, HttpResponse};
use crate::runtime::wire::transport::{BoxFuture, Transport};

#[cfg(feature = "testing")]
mod mounted;

/// Answers requests from a list instead of a network, and keeps the requests for inspection.
///
/// An answer is for one operation, by its id. Several answers to one operation are given in their
/// order, and the last of them for every further call. A clone shares answers and requests.
///
/// ```
/// # use http::StatusCode;
#[doc = concat!("use ", module_path!(), "::{FakeAnswer, FakeTransport};")]
///
/// let fake = FakeTransport::new()
///     .answer("getRoom", FakeAnswer::status(503))
///     .answer("getRoom", FakeAnswer::json(200, &["a", "b"]));
/// // client_builder.transport(fake.clone()) …
/// assert!(fake.requests().is_empty());
/// ```
#[derive(Clone, Default)]
pub struct FakeTransport(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: Vec<(String, VecDeque<FakeAnswer>)>,
    fallback: Option<Arc<Answerer>>,
    requests: Vec<HttpRequest>,
    #[cfg(feature = "testing")]
    mounts: mounted::Mounts,
}

type Answerer = dyn Fn(&HttpRequest) -> FakeAnswer + Send + Sync;

impl FakeTransport {
    /// A transport that has no answers yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer to the operation of that id.
    #[must_use]
    pub fn answer(self, operation: &str, answer: FakeAnswer) -> Self {
        let mut state = self.state();
        let known = state.answers.iter_mut().find(|(id, _)| id == operation);
        match known {
            Some((_, answers)) => answers.push_back(answer),
            None => {
                let answers = VecDeque::from([answer]);
                state.answers.push((operation.to_owned(), answers));
            }
        }
        drop(state);
        self
    }

    /// Answers by a function where no answer was added for the operation.
    #[must_use]
    pub fn answer_with(
        self,
        answer: impl Fn(&HttpRequest) -> FakeAnswer + Send + Sync + 'static,
    ) -> Self {
        self.state().fallback = Some(Arc::new(answer));
        self
    }

    /// The requests so far, each attempt by itself, in their order.
    #[must_use]
    pub fn requests(&self) -> Vec<HttpRequest> {
        self.state().requests.clone()
    }

    /// Takes note of the request and finds its answer.
    fn next(&self, request: HttpRequest) -> FakeAnswer {
        let mut state = self.state();
        let answer = state.answer(&request);
        let fallback = state.fallback.clone();
        state.requests.push(request.clone());
        // The function may look at the transport, so the lock must be free.
        drop(state);
        match (answer, fallback) {
            (Some(answer), _) => answer,
            (None, Some(make)) => make(&request),
            (None, None) => FakeAnswer::failure(self.state().refuse(&request)),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn answer(&mut self, request: &HttpRequest) -> Option<FakeAnswer> {
        #[cfg(feature = "testing")]
        if let Some(answer) = self.mounts.answer(request) {
            return Some(answer);
        }
        let mut answers = self.answers.iter_mut();
        let (_, answers) = answers.find(|(id, _)| id == request.operation())?;
        match answers.len() {
            0 | 1 => answers.front().cloned(),
            _ => answers.pop_front(),
        }
    }

    #[cfg(feature = "testing")]
    fn refuse(&mut self, request: &HttpRequest) -> Error {
        self.mounts.refuse(request)
    }

    #[cfg(not(feature = "testing"))]
    fn refuse(&mut self, request: &HttpRequest) -> Error {
        let operation = request.operation();
        let message = format!("the fake transport has no answer to {operation:?}");
        Error::new(ErrorKind::Request, message)
    }
}

impl Transport for FakeTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Error>> {
        let answer = self.next(request);
        Box::pin(async move {
            if let Some(delay) = answer.delay {
                tokio::time::sleep(delay).await;
            }
            answer.into_response()
        })
    }
}

impl fmt::Debug for FakeTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeTransport")
            .field("requests", &self.state().requests.len())
            .finish_non_exhaustive()
    }
}

/// What a [`FakeTransport`] answers.
#[derive(Clone, Debug)]
pub struct FakeAnswer {
    laid: Result<Laid, Error>,
    delay: Option<Duration>,
}

#[derive(Clone, Debug)]
struct Laid {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl FakeAnswer {
    /// An answer of that status without a body. A number that is no status is 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        let laid = Laid {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: HeaderMap::new(),
            body: Bytes::new(),
        };
        Self {
            laid: Ok(laid),
            delay: None,
        }
    }

    /// An answer of that status with the value as its JSON. A value that cannot be made JSON
    /// becomes a failure that says so.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(status: u16, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => Self::status(status)
                .with_body(json)
                .with_header(CONTENT_TYPE.as_str(), "application/json"),
            Err(error) => Self::failure(
                Error::new(ErrorKind::Request, "the fake answer cannot be made JSON")
                    .with_source(error),
            ),
        }
    }

    /// No answer, but a failure such as a lost connection.
    #[must_use]
    pub fn failure(error: Error) -> Self {
        Self {
            laid: Err(error),
            delay: None,
        }
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        if let Ok(laid) = &mut self.laid {
            laid.body = body.into();
        }
        self
    }

    /// Sets a header. One that HTTP does not allow makes the answer a failure that says so.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let header = (HeaderName::try_from(name), HeaderValue::try_from(value));
        match (&mut self.laid, header) {
            (Ok(laid), (Ok(name), Ok(value))) => {
                laid.headers.insert(name, value);
            }
            (Ok(_), _) => {
                let message = format!("the fake answer's header {name:?} is not a valid one");
                self.laid = Err(Error::new(ErrorKind::Request, message));
            }
            (Err(_), _) => {}
        }
        self
    }

    /// Answers after that time.
    #[must_use]
    pub fn with_delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// The answer as decoders see it; `None` if it is a failure.
    #[cfg(feature = "testing")]
    pub(crate) fn to_reply(&self) -> Option<crate::runtime::wire::response::Reply> {
        let laid = self.laid.clone().ok()?;
        let reply =
            crate::runtime::wire::response::Reply::new(laid.status, laid.headers, laid.body);
        Some(reply)
    }

    fn into_response(self) -> Result<HttpResponse, Error> {
        self.laid.map(|laid| HttpResponse {
            status: laid.status,
            headers: laid.headers,
            body: Incoming::from(laid.body),
        })
    }
}
