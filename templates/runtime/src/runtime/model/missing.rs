//! What stands in for a required member that an answer leaves out.
//!
//! Documents call a member required and servers leave it out all the same, or send null. Failing
//! would lose the whole answer over one member, so such a member is filled in with the emptiest
//! value of its type, and the rest of the answer stays readable.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Deserializer};

use super::{Base64, Date, DateTime, Interval, LocalDateTime, Secret, YearMonth};

/// A type with a value that stands in for a missing one.
///
/// Numbers are 0, texts and lists are empty, `bool` is false, an `Option` is `None`, an enum is an
/// unknown empty value, and a model has every member missing.
pub trait Missing {
    /// The value that stands in.
    fn missing() -> Self;
}

/// The value that stands in for a missing one; for `#[serde(default = "…")]`.
#[must_use]
pub fn missing<T: Missing>() -> T {
    T::missing()
}

/// Reads a value, or what stands in for it when it is null; for `#[serde(deserialize_with = "…")]`.
///
/// # Errors
///
/// Fails as reading the value itself does.
pub fn or_missing<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Missing,
{
    let read = Option::<T>::deserialize(deserializer)?;
    Ok(read.unwrap_or_else(T::missing))
}

macro_rules! missing_is_default {
    ($($ty:ty),+ $(,)?) => {$(
        impl Missing for $ty {
            fn missing() -> Self {
                Self::default()
            }
        }
    )+};
}

missing_is_default!(
    bool,
    i8,
    i16,
    i32,
    i64,
    i128,
    u8,
    u16,
    u32,
    u64,
    u128,
    f32,
    f64,
    (),
    String,
    serde_json::Value,
    serde_json::Map<String, serde_json::Value>,
    Base64,
    Date,
    DateTime,
    Interval,
    LocalDateTime,
    Secret,
    YearMonth,
);

impl<T> Missing for Vec<T> {
    fn missing() -> Self {
        Self::new()
    }
}

impl<T> Missing for Option<T> {
    fn missing() -> Self {
        None
    }
}

impl<K, V> Missing for BTreeMap<K, V> {
    fn missing() -> Self {
        Self::new()
    }
}

impl<K, V> Missing for HashMap<K, V> {
    fn missing() -> Self {
        Self::new()
    }
}

impl<T: Missing> Missing for Box<T> {
    fn missing() -> Self {
        Self::new(T::missing())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Missing, missing, or_missing};

    #[derive(Debug, PartialEq, Deserialize)]
    struct Room {
        #[serde(default = "missing", deserialize_with = "or_missing")]
        name: String,
        #[serde(default = "missing", deserialize_with = "or_missing")]
        owner: Box<Owner>,
        #[serde(default = "missing", deserialize_with = "or_missing")]
        topic: Option<String>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Owner {
        #[serde(default = "missing", deserialize_with = "or_missing")]
        id: i64,
    }

    impl Missing for Owner {
        fn missing() -> Self {
            Self { id: missing() }
        }
    }

    fn read(json: &str) -> Room {
        serde_json::from_str(json).expect("a room")
    }

    #[test]
    fn members_left_out_are_filled_in() {
        let empty = Room {
            name: String::new(),
            owner: Box::new(Owner { id: 0 }),
            topic: None,
        };
        assert_eq!(read("{}"), empty);
    }

    #[test]
    fn null_counts_as_left_out() {
        assert_eq!(
            read(r#"{"name":null,"owner":null,"topic":null}"#),
            read("{}")
        );
    }

    #[test]
    fn members_that_are_there_are_read() {
        let room = read(r#"{"name":"a","owner":{"id":7},"topic":"b"}"#);
        assert_eq!(
            (room.name.as_str(), room.owner.id, room.topic.as_deref()),
            ("a", 7, Some("b"))
        );
    }

    #[test]
    fn a_value_of_the_wrong_type_is_still_an_error() {
        assert!(serde_json::from_str::<Room>(r#"{"name":1}"#).is_err());
    }
}
