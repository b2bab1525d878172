//! Every version to one. In: a tree of OpenAPI 3.0, 3.1 or 3.2 or of Swagger 2.0; out: a tree of
//! OpenAPI 3.0. Nothing after this stage knows the version.
//!
//! What a document says in a form that its version forbids is put into proper form last (`mend`).

mod conditions;
mod mend;
mod openapi31;
mod rewrite;
mod schema31;
mod swagger;

use serde_json::Value;

use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::load::{Document, kind_of};

/// Brings a document to OpenAPI 3.0. `None` when its version is unknown or not supported.
pub fn normalize(document: Document, diagnostics: &mut Diagnostics) -> Option<Document> {
    let document = match version(&document.tree, diagnostics)? {
        Version::OpenApi30 => document,
        Version::OpenApi31 => rewritten(document, openapi31::to_30, diagnostics),
        Version::Swagger => rewritten(document, swagger::to_30, diagnostics),
    };
    Some(mend::mend(document, diagnostics))
}

fn rewritten(
    document: Document,
    stage: fn(Value, &mut rewrite::Rewriting) -> Value,
    diagnostics: &mut Diagnostics,
) -> Document {
    let Document { tree, mut sources } = document;
    let mut rewriting = rewrite::Rewriting::new(sources.stages());
    let tree = stage(tree, &mut rewriting);
    sources.push_stage(rewriting.moves);
    diagnostics.extend(rewriting.faults);
    diagnostics.set_sources(&sources);
    Document { tree, sources }
}

/// The versions that can be read.
enum Version {
    OpenApi30,
    OpenApi31,
    Swagger,
}

fn version(tree: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let (field, version) = match (tree.get("openapi"), tree.get("swagger")) {
        (Some(version), _) => ("openapi", version),
        (None, Some(version)) => ("swagger", version),
        (None, None) => {
            diagnostics.push(codes::no_version());
            return None;
        }
    };
    let at = Pointer::default().child(field);
    let text = match version {
        Value::String(text) => text.clone(),
        // Without quotes it is a number, and cannot mean anything else.
        Value::Number(number) => number_as_version(number),
        other => {
            let help = format!("write it in quotes: {field}: \"{other}\"");
            diagnostics.push(codes::wrong_type(&at, "text", kind_of(other), &help));
            return None;
        }
    };
    let mut numbers = text.split('.');
    match (field, numbers.next(), numbers.next()) {
        ("openapi", Some("3"), Some("0")) => Some(Version::OpenApi30),
        ("openapi", Some("3"), Some("1" | "2")) => Some(Version::OpenApi31),
        ("swagger", Some("2"), Some("0")) => Some(Version::Swagger),
        _ => {
            diagnostics.push(codes::unsupported_version(&at, &text));
            None
        }
    }
}

/// `3.1`, and `2.0` for 2.
fn number_as_version(number: &serde_json::Number) -> String {
    let text = number.to_string();
    if text.contains('.') {
        text
    } else {
        format!("{text}.0")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sources::Sources;

    /// The tree after normalization and, for each fault, its code and pointer.
    pub(super) fn normalized(mut tree: Value) -> (Value, Vec<String>) {
        // What these tests are about has no title and no paths.
        let needed = [
            ("info", json!({"title": "t", "version": "1"})),
            ("paths", json!({})),
        ];
        let missing = needed
            .into_iter()
            .filter(|(name, _)| tree.get(name).is_none());
        // OpenAPI 3.1 does without paths.
        let is_newer = tree
            .get("openapi")
            .is_some_and(|version| *version != "3.0.3");
        let missing = missing.filter(|(name, _)| *name == "info" || !is_newer);
        let missing: Vec<_> = missing.collect();
        for (name, value) in &missing {
            tree[*name] = value.clone();
        }
        let (mut tree, faults) = normalized_whole(tree);
        if let Value::Object(root) = &mut tree {
            root.retain(|name, _| missing.iter().all(|(added, _)| added != name));
        }
        (tree, faults)
    }

    fn normalized_whole(tree: Value) -> (Value, Vec<String>) {
        let document = Document {
            tree,
            sources: Sources::default(),
        };
        let mut diagnostics = Diagnostics::default();
        let document = normalize(document, &mut diagnostics).expect("a supported version");
        let faults = diagnostics
            .iter()
            .map(|fault| format!("{} {}", fault.code.id, fault.pointer.0));
        (document.tree, faults.collect())
    }

    /// The place in the text that a node of the normalized tree came from.
    pub(super) fn origin(text: &str, node: &str) -> String {
        let tree = serde_yaml::from_str(text).expect("the test's document is valid YAML");
        let document = Document {
            tree,
            sources: Sources::new("a.yaml", text),
        };
        let document =
            normalize(document, &mut Diagnostics::default()).expect("a supported version");
        let at = document
            .sources
            .locate(&Pointer(node.to_owned()))
            .expect("a place");
        at.pointer.0
    }

    fn fault(tree: Value) -> String {
        let document = Document {
            tree,
            sources: Sources::default(),
        };
        let mut diagnostics = Diagnostics::default();
        assert!(normalize(document, &mut diagnostics).is_none());
        diagnostics.iter().map(|fault| fault.code.id).collect()
    }

    #[test]
    fn versions_that_are_not_known_are_refused() {
        assert_eq!(fault(json!({"openapi": "4.0.0"})), "G012");
        assert_eq!(fault(json!({"swagger": "1.2"})), "G012");
        assert_eq!(fault(json!({"info": {}})), "G013");
        assert_eq!(fault(json!({"openapi": true})), "G020");
        assert_eq!(fault(json!({"openapi": 4})), "G012");
    }

    #[test]
    fn a_3_0_document_stays_as_it_is() {
        let tree = json!({"openapi": "3.0.1", "paths": {}});
        assert_eq!(normalized(tree.clone()), (tree, vec![]));
    }
}
