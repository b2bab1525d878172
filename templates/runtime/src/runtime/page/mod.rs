//! Listings that come in pages: a call of one page in, a stream (or an iterator) of pages or items
//! out.
//!
//! Pages are asked for one by one, and only when they are wanted. A listing goes on while the answer
//! says that a page follows, through empty pages as well; where it says nothing, an empty page is the
//! last. **It never runs in circles**: a page that came before, a cursor that came before, a hundred
//! empty pages in a row, are errors. **It ends with
//! its first error**, as streams and iterators promise; going on is a call of its own.

use crate::runtime::wire::error::Error;
use crate::runtime::wire::operation::Operation;

mod mend;
mod pages;
mod walk;

#[cfg(feature = "blocking")]
mod blocking;

pub use pages::{Items, Pages};

/// An operation that answers one page of a listing.
pub trait Paged: Operation {
    /// An item of the listing.
    type Item: Send + 'static;

    /// How the next page is asked for.
    const PAGING: Paging;

    /// What a page says of itself.
    fn info(page: &Self::Output) -> PageInfo;

    /// The items of a page.
    fn into_items(page: Self::Output) -> Vec<Self::Item>;
}

/// How the next page of a listing is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// Pages are numbered.
    PageNumber {
        /// The query parameter that takes the number.
        parameter: &'static str,
        /// The number of the first page.
        first: i64,
    },
    /// Items are counted from a start.
    Offset {
        /// The query parameter that takes the start.
        parameter: &'static str,
        /// The index of the first item.
        first: i64,
    },
    /// The answer holds the value that asks for the next page.
    Cursor {
        /// The query parameter that takes it.
        parameter: &'static str,
    },
    /// The answer holds the address of the next page, whole or relative to the server.
    NextUri,
}

impl Paging {
    /// The query parameter that leads to a page.
    fn parameter(self) -> Option<&'static str> {
        match self {
            Self::PageNumber { parameter, .. }
            | Self::Offset { parameter, .. }
            | Self::Cursor { parameter } => Some(parameter),
            Self::NextUri => None,
        }
    }
}

/// What a page says of itself. What it does not say, or a listing of its kind does not need, is
/// `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageInfo {
    /// How many items are on the page.
    pub len: usize,
    /// The number of the page.
    pub page_number: Option<i64>,
    /// How many pages there are.
    pub page_count: Option<i64>,
    /// How many items there are on all pages.
    pub total: Option<i64>,
    /// The cursor or the address of the next page.
    pub next: Option<String>,
}

/// One step through a listing; `None` at its end.
type Step<T> = Option<Result<T, Error>>;
