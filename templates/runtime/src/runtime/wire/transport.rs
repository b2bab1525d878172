//! How requests get to a server: [`HttpRequest`] in, [`HttpResponse`] or [`Error`] out.
//!
//! A client sends through reqwest unless it is given a [`Transport`] of another kind, such as the
//! [`FakeTransport`](crate::runtime::testing::FakeTransport) for tests.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method};

use crate::runtime::wire::body::{Incoming, root};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::{HttpRequest, HttpResponse};

/// A future on the heap that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and brings the head of its answer.
///
/// It neither retries nor follows redirects, and it gives no thought to the whole call's time: the
/// client does all that. Dropping the future gives the request up.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Connect`] says that nothing reached the server, so that the call may be
    /// repeated whatever it does; [`ErrorKind::Transport`] and [`ErrorKind::Timeout`] leave that
    /// open; others are final.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Error>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Error>> {
        (**self).send(request)
    }
}

/// Sends through reqwest.
pub(crate) struct ReqwestTransport(pub(crate) reqwest::Client);

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Error>> {
        Box::pin(async move {
            let method = request.method.clone();
            let (url, mut headers, body) = request.into_url();
            let body = body.into_reqwest();
            if body.is_none() && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
                // Without it there are servers and gateways that answer 411 Length Required.
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            let mut sent = reqwest::Request::new(method, url);
            *sent.headers_mut() = headers;
            *sent.body_mut() = body;
            let mut answer = self.0.execute(sent).await.map_err(classify)?;
            Ok(HttpResponse {
                status: answer.status(),
                headers: std::mem::take(answer.headers_mut()),
                body: Incoming::from_reqwest(answer),
            })
        })
    }
}

/// Makes reqwest's error one of ours, without the URL: its query may hold a key.
fn classify(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let reason = root(&error).to_string();
    let ours = if error.is_connect() {
        Error::new(ErrorKind::Connect, format!("no connection: {reason}"))
    } else if error.is_timeout() {
        Error::new(ErrorKind::Timeout, format!("time ran out: {reason}"))
    } else if error.is_builder() {
        Error::new(ErrorKind::Request, format!("not a valid request: {reason}"))
    } else {
        Error::new(ErrorKind::Transport, format!("connection lost: {reason}"))
    };
    let ours = if error.is_timeout() {
        ours.into_timed_out()
    } else {
        ours
    };
    let permanent = is_refused_certificate(&error) || is_refused_login(&error);
    let unprocessed = is_unprocessed(&error);
    let ours = ours.with_source(error);
    match (permanent, unprocessed) {
        (true, _) => ours.into_permanent(),
        (false, true) => ours.into_unprocessed(),
        (false, false) => ours,
    }
}

/// Whether the server said that it has not begun with the call (RFC 9113, 8.7).
///
/// h2 fails the streams behind the last one of a `GOAWAY` with its reason, and those before it in
/// another way. Reasons other than `NO_ERROR` do not tell the two apart.
fn is_unprocessed(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if let Some(cause) = cause.downcast_ref::<h2::Error>() {
            return cause.is_remote()
                && match cause.reason() {
                    Some(h2::Reason::REFUSED_STREAM) => cause.is_reset(),
                    Some(h2::Reason::NO_ERROR) => cause.is_go_away(),
                    _ => false,
                };
        }
        next = cause.source();
    }
    false
}

/// Whether a proxy did not take the name and password: it would not the next time either, and may
/// lock the account.
fn is_refused_login(error: &reqwest::Error) -> bool {
    let text = root(error).to_string();
    error.is_connect()
        && [
            "credentials not accepted",
            "server does not support user/pass authentication",
            "proxy authorization required",
        ]
        .iter()
        .any(|one| text.contains(one))
}

/// Whether TLS failed for what the certificates say: the next attempt would fail the same way.
///
/// The server's own verdict on the client's certificate may come after the connection seemed made.
fn is_refused_certificate(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = next {
        let invalid = cause
            .downcast_ref::<io::Error>()
            .is_some_and(|cause| cause.kind() == io::ErrorKind::InvalidData);
        let text = cause.to_string().to_ascii_lowercase();
        if (invalid && error.is_connect()) || text.contains("certificate") {
            return true;
        }
        next = cause.source();
    }
    false
}
