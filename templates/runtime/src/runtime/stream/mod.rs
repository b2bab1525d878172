//! Answers that are many items, one after the other: server-sent events, JSON lines, JSON text
//! sequences, JSON values behind each other. In: the pieces of a body as they come; out: typed items.
//!
//! `frames` takes the bytes apart, `event` is what an event of a server holds, `items` is the stream
//! that a caller reads, and opens it again where that is asked for.

use crate::runtime::call::mode::{Async, Mode};
use crate::runtime::call::typed::Call;
use crate::runtime::wire::decode::DecodeError;
use crate::runtime::wire::error::Error;
use crate::runtime::wire::operation::Operation;
use crate::runtime::wire::response::{Reply, Response};

mod event;
mod frames;
mod items;

pub use event::Event;
pub use frames::{Frame, Framing};
pub use items::Items;

use frames::Splitter;

/// An operation that can answer with items that come one by one.
pub trait Streaming: Operation {
    /// An item.
    type Item: Send + 'static;

    /// What the document says of the stream.
    const STREAM: &'static StreamInfo;

    /// Decodes an item.
    ///
    /// # Errors
    ///
    /// If the item is not what the document says.
    fn decode_item(frame: &Frame) -> Result<Self::Item, DecodeError>;
}

/// What the document says of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamInfo {
    /// Its media types, as the `Accept` header says it.
    pub accept: &'static str,
    /// How its items are told apart, unless the answer's media type says otherwise.
    pub framing: Framing,
}

/// Every item of an answer that is there as a whole.
///
/// # Errors
///
/// If one is not what the document says; the error says which.
pub fn all<O: Streaming>(reply: &Reply) -> Result<Vec<O::Item>, DecodeError> {
    let framing = Framing::of(reply.content_type(), O::STREAM.framing);
    let mut splitter = Splitter::new(framing, usize::MAX);
    splitter.push(&reply.body);
    splitter.end();
    let mut items = Vec::new();
    while let Some(frame) = splitter.next_frame()? {
        match O::decode_item(&frame) {
            Ok(item) => items.push(item),
            Err(_) if frame.is_end() => break,
            Err(error) => return Err(error.within(&format!("[{}]", items.len()))),
        }
    }
    Ok(items)
}

impl<O: Streaming, M: Mode> Call<O, M> {
    /// Opens a stream of events again when it ends or breaks off, from the event that came last
    /// (`Last-Event-ID`), up to this many times without an event in between. The server says how long
    /// to wait before that, else it is a second.
    ///
    /// The call must be one that can be repeated: a body that reads a stream is sent once.
    pub fn with_reconnect(mut self, attempts: u32) -> Self {
        self.request.options_mut().reconnects = attempts;
        self
    }

    fn asking_for_items(mut self) -> Self {
        let accept = http::HeaderValue::from_static(O::STREAM.accept);
        self.request
            .headers_mut()
            .insert(http::header::ACCEPT, accept);
        self
    }
}

impl<O: Streaming> Call<O, Async> {
    /// Sends the call and gives the items of its answer as they come.
    ///
    /// The call's time limits end with the head of the answer; from then on each piece has to come
    /// within the read timeout.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn into_items(self) -> Result<Response<Items<O::Item>>, Error> {
        let call = self.asking_for_items();
        let handle = call.to_handle();
        items::open::<O>(handle.core, call.request)
            .await
            .map(|answer| answer.map(|items| Items::new(items, handle.mode)))
    }
}

#[cfg(feature = "blocking")]
impl<O: Streaming> Call<O, crate::runtime::call::mode::Blocking> {
    /// Sends the call and gives the items of its answer as they come.
    ///
    /// The call's time limits end with the head of the answer; from then on each piece has to come
    /// within the read timeout.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn into_items(
        self,
    ) -> Result<Response<Items<O::Item, crate::runtime::call::mode::Blocking>>, Error> {
        let call = self.asking_for_items();
        let handle = call.to_handle();
        let opened = handle
            .mode
            .wait(items::open::<O>(handle.core.clone(), call.request))??;
        Ok(opened.map(|items| Items::new(items, handle.mode)))
    }
}
