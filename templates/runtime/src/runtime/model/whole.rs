//! Whole numbers, also where a server writes them with a point or an exponent.
//!
//! JSON has one kind of number: `1`, `1.0` and `1e0` are the same. What has a fraction, or lies
//! beyond the type, is an error all the same.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};

use super::missing::declare_any_name;
use crate::runtime::model::Missing;

/// A whole number, or something that holds some.
pub trait Whole: Sized {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// Fails on anything but whole numbers within the type.
    fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Reads whole numbers; for `#[serde(deserialize_with = "…")]`.
///
/// # Errors
///
/// Fails on anything but whole numbers within the type.
pub fn whole<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Whole,
{
    T::whole(deserializer)
}

/// Reads whole numbers, or what stands in for them when they are null.
///
/// # Errors
///
/// Fails on anything but null and whole numbers within the type.
pub fn whole_or_missing<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Whole + Missing,
{
    let read = Option::<T>::whole(deserializer)?;
    Ok(read.unwrap_or_else(super::missing))
}

/// Reads a member that is there: null as `Some(None)`, whole numbers as `Some(Some(…))`.
///
/// # Errors
///
/// Fails on anything but null and whole numbers within the type.
pub fn whole_nullable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Whole,
{
    Option::<T>::whole(deserializer).map(Some)
}

/// As [`additional`](super::additional), for whole numbers.
///
/// # Errors
///
/// Fails as reading one of them does.
pub fn additional_whole<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Whole,
{
    let read = T::whole(deserializer)?;
    declare_any_name();
    Ok(read)
}

/// What a type reads as a whole number becomes.
struct Read<T>(T);

impl<'de, T: Whole> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::whole(deserializer).map(Self)
    }
}

impl<T: Whole> Whole for Option<T> {
    fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Option::<Read<T>>::deserialize(deserializer)?;
        Ok(read.map(|read| read.0))
    }
}

impl<T: Whole> Whole for Vec<T> {
    fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Vec::<Read<T>>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|read| read.0).collect())
    }
}

impl<T: Whole> Whole for BTreeMap<String, T> {
    fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = BTreeMap::<String, Read<T>>::deserialize(deserializer)?;
        let plain = read.into_iter().map(|(name, read)| (name, read.0));
        Ok(plain.collect())
    }
}

struct Number<T>(PhantomData<T>);

impl<T: TryFrom<i128>> Visitor<'_> for Number<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        let unfit = |_| E::invalid_value(Unexpected::Signed(number), &self);
        T::try_from(number.into()).map_err(unfit)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        let unfit = |_| E::invalid_value(Unexpected::Unsigned(number), &self);
        T::try_from(number.into()).map_err(unfit)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        let unfit = || E::invalid_value(Unexpected::Float(number), &self);
        if number.fract() != 0.0 {
            return Err(unfit());
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the conversion saturates far beyond every type that is read"
        )]
        let whole = number as i128;
        T::try_from(whole).map_err(|_| unfit())
    }
}

macro_rules! whole {
    ($($ty:ident),+) => {$(
        impl Whole for $ty {
            fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // Asked for a whole number, the members of a flattened map give no others.
                deserializer.deserialize_any(Number(PhantomData))
            }
        }
    )+};
}

whole!(i32, i64, u64);

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::{Whole, whole, whole_nullable, whole_or_missing};

    fn read<T: Whole>(json: &str) -> Option<T> {
        let from_text = whole(&mut serde_json::Deserializer::from_str(json)).ok();
        let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
        let from_value = whole::<_, T>(&value).ok();
        assert_eq!(from_text.is_some(), from_value.is_some(), "{json}");
        from_text
    }

    #[test]
    fn a_point_or_an_exponent_makes_no_other_number() {
        assert_eq!(read("1"), Some(1_i64));
        assert_eq!(read("1.0"), Some(1_i64));
        assert_eq!(read("-1e3"), Some(-1000_i32));
        assert_eq!(read("2.5e1"), Some(25_u64));
    }

    #[test]
    fn what_is_no_whole_number_of_the_type_is_an_error() {
        assert_eq!(read::<i64>("1.5"), None);
        assert_eq!(read::<i64>("\"1\""), None);
        assert_eq!(read::<i64>("1e19"), None);
        assert_eq!(read::<i64>("1e300"), None);
        assert_eq!(read::<u64>("-1.0"), None);
        assert_eq!(read::<i32>("2147483648"), None);
    }

    #[test]
    fn the_largest_numbers_keep_their_digits() {
        assert_eq!(read("9223372036854775807"), Some(i64::MAX));
        assert_eq!(read("18446744073709551615"), Some(u64::MAX));
    }

    #[test]
    fn lists_maps_and_null_hold_some() {
        assert_eq!(read("[1.0, null]"), Some(vec![Some(1_i64), None]));
        let map = BTreeMap::from([("a".to_owned(), 2_i64)]);
        assert_eq!(read(r#"{"a":2.0}"#), Some(map));
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Room {
        #[serde(default, deserialize_with = "whole_or_missing")]
        seats: i64,
        #[serde(default, deserialize_with = "whole_nullable")]
        floor: Option<Option<i64>>,
    }

    #[test]
    fn members_may_be_null_or_left_out() {
        let read = |json| serde_json::from_str::<Room>(json).expect("a room");
        let room = |seats, floor| Room { seats, floor };
        assert_eq!(read("{}"), room(0, None));
        assert_eq!(read(r#"{"seats":null,"floor":null}"#), room(0, Some(None)));
        assert_eq!(read(r#"{"seats":4.0,"floor":1.0}"#), room(4, Some(Some(1))));
    }
}
