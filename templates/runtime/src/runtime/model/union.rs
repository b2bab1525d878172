//! Which alternative of a union a JSON value is.
//!
//! In comes the value and what is known of each alternative, out comes the order in which to try
//! them. A value that fits none is kept as it is by the union itself.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::runtime::model::unknown;

/// What the values of one alternative look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Null.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// Any string.
    Text,
    /// A string, most likely one of these.
    OneOf(&'static [&'static str]),
    /// A list.
    Array,
    /// An object.
    Object {
        /// Members that must be there.
        required: &'static [&'static str],
        /// All members that the document names, required ones among them.
        known: &'static [&'static str],
        /// Members that have one text alone when they are there: `(name, text)`.
        fixed: &'static [(&'static str, &'static str)],
    },
    /// Any value.
    Any,
}

/// The alternatives that a value may be, as indices into `shapes`, the best first.
///
/// Of several objects the one with the most known members comes first, of equals the one that
/// stands first in the document. An object that lacks a required member comes behind all that lack
/// none, and only if some member is known: servers leave required members out.
#[must_use]
pub fn candidates(value: &Value, shapes: &[Shape]) -> Vec<usize> {
    let mut scored: Vec<((Fit, usize), usize)> = Vec::with_capacity(shapes.len());
    for (index, shape) in shapes.iter().enumerate() {
        if let Some(score) = fit(value, shape) {
            scored.push((score, index));
        }
    }
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().map(|(_, index)| index).collect()
}

/// How a value fits a shape, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// An object that requires nothing, of which no member is known.
    Stranger,
    /// An object that lacks a required member.
    Incomplete,
    /// Anything fits.
    Any,
    /// It is one.
    Whole,
}

/// How well an object fits: the count of its members that are known, or `None` when the value is no
/// object or lacks a required member.
#[must_use]
pub fn score(value: &Value, required: &[&str], known: &[&str]) -> Option<usize> {
    let object = value.as_object()?;
    let complete = required.iter().all(|name| object.contains_key(*name));
    complete.then(|| {
        known
            .iter()
            .filter(|name| object.contains_key(**name))
            .count()
    })
}

/// The value of the member that tells the alternative, when it is a string.
#[must_use]
pub fn tag<'a>(value: &'a Value, property: &str) -> Option<&'a str> {
    value.get(property)?.as_str()
}

/// The value as a type, or `None` when it does not fit.
#[must_use]
pub fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    unknown::attempt(|| T::deserialize(value).ok())
}

/// Notes a value that a union keeps as unknown: by its discriminator if it has one, and otherwise by
/// its kind.
#[cold]
pub fn note_unknown(model: &'static str, value: &Value, discriminator: Option<&str>) {
    match discriminator.and_then(|property| tag(value, property)) {
        Some(tag) => unknown::note_unknown(model, &tag),
        None => unknown::note_unknown(model, &Kind(value)),
    }
}

/// Shows what kind of value it is, without its content.
struct Kind<'a>(&'a Value);

impl fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = match self.0 {
            Value::Null => return f.write_str("null"),
            Value::Bool(_) => return f.write_str("a boolean"),
            Value::Number(_) => return f.write_str("a number"),
            Value::String(_) => return f.write_str("a string"),
            Value::Array(_) => return f.write_str("a list"),
            Value::Object(object) => object,
        };
        f.write_str("an object")?;
        for (index, name) in object.keys().enumerate() {
            let between = if index == 0 { " of" } else { "," };
            write!(f, "{between} {name}")?;
        }
        Ok(())
    }
}

/// Writes an alternative with the member that tells which one it is.
///
/// A value that is no object, or that has the member already, is written as it is.
///
/// # Errors
///
/// Fails as writing the value itself does.
pub fn with_tag<T, S>(
    value: &T,
    property: &str,
    tag: &str,
    serializer: S,
) -> Result<S::Ok, S::Error>
where
    T: Serialize + ?Sized,
    S: Serializer,
{
    let mut json = serde_json::to_value(value).map_err(serde::ser::Error::custom)?;
    if let Value::Object(object) = &mut json {
        if object.get(property).is_none_or(is_unset) {
            let mut tagged = Map::with_capacity(object.len() + 1);
            tagged.insert(property.to_owned(), Value::from(tag));
            object.remove(property);
            tagged.append(object);
            *object = tagged;
        }
    }
    json.serialize(serializer)
}

/// Null, or the empty text that a required member starts with.
fn is_unset(member: &Value) -> bool {
    member.is_null() || member.as_str() == Some("")
}

/// `None` when the value cannot be of this shape; more is better otherwise.
fn fit(value: &Value, shape: &Shape) -> Option<(Fit, usize)> {
    let fits = |yes: bool, score: usize| yes.then_some((Fit::Whole, score));
    match shape {
        Shape::Null => fits(value.is_null(), 2),
        Shape::Bool => fits(value.is_boolean(), 2),
        Shape::Integer => fits(value.is_i64() || value.is_u64(), 2),
        Shape::Number => fits(value.is_number(), 1),
        Shape::Text => fits(value.is_string(), 2),
        Shape::OneOf(texts) => {
            let text = value.as_str()?;
            fits(true, if texts.contains(&text) { 3 } else { 1 })
        }
        Shape::Array => fits(value.is_array(), 2),
        Shape::Object {
            required,
            known,
            fixed,
        } => fit_object(value, required, known, fixed),
        Shape::Any => Some((Fit::Any, 0)),
    }
}

fn fit_object(
    value: &Value,
    required: &[&str],
    known: &[&str],
    fixed: &[(&str, &str)],
) -> Option<(Fit, usize)> {
    let agrees = |&(name, text): &(&str, &str)| {
        let member = value.get(name);
        member.is_none_or(|member| member.as_str() == Some(text))
    };
    if !fixed.iter().all(agrees) {
        return None;
    }
    let there = score(value, &[], known)?;
    let empty = value.as_object().is_some_and(Map::is_empty);
    match (score(value, required, known), there) {
        (Some(0), _) if !empty => Some((Fit::Stranger, 0)),
        (Some(score), _) => Some((Fit::Whole, score)),
        (None, 0) => None,
        (None, there) => Some((Fit::Incomplete, there)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Shape, candidates, read, score, tag, with_tag};

    const fn object(required: &'static [&'static str], known: &'static [&'static str]) -> Shape {
        Shape::Object {
            required,
            known,
            fixed: &[],
        }
    }

    #[test]
    fn an_object_without_a_required_member_does_not_fit() {
        assert_eq!(score(&json!({"b": 1}), &["a"], &["a", "b"]), None);
    }

    #[test]
    fn a_value_that_is_no_object_does_not_fit() {
        assert_eq!(score(&json!([]), &[], &[]), None);
    }

    #[test]
    fn known_members_count() {
        assert_eq!(
            score(&json!({"a": 1, "b": null, "x": 2}), &["a"], &["a", "b"]),
            Some(2)
        );
    }

    #[test]
    fn the_object_with_the_most_known_members_comes_first() {
        let shapes = [
            object(&[], &["a"]),
            object(&[], &["a", "b"]),
            object(&["c"], &["c"]),
        ];
        assert_eq!(candidates(&json!({"a": 1, "b": 2}), &shapes), [1, 0]);
    }

    #[test]
    fn an_object_that_lacks_a_required_member_comes_behind_whole_ones() {
        let shapes = [
            object(&["a", "b"], &["a", "b", "c"]),
            object(&[], &["a"]),
            object(&[], &["x"]),
        ];
        assert_eq!(candidates(&json!({"a": 1, "c": 2}), &shapes), [1, 0, 2]);
        assert_eq!(candidates(&json!({"c": 2}), &shapes), [0, 1, 2]);
    }

    #[test]
    fn of_equals_the_first_comes_first() {
        let shapes = [object(&[], &["a"]), object(&[], &["a"])];
        assert_eq!(candidates(&json!({"a": 1}), &shapes), [0, 1]);
    }

    #[test]
    fn a_member_with_another_fixed_text_rules_an_object_out() {
        let fixed = |text| Shape::Object {
            required: &[],
            known: &["type"],
            fixed: text,
        };
        let shapes = [fixed(&[("type", "a")]), fixed(&[("type", "b")])];
        assert_eq!(candidates(&json!({"type": "b"}), &shapes), [1]);
    }

    #[test]
    fn scalars_go_to_the_narrowest_shape() {
        let shapes = [
            Shape::Any,
            Shape::Number,
            Shape::Integer,
            Shape::Text,
            Shape::OneOf(&["a"]),
            Shape::Bool,
            Shape::Null,
            Shape::Array,
        ];
        let first = |value: Value| candidates(&value, &shapes)[0];
        assert_eq!(first(json!(1)), 2);
        assert_eq!(first(json!(1.5)), 1);
        assert_eq!(first(json!("a")), 4);
        assert_eq!(first(json!("b")), 3);
        assert_eq!(first(json!(true)), 5);
        assert_eq!(first(json!(null)), 6);
        assert_eq!(first(json!([])), 7);
        assert_eq!(first(json!({})), 0);
    }

    #[test]
    fn nothing_fits_a_value_of_another_kind() {
        assert!(candidates(&json!("a"), &[Shape::Bool, object(&[], &[])]).is_empty());
    }

    #[test]
    fn a_tag_is_read_from_its_member() {
        assert_eq!(tag(&json!({"type": "a"}), "type"), Some("a"));
        assert_eq!(tag(&json!({"type": 1}), "type"), None);
        assert_eq!(tag(&json!("type"), "type"), None);
    }

    #[test]
    fn reading_says_whether_a_value_fits() {
        assert_eq!(read::<Vec<i32>>(&json!([1])), Some(vec![1]));
        assert_eq!(read::<Vec<i32>>(&json!(["a"])), None);
    }

    #[test]
    fn an_unknown_value_is_told_by_its_tag_or_its_kind() {
        let told = |value: Value| {
            let ((), notes) =
                super::unknown::noting(|| super::note_unknown("Pet", &value, Some("type")));
            notes[0].value.clone()
        };
        assert_eq!(told(json!({"type": "dragon", "name": "x"})), "dragon");
        assert_eq!(
            told(json!({"age": 1, "name": "x"})),
            "an object of age, name"
        );
        assert_eq!(told(json!("x")), "a string");
    }

    #[test]
    fn a_tag_is_added_in_front_where_it_is_missing() {
        let write = |value: Value| {
            let json = with_tag(&value, "type", "a", serde_json::value::Serializer);
            json.expect("JSON")
        };
        assert_eq!(write(json!({"x": 1})), json!({"type": "a", "x": 1}));
        assert_eq!(write(json!({"type": null})), json!({"type": "a"}));
        assert_eq!(write(json!({"type": "b"})), json!({"type": "b"}));
        assert_eq!(write(json!(1)), json!(1));
    }
}
