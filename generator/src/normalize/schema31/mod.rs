//! Schemas of OpenAPI 3.1 (JSON Schema 2020-12) to those of 3.0. What 3.0 cannot say is left out;
//! a warning says so where the shape of a value depends on it.

use serde_json::{Map, Value, json};

use super::conditions;
use super::openapi31::members;
use super::rewrite::{Member, Members, Rewriting};
use crate::codes;
use crate::ir::Pointer;
use crate::load::{Context, Kind};

/// Keywords that say nothing about the shape of a value.
const SILENT: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$anchor",
    "$dynamicAnchor",
    "$vocabulary",
    "$recursiveAnchor",
    "$defs",
    "definitions",
    "minContains",
    "maxContains",
    "additionalItems",
];

/// Keywords that limit values beyond what a type says, and what becomes of them.
const UNCHECKED: &[(&str, &str)] = &[
    ("contains", "lists without such an element are accepted"),
    ("propertyNames", "any names are accepted"),
    (
        "dependentRequired",
        "the members that it asks for are optional",
    ),
];

/// Rewrites a schema that stood at `from` and goes to `to`.
pub(super) fn schema(
    value: Value,
    from: &Pointer,
    to: &Pointer,
    rewriting: &mut Rewriting,
) -> Value {
    let object = match value {
        Value::Object(object) => object,
        Value::Bool(true) => return json!({}),
        Value::Bool(false) => return json!({ "not": {} }),
        other => return other,
    };
    let mut schema = Members::of(object, from);
    keywords(&mut schema, from, to, rewriting);
    members(schema, Context::Node(Kind::Schema), from, to, rewriting)
}

/// Rewrites the keywords of one schema; those in it stay as they are.
pub(super) fn keywords(
    schema: &mut Members,
    from: &Pointer,
    to: &Pointer,
    rewriting: &mut Rewriting,
) {
    unevaluated(schema);
    schema
        .list
        .retain(|member| !SILENT.contains(&member.name.as_str()));
    unevaluated_items(schema);
    unchecked(schema, rewriting);
    conditions::take(schema, to, rewriting);
    dynamic_reference(schema, rewriting);
    reference(schema, from, to, rewriting);
    null_alternative(schema, "anyOf");
    null_alternative(schema, "oneOf");
    constant(schema);
    types(schema, from, rewriting);
    null_value(schema);
    exclusive(schema, "exclusiveMinimum", "minimum", |bound, limit| {
        bound < limit
    });
    exclusive(schema, "exclusiveMaximum", "maximum", |bound, limit| {
        bound > limit
    });
    examples(schema);
    content(schema);
    old_tuple(schema);
    arrays(schema);
    maps(schema, rewriting);
}

/// Up to draft 2019-09, a list of schemas in `items` was what `prefixItems` is since.
fn old_tuple(schema: &mut Members) {
    if !schema.get("items").is_some_and(Value::is_array) {
        return;
    }
    schema.rename("items", "prefixItems");
    schema.rename("additionalItems", "items");
}

/// What no other keyword speaks of is what is left of all the parts of a schema, and a client reads
/// them as one. `false` says nothing of the parts by themselves.
fn unevaluated(schema: &mut Members) {
    let Some(member) = schema.take("unevaluatedProperties") else {
        return;
    };
    let has_parts = ["allOf", "anyOf", "oneOf", "$ref", "if", "dependentSchemas"]
        .iter()
        .any(|keyword| schema.has(keyword));
    let is_closed = member.value == Value::Bool(false);
    if !(schema.has("additionalProperties") || is_closed && has_parts) {
        schema.set("additionalProperties", member.value, &member.from);
    }
}

/// The same of the elements of a list.
fn unevaluated_items(schema: &mut Members) {
    let Some(member) = schema.take("unevaluatedItems") else {
        return;
    };
    let has_parts = ["allOf", "anyOf", "oneOf", "$ref", "if", "contains"]
        .iter()
        .any(|keyword| schema.has(keyword));
    let is_list = schema.has("prefixItems") || schema.get("type") == Some(&json!("array"));
    if is_list && !(has_parts || schema.has("items")) {
        schema.set("items", member.value, &member.from);
    }
}

fn unchecked(schema: &mut Members, rewriting: &mut Rewriting) {
    for (keyword, instead) in UNCHECKED {
        let Some(member) = schema.take(keyword) else {
            continue;
        };
        // Names are text anyway.
        let says_nothing = [json!({}), json!(true), json!({"type": "string"})];
        if !says_nothing.contains(&member.value) {
            rewriting.report(codes::not_expressed(&member.from, keyword, instead));
        }
    }
}

fn dynamic_reference(schema: &mut Members, rewriting: &mut Rewriting) {
    for name in ["$dynamicRef", "$recursiveRef"] {
        if let Some(member) = schema.take(name) {
            let instead = "any value is accepted here";
            rewriting.report(codes::not_expressed(&member.from, name, instead));
        }
    }
}

/// What stands beside `$ref` counts in 3.1: the reference goes into `allOf`.
fn reference(schema: &mut Members, from: &Pointer, to: &Pointer, rewriting: &mut Rewriting) {
    if !schema.has("$ref") || schema.list.len() == 1 {
        return;
    }
    let Some(target) = schema.take("$ref") else {
        return;
    };
    let mut parents = vec![json!({ "$ref": target.value })];
    if let Some(Value::Array(others)) = schema.take("allOf").map(|all_of| all_of.value) {
        parents.extend(others);
    }
    rewriting.moved(&to.child("allOf").child(0), from);
    schema.set("allOf", parents, &from.child("allOf"));
}

/// `anyOf: [X, {type: null}]` is X, nullable.
fn null_alternative(schema: &mut Members, keyword: &str) {
    let Some(Value::Array(list)) = schema.get(keyword) else {
        return;
    };
    if !list.iter().any(is_null_schema) {
        return;
    }
    let Some(Member {
        value: Value::Array(list),
        from,
        ..
    }) = schema.take(keyword)
    else {
        return;
    };
    let others = list
        .into_iter()
        .enumerate()
        .filter(|(_, one)| !is_null_schema(one));
    let mut others: Vec<_> = others.collect();
    match (others.len(), others.pop()) {
        (1, Some((index, Value::Object(one)))) if !one.contains_key("$ref") => {
            // Members of the owner win: its title and description are the closer ones.
            for member in Members::of(one, &from.child(index)).list {
                if !schema.has(&member.name) {
                    schema.list.push(member);
                }
            }
        }
        (1, Some((index, one))) => {
            let mut parents = vec![one];
            if let Some(Value::Array(others)) = schema.take("allOf").map(|all_of| all_of.value) {
                parents.extend(others);
            }
            let from = if index == 0 { from } else { from.child(index) };
            schema.set("allOf", parents, &from);
        }
        (_, last) => {
            let list: Vec<_> = others.into_iter().chain(last).map(|(_, one)| one).collect();
            if !list.is_empty() {
                schema.set(keyword, list, &from);
            }
        }
    }
    let place = from_of(schema);
    schema.set("nullable", true, &place);
}

fn is_null_schema(schema: &Value) -> bool {
    schema.get("type") == Some(&json!("null"))
        || schema.get("type") == Some(&json!(["null"]))
        || schema.get("const") == Some(&Value::Null)
        || schema.get("enum") == Some(&json!([null]))
}

/// `const` is an `enum` of one value.
fn constant(schema: &mut Members) {
    let Some(constant) = schema.take("const") else {
        return;
    };
    if !schema.has("type") {
        let ty = match &constant.value {
            Value::String(_) => Some("string"),
            Value::Bool(_) => Some("boolean"),
            Value::Number(number) if number.is_f64() => Some("number"),
            Value::Number(_) => Some("integer"),
            _ => None,
        };
        if let Some(ty) = ty {
            schema.set("type", ty, &constant.from);
        }
    }
    schema.set("enum", vec![constant.value], &constant.from);
}

/// A list of types is one type, nullable, or several alternatives.
fn types(schema: &mut Members, from: &Pointer, rewriting: &mut Rewriting) {
    let Some(ty) = schema.get("type") else { return };
    let listed = match ty {
        Value::String(ty) if ty == "null" => vec![Value::Null],
        Value::Array(list) => {
            let null = |ty: &Value| {
                if ty == "null" {
                    Value::Null
                } else {
                    ty.clone()
                }
            };
            list.iter().map(null).collect()
        }
        _ => return,
    };
    let Some(ty) = schema.take("type") else {
        return;
    };
    if listed.contains(&Value::Null) {
        schema.set("nullable", true, &ty.from);
    }
    let mut types: Vec<Value> = listed.into_iter().filter(|ty| !ty.is_null()).collect();
    // An integer is a number.
    if types.contains(&json!("number")) {
        types.retain(|ty| ty != "integer");
    }
    match types.as_slice() {
        [] => {}
        [one] => schema.set("type", one.clone(), &ty.from),
        _ if schema.has("anyOf") || schema.has("oneOf") => {}
        all if is_every_type(all) => {}
        _ => alternatives(schema, &types, from, rewriting),
    }
}

/// Whether a list of types allows every value.
fn is_every_type(types: &[Value]) -> bool {
    let has = |name: &str| types.iter().any(|ty| ty == name);
    has("string") && has("number") && has("boolean") && has("array") && has("object")
}

/// `anyOf` with one schema for each type, which takes the keywords that say something about it.
fn alternatives(schema: &mut Members, types: &[Value], from: &Pointer, rewriting: &mut Rewriting) {
    let is_about_values = |name: &str| {
        types
            .iter()
            .any(|ty| ty.as_str().is_some_and(|ty| !belongs(name, ty)))
            || name == "format"
    };
    let (about, own): (Vec<_>, Vec<_>) = std::mem::take(&mut schema.list)
        .into_iter()
        .partition(|member| is_about_values(&member.name));
    schema.list = own;
    let values = schema.take("enum");
    if let Some(values) = &values {
        if values
            .value
            .as_array()
            .is_some_and(|values| values.iter().all(|v| v.is_string()))
        {
            schema.set("type", "string", &values.from);
            schema.set("enum", values.value.clone(), &values.from);
            return;
        }
        let instead = "values of several types are not told apart";
        rewriting.report(codes::not_expressed(&values.from, "enum", instead));
    }
    let one = |ty: &Value| {
        let mut one = Map::new();
        one.insert("type".to_owned(), ty.clone());
        for member in &about {
            if ty.as_str().is_some_and(|ty| belongs(&member.name, ty)) {
                one.insert(member.name.clone(), member.value.clone());
            }
        }
        Value::Object(one)
    };
    let list: Vec<Value> = types.iter().map(one).collect();
    schema.set("anyOf", list, from);
}

/// Null among the values of an enum makes the schema nullable.
fn null_value(schema: &mut Members) {
    let Some(Value::Array(values)) = schema.get("enum") else {
        return;
    };
    if !values.contains(&Value::Null) {
        return;
    }
    let Some(Member {
        value: Value::Array(mut values),
        from,
        ..
    }) = schema.take("enum")
    else {
        return;
    };
    values.retain(|value| !value.is_null());
    if !values.is_empty() {
        schema.set("enum", values, &from);
    }
    schema.set("nullable", true, &from);
}

/// A bound that is excluded is a number of its own in 3.1 and a flag in 3.0.
fn exclusive(schema: &mut Members, keyword: &str, bound: &str, is_weaker: fn(f64, f64) -> bool) {
    let Some(limit) = schema.get(keyword).and_then(Value::as_f64) else {
        return;
    };
    let Some(limit_member) = schema.take(keyword) else {
        return;
    };
    let counts = match schema.get(bound).and_then(Value::as_f64) {
        Some(bound) => bound == limit || is_weaker(bound, limit),
        None => true,
    };
    if counts {
        schema.set(bound, limit_member.value, &limit_member.from);
        schema.set(keyword, true, &limit_member.from);
    }
}

/// The first of several examples is the one of 3.0.
fn examples(schema: &mut Members) {
    let Some(examples) = schema.take("examples") else {
        return;
    };
    if let (Value::Array(list), false) = (examples.value, schema.has("example"))
        && let Some(first) = list.into_iter().next()
    {
        schema.set("example", first, &examples.from.child(0));
    }
}

/// Encoded and binary strings have formats in 3.0.
fn content(schema: &mut Members) {
    let encoding = schema.take("contentEncoding");
    let media_type = schema.take("contentMediaType");
    if schema.has("format") {
        return;
    }
    match (encoding, media_type) {
        (Some(encoding), _) => {
            if encoding.value == "base64" {
                schema.set("format", "byte", &encoding.from);
            }
        }
        (None, Some(media_type)) => {
            let text = media_type.value.as_str().unwrap_or_default();
            let is_text =
                text.starts_with("text/") || text.ends_with("json") || text.ends_with("xml");
            if !is_text {
                if !schema.has("type") {
                    schema.set("type", "string", &media_type.from);
                }
                schema.set("format", "binary", &media_type.from);
                schema.set("x-content-media-type", text, &media_type.from);
            }
        }
        (None, None) => {}
    }
}

/// Tuples stay as they are; one that nothing follows has a largest length instead of `items: false`.
fn arrays(schema: &mut Members) {
    if let (Some(Value::Array(tuple)), Some(Value::Bool(false))) =
        (schema.get("prefixItems"), schema.get("items"))
    {
        let length = tuple.len() as u64;
        let most = schema.get("maxItems").and_then(Value::as_u64);
        if let Some(items) = schema.take("items") {
            schema.set(
                "maxItems",
                most.map_or(length, |most| most.min(length)),
                &items.from,
            );
        }
    }
    if schema.has("prefixItems") && !schema.has("type") {
        let from = from_of(schema);
        schema.set("type", "array", &from);
    }
    // Without `items` a list holds anything, which 3.1 does not ask to be written.
    if schema.get("type") == Some(&json!("array")) && !schema.has("items") {
        let from = from_of(schema);
        schema.set("items", Map::new(), &from);
    }
}

/// Properties whose names match a pattern are further properties.
fn maps(schema: &mut Members, rewriting: &mut Rewriting) {
    let Some(patterns) = schema.take("patternProperties") else {
        return;
    };
    let is_open = match schema.get("additionalProperties") {
        None | Some(Value::Bool(_)) => true,
        Some(_) => false,
    };
    let Value::Object(schemas) = patterns.value else {
        return;
    };
    let mut schemas: Vec<_> = schemas.into_iter().collect();
    if let (true, 1, Some((name, one))) = (is_open, schemas.len(), schemas.pop()) {
        schema.set("additionalProperties", one, &patterns.from.child(name));
        return;
    }
    let instead = "further properties hold any values";
    rewriting.report(codes::not_expressed(
        &patterns.from,
        "patternProperties",
        instead,
    ));
    if is_open {
        schema.set("additionalProperties", true, &patterns.from);
    }
}

/// The schema's own place, as near as its members tell.
fn from_of(schema: &Members) -> Pointer {
    let first = schema
        .list
        .first()
        .and_then(|member| crate::sources::parent(&member.from));
    first.unwrap_or_default()
}

/// Whether a keyword says something about values of a type.
fn belongs(keyword: &str, ty: &str) -> bool {
    match keyword {
        "pattern" | "minLength" | "maxLength" => ty == "string",
        "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
            ty == "number" || ty == "integer"
        }
        "items" | "minItems" | "maxItems" | "uniqueItems" => ty == "array",
        "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => {
            ty == "object"
        }
        "format" => matches!(ty, "string" | "number" | "integer"),
        "enum" => matches!(ty, "string" | "number" | "integer" | "boolean"),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
