//! Pages of listings.

use super::Pointer;

/// How the pages of a listing are walked (`x-pagination`).
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// Where it stands.
    pub pointer: Pointer,
    /// How the next page is asked for.
    pub style: PagingStyle,
    /// The path of field names to the list of items, from the answer.
    pub items: Vec<String>,
    /// The wire name of the query parameter that takes the page's size.
    pub size: Option<String>,
}

/// How the next page is asked for. Fields are paths of JSON names from the answer; parameters are
/// wire names of query parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum PagingStyle {
    /// Pages are numbered.
    PageNumber {
        /// The parameter that takes the number.
        parameter: String,
        /// The number of the first page.
        first: i64,
        /// The field with the count of pages.
        page_count: Option<Vec<String>>,
        /// The field with the number of the page that came.
        page_number: Option<Vec<String>>,
    },
    /// Items are counted from a start.
    Offset {
        /// The parameter that takes the start.
        parameter: String,
        /// The index of the first item.
        first: i64,
        /// The field with the count of all items.
        total: Option<Vec<String>>,
    },
    /// The answer holds the value that asks for the next page.
    Cursor {
        /// The parameter that takes it.
        parameter: String,
        /// The field that holds it.
        next: Vec<String>,
    },
    /// The answer holds the address of the next page.
    NextUri {
        /// The field that holds it.
        next: Vec<String>,
    },
}
