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
}

impl Planner<'_> {
    pub(super) fn oauth(&self) -> OAuth {
        let config = &self.config.oauth;
        let schemes = self.api.security_schemes.iter();
        let flows = schemes.flat_map(|scheme| match &scheme.kind {
            SecurityKind::OAuth2(flows) => {
                let flows = flows.iter().map(|flow| self.flow(&scheme.name, flow));
                flows.collect()
            }
            _ => Vec::new(),
        });
        OAuth {
            flows: flows.collect(),
            logout_path: config.logout_path.clone(),
            revoke_path: config.revoke_path.clone(),
            host_rewrite: config.host_rewrite.clone(),
            organization: config.organization.clone(),
            provider: config.provider.clone(),
            saml_organization: config.saml_organization.clone(),
        }
    }

    fn flow(&self, scheme: &str, flow: &ir::OAuthFlow) -> OAuthFlow {
        let address = |address: &Option<Address>| Some(self.address(address.as_ref()?));
        OAuthFlow {
            scheme: scheme.to_owned(),
            kind: flow.kind,
            authorize: address(&flow.authorize),
            token: address(&flow.token),
            refresh: address(&flow.refresh),
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
