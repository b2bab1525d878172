//! Where a document is to be put into proper form. In: a tree of OpenAPI 3.0; out: the places,
//! inner ones before outer ones, references last.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::form::{self, Fit};
use super::reference::Change;
use super::{Mend, missing, paths, schema, types};
use crate::codes;
use crate::grammar::{Expected, Field, Need, NodePath, ONE_SCHEMA, OPENAPI, Object, Others, Rule};
use crate::ir::Pointer;
use crate::load::Kind;

/// Finds every place.
pub(super) fn scan(tree: &Value) -> Vec<(Pointer, Mend)> {
    let mut scan = Scan {
        tree,
        schemes: scheme_names(tree),
        ids: HashSet::new(),
        found: Vec::new(),
        references: Vec::new(),
    };
    scan.value(tree, &Expected::Object(&OPENAPI), &NodePath::ROOT);
    scan.found.extend(scan.references);
    let paths = tree.get("paths").and_then(Value::as_object);
    if paths.is_some_and(|paths| paths.keys().any(|path| paths::lacks_slash(path, paths))) {
        // The pointers of all others hold the paths as they were.
        scan.found
            .push((Pointer::default().child("paths"), Mend::Slashes));
    }
    scan.found
}

struct Scan<'a> {
    tree: &'a Value,
    schemes: Vec<String>,
    /// The ids of the operations so far.
    ids: HashSet<&'a str>,
    found: Vec<(Pointer, Mend)>,
    references: Vec<(Pointer, Mend)>,
}

impl<'a> Scan<'a> {
    fn add(&mut self, at: &NodePath<'_>, mend: Mend) {
        self.found.push((at.pointer(), mend));
    }

    /// Looks at a value; whether it can be used then.
    fn value(&mut self, value: &'a Value, expected: &Expected, at: &NodePath<'_>) -> bool {
        match form::fit(expected, value) {
            Fit::Fits => {}
            Fit::After(mend) => {
                self.add(at, mend);
                return true;
            }
            Fit::Not => return false,
        }
        match (expected, value) {
            (Expected::Object(kind), Value::Object(object)) => self.object(object, kind, at),
            (Expected::OrReference(kind, target), Value::Object(object)) => {
                match object.get("$ref").and_then(Value::as_str) {
                    Some(reference) => self.reference(reference, *target, at),
                    None => self.object(object, kind, at),
                }
            }
            (Expected::OrFlag(_), Value::Bool(_)) => {}
            (Expected::OrFlag(expected), value) => return self.value(value, expected, at),
            (Expected::List(expected), Value::Array(list)) => self.list(list, expected, at),
            (Expected::Map(expected), Value::Object(members)) => {
                for (name, member) in members {
                    self.member(member, expected, &at.member(name));
                }
                self.nulls(members.values(), expected, at);
            }
            _ => {}
        }
        true
    }

    /// A value under a name that the document chose.
    fn member(&mut self, value: &'a Value, expected: &Expected, at: &NodePath<'_>) {
        if !self.value(value, expected, at) && matches!(expected, Expected::Text) {
            self.add(at, Mend::Described);
        }
    }

    /// Empty elements of a list or map of objects.
    fn nulls(
        &mut self,
        mut elements: impl Iterator<Item = &'a Value>,
        expected: &Expected,
        at: &NodePath<'_>,
    ) {
        let is_object = matches!(expected, Expected::Object(_) | Expected::OrReference(..));
        if is_object && elements.any(|one| form::fit(expected, one) == Fit::Not && one.is_null()) {
            self.add(at, Mend::Nulls);
        }
    }

    fn reference(&mut self, reference: &str, target: Kind, at: &NodePath<'_>) {
        let mend = match Change::of(reference, target) {
            Some(change) => Mend::Reference(change),
            None if types::leads_to_nothing(self.tree, reference, target) => Mend::Nothing(target),
            None => return,
        };
        self.references.push((at.pointer(), mend));
    }

    fn list(&mut self, list: &'a [Value], expected: &Expected, at: &NodePath<'_>) {
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
        if matches!(expected, Expected::Object(kind) if kind.rule == Rule::Server)
            && list.iter().any(missing::lacks_url)
        {
            self.add(at, Mend::Servers);
        }
        self.nulls(list.iter(), expected, at);
    }

    fn object(&mut self, object: &'a Map<String, Value>, kind: &'static Object, at: &NodePath<'_>) {
        for (name, member) in object {
            let here = at.member(name);
            match (
                kind.fields.iter().find(|field| field.name == name),
                &kind.others,
            ) {
                (Some(field), _) if member.is_null() && field.need != Need::Required => {}
                (Some(field), _) => self.field(field, member, &here, at),
                (None, _) if name.starts_with("x-") => {}
                (None, Others::Named(expected)) => self.member(member, expected, &here),
                (None, Others::Extensions) => {}
            }
        }
        if let Others::Named(expected) = &kind.others {
            let members = object.iter().filter(|(name, _)| !name.starts_with("x-"));
            self.nulls(members.map(|(_, member)| member), expected, at);
        }
        self.rule(object, kind, at);
    }

    fn field(&mut self, field: &Field, member: &'a Value, here: &NodePath<'_>, at: &NodePath<'_>) {
        let is_container = matches!(field.expected, Expected::Object(_) | Expected::Map(_));
        if member.is_null() && is_container {
            self.add(here, Mend::Empty);
        } else if !self.value(member, field.expected, here) && form::is_dispensable(field.name) {
            self.add(at, Mend::LeaveOut(field.name.to_owned()));
        }
    }

    fn rule(&mut self, object: &'a Map<String, Value>, kind: &'static Object, at: &NodePath<'_>) {
        match kind.rule {
            Rule::Document => self.document(object, at),
            Rule::Schema => self.schema(object, at),
            Rule::Paths => self.paths(object, at),
            Rule::Operation => self.operation(object, at),
            Rule::PathItem => self.parameters(object, at),
            Rule::Parameter | Rule::Header if missing::lacks_schema(object) => {
                self.add(at, Mend::ParameterSchema(kind.name));
            }
            Rule::SecurityScheme if missing::scheme(object).is_some() => {
                self.add(at, Mend::Scheme);
            }
            Rule::RequestBody if !object.contains_key("content") => self.add(at, Mend::Content),
            Rule::ServerVariable if !object.contains_key("default") => {
                self.add(at, Mend::Default);
            }
            _ => {}
        }
    }

    fn document(&mut self, document: &'a Map<String, Value>, at: &NodePath<'_>) {
        if lacks_info(document) {
            self.add(at, Mend::Info);
        }
        if !document.contains_key("paths") {
            self.add(at, Mend::Paths);
        }
    }

    fn operation(&mut self, operation: &'a Map<String, Value>, at: &NodePath<'_>) {
        if !operation.contains_key("responses") {
            self.add(at, Mend::Responses);
        }
        if let Some(Value::String(id)) = operation.get("operationId")
            && !self.ids.insert(id)
        {
            self.add(at, Mend::Id);
        }
        self.parameters(operation, at);
    }

    fn parameters(&mut self, owner: &'a Map<String, Value>, at: &NodePath<'_>) {
        let repeated = paths::repeated(self.tree, owner);
        if !repeated.is_empty() {
            self.add(at, Mend::Repeated(repeated));
        }
    }

    fn paths(&mut self, paths: &'a Map<String, Value>, at: &NodePath<'_>) {
        for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
            let Some(item) = item.as_object() else {
                continue;
            };
            let Some(differences) = paths::differences(self.tree, path, item) else {
                continue;
            };
            let here = at.member(path);
            for (method, variables) in differences.operations {
                self.add(&here.member(method), Mend::Variables(variables));
            }
            if !differences.surplus.is_empty() {
                self.add(&here, Mend::Surplus(path.clone(), differences.surplus));
            }
        }
    }

    fn schema(&mut self, object: &'a Map<String, Value>, at: &NodePath<'_>) {
        if let Some(Value::String(ty)) = object.get("type")
            && ty != "null"
            && types::is_foreign(ty)
        {
            self.add(at, Mend::Type);
        }
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
    fn items_of_a_tuple(&mut self, object: &'a Map<String, Value>, at: &NodePath<'_>) {
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
