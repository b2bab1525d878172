//! Documents that the standard forbids, and what is made of them.

use serde_json::json;

use super::super::tests::{normalized, origin};
use super::*;

/// A document of these members, and the codes of what was said about it.
fn mended(mut document: Value) -> (Value, Vec<String>) {
    document["openapi"] = "3.0.3".into();
    if document.get("info").is_none() {
        document["info"] = json!({"title": "t", "version": "1"});
    }
    normalized(document)
}

/// What becomes of a schema, and the codes of what was said about it.
fn schema(schema: Value) -> (Value, Vec<String>) {
    let (tree, faults) = mended(json!({"components": {"schemas": {"a": schema}}}));
    let at = "/components/schemas/a";
    let faults = faults.into_iter().map(|fault| fault.replace(at, ""));
    (tree.pointer(at).unwrap().clone(), faults.collect())
}

#[test]
fn a_number_counts_as_text() {
    let (tree, faults) = mended(json!({"info": {"title": "t", "version": 1.5}}));
    assert_eq!(tree["info"]["version"], "1.5");
    assert_eq!(faults, ["W024 /info/version"]);
}

#[test]
fn a_text_counts_as_the_number_or_flag_that_it_spells() {
    let (read, faults) = schema(json!({"maxLength": "5", "nullable": "true", "minLength": "x"}));
    assert_eq!(
        read,
        json!({"maxLength": 5, "nullable": true, "minLength": "x"})
    );
    assert_eq!(faults, ["W024 /maxLength", "W024 /nullable"]);
}

#[test]
fn a_document_without_a_title_has_one() {
    let (tree, faults) = mended(json!({"info": {}}));
    assert_eq!(tree["info"], json!({"title": "API", "version": "0.0.0"}));
    assert_eq!(faults, ["W025 /info", "W025 /info"]);
}

#[test]
fn a_bound_as_in_3_1_counts() {
    let (read, faults) = schema(json!({"type": "integer", "exclusiveMinimum": 3}));
    assert_eq!(
        read,
        json!({"type": "integer", "minimum": 3, "exclusiveMinimum": true})
    );
    assert_eq!(faults, ["W026 /exclusiveMinimum"]);
}

#[test]
fn a_list_of_types_counts() {
    let (read, faults) = schema(json!({"type": ["string", "null"]}));
    assert_eq!(read, json!({"type": "string", "nullable": true}));
    assert_eq!(faults, ["W026 /type"]);
}

#[test]
fn a_constant_counts() {
    let (read, faults) = schema(json!({"properties": {"kind": {"const": "a"}}}));
    assert_eq!(
        read,
        json!({"properties": {"kind": {"type": "string", "enum": ["a"]}}})
    );
    assert_eq!(faults, ["W026 /properties/kind/const"]);
}

#[test]
fn a_property_may_say_that_it_is_required() {
    let (read, faults) = schema(json!({
        "properties": {
            "a": {"type": "string", "required": true},
            "b": {"type": "string", "required": false},
            "required": {"type": "boolean"},
        },
    }));
    assert_eq!(
        read,
        json!({
            "properties": {
                "a": {"type": "string"},
                "b": {"type": "string"},
                "required": {"type": "boolean"},
            },
            "required": ["a"],
        })
    );
    assert_eq!(
        faults,
        ["W027 /properties/a/required", "W027 /properties/b/required"]
    );
}

#[test]
fn required_elsewhere_says_nothing() {
    let (read, faults) =
        schema(json!({"type": "array", "items": {"type": "string", "required": true}}));
    assert_eq!(read, json!({"type": "array", "items": {"type": "string"}}));
    assert_eq!(faults, ["W027 /items/required"]);
}

#[test]
fn a_requirement_without_a_scheme_is_left_out() {
    let (tree, faults) = mended(json!({
        "security": [{"basic": []}, {"key": []}],
        "components": {"securitySchemes": {"key": {"type": "apiKey"}}},
    }));
    assert_eq!(tree["security"], json!([{"key": []}]));
    assert_eq!(faults, ["W028 /security/0/basic"]);
}

#[test]
fn a_requirement_that_is_misspelt_stays_for_the_check() {
    let (_, faults) = mended(json!({
        "security": [{"kay": []}],
        "components": {"securitySchemes": {"key": {"type": "apiKey"}}},
    }));
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_header_may_refer_to_a_parameter() {
    let (tree, faults) = mended(json!({"components": {
        "parameters": {"P": {"name": "p", "in": "header", "schema": {"type": "string"}}},
        "headers": {"H": {"$ref": "#/components/parameters/P"}},
    }}));
    assert_eq!(
        tree["components"]["headers"]["H"],
        json!({"schema": {"type": "string"}})
    );
    assert_eq!(faults, ["W029 /components/headers/H/$ref"]);
}

#[test]
fn a_schema_may_refer_to_a_body() {
    let (tree, faults) = mended(json!({"components": {
        "requestBodies": {"B": {"content": {"application/json": {"schema": {"type": "string"}}}}},
        "schemas": {"B": {}, "A": {"properties": {"b": {"$ref": "#/components/requestBodies/B"}}}},
    }}));
    let reference = json!({"$ref": "#/components/schemas/B2"});
    let components = &tree["components"];
    assert_eq!(components["schemas"]["B2"], json!({"type": "string"}));
    assert_eq!(components["schemas"]["A"]["properties"]["b"], reference);
    let content = &components["requestBodies"]["B"]["content"];
    assert_eq!(content["application/json"]["schema"], reference);
    assert_eq!(faults, ["W029 /components/schemas/A/properties/b/$ref"]);
}

#[test]
fn a_body_may_refer_to_a_schema() {
    let (tree, faults) = mended(json!({
        "paths": {"/a": {"post": {"requestBody": {"$ref": "#/components/schemas/A"}}}},
        "components": {"schemas": {"A": {}}},
    }));
    let body = &tree["paths"]["/a"]["post"]["requestBody"];
    let schema = &body["content"]["application/json"]["schema"];
    assert_eq!(*schema, json!({"$ref": "#/components/schemas/A"}));
    assert_eq!(faults, ["W029 /paths/~1a/post/requestBody/$ref"]);
}

#[test]
fn what_is_moved_leads_back_to_its_place() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    a: {type: integer, exclusiveMinimum: 3}\n";
    assert_eq!(
        origin(text, "/components/schemas/a/minimum"),
        "/components/schemas/a/exclusiveMinimum"
    );
}
