//! Listings as streams.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::walk::Walk;
use super::{PageInfo, Paged, Step, mend};
use crate::runtime::call::client::Handle;
use crate::runtime::call::mode::{Async, Mode};
use crate::runtime::call::received::Received;
use crate::runtime::call::send;
use crate::runtime::call::typed::Call;
use crate::runtime::wire::error::Error;
use crate::runtime::wire::request::Request;
use crate::runtime::wire::transport::BoxFuture;

/// The pages of a listing, one after the other.
///
/// A page that could not be had is an error, and the listing ends with it: `None` follows.
/// [`Pages::resume`] goes on with the page that failed, [`Pages::resume_from`] at another place. An
/// error of [`ErrorKind::Paging`](crate::runtime::ErrorKind::Paging) leaves nothing to go on with.
#[must_use = "no page is asked for until it is wanted"]
pub struct Pages<O, M: Mode = Async> {
    pub(super) handle: Handle<M>,
    walk: Result<Walk, Option<Error>>,
    pending: Option<BoxFuture<'static, Result<Received, Error>>>,
    /// An error was given out: nothing more comes until the caller asks to go on.
    stopped: bool,
    /// A page came in.
    begun: bool,
    /// What the last page said of itself.
    info: Option<PageInfo>,
    /// Whether a page is read without the items that do not decode.
    skips: bool,
    /// Those items of the last page.
    odd: Vec<(usize, Error)>,
    operation: PhantomData<fn() -> O>,
}

/// The items of a listing, one after the other. Errors are those of [`Pages`], and one for each item
/// that does not decode: the listing goes on behind that one.
#[must_use = "no page is asked for until its items are wanted"]
pub struct Items<O: Paged, M: Mode = Async> {
    pub(super) pages: Pages<O, M>,
    pub(super) page: VecDeque<Result<O::Item, Error>>,
    position: Option<String>,
}

impl<O: Paged, M: Mode> Call<O, M> {
    /// The pages of the listing, from the one that the call asks for.
    pub fn pages(self) -> Pages<O, M> {
        let handle = self.to_handle();
        let first = send::build(&handle.core, self.request.clone());
        let walk = first.map_err(Some).map(|first| {
            let base = handle.core.base_url.clone();
            Walk::new(O::PAGING, self.request, first.parsed_url().clone(), base)
        });
        Pages {
            handle,
            walk,
            pending: None,
            stopped: false,
            begun: false,
            info: None,
            skips: false,
            odd: Vec::new(),
            operation: PhantomData,
        }
    }

    /// The items of the listing, from the page that the call asks for.
    pub fn items(self) -> Items<O, M> {
        let mut pages = self.pages();
        pages.skips = true;
        Items {
            pages,
            page: VecDeque::new(),
            position: None,
        }
    }
}

impl<O: Paged, M: Mode> Pages<O, M> {
    /// Goes on at a [`position`](Self::position): of this listing, or of an earlier one, perhaps
    /// of another process.
    pub fn resume_from(mut self, position: impl AsRef<str>) -> Self {
        if let Ok(walk) = &mut self.walk {
            walk.start_at(position.as_ref());
        }
        self.pending = None;
        self.resume();
        self
    }

    /// Begins at another page.
    #[deprecated(note = "it is called `resume_from` now")]
    pub fn starting_at(self, position: &str) -> Self {
        self.resume_from(position)
    }

    /// Goes on after an error, with the page that could not be had.
    ///
    /// Wait a while before: what can be tried again at once was tried already.
    pub fn resume(&mut self) {
        self.stopped = false;
    }

    /// Where the listing goes on: the number of the next page, the index of its first item, its
    /// cursor or its address, as the listing has it. `None` at the end, and before the first page
    /// where that has no name. After an error, it is the place of the page that failed.
    #[must_use]
    pub fn position(&self) -> Option<String> {
        self.walk.as_ref().ok()?.position()
    }

    /// What the page that came last says of itself: its number, how many items there are in all, as
    /// far as the document has members for that. `None` before the first page.
    #[must_use]
    pub fn info(&self) -> Option<&PageInfo> {
        self.info.as_ref()
    }

    /// The request for the next page; `None` at the end and after an error.
    pub(super) fn request(&mut self) -> Step<Request> {
        if self.stopped {
            return None;
        }
        let request = match &mut self.walk {
            Ok(walk) => walk.request()?,
            Err(error) => Err(error.take()?),
        };
        self.stopped = request.is_err();
        Some(request)
    }

    /// The page of an answer.
    pub(super) fn accept(&mut self, answer: Result<Received, Error>) -> Result<O::Output, Error> {
        let page = answer.and_then(|received| self.read(received));
        self.stopped = page.is_err();
        self.begun = true;
        page
    }

    fn read(&mut self, received: Received) -> Result<O::Output, Error> {
        let skips = self.skips;
        let ((page, odd), reply) = received.decode(|reply| {
            if skips {
                mend::read::<O>(reply)
            } else {
                O::decode(reply).map(|page| (page, Vec::new()))
            }
        })?;
        let mut info = O::info(&page);
        info.len += odd.len();
        let to_error = |(at, cause)| (at, Error::from_decode(reply.clone(), cause));
        self.odd = odd.into_iter().map(to_error).collect();
        let advanced = match &mut self.walk {
            Ok(walk) => walk.advance(&info, &reply.body),
            Err(_) => Ok(()),
        };
        self.info = Some(info);
        advanced.map(|()| page)
    }
}

impl<O: Paged> Pages<O, Async> {
    /// The next page; `None` at the end and after an error.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// The next page; `None` at the end and after an error.
    ///
    /// # Errors
    ///
    /// If it could not be had, see [`Pages::resume`].
    pub async fn try_next(&mut self) -> Result<Option<O::Output>, Error> {
        self.next().await.transpose()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Step<O::Output>> {
        let pending = match &mut self.pending {
            Some(pending) => pending,
            None => {
                let request = match self.request() {
                    Some(Ok(request)) => request,
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None => return Poll::Ready(None),
                };
                let sent = send::send(self.handle.core.clone(), request);
                self.pending
                    .insert(if self.begun { after_a_turn(sent) } else { sent })
            }
        };
        let answer = ready!(pending.as_mut().poll(cx));
        self.pending = None;
        Poll::Ready(Some(self.accept(answer)))
    }
}

/// Lets other tasks have a turn first. Pages that are there at once, as those of a fake transport
/// are, would otherwise keep a timeout around the listing from ever being looked at.
fn after_a_turn<T: Send + 'static>(sent: BoxFuture<'static, T>) -> BoxFuture<'static, T> {
    Box::pin(async move {
        tokio::task::yield_now().await;
        sent.await
    })
}

impl<O: Paged> Stream for Pages<O, Async> {
    type Item = Result<O::Output, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<O, M: Mode> fmt::Debug for Pages<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("handle", &self.handle)
            .finish_non_exhaustive()
    }
}

impl<O: Paged, M: Mode> Items<O, M> {
    /// Goes on at a [`position`](Self::position): of this listing, or of an earlier one, perhaps
    /// of another process.
    pub fn resume_from(mut self, position: impl AsRef<str>) -> Self {
        self.pages = self.pages.resume_from(position);
        self.page.clear();
        self
    }

    /// Begins at another page.
    #[deprecated(note = "it is called `resume_from` now")]
    pub fn starting_at(self, position: &str) -> Self {
        self.resume_from(position)
    }

    /// Goes on after an error, see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// The page that the next item is on, see [`Pages::position`]. A listing that starts there
    /// begins with the first item of that page.
    #[must_use]
    pub fn position(&self) -> Option<String> {
        if self.page.is_empty() {
            self.pages.position()
        } else {
            self.position.clone()
        }
    }

    /// What the page that came last says of itself, see [`Pages::info`].
    #[must_use]
    pub fn info(&self) -> Option<&PageInfo> {
        self.pages.info()
    }

    /// The next item of the page that came last.
    pub(super) fn take(&mut self) -> Step<O::Item> {
        self.page.pop_front()
    }

    /// Takes the items of the next page in; `position` is what it was asked for by.
    pub(super) fn fill(&mut self, position: Option<String>, page: O::Output) {
        self.page = O::into_items(page).into_iter().map(Ok).collect();
        let mut odd = std::mem::take(&mut self.pages.odd);
        odd.sort_by_key(|(at, _)| *at);
        for (at, error) in odd {
            self.page.insert(at.min(self.page.len()), Err(error));
        }
        self.position = position;
    }
}

impl<O: Paged> Items<O, Async> {
    /// The next item; `None` at the end and after an error.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// The next item; `None` at the end and after an error.
    ///
    /// # Errors
    ///
    /// If its page could not be had, see [`Items::resume`], or if it does not decode: the next call
    /// gives the item behind it then.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error> {
        self.next().await.transpose()
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// If a page could not be had. The items before it are lost.
    pub async fn into_vec(mut self) -> Result<Vec<O::Item>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Step<O::Item>> {
        loop {
            if let Some(item) = self.take() {
                return Poll::Ready(Some(item));
            }
            let position = self.pages.position();
            match ready!(self.pages.poll(cx)) {
                Some(Ok(page)) => self.fill(position, page),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> Unpin for Items<O, Async> {}

impl<O: Paged> Stream for Items<O, Async> {
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<O: Paged, M: Mode> fmt::Debug for Items<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("ready", &self.page.len())
            .field("pages", &self.pages)
            .finish()
    }
}
