//! Every version to one. In: a tree of OpenAPI 3.0 or 3.1 or Swagger 2.0; out: a tree of OpenAPI
//! 3.0. Nothing after this stage knows the version.

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
    let stage = match version(&document.tree, diagnostics)? {
        Version::OpenApi30 => return Some(document),
        Version::OpenApi31 => openapi31::to_30,
        Version::Swagger => swagger::to_30,
    };
    let Document { tree, mut sources } = document;
    let mut rewriting = rewrite::Rewriting::new(sources.stages());
    let tree = stage(tree, &mut rewriting);
    sources.push_stage(rewriting.moves);
    diagnostics.extend(rewriting.faults);
    diagnostics.set_sources(&sources);
    Some(Document { tree, sources })
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
        // `swagger: 2.0` without quotes is a number, and cannot mean anything else.
        Value::Number(number) if number.as_f64() == Some(2.0) => "2.0".to_owned(),
        other => {
            let help = format!("write it in quotes: {field}: \"{other}\"");
            diagnostics.push(codes::wrong_type(&at, "text", kind_of(other), &help));
            return None;
        }
    };
    let mut numbers = text.split('.');
    match (field, numbers.next(), numbers.next()) {
        ("openapi", Some("3"), Some("0")) => Some(Version::OpenApi30),
        ("openapi", Some("3"), Some("1")) => Some(Version::OpenApi31),
        ("swagger", Some("2"), Some("0")) => Some(Version::Swagger),
        _ => {
            diagnostics.push(codes::unsupported_version(&at, &text));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sources::Sources;

    /// The tree after normalization and, for each fault, its code and pointer.
    pub(super) fn normalized(tree: Value) -> (Value, Vec<String>) {
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
        assert_eq!(fault(json!({"openapi": 3.1})), "G020");
    }

    #[test]
    fn a_3_0_document_stays_as_it_is() {
        let tree = json!({"openapi": "3.0.1", "paths": {}});
        assert_eq!(normalized(tree.clone()), (tree, vec![]));
    }
}
