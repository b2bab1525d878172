//! Whether the tree is an OpenAPI 3.0 document. In: the normalized tree; out: every fault of it,
//! with pointers. A tree without an error here can be parsed.
//!
//! What may stand where is a table (`grammar`); what a table cannot say has one file each for
//! references, paths, schemas and the rest.

mod paths;
mod references;
mod rules;
mod schemas;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::grammar::{Expected, Field, Need, NodePath, OPENAPI, Object, Others};
use crate::load::{Document, kind_of};

/// Reports every fault of a document.
pub fn check(document: &Document, diagnostics: &mut Diagnostics) {
    let mut check = Check {
        tree: &document.tree,
        diagnostics,
        in_cycle: HashSet::new(),
    };
    check.value(check.tree, &Expected::Object(&OPENAPI), &NodePath::ROOT);
}

/// What is known while the tree is walked.
struct Check<'a> {
    tree: &'a Value,
    diagnostics: &'a mut Diagnostics,
    /// Components that are known to refer to themselves in a circle.
    in_cycle: HashSet<String>,
}

impl<'a> Check<'a> {
    fn report(&mut self, fault: Diagnostic) {
        self.diagnostics.push(fault);
    }

    fn value(&mut self, value: &'a Value, expected: &Expected, at: &NodePath<'_>) {
        match (expected, value) {
            (Expected::Any, _)
            | (Expected::Text, Value::String(_))
            | (Expected::Flag | Expected::OrFlag(_), Value::Bool(_))
            | (Expected::Number, Value::Number(_)) => {}
            (Expected::Count, Value::Number(number)) if is_count(number) => {}
            (Expected::Word(words), Value::String(word)) => self.word(word, words, at),
            (Expected::Object(kind), Value::Object(object)) => self.object(object, kind, at),
            (Expected::OrReference(kind, target), Value::Object(object)) => {
                match object.get("$ref") {
                    Some(reference) => self.reference(object, reference, *target, at),
                    None => self.object(object, kind, at),
                }
            }
            (Expected::OrFlag(expected), value) => self.value(value, expected, at),
            (Expected::List(expected), Value::Array(list)) => {
                for (index, value) in list.iter().enumerate() {
                    self.value(value, expected, &at.element(index));
                }
            }
            (Expected::Map(expected), Value::Object(object)) => {
                for (name, value) in object {
                    self.value(value, expected, &at.member(name));
                }
            }
            (expected, value) => self.wrong_type(value, expected, at),
        }
    }

    fn object(&mut self, object: &'a Map<String, Value>, kind: &'static Object, at: &NodePath<'_>) {
        for (name, value) in object {
            let at = at.member(name);
            match (
                kind.fields.iter().find(|field| field.name == name),
                &kind.others,
            ) {
                (Some(field), _) if value.is_null() && is_omittable(field) => {
                    self.report(codes::empty_field(&at.pointer(), name));
                }
                (Some(field), _) => self.value(value, field.expected, &at),
                (None, _) if name.starts_with("x-") => {}
                (None, Others::Named(expected)) => self.value(value, expected, &at),
                (None, Others::Extensions) if name == "$ref" => self.stray_reference(value, &at),
                (None, Others::Extensions) => self.unknown_field(name, kind, &at),
            }
        }
        for field in kind.fields {
            match field.need {
                Need::Required if !object.contains_key(field.name) => {
                    self.report(codes::missing_field(&at.pointer(), field.name, kind.name));
                }
                Need::Wanted if !object.contains_key(field.name) => {
                    self.report(codes::wanted_field(&at.pointer(), field.name, kind.name));
                }
                _ => {}
            }
        }
        self.rule(kind.rule, object, at);
    }

    fn word(&mut self, word: &str, words: &'static [&'static str], at: &NodePath<'_>) {
        if !words.contains(&word) {
            let name = at.name().unwrap_or("the value");
            self.report(codes::not_allowed(&at.pointer(), name, word, words));
        }
    }

    fn wrong_type(&mut self, value: &Value, expected: &Expected, at: &NodePath<'_>) {
        let words = match expected {
            Expected::Any => return,
            Expected::Text | Expected::Word(_) => "text".to_owned(),
            Expected::Flag => "true or false".to_owned(),
            Expected::Number => "a number".to_owned(),
            Expected::Count => "an integer of at least 0".to_owned(),
            Expected::Object(kind) => format!("an object ({})", kind.name),
            Expected::OrReference(kind, _) => format!("an object ({}) or a reference", kind.name),
            Expected::OrFlag(_) => "true, false or an object".to_owned(),
            Expected::List(_) => "a list".to_owned(),
            Expected::Map(_) => "an object".to_owned(),
        };
        let found = match value {
            Value::Number(_) if matches!(expected, Expected::Count) => {
                format!("the number {value}")
            }
            value => kind_of(value).to_owned(),
        };
        let help = match (expected, value) {
            (Expected::Text, Value::Number(_) | Value::Bool(_)) => {
                format!("write it in quotes: \"{value}\"")
            }
            (Expected::Flag, Value::Array(_)) if at.name() == Some("required") => {
                "a list of required names belongs to the schema".to_owned()
            }
            (Expected::List(_), Value::Bool(_)) if at.name() == Some("required") => {
                "list the names of required properties in the schema that holds them".to_owned()
            }
            (Expected::Flag, Value::Number(_)) => {
                "OpenAPI 3.0 writes the bound as `minimum` or `maximum` and `true` here".to_owned()
            }
            _ => format!("write {words} here"),
        };
        self.report(codes::wrong_type(&at.pointer(), &words, &found, &help));
    }

    fn unknown_field(&mut self, name: &str, kind: &Object, at: &NodePath<'_>) {
        let near = codes::nearest(name, kind.fields.iter().map(|field| field.name));
        self.report(codes::unknown_field(&at.pointer(), name, kind.name, near));
    }
}

/// Whether a field that is empty (null) may as well be absent.
fn is_omittable(field: &Field) -> bool {
    field.need != Need::Required && !matches!(field.expected, Expected::Any)
}

fn is_count(number: &serde_json::Number) -> bool {
    number.is_u64()
        || number
            .as_f64()
            .is_some_and(|value| value >= 0.0 && value.fract() == 0.0)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::sources::Sources;

    /// The codes of a document's faults, each with the pointer.
    pub(crate) fn faults(text: &str) -> Vec<String> {
        let tree = serde_yaml::from_str(text).expect("the test's document is valid YAML");
        let document = Document {
            tree,
            sources: Sources::new("a.yaml", text),
        };
        let mut diagnostics = Diagnostics::default();
        check(&document, &mut diagnostics);
        diagnostics
            .iter()
            .map(|fault| format!("{} {}", fault.code.id, fault.pointer.0))
            .collect()
    }

    /// The faults of a document that has these components and nothing else.
    pub(crate) fn component_faults(components: &str) -> Vec<String> {
        let indented: String = components
            .lines()
            .map(|line| format!("  {line}\n"))
            .collect();
        faults(&format!("{HEAD}paths: {{}}\ncomponents:\n{indented}"))
    }

    pub(crate) const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

    #[test]
    fn the_smallest_document_is_valid() {
        assert_eq!(
            faults(&format!("{HEAD}paths: {{}}\n")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn missing_fields_are_reported_together() {
        assert_eq!(
            faults("openapi: 3.0.3\ninfo: {}\n"),
            ["G021 /info", "G021 /info", "G021 "]
        );
    }

    #[test]
    fn a_version_that_is_a_number_is_a_wrong_type() {
        assert_eq!(
            faults("openapi: 3.0.3\ninfo: {title: t, version: 1.0}\npaths: {}\n"),
            ["G020 /info/version"]
        );
    }

    #[test]
    fn an_unknown_field_is_a_warning_and_an_extension_is_not() {
        assert_eq!(
            faults(&format!("{HEAD}paths: {{}}\nsever: 1\nx-own: 1\n")),
            ["W010 /sever"]
        );
    }

    #[test]
    fn an_empty_optional_field_is_a_warning() {
        assert_eq!(
            faults(&format!("{HEAD}paths: {{}}\ntags:\n")),
            ["W014 /tags"]
        );
    }

    #[test]
    fn a_word_must_be_one_of_the_list() {
        let faults = component_faults("securitySchemes: {a: {type: apikey, name: x, in: header}}");
        assert_eq!(faults, ["G023 /components/securitySchemes/a/type"]);
    }

    #[test]
    fn a_count_is_no_fraction_and_not_negative() {
        let faults = component_faults(
            "schemas: {a: {minLength: -1}, b: {maxItems: 1.5}, c: {maxLength: 1.0}}",
        );
        assert_eq!(
            faults,
            [
                "G020 /components/schemas/a/minLength",
                "G020 /components/schemas/b/maxItems"
            ]
        );
    }
}
