//! What the document says, read as plain YAML: operations and the members of models come out. The
//! generator has no part in it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::spec;

/// Without HEAD, whose answers have no body and so no type: see `head`.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The document, with all of its files in one tree.
pub(crate) static DOCUMENT: LazyLock<Value> = LazyLock::new(spec::document);

/// An operation of the document.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: &'static str,
    /// In capitals.
    pub(crate) method: String,
    /// With its variables in braces.
    pub(crate) path: &'static str,
    /// The names of the parameters in the query.
    pub(crate) query: Vec<&'static str>,
    /// The schema of the body that it sends.
    pub(crate) request: Option<&'static Value>,
    /// The schema of the body that a success answers with.
    pub(crate) answer: Option<&'static Value>,
    /// The statuses of the error answers.
    pub(crate) errors: Vec<u16>,
}

impl Operation {
    /// How many variables its path has.
    pub(crate) fn variables(&self) -> usize {
        self.path.matches('{').count()
    }
}

/// All operations of the document.
pub(crate) fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in object(&DOCUMENT["paths"]) {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operations.push(read(path, method, item, operation));
            }
        }
    }
    operations
}

/// The operation of that operationId.
pub(crate) fn operation(id: &str) -> Operation {
    let found = operations()
        .into_iter()
        .find(|operation| operation.id == id);
    found.unwrap_or_else(|| panic!("{id} is not in the document"))
}

fn read(
    path: &'static str,
    method: &str,
    item: &'static Value,
    operation: &'static Value,
) -> Operation {
    let responses = object(&operation["responses"]);
    let success = responses.iter().find(|(status, _)| status.starts_with('2'));
    let (_, success) = success.expect("an operation has a success");
    let parameters = list(&item["parameters"])
        .iter()
        .chain(list(&operation["parameters"]));
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path,
        query: parameters
            .map(resolve)
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| text(&parameter["name"]))
            .collect(),
        request: json_of(&operation["requestBody"]),
        answer: json_of(success),
        errors: responses
            .keys()
            .filter_map(|status| status.parse().ok())
            .filter(is_error)
            .collect(),
    }
}

/// The schema of the JSON among the contents of a body.
fn json_of(body: &'static Value) -> Option<&'static Value> {
    resolve(body).pointer("/content/application~1json/schema")
}

fn is_error(status: &u16) -> bool {
    *status >= 300
}

/// A member of a model, as `Model.member`.
pub(crate) type Member = String;

/// The values that the document lists for a member.
pub(crate) fn listed_values(model: &str, member: &str) -> Vec<&'static str> {
    let property = &DOCUMENT["components"]["schemas"][model]["properties"][member];
    list(&property["enum"]).iter().map(text).collect()
}

/// The members of all models that a schema reaches, those that the server fills in apart.
#[derive(Debug, Default)]
pub(crate) struct Members {
    pub(crate) ordinary: BTreeSet<Member>,
    pub(crate) read_only: BTreeSet<Member>,
}

/// Adds the members of all models that the schema reaches.
pub(crate) fn reach(schema: &'static Value, members: &mut Members) {
    let (name, schema) = model(schema);
    for (key, property) in properties(schema) {
        let member = format!("{name}.{key}");
        let set = match property["readOnly"] == true {
            true => &mut members.read_only,
            false => &mut members.ordinary,
        };
        if set.insert(member) {
            reach(property, members);
        }
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(key) {
            reach(inner, members);
        }
    }
}

/// A member that a value has.
#[derive(Debug)]
pub(crate) struct Place {
    /// Where in the value it is, as a JSON pointer.
    pub(crate) pointer: String,
    /// What it is.
    pub(crate) member: Member,
    /// Whether the model requires it.
    pub(crate) required: bool,
    /// Whether its values are listed in the document.
    pub(crate) listed: bool,
}

/// The members that a value of that schema has, of models alone: what a map holds is none.
pub(crate) fn places(schema: &'static Value, value: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    collect(schema, value, "", &mut places);
    places
}

fn collect(schema: &'static Value, value: &Value, at: &str, places: &mut Vec<Place>) {
    let (name, schema) = model(schema);
    for (key, property) in properties(schema) {
        if let Some(value) = value.get(key) {
            let pointer = format!("{at}/{key}");
            collect(property, value, &pointer, places);
            places.push(Place {
                pointer,
                member: format!("{name}.{key}"),
                required: list(&schema["required"]).iter().any(|one| one == key),
                listed: property.get("enum").is_some(),
            });
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        collect(&schema["items"], item, &format!("{at}/{index}"), places);
    }
}

/// The name of a model and its schema, behind references and an `allOf` of one.
fn model(schema: &'static Value) -> (&'static str, &'static Value) {
    if let Some(target) = schema["$ref"].as_str() {
        let name = target.rsplit('/').next().unwrap_or_default();
        return (name, resolve(schema));
    }
    match list(&schema["allOf"]) {
        [only] => model(only),
        _ => ("", schema),
    }
}

fn properties(schema: &'static Value) -> impl Iterator<Item = (&'static String, &'static Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// What a reference refers to, or the value itself if it is none.
fn resolve(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(target) => {
            let pointer = target
                .strip_prefix('#')
                .expect("a reference within the document");
            DOCUMENT.pointer(pointer).expect("a reference to something")
        }
        None => value,
    }
}

fn object(value: &'static Value) -> &'static Map<String, Value> {
    value.as_object().expect("an object")
}

fn list(value: &'static Value) -> &'static [Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &'static Value) -> &'static str {
    value.as_str().expect("text")
}
