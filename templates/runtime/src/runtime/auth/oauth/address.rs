//! Where the endpoints of a login are: the document's addresses and what the caller said of hosts
//! in, a URL out.
//!
//! A secret goes to a host that the document or the caller named for it, and to no other.

use std::net::IpAddr;

use http::Method;
use serde::Deserialize;
use url::{Host, Position, Url};

use super::endpoint::{info, join};
use crate::runtime::api::{Address, ApiInfo, FlowKind, OAuthFlow, OpenIdProvider};
use crate::runtime::auth::{AuthContext, LoginAddresses, NamedBy};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::HttpRequest;

/// An endpoint of a login. The flows are those whose endpoint is wanted, the likeliest first; where
/// the document has none of them, that of any other will do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Endpoint {
    /// The page that a person logs in at.
    Authorize,
    /// Where a device begins a login.
    Device,
    /// Where tokens come from.
    Token(&'static [FlowKind]),
    /// Where refresh tokens become tokens.
    Refresh(&'static [FlowKind]),
}

impl AuthContext {
    /// The URL of an endpoint: the document's, or the one that the OpenID provider lists.
    pub(super) async fn endpoint(&self, endpoint: Endpoint) -> Result<Url, Error> {
        let found = self
            .logins()
            .endpoint(self.api(), self.scheme(), endpoint)?;
        match (found, self.open_id()?) {
            (Some(url), _) => Ok(url),
            (None, Some(provider)) => {
                let discovery = self.logins().resolve(self.api(), provider.discovery)?;
                discovered(self, &discovery, endpoint).await
            }
            (None, None) => Err(not_named(endpoint)),
        }
    }

    /// The scopes to ask for: the caller's, else those of the first wanted flow of the scheme.
    pub(super) fn wanted_scopes(&self, wanted: &[FlowKind]) -> Result<Option<String>, Error> {
        if let Some(scopes) = self.scopes() {
            return Ok(Some(scopes.to_owned()));
        }
        let flows = info(self.api())?.flows.iter();
        let flows = flows.filter(|flow| self.scheme().is_none_or(|scheme| flow.scheme == scheme));
        let flows: Vec<&OAuthFlow> = flows.collect();
        let of_kind = |kind: &FlowKind| flows.iter().find(|flow| flow.kind == *kind);
        let flow = wanted.iter().find_map(of_kind).or(flows.first());
        let scopes = match (flow, self.open_id()?) {
            (Some(flow), _) => flow.scopes,
            (None, Some(provider)) => provider.scopes,
            (None, None) => &[],
        };
        Ok((!scopes.is_empty()).then(|| scopes.join(" ")))
    }

    fn open_id(&self) -> Result<Option<&'static OpenIdProvider>, Error> {
        let providers = info(self.api())?.open_id;
        Ok(match self.scheme() {
            Some(scheme) => providers.iter().find(|provider| provider.scheme == scheme),
            None => providers.first(),
        })
    }
}

/// What an OpenID provider lists.
#[derive(Deserialize)]
struct Discovered {
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
}

async fn discovered(
    context: &AuthContext,
    discovery: &Url,
    endpoint: Endpoint,
) -> Result<Url, Error> {
    let reply = context
        .send(HttpRequest::to_url(Method::GET, discovery.as_str())?)
        .await
        .map_err(|error| error.with_note("this was the request for the OpenID configuration"))?;
    let host = discovery.host_str().unwrap_or_default();
    let listed: Discovered = match serde_json::from_slice(&reply.body) {
        Ok(listed) if reply.status.is_success() => listed,
        _ => {
            let message = format!(
                "{host} answered {} where it should list the endpoints of logins",
                reply.status.as_u16()
            );
            return Err(Error::new(ErrorKind::Auth, message));
        }
    };
    let url = match endpoint {
        Endpoint::Authorize => listed.authorization_endpoint,
        Endpoint::Device => listed.device_authorization_endpoint,
        Endpoint::Token(_) | Endpoint::Refresh(_) => listed.token_endpoint,
    };
    let url = parse(&url.ok_or_else(|| not_named(endpoint))?)?;
    if discovery.scheme() == "https" && url.scheme() != "https" {
        return Err(config(format!(
            "{host} lists a login endpoint without TLS, which no secret is sent to"
        )));
    }
    Ok(url)
}

pub(super) fn not_named(endpoint: Endpoint) -> Error {
    let what = match endpoint {
        Endpoint::Authorize => "no page to log in at; see Login::new",
        Endpoint::Device => "no endpoint for logins of devices",
        Endpoint::Token(_) | Endpoint::Refresh(_) => {
            "no token endpoint; set token_url, or get tokens by a token_provider"
        }
    };
    config(format!("the API's document names {what}"))
}

impl LoginAddresses {
    /// The URL of an endpoint, if the caller or the document names one.
    pub(super) fn endpoint(
        &self,
        api: &'static ApiInfo,
        scheme: Option<&str>,
        endpoint: Endpoint,
    ) -> Result<Option<Url>, Error> {
        if let (Endpoint::Token(_) | Endpoint::Refresh(_), Some(token)) = (endpoint, &self.token) {
            return Ok(Some(token.clone()));
        }
        let flows = info(api)?.flows.iter();
        let flows = flows.filter(|flow| scheme.is_none_or(|scheme| flow.scheme == scheme));
        let flows: Vec<&OAuthFlow> = flows.collect();
        let address = match endpoint {
            Endpoint::Authorize => {
                let wanted = &[FlowKind::AuthorizationCode, FlowKind::Implicit];
                find(&flows, wanted, |flow| flow.authorize)
            }
            Endpoint::Device => find(&flows, &[FlowKind::DeviceAuthorization], |flow| flow.device),
            Endpoint::Token(wanted) => find(&flows, wanted, |flow| flow.token),
            Endpoint::Refresh(wanted) => find(&flows, wanted, |flow| flow.refresh.or(flow.token)),
        };
        address
            .map(|address| self.resolve(api, address))
            .transpose()
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
    flows: &[&OAuthFlow],
    wanted: &[FlowKind],
    address: impl Fn(&OAuthFlow) -> Option<Address>,
) -> Option<Address> {
    let of_kind = |kind: &FlowKind| {
        let mut flows = flows.iter().filter(|flow| flow.kind == *kind);
        flows.find_map(|flow| address(flow))
    };
    wanted
        .iter()
        .find_map(of_kind)
        .or_else(|| flows.iter().find_map(|flow| address(flow)))
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
