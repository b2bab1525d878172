//! How a client logs in in examples: what an operation asks for in, lines of the builder out.

use super::Planner;
use crate::ir::{FlowKind, SecurityKind, SecurityRequirement};

impl Planner<'_> {
    /// What a call of an operation needs, or a call of any when none is named.
    pub(crate) fn login_of(&self, operation: Option<usize>) -> Vec<String> {
        self.login(operation, true)
    }

    /// The same without asking a login server for a token: for tests.
    pub(crate) fn login_by_token(&self, operation: usize) -> Vec<String> {
        self.login(Some(operation), false)
    }

    fn login(&self, operation: Option<usize>, grants: bool) -> Vec<String> {
        let line = |scheme: usize| self.credential(scheme, grants);
        let Some(operation) = operation else {
            let first = (0..self.api.security_schemes.len()).find_map(line);
            return first.into_iter().collect();
        };
        let lines = |alternative: &Vec<SecurityRequirement>| {
            let schemes = alternative.iter().map(|one| line(one.scheme));
            let mut lines = schemes.collect::<Option<Vec<String>>>()?;
            lines.dedup();
            Some(lines)
        };
        let alternatives = self.api.operations[operation].security.iter();
        alternatives.filter_map(lines).next().unwrap_or_default()
    }

    /// The call of the builder that sets a credential; `None` when a request does not carry it.
    fn credential(&self, scheme: usize, grants: bool) -> Option<String> {
        let method = &self.names.schemes[scheme];
        let token = ".access_token(\"token\")";
        Some(match &self.api.security_schemes[scheme].kind {
            SecurityKind::Bearer | SecurityKind::OpenId { .. } => token.to_owned(),
            SecurityKind::OAuth2(flows) => {
                let has_grant = flows
                    .iter()
                    .any(|flow| flow.kind == FlowKind::ClientCredentials);
                match has_grant && grants {
                    true => ".client_credentials(\"id\", \"secret\")".to_owned(),
                    false => token.to_owned(),
                }
            }
            SecurityKind::Basic => format!(".{method}(\"user\", \"password\")"),
            SecurityKind::ApiKey { .. } => format!(".{method}(\"key\")"),
            SecurityKind::Other(kind) => {
                let value = format!("{kind} credential");
                format!(".{method}({value:?})")
            }
            SecurityKind::MutualTls => return None,
        })
    }
}
