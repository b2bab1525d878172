//! Every version to one. In: a tree of OpenAPI 3.0 or 3.1 or Swagger 2.0; out: a tree of OpenAPI
//! 3.0. Nothing after this stage knows the version.

use serde_json::Value;

use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::load::{Document, kind_of};

/// Brings a document to OpenAPI 3.0. `None` when its version is unknown or not supported.
pub fn normalize(document: Document, diagnostics: &mut Diagnostics) -> Option<Document> {
    match version(&document.tree, diagnostics)? {
        Version::OpenApi30 => Some(document),
    }
}

/// The versions that can be read.
enum Version {
    OpenApi30,
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
    let Some(text) = version.as_str() else {
        let help = format!("write it in quotes: {field}: \"{version}\"");
        diagnostics.push(codes::wrong_type(&at, "text", kind_of(version), &help));
        return None;
    };
    let mut numbers = text.split('.');
    match (field, numbers.next(), numbers.next()) {
        ("openapi", Some("3"), Some("0")) => Some(Version::OpenApi30),
        _ => {
            diagnostics.push(codes::unsupported_version(&at, text));
            None
        }
    }
}
