//! What the document says of its operations, read from the YAML by itself, without the generator.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::sample::Samples;
use crate::spec;

/// The document, read once.
pub static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::read);

/// The project's document.
pub struct Document {
    root: &'static Value,
    /// Every operation, in the order of the document.
    pub operations: Vec<Declared>,
}

/// An operation as the document declares it.
pub struct Declared {
    pub id: String,
    pub method: String,
    pub path: String,
    /// Names of the parameters in the query, each with whether it is needed.
    pub query: Vec<(String, bool)>,
    /// Statuses of success; of a range, some that it holds.
    pub successes: Vec<u16>,
    /// Statuses of error answers.
    pub failures: Vec<u16>,
    responses: Map<String, Value>,
    body: Option<Value>,
}

impl Document {
    fn read() -> Self {
        let mut document = Self {
            root: Box::leak(Box::new(spec::document())),
            operations: Vec::new(),
        };
        document.operations = document.declared();
        document
    }

    /// The operation of that id.
    pub fn operation(&self, id: &str) -> &Declared {
        let found = self.operations.iter().find(|operation| operation.id == id);
        found.unwrap_or_else(|| panic!("the document has no operation {id}"))
    }

    /// The schema of an answer's JSON, if it has any.
    pub fn answer<'a>(&'a self, operation: &'a Declared, status: u16) -> Option<&'a Value> {
        let response = operation.responses.get(&status.to_string())?;
        self.resolve(response)
            .pointer("/content/application~1json/schema")
    }

    /// The schema of a request's JSON, if it has a body.
    pub fn request<'a>(&'a self, operation: &'a Declared) -> Option<&'a Value> {
        let body = self.resolve(operation.body.as_ref()?);
        Some(
            body.pointer("/content/application~1json/schema")
                .expect("bodies are JSON"),
        )
    }

    /// Whether a request has to have a body.
    pub fn needs_body(&self, operation: &Declared) -> bool {
        let body = operation.body.as_ref();
        body.is_some_and(|body| self.resolve(body)["required"] == true)
    }

    /// The body of a request, with what is needed or everything that can be sent.
    pub fn sample(&'static self, operation: &str, full: bool) -> Value {
        let schema = self.request(self.operation(operation));
        let schema = schema.expect("an operation with a body");
        Samples::requests(self.root, full).value(schema)
    }

    /// A schema without the references around it.
    pub fn schema<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let schema = self.resolve(schema);
        match list(&schema["allOf"]) {
            [only] => self.schema(only),
            _ => schema,
        }
    }

    /// The part of an answer that a model gives back as JSON: what the schema names, without null.
    pub fn known_part(&self, schema: &Value, value: &Value) -> Value {
        let schema = self.schema(schema);
        match value {
            Value::Array(items) => {
                let known = |item| self.known_part(&schema["items"], item);
                items.iter().map(known).collect()
            }
            Value::Object(members) => {
                let mut known = Map::new();
                for (name, value) in members {
                    match member_schema(schema, name) {
                        Some(_) if value.is_null() => {}
                        Some(member) => {
                            known.insert(name.clone(), self.known_part(member, value));
                        }
                        None => {}
                    }
                }
                Value::Object(known)
            }
            other => other.clone(),
        }
    }

    /// What a model gives back as JSON, without what it had to make up: required members that the
    /// answer leaves out or says null for, against the document.
    pub fn without_made_up(&self, schema: &Value, answer: &Value, given: Value) -> Value {
        let schema = self.schema(schema);
        match (answer, given) {
            (Value::Array(items), Value::Array(given)) if items.len() == given.len() => {
                let pairs = items.iter().zip(given);
                let kept = |(item, given)| self.without_made_up(&schema["items"], item, given);
                pairs.map(kept).collect()
            }
            (Value::Object(members), Value::Object(given)) => {
                let required = list(&schema["required"]);
                let mut kept = Map::new();
                for (name, given) in given {
                    let member = members.get(&name).filter(|member| !member.is_null());
                    match (member, member_schema(schema, &name)) {
                        (None, _) if required.iter().any(|known| *known == name) => {}
                        (Some(answer), Some(schema)) => {
                            kept.insert(name, self.without_made_up(schema, answer, given));
                        }
                        _ => {
                            kept.insert(name, given);
                        }
                    }
                }
                Value::Object(kept)
            }
            (_, given) => given,
        }
    }

    /// Whether a member is in answers alone.
    pub fn is_read_only(&self, member: &Value) -> bool {
        member["readOnly"] == true || self.schema(member)["readOnly"] == true
    }

    fn declared(&self) -> Vec<Declared> {
        let mut operations = Vec::new();
        for (path, item) in members(&self.root["paths"]) {
            // HEAD has no answer to compare, and a test of its own.
            for method in ["get", "post", "put", "patch", "delete"] {
                if let Some(operation) = item.get(method) {
                    operations.push(self.declare(path, method, item, operation));
                }
            }
        }
        operations
    }

    fn declare(&self, path: &str, method: &str, item: &Value, operation: &Value) -> Declared {
        let parameters = list(&item["parameters"])
            .iter()
            .chain(list(&operation["parameters"]));
        let query = parameters
            .map(|parameter| self.resolve(parameter))
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| (text(&parameter["name"]), parameter["required"] == true))
            .collect();
        let responses = members(&operation["responses"]).clone();
        let (mut successes, mut failures) = (Vec::new(), Vec::new());
        for status in responses.keys() {
            match status.parse() {
                Ok(status @ 200..=299) => successes.push(status),
                Ok(status) => failures.push(status),
                Err(_) if status == "2XX" => successes.extend([200, 201, 202, 204, 207]),
                Err(_) => panic!("{path}: what is status {status}?"),
            }
        }
        Declared {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            query,
            successes,
            failures,
            responses,
            body: operation.get("requestBody").cloned(),
        }
    }

    fn resolve<'a>(&'a self, node: &'a Value) -> &'a Value {
        match node.get("$ref").and_then(Value::as_str) {
            None => node,
            Some(reference) => {
                let pointer = reference.strip_prefix('#').expect("references are within");
                self.resolve(
                    self.root
                        .pointer(pointer)
                        .expect("references lead somewhere"),
                )
            }
        }
    }
}

/// The schema of a member, if the object's schema knows it.
fn member_schema<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    match schema.get("properties") {
        Some(properties) => properties.get(name),
        None => Some(schema.get("additionalProperties").unwrap_or(&Value::Null)),
    }
}

fn members(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
