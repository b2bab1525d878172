//! The stream of an answer's items, which opens itself again where that is asked for.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::time::Sleep;

use super::frames::{Frame, Splitter};
use super::{Framing, Streaming};
use crate::runtime::call::client::Core;
use crate::runtime::call::download::Download;
use crate::runtime::call::mode::{Async, Mode};
use crate::runtime::call::send;
use crate::runtime::wire::decode::DecodeError;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::request::Request;
use crate::runtime::wire::response::{Reply, Response};
use crate::runtime::wire::transport::BoxFuture;

/// The items of an answer as they come. With a blocking client it is an iterator.
///
/// An item that cannot be decoded is an error; the next one is read all the same. Any other failure
/// is the last item. Dropping the stream closes the connection.
pub struct Items<T, M: Mode = Async> {
    reader: Option<Reader<T>>,
    #[cfg_attr(
        not(feature = "blocking"),
        expect(dead_code, reason = "an async stream is polled by its caller")
    )]
    mode: M,
}

/// Items are handed out by value and never pinned.
impl<T, M: Mode> Unpin for Items<T, M> {}

impl<T, M: Mode> Items<T, M> {
    pub(super) fn new(reader: Reader<T>, mode: M) -> Self {
        Self {
            reader: Some(reader),
            mode,
        }
    }

    /// The id of the event that came last: what the stream can be opened again from, by a header
    /// `Last-Event-ID`.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.reader.as_ref()?.last_id.as_deref()
    }
}

impl<T> Items<T> {
    /// The next item; `None` at the end.
    ///
    /// # Errors
    ///
    /// If an item is not what the document says, the connection is lost, or nothing comes in time.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| self.poll(cx)).await.transpose()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        match &mut self.reader {
            Some(reader) => reader.poll(cx),
            None => Poll::Ready(None),
        }
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

#[cfg(feature = "blocking")]
impl<T: Send + 'static> Iterator for Items<T, crate::runtime::call::mode::Blocking> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut reader = self.reader.take()?;
        let waited = self.mode.wait(async move {
            let item = poll_fn(|cx| reader.poll(cx)).await;
            (item, reader)
        });
        match waited {
            Ok((item, reader)) => {
                self.reader = Some(reader);
                item
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T, M: Mode> fmt::Debug for Items<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.reader.as_ref().map(|reader| reader.head.operation);
        f.debug_struct("Items")
            .field("operation", &operation)
            .finish()
    }
}

/// Sends the call, and gives the stream of its items once the answer's head is there.
pub(super) async fn open<O: Streaming>(
    core: Arc<Core>,
    request: Request,
) -> Result<Response<Reader<O::Item>>, Error> {
    let mut reader = Reader {
        decode: O::decode_item,
        declared: O::STREAM.framing,
        state: State::Ended,
        splitter: Splitter::new(O::STREAM.framing, usize::MAX),
        ready: VecDeque::new(),
        head: Head {
            operation: O::INFO.id,
            status: StatusCode::OK,
            headers: HeaderMap::new(),
        },
        last_id: None,
        wait: Duration::from_secs(1),
        attempts: 0,
        core: Arc::clone(&core),
        // Only what can be sent again is kept.
        again: request.body().is_repeatable().then(|| request.clone()),
    };
    let answer = send::open(core, request).await?;
    let head = (answer.status(), answer.headers().clone());
    Ok(answer.map(|download| {
        reader.read(head, download);
        reader
    }))
}

/// What reads the items of one answer after the other.
pub(super) struct Reader<T> {
    decode: fn(&Frame) -> Result<T, DecodeError>,
    declared: Framing,
    state: State,
    splitter: Splitter,
    /// Items that came together with an earlier one.
    ready: VecDeque<T>,
    head: Head,
    last_id: Option<String>,
    /// How long to wait before the stream is opened again.
    wait: Duration,
    /// How often it was opened again since the last item.
    attempts: u32,
    core: Arc<Core>,
    again: Option<Request>,
}

/// What is known of the answer.
struct Head {
    operation: &'static str,
    status: StatusCode,
    headers: HeaderMap,
}

enum State {
    Reading(Box<Download>),
    Waiting(Pin<Box<Sleep>>),
    Opening(BoxFuture<'static, Result<Response<Download>, Error>>),
    Ended,
}

impl<T> Reader<T> {
    fn read(&mut self, (status, headers): (StatusCode, HeaderMap), download: Download) {
        let content_type = headers.get(http::header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let framing = Framing::of(content_type, self.declared);
        let limit = self.limit();
        self.splitter = Splitter::new(framing, limit);
        self.head.status = status;
        self.head.headers = headers;
        self.state = State::Reading(Box::new(download));
    }

    fn limit(&self) -> usize {
        usize::try_from(self.core.limits.max_response_size).unwrap_or(usize::MAX)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        if let Some(item) = self.ready.pop_front() {
            return Poll::Ready(Some(Ok(item)));
        }
        loop {
            match self.splitter.next_frame() {
                Ok(None) => {}
                Ok(Some(frame)) => return Poll::Ready(self.item(&frame)),
                Err(fault) => {
                    self.close();
                    return Poll::Ready(Some(Err(self.error(bytes::Bytes::new(), fault))));
                }
            }
            match &mut self.state {
                State::Reading(download) => {
                    match ready!(Pin::new(download.as_mut()).poll_next(cx)) {
                        Some(Ok(piece)) => self.splitter.push(&piece),
                        Some(Err(error)) if !self.opens_again() => {
                            self.state = State::Ended;
                            return Poll::Ready(Some(Err(error)));
                        }
                        None if !self.opens_again() => {
                            self.splitter.end();
                            self.state = State::Ended;
                        }
                        // What came of an event that broke off comes again with the next answer.
                        Some(Err(_)) | None => self.pause(),
                    }
                }
                State::Waiting(timer) => {
                    ready!(timer.as_mut().poll(cx));
                    self.reopen();
                }
                State::Opening(answer) => match ready!(answer.as_mut().poll(cx)) {
                    Ok(answer) if answer.status() == StatusCode::NO_CONTENT => {
                        self.state = State::Ended;
                    }
                    Ok(answer) => {
                        let head = (answer.status(), answer.headers().clone());
                        self.read(head, answer.into_body());
                    }
                    Err(error) if is_passing(&error) && self.opens_again() => self.pause(),
                    Err(error) => {
                        self.state = State::Ended;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                State::Ended => match self.splitter.next_frame() {
                    Ok(Some(frame)) => return Poll::Ready(self.item(&frame)),
                    _ => return Poll::Ready(None),
                },
            }
        }
    }

    fn item(&mut self, frame: &Frame) -> Option<Result<T, Error>> {
        self.attempts = 0;
        if let Some((id, retry)) = frame.resume() {
            self.last_id = id.map(str::to_owned);
            self.wait = retry.map_or(self.wait, Duration::from_millis);
        }
        match (self.decode)(frame) {
            Ok(item) => Some(Ok(item)),
            Err(_) if frame.is_end() => {
                self.close();
                None
            }
            Err(fault) => match self.each_line(frame) {
                Some(first) => Some(Ok(first)),
                None => Some(Err(self.error(frame.bytes(), fault))),
            },
        }
    }

    /// The first of the items that the lines of an event are, if each of them is one; the others are
    /// given next.
    fn each_line(&mut self, frame: &Frame) -> Option<T> {
        let lines = frame.lines();
        let ends = lines.last().is_some_and(Frame::is_end);
        let items = lines.iter().filter(|line| !line.is_end());
        let items: Result<Vec<T>, _> = items.map(|line| (self.decode)(line)).collect();
        let mut items = items.ok()?.into_iter();
        let first = items.next()?;
        self.ready.extend(items);
        if ends {
            self.close();
        }
        Some(first)
    }

    /// Reads no more of the answer.
    fn close(&mut self) {
        self.state = State::Ended;
        self.splitter = Splitter::new(self.declared, usize::MAX);
    }

    /// Whether the stream is to be opened once more.
    fn opens_again(&mut self) -> bool {
        let is_events = self.splitter.is_events();
        let Some(request) = self.again.as_mut().filter(|_| is_events) else {
            return false;
        };
        self.attempts < request.options_mut().reconnects
    }

    fn pause(&mut self) {
        self.attempts += 1;
        self.splitter = Splitter::new(self.declared, self.limit());
        let wait = self.wait.min(LONGEST_WAIT);
        self.state = State::Waiting(Box::pin(tokio::time::sleep(wait)));
    }

    fn reopen(&mut self) {
        let Some(mut request) = self.again.clone() else {
            self.state = State::Ended;
            return;
        };
        let id = self.last_id.as_deref().map(HeaderValue::from_str);
        if let Some(Ok(id)) = id {
            request
                .headers_mut()
                .insert(HeaderName::from_static("last-event-id"), id);
        }
        self.state = State::Opening(send::open(Arc::clone(&self.core), request));
    }

    fn error(&self, body: bytes::Bytes, fault: DecodeError) -> Error {
        let (status, headers) = (self.head.status, self.head.headers.clone());
        let reply = Reply::received(self.core.api, self.head.operation, 1, status, headers, body);
        Error::from_decode(reply, fault)
    }
}

/// A server may ask for any wait; this is the longest one.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Whether the stream may still be opened after such a failure.
fn is_passing(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout) || error.is_retryable()
}
