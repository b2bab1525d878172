//! Schemas of Swagger 2.0.

use serde_json::{Map, Value, json};

use super::reference;
use crate::ir::Pointer;
use crate::normalize::rewrite::{Members, Rewriting};

/// Rewrites a schema that stood at `from` and goes to `to`.
pub(super) fn schema(
    value: Value,
    from: &Pointer,
    to: &Pointer,
    rewriting: &mut Rewriting,
) -> Value {
    let Value::Object(object) = value else {
        return value;
    };
    rewriting.moved(to, from);
    let mut object = Members::of(object, from);
    keywords(&mut object);
    let mut written = Map::new();
    for member in object.list {
        let place = to.child(&member.name);
        if member.from != from.child(&member.name) {
            rewriting.moved(&place, &member.from);
        }
        let value = inner(&member.name, member.value, &member.from, &place, rewriting);
        written.insert(member.name, value);
    }
    Value::Object(written)
}

/// What 2.0 writes in another way.
fn keywords(schema: &mut Members) {
    if let Some(Value::String(target)) = schema.get("$ref") {
        let target = reference(target);
        if let Some(old) = schema.take("$ref") {
            schema.set("$ref", target, &old.from);
        }
    }
    if schema.get("type") == Some(&json!("file"))
        && let Some(ty) = schema.take("type")
    {
        schema.set("type", "string", &ty.from);
        schema.set("format", "binary", &ty.from);
    }
    if let Some(Value::String(name)) = schema.get("discriminator") {
        let discriminator = json!({ "propertyName": name });
        if let Some(old) = schema.take("discriminator") {
            schema.set("discriminator", discriminator, &old.from);
        }
    }
    schema.rename("x-nullable", "nullable");
    schema.take("collectionFormat");
}

/// Rewrites the schemas inside a member.
fn inner(
    name: &str,
    value: Value,
    from: &Pointer,
    to: &Pointer,
    rewriting: &mut Rewriting,
) -> Value {
    match (name, value) {
        ("properties", Value::Object(properties)) => {
            let properties = properties.into_iter().map(|(name, value)| {
                let value = schema(value, &from.child(&name), &to.child(&name), rewriting);
                (name, value)
            });
            Value::Object(properties.collect())
        }
        ("allOf" | "anyOf" | "oneOf", Value::Array(list)) => {
            let list = list.into_iter().enumerate().map(|(index, value)| {
                schema(value, &from.child(index), &to.child(index), rewriting)
            });
            Value::Array(list.collect())
        }
        ("items" | "additionalProperties" | "not", value) => schema(value, from, to, rewriting),
        (_, value) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::normalized;
    use super::*;

    #[test]
    fn schemas_are_written_as_in_3_0() {
        let (tree, faults) = normalized(json!({"swagger": "2.0", "definitions": {"a": {
            "type": "object",
            "discriminator": "kind",
            "properties": {
                "kind": {"type": "string", "x-nullable": true},
                "discriminator": {"type": "string"},
                "b": {"type": "array", "items": {"$ref": "#/definitions/a"}},
                "f": {"type": "file"},
            },
            "example": {"$ref": "#/definitions/a"},
        }}}));
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(
            tree["components"]["schemas"]["a"],
            json!({
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "nullable": true},
                    "discriminator": {"type": "string"},
                    "b": {"type": "array", "items": {"$ref": "#/components/schemas/a"}},
                    "f": {"type": "string", "format": "binary"},
                },
                "example": {"$ref": "#/definitions/a"},
                "discriminator": {"propertyName": "kind"},
            })
        );
    }
}
