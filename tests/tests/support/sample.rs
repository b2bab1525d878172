//! JSON that a schema of the document describes: a schema in, a value out, without the generator.
//!
//! A model of an answer has all its members where it is met first, and later those that it needs: that
//! is every member once, and an end to models that hold themselves.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Makes values, and knows which models it has shown whole.
pub struct Samples {
    document: &'static Value,
    shown: BTreeSet<&'static str>,
    sent: bool,
    whole: bool,
}

impl Samples {
    /// Values that the server answers with.
    pub fn answers(document: &'static Value) -> Self {
        Self {
            document,
            shown: BTreeSet::new(),
            sent: false,
            whole: true,
        }
    }

    /// Values of requests: nothing that is read-only, and only what is needed unless they are `whole`.
    pub fn requests(document: &'static Value, whole: bool) -> Self {
        Self {
            sent: true,
            whole,
            ..Self::answers(document)
        }
    }

    /// A value of the schema.
    pub fn value(&mut self, schema: &'static Value) -> Value {
        if let Some(target) = schema["$ref"].as_str() {
            let first = self.shown.insert(target);
            let value = self.object(self.target(target), self.whole && first);
            // A request has every member everywhere; none of its models holds itself.
            if self.sent {
                self.shown.remove(target);
            }
            return value;
        }
        if let Some(only) = schema["allOf"].get(0) {
            return self.value(only);
        }
        if let Some(first) = schema["enum"].get(0) {
            return first.clone();
        }
        match schema["type"].as_str().expect("a schema has a type") {
            "array" => json!([self.value(&schema["items"])]),
            "object" => self.object(schema, self.whole),
            "boolean" => json!(true),
            "integer" => json!(7),
            "number" => json!(1.5),
            _ => json!(text(schema)),
        }
    }

    fn object(&mut self, schema: &'static Value, whole: bool) -> Value {
        if schema["type"] != "object" {
            return self.value(schema);
        }
        let needed = |name: &String| {
            let required = schema["required"].as_array().into_iter().flatten();
            required.into_iter().any(|one| one == name)
        };
        let mut object = Map::new();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let hidden = self.sent && property["readOnly"] == true;
            if !hidden && (whole || needed(name)) {
                object.insert(name.clone(), self.value(property));
            }
        }
        if let Some(values) = schema.get("additionalProperties") {
            object.insert("any name".to_owned(), self.value(values));
        }
        Value::Object(object)
    }

    fn target(&self, target: &str) -> &'static Value {
        let found = self.document.pointer(target.trim_start_matches('#'));
        found.expect("a reference leads somewhere")
    }
}

fn text(schema: &Value) -> String {
    match schema["format"].as_str() {
        Some("date-time") => "2026-05-04T09:30:00.000Z".to_owned(),
        Some("date") => "2026-05-04".to_owned(),
        Some("uri") => "/api/v2/one".to_owned(),
        _ => schema["example"]
            .as_str()
            .unwrap_or("Zoë's text")
            .to_owned(),
    }
}
