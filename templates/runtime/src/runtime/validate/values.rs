//! The values that models are made of, and what there is to check of each.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::runtime::model::{Base64, Secret, as_request, for_text_types};
use crate::runtime::validate::{Number, Rule, Validate, Walk};

impl Validate for bool {}

impl Validate for i32 {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.number((*self).into(), rule);
    }
}

impl Validate for i64 {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.number((*self).into(), rule);
    }
}

impl Validate for u64 {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.number((*self).into(), rule);
    }
}

impl Validate for f32 {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        if self.is_finite() {
            walk.number((*self).into(), rule);
        }
    }
}

impl Validate for f64 {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        if self.is_finite() {
            walk.number((*self).into(), rule);
        }
    }
}

impl Validate for str {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.text(self, rule);
    }
}

impl Validate for String {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.text(self, rule);
    }
}

impl Validate for Secret {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.secret(self.expose(), rule);
    }
}

macro_rules! check_texts {
    ($($ty:ident),+) => {$(
        impl Validate for crate::runtime::model::$ty {
            fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
                walk.text(self.as_str(), rule);
            }
        }
    )+};
}

for_text_types!(check_texts);

impl Validate for Base64 {
    /// The limits are those of the text that is sent.
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        if let Ok(Value::String(text)) = serde_json::to_value(self) {
            walk.text(&text, rule);
        }
    }
}

impl Validate for Value {
    /// The limits are those of the kind of value that it is.
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        match self {
            Self::Null | Self::Bool(_) => {}
            Self::String(text) => walk.text(text, rule),
            Self::Number(value) => {
                if let Some(value) = number(value) {
                    walk.number(value, rule);
                }
            }
            Self::Array(items) => items.check(rule, walk),
            Self::Object(members) => members.check(rule, walk),
        }
    }
}

impl Validate for Map<String, Value> {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.members(self.len(), rule);
        for (name, value) in self {
            walk.member(name, value, inner(rule));
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.members(self.len(), rule);
        for (name, value) in self {
            walk.member(name, value, inner(rule));
        }
    }
}

impl<T: Validate + Serialize> Validate for Vec<T> {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        walk.items(self.len(), rule);
        if rule.unique_items {
            let items = self
                .iter()
                .map(|item| as_request(|| serde_json::to_value(item)));
            walk.unique(items.map(Result::unwrap_or_default).collect());
        }
        for (index, item) in self.iter().enumerate() {
            walk.item(index, item, inner(rule));
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        if let Some(value) = self {
            value.check(rule, walk);
        }
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        (**self).check(rule, walk);
    }
}

impl<T: Validate + ?Sized> Validate for &T {
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        (**self).check(rule, walk);
    }
}

/// A number of any JSON; `None` if it is one that Rust cannot hold.
pub(super) fn number(number: &serde_json::Number) -> Option<Number> {
    let integer = number.as_i64().map(Number::from);
    integer
        .or_else(|| number.as_u64().map(Number::from))
        .or_else(|| number.as_f64().map(Number::from))
        .filter(|number| !matches!(number, Number::Float(float) if !float.is_finite()))
}

fn inner<'a>(rule: &Rule<'a>) -> &'a Rule<'a> {
    rule.inner.unwrap_or(&Rule::NONE)
}
