//! Which page comes next: the answer to one page in, the request for the next one out.
//!
//! Nothing here sends anything, so that async and blocking listings share it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use percent_encoding::percent_decode_str;
use url::Url;

use super::{PageInfo, Paging};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::parameter::Parameter;
use crate::runtime::wire::request::Request;

/// Empty pages in a row that are passed over when the server says that more follows.
const EMPTY_PAGES: u32 = 100;

/// A way through the pages of one listing.
pub(super) struct Walk {
    paging: Paging,
    /// The first request, as the caller made it.
    request: Request,
    /// Where the first request goes.
    url: Url,
    /// Where the client's calls go.
    base: Url,
    at: At,
    /// Hashes of the pages, and of the cursors or addresses, that came.
    seen: HashSet<u64>,
    empty: u32,
}

/// The page that is wanted next.
#[derive(Clone, Debug, PartialEq, Eq)]
enum At {
    /// The one that the caller's own request asks for.
    Start,
    Number(i64),
    /// A cursor or an address.
    Text(String),
    End,
}

impl Walk {
    pub(super) fn new(paging: Paging, request: Request, url: Url, base: Url) -> Self {
        Self {
            paging,
            request,
            url,
            base,
            at: At::Start,
            seen: HashSet::new(),
            empty: 0,
        }
    }

    /// Begins somewhere else: at a page's number, an item's index, a cursor or an address.
    pub(super) fn start_at(&mut self, position: &str) {
        self.at = match self.paging {
            Paging::PageNumber { .. } | Paging::Offset { .. } => match position.trim().parse() {
                Ok(number) => At::Number(number),
                Err(_) => {
                    let message =
                        format!("{position:?} is not the number to continue a listing at");
                    self.request.fail(message);
                    At::Start
                }
            },
            Paging::Cursor { .. } | Paging::NextUri => At::Text(position.to_owned()),
        };
    }

    /// The page that is wanted next, as text; `None` at the end and where the caller's own request
    /// begins without naming a place.
    pub(super) fn position(&self) -> Option<String> {
        match (&self.at, self.paging) {
            (At::End, _) | (At::Start, Paging::NextUri) => None,
            (At::Start, Paging::Cursor { parameter }) => self.parameter(parameter),
            (At::Start, _) => Some(self.start_number().to_string()),
            (At::Number(number), _) => Some(number.to_string()),
            (At::Text(text), _) => Some(text.clone()),
        }
    }

    /// The request for the next page; `None` at the end.
    pub(super) fn request(&mut self) -> Option<Result<Request, Error>> {
        let mut request = self.request.clone();
        match (&self.at, self.paging.parameter()) {
            (At::End, _) => return None,
            (At::Start, _) | (At::Number(_), None) => {}
            (At::Number(number), Some(parameter)) => set(&mut request, parameter, number),
            (At::Text(cursor), Some(parameter)) => set(&mut request, parameter, cursor),
            (At::Text(address), None) => {
                if let Err(error) = self.redirect(&mut request, address) {
                    return Some(Err(self.end(error)));
                }
            }
        }
        Some(Ok(request))
    }

    /// Goes on to what follows the page that came. The body is compared with those before it.
    pub(super) fn advance(&mut self, info: &PageInfo, body: &[u8]) -> Result<(), Error> {
        let next = self.next(info, body);
        match next {
            Ok(at) => {
                self.at = at;
                Ok(())
            }
            Err(message) => {
                let error = Error::new(ErrorKind::Paging, message);
                Err(self.end(error.with_operation(self.request.info().id)))
            }
        }
    }

    fn next(&mut self, info: &PageInfo, body: &[u8]) -> Result<At, String> {
        if info.len > 0 && !self.seen.insert(hash(&(0, body))) {
            return Err(String::from(
                "the server sent a page that it had sent before",
            ));
        }
        match self.paging {
            Paging::PageNumber { first, .. } => self.next_number(info, first),
            Paging::Offset { first, .. } => Ok(self.next_offset(info, first)),
            Paging::Cursor { .. } | Paging::NextUri => self.next_text(info),
        }
    }

    /// Goes on while anything says that there is more: the address of a next page, the count of
    /// pages, items on this one. What the server calls the page does not count: there are servers
    /// that always call it the first, and a page that comes twice is noticed by its content.
    fn next_number(&mut self, info: &PageInfo, first: i64) -> Result<At, String> {
        let number = self.at_number();
        let ordinal = number.saturating_sub(first).saturating_add(1);
        let linked = info
            .next
            .as_deref()
            .is_some_and(|next| self.leads_on(next, number));
        let more = match info.page_count {
            _ if linked => true,
            Some(count) if ordinal < count => true,
            Some(count) if ordinal == count => false,
            // A count that this page refutes, or none.
            _ => info.len > 0,
        };
        if !more {
            return Ok(At::End);
        }
        self.count_empty(info)?;
        Ok(number.checked_add(1).map_or(At::End, At::Number))
    }

    /// Whether the address of a next page names one behind this page. Some servers always send an
    /// address: that of the last page itself, in the end. One that names no page says nothing.
    fn leads_on(&self, address: &str, number: i64) -> bool {
        let (Some(parameter), Ok(next)) = (self.paging.parameter(), self.url.join(address)) else {
            return false;
        };
        let mut pairs = next.query_pairs();
        let named = pairs.find(|(name, _)| name == parameter);
        let named = named.and_then(|(_, value)| value.parse::<i64>().ok());
        named.is_some_and(|named| named > number)
    }

    fn next_offset(&self, info: &PageInfo, first: i64) -> At {
        let next = i64::try_from(info.len)
            .ok()
            .and_then(|len| self.at_number().checked_add(len));
        match next {
            Some(next) if info.len > 0 => {
                // A total that this page refutes says nothing.
                let is_all = |total: i64| next.saturating_sub(first) == total;
                if info.total.is_some_and(is_all) {
                    At::End
                } else {
                    At::Number(next)
                }
            }
            _ => At::End,
        }
    }

    /// Notices pages without items in a row.
    fn count_empty(&mut self, info: &PageInfo) -> Result<(), String> {
        self.empty = if info.len == 0 { self.empty + 1 } else { 0 };
        if self.empty > EMPTY_PAGES {
            let pages = self.empty;
            return Err(format!(
                "the server sent {pages} empty pages in a row, and says that more follow"
            ));
        }
        Ok(())
    }

    fn next_text(&mut self, info: &PageInfo) -> Result<At, String> {
        let Some(next) = info.next.as_deref().filter(|next| !next.is_empty()) else {
            return Ok(At::End);
        };
        // The page that came counts too: its own cursor must not come back.
        if let At::Text(current) = &self.at {
            self.seen.insert(hash(&(1, current)));
        }
        if !self.seen.insert(hash(&(1, next))) {
            return Err(String::from(
                "the server sent a next page that it had sent before",
            ));
        }
        self.count_empty(info)?;
        Ok(At::Text(next.to_owned()))
    }

    /// The number of the page, or the index of its first item, that was asked for last.
    fn at_number(&self) -> i64 {
        match self.at {
            At::Number(number) => number,
            _ => self.start_number(),
        }
    }

    fn start_number(&self) -> i64 {
        let (Paging::PageNumber { parameter, first } | Paging::Offset { parameter, first }) =
            self.paging
        else {
            return 0;
        };
        let own = self.parameter(parameter);
        own.and_then(|text| text.parse().ok()).unwrap_or(first)
    }

    /// The value that the caller gave a parameter.
    fn parameter(&self, name: &str) -> Option<String> {
        let (_, value) = self.request.query_pairs(name)?.split_once('=')?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    /// Sends the request to an address that the server named, if it is one of the same server: the
    /// call's credentials go with it.
    fn redirect(&self, request: &mut Request, address: &str) -> Result<(), Error> {
        let unusable = |what: &str| {
            Error::new(
                ErrorKind::Paging,
                format!("the address of the next page {what}"),
            )
            .with_operation(self.request.info().id)
        };
        let next = self
            .url
            .join(address)
            .map_err(|error| unusable("is not a URL").with_source(error))?;
        if !is_same_server(&next, &self.url) {
            return Err(unusable(
                "is on another server, where the client's credentials must not go",
            ));
        }
        let mut root = self.url.clone();
        root.set_path("");
        root.set_query(None);
        root.set_fragment(None);
        request.options_mut().base_url = Some(root);
        request.set_target(&self.behind_gateway(address, &next), next.query());
        Ok(())
    }

    /// The path of an address. Where calls go through a gateway with a path of its own, a server
    /// behind it may not know, and leaves it out.
    fn behind_gateway(&self, address: &str, next: &Url) -> String {
        let prefix = self.base.path().trim_end_matches('/');
        let path = next.path();
        let rooted = address.starts_with('/') && !address.starts_with("//");
        let within = |prefix: &str| {
            path.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if rooted && is_same_server(&self.base, &self.url) && !within(prefix) {
            return format!("{prefix}{path}");
        }
        path.to_owned()
    }

    fn end(&mut self, error: Error) -> Error {
        self.at = At::End;
        error
    }
}

/// Whether both lead to one server. A server behind a proxy may take itself for one without TLS;
/// the scheme that is used is that of the first request in any case.
fn is_same_server(one: &Url, other: &Url) -> bool {
    let standard_port = |url: &Url| url.port().is_none();
    one.host() == other.host()
        && matches!(one.scheme(), "http" | "https")
        && (one.port_or_known_default() == other.port_or_known_default()
            || (standard_port(one) && standard_port(other)))
}

fn set<T: serde::Serialize>(request: &mut Request, parameter: &'static str, value: &T) {
    request.parameter(&Parameter::query(parameter), value);
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
