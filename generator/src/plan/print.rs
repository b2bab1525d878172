//! The plan as text, for people: YAML without what is empty.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Crate;

/// Prints a plan. `only` keeps the models and operations whose name, route or place in the document
/// holds it, in any case.
pub fn print(plan: &Crate, only: Option<&str>) -> String {
    let only = only.map(str::to_lowercase);
    let mut tree = tree(plan);
    if let Value::Object(sections) = &mut tree
        && let Some(only) = &only
    {
        sections.retain(|_, section| {
            if let Value::Array(items) = section {
                items.retain(|item| is_named(item, only));
                return !items.is_empty();
            }
            false
        });
    }
    if tree == Value::Object(Map::new()) {
        return "{}\n".to_owned();
    }
    serde_yaml::to_string(&tree).expect("a tree has text for keys")
}

/// Data without what is empty.
fn tree(data: &impl Serialize) -> Value {
    let mut tree = serde_json::to_value(data).expect("the plan has text for keys");
    strip(&mut tree);
    tree
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(strip);
            members.retain(|_, value| !is_empty(value));
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether one of the texts that an item is known by holds the pattern.
fn is_named(item: &Value, pattern: &str) -> bool {
    let known_by = ["name", "method", "route", "pointer"];
    let texts = known_by.iter().filter_map(|key| item.get(key)?.as_str());
    let mut texts = texts.map(str::to_lowercase);
    texts.any(|text| text.contains(pattern))
}
