//! Parameters and headers of Swagger 2.0: their type goes into a schema, the format of their lists
//! into style and explode.

use serde_json::{Map, Value};

use super::{Swagger, reference, schemas};
use crate::ir::Pointer;
use crate::normalize::rewrite::{Member, Members};

/// What belongs into the schema.
const OF_SCHEMA: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
    "x-enum-varnames",
    "x-enum-descriptions",
];

/// Where a format of lists stands for which OpenAPI 3 has no style.
pub(super) const FORMAT: &str = "x-collection-format";

/// Where a parameter goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Body,
    Form,
    /// It stays a parameter.
    Other,
}

pub(super) fn place(parameter: &Value) -> Place {
    match parameter.get("in").and_then(Value::as_str) {
        Some("body") => Place::Body,
        Some("formData") => Place::Form,
        _ => Place::Other,
    }
}

impl Swagger<'_> {
    /// The parameter that a reference to one of the document's means, with its name there.
    pub(super) fn shared<'p>(&'p self, parameter: &'p Value) -> Option<(&'p str, &'p Value)> {
        let target = parameter.get("$ref")?.as_str()?;
        let name = target.strip_prefix("#/parameters/")?;
        let name = self.parameters.keys().find(|known| {
            known.as_str() == name || Pointer::default().child(known).0[1..] == *name
        })?;
        Some((name, &self.parameters[name]))
    }

    /// A parameter that stays one.
    pub(super) fn parameter(&mut self, parameter: Value, from: &Pointer, to: &Pointer) -> Value {
        let Value::Object(object) = parameter else {
            return parameter;
        };
        self.rewriting.moved(to, from);
        if let Some(target) = object.get("$ref").and_then(Value::as_str) {
            let reference = reference(target);
            return Value::Object(Map::from_iter([("$ref".to_owned(), reference.into())]));
        }
        let mut members = Members::of(object, from);
        let place = members
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let format = self.list_format(&mut members);
        let mut written = self.with_schema(members, from, to);
        let in_query = place == "query";
        match format.as_deref() {
            Some("multi") if in_query => style(&mut written, "form", true),
            Some("ssv") if in_query => style(&mut written, "spaceDelimited", false),
            Some("pipes") if in_query => style(&mut written, "pipeDelimited", false),
            Some("tsv") if in_query => {
                style(&mut written, "form", false);
                written.insert(FORMAT.to_owned(), "tsv".into());
            }
            Some(_) if in_query => style(&mut written, "form", false),
            Some(other @ ("ssv" | "tsv" | "pipes")) => {
                written.insert(FORMAT.to_owned(), other.into());
            }
            _ => {}
        }
        Value::Object(written)
    }

    /// A header of a response.
    pub(super) fn header(&mut self, header: Value, from: &Pointer, to: &Pointer) -> Value {
        let Value::Object(object) = header else {
            return header;
        };
        let mut members = Members::of(object, from);
        self.list_format(&mut members);
        Value::Object(self.with_schema(members, from, to))
    }

    /// How a list's items are joined; `None` for what is no list.
    pub(super) fn list_format(&mut self, members: &mut Members) -> Option<String> {
        let format = members.take("collectionFormat");
        if members.get("type").and_then(Value::as_str) != Some("array") {
            return None;
        }
        let Some(Member { value, .. }) = format else {
            return Some("csv".to_owned());
        };
        Some(value.as_str().unwrap_or("csv").to_owned())
    }

    /// The members with those that say what the value is in a schema.
    pub(super) fn with_schema(
        &mut self,
        mut members: Members,
        from: &Pointer,
        to: &Pointer,
    ) -> Map<String, Value> {
        let (inner, outer): (Vec<_>, Vec<_>) = std::mem::take(&mut members.list)
            .into_iter()
            .partition(|member| OF_SCHEMA.contains(&member.name.as_str()));
        let inner: Map<_, _> = inner
            .into_iter()
            .map(|member| (member.name, member.value))
            .collect();
        let outer = outer.into_iter().map(|member| (member.name, member.value));
        let mut written: Map<String, Value> = outer.collect();
        if !written.contains_key("schema") {
            let place = to.child("schema");
            let schema = schemas::schema(inner.into(), from, &place, self.rewriting);
            written.insert("schema".to_owned(), schema);
        }
        written
    }
}

fn style(parameter: &mut Map<String, Value>, style: &str, explode: bool) {
    parameter.insert("style".to_owned(), style.into());
    parameter.insert("explode".to_owned(), explode.into());
}
