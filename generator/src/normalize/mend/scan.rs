//! Where a document is to be put into proper form. In: a tree of OpenAPI 3.0; out: the places,
//! inner ones before outer ones, references last.

use serde_json::{Map, Value};

use super::Mend;
use super::reference::Change;
use super::schema;
use crate::codes;
use crate::grammar::{Expected, NodePath, ONE_SCHEMA, OPENAPI, Object, Others, Rule};
use crate::ir::Pointer;

/// Finds every place.
pub(super) fn scan(tree: &Value) -> Vec<(Pointer, Mend)> {
    let mut scan = Scan {
        schemes: scheme_names(tree),
        found: Vec::new(),
        references: Vec::new(),
    };
    scan.value(tree, &Expected::Object(&OPENAPI), &NodePath::ROOT);
    scan.found.extend(scan.references);
    scan.found
}

struct Scan {
    schemes: Vec<String>,
    found: Vec<(Pointer, Mend)>,
    references: Vec<(Pointer, Mend)>,
}

impl Scan {
    fn add(&mut self, at: &NodePath<'_>, mend: Mend) {
        self.found.push((at.pointer(), mend));
    }

    fn value(&mut self, value: &Value, expected: &Expected, at: &NodePath<'_>) {
        match (expected, value) {
            (Expected::Text, Value::Number(_) | Value::Bool(_)) => self.add(at, Mend::Text),
            (Expected::Flag | Expected::Number | Expected::Count, Value::String(text)) => {
                let wanted = match expected {
                    Expected::Flag => Value::is_boolean,
                    _ => Value::is_number,
                };
                if scalar_of(text).is_some_and(|value| wanted(&value)) {
                    self.add(at, Mend::Scalar);
                }
            }
            (Expected::OrReference(kind, _), Value::Bool(_)) if kind.rule == Rule::Schema => {
                self.add(at, Mend::BooleanSchema);
            }
            (Expected::Object(kind), Value::Object(object)) => self.object(object, kind, at),
            (Expected::OrReference(kind, target), Value::Object(object)) => {
                match object.get("$ref").and_then(Value::as_str) {
                    Some(reference) => {
                        if let Some(change) = Change::of(reference, *target) {
                            let place = (at.pointer(), Mend::Reference(change));
                            self.references.push(place);
                        }
                    }
                    None => self.object(object, kind, at),
                }
            }
            (Expected::OrFlag(_), Value::Bool(_)) => {}
            (Expected::OrFlag(expected), value) => self.value(value, expected, at),
            (Expected::List(expected), Value::Array(list)) => self.list(list, expected, at),
            (Expected::Map(expected), Value::Object(members)) => {
                for (name, member) in members {
                    self.value(member, expected, &at.member(name));
                }
            }
            _ => {}
        }
    }

    fn list(&mut self, list: &[Value], expected: &Expected, at: &NodePath<'_>) {
        if matches!(expected, Expected::Object(kind) if kind.rule == Rule::SecurityRequirement) {
            let mut names = list.iter().flat_map(names_of);
            if names.any(|name| is_unknown(name, &self.schemes)) {
                self.add(at, Mend::Security);
            }
            return;
        }
        for (index, item) in list.iter().enumerate() {
            self.value(item, expected, &at.element(index));
        }
    }

    fn object(&mut self, object: &Map<String, Value>, kind: &'static Object, at: &NodePath<'_>) {
        for (name, member) in object {
            let field = kind.fields.iter().find(|field| field.name == name);
            let expected = match (field, &kind.others) {
                (Some(field), _) => field.expected,
                (None, _) if name.starts_with("x-") => continue,
                (None, Others::Named(expected)) => expected,
                (None, Others::Extensions) => continue,
            };
            self.value(member, expected, &at.member(name));
        }
        match kind.rule {
            Rule::Document if lacks_info(object) => self.add(at, Mend::Info),
            Rule::Schema => self.schema(object, at),
            _ => {}
        }
    }

    fn schema(&mut self, object: &Map<String, Value>, at: &NodePath<'_>) {
        if schema::has_foreign_keywords(object) {
            self.items_of_a_tuple(object, at);
            self.add(at, Mend::Keywords);
        }
        if schema::has_required_properties(object) {
            self.add(at, Mend::RequiredProperties);
        }
        let is_flag = object.get("required").is_some_and(Value::is_boolean);
        if is_flag && !at.is_property() {
            self.add(at, Mend::StrayRequired);
        }
    }

    /// Schemas in places that the grammar does not know.
    fn items_of_a_tuple(&mut self, object: &Map<String, Value>, at: &NodePath<'_>) {
        let schema = &ONE_SCHEMA;
        for (name, member) in object {
            let here = at.member(name);
            match (name.as_str(), member) {
                ("items", Value::Array(list)) => {
                    for (index, item) in list.iter().enumerate() {
                        self.value(item, schema, &here.element(index));
                    }
                }
                ("patternProperties" | "dependentSchemas", Value::Object(members)) => {
                    for (name, member) in members {
                        self.value(member, schema, &here.member(name));
                    }
                }
                ("if" | "then" | "else" | "unevaluatedProperties", Value::Object(_)) => {
                    self.value(member, schema, &here);
                }
                _ => {}
            }
        }
    }
}

fn lacks_info(document: &Map<String, Value>) -> bool {
    match document.get("info") {
        None | Some(Value::Null) => true,
        Some(Value::Object(info)) => ["title", "version"]
            .iter()
            .any(|field| info.get(*field).is_none_or(Value::is_null)),
        Some(_) => false,
    }
}

/// The number or flag that a text spells.
pub(super) fn scalar_of(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text.trim()).ok()?;
    (value.is_number() || value.is_boolean()).then_some(value)
}

/// The security schemes that the document declares.
pub(super) fn scheme_names(tree: &Value) -> Vec<String> {
    let schemes = tree
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object);
    schemes.into_iter().flat_map(Map::keys).cloned().collect()
}

/// The schemes that a requirement names.
pub(super) fn names_of(requirement: &Value) -> impl Iterator<Item = &String> {
    let names = requirement.as_object().into_iter().flat_map(Map::keys);
    names.filter(|name| !name.starts_with("x-"))
}

/// Whether nobody declares a scheme of that name or of one so close to it that it may be meant.
pub(super) fn is_unknown(name: &str, schemes: &[String]) -> bool {
    codes::nearest(name, schemes.iter().map(String::as_str)).is_none()
}
