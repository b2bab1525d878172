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
use url::Url;

use crate::runtime::wire::body::Incoming;
use crate::runtime::wire::error::{Error, ErrorKind, root};
use crate::runtime::wire::exchange::{HttpRequest, HttpResponse};
use crate::runtime::wire::pools::{Listening, Pools, authority};

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
pub(crate) struct ReqwestTransport {
    pools: Arc<Pools>,
    proxy: Via,
}

/// What is said of the proxy when no connection is made through it.
pub(crate) type Via = Option<Box<dyn Fn(&Url) -> Option<String> + Send + Sync>>;

impl ReqwestTransport {
    pub(crate) fn new(pools: Pools, proxy: Via) -> Self {
        let pools = Arc::new(pools);
        Self { pools, proxy }
    }

    /// Names the host, and the proxy on the way to it.
    fn place(&self, url: &Url) -> String {
        let host = authority(url);
        match self.proxy.as_ref().and_then(|proxy| proxy(url)) {
            Some(proxy) => format!("{host} by {proxy}"),
            None => host,
        }
    }
}

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
            let pool = self.pools.current()?;
            let mut listening = Listening::start(&self.pools, &pool, &url);
            let mut sent = reqwest::Request::new(method, url.clone());
            *sent.headers_mut() = headers;
            *sent.body_mut() = body;
            let mut answer = match pool.client.execute(sent).await {
                Ok(answer) => answer,
                Err(error) => {
                    listening.end();
                    return Err(classify(error, || self.place(&url)));
                }
            };
            listening.head(answer.version() == http::Version::HTTP_2);
            let status = answer.status();
            let mut headers = std::mem::take(answer.headers_mut());
            let body = Incoming::from_reqwest(answer, listening).unpacked(&mut headers);
            Ok(HttpResponse {
                status,
                headers,
                body,
            })
        })
    }
}

/// Makes reqwest's error one of ours, without the URL: its query may hold a key.
fn classify(error: reqwest::Error, place: impl FnOnce() -> String) -> Error {
    let error = error.without_url();
    let reason = root(&error).to_string();
    let ours = if error.is_connect() {
        let message = format!("no connection to {}: {reason}", place());
        Error::new(ErrorKind::Connect, message)
    } else if error.is_timeout() {
        Error::new(ErrorKind::Timeout, format!("time ran out: {reason}"))
    } else if error.is_builder() {
        Error::new(ErrorKind::Request, format!("not a valid request: {reason}"))
    } else if reason.starts_with("invalid HTTP") {
        let message = format!("what {} sent is not HTTP: {reason}", place());
        Error::new(ErrorKind::Transport, message)
    } else {
        let message = format!("the connection to {} was lost: {reason}", place());
        Error::new(ErrorKind::Transport, message)
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
