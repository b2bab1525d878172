//! The one way through a value: where it is, and what it met. Nothing here is generic over the
//! models.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::{self, Write as _};

use serde::Serialize;
use serde_json::Value;

use crate::runtime::model::as_request;
use crate::runtime::validate::violation::Origin;
use crate::runtime::validate::{Number, Rule, Validate, Violation, Violations};

/// A check under way.
#[derive(Debug, Default)]
pub struct Walk {
    origin: Origin,
    pointer: String,
    found: Vec<Violation>,
}

impl Walk {
    #[cfg(feature = "client")]
    pub(crate) fn of(origin: Origin) -> Self {
        Self {
            origin,
            ..Self::default()
        }
    }

    /// What was met.
    ///
    /// # Errors
    ///
    /// If that is anything.
    pub fn finish(self) -> Result<(), Violations> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(Violations(self.found))
        }
    }

    /// Checks a member of the value at hand.
    pub fn member(&mut self, name: &str, value: &dyn Validate, rule: &Rule<'_>) {
        let name = name.replace('~', "~0").replace('/', "~1");
        self.step(&name, value, rule);
    }

    /// Checks an item of the list at hand.
    pub(super) fn item(&mut self, index: usize, value: &dyn Validate, rule: &Rule<'_>) {
        self.step(&index, value, rule);
    }

    fn step(&mut self, token: &dyn fmt::Display, value: &dyn Validate, rule: &Rule<'_>) {
        let length = self.pointer.len();
        // Writing to a string does not fail.
        let _ = write!(self.pointer, "/{token}");
        value.check(rule, self);
        self.pointer.truncate(length);
    }

    /// Checks how many members an object is sent with.
    pub fn object<T: Serialize>(&mut self, value: &T, rule: &Rule<'_>) {
        if let Ok(Value::Object(members)) = as_request(|| serde_json::to_value(value)) {
            self.members(members.len(), rule);
        }
    }

    pub(super) fn members(&mut self, count: usize, rule: &Rule<'_>) {
        let keywords = ("minProperties", "maxProperties");
        self.count(
            count,
            rule.min_properties,
            rule.max_properties,
            keywords,
            "member",
        );
    }

    pub(super) fn items(&mut self, count: usize, rule: &Rule<'_>) {
        let keywords = ("minItems", "maxItems");
        self.count(count, rule.min_items, rule.max_items, keywords, "item");
    }

    pub(super) fn text(&mut self, text: &str, rule: &Rule<'_>) {
        if rule.min_length.is_some() || rule.max_length.is_some() {
            let keywords = ("minLength", "maxLength");
            let length = text.chars().count();
            self.count(
                length,
                rule.min_length,
                rule.max_length,
                keywords,
                "character",
            );
        }
        self.pattern(text, rule);
    }

    /// As [`Walk::text`], without a word of what the text is like.
    pub(super) fn secret(&mut self, text: &str, rule: &Rule<'_>) {
        let length = text.chars().count() as u64;
        if let Some(min) = rule.min_length.filter(|min| length < *min) {
            self.note(
                "minLength",
                format!("too short, {}", least(min, "character")),
            );
        }
        if let Some(max) = rule.max_length.filter(|max| length > *max) {
            self.note("maxLength", format!("too long, {}", most(max, "character")));
        }
        self.pattern(text, rule);
    }

    fn pattern(&mut self, text: &str, rule: &Rule<'_>) {
        if let Some(pattern) = rule.pattern.filter(|pattern| !pattern.is_match(text)) {
            self.note(
                "pattern",
                format!("does not match the pattern {}", pattern.as_str()),
            );
        }
    }

    pub(super) fn number(&mut self, number: Number, rule: &Rule<'_>) {
        use Ordering::{Equal, Greater, Less};
        let bounds: [(_, _, &[Ordering], _); 4] = [
            ("minimum", rule.minimum, &[Less], "at least"),
            (
                "exclusiveMinimum",
                rule.exclusive_minimum,
                &[Less, Equal],
                "only more than",
            ),
            ("maximum", rule.maximum, &[Greater], "at most"),
            (
                "exclusiveMaximum",
                rule.exclusive_maximum,
                &[Greater, Equal],
                "only less than",
            ),
        ];
        for (keyword, bound, broken_if, words) in bounds {
            let Some(bound) = bound else { continue };
            let order = number.compare(bound);
            if order.is_some_and(|order| broken_if.contains(&order)) {
                self.note(keyword, format!("{number}, {words} {bound} is allowed"));
            }
        }
        if let Some(step) = rule
            .multiple_of
            .filter(|step| !number.is_multiple_of(*step))
        {
            self.note(
                "multipleOf",
                format!("{number}, only multiples of {step} are allowed"),
            );
        }
    }

    /// Checks that no item of a list is there twice.
    pub(super) fn unique(&mut self, items: Vec<Value>) {
        let mut seen = HashMap::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let mut text = String::new();
            canonical(item, &mut text);
            if let Some(first) = seen.insert(text, index) {
                self.note(
                    "uniqueItems",
                    format!("items {first} and {index} are the same, none is allowed twice"),
                );
                return;
            }
        }
    }

    fn count(
        &mut self,
        count: usize,
        min: Option<u64>,
        max: Option<u64>,
        keywords: (&'static str, &'static str),
        unit: &str,
    ) {
        let count = count as u64;
        if let Some(min) = min.filter(|min| count < *min) {
            self.note(
                keywords.0,
                format!("{count} {unit}{}, {}", plural(count), least(min, "")),
            );
        }
        if let Some(max) = max.filter(|max| count > *max) {
            self.note(
                keywords.1,
                format!("{count} {unit}{}, {}", plural(count), most(max, "")),
            );
        }
    }

    fn note(&mut self, keyword: &'static str, message: String) {
        self.found.push(Violation {
            origin: self.origin,
            pointer: self.pointer.clone(),
            keyword,
            message,
        });
    }
}

fn least(min: u64, unit: &str) -> String {
    format!("at least {} needed", amount(min, unit))
}

fn most(max: u64, unit: &str) -> String {
    format!("at most {} allowed", amount(max, unit))
}

/// `1 is`, `3 are`, `3 characters are`.
fn amount(count: u64, unit: &str) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    match unit {
        "" => format!("{count} {verb}"),
        unit => format!("{count} {unit}{} {verb}", plural(count)),
    }
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// JSON in which equal values are written alike: members in order, `1.0` as `1`.
fn canonical(value: Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for item in items {
                canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            text.push('{');
            for (name, member) in members {
                // Writing to a string does not fail.
                let _ = write!(text, "{}:", Value::String(name));
                canonical(member, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Number(number) => {
            let _ = match super::values::number(&number) {
                Some(number) => write!(text, "{number}"),
                None => write!(text, "{number}"),
            };
        }
        scalar => {
            let _ = write!(text, "{scalar}");
        }
    }
}
