//! Schemas with keywords of another version. In: a schema as the document has it; out: one of
//! OpenAPI 3.0.

use serde_json::{Map, Value, json};

use crate::codes;
use crate::ir::Pointer;
use crate::normalize::rewrite::{Members, Rewriting};
use crate::normalize::schema31;

/// Keywords of OpenAPI 3.1 that say something about the shape of a value.
const NEWER: &[&str] = &[
    "const",
    "patternProperties",
    "unevaluatedProperties",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "contentEncoding",
    "contentMediaType",
    "examples",
];

/// Whether a schema has keywords that OpenAPI 3.0 does not have, or has in another form.
pub(super) fn has_foreign_keywords(schema: &Map<String, Value>) -> bool {
    // What was rewritten from a newer version has `items` beside the first elements.
    let is_tuple = schema.contains_key("prefixItems");
    let is_rewritten = schema.get("items").is_some_and(Value::is_object);
    schema.iter().any(|(name, value)| is_foreign(name, value)) || (is_tuple && !is_rewritten)
}

fn is_foreign(name: &str, value: &Value) -> bool {
    match name {
        "type" => value.is_array() || value == "null",
        "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "items" => value.is_array(),
        name => NEWER.contains(&name),
    }
}

/// Gives the keywords the meaning that they have in OpenAPI 3.1.
pub(super) fn keywords(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Value::Object(object) = node else { return };
    let mut schema = Members::of(std::mem::take(object), at);
    for member in &schema.list {
        if is_foreign(&member.name, &member.value) || member.name == "prefixItems" {
            rewriting.report(codes::foreign_keyword(&member.from, &member.name));
        }
    }
    schema31::keywords(&mut schema, at, at, rewriting);
    for member in schema.list {
        rewriting.moved(&at.child(&member.name), &member.from);
        object.insert(member.name, member.value);
    }
}

/// `true` allows every value, `false` none.
pub(super) fn boolean(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    rewriting.report(codes::foreign_keyword(at, &node.to_string()));
    *node = if *node == Value::Bool(false) {
        json!({ "not": {} })
    } else {
        json!({})
    };
}

/// Whether a property says itself that it is required.
pub(super) fn has_required_properties(schema: &Map<String, Value>) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut properties = properties.into_iter().flat_map(Map::values);
    properties.any(|property| property.get("required").is_some_and(Value::is_boolean))
}

/// Takes `required: true` of the properties into the list of their schema.
pub(super) fn required_properties(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Value::Object(schema) = node else { return };
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    let mut names = Vec::new();
    for (name, property) in properties {
        let Value::Object(property) = property else {
            continue;
        };
        if let Some(Value::Bool(required)) = property.get("required").cloned() {
            property.shift_remove("required");
            let place = at.child("properties").child(name).child("required");
            rewriting.report(codes::required_flag(&place, name, required));
            if required {
                names.push(name.clone());
            }
        }
    }
    let list = schema
        .entry("required")
        .or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(list) = list else { return };
    for name in names {
        if !list.iter().any(|known| *known == name) {
            list.push(name.into());
        }
    }
    if list.is_empty() {
        schema.shift_remove("required");
    }
}

/// Leaves `required: true` out where there is nothing that it could be about.
pub(super) fn stray_required(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    if let Value::Object(schema) = node
        && schema.get("required").is_some_and(Value::is_boolean)
    {
        schema.shift_remove("required");
        rewriting.report(codes::stray_required(&at.child("required")));
    }
}
