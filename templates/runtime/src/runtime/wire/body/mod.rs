//! Bodies: of requests ([`Body`]) and of answers as they come in ([`Incoming`]).

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use crate::runtime::wire::error::{Error, ErrorKind, root};

mod incoming;
mod unpack;

pub use incoming::Incoming;

/// What a stream of bytes may fail with.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Pieces of a body, one after the other.
pub type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// The body of a request.
///
/// One made of bytes or by [`Body::from_fn`] can be sent again when a call is repeated; one that
/// reads a stream cannot.
#[derive(Clone)]
pub struct Body(Kind);

#[derive(Clone)]
enum Kind {
    Bytes(Bytes),
    Once(Arc<Mutex<Option<Chunks>>>, Option<u64>),
    Repeatable(Arc<dyn Fn() -> Chunks + Send + Sync>, Option<u64>),
}

impl Body {
    /// No body.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Kind::Bytes(Bytes::new()))
    }

    /// A body read from a stream. `length` is its size in bytes, if known; it is sent in chunks
    /// otherwise.
    pub fn from_stream<S, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        let chunks = Some(chunks(stream));
        Self(Kind::Once(Arc::new(Mutex::new(chunks)), length))
    }

    /// A body whose stream is made anew for each attempt.
    pub fn from_fn<F, S, E>(make: F, length: Option<u64>) -> Self
    where
        F: Fn() -> S + Send + Sync + 'static,
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self(Kind::Repeatable(Arc::new(move || chunks(make())), length))
    }

    /// The bytes, unless the body is a stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Once(..) | Kind::Repeatable(..) => None,
        }
    }

    /// The size in bytes, if known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes.len() as u64),
            Kind::Once(_, length) | Kind::Repeatable(_, length) => *length,
        }
    }

    /// Whether the body can be sent more than once.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        !matches!(self.0, Kind::Once(..))
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length() == Some(0)
    }

    /// The pieces, for a [`Transport`](crate::runtime::wire::transport::Transport) of one's own. A body
    /// that was read before gives an error as its only piece.
    #[must_use]
    pub fn into_chunks(self) -> Chunks {
        match self.0 {
            Kind::Bytes(bytes) => Box::pin(Pieces(Some(Ok(bytes)))),
            Kind::Repeatable(make, _) => make(),
            Kind::Once(chunks, _) => {
                let taken = chunks.lock().unwrap_or_else(PoisonError::into_inner).take();
                taken.unwrap_or_else(|| Box::pin(Pieces(Some(Err(AlreadyRead.into())))))
            }
        }
    }

    /// The body as reqwest takes it.
    pub(crate) fn into_reqwest(self) -> Option<reqwest::Body> {
        match self.0 {
            Kind::Bytes(bytes) if bytes.is_empty() => None,
            Kind::Bytes(bytes) => Some(bytes.into()),
            kind => {
                let body = Self(kind);
                let length = body.length();
                let chunks = Mutex::new(body.into_chunks());
                Some(reqwest::Body::wrap(Outgoing { chunks, length }))
            }
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

fn chunks<S, E>(stream: S) -> Chunks
where
    S: Stream<Item = Result<Bytes, E>> + Send + 'static,
    E: Into<BoxError> + 'static,
{
    Box::pin(futures_util::TryStreamExt::map_err(stream, Into::into))
}

/// The error of a body that ended before its end.
fn cut(cause: BoxError) -> Error {
    Error::new(
        ErrorKind::Transport,
        format!("the answer broke off: {}", root(cause.as_ref())),
    )
    .with_source(cause)
}

/// A stream of one piece.
struct Pieces(Option<Result<Bytes, BoxError>>);

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take())
    }
}

#[derive(Debug)]
struct AlreadyRead;

impl fmt::Display for AlreadyRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a body that reads a stream can be sent only once")
    }
}

impl std::error::Error for AlreadyRead {}

/// A stream in the form that hyper reads. The mutex is never locked: it makes the stream `Sync`.
struct Outgoing {
    chunks: Mutex<Chunks>,
    length: Option<u64>,
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let chunks = self
            .chunks
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        chunks
            .as_mut()
            .poll_next(cx)
            .map(|next| next.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{StreamExt, stream};

    fn pieces() -> impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static {
        stream::iter([Ok(Bytes::from("ab")), Ok(Bytes::from("c"))])
    }

    #[tokio::test]
    async fn a_stream_is_read_once() {
        let body = Body::from_stream(pieces(), None);
        assert!(!body.is_repeatable());
        assert_eq!(body.clone().into_chunks().count().await, 2);
        assert!(body.into_chunks().next().await.unwrap().is_err());
    }

    #[tokio::test]
    async fn a_function_makes_the_stream_again() {
        let body = Body::from_fn(pieces, Some(3));
        assert!(body.is_repeatable());
        for _ in 0..2 {
            assert_eq!(body.clone().into_chunks().count().await, 2);
        }
    }
}
