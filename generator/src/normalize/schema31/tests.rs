//! Schemas of OpenAPI 3.1 as those of 3.0.

use super::super::tests::normalized;
use super::*;

fn rewritten(schema: Value) -> (Value, Vec<String>) {
    let (tree, faults) = normalized(json!({
        "openapi": "3.1.0", "paths": {}, "components": {"schemas": {"a": schema}},
    }));
    let short = faults
        .iter()
        .map(|fault| fault.replace("/components/schemas/a", ""));
    (tree["components"]["schemas"]["a"].clone(), short.collect())
}

fn plain(schema: Value) -> Value {
    let (schema, faults) = rewritten(schema);
    assert_eq!(faults, Vec::<String>::new());
    schema
}

#[test]
fn a_type_or_null_is_nullable() {
    let expected = json!({"type": "string", "nullable": true});
    let schema = plain(json!({"type": ["string", "null"]}));
    assert_eq!(schema, expected);
    assert_eq!(plain(json!({"type": "null"})), json!({"nullable": true}));
}

#[test]
fn several_types_are_alternatives_with_their_own_keywords() {
    let schema =
        plain(json!({"type": ["string", "integer"], "minLength": 1, "minimum": 2, "title": "t"}));
    assert_eq!(
        schema,
        json!({"title": "t", "anyOf": [
            {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 2},
        ]})
    );
}

#[test]
fn an_alternative_that_is_null_makes_the_other_nullable() {
    let schema = plain(
        json!({"anyOf": [{"type": "string", "title": "in"}, {"type": "null"}], "title": "out"}),
    );
    assert_eq!(
        schema,
        json!({"title": "out", "type": "string", "nullable": true})
    );
    let schema = plain(json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/b"}]}));
    assert_eq!(
        schema,
        json!({"allOf": [{"$ref": "#/components/schemas/b"}], "nullable": true})
    );
    let schema =
        plain(json!({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}));
    assert_eq!(
        schema,
        json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true})
    );
}

#[test]
fn a_constant_is_an_enum_of_one() {
    assert_eq!(
        plain(json!({"const": "a"})),
        json!({"type": "string", "enum": ["a"]})
    );
    assert_eq!(
        plain(json!({"const": 1})),
        json!({"type": "integer", "enum": [1]})
    );
}

#[test]
fn excluded_bounds_are_flags() {
    let schema =
        plain(json!({"exclusiveMinimum": 1, "minimum": 0, "exclusiveMaximum": 9, "maximum": 5}));
    assert_eq!(
        schema,
        json!({"minimum": 1, "maximum": 5, "exclusiveMinimum": true})
    );
}

#[test]
fn the_first_example_stays() {
    assert_eq!(
        plain(json!({"examples": ["a", "b"]})),
        json!({"example": "a"})
    );
}

#[test]
fn what_stands_beside_a_reference_stays() {
    let schema = plain(json!({"$ref": "#/components/schemas/b", "description": "d"}));
    assert_eq!(
        schema,
        json!({"description": "d", "allOf": [{"$ref": "#/components/schemas/b"}]})
    );
    let alone = json!({"$ref": "#/components/schemas/b"});
    assert_eq!(plain(alone.clone()), alone);
}

#[test]
fn content_keywords_are_formats() {
    let schema = plain(json!({"type": "string", "contentEncoding": "base64"}));
    assert_eq!(schema, json!({"type": "string", "format": "byte"}));
    let schema = plain(json!({"contentMediaType": "application/octet-stream"}));
    let expected = json!({"type": "string", "format": "binary", "x-content-media-type": "application/octet-stream"});
    assert_eq!(schema, expected);
}

#[test]
fn boolean_schemas_are_objects() {
    let schema = plain(
        json!({"properties": {"a": true, "b": false}, "items": true, "additionalProperties": false}),
    );
    assert_eq!(
        schema,
        json!({
            "properties": {"a": {}, "b": {"not": {}}}, "items": {}, "additionalProperties": false,
        })
    );
}

#[test]
fn a_tuple_that_nothing_follows_has_a_largest_length() {
    let (schema, faults) =
        rewritten(json!({"type": "array", "prefixItems": [{"type": "string"}], "items": false}));
    assert_eq!(
        schema,
        json!({"type": "array", "prefixItems": [{"type": "string"}], "maxItems": 1, "items": {}})
    );
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn members_under_conditions_are_optional() {
    let (schema, faults) = rewritten(json!({
        "properties": {"a": {"type": "string"}},
        "if": {"properties": {"kind": {"const": "x"}}},
        "then": {"required": ["b"], "properties": {"a": {}, "b": {"type": "integer"}}},
        "else": {"allOf": [{"properties": {"b": {"type": "string"}, "c": {}}}]},
        "dependentSchemas": {"a": {"properties": {"d": {}}}},
        "$comment": "c",
    }));
    assert_eq!(
        schema,
        json!({"properties": {
            "a": {"type": "string"},
            "b": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
            "c": {},
            "d": {},
            "kind": {"type": "string"},
        }})
    );
    assert_eq!(
        faults,
        ["W004 /then", "W004 /else", "W004 /dependentSchemas/a"]
    );
}

#[test]
fn a_condition_whose_members_stand_elsewhere_is_left_out_with_a_warning() {
    let (schema, faults) = rewritten(json!({"if": {}, "then": {"$ref": "#/components/schemas/a"}}));
    assert_eq!(schema, json!({}));
    assert_eq!(faults, ["W004 /then"]);
}

#[test]
fn what_is_left_of_all_parts_are_further_properties() {
    let rest = json!({"type": "integer"});
    assert_eq!(
        plain(json!({"properties": {"a": {}}, "unevaluatedProperties": rest})),
        json!({"properties": {"a": {}}, "additionalProperties": rest})
    );
    assert_eq!(
        plain(json!({"unevaluatedProperties": false})),
        json!({"additionalProperties": false})
    );
    assert_eq!(
        plain(json!({"allOf": [{}], "unevaluatedProperties": false})),
        json!({"allOf": [{}]})
    );
}

#[test]
fn a_pattern_for_names_is_one_for_further_properties() {
    let schema = plain(json!({"patternProperties": {"^a": {"type": ["string", "null"]}}}));
    assert_eq!(
        schema,
        json!({"additionalProperties": {"type": "string", "nullable": true}})
    );
}

#[test]
fn null_in_an_enum_makes_it_nullable() {
    let schema = plain(json!({"type": ["string", "null"], "enum": ["a", null]}));
    assert_eq!(
        schema,
        json!({"type": "string", "nullable": true, "enum": ["a"]})
    );
}

#[test]
fn unevaluated_items_are_the_rest_of_a_list() {
    let (schema, faults) = rewritten(json!({
        "type": "array",
        "prefixItems": [{"type": "string"}],
        "unevaluatedItems": {"type": "integer"},
    }));
    let (items, _) = rewritten(json!({
        "type": "array",
        "prefixItems": [{"type": "string"}],
        "items": {"type": "integer"},
    }));
    assert_eq!((schema, faults.len()), (items, 0));
}

#[test]
fn what_limits_values_and_is_not_checked_is_told() {
    let (schema, faults) = rewritten(json!({
        "contains": {"type": "integer"},
        "minContains": 1,
        "dependentRequired": {"a": ["b"]},
        "propertyNames": {"pattern": "^a"},
    }));
    assert_eq!(schema, json!({}));
    let expected = [
        "W001 /contains",
        "W001 /propertyNames",
        "W001 /dependentRequired",
    ];
    assert_eq!(faults, expected);
    let (_, faults) = rewritten(json!({"propertyNames": {"type": "string"}}));
    assert!(faults.is_empty());
}
