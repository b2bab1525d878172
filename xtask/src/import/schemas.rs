//! Two schemas of one thing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::{list, members};
use super::{Comparison, need, yes};

impl<'a> Comparison<'a> {
    /// Tells how two schemas differ, and the models that both lead to.
    pub(super) fn schemas(&mut self, at: &str, ours: &'a Value, theirs: &'a Value) {
        let (ours, theirs) = (alone(ours), alone(theirs));
        match (model(ours), model(theirs)) {
            (Some(own), Some(other)) if own == other => {
                if !self.compared.insert(own.to_owned()) {
                    return;
                }
                if let (Some(own_schema), Some(other)) =
                    (self.ours.schema(own), self.theirs.schema(own))
                {
                    self.contents(own, own_schema, other);
                }
            }
            (None, None) => self.contents(at, ours, theirs),
            (_, other) => {
                self.told(at, "the type", &kind(ours), &kind(theirs));
                if let Some(name) = other {
                    self.lacks_model(name);
                }
            }
        }
    }

    fn contents(&mut self, at: &str, ours: &'a Value, theirs: &'a Value) {
        if model(ours).is_some() || model(theirs).is_some() || kind(ours) != kind(theirs) {
            let (ours, theirs) = (alone(ours), alone(theirs));
            if kind(ours) != kind(theirs) {
                return self.told(at, "the type", &kind(ours), &kind(theirs));
            }
            return self.schemas(at, ours, theirs);
        }
        self.values(at, ours, theirs);
        for (key, note) in [("items", "an item"), ("additionalProperties", "a value")] {
            if let (Some(own), Some(other)) = (ours.get(key), theirs.get(key))
                && own.is_object()
                && other.is_object()
            {
                self.schemas(&format!("{at}: {note}"), own, other);
            }
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            let (own, other): (Vec<_>, Vec<_>) =
                (list(&ours[key]).collect(), list(&theirs[key]).collect());
            if own.len() != other.len() {
                self.tell(
                    at,
                    format!(
                        "`{key}` has {} parts, theirs has {}",
                        own.len(),
                        other.len()
                    ),
                );
            }
            for (own, other) in own.into_iter().zip(other) {
                self.schemas(at, own, other);
            }
        }
        self.properties(at, ours, theirs);
    }

    fn properties(&mut self, at: &str, ours: &'a Value, theirs: &'a Value) {
        let required =
            |schema: &Value, name: &str| list(&schema["required"]).any(|one| one == name);
        for (name, other) in members(&theirs["properties"]) {
            let place = format!("{at}.{name}");
            let Some(own) = ours["properties"].get(name) else {
                self.tell(
                    &place,
                    format!("ours has no such field; theirs has {}", kind(alone(other))),
                );
                if let Some(model) = model(alone(other)) {
                    self.lacks_model(model);
                }
                continue;
            };
            self.told(
                &place,
                "it",
                need(required(ours, name)),
                need(required(theirs, name)),
            );
            for flag in ["deprecated", "readOnly", "writeOnly", "nullable"] {
                let (own, other) = (own[flag] == true, other[flag] == true);
                self.told(&place, &format!("`{flag}`"), yes(own), yes(other));
            }
            self.schemas(&place, own, other);
        }
        for (name, _) in members(&ours["properties"]) {
            if theirs["properties"].get(name).is_none() {
                self.tell(&format!("{at}.{name}"), "theirs has no such field");
            }
        }
    }

    /// Values of an enum.
    fn values(&mut self, at: &str, ours: &Value, theirs: &Value) {
        let values = |schema: &Value| -> BTreeSet<String> {
            list(&schema["enum"])
                .map(|value| value.as_str().map_or(value.to_string(), str::to_owned))
                .collect()
        };
        let (own, other) = (values(ours), values(theirs));
        let listed = |values: Vec<&String>| {
            values
                .into_iter()
                .map(|one| format!("`{one}`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let lacking: Vec<_> = other.difference(&own).collect();
        if !lacking.is_empty() {
            self.tell(at, format!("ours lacks the values {}", listed(lacking)));
        }
        let beyond: Vec<_> = own.difference(&other).collect();
        if !beyond.is_empty() {
            self.tell(at, format!("theirs lacks the values {}", listed(beyond)));
        }
    }
}

/// A schema without the `allOf` of one around it, by which a reference gets a description.
pub(super) fn alone(schema: &Value) -> &Value {
    match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([only]) if schema.get("properties").is_none() => alone(only),
        _ => schema,
    }
}

/// The model that a schema refers to.
pub(super) fn model(schema: &Value) -> Option<&str> {
    let target = schema.get("$ref")?.as_str()?;
    target.rsplit('/').next()
}

/// A type in short. That a text is a secret is for programs alone.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(name) = model(schema) {
        return name.to_owned();
    }
    let format = schema["format"]
        .as_str()
        .filter(|format| *format != "password");
    match (schema["type"].as_str(), format) {
        (Some("array"), _) => format!("[{}]", kind(alone(&schema["items"]))),
        (Some(kind), Some(format)) => format!("{kind} {format}"),
        (Some("object"), None) if schema["additionalProperties"].is_object() => {
            format!("map of {}", kind(alone(&schema["additionalProperties"])))
        }
        (Some(kind), None) => kind.to_owned(),
        (None, _) if schema.get("properties").is_some() => "object".to_owned(),
        (None, _) => ["oneOf", "anyOf", "allOf"]
            .into_iter()
            .find(|key| schema.get(key).is_some())
            .unwrap_or("any")
            .to_owned(),
    }
}
