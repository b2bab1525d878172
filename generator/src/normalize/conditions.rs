//! Members that a schema has under a condition: `if`, `then`, `else`, `dependentSchemas`. In: the
//! members of a schema; out: the same with those members as optional properties.
//!
//! A type cannot say when a member is there. So whoever sends a value may set each of them, and
//! whoever reads one finds each that came.

use serde_json::{Map, Value, json};

use super::rewrite::{Member, Members, Rewriting};
use crate::codes;
use crate::ir::Pointer;
use crate::load::{Context, Kind, resolve};

/// A property that is there under a condition.
struct Found {
    name: String,
    schema: Value,
    from: Pointer,
}

/// How large the copies of a document may become together, in values.
const COPIED: usize = 1_000_000;

/// Puts the schemas that parts under a condition refer to in the place of the references, so that their
/// members are found. What refers to nothing, or in a circle, stays as it is.
pub(super) fn follow(tree: &mut Value) {
    let mut parts = Vec::new();
    let root = Context::Node(Kind::Other);
    referring(tree, root, &Pointer::default(), &mut parts);
    let mut left = COPIED;
    let copies: Vec<(Pointer, Value)> = parts
        .into_iter()
        .filter_map(|at| {
            let copy = target(tree, tree.pointer(&at.0)?)?.clone();
            left = left.checked_sub(size(&copy))?;
            Some((at, copy))
        })
        .collect();
    for (at, copy) in copies {
        let Some(Value::Object(part)) = tree.pointer_mut(&at.0) else {
            continue;
        };
        part.shift_remove("$ref");
        match part.get_mut("allOf").and_then(Value::as_array_mut) {
            Some(list) => list.push(copy),
            None => drop(part.insert("allOf".to_owned(), Value::Array(vec![copy]))),
        }
    }
}

/// Collects the parts under conditions that are references.
fn referring(node: &Value, context: Context, at: &Pointer, parts: &mut Vec<Pointer>) {
    match node {
        Value::Object(object) => {
            if context == Context::Node(Kind::Schema) {
                for name in ["then", "else"] {
                    let part = object.get(name).filter(|part| part.get("$ref").is_some());
                    parts.extend(part.map(|_| at.child(name)));
                }
                let members = object.get("dependentSchemas").and_then(Value::as_object);
                for (name, part) in members.into_iter().flatten() {
                    if part.get("$ref").is_some() {
                        parts.push(at.child("dependentSchemas").child(name));
                    }
                }
            }
            for (name, member) in object {
                let context = context.member(name, member);
                if context != Context::Data {
                    referring(member, context, &at.child(name), parts);
                }
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                referring(item, context, &at.child(index), parts);
            }
        }
        _ => {}
    }
}

/// What a reference means in the end.
fn target<'a>(tree: &'a Value, reference: &Value) -> Option<&'a Value> {
    let mut found = resolve(tree, reference.get("$ref")?.as_str()?)?;
    // Chains of references are short; a circle of them has no end.
    for _ in 0..32 {
        match found.get("$ref") {
            None => return Some(found),
            Some(next) => found = resolve(tree, next.as_str()?)?,
        }
    }
    None
}

fn size(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(size).sum::<usize>(),
        Value::Object(object) => 1 + object.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// Takes the conditions out of a schema, and their members in.
pub(super) fn take(schema: &mut Members, to: &Pointer, rewriting: &mut Rewriting) {
    let mut found = Vec::new();
    let mut parts = Vec::new();
    for name in ["then", "else"] {
        parts.extend(schema.take(name).map(|part| (name, part)));
    }
    let condition = schema.take("if");
    for name in ["dependentSchemas", "dependencies"] {
        if let Some(Member { value, from, .. }) = schema.take(name)
            && let Value::Object(schemas) = value
        {
            parts.extend(schemas.into_iter().filter(|(_, one)| one.is_object()).map(
                |(member, value)| {
                    let from = from.child(&member);
                    (
                        name,
                        Member {
                            name: member,
                            value,
                            from,
                        },
                    )
                },
            ));
        }
    }
    for (keyword, part) in &parts {
        let before = found.len();
        let is_whole = collect(&part.value, &part.from, &mut found);
        rewriting.report(if is_whole && found.len() > before {
            codes::conditional_members(&part.from, keyword)
        } else {
            codes::condition_left_out(&part.from, keyword)
        });
    }
    if let (Some(condition), false) = (condition, parts.is_empty()) {
        tested(&condition.value, &condition.from, &mut found);
    }
    add(schema, found, to, rewriting);
}

/// Whether all that a part says of members could be found.
fn collect(part: &Value, at: &Pointer, found: &mut Vec<Found>) -> bool {
    let Some(part) = part.as_object() else {
        return false;
    };
    let mut is_whole = !part.contains_key("$ref");
    for (name, value) in part {
        match (name.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                let at = at.child("properties");
                found.extend(properties.iter().map(|(name, schema)| Found {
                    name: name.clone(),
                    schema: schema.clone(),
                    from: at.child(name),
                }));
            }
            ("then" | "else", value) => is_whole &= collect(value, &at.child(name), found),
            ("allOf" | "anyOf" | "oneOf", Value::Array(list)) => {
                for (index, value) in list.iter().enumerate() {
                    is_whole &= collect(value, &at.child(name).child(index), found);
                }
            }
            _ => {}
        }
    }
    is_whole
}

/// The members that a condition looks at, without what it asks of them.
fn tested(condition: &Value, at: &Pointer, found: &mut Vec<Found>) {
    let properties = condition.get("properties").and_then(Value::as_object);
    for (name, schema) in properties.into_iter().flatten() {
        let ty = match schema.get("const").or_else(|| schema.get("enum")?.get(0)) {
            Some(Value::String(_)) => json!("string"),
            Some(Value::Bool(_)) => json!("boolean"),
            Some(Value::Number(number)) if number.is_f64() => json!("number"),
            Some(Value::Number(_)) => json!("integer"),
            _ => schema.get("type").cloned().unwrap_or(Value::Null),
        };
        let schema = if ty.is_null() {
            json!({})
        } else {
            json!({ "type": ty })
        };
        let from = at.child("properties").child(name);
        found.push(Found {
            name: name.clone(),
            schema,
            from,
        });
    }
}

/// Adds the members to those that the schema has; a name that has two schemas is of either.
fn add(schema: &mut Members, found: Vec<Found>, to: &Pointer, rewriting: &mut Rewriting) {
    let Some(first) = found.first().map(|found| found.from.clone()) else {
        return;
    };
    let (mut properties, from) = match schema.take("properties") {
        Some(Member {
            value: Value::Object(properties),
            from,
            ..
        }) => (properties, from),
        _ => (Map::new(), first),
    };
    let mut conditional: Map<String, Value> = Map::new();
    for Found { name, schema, from } in found {
        if properties.contains_key(&name) {
            continue;
        }
        match conditional.get_mut(&name) {
            None => {
                rewriting.moved(&to.child("properties").child(&name), &from);
                conditional.insert(name, schema);
            }
            Some(known) if *known == schema => {}
            Some(known) => match known.get_mut("anyOf").and_then(Value::as_array_mut) {
                Some(list) => list.push(schema),
                None => *known = json!({ "anyOf": [known.take(), schema] }),
            },
        }
    }
    properties.extend(conditional);
    schema.set("properties", properties, &from);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_refers_holds_what_it_refers_to() {
        let mut tree = json!({"components": {"schemas": {
            "A": {
                "if": {},
                "then": {"$ref": "#/components/schemas/B"},
                "else": {"$ref": "#/components/schemas/C"},
                "dependentSchemas": {"x": {"required": ["y"], "$ref": "#/components/schemas/D"}},
            },
            "B": {"properties": {"b": {}}},
            "C": {"$ref": "#/components/schemas/C"},
            "D": {"$ref": "#/components/schemas/B"},
        }}});
        follow(&mut tree);
        let read = &tree["components"]["schemas"]["A"];
        let copy = json!([{"properties": {"b": {}}}]);
        assert_eq!(read["then"], json!({"allOf": copy}));
        assert_eq!(read["else"], json!({"$ref": "#/components/schemas/C"}));
        assert_eq!(
            read["dependentSchemas"]["x"],
            json!({"required": ["y"], "allOf": copy})
        );
    }
}
