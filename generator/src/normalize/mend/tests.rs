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
    assert_eq!(read, json!({"maxLength": 5, "nullable": true}));
    assert_eq!(
        faults,
        ["W024 /maxLength", "W024 /nullable", "W035 /minLength"]
    );
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
        "paths": {"/a": {"post": {
            "requestBody": {"$ref": "#/components/schemas/A"}, "responses": done(),
        }}},
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

/// What becomes of a document with these paths, and the codes of what was said about it.
fn paths(paths: Value) -> (Value, Vec<String>) {
    let (tree, faults) = mended(json!({"paths": paths}));
    (tree["paths"].clone(), faults)
}

fn path_parameter(name: &str) -> Value {
    json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})
}

fn done() -> Value {
    json!({"default": {"description": "d"}})
}

#[test]
fn an_undeclared_variable_is_text() {
    let (read, faults) = paths(json!({"/x/{id}": {"get": {"responses": done()}}}));
    assert_eq!(
        read["/x/{id}"]["get"]["parameters"],
        json!([path_parameter("id")])
    );
    assert_eq!(faults, ["W031 /paths/~1x~1{id}/get"]);
}

#[test]
fn a_parameter_without_a_place_is_left_out() {
    let query = json!({"name": "q", "in": "query", "schema": {}});
    let get = json!({"parameters": [path_parameter("id"), query], "responses": done()});
    let (read, faults) = paths(json!({"/x": {"get": get}}));
    assert_eq!(read["/x"]["get"]["parameters"], json!([query]));
    assert_eq!(faults, ["W032 /paths/~1x/get/parameters/0"]);
}

#[test]
fn a_name_that_may_be_misspelt_stays_for_the_check() {
    let get = json!({"parameters": [path_parameter("ID")], "responses": done()});
    let before = json!({"/x/{id}": {"get": get}});
    assert_eq!(paths(before.clone()), (before, vec![]));
}

#[test]
fn the_second_operation_of_an_id_loses_it() {
    let one = json!({"operationId": "a", "responses": done()});
    let (read, faults) = paths(json!({"/x": {"get": one, "put": one}}));
    assert_eq!(read["/x"]["get"], one);
    assert_eq!(read["/x"]["put"], json!({"responses": done()}));
    assert_eq!(faults, ["W033 /paths/~1x/put/operationId"]);
}

#[test]
fn a_path_gets_its_slash_unless_that_one_is_there() {
    let (read, faults) = paths(json!({"x": {}, "y": {}, "/y": {}, "x-own": 1}));
    assert_eq!(read, json!({"/x": {}, "y": {}, "/y": {}, "x-own": 1}));
    assert_eq!(faults, ["W039 /paths/x"]);
}

#[test]
fn parameters_that_are_alike_are_one() {
    let query =
        |words: &str| json!({"name": "q", "in": "query", "description": words, "schema": {}});
    let other = json!({"name": "r", "in": "query", "schema": {}});
    let list = json!([query("a"), other, query("b")]);
    let get = json!({"parameters": list, "responses": done()});
    let (read, faults) = paths(json!({"/x": {"get": get}}));
    assert_eq!(read["/x"]["get"]["parameters"], json!([query("a"), other]));
    assert_eq!(faults, ["W038 /paths/~1x/get/parameters/2"]);
}

#[test]
fn a_type_of_another_language_is_understood_and_a_slip_is_not() {
    let (read, _) = schema(json!({"type": "DateTime"}));
    assert_eq!(read, json!({"type": "string", "format": "date-time"}));
    assert_eq!(
        schema(json!({"type": "strng"})),
        (json!({"type": "strng"}), vec![])
    );
    let (read, faults) = schema(json!({"type": "whatever"}));
    assert_eq!((read, faults), (json!({}), vec!["W037 /type".to_owned()]));
}

#[test]
fn a_reference_to_nothing_is_any_value_unless_it_is_a_slip() {
    let (read, faults) = schema(json!({"items": {"$ref": "#/components/schemas/far"}}));
    assert_eq!(read, json!({"items": {}}));
    assert_eq!(faults, ["W034 /items/$ref"]);
    let slip = json!({"items": {"$ref": "#/components/schemas/b"}});
    assert_eq!(schema(slip.clone()), (slip, vec![]));
}

#[test]
fn a_reference_as_in_swagger_leads_to_the_component() {
    let (read, _) = schema(json!({"items": {"$ref": "#/definitions/a"}}));
    assert_eq!(read, json!({"items": {"$ref": "#/components/schemas/a"}}));
}

#[test]
fn values_of_the_wrong_form_are_understood_or_left_out() {
    let (read, faults) = schema(json!({
        "properties": [], "enum": "a", "minLength": -1, "description": {}, "items": null,
    }));
    assert_eq!(
        read,
        json!({"properties": {}, "enum": ["a"], "items": null})
    );
    assert_eq!(
        faults,
        [
            "W035 /properties",
            "W035 /enum",
            "W035 /minLength",
            "W035 /description"
        ]
    );
}

#[test]
fn a_parameter_says_its_type_as_in_swagger_or_is_text() {
    let get = json!({"parameters": [
        {"name": "a", "in": "query", "type": "integer", "minimum": 1},
        {"name": "b", "in": "query"},
    ], "responses": done()});
    let (read, faults) = paths(json!({"/x": {"get": get}}));
    let read = &read["/x"]["get"]["parameters"];
    assert_eq!(read[0]["schema"], json!({"type": "integer", "minimum": 1}));
    assert_eq!(read[1]["schema"], json!({"type": "string"}));
    let at = "/paths/~1x/get/parameters";
    assert_eq!(faults, [format!("W036 {at}/0"), format!("W036 {at}/1")]);
}
