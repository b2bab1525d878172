//! Flows of OAuth 2. In: a security scheme of the document, then the servers; out: every flow with
//! its own addresses.
//!
//! An address behind the login address of a server (`x-auth-url`) follows the server in use. Any
//! other whole URL stays what it is, for a secret goes to no host that was not named for it.

use serde_json::{Map, Value};

use crate::ir::{Address, FlowKind, OAuthFlow, SecurityKind, SecurityScheme, Server};

const KINDS: [(&str, FlowKind); 5] = [
    ("implicit", FlowKind::Implicit),
    ("password", FlowKind::Password),
    ("clientCredentials", FlowKind::ClientCredentials),
    ("authorizationCode", FlowKind::AuthorizationCode),
    ("deviceAuthorization", FlowKind::DeviceAuthorization),
];

/// The flows of a scheme, in the document's order.
pub(super) fn flows(scheme: &Value) -> Vec<OAuthFlow> {
    let declared = scheme.get("flows").and_then(Value::as_object);
    let known = declared.into_iter().flatten().filter_map(|(name, flow)| {
        let (_, kind) = KINDS.iter().find(|(known, _)| known == name)?;
        Some((*kind, flow.as_object()?))
    });
    known
        .map(|(kind, flow)| OAuthFlow {
            kind,
            authorize: address(flow, "authorizationUrl"),
            token: address(flow, "tokenUrl"),
            refresh: address(flow, "refreshUrl"),
            device: address(flow, "deviceAuthorizationUrl"),
            scopes: scopes(flow),
        })
        .collect()
}

fn scopes(flow: &Map<String, Value>) -> indexmap::IndexMap<String, String> {
    let scopes = flow.get("scopes").and_then(Value::as_object);
    scopes
        .into_iter()
        .flatten()
        .map(|(name, text)| (name.clone(), text.as_str().unwrap_or_default().to_owned()))
        .collect()
}

fn address(flow: &Map<String, Value>, field: &str) -> Option<Address> {
    let text = flow.get(field)?.as_str()?.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(rest) = text.strip_prefix("//") {
        return Some(Address::Absolute(format!("https://{rest}")));
    }
    Some(match text.contains("://") {
        true => Address::Absolute(text.to_owned()),
        false => Address::Relative(text.to_owned()),
    })
}

/// Ties the addresses that lie behind the login address of a server to the server in use.
pub(super) fn follow_servers(schemes: &mut [SecurityScheme], servers: &[Server]) {
    let logins: Vec<&str> = servers
        .iter()
        .filter_map(|server| server.auth_url.as_deref())
        .collect();
    if logins.is_empty() {
        return;
    }
    for scheme in schemes {
        if let SecurityKind::OAuth2(flows) = &mut scheme.kind {
            for flow in flows {
                let addresses = [
                    &mut flow.authorize,
                    &mut flow.token,
                    &mut flow.refresh,
                    &mut flow.device,
                ];
                for address in addresses {
                    *address = address.take().map(|address| following(address, &logins));
                }
            }
        }
    }
}

fn following(address: Address, logins: &[&str]) -> Address {
    match address {
        Address::Relative(path) => Address::Login(path),
        Address::Absolute(url) => {
            let below = logins.iter().find_map(|login| path_below(login, &url));
            match below.map(str::to_owned) {
                Some(path) => Address::Login(path),
                None => Address::Absolute(url),
            }
        }
        Address::Login(path) => Address::Login(path),
    }
}

/// What is left of an address behind a login address.
fn path_below<'a>(login: &str, address: &'a str) -> Option<&'a str> {
    let rest = address.strip_prefix(login)?;
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
}

#[cfg(test)]
mod tests {
    use crate::ir::{Address, FlowKind, OAuthFlow, SecurityKind};
    use crate::lower::testing::api;

    fn flows(servers: &str, flows: &str) -> Vec<OAuthFlow> {
        let api = api(&format!(
            "servers: [{servers}]
paths: {{}}
components: {{securitySchemes: {{login: {{type: oauth2, flows: {{{flows}}}}}}}}}
"
        ));
        match &api.security_schemes[0].kind {
            SecurityKind::OAuth2(flows) => flows.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn absolute(url: &str) -> Option<Address> {
        Some(Address::Absolute(url.to_owned()))
    }

    #[test]
    fn every_flow_has_addresses_of_its_own() {
        let flows = flows(
            "{url: 'https://api.example.com'}",
            "clientCredentials: {tokenUrl: 'https://a.example.org/token', scopes: {x: X}},
             authorizationCode: {authorizationUrl: 'https://b.example.org/in',
               tokenUrl: 'https://c.example.org/token', refreshUrl: 'https://d.example.org/again',
               scopes: {y: Y}}",
        );
        assert_eq!(flows[0].kind, FlowKind::ClientCredentials);
        assert_eq!(flows[0].token, absolute("https://a.example.org/token"));
        assert_eq!(flows[0].refresh, None);
        assert_eq!(flows[0].scopes.keys().collect::<Vec<_>>(), ["x"]);
        assert_eq!(flows[1].authorize, absolute("https://b.example.org/in"));
        assert_eq!(flows[1].token, absolute("https://c.example.org/token"));
        assert_eq!(flows[1].refresh, absolute("https://d.example.org/again"));
        assert_eq!(flows[1].scopes.keys().collect::<Vec<_>>(), ["y"]);
    }

    #[test]
    fn an_address_below_a_servers_login_follows_the_server() {
        let servers =
            "{url: 'https://api.example.com', x-auth-url: 'https://login.example.com/in/'}";
        let token = |url: &str| {
            let flow = format!("clientCredentials: {{tokenUrl: '{url}', scopes: {{}}}}");
            flows(servers, &flow)[0].token.clone()
        };
        let login = |path: &str| Some(Address::Login(path.to_owned()));
        assert_eq!(token("https://login.example.com/in/token"), login("/token"));
        assert_eq!(token("token"), login("token"));
        let stranger = "https://login.example.com.evil.test/in/token";
        assert_eq!(token(stranger), absolute(stranger));
        let neighbour = "https://login.example.com/inside/token";
        assert_eq!(token(neighbour), absolute(neighbour));
    }

    #[test]
    fn a_relative_address_belongs_to_the_server() {
        let flow = "password: {tokenUrl: token, scopes: {}}";
        let relative = Some(Address::Relative("token".to_owned()));
        assert_eq!(flows("", flow)[0].token, relative);
    }

    #[test]
    fn an_address_without_a_scheme_gets_one() {
        let flow = "password: {tokenUrl: //a.example.org/token, scopes: {}}";
        assert_eq!(
            flows("", flow)[0].token,
            absolute("https://a.example.org/token")
        );
    }
}
