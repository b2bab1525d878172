//! How well a value fits a shape, without reading it as any type.
//!
//! What a value of objects and lists was found to be is remembered, by value and shape: alternatives
//! that share what is in them, and unions that contain themselves, cost each pair once.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Number, Value};

use super::choice::{self, Choice};
use super::shape::{Object, Rest, Scalar, Shape, Tuple, Union};
use crate::runtime::model::Base64;

/// How well a value fits a shape. A value that could not be read at all has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// What the document forbids: required members that are missing or null, values that no enum
    /// lists, members of a closed object that it does not name, texts of another format.
    pub(super) faults: u32,
    /// Members that would be gone when the value is written again.
    pub(super) lost: u32,
    /// Values that would be written in another way than they came.
    pub(super) changed: u32,
    /// Constants and listed values that were found: they tell what the value is.
    pub(super) told: u32,
    /// Parts of which the document says nothing.
    pub(super) open: u32,
    /// How much of the value the document speaks of; more for what it says exactly.
    pub(super) known: u32,
}

impl Fit {
    const fn known(known: u32) -> Self {
        Self {
            faults: 0,
            lost: 0,
            changed: 0,
            told: 0,
            open: 0,
            known,
        }
    }

    const fn open() -> Self {
        Self {
            open: 1,
            ..Self::known(0)
        }
    }

    const fn listed() -> Self {
        Self {
            told: 1,
            ..Self::known(3)
        }
    }

    const fn fault() -> Self {
        Self {
            faults: 1,
            ..Self::known(0)
        }
    }

    const fn lost() -> Self {
        Self {
            lost: 1,
            ..Self::known(0)
        }
    }

    const fn changed(known: u32) -> Self {
        Self {
            changed: 1,
            ..Self::known(known)
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            faults: self.faults.saturating_add(other.faults),
            lost: self.lost.saturating_add(other.lost),
            changed: self.changed.saturating_add(other.changed),
            told: self.told.saturating_add(other.told),
            open: self.open.saturating_add(other.open),
            known: self.known.saturating_add(other.known),
        }
    }
}

/// The addresses of a value and of a shape.
type Pair = (usize, usize);

/// Compares the parts of one value with shapes.
#[derive(Default)]
pub(super) struct Matching {
    objects: HashMap<Pair, Option<Fit>>,
    unions: HashMap<Pair, Choice>,
}

fn pair<T>(value: &Value, shape: &'static T) -> Pair {
    (
        std::ptr::from_ref(value) as usize,
        std::ptr::from_ref(shape) as usize,
    )
}

impl Matching {
    /// How well a value fits; `None` when it could not be read.
    pub(super) fn fit(&mut self, value: &Value, shape: &'static Shape) -> Option<Fit> {
        match shape {
            Shape::Any => Some(Fit::open()),
            Shape::Null => value.is_null().then_some(Fit::known(2)),
            Shape::Bool => value.is_boolean().then_some(Fit::known(2)),
            Shape::I32 => integer(value, i32::MIN.into(), i32::MAX.into()),
            Shape::I64 => integer(value, i64::MIN.into(), i64::MAX.into()),
            Shape::U64 => integer(value, 0, u64::MAX.into()),
            Shape::Number => number(value.as_number()?),
            Shape::Text => value.is_string().then_some(Fit::known(1)),
            Shape::Base64 => base64(value.as_str()?),
            Shape::Format(format) => formatted(value, *format),
            Shape::Texts(texts) => {
                let text = value.as_str()?;
                let is_listed = texts.binary_search(&text).is_ok();
                Some(if is_listed {
                    Fit::listed()
                } else {
                    Fit::fault()
                })
            }
            Shape::Integers(numbers) => listed_integer(value, numbers),
            Shape::Only(scalars) => {
                let is_it = |scalar: &Scalar| is_scalar(value, scalar);
                scalars.iter().any(is_it).then(Fit::listed)
            }
            Shape::List(item) => self.all(value.as_array()?.iter(), item),
            Shape::Tuple(tuple) => self.tuple(value.as_array()?, tuple),
            Shape::Map(item) => self.all(value.as_object()?.values(), item),
            Shape::Nullable(_) if value.is_null() => Some(Fit::known(1)),
            Shape::Nullable(inner) => self.fit(value, inner),
            Shape::Object(object) => self.object(value, object),
            Shape::Union(union) => self.union(value, union),
        }
    }

    fn all<'v>(
        &mut self,
        mut values: impl Iterator<Item = &'v Value>,
        shape: &'static Shape,
    ) -> Option<Fit> {
        values.try_fold(Fit::known(0), |fit, value| {
            Some(fit.and(self.fit(value, shape)?))
        })
    }

    fn tuple(&mut self, values: &[Value], tuple: &'static Tuple) -> Option<Fit> {
        if values.len() < tuple.least {
            return None;
        }
        let mut fit = Fit::known(1);
        for (index, value) in values.iter().enumerate() {
            let shape = tuple.items.get(index).or(tuple.rest)?;
            fit = fit.and(self.fit(value, shape)?);
        }
        Some(fit)
    }

    fn object(&mut self, value: &Value, object: &'static Object) -> Option<Fit> {
        let members = value.as_object()?;
        let key = pair(value, object);
        if let Some(fit) = self.objects.get(&key) {
            return *fit;
        }
        let mut nested = Vec::new();
        let flat = self.flat(members, object, &mut nested)?;
        if nested.is_empty() {
            return Some(flat);
        }
        let fit = nested.into_iter().try_fold(flat, |fit, (value, shape)| {
            Some(fit.and(self.fit(value, shape)?))
        });
        self.objects.insert(key, fit);
        fit
    }

    /// How well the members fit that have no parts; the others are put aside. A constant among them
    /// rules most alternatives out before anything large is looked at.
    fn flat<'v>(
        &mut self,
        members: &'v Map<String, Value>,
        object: &'static Object,
        nested: &mut Vec<(&'v Value, &'static Shape)>,
    ) -> Option<Fit> {
        let mut fit = Fit::known(0);
        for (name, _) in object.required {
            if !members.contains_key(*name) {
                fit = fit.and(Fit::fault());
            }
        }
        for (name, value) in members {
            let (shape, is_required) = match object.member(name) {
                Some(found) => found,
                None => match object.rest {
                    Rest::Kept(shape) => {
                        nested.push((value, shape));
                        continue;
                    }
                    Rest::Dropped => {
                        fit = fit.and(Fit::lost());
                        continue;
                    }
                    Rest::Forbidden => {
                        fit = fit.and(Fit::lost()).and(Fit::fault());
                        continue;
                    }
                },
            };
            fit = fit.and(Fit::known(1));
            if value.is_null() && !shape.takes_null() {
                // Read as if it were left out.
                fit = fit.and(if is_required {
                    Fit::fault()
                } else {
                    Fit::changed(0)
                });
            } else if shape.is_scalar() {
                fit = fit.and(self.fit(value, shape)?);
            } else {
                nested.push((value, shape));
            }
        }
        Some(fit)
    }

    /// A union reads every value; one that fits no alternative is a fault.
    fn union(&mut self, value: &Value, union: &'static Union) -> Option<Fit> {
        Some(match self.choice(value, union) {
            Choice::One(_, fit) => fit,
            Choice::Several => Fit::known(0),
            Choice::None => Fit::fault(),
        })
    }

    /// What a value is of a union.
    pub(super) fn choice(&mut self, value: &Value, union: &'static Union) -> Choice {
        let key = pair(value, union);
        if let Some(choice) = self.unions.get(&key) {
            return *choice;
        }
        let choice = choice::among(self, value, union);
        self.unions.insert(key, choice);
        choice
    }

    /// The addresses of the members that would be gone when the value is written again.
    pub(super) fn lost(&mut self, value: &Value, shape: &'static Shape, lost: &mut HashSet<usize>) {
        match (shape, value) {
            (Shape::Nullable(inner), value) => self.lost(value, inner, lost),
            (Shape::List(item), Value::Array(values)) => {
                values.iter().for_each(|value| self.lost(value, item, lost));
            }
            (Shape::Tuple(tuple), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    if let Some(shape) = tuple.items.get(index).or(tuple.rest) {
                        self.lost(value, shape, lost);
                    }
                }
            }
            (Shape::Map(item), Value::Object(members)) => {
                members
                    .values()
                    .for_each(|value| self.lost(value, item, lost));
            }
            (Shape::Object(object), Value::Object(members)) => {
                for (name, value) in members {
                    match (object.member(name), object.rest) {
                        (Some((shape, _)), _) | (None, Rest::Kept(shape)) => {
                            self.lost(value, shape, lost);
                        }
                        (None, _) => drop(lost.insert(std::ptr::from_ref(value) as usize)),
                    }
                }
            }
            (Shape::Union(union), value) => {
                if let Choice::One(index, _) = self.choice(value, union) {
                    self.lost(value, &union.alternatives[index], lost);
                }
            }
            _ => {}
        }
    }
}

/// A whole number within bounds, also where it is written as `1.0` or `1e3`.
fn integer(value: &Value, least: i128, most: i128) -> Option<Fit> {
    let number = value.as_number()?;
    let whole = number.as_i64().map(i128::from);
    let whole = whole.or_else(|| number.as_u64().map(i128::from));
    let (whole, fit) = match whole {
        Some(whole) => (whole, Fit::known(2)),
        None => (whole_of(number)?, Fit::changed(1)),
    };
    (least..=most).contains(&whole).then_some(fit)
}

/// The whole number that one with a point or an exponent is.
fn whole_of(number: &Number) -> Option<i128> {
    let float = number.as_f64().filter(|float| float.fract() == 0.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the conversion saturates beyond every bound that it is compared with"
    )]
    let whole = float as i128;
    Some(whole)
}

/// A number; one that a float cannot hold exactly is changed.
fn number(number: &Number) -> Option<Fit> {
    let float = number.as_f64()?;
    let exact = match whole_of(number) {
        Some(whole) if !number.is_f64() => {
            number.as_i64().map(i128::from) == Some(whole)
                || number.as_u64().map(i128::from) == Some(whole)
        }
        _ => float.is_finite(),
    };
    Some(if exact {
        Fit::known(1)
    } else {
        Fit::changed(1)
    })
}

fn listed_integer(value: &Value, numbers: &[i64]) -> Option<Fit> {
    let fit = integer(value, i64::MIN.into(), i64::MAX.into())?;
    let is_listed = |number: i128| {
        i64::try_from(number).is_ok_and(|number| numbers.binary_search(&number).is_ok())
    };
    let number = value.as_i64().map(i128::from);
    let number = number.or_else(|| whole_of(value.as_number()?))?;
    let listed = if is_listed(number) {
        Fit::listed()
    } else {
        Fit::fault()
    };
    Some(Fit {
        changed: fit.changed,
        ..listed
    })
}

fn is_scalar(value: &Value, scalar: &Scalar) -> bool {
    match (scalar, value) {
        (Scalar::Bool(wanted), Value::Bool(found)) => wanted == found,
        (Scalar::Text(wanted), Value::String(found)) => wanted == found,
        (Scalar::Integer(wanted), Value::Number(found)) => {
            found.as_i64() == Some(*wanted)
                || (found.is_f64() && whole_of(found) == Some((*wanted).into()))
        }
        (Scalar::Number(wanted), Value::Number(found)) => found
            .as_f64()
            .is_some_and(|found| found.total_cmp(wanted).is_eq()),
        _ => false,
    }
}

fn formatted(value: &Value, format: fn(&Value) -> Option<bool>) -> Option<Fit> {
    let has_meaning = format(value)?;
    Some(match has_meaning {
        true => Fit::known(2),
        false => Fit::fault(),
    })
}

fn base64(text: &str) -> Option<Fit> {
    let bytes: Base64 = serde::Deserialize::deserialize(serde::de::value::StrDeserializer::<
        serde::de::value::Error,
    >::new(text))
    .ok()?;
    let same = bytes.to_string() == text;
    Some(if same { Fit::known(2) } else { Fit::changed(1) })
}
