//! Values of the wrong form. In: a value and what its place asks for; out: whether it
//! fits, and if not, what can be made of it.

use serde_json::{Map, Value, json};

use super::Mend;
use super::scan::scalar_of;
use crate::codes;
use crate::grammar::{Expected, Object, Rule};
use crate::ir::Pointer;
use crate::load::Kind;
use crate::normalize::rewrite::Rewriting;

/// Whether a value is what its place asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fit {
    Fits,
    /// It does once this is done.
    After(Mend),
    Not,
}

/// Fields that no operation needs: a value in them that cannot be used is left out.
const DISPENSABLE: &[&str] = &[
    "allowEmptyValue",
    "bearerFormat",
    "callbacks",
    "contact",
    "default",
    "deprecated",
    "description",
    "email",
    "example",
    "examples",
    "externalDocs",
    "license",
    "links",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "operationId",
    "pattern",
    "readOnly",
    "summary",
    "tags",
    "termsOfService",
    "title",
    "uniqueItems",
    "writeOnly",
    "xml",
];

/// Whether a value of the wrong form in this field may be left out.
pub(super) fn is_dispensable(field: &str) -> bool {
    DISPENSABLE.contains(&field)
}

/// Whether a value is what its place asks for, looking no deeper.
pub(super) fn fit(expected: &Expected, value: &Value) -> Fit {
    let spelt = |wanted: fn(&Value) -> bool| match value {
        value if wanted(value) => Fit::Fits,
        Value::String(text) if scalar_of(text).is_some_and(|value| wanted(&value)) => {
            Fit::After(Mend::Scalar)
        }
        _ => Fit::Not,
    };
    match expected {
        Expected::Any => Fit::Fits,
        Expected::Text => match value {
            Value::String(_) => Fit::Fits,
            Value::Number(_) | Value::Bool(_) => Fit::After(Mend::Text),
            _ => Fit::Not,
        },
        Expected::Flag => spelt(Value::is_boolean),
        Expected::Number => spelt(Value::is_number),
        Expected::Count => match spelt(Value::is_number) {
            Fit::Fits if !is_count(value) => Fit::Not,
            fit => fit,
        },
        Expected::Word(words) => match value.as_str() {
            Some(word) if words.contains(&word) => Fit::Fits,
            _ => Fit::Not,
        },
        Expected::OrReference(kind, _) if kind.rule == Rule::Schema => match value {
            Value::Bool(_) => Fit::After(Mend::BooleanSchema),
            Value::Null => Fit::After(Mend::Empty),
            value => object(value, kind),
        },
        Expected::OrReference(_, Kind::Response) if value.is_null() => Fit::After(Mend::Empty),
        Expected::OrReference(kind, _) | Expected::Object(kind) => object(value, kind),
        Expected::Map(_) => match value {
            Value::Object(_) => Fit::Fits,
            Value::Array(list) if list.is_empty() => Fit::After(Mend::Empty),
            _ => Fit::Not,
        },
        Expected::OrFlag(_) if value.is_boolean() => Fit::Fits,
        Expected::OrFlag(expected) => fit(expected, value),
        Expected::List(item) => list(value, item),
    }
}

fn object(value: &Value, kind: &Object) -> Fit {
    match value {
        Value::Object(_) => Fit::Fits,
        Value::Array(list) if list.is_empty() => Fit::After(Mend::Empty),
        Value::String(_) if kind.rule == Rule::Discriminator => Fit::After(Mend::Discriminator),
        _ => Fit::Not,
    }
}

fn list(value: &Value, item: &Expected) -> Fit {
    let is_item = |object: &Map<String, Value>| match item {
        Expected::Object(kind) | Expected::OrReference(kind, _) => {
            kind.rule == Rule::SecurityRequirement
                || object.contains_key("$ref")
                || kind
                    .fields
                    .iter()
                    .any(|field| object.contains_key(field.name))
        }
        _ => false,
    };
    match value {
        Value::Array(_) => Fit::Fits,
        Value::Object(object) if object.is_empty() => Fit::After(Mend::Empty),
        Value::Object(object) if is_item(object) => Fit::After(Mend::Wrap),
        Value::String(_) | Value::Number(_) if matches!(item, Expected::Any | Expected::Text) => {
            Fit::After(Mend::Wrap)
        }
        _ => Fit::Not,
    }
}

fn is_count(value: &Value) -> bool {
    value
        .as_f64()
        .is_some_and(|number| number >= 0.0 && number.fract() == 0.0)
}

/// Puts what says nothing in place of what says nothing in another form.
pub(super) fn empty(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let (meant, expected) = match node {
        Value::Object(_) => (json!([]), "a list"),
        _ => (json!({}), "an object"),
    };
    let taken = format!("this counts as {expected} with nothing in it");
    rewriting.report(codes::wrong_form(at, expected, &taken));
    *node = meant;
}

/// Makes a list of one element.
pub(super) fn wrap(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    rewriting.report(codes::wrong_form(
        at,
        "a list",
        "this counts as one of one element",
    ));
    rewriting.moved(&at.child(0), at);
    *node = Value::Array(vec![node.take()]);
}

/// A discriminator as Swagger 2.0 has it: the name of the property alone.
pub(super) fn discriminator(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let expected = "an object with `propertyName`";
    rewriting.report(codes::wrong_form(
        at,
        expected,
        "the text counts as that name",
    ));
    rewriting.moved(&at.child("propertyName"), at);
    *node = json!({ "propertyName": node.take() });
}

/// A text that is an object or nothing: its description is what can be meant.
pub(super) fn described(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let text = node.get("description").and_then(Value::as_str);
    let text = text.unwrap_or_default().to_owned();
    if !node.is_null() {
        rewriting.report(codes::wrong_form(
            at,
            "text",
            "the description in it is taken",
        ));
    }
    *node = text.into();
}

/// Leaves a field out whose value cannot be used.
pub(super) fn leave_out(node: &mut Value, field: &str, at: &Pointer, rewriting: &mut Rewriting) {
    if let Value::Object(object) = node {
        object.shift_remove(field);
        let expected = "another value";
        rewriting.report(codes::wrong_form(
            &at.child(field),
            expected,
            "this one cannot be used, and is left out",
        ));
    }
}

/// Leaves empty (null) elements and members out.
pub(super) fn nulls(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let said = "there is nothing here, so it is left out";
    match node {
        Value::Array(list) => {
            let mut kept = Vec::new();
            for (index, item) in std::mem::take(list).into_iter().enumerate() {
                let here = at.child(index);
                if item.is_null() {
                    rewriting.report(codes::wrong_form(&here, "an object", said));
                } else {
                    rewriting.moved(&at.child(kept.len()), &here);
                    kept.push(item);
                }
            }
            *list = kept;
        }
        Value::Object(members) => members.retain(|name, member| {
            if member.is_null() {
                rewriting.report(codes::wrong_form(&at.child(name), "an object", said));
            }
            !member.is_null()
        }),
        _ => {}
    }
}
