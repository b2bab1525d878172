//! What a schema says beside its type: texts, direction. In: nodes; out: [`Docs`], flags. Limits
//! stand in [`super::limits`].
//!
//! A schema's notes are its own and those of the parts of its `allOf` that are written in place:
//! `allOf: [{$ref: …}, {description: …}]` is how OpenAPI 3.0 puts a note beside a reference. What
//! stands beside a `$ref` counts as well, though 3.0 tells tools to ignore it: it is there to be
//! read. A later note replaces an earlier one.

use serde_json::Value;

use super::Lowering;
use super::node::Node;
use crate::ir::{Deprecation, Docs};

/// Keywords that say nothing about which values are valid.
const NOTES: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "externalDocs",
    "xml",
    "$comment",
];

/// Whether a schema says nothing about which values are valid.
pub(super) fn is_bare(node: &Node<'_>) -> bool {
    node.value
        .as_object()
        .is_none_or(|members| members.keys().all(|key| is_note(key)))
}

/// Whether a keyword says nothing about which values are valid.
pub(super) fn is_note(keyword: &str) -> bool {
    NOTES.contains(&keyword) || keyword.starts_with("x-")
}

/// The nodes that carry a schema's notes, the one that counts most last.
pub(super) fn noted_nodes<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    let parts = node
        .list("allOf")
        .into_iter()
        .filter(|part| part.reference().is_none());
    parts.chain([node.clone()]).collect()
}

/// Whether any of a schema's notes sets a flag, here or where it refers to.
pub(super) fn flag<'a>(lowering: &Lowering<'a>, node: &Node<'a>, name: &str) -> bool {
    noted_nodes(node).iter().any(|noted| noted.flag(name))
        || (node.reference().is_some() && lowering.tree.follow(node).flag(name))
}

/// The last value that one of the nodes gives to a keyword.
pub(super) fn last<'a>(nodes: &[Node<'a>], name: &str) -> Option<Node<'a>> {
    nodes.iter().rev().find_map(|node| node.get(name))
}

impl<'a> Lowering<'a> {
    /// What the nodes say to a reader; those further back count more.
    pub(super) fn docs(&mut self, nodes: &[Node<'a>]) -> Docs {
        let text = |name| last(nodes, name).and_then(|node| Some(node.value.as_str()?.to_owned()));
        let link = last(nodes, "externalDocs").and_then(|docs| {
            Some((
                docs.text("url")?.to_owned(),
                docs.text("description").map(str::to_owned),
            ))
        });
        Docs {
            summary: text("summary").or_else(|| text("title")),
            description: text("description"),
            link,
            deprecated: self.deprecation(nodes),
            default: last(nodes, "default").map(|node| node.value.clone()),
            example: example(nodes),
        }
    }

    fn deprecation(&mut self, nodes: &[Node<'a>]) -> Option<Deprecation> {
        let name = self.extensions.replacement.as_deref();
        let replacement = name.and_then(|name| {
            let node = nodes.iter().rev().find(|node| node.has(name))?;
            self.extension_text(node, name)
        });
        let deprecated = nodes.iter().any(|node| node.flag("deprecated"));
        deprecated.then_some(Deprecation {
            replacement,
            retired_since: None,
        })
    }
}

/// `example`, or the first of `examples`.
fn example(nodes: &[Node<'_>]) -> Option<Value> {
    if let Some(example) = last(nodes, "example") {
        return Some(example.value.clone());
    }
    match last(nodes, "examples")?.value {
        Value::Object(examples) => examples.values().find_map(|one| one.get("value")).cloned(),
        Value::Array(examples) => examples.first().cloned(),
        _ => None,
    }
}
