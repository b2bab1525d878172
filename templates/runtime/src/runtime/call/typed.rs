//! A call: an operation's arguments and settings of its own in, a future or a result out.
//!
//! Every method here but `send` begins with `with_`, `to_` or `into_`, so that the setters of
//! emitted code, named after parameters, never meet one of them.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::call::client::Handle;
use crate::runtime::call::download::Download;
use crate::runtime::call::mode::{Async, Mode};
use crate::runtime::call::received::Received;
use crate::runtime::call::send;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::wire::body::Body;
use crate::runtime::wire::curl::{CurlBody, curl};
use crate::runtime::wire::decode::{self, DecodeError};
use crate::runtime::wire::error::Error;
use crate::runtime::wire::exchange;
use crate::runtime::wire::operation::{Operation, OperationInfo};
use crate::runtime::wire::request::Request;
use crate::runtime::wire::response::{Reply, Response};
use crate::runtime::wire::transport::BoxFuture;

/// A call that has not been sent yet. Await it, or see [`Call::send`].
///
/// Dropping its future gives the call up, wherever it is.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<O, M: Mode = Async> {
    /// What is sent, for code that builds calls of its own.
    pub request: Request,
    handle: Handle<M>,
    operation: PhantomData<fn() -> O>,
}

impl<O, M: Mode> Call<O, M> {
    pub(crate) fn with_request(handle: Handle<M>, request: Request) -> Self {
        Self {
            request,
            handle,
            operation: PhantomData,
        }
    }

    /// Adds a header, in place of an earlier one of that name.
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => drop(self.request.headers_mut().insert(name, value)),
            (Ok(name), Err(_)) => {
                let message = format!("the value of header {name} is not a valid one");
                self.request.fail(message);
            }
            (Err(_), _) => self
                .request
                .fail(format!("{name:?} is not a header's name")),
        }
        self
    }

    /// Adds a parameter to the query, in place of an earlier one of that name. A list is sent as
    /// one pair for each item; null and an empty list remove the parameter.
    pub fn with_query<T>(mut self, name: impl AsRef<str>, value: T) -> Self
    where
        T: Serialize,
    {
        self.request.query(name.as_ref().to_owned().into(), &value);
        self
    }

    /// Sets how long the whole call may take, with all attempts and waits.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.request.options_mut().timeout = Some(timeout);
        self
    }

    /// Sets how long one attempt may take.
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.request.options_mut().attempt_timeout = Some(timeout);
        self
    }

    /// Sets when the call is tried again.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.request.options_mut().retry = Some(policy);
        self
    }

    /// Gives the call a key by which the server knows all of its attempts for one, and tries it
    /// again like one that is safe to repeat. It goes in the header that
    /// [`idempotency_header`](crate::runtime::Builder::idempotency_header) names, or in
    /// `Idempotency-Key`.
    pub fn with_idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.request.options_mut().idempotency_key = Some(key.into());
        self
    }

    /// Sends the call to another server. It gets the client's credentials like any other call, so
    /// it should be one that is trusted.
    pub fn with_base_url(mut self, url: impl AsRef<str>) -> Self {
        match exchange::parse(url.as_ref()) {
            Ok(url) => self.request.options_mut().base_url = Some(url),
            Err(error) => self
                .request
                .fail(format!("the base URL is {}", error.message())),
        }
        self
    }

    /// Sends the call without credentials.
    pub fn with_no_auth(mut self) -> Self {
        self.request.options_mut().without_auth = true;
        self
    }

    /// Sets how many redirects are followed. With none, an answer that redirects is an error that
    /// has its headers.
    pub fn with_max_redirects(mut self, redirects: u32) -> Self {
        self.request.options_mut().max_redirects = Some(redirects);
        self
    }

    /// Sets how large the answer may be, in bytes, unless it is read as a stream.
    pub fn with_max_response_size(mut self, bytes: u64) -> Self {
        self.request.options_mut().max_response_size = Some(bytes);
        self
    }

    /// The call as a line of curl, with secrets replaced by `***`. Credentials that are added when
    /// the call is sent are left out.
    ///
    /// # Errors
    ///
    /// If the request cannot be built from its arguments.
    pub fn to_curl(&self) -> Result<String, Error> {
        let core = &self.handle.core;
        let request = send::build(core, self.request.clone())?;
        let body = match request.body.as_bytes() {
            None => CurlBody::Stream,
            Some(bytes) if bytes.is_empty() => CurlBody::Empty,
            Some(bytes) => CurlBody::Bytes(bytes),
        };
        Ok(curl(
            &request.method,
            request.parsed_url(),
            &request.headers,
            body,
            &core.redaction,
        ))
    }

    /// The handle that the call was started from.
    pub fn to_handle(&self) -> Handle<M> {
        self.handle.clone()
    }

    fn into_pending<T>(self, finish: fn(Received) -> Result<T, Error>) -> Pending<T> {
        Pending {
            received: send::send(self.handle.core, self.request),
            finish,
        }
    }
}

impl<O: Operation> Call<O, Async> {
    /// Sends the call.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send(self) -> Pending<O::Output> {
        self.into_pending(decoded::<O>)
    }

    /// Sends the call and gives status and headers along with the decoded body.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send_with_response(self) -> Pending<Response<O::Output>> {
        self.into_pending(decoded_response::<O>)
    }

    /// Sends the call and gives the body as it came.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn into_bytes(self) -> Pending<Bytes> {
        self.into_pending(|received| Ok(received.into_reply().body))
    }

    /// Sends the call and reads the body, as JSON, into a type of the caller's.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn into_type<T: DeserializeOwned>(self) -> Pending<T> {
        self.into_pending(own_type)
    }

    /// Sends the call and gives the body as a stream, once the answer's head is there.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn into_stream(self) -> Result<Response<Download>, Error> {
        send::open(self.handle.core, self.request).await
    }
}

#[cfg(feature = "blocking")]
impl<O: Operation> Call<O, crate::runtime::call::mode::Blocking> {
    /// Sends the call and waits for its answer.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send(self) -> Result<O::Output, Error> {
        self.into_result(decoded::<O>)
    }

    /// Sends the call and gives status and headers along with the decoded body.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn send_with_response(self) -> Result<Response<O::Output>, Error> {
        self.into_result(decoded_response::<O>)
    }

    /// Sends the call and gives the body as it came.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn into_bytes(self) -> Result<Bytes, Error> {
        self.into_result(|received| Ok(received.into_reply().body))
    }

    /// Sends the call and reads the body, as JSON, into a type of the caller's.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn into_type<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.into_result(own_type)
    }

    /// Sends the call and gives the body to read from, once the answer's head is there.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn into_reader(self) -> Result<Response<crate::runtime::call::blocking::Reader>, Error> {
        let Handle { core, mode } = self.handle;
        let within = send::timeout(&core, &self.request);
        let answer = mode.wait_within(within, send::open(core, self.request));
        let answer = answer
            .and_then(|answer| answer)
            .map_err(crate::runtime::call::worker::explain)?;
        Ok(answer.map(|download| crate::runtime::call::blocking::Reader::new(mode, download)))
    }

    fn into_result<T>(self, finish: fn(Received) -> Result<T, Error>) -> Result<T, Error> {
        let Handle { core, mode } = self.handle;
        let within = send::timeout(&core, &self.request);
        let received = mode.wait_within(within, send::send(core, self.request));
        let received = received.and_then(|received| received);
        received
            .map_err(crate::runtime::call::worker::explain)
            .and_then(finish)
    }
}

impl<O: Operation> IntoFuture for Call<O, Async> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = Pending<O::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<O, M: Mode> Clone for Call<O, M> {
    fn clone(&self) -> Self {
        Self::with_request(self.handle.clone(), self.request.clone())
    }
}

impl<O, M: Mode> fmt::Debug for Call<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

/// A call on its way: a future of what it gives.
#[must_use = "a future does nothing until it is awaited"]
pub struct Pending<T> {
    received: BoxFuture<'static, Result<Received, Error>>,
    finish: fn(Received) -> Result<T, Error>,
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let finish = self.finish;
        self.received
            .as_mut()
            .poll(cx)
            .map(|received| received.and_then(finish))
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending")
    }
}

/// What no operation describes: any method, any path, any answer.
#[derive(Clone, Copy, Debug)]
pub enum Raw {}

impl Operation for Raw {
    type Output = Reply;

    const INFO: &'static OperationInfo = &OperationInfo {
        accept: "*/*",
        ..OperationInfo::new("request", "GET", "")
    };

    fn decode(reply: &Reply) -> Result<Reply, DecodeError> {
        Ok(reply.clone())
    }
}

impl<M: Mode> Call<Raw, M> {
    /// Sends a value as JSON.
    pub fn with_json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.request.json("application/json", body);
        self
    }

    /// Sends the members of an object as a form.
    pub fn with_form<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.request.form(&[], body);
        self
    }

    /// Sends a body of that media type.
    pub fn with_body(mut self, media_type: impl AsRef<str>, body: impl Into<Body>) -> Self {
        self.request.bytes(media_type.as_ref(), body);
        self
    }
}

fn decoded<O: Operation>(received: Received) -> Result<O::Output, Error> {
    received.decode(O::decode).map(|(body, _)| body)
}

fn decoded_response<O: Operation>(received: Received) -> Result<Response<O::Output>, Error> {
    let (body, reply) = received.decode(O::decode)?;
    Ok(reply.into_response(body))
}

fn own_type<T: DeserializeOwned>(received: Received) -> Result<T, Error> {
    received.decode(decode::own_json).map(|(body, _)| body)
}

// part: validate
#[cfg(feature = "validate")]
impl<O, M: Mode> Call<O, M> {
    /// Sends the call even if it breaks limits of the document, whatever the client does.
    pub fn with_no_checks(mut self) -> Self {
        self.request.options_mut().checks = None;
        self
    }
}

impl<M: Mode> Handle<M> {
    /// Starts a call of an operation, without arguments so far.
    pub fn call<O: Operation>(&self) -> Call<O, M> {
        let request = Request::new(O::INFO);
        // part: validate
        #[cfg(feature = "validate")]
        let request = crate::runtime::call::checks::checked(&self.core, request);
        Call::with_request(self.clone(), request)
    }

    /// Starts a call that no operation describes, with the client's credentials, retries and
    /// everything else. The path follows the base URL and may have a query; both are
    /// percent-encoded already. A whole URL will do if it is one of the same server.
    ///
    /// The answer is a [`Reply`].
    pub fn request(&self, method: Method, path: impl AsRef<str>) -> Call<Raw, M> {
        let request = Request::raw(Raw::INFO, method, path.as_ref());
        Call::with_request(self.clone(), request)
    }
}
