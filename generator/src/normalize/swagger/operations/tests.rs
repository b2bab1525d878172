//! Operations of Swagger 2.0 as those of OpenAPI 3.0.

use serde_json::json;

use super::*;
use crate::normalize::tests::normalized;

fn operation(document: Value, operation: Value) -> (Value, Vec<String>) {
    let mut document = document;
    document["swagger"] = "2.0".into();
    document["paths"] = json!({ "/x": { "post": operation } });
    let (tree, mut faults) = normalized(document);
    // Answers and definitions that these operations are not about.
    faults.retain(|fault| !fault.starts_with("W030") && !fault.starts_with("W034"));
    (tree["paths"]["/x"]["post"].clone(), faults)
}

fn plain(document: Value, value: Value) -> Value {
    let (operation, faults) = operation(document, value);
    assert_eq!(faults, Vec::<String>::new());
    operation
}

#[test]
fn the_type_of_a_parameter_goes_into_a_schema() {
    let post = plain(
        json!({}),
        json!({"parameters": [
            {"name": "a", "in": "query", "type": "integer", "format": "int32", "description": "d"},
            {"$ref": "#/parameters/p"},
        ]}),
    );
    assert_eq!(
        post["parameters"],
        json!([
            {"name": "a", "in": "query", "description": "d", "schema": {"type": "integer", "format": "int32"}},
            {"$ref": "#/components/parameters/p"},
        ])
    );
}

#[test]
fn formats_of_lists_are_styles() {
    let list = |format: &str| json!({"name": "a", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": format});
    let style = |format: &str| {
        let (post, faults) = operation(json!({}), json!({"parameters": [list(format)]}));
        let parameter = &post["parameters"][0];
        (
            parameter["style"].clone(),
            parameter["explode"].clone(),
            faults.len(),
        )
    };
    assert_eq!(style("csv"), (json!("form"), json!(false), 0));
    assert_eq!(style("multi"), (json!("form"), json!(true), 0));
    assert_eq!(style("ssv"), (json!("spaceDelimited"), json!(false), 0));
    assert_eq!(style("pipes"), (json!("pipeDelimited"), json!(false), 0));
    assert_eq!(style("tsv"), (json!("form"), json!(false), 0));
}

#[test]
fn a_body_parameter_is_the_request_body() {
    let document = json!({
        "consumes": ["application/json", "application/xml"], "definitions": {"a": {}},
    });
    let post = plain(
        document,
        json!({"parameters": [
            {"name": "b", "in": "body", "required": true, "schema": {"$ref": "#/definitions/a"}},
        ]}),
    );
    let schema = json!({"schema": {"$ref": "#/components/schemas/a"}});
    assert_eq!(
        post,
        json!({"requestBody": {
            "required": true,
            "content": {"application/json": schema, "application/xml": schema},
        }, "responses": {}})
    );
}

#[test]
fn form_parameters_are_one_body_together() {
    let post = plain(
        json!({}),
        json!({"consumes": ["multipart/form-data"], "parameters": [
            {"name": "f", "in": "formData", "type": "file", "required": true},
            {"name": "n", "in": "formData", "type": "array", "items": {"type": "integer"}, "description": "d"},
        ]}),
    );
    assert_eq!(
        post["requestBody"],
        json!({"required": true, "content": {"multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "f": {"type": "string", "format": "binary"},
                    "n": {"type": "array", "items": {"type": "integer"}, "description": "d"},
                },
                "required": ["f"],
            },
            "encoding": {"n": {"style": "form", "explode": false}},
        }}})
    );
}

#[test]
fn shared_bodies_and_forms_are_found() {
    let document = || {
        json!({"parameters": {
            "whole": {"name": "b", "in": "body", "schema": {"type": "string"}},
            "part": {"name": "n", "in": "formData", "type": "string"},
            "q": {"name": "q", "in": "query", "type": "string"},
        }})
    };
    let post = plain(
        document(),
        json!({"parameters": [{"$ref": "#/parameters/whole"}]}),
    );
    assert_eq!(
        post["requestBody"],
        json!({"$ref": "#/components/requestBodies/whole"})
    );
    let post = plain(
        document(),
        json!({"parameters": [{"$ref": "#/parameters/part"}]}),
    );
    let form = &post["requestBody"]["content"]["application/x-www-form-urlencoded"];
    assert_eq!(
        form["schema"]["properties"],
        json!({"n": {"type": "string"}})
    );
}

#[test]
fn a_body_of_the_path_belongs_to_each_operation() {
    let (tree, _) = normalized(json!({"swagger": "2.0", "paths": {"/x": {
        "parameters": [
            {"name": "q", "in": "query", "type": "string"},
            {"name": "b", "in": "body", "schema": {"type": "string"}},
        ],
        "post": {},
    }}}));
    let item = &tree["paths"]["/x"];
    assert_eq!(item["parameters"].as_array().map(Vec::len), Some(1));
    assert!(item["post"]["requestBody"]["content"]["application/json"].is_object());
}

#[test]
fn answers_have_their_schema_under_what_is_produced() {
    let post = plain(
        json!({"produces": ["application/json"], "responses": {"none": {"description": "n"}}}),
        json!({"responses": {
            "200": {"description": "d", "schema": {"type": "string"}, "examples": {"application/json": "e"},
                "headers": {"X-A": {"type": "integer", "description": "h"}}},
            "404": {"$ref": "#/responses/none"},
        }}),
    );
    assert_eq!(
        post["responses"],
        json!({
            "200": {
                "description": "d",
                "content": {"application/json": {"schema": {"type": "string"}, "example": "e"}},
                "headers": {"X-A": {"description": "h", "schema": {"type": "integer"}}},
            },
            "404": {"$ref": "#/components/responses/none"},
        })
    );
}

#[test]
fn a_file_is_bytes() {
    let post = plain(
        json!({}),
        json!({"responses": {"200": {"description": "d", "schema": {"type": "file"}}}}),
    );
    let content = &post["responses"]["200"]["content"];
    assert_eq!(
        *content,
        json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}})
    );
}
