//! Where the endpoints of a login are: the document's addresses and what the caller said of hosts
//! in, a URL out.
//!
//! A secret goes to a host that the document or the caller named for it, and to no other.

use std::net::IpAddr;

use url::{Host, Position, Url};

use super::endpoint::{info, join};
use crate::runtime::api::{Address, ApiInfo, FlowKind, OAuthFlow};
use crate::runtime::auth::{AuthContext, LoginAddresses, NamedBy};
use crate::runtime::wire::error::{Error, ErrorKind};

/// An endpoint of a login. The flows are those whose endpoint is wanted, the likeliest first; where
/// the document has none of them, that of any other will do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Endpoint {
    /// The page that a person logs in at.
    Authorize,
    /// Where tokens come from.
    Token(&'static [FlowKind]),
    /// Where refresh tokens become tokens.
    Refresh(&'static [FlowKind]),
}

impl AuthContext {
    pub(super) fn endpoint(&self, endpoint: Endpoint) -> Result<Url, Error> {
        self.logins().endpoint(self.api(), endpoint)
    }
}

impl LoginAddresses {
    /// The URL of an endpoint.
    pub(super) fn endpoint(&self, api: &'static ApiInfo, endpoint: Endpoint) -> Result<Url, Error> {
        let flows = info(api)?.flows;
        let address = match endpoint {
            Endpoint::Authorize => {
                let wanted = &[FlowKind::AuthorizationCode, FlowKind::Implicit];
                find(flows, wanted, |flow| flow.authorize)
            }
            Endpoint::Token(wanted) => find(flows, wanted, |flow| flow.token),
            Endpoint::Refresh(wanted) => find(flows, wanted, |flow| flow.refresh.or(flow.token)),
        };
        match address {
            Some(address) => self.resolve(api, address),
            None => Err(config(format!(
                "the API's document names no {}; get tokens by a token_provider",
                match endpoint {
                    Endpoint::Authorize => "page to log in at",
                    Endpoint::Token(_) | Endpoint::Refresh(_) => "token endpoint",
                }
            ))),
        }
    }

    fn resolve(&self, api: &ApiInfo, address: Address) -> Result<Url, Error> {
        match (address, self.named_by) {
            (Address::Login(path), _) => parse(&join(self.login.as_str(), path)),
            (Address::Relative(path), NamedBy::Caller) => parse(&join(self.login.as_str(), path)),
            (Address::Relative(path), _) => behind(&self.base, path),
            (Address::Absolute(url), NamedBy::Document) => parse(url),
            (Address::Absolute(url), NamedBy::Caller) => {
                let url = parse(url)?;
                parse(&join(self.login.as_str(), path_and_query(&url)))
            }
            (Address::Absolute(url), NamedBy::BaseUrl) => self.replaced(api, &parse(url)?),
        }
    }

    /// An address of the document, where the base URL stands for the document's servers.
    fn replaced(&self, api: &ApiInfo, url: &Url) -> Result<Url, Error> {
        let servers: Vec<Url> = api
            .servers
            .iter()
            .filter_map(|server| Url::parse(server.url).ok())
            .collect();
        let mut same_host = servers
            .iter()
            .filter(|server| server.origin() == url.origin())
            .peekable();
        if same_host.peek().is_some() {
            let rest = same_host.find_map(|server| path_below(server, url));
            return match rest {
                Some(rest) => behind(&self.base, rest),
                None => behind(&self.base, path_and_query(url)),
            };
        }
        if is_local(url) || (servers.is_empty() && !is_local(&self.base)) {
            return Ok(url.clone());
        }
        if is_local(&self.base) {
            return behind(&self.base, path_and_query(url));
        }
        let host = url.host_str().unwrap_or_default();
        Err(config(format!(
            "the base URL replaces the API's servers, but the API's logins are on {host}: set \
             auth_url to say where logins go"
        )))
    }
}

/// The address of the first flow of a wanted kind that has one, or else of any flow.
fn find(
    flows: &[OAuthFlow],
    wanted: &[FlowKind],
    address: impl Fn(&OAuthFlow) -> Option<Address>,
) -> Option<Address> {
    let of_kind = |kind: &FlowKind| {
        let mut flows = flows.iter().filter(|flow| flow.kind == *kind);
        flows.find_map(&address)
    };
    wanted
        .iter()
        .find_map(of_kind)
        .or_else(|| flows.iter().find_map(&address))
}

/// A path behind a URL with all of its own path, or at the root of its host.
fn behind(base: &Url, path: &str) -> Result<Url, Error> {
    let mut base = base.clone();
    if !base.path().ends_with('/') {
        let folder = format!("{}/", base.path());
        base.set_path(&folder);
    }
    base.join(path).map_err(invalid)
}

/// What is left of the path of `url` below that of a server, without a slash in front.
fn path_below<'a>(server: &Url, url: &'a Url) -> Option<&'a str> {
    let folder = server.path().trim_end_matches('/');
    let rest = path_and_query(url).strip_prefix(folder)?;
    rest.strip_prefix('/')
}

fn path_and_query(url: &Url) -> &str {
    &url[Position::BeforePath..Position::AfterQuery]
}

/// Whether a URL leads to the machine itself.
fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

fn parse(text: &str) -> Result<Url, Error> {
    Url::parse(text).map_err(invalid)
}

fn invalid(error: url::ParseError) -> Error {
    config("the address of a login endpoint is not valid".to_owned()).with_source(error)
}

fn config(message: String) -> Error {
    Error::new(ErrorKind::Config, message)
}
