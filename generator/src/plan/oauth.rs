//! Logins: the addresses of every flow, and what `codegen.toml` knows of them.

use serde::Serialize;

use super::Planner;
use crate::ir::{self, SecurityKind};
pub use crate::ir::{Address, FlowKind};

/// What a client knows of logins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OAuth {
    /// The flows of every scheme.
    pub flows: Vec<OAuthFlow>,
    /// The OpenID providers, whose endpoints stand in a document of their own.
    pub open_id: Vec<OpenIdProvider>,
    /// The path of the page that ends a login, on the login host.
    pub logout_path: Option<String>,
    /// The path that revokes the token in use, on the API host.
    pub revoke_path: Option<String>,
    /// The beginning of an API host, and what a login host has in its place.
    pub host_rewrite: Option<[String; 2]>,
    /// The query parameter of the authorize endpoint that names the organization.
    pub organization: Option<String>,
    /// The query parameter of the authorize endpoint that names the identity provider.
    pub provider: Option<String>,
    /// The form field that names the organization in a SAML 2 bearer grant.
    pub saml_organization: Option<String>,
}

/// A flow of a scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OAuthFlow {
    /// The name of its scheme.
    pub scheme: String,
    /// Which it is.
    pub kind: FlowKind,
    /// Where a person logs in.
    pub authorize: Option<Address>,
    /// Where tokens are asked for.
    pub token: Option<Address>,
    /// Where tokens are renewed.
    pub refresh: Option<Address>,
    /// Where a device begins a login.
    pub device: Option<Address>,
    /// The scopes that the operations of the document need.
    pub scopes: Vec<String>,
}

/// An OpenID provider of a scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OpenIdProvider {
    /// The name of its scheme.
    pub scheme: String,
    /// Where its endpoints are listed.
    pub discovery: Address,
    /// The scopes that the operations of the document need.
    pub scopes: Vec<String>,
}

impl Planner<'_> {
    pub(super) fn oauth(&self) -> OAuth {
        let config = &self.config.oauth;
        let (mut flows, mut open_id) = (Vec::new(), Vec::new());
        for (index, scheme) in self.api.security_schemes.iter().enumerate() {
            let scopes = self.needed_scopes(index);
            match &scheme.kind {
                SecurityKind::OAuth2(own) => {
                    flows.extend(
                        own.iter()
                            .map(|flow| self.flow(&scheme.name, flow, &scopes)),
                    );
                }
                SecurityKind::OpenId { url } => open_id.push(OpenIdProvider {
                    scheme: scheme.name.clone(),
                    discovery: self.address(&discovery(url)),
                    scopes,
                }),
                _ => {}
            }
        }
        OAuth {
            flows,
            open_id,
            logout_path: config.logout_path.clone(),
            revoke_path: config.revoke_path.clone(),
            host_rewrite: config.host_rewrite.clone(),
            organization: config.organization.clone(),
            provider: config.provider.clone(),
            saml_organization: config.saml_organization.clone(),
        }
    }

    /// The scopes that the operations of the document need of a scheme, each once.
    fn needed_scopes(&self, scheme: usize) -> Vec<String> {
        let operations = self.api.operations.iter();
        let requirements = operations.flat_map(|operation| operation.security.iter().flatten());
        let mut scopes: Vec<String> = Vec::new();
        for requirement in requirements.filter(|requirement| requirement.scheme == scheme) {
            for scope in &requirement.scopes {
                if !scopes.contains(scope) {
                    scopes.push(scope.clone());
                }
            }
        }
        scopes
    }

    /// A flow that lists its scopes is asked for no others.
    fn flow(&self, scheme: &str, flow: &ir::OAuthFlow, scopes: &[String]) -> OAuthFlow {
        let is_listed =
            |scope: &&String| flow.scopes.is_empty() || flow.scopes.contains_key(*scope);
        let address = |address: &Option<Address>| Some(self.address(address.as_ref()?));
        OAuthFlow {
            scheme: scheme.to_owned(),
            kind: flow.kind,
            authorize: address(&flow.authorize),
            token: address(&flow.token),
            refresh: address(&flow.refresh),
            device: address(&flow.device),
            scopes: scopes.iter().filter(is_listed).cloned().collect(),
        }
    }

    /// A relative address is the login host's where that is made from the host of the calls.
    fn address(&self, address: &Address) -> Address {
        match address {
            Address::Relative(path) if self.config.oauth.host_rewrite.is_some() => {
                Address::Login(path.clone())
            }
            other => other.clone(),
        }
    }
}

fn discovery(url: &str) -> Address {
    if url.contains("://") {
        Address::Absolute(url.to_owned())
    } else {
        Address::Relative(url.to_owned())
    }
}
