//! The checked tree as `openapiv3` types. In: an OpenAPI 3.0 tree without errors; out: the same as
//! types.
//!
//! openapiv3 2.2 refuses some valid things or reads them differently. `adapt` brings those into
//! a form that it reads, in a copy of the tree; what the generator has no use for is left out.

mod adapt;

pub(crate) use adapt::belongs;

use openapiv3::{Components, OpenAPI};
use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::load::Document;

/// Reads a checked document. `None`, with a fault reported, is a defect of this stage.
pub fn parse(document: &Document, diagnostics: &mut Diagnostics) -> Option<OpenAPI> {
    let tree = &document.tree;
    // Two halves of about the same size, side by side.
    let (rest, components) = rayon::join(
        || OpenAPI::deserialize(&adapt::adapt_without(tree, COMPONENTS)),
        || {
            let components = adapt::adapt_member(tree, COMPONENTS)?;
            Some(Components::deserialize(&components))
        },
    );
    let whole = components.transpose().and_then(|components| {
        Ok(OpenAPI {
            components,
            ..rest?
        })
    });
    let refused = |error: serde_json::Error| {
        report(&adapt::adapt(tree), &error.to_string(), diagnostics);
    };
    whole.map_err(refused).ok()
}

const COMPONENTS: &str = "components";

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
            if item.is_object() && crate::check::grammar::METHODS.contains(&method.as_str()) {
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
        "schemas" => refusal::<openapiv3::ReferenceOr<openapiv3::Schema>>(node),
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
    use openapiv3::{ReferenceOr, SchemaKind, Type};
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

    fn schema(schema: Value) -> openapiv3::Schema {
        let tree = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
            "components": {"schemas": {"a": schema}},
        });
        match parsed(tree)
            .components
            .expect("components")
            .schemas
            .swap_remove("a")
        {
            Some(ReferenceOr::Item(schema)) => schema,
            other => panic!("not a schema: {other:?}"),
        }
    }

    #[test]
    fn bounds_of_integers_may_be_written_as_floats_and_be_huge() {
        let read = schema(json!({"type": "integer", "minimum": 1.0, "maximum": 1e30}));
        let SchemaKind::Type(Type::Integer(integer)) = read.schema_kind else {
            panic!("{read:?}")
        };
        assert_eq!((integer.minimum, integer.maximum), (Some(1), None));
    }

    #[test]
    fn enum_values_that_do_not_fit_are_written_as_their_type() {
        let read = schema(json!({"type": "string", "enum": ["a", 1, true, null]}));
        let SchemaKind::Type(Type::String(string)) = read.schema_kind else {
            panic!("{read:?}")
        };
        let values = ["a", "1", "true"].map(|value| Some(value.to_owned()));
        assert_eq!(string.enumeration, values);
        assert!(read.schema_data.nullable);
    }

    #[test]
    fn keywords_of_other_types_do_not_hide_the_type() {
        let read = schema(json!({"type": "string", "minimum": 1, "items": {}, "required": []}));
        assert!(
            matches!(read.schema_kind, SchemaKind::Type(Type::String(_))),
            "{read:?}"
        );
        let read = schema(json!({"type": "boolean", "format": "flag"}));
        assert!(
            matches!(read.schema_kind, SchemaKind::Type(Type::Boolean(_))),
            "{read:?}"
        );
    }

    #[test]
    fn a_type_follows_from_keywords_when_it_is_missing() {
        let read = schema(json!({"properties": {"a": {}}}));
        assert!(
            matches!(read.schema_kind, SchemaKind::Type(Type::Object(_))),
            "{read:?}"
        );
        let read = schema(json!({"items": {}}));
        assert!(
            matches!(read.schema_kind, SchemaKind::Type(Type::Array(_))),
            "{read:?}"
        );
    }

    #[test]
    fn properties_with_the_names_of_keywords_stay() {
        let read = schema(json!({"type": "object", "properties": {
            "example": {"type": "string"}, "type": {"type": "string"}, "$ref": {"type": "string"},
        }}));
        let SchemaKind::Type(Type::Object(object)) = read.schema_kind else {
            panic!("{read:?}")
        };
        assert_eq!(object.properties.len(), 3);
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
                "name": "a", "in": "query", "style": "deepObject", "schema": {"type": "object"},
                "examples": {"one": {"$ref": "#/components/examples/x"}}, "example": null,
            }]}},
        }));
        let ReferenceOr::Item(item) = &read.paths.paths["/x"] else {
            panic!("a reference")
        };
        assert_eq!(item.parameters.len(), 1);
    }
}
