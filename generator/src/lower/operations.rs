//! Operations. In: the paths of the document; out: each operation as plain data.
//!
//! Operations come in document order, the methods of a path included. A path item may be a
//! reference; what it leads to then counts where it is used.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, PathItem, ReferenceOr};
use serde::de::DeserializeOwned;

use super::Lowering;
use super::node::{Node, Tree};
use crate::ir::{Deprecation, Docs, Method, Operation, Pointer, TagId};
use crate::parse;

/// An operation as the document has it.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    /// Its node.
    pub(super) node: Node<'a>,
    /// The node of its path item.
    pub(super) item_node: Node<'a>,
    /// Its path template.
    pub(super) path: &'a str,
    /// Its method.
    pub(super) method: Method,
    /// Itself.
    pub(super) operation: Cow<'a, openapiv3::Operation>,
    /// Its path item, without the operations.
    pub(super) item: PathItem,
}

/// Every operation of the document.
pub(super) fn find<'a>(document: &'a OpenAPI, tree: Tree<'a>) -> Vec<Source<'a>> {
    let paths = tree.at(&Pointer("/paths".to_owned()));
    let mut sources = Vec::new();
    for (path, item) in &document.paths.paths {
        let node = paths.as_ref().and_then(|paths| paths.get(path));
        let Some((item, item_node)) =
            node.and_then(|node| resolve(document, tree, item, node, None))
        else {
            continue;
        };
        let rest = PathItem {
            parameters: item.parameters.clone(),
            servers: item.servers.clone(),
            ..PathItem::default()
        };
        let mut add = |node, method, operation| {
            sources.push(Source {
                node,
                item_node: item_node.clone(),
                path: path.as_str(),
                method,
                operation,
                item: rest.clone(),
            });
        };
        for (key, node) in item_node.members() {
            let found = match &item {
                Cow::Borrowed(item) => of_method(item, key).map(|(m, o)| (m, Cow::Borrowed(o))),
                Cow::Owned(item) => of_method(item, key).map(|(m, o)| (m, Cow::Owned(o.clone()))),
            };
            match (found, key) {
                (Some((method, operation)), _) => add(node, method, operation),
                (None, "query") => {
                    if let Some(operation) = parse::operation(node.value) {
                        add(node, Method::Query, Cow::Owned(operation));
                    }
                }
                (None, "additionalOperations") => {
                    for (name, node) in node.members() {
                        if let Some(operation) = parse::operation(node.value) {
                            add(node, Method::Other(name.to_owned()), Cow::Owned(operation));
                        }
                    }
                }
                (None, _) => {}
            }
        }
    }
    sources
}

fn of_method<'a>(item: &'a PathItem, key: &str) -> Option<(Method, &'a openapiv3::Operation)> {
    let (method, operation) = match key {
        "get" => (Method::Get, &item.get),
        "put" => (Method::Put, &item.put),
        "post" => (Method::Post, &item.post),
        "delete" => (Method::Delete, &item.delete),
        "options" => (Method::Options, &item.options),
        "head" => (Method::Head, &item.head),
        "patch" => (Method::Patch, &item.patch),
        "trace" => (Method::Trace, &item.trace),
        _ => return None,
    };
    operation.as_ref().map(|operation| (method, operation))
}

/// Where entries of one kind stand among the components, and how the typed document gives them.
pub(super) type Section<T> = fn(&Components) -> &IndexMap<String, ReferenceOr<T>>;

/// A value, or what its references lead to, with its node. `section` saves reading again what the
/// typed document has.
pub(super) fn resolve<'a, 'b, T: Clone + DeserializeOwned>(
    document: &'a OpenAPI,
    tree: Tree<'b>,
    item: &'a ReferenceOr<T>,
    node: Node<'b>,
    section: Option<(&str, Section<T>)>,
) -> Option<(Cow<'a, T>, Node<'b>)> {
    if let ReferenceOr::Item(item) = item {
        return Some((Cow::Borrowed(item), node));
    }
    let target = tree.follow(&node);
    let typed = section.and_then(|(name, section)| {
        let name = target.pointer.0.strip_prefix(name)?.strip_prefix('/')?;
        section(document.components.as_ref()?).get(name)?.as_item()
    });
    match typed {
        Some(typed) => Some((Cow::Borrowed(typed), target)),
        None => {
            let read = serde_json::from_value(target.value.clone()).ok()?;
            Some((Cow::Owned(read), target))
        }
    }
}

impl<'a> Lowering<'a> {
    /// Every operation; `groups` holds the tag of each.
    pub(super) fn operations(&mut self, groups: &[TagId]) -> Vec<Operation> {
        let sources = self.sources;
        let pairs = sources.iter().zip(groups);
        pairs
            .filter_map(|(source, tag)| self.operation(source, *tag))
            .collect()
    }

    fn operation(&mut self, source: &'a Source<'a>, tag: TagId) -> Option<Operation> {
        let node = &source.node;
        let typed = &source.operation;
        let preview = self.extensions.preview.as_deref();
        Some(Operation {
            pointer: node.pointer.clone(),
            id: typed.operation_id.clone().filter(|id| !id.is_empty()),
            rust_name: self.rust_name(node),
            method: source.method.clone(),
            path: source.path.to_owned(),
            tag,
            docs: self.operation_docs(node),
            permissions: self.permissions(node),
            preview: preview
                .and_then(|name| self.extension_flag(node, name))
                .unwrap_or(false),
            parameters: self.parameters(source),
            body: self.body(source),
            responses: self.responses(source),
            security: self.requirements(typed.security.as_ref()),
            servers: self.own_servers(source),
            paging: self.paging(node),
            retry_safe: self.extension_flag(node, "x-retry-safe"),
        })
    }

    /// What the document says to a reader of an operation: one that is retired is deprecated, too.
    fn operation_docs(&mut self, node: &Node<'a>) -> Docs {
        let mut docs = self.docs(std::slice::from_ref(node));
        if let Some(retirement) = self.retirement(node) {
            let deprecation = docs.deprecated.take().unwrap_or_default();
            docs.deprecated = Some(Deprecation {
                replacement: retirement.replacement.or(deprecation.replacement),
                ..retirement
            });
        }
        docs
    }

    /// The servers of an operation, or its path item, where they are not the document's.
    fn own_servers(&mut self, source: &Source<'_>) -> Vec<crate::ir::Server> {
        let own = match source.operation.servers.is_empty() {
            false => self.servers(&source.node.pointer, &source.operation.servers),
            true => self.servers(&source.item_node.pointer, &source.item.servers),
        };
        if own.is_empty() {
            return own;
        }
        let global = self.servers(&Pointer::default(), &self.document.servers);
        let same =
            own.len() == global.len() && own.iter().zip(&global).all(|(a, b)| a.url == b.url);
        if same { Vec::new() } else { own }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Extensions;
    use crate::ir::{Deprecation, Method};
    use crate::lower::testing::{api, lower_with};

    #[test]
    fn methods_keep_the_order_of_the_document() {
        let api = api(
            "paths: {/b: {post: {responses: {}}, get: {operationId: x, responses: {}}}, /a: {get: {responses: {}}}}",
        );
        let methods: Vec<_> = api
            .operations
            .iter()
            .map(|one| (one.method.clone(), one.path.as_str()))
            .collect();
        assert_eq!(
            methods,
            [
                (Method::Post, "/b"),
                (Method::Get, "/b"),
                (Method::Get, "/a")
            ]
        );
        assert_eq!(api.operations[0].id, None);
        assert_eq!(api.operations[1].id.as_deref(), Some("x"));
    }

    #[test]
    fn a_path_item_may_be_a_reference() {
        let api = api("paths: {/a: {get: {summary: s, responses: {}}}, /b: {$ref: '#/paths/~1a'}}");
        assert_eq!(api.operations[1].path, "/b");
        assert_eq!(api.operations[1].docs.summary.as_deref(), Some("s"));
    }

    #[test]
    fn extensions_are_read_under_their_configured_names() {
        let extensions = Extensions {
            permissions: Some("x-needs".to_owned()),
            preview: Some("x-early".to_owned()),
            retired: Some("x-gone".to_owned()),
            replacement: Some("x-instead".to_owned()),
        };
        let (api, _) = lower_with(
            "paths: {/a: {get: {deprecated: true, x-instead: GET /b, x-early: true, x-retry-safe: false, x-needs: {type: ANY, permissions: [p]}, responses: {}}}}",
            &extensions,
        );
        let operation = &api.operations[0];
        assert!(operation.preview);
        assert_eq!(operation.retry_safe, Some(false));
        assert_eq!(
            operation.permissions.as_ref().map(|one| one.names.len()),
            Some(1)
        );
        let replacement = Some("GET /b".to_owned());
        let expected = Deprecation {
            replacement,
            retired_since: None,
        };
        assert_eq!(operation.docs.deprecated, Some(expected));
    }

    #[test]
    fn a_retired_operation_is_deprecated_and_says_since_when() {
        let extensions = Extensions {
            retired: Some("x-gone".to_owned()),
            replacement: Some("x-instead".to_owned()),
            ..Extensions::default()
        };
        let (api, codes) = lower_with(
            "paths: {/a: {get: {x-gone: {since: 2020-02-19, replacement: GET /b}, responses: {}}, \
             put: {x-gone: {since: '2023'}, deprecated: true, x-instead: PUT /b, responses: {}}, \
             post: {responses: {}}}}",
            &extensions,
        );
        assert_eq!(codes, [""; 0]);
        let found: Vec<_> = api
            .operations
            .iter()
            .map(|operation| (operation.is_retired(), operation.docs.deprecated.clone()))
            .collect();
        let gone = |since: &str, replacement: &str| {
            let deprecation = Deprecation {
                replacement: Some(replacement.to_owned()),
                retired_since: Some(since.to_owned()),
            };
            (true, Some(deprecation))
        };
        let expected = [
            gone("2020-02-19", "GET /b"),
            gone("2023", "PUT /b"),
            (false, None),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_retirement_has_a_date() {
        let extensions = Extensions {
            retired: Some("x-gone".to_owned()),
            ..Extensions::default()
        };
        for value in [
            "true",
            "{replacement: GET /b}",
            "{since: 2023}",
            "{since: last year}",
            "{since: s, replacement: 1}",
        ] {
            let text = format!("paths: {{/a: {{get: {{x-gone: {value}, responses: {{}}}}}}}}");
            assert_eq!(lower_with(&text, &extensions).1, ["G074"], "{value}");
        }
    }

    #[test]
    fn values_of_another_type_are_errors() {
        let (_, codes) = lower_with(
            "paths: {/a: {get: {x-retry-safe: 1, x-rust-name: a b, responses: {}}}}",
            &Extensions::default(),
        );
        assert_eq!(codes, ["G070", "G074"]);
    }
}
