//! The tokens of security schemes: which source serves which scheme. In: the flows of the document
//! and the provider that the client was given; out: a source for each scheme, or none.
//!
//! **A token goes with the calls of the scheme that it was asked for, and of those that share its
//! login.** What the caller gave as a token, or by a provider of their own, serves every scheme.

use super::{ProviderFlows, TokenSource};
use crate::runtime::api::{ApiInfo, OAuthFlow, OAuthInfo};

/// Sources of schemes that do not use the client's shared one.
#[derive(Clone, Default)]
pub(crate) struct SchemeTokens {
    own: Vec<(&'static str, TokenSource)>,
    /// Schemes with another login than the one that the shared source stands for.
    strangers: Vec<&'static str>,
}

impl SchemeTokens {
    /// The source of a scheme; `shared` is the client's.
    pub(crate) fn of<'a>(
        &'a self,
        scheme: &str,
        shared: Option<&'a TokenSource>,
    ) -> Option<&'a TokenSource> {
        match self.own.iter().find(|(known, _)| *known == scheme) {
            Some((_, source)) => Some(source),
            None if self.strangers.contains(&scheme) => None,
            None => shared,
        }
    }

    /// Gives a scheme a source, unless it has one.
    pub(super) fn add(&mut self, scheme: &'static str, source: TokenSource) {
        if !self.has(scheme) {
            self.own.push((scheme, source));
        }
    }

    /// The schemes that a provider of these flows serves, the one of the shared source first. The
    /// others with a login are strangers to it.
    pub(super) fn serve(
        &mut self,
        api: &'static ApiInfo,
        flows: ProviderFlows,
    ) -> Vec<&'static str> {
        let Some(info) = api.oauth else {
            return Vec::new();
        };
        let mut all: Vec<&'static str> = Vec::new();
        let with_flows = info.flows.iter().map(|flow| flow.scheme);
        for scheme in with_flows.chain(info.open_id.iter().map(|provider| provider.scheme)) {
            if !all.contains(&scheme) && !self.has(scheme) {
                all.push(scheme);
            }
        }
        let has_one = |scheme: &&str, is_wanted: &dyn Fn(&OAuthFlow) -> bool| {
            let mut own = info.flows.iter().filter(|flow| flow.scheme == *scheme);
            own.any(|flow| flow.token.is_some() && is_wanted(flow))
        };
        let is_of_kind = |flow: &OAuthFlow| flows.kinds.contains(&flow.kind);
        let by_discovery = |scheme: &&str| {
            let mut providers = info.open_id.iter();
            providers.any(|provider| provider.scheme == *scheme)
        };
        let serves = |scheme: &&str| has_one(scheme, &is_of_kind) || by_discovery(scheme);
        let mut served: Vec<_> = all
            .iter()
            .copied()
            .filter(|scheme| serves(scheme))
            .collect();
        if served.is_empty() {
            let any = |scheme: &&str| has_one(scheme, &|_| true);
            served = all.iter().copied().filter(any).collect();
        }
        if !flows.each_scheme {
            served.truncate(1);
        }
        self.strangers = all
            .into_iter()
            .filter(|scheme| !served.contains(scheme) && !shares_a_login(info, scheme, &served))
            .collect();
        served
    }

    fn has(&self, scheme: &str) -> bool {
        self.own.iter().any(|(known, _)| *known == scheme)
    }
}

/// Whether the tokens of a scheme come from the endpoint of another one.
fn shares_a_login(info: &OAuthInfo, scheme: &str, others: &[&str]) -> bool {
    let tokens = |scheme: &str| {
        let own = info.flows.iter().filter(move |flow| flow.scheme == scheme);
        own.filter_map(|flow| flow.token).collect::<Vec<_>>()
    };
    let own = tokens(scheme);
    let mut others = others.iter().flat_map(|other| tokens(other));
    others.any(|token| own.contains(&token))
}
