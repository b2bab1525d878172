//! The checked tree as `openapiv3` types. In: an OpenAPI 3.0 tree without errors; out: the same as
//! types.
//!
//! openapiv3 2.2 refuses some valid things or reads them differently. `adapt` brings those into
//! a form that it reads, in a copy of the tree; what the generator has no use for is left out, schemas
//! among it.

mod adapt;

use openapiv3::OpenAPI;
use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::load::Document;

/// Reads a checked document. `None`, with a fault reported, is a defect of this stage.
pub fn parse(document: &Document, diagnostics: &mut Diagnostics) -> Option<OpenAPI> {
    let tree = adapt::adapt(&document.tree);
    match OpenAPI::deserialize(&tree) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            report(&tree, &error.to_string(), diagnostics);
            None
        }
    }
}

/// Finds the parts that cannot be read one by one, since the error of the whole does not say where
/// it is.
fn report(tree: &Value, why: &str, diagnostics: &mut Diagnostics) {
    let before = diagnostics.len();
    let mut part = |at: Pointer, error: Option<String>| {
        if let Some(why) = error {
            diagnostics.push(codes::not_parsed(&at, &why));
        }
    };
    let paths = Pointer("/paths".to_owned());
    for (path, item) in members(tree, &paths) {
        for (method, operation) in members(tree, &paths.child(path)) {
            if item.is_object() && crate::grammar::METHODS.contains(&method.as_str()) {
                let at = paths.child(path).child(method);
                part(at, refusal::<openapiv3::Operation>(operation));
            }
        }
    }
    let components = Pointer("/components".to_owned());
    for (section, _) in members(tree, &components) {
        for (name, node) in members(tree, &components.child(section)) {
            let at = components.child(section).child(name);
            part(at, component_refusal(section, node));
        }
    }
    if diagnostics.len() == before {
        diagnostics.push(codes::not_parsed(&Pointer::default(), why));
    }
}

/// An operation that openapiv3 has no place for.
pub(crate) fn operation(node: &Value) -> Option<openapiv3::Operation> {
    serde_json::from_value(adapt::adapt_operation(node)).ok()
}

fn members<'a>(tree: &'a Value, at: &Pointer) -> impl Iterator<Item = (&'a String, &'a Value)> {
    at.find(tree)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn component_refusal(section: &str, node: &Value) -> Option<String> {
    match section {
        "responses" => refusal::<openapiv3::ReferenceOr<openapiv3::Response>>(node),
        "parameters" => refusal::<openapiv3::ReferenceOr<openapiv3::Parameter>>(node),
        "requestBodies" => refusal::<openapiv3::ReferenceOr<openapiv3::RequestBody>>(node),
        "headers" => refusal::<openapiv3::ReferenceOr<openapiv3::Header>>(node),
        "securitySchemes" => refusal::<openapiv3::ReferenceOr<openapiv3::SecurityScheme>>(node),
        _ => None,
    }
}

/// Why a node cannot be read as `T`, if so.
fn refusal<T: DeserializeOwned>(node: &Value) -> Option<String> {
    T::deserialize(node).err().map(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use openapiv3::ReferenceOr;
    use serde_json::json;

    use super::*;
    use crate::sources::Sources;

    fn parsed(tree: Value) -> OpenAPI {
        let document = Document {
            tree,
            sources: Sources::default(),
        };
        let mut diagnostics = Diagnostics::default();
        let parsed = parse(&document, &mut diagnostics);
        parsed.unwrap_or_else(|| panic!("{}", diagnostics.render(false)))
    }

    #[test]
    fn empty_fields_and_missing_descriptions_do_not_matter() {
        let read = parsed(json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1", "description": null},
            "tags": null,
            "paths": {"/x": {"get": {"responses": {"200": {}}, "callbacks": {"a": {"$ref": "#/x"}}}}},
        }));
        assert!(read.paths.paths.contains_key("/x"));
    }

    #[test]
    fn a_parameter_with_style_and_examples_is_read() {
        let read = parsed(json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {"/x": {"parameters": [{
                "name": "a", "in": "query", "style": "deepObject", "schema": {"maximum": 1e30, "xml": 1},
                "examples": {"one": {"$ref": "#/components/examples/x"}}, "example": null,
            }]}},
        }));
        let ReferenceOr::Item(item) = &read.paths.paths["/x"] else {
            panic!("a reference")
        };
        assert_eq!(item.parameters.len(), 1);
    }
}
