//! What openapiv3 2.2 does not read as it is meant, rewritten. In: a checked tree; out: a copy
//! that it reads.
//!
//! | in the document | openapiv3 2.2 | here |
//! |---|---|---|
//! | `examples`, `links`, `callbacks`, `xml` | refuses some valid ones | left out |
//! | fields that are null | refuses them | left out |
//! | `minLength: 1.0` | refuses it | written as `1` |
//! | `minimum: 1.0` of an integer | takes the schema for untyped | written as `1` |
//! | `maximum: 1e30` of an integer | the same | left out: no such integer can be sent |
//! | `enum: ["a", 1, null]` of a string | the same | `["a", "1"]`, nullable |
//! | keywords of another type (`type: string, items: …`) | the same | left out |
//! | `properties` or `items` without `type` | the same | type added |
//! | `enum` of texts without `type` | untyped | type added |
//! | `mutualTLS` | refuses it | a scheme of HTTP |
//! | `query` and `additionalOperations` | leaves them out | read one by one |
//! | a response without a description | refuses it | an empty one |
//! | unknown fields beside `$ref` | takes them | left out |

use serde_json::{Map, Number, Value};

use crate::check::grammar::{Need, OPENAPI, OPERATION, Object, Others, Shape};
use crate::check::rules::Rule;

/// A copy of a checked tree that openapiv3 reads.
pub(super) fn adapt(tree: &Value) -> Value {
    value(tree, &Shape::Object(&OPENAPI))
}

/// The same less one member of the document.
pub(super) fn adapt_without(tree: &Value, left_out: &str) -> Value {
    let members = tree.as_object().into_iter().flatten();
    object(members.filter(|(name, _)| *name != left_out), &OPENAPI)
}

/// The same of one member of the document alone.
pub(super) fn adapt_member(tree: &Value, name: &str) -> Option<Value> {
    let field = OPENAPI.fields.iter().find(|field| field.name == name)?;
    let member = tree.get(name).filter(|member| !member.is_null())?;
    Some(value(member, field.shape))
}

/// The same of one operation that openapiv3 does not know of.
pub(super) fn adapt_operation(operation: &Value) -> Value {
    value(operation, &Shape::Object(&OPERATION))
}

fn value(node: &Value, shape: &Shape) -> Value {
    match (shape, node) {
        (Shape::Object(kind), Value::Object(members)) => object(members.iter(), kind),
        (Shape::OrReference(kind, _), Value::Object(members)) => match members.get("$ref") {
            Some(target) => Value::Object(Map::from_iter([("$ref".to_owned(), target.clone())])),
            None => object(members.iter(), kind),
        },
        (Shape::OrFlag(shape), Value::Object(_)) => value(node, shape),
        (Shape::List(shape), Value::Array(list)) => {
            list.iter().map(|element| value(element, shape)).collect()
        }
        (Shape::Map(shape), Value::Object(members)) => {
            let members = members
                .iter()
                .map(|(name, member)| (name.clone(), value(member, shape)));
            Value::Object(members.collect())
        }
        (Shape::Count, Value::Number(count)) => whole(count).unwrap_or(i64::MAX).into(),
        _ => node.clone(),
    }
}

fn object<'a>(
    members: impl Iterator<Item = (&'a String, &'a Value)>,
    kind: &'static Object,
) -> Value {
    let mut written = Map::new();
    for (name, member) in members {
        let field = kind.fields.iter().find(|field| field.name == name);
        let shape = match (field, &kind.others) {
            (Some(field), _) if member.is_null() && !matches!(field.shape, Shape::Any) => continue,
            (Some(field), _) if !is_used(field.name) => continue,
            (Some(field), _) => field.shape,
            (None, _) if name.starts_with("x-") => &Shape::Any,
            (None, Others::Named(shape)) => shape,
            (None, Others::Extensions) => continue,
        };
        written.insert(name.clone(), value(member, shape));
    }
    for field in kind
        .fields
        .iter()
        .filter(|field| field.need == Need::Wanted)
    {
        let empty = match field.shape {
            Shape::Map(_) => Value::Object(Map::new()),
            _ => Value::String(String::new()),
        };
        written.entry(field.name).or_insert(empty);
    }
    match kind.rule {
        Rule::Schema => schema(&mut written),
        // The tree tells what it is.
        Rule::SecurityScheme if written.get("type").is_some_and(|ty| ty == "mutualTLS") => {
            written.insert("type".to_owned(), "http".into());
            written.insert("scheme".to_owned(), "mutual".into());
        }
        Rule::Parameter if written.get("in").is_some_and(|place| place == "path") => {
            written.insert("required".to_owned(), true.into());
        }
        _ => {}
    }
    Value::Object(written)
}

/// Whether the generator reads a field.
fn is_used(field: &str) -> bool {
    !matches!(field, "examples" | "links" | "callbacks" | "xml")
}

fn schema(schema: &mut Map<String, Value>) {
    if schema.get("type").is_none_or(Value::is_null) {
        schema.shift_remove("type");
        if let Some(ty) = implied_type(schema) {
            schema.insert("type".to_owned(), ty.into());
        }
    }
    if schema
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(Vec::is_empty)
    {
        schema.shift_remove("enum");
    }
    let Some(ty) = schema
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return;
    };
    enumeration(schema, &ty);
    if ty == "integer" {
        for bound in ["minimum", "maximum", "multipleOf"] {
            integer(schema, bound);
        }
    }
    // A schema with `allOf`, `oneOf` and the like is read as one of any type anyway.
    if !COMBINATIONS
        .iter()
        .any(|combination| schema.contains_key(*combination))
    {
        schema.retain(|name, _| belongs(name, &ty));
    }
}

const COMBINATIONS: [&str; 4] = ["allOf", "oneOf", "anyOf", "not"];

/// The type of a schema that has none but has keywords of one.
fn implied_type(schema: &Map<String, Value>) -> Option<&'static str> {
    let has = |names: &[&str]| names.iter().any(|name| schema.contains_key(*name));
    if has(&COMBINATIONS) {
        return None;
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return common_type(values);
    }
    let is_object = has(&["properties", "additionalProperties"]);
    match (is_object, has(&["items"])) {
        (true, false) => Some("object"),
        (false, true) => Some("array"),
        _ => None,
    }
}

/// The type of all values of an enum, where it is text or integers.
fn common_type(values: &[Value]) -> Option<&'static str> {
    let mut values = values.iter().filter(|value| !value.is_null());
    let first = values.next()?;
    let (ty, is_alike): (_, fn(&Value) -> bool) = match first {
        Value::String(_) => ("string", Value::is_string),
        Value::Number(_) => ("integer", Value::is_i64),
        _ => return None,
    };
    (is_alike(first) && values.all(is_alike)).then_some(ty)
}

/// Values of an enum in the schema's type; null makes the schema nullable instead.
fn enumeration(schema: &mut Map<String, Value>, ty: &str) {
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let count = values.len();
    values.retain(|value| !value.is_null());
    let had_null = values.len() < count;
    for value in values.iter_mut() {
        *value = of_type(std::mem::take(value), ty);
    }
    if values.is_empty() {
        schema.shift_remove("enum");
    }
    if had_null {
        schema.insert("nullable".to_owned(), true.into());
    }
}

/// A value written in a type, when it can be.
fn of_type(value: Value, ty: &str) -> Value {
    match (ty, value) {
        ("string", value @ (Value::Number(_) | Value::Bool(_))) => Value::String(value.to_string()),
        ("integer", Value::Number(number)) => {
            whole(&number).map_or(Value::Number(number), Value::from)
        }
        ("integer", Value::String(text)) => {
            text.parse::<i64>().map_or(Value::String(text), Value::from)
        }
        (_, value) => value,
    }
}

/// Writes a bound as an integer, or leaves it out when it is none.
fn integer(schema: &mut Map<String, Value>, bound: &str) {
    let Some(Value::Number(number)) = schema.get(bound) else {
        return;
    };
    match whole(number) {
        Some(whole) => {
            schema.insert(bound.to_owned(), whole.into());
        }
        None => {
            schema.shift_remove(bound);
        }
    }
}

/// A number as an integer of 64 bits, when it is one.
fn whole(number: &Number) -> Option<i64> {
    if let Some(whole) = number.as_i64() {
        return Some(whole);
    }
    let float = number.as_f64()?;
    // Integers up to 2^53 have a float of their own.
    let is_exact = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
    is_exact.then_some(float as i64)
}

/// Whether a keyword says something about values of a type.
pub(crate) fn belongs(keyword: &str, ty: &str) -> bool {
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
