//! Servers. In: the declarations of the document, a path item or an operation; out: addresses with
//! their variables replaced by defaults, and as they stand.
//!
//! An address loses its trailing slash. `/` alone is what a document without servers means, and
//! says nothing. An address that lacks its scheme alone gets `https`. Other relative addresses stay:
//! the caller has to give the base.

use super::Lowering;
use super::node::Node;
use crate::ir::{Pointer, Server, ServerTemplate, ServerVariable};

impl<'a> Lowering<'a> {
    /// The servers that are declared under `owner`.
    pub(super) fn servers(
        &mut self,
        owner: &Pointer,
        declared: &[openapiv3::Server],
    ) -> Vec<Server> {
        let mut servers = Vec::new();
        for (index, server) in declared.iter().enumerate() {
            let pointer = owner.child("servers").child(index);
            let template = self.template(server, &pointer);
            let url = template.filled(&template.url);
            if url.is_empty() {
                continue;
            }
            let auth_url = template.auth_url.as_ref().map(|url| template.filled(url));
            let rust_name = self
                .tree
                .at(&pointer)
                .and_then(|node| self.rust_name(&node));
            servers.push(Server {
                pointer,
                url,
                description: server.description.clone(),
                auth_url,
                rust_name,
                template: (!template.variables.is_empty()).then_some(template),
            });
        }
        servers
    }

    /// The server's addresses as they stand, with the variables in them.
    fn template(&mut self, server: &openapiv3::Server, pointer: &Pointer) -> ServerTemplate {
        let node = self.tree.at(pointer);
        let auth_url = node.and_then(|node| self.auth_url(&node));
        let mut template = ServerTemplate {
            url: trimmed(&server.url),
            auth_url,
            variables: Vec::new(),
        };
        let mut addresses = template.url.clone();
        addresses.extend(template.auth_url.as_deref());
        template.variables = server
            .variables
            .iter()
            .flatten()
            .filter(|(name, _)| addresses.contains(&in_braces(name)))
            .map(|(name, variable)| ServerVariable {
                name: name.clone(),
                default: variable.default.clone(),
                values: variable.enumeration.clone(),
                description: variable.description.clone(),
            })
            .collect();
        template
    }

    fn auth_url(&mut self, node: &Node<'a>) -> Option<String> {
        Some(trimmed(&self.extension_text(node, "x-auth-url")?))
    }
}

impl ServerTemplate {
    /// An address with the defaults in place of the variables.
    fn filled(&self, address: &str) -> String {
        let mut address = address.to_owned();
        for variable in &self.variables {
            address = address.replace(&in_braces(&variable.name), &variable.default);
        }
        trimmed(&address)
    }
}

fn in_braces(name: &str) -> String {
    format!("{{{name}}}")
}

fn trimmed(address: &str) -> String {
    let address = address.trim().trim_end_matches('/');
    if address.starts_with("//") {
        format!("https:{address}")
    } else {
        address.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::testing::api;

    #[test]
    fn variables_are_replaced_by_their_defaults() {
        let api = api("
servers:
  - {url: 'https://{host}.example.com/{base}/', variables: {host: {default: eu}, base: {default: v2}}, x-auth-url: 'https://login.example.com/'}
  - {url: /v1}
paths: {}
");
        assert_eq!(api.servers[0].url, "https://eu.example.com/v2");
        assert_eq!(
            api.servers[0].auth_url.as_deref(),
            Some("https://login.example.com")
        );
        assert_eq!(api.servers[1].url, "/v1");
    }

    #[test]
    fn addresses_with_variables_are_kept_as_they_stand() {
        let api = api("
servers:
  - url: https://{host}.example.com/{base}/
    x-auth-url: https://login.{zone}.example.com
    variables:
      base: {default: v2}
      unused: {default: a}
      zone: {default: eu, enum: [eu, us], description: Where.}
  - {url: https://example.com, variables: {unused: {default: a}}}
paths: {}
");
        assert_eq!(api.servers[1].template, None);
        let server = &api.servers[0];
        assert_eq!(server.url, "https://{host}.example.com/v2");
        let auth_url = server.auth_url.as_deref();
        assert_eq!(auth_url, Some("https://login.eu.example.com"));
        let template = server.template.as_ref().unwrap();
        assert_eq!(template.url, "https://{host}.example.com/{base}");
        let names: Vec<&str> = template
            .variables
            .iter()
            .map(|variable| variable.name.as_str())
            .collect();
        assert_eq!(names, ["base", "zone"]);
        assert_eq!(template.variables[1].values, ["eu", "us"]);
    }

    #[test]
    fn an_address_without_a_scheme_gets_one() {
        let api = api("servers: [{url: //api.example.com/v1/}]\npaths: {}");
        assert_eq!(api.servers[0].url, "https://api.example.com/v1");
    }

    #[test]
    fn a_slash_alone_is_no_server() {
        assert!(api("servers: [{url: /}]\npaths: {}").servers.is_empty());
    }

    #[test]
    fn an_operation_has_servers_where_they_differ() {
        let api = api("
servers: [{url: https://a.example.com}]
paths:
  /a:
    servers: [{url: https://b.example.com}]
    get: {responses: {}}
    post: {servers: [{url: https://a.example.com/}], responses: {}}
");
        assert_eq!(api.operations[0].servers[0].url, "https://b.example.com");
        assert!(api.operations[1].servers.is_empty());
    }
}
