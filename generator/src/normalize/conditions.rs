//! Members that a schema has under a condition: `if`, `then`, `else`, `dependentSchemas`. In: the
//! members of a schema; out: the same with those members as optional properties.
//!
//! A type cannot say when a member is there. So whoever sends a value may set each of them, and
//! whoever reads one finds each that came.

use serde_json::{Map, Value, json};

use super::rewrite::{Member, Members, Rewriting};
use crate::codes;
use crate::ir::Pointer;

/// A property that is there under a condition.
struct Found {
    name: String,
    schema: Value,
    from: Pointer,
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
