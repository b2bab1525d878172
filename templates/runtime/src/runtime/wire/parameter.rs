//! How a parameter of an operation is sent: facts of the document, as constants of emitted code.

use crate::runtime::wire::encode::Style;

/// A parameter of an operation.
///
/// [`path`](Self::path), [`query`](Self::query), [`header`](Self::header) and
/// [`cookie`](Self::cookie) make one that is sent as OpenAPI has it where a document says no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Which part of a request carries it.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether each item of a list and each member of an object stands by itself.
    pub explode: bool,
    /// Whether characters that a query gives a meaning to are sent as they are.
    pub allow_reserved: bool,
}

/// The part of a request that carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A variable of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

impl Parameter {
    /// A variable of the path. It must not be empty.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple, false)
    }

    /// A parameter of the query. Null and an empty list remove it.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form, true)
    }

    /// A header. Null and an empty list remove it.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple, false)
    }

    /// A cookie. Null removes it.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form, true)
    }

    const fn new(name: &'static str, location: Location, style: Style, explode: bool) -> Self {
        Self {
            name,
            location,
            style,
            explode,
            allow_reserved: false,
        }
    }
}
