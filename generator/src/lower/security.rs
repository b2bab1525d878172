//! Security. In: schemes and requirements of the document; out: both as plain data, requirements by
//! the index of their scheme.
//!
//! What an operation requires replaces what the document requires, an empty list included.

use openapiv3::OpenAPI;
use serde_json::Value;

use super::extensions::rust_name;
use super::node::Tree;
use super::{Lowering, login};
use crate::diagnostics::Diagnostics;
use crate::ir::{Place, Pointer, SecurityKind, SecurityRequirement, SecurityScheme};

/// The schemes of the document, in its order.
pub(super) fn schemes(
    document: &OpenAPI,
    tree: Tree<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<SecurityScheme> {
    let section = Pointer("/components/securitySchemes".to_owned());
    let declared = document
        .components
        .iter()
        .flat_map(|all| &all.security_schemes);
    let mut schemes = Vec::new();
    for (name, _) in declared {
        let Some(node) = tree.at(&section.child(name)) else {
            continue;
        };
        let node = tree.follow(&node);
        let Some(kind) = scheme_kind(node.value) else {
            continue;
        };
        let description = node.value.get("description").and_then(Value::as_str);
        schemes.push(SecurityScheme {
            pointer: section.child(name),
            name: name.clone(),
            rust_name: rust_name(&node)
                .and_then(|name| name.map_err(|fault| diagnostics.push(fault)).ok()),
            description: description.map(str::to_owned),
            kind,
        });
    }
    schemes
}

/// How a scheme is sent. It is read from the tree: openapiv3 knows neither certificates nor flows
/// for devices.
fn scheme_kind(scheme: &Value) -> Option<SecurityKind> {
    let text = |name: &str| scheme.get(name).and_then(Value::as_str);
    Some(match text("type")? {
        "apiKey" => SecurityKind::ApiKey {
            place: match text("in")? {
                "query" => Place::Query,
                "cookie" => Place::Cookie,
                _ => Place::Header,
            },
            name: text("name")?.to_owned(),
        },
        "http" => match text("scheme")?.to_ascii_lowercase().as_str() {
            "bearer" => SecurityKind::Bearer,
            "basic" => SecurityKind::Basic,
            _ => SecurityKind::Other(text("scheme")?.to_owned()),
        },
        "oauth2" => SecurityKind::OAuth2(login::flows(scheme)),
        "openIdConnect" => SecurityKind::OpenId {
            url: text("openIdConnectUrl")?.to_owned(),
        },
        "mutualTLS" => SecurityKind::MutualTls,
        _ => return None,
    })
}

impl Lowering<'_> {
    /// What an operation requires: by itself, or else by the document.
    pub(super) fn requirements(
        &self,
        own: Option<&Vec<openapiv3::SecurityRequirement>>,
    ) -> Vec<Vec<SecurityRequirement>> {
        let alternatives = own
            .or(self.document.security.as_ref())
            .into_iter()
            .flatten();
        alternatives
            .filter_map(|alternative| self.requirement(alternative))
            .collect()
    }

    /// One alternative; `None` when it names a scheme that cannot be read.
    fn requirement(
        &self,
        alternative: &openapiv3::SecurityRequirement,
    ) -> Option<Vec<SecurityRequirement>> {
        let schemes = alternative.iter().map(|(name, scopes)| {
            let scheme = self
                .security_schemes
                .iter()
                .position(|scheme| scheme.name == *name)?;
            Some(SecurityRequirement {
                scheme,
                scopes: scopes.clone(),
            })
        });
        schemes.collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Place, SecurityKind};
    use crate::lower::testing::api;

    const DOCUMENT: &str = "
security: [{token: []}]
paths:
  /a: {get: {responses: {}}}
  /b: {get: {security: [], responses: {}}}
  /c: {get: {security: [{key: [], basic: []}, {}], responses: {}}}
components:
  securitySchemes:
    token: {type: http, scheme: Bearer}
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: cookie, name: sid}
    digest: {type: http, scheme: digest}
    login:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: 'https://login/token', scopes: {a: all}}
        authorizationCode: {authorizationUrl: 'https://login/authorize', tokenUrl: 'https://login/token', scopes: {b: some}}
    open: {type: openIdConnect, openIdConnectUrl: 'https://login/id'}
";

    #[test]
    fn every_kind_of_scheme() {
        let api = api(DOCUMENT);
        let kinds: Vec<_> = api
            .security_schemes
            .iter()
            .map(|scheme| &scheme.kind)
            .collect();
        assert_eq!(kinds[0], &SecurityKind::Bearer);
        assert_eq!(kinds[1], &SecurityKind::Basic);
        let key = SecurityKind::ApiKey {
            place: Place::Cookie,
            name: "sid".to_owned(),
        };
        assert_eq!(kinds[2], &key);
        assert_eq!(kinds[3], &SecurityKind::Other("digest".to_owned()));
        let SecurityKind::OAuth2(flows) = kinds[4] else {
            panic!()
        };
        assert_eq!(flows.len(), 2);
        assert_eq!(
            kinds[5],
            &SecurityKind::OpenId {
                url: "https://login/id".to_owned()
            }
        );
    }

    #[test]
    fn an_operation_replaces_what_the_document_requires() {
        let api = api(DOCUMENT);
        assert_eq!(api.operations[0].security[0][0].scheme, 0);
        assert!(api.operations[1].security.is_empty());
        let both = &api.operations[2].security;
        assert_eq!(
            both[0].iter().map(|one| one.scheme).collect::<Vec<_>>(),
            [2, 1]
        );
        assert!(both[1].is_empty());
    }
}
