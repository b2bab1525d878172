//! Servers. In: the declarations of the document, a path item or an operation; out: addresses with
//! their variables replaced by defaults.
//!
//! An address loses its trailing slash. `/` alone is what a document without servers means, and
//! says nothing. Other relative addresses stay: the caller has to give the base.

use super::Lowering;
use super::node::Node;
use crate::ir::{Pointer, Server};

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
            let url = address(server);
            if url.is_empty() {
                continue;
            }
            let node = self.tree.at(&pointer);
            servers.push(Server {
                pointer,
                url,
                description: server.description.clone(),
                auth_url: node.as_ref().and_then(|node| self.auth_url(node)),
                rust_name: node.as_ref().and_then(|node| self.rust_name(node)),
            });
        }
        servers
    }

    fn auth_url(&mut self, node: &Node<'a>) -> Option<String> {
        let url = self.extension_text(node, "x-auth-url")?;
        Some(url.trim_end_matches('/').to_owned())
    }
}

fn address(server: &openapiv3::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url.trim().trim_end_matches('/').to_owned()
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
