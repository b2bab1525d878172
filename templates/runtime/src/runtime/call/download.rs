//! The body of an answer as a stream: pieces in the order and size in which they come.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, Sleep};

use crate::runtime::call::limiter::Permit;
use crate::runtime::wire::body::Incoming;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::limits::LONGEST;
use crate::runtime::wire::response::Reply;

/// The body of an answer, read piece by piece.
///
/// The call's timeouts end with the head of the answer; from then on each piece has to come within
/// the read timeout. A failure is the last item. Dropping the stream closes the connection.
#[derive(Debug)]
pub struct Download {
    body: Option<Incoming>,
    /// The answer without its body.
    head: Reply,
    read_timeout: Duration,
    timer: Pin<Box<Sleep>>,
    waits: bool,
    _permit: Option<Permit>,
}

impl Download {
    pub(crate) fn new(
        body: Incoming,
        head: Reply,
        read_timeout: Duration,
        permit: Option<Permit>,
    ) -> Self {
        // The clock must be able to hold the time at which it runs out.
        let read_timeout = read_timeout.min(LONGEST);
        Self {
            body: Some(body),
            head,
            read_timeout,
            timer: Box::pin(tokio::time::sleep(read_timeout)),
            waits: false,
            _permit: permit,
        }
    }

    /// How long the next piece may take.
    #[cfg(feature = "blocking")]
    pub(crate) fn read_timeout(&self) -> Duration {
        self.read_timeout
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection is lost, or no piece comes in time.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| self.poll(cx)).await.transpose()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let item = match body.poll_chunk(cx) {
            Poll::Ready(item) => item,
            Poll::Pending => {
                if !self.waits {
                    let until = Instant::now() + self.read_timeout;
                    self.timer.as_mut().reset(until);
                    self.waits = true;
                }
                std::task::ready!(self.timer.as_mut().poll(cx));
                let message = format!("no piece of the answer came within {:?}", self.read_timeout);
                Some(Err(Error::new(ErrorKind::Timeout, message)))
            }
        };
        self.waits = false;
        if !matches!(item, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(item.map(|piece| piece.map_err(|error| self.explain(error))))
    }

    /// The status that came stays known.
    fn explain(&self, error: Error) -> Error {
        let attempts = self.head.attempts();
        let error = match self.head.operation() {
            Some(operation) => error.with_operation(operation),
            None => error,
        };
        error.with_attempts(attempts).with_reply(self.head.clone())
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}
