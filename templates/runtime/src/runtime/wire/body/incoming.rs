//! The body of an answer, as it comes in: read whole, up to a limit, or piece by piece.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use tokio::time::{Instant, timeout_at};

use super::unpack::{Unpacking, is_gzip};
use super::{BoxError, Chunks, chunks, cut};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::pools::Listening;

/// The body of an answer, as it comes in.
pub struct Incoming(Source);

enum Source {
    Bytes(Option<Bytes>),
    Chunks(Chunks),
    Reqwest(Box<Answer>),
    Packed(Box<Unpacking>),
}

/// An answer of reqwest's, and who listens for it.
struct Answer {
    response: reqwest::Response,
    listening: Listening,
}

impl Incoming {
    /// A body that comes from a stream, for a [`Transport`](crate::runtime::wire::transport::Transport)
    /// of one's own.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self(Source::Chunks(chunks(stream)))
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection is lost before the body's end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// Polls for the next piece.
    pub(crate) fn poll_chunk(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        match &mut self.0 {
            Source::Bytes(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Source::Chunks(chunks) => chunks
                .as_mut()
                .poll_next(cx)
                .map(|next| next.map(|piece| piece.map_err(cut))),
            Source::Reqwest(answer) => answer.poll(cx),
            Source::Packed(packed) => packed.poll(cx),
        }
    }

    /// Reads the whole body. One of more than `limit` bytes is an error.
    pub(crate) async fn collect(mut self, limit: u64) -> Result<Bytes, Error> {
        if let Source::Bytes(bytes) = &mut self.0 {
            let bytes = bytes.take().unwrap_or_default();
            return within(limit, bytes.len()).map(|()| bytes);
        }
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        within(limit, first.len())?;
        let Some(second) = self.chunk().await? else {
            return Ok(first);
        };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        within(limit, all.len())?;
        while let Some(next) = self.chunk().await? {
            all.extend_from_slice(&next);
            within(limit, all.len())?;
        }
        Ok(all.freeze())
    }

    /// Reads as much of the body as comes until then, up to `limit` bytes: an error answer that
    /// breaks off or stalls still says something.
    pub(crate) async fn collect_some(mut self, limit: u64, until: Instant) -> Bytes {
        let mut all = BytesMut::new();
        while let Ok(Ok(Some(next))) = timeout_at(until, self.chunk()).await {
            all.extend_from_slice(&next);
            if all.len() as u64 > limit {
                break;
            }
        }
        all.freeze()
    }

    /// The bytes, if the body is not a stream.
    pub(crate) fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Source::Bytes(bytes) => bytes.as_deref(),
            Source::Chunks(_) | Source::Reqwest(_) | Source::Packed(_) => None,
        }
    }

    pub(crate) fn from_reqwest(response: reqwest::Response, listening: Listening) -> Self {
        let answer = Answer {
            response,
            listening,
        };
        Self(Source::Reqwest(Box::new(answer)))
    }

    /// Unpacks a body whose headers name gzip in a way that the HTTP library does not know, such as
    /// `GZIP` or `x-gzip`.
    pub(crate) fn unpacked(self, headers: &mut HeaderMap) -> Self {
        if !is_gzip(headers) {
            return self;
        }
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
        Self(Source::Packed(Box::new(Unpacking::new(self))))
    }
}

impl<B: Into<Bytes>> From<B> for Incoming {
    fn from(bytes: B) -> Self {
        Self(Source::Bytes(Some(bytes.into())))
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Incoming")
    }
}

impl Answer {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        // The future holds nothing of its own, so a new one goes on where the last one was left.
        let piece = std::task::ready!(pin!(self.response.chunk()).poll(cx));
        match &piece {
            Ok(Some(_)) => self.listening.heard(),
            Ok(None) | Err(_) => self.listening.end(),
        }
        Poll::Ready(match piece {
            Ok(piece) => piece.map(Ok),
            Err(error) => Some(Err(cut(error.without_url().into()))),
        })
    }
}

fn within(limit: u64, size: usize) -> Result<(), Error> {
    if size as u64 <= limit {
        return Ok(());
    }
    let message = format!(
        "the answer is larger than {limit} bytes; raise max_response_size or read it as a stream"
    );
    Err(Error::new(ErrorKind::Decode, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    fn pieces() -> impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static {
        stream::iter([Ok(Bytes::from("ab")), Ok(Bytes::from("c"))])
    }

    #[tokio::test]
    async fn pieces_become_one_body_up_to_the_limit() {
        let whole = Incoming::from_stream(pieces()).collect(3).await.unwrap();
        assert_eq!(whole, "abc");
        let error = Incoming::from_stream(pieces())
            .collect(2)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(Incoming::from("abc").collect(2).await.is_err());
    }

    #[tokio::test]
    async fn a_stream_that_fails_is_a_lost_connection() {
        let stream = stream::iter([Ok(Bytes::from("ab")), Err(BoxError::from("reset"))]);
        let error = Incoming::from_stream(stream).collect(9).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.to_string().contains("reset"), "{error}");
    }
}
