//! What openapiv3 2.2 does not read as it is meant, rewritten. In: a checked tree; out: a copy
//! that it reads.
//!
//! | in the document | openapiv3 2.2 | here |
//! |---|---|---|
//! | schemas | takes those that it half understands for untyped | empty: they are read from the tree |
//! | `examples`, `links`, `callbacks` | refuses some valid ones | left out |
//! | fields that are null | refuses them | left out |
//! | `mutualTLS` | refuses it | a scheme of HTTP |
//! | `query` and `additionalOperations` | leaves them out | read one by one |
//! | a response without a description | refuses it | an empty one |
//! | unknown fields beside `$ref` | takes them | left out |

use serde_json::{Map, Value};

use crate::grammar::{Expected, Need, OPENAPI, OPERATION, Object, Others, Rule};

/// A copy of a checked tree that openapiv3 reads.
pub(super) fn adapt(tree: &Value) -> Value {
    value(tree, &Expected::Object(&OPENAPI))
}

/// The same of one operation that openapiv3 does not know of.
pub(super) fn adapt_operation(operation: &Value) -> Value {
    value(operation, &Expected::Object(&OPERATION))
}

fn value(node: &Value, expected: &Expected) -> Value {
    match (expected, node) {
        (Expected::Object(kind), Value::Object(members)) => object(members.iter(), kind),
        // Schemas are read from the tree.
        (Expected::OrReference(kind, _), Value::Object(_)) if kind.rule == Rule::Schema => {
            Value::Object(Map::new())
        }
        (Expected::OrReference(kind, _), Value::Object(members)) => match members.get("$ref") {
            Some(target) => Value::Object(Map::from_iter([("$ref".to_owned(), target.clone())])),
            None => object(members.iter(), kind),
        },
        (Expected::OrFlag(expected), Value::Object(_)) => value(node, expected),
        (Expected::List(expected), Value::Array(list)) => list
            .iter()
            .map(|element| value(element, expected))
            .collect(),
        (Expected::Map(expected), Value::Object(members)) => {
            let members = members
                .iter()
                .map(|(name, member)| (name.clone(), value(member, expected)));
            Value::Object(members.collect())
        }
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
        let expected = match (field, &kind.others) {
            (Some(field), _) if member.is_null() && !matches!(field.expected, Expected::Any) => {
                continue;
            }
            (Some(field), _) if !is_used(field.name) => continue,
            (Some(field), _) => field.expected,
            (None, _) if name.starts_with("x-") => &Expected::Any,
            (None, Others::Named(expected)) => expected,
            (None, Others::Extensions) => continue,
        };
        written.insert(name.clone(), value(member, expected));
    }
    for field in kind
        .fields
        .iter()
        .filter(|field| field.need == Need::Wanted)
    {
        let empty = match field.expected {
            Expected::Map(_) => Value::Object(Map::new()),
            _ => Value::String(String::new()),
        };
        written.entry(field.name).or_insert(empty);
    }
    match kind.rule {
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
    !matches!(field, "schemas" | "examples" | "links" | "callbacks")
}
