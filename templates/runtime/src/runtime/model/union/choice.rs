//! Which alternative of a union a value is.
//!
//! 1. The value of the discriminator says it, where there is one.
//! 2. Of the alternatives that the value fits strictly, the one that loses nothing, and of those the
//!    one that says most about it. A member that no alternative knows is a new one and is passed
//!    over, as everywhere; one that another alternative knows is not.
//! 3. Servers leave required members out and answer with new values of enums: where nothing fits
//!    strictly, the one alternative that constants or listed values tell, or else the one that has
//!    the fewest faults and loses nothing.
//!
//! In all other cases the value is kept as it came.

use std::cmp::Reverse;
use std::collections::HashSet;

use serde_json::{Map, Value};

use super::fit::{Fit, Matching};
use super::shape::{Tag, Union};

/// What a value is of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This alternative.
    One(usize, Fit),
    /// Several alternatives together.
    Several,
    /// None that is known.
    None,
}

/// The alternative of a union that a value is, or `None` when the value is to be kept as it came.
#[must_use]
pub fn choose(value: &Value, union: &'static Union) -> Option<usize> {
    if let Some(meant) = meant(value, union) {
        return Some(meant);
    }
    match Matching::default().choice(value, union) {
        Choice::One(index, _) => Some(index),
        Choice::Several | Choice::None => None,
    }
}

/// The value of the member that tells the alternative, as the document writes it.
#[must_use]
pub fn tag(value: &Value, property: &str) -> Option<String> {
    match value.get(property)? {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map_or(text.clone(), str::to_owned))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The alternative that the discriminator says.
fn meant(value: &Value, union: &Union) -> Option<usize> {
    let by = union.tag.as_ref()?;
    match value.get(by.property)? {
        Value::String(text) => by.meant(text),
        _ => by.meant(&tag(value, by.property)?),
    }
}

/// What a value is of a union, by everything that is known of its alternatives.
pub(super) fn among(matching: &mut Matching, value: &Value, union: &'static Union) -> Choice {
    if let Some(index) = meant(value, union) {
        return match matching.fit(value, &union.alternatives[index]) {
            Some(fit) => Choice::One(index, fit),
            None => Choice::None,
        };
    }
    // A value that the discriminator does not list means none of the alternatives that it lists.
    let told = |by: &Tag| tag(value, by.property).map(|_| *by);
    let by = union.tag.as_ref().and_then(told);
    let mut candidates = Vec::new();
    for (index, shape) in union.alternatives.iter().enumerate() {
        if by.is_some_and(|by| by.names(index)) {
            continue;
        }
        if let Some(fit) = matching.fit(value, shape) {
            candidates.push((index, fit));
        }
    }
    candidates.retain(|(_, fit)| !is_strange(fit));
    let strict = candidates.iter().filter(|(_, fit)| fit.faults == 0);
    match best(strict) {
        Some(found) => strictly(matching, value, union, &candidates, found),
        None => leniently(value, &candidates),
    }
}

/// Whether nothing of a value was recognized.
fn is_strange(fit: &Fit) -> bool {
    fit.lost > 0 && fit.known == 0
}

fn best<'a>(candidates: impl Iterator<Item = &'a (usize, Fit)>) -> Option<(usize, Fit)> {
    candidates
        .copied()
        .min_by_key(|(index, fit)| (rank(fit), *index))
}

/// The lower, the better.
fn rank(fit: &Fit) -> (u32, u32, u32, Reverse<u32>, u32, Reverse<u32>) {
    (
        fit.faults,
        fit.lost,
        fit.changed,
        Reverse(fit.told),
        fit.open,
        Reverse(fit.known),
    )
}

/// The best of the alternatives that fit strictly, unless another alternative keeps what it loses.
fn strictly(
    matching: &mut Matching,
    value: &Value,
    union: &'static Union,
    candidates: &[(usize, Fit)],
    found: (usize, Fit),
) -> Choice {
    let (index, fit) = found;
    let mut lost_by = |index: usize| {
        let mut lost = HashSet::new();
        matching.lost(value, &union.alternatives[index], &mut lost);
        lost
    };
    if fit.lost > 0 {
        let gone = lost_by(index);
        let others = candidates.iter().filter(|(other, _)| *other != index);
        let mut others = others.filter(|(_, fit)| fit.faults == 0 || fit.lost == 0);
        if others.any(|(other, _)| !gone.is_subset(&lost_by(*other))) {
            return Choice::Several;
        }
    }
    Choice::One(index, fit)
}

/// The one alternative that a value with faults is most likely.
fn leniently(value: &Value, candidates: &[(usize, Fit)]) -> Choice {
    let Some((index, fit)) = best(candidates.iter()) else {
        return Choice::None;
    };
    let others = || candidates.iter().filter(|(other, _)| *other != index);
    let is_told = fit.told > 0 && others().all(|(_, other)| other.told == 0);
    let is_alone = others().all(|(_, other)| rank(other) != rank(&fit));
    let is_empty = value.as_object().is_some_and(Map::is_empty);
    if is_told || (fit.lost == 0 && is_alone && !is_empty) {
        Choice::One(index, fit)
    } else {
        Choice::None
    }
}
