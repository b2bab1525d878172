//! The plan as text, for people: YAML without what is empty, with short parts on one line.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Crate;

/// Parts that fit into this width are written on one line.
const WIDTH: usize = 100;

/// Prints a plan. `only` keeps the models and operations whose name, route or place in the document
/// holds it, in any case.
pub fn print(plan: &Crate, only: Option<&str>) -> String {
    let mut tree = tree(plan);
    if let (Value::Object(sections), Some(only)) = (&mut tree, only) {
        let only = only.to_lowercase();
        sections.retain(|_, section| match section {
            Value::Array(items) => {
                items.retain(|item| is_named(item, &only));
                !items.is_empty()
            }
            _ => false,
        });
    }
    yaml(&tree)
}

/// A tree as YAML, with short parts on one line.
pub fn yaml(tree: &Value) -> String {
    let lines = match tree {
        Value::Object(members) if !members.is_empty() => members_as_lines(members, WIDTH),
        other => lines(other, WIDTH),
    };
    lines.join("\n") + "\n"
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

/// A value on as few lines as fit into a width.
fn lines(value: &Value, width: usize) -> Vec<String> {
    let line = flow(value);
    let fits = line.chars().count() <= width;
    match value {
        Value::Object(members) if !fits => members_as_lines(members, width),
        Value::Array(items) if !fits => {
            let items = items.iter().flat_map(|item| {
                let lines = lines(item, width.saturating_sub(2)).into_iter().enumerate();
                lines.map(|(index, line)| format!("{}{line}", if index == 0 { "- " } else { "  " }))
            });
            items.collect()
        }
        Value::String(text) if text.contains('\n') && !text.ends_with('\n') => {
            let rest = text.split('\n').map(|line| match line {
                "" => String::new(),
                line => format!("  {line}"),
            });
            std::iter::once(BLOCK.to_owned()).chain(rest).collect()
        }
        _ => vec![line],
    }
}

/// Announces lines of text, indented by two.
const BLOCK: &str = "|2-";

fn members_as_lines(members: &Map<String, Value>, width: usize) -> Vec<String> {
    let mut all = Vec::new();
    for (key, value) in members {
        let key = flow(&Value::from(key.as_str()));
        let inner = lines(value, width.saturating_sub(2));
        match inner.as_slice() {
            [one] if key.len() + 2 + one.chars().count() <= width => {
                all.push(format!("{key}: {one}"))
            }
            [first, rest @ ..] if first == BLOCK => {
                all.push(format!("{key}: {BLOCK}"));
                all.extend(rest.iter().cloned());
            }
            lines => {
                all.push(format!("{key}:"));
                all.extend(lines.iter().map(|line| format!("  {line}")));
            }
        }
    }
    all
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                format!("{}: {}", flow(&Value::from(key.as_str())), flow(value))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) if is_plain(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether a text means itself in YAML, wherever it stands.
fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/');
    let harmless = |char: char| char.is_ascii_alphanumeric() || " _-/.<>()$~+|".contains(char);
    let meaning = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    begins
        && !text.ends_with(' ')
        && text.replace("::", "").chars().all(harmless)
        && !meaning.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_printed_is_yaml_of_the_same() {
        let long = "word ".repeat(30);
        let tree = json!({
            "models": [
                {"name": "Room", "ty": "Option<std::collections::BTreeMap<String, Room>>"},
                {"docs": "one\ntwo\n\nthree: 3", "list": [{"a": long, "b": [long, "no", "1", "#"]}]},
                [["nested", long], "- a"],
                "text: with a colon",
            ],
            "empty": {"none": null, "zero": 0},
        });
        let printed = yaml(&tree);
        let read: Value = serde_yaml::from_str(&printed).unwrap();
        assert_eq!(read, tree, "{printed}");
    }

    #[test]
    fn short_parts_stand_on_one_line() {
        let tree = json!({"models": [{"name": "A", "fields": [{"wire": "a", "ty": "i64"}]}]});
        let expected = "models: [{name: A, fields: [{wire: a, ty: i64}]}]\n";
        assert_eq!(yaml(&tree), expected);
    }

    #[test]
    fn nothing_is_an_empty_plan() {
        assert_eq!(yaml(&Value::Object(Map::new())), "{}\n");
    }
}
