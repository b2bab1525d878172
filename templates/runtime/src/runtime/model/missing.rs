//! What stands in for a required member that an answer leaves out.
//!
//! Documents call a member required and servers leave it out all the same, or send null. Failing
//! would lose the whole answer over one member, so such a member is filled in with the emptiest
//! value of its type, and the rest of the answer stays readable.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Deserializer};

use super::{Base64, DateTime, Secret};

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
    fill();
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
    Ok(read.unwrap_or_else(missing))
}

thread_local! {
    static FILLED: Cell<usize> = const { Cell::new(0) };
}

/// Takes note that a value was filled in.
pub(crate) fn fill() {
    FILLED.set(FILLED.get().wrapping_add(1));
}

/// How many values were filled in on this thread.
#[cfg(feature = "client")]
pub(crate) fn filled() -> usize {
    FILLED.get()
}

thread_local! {
    static DECLARED: Cell<bool> = const { Cell::new(false) };
}

/// Reads members of any name that the document declares; for `#[serde(deserialize_with = "…")]`.
///
/// # Errors
///
/// Fails as reading one of them does.
pub fn additional<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let read = BTreeMap::deserialize(deserializer)?;
    declare_any_name();
    Ok(read)
}

/// Takes note that the object that is read may have members of any name.
pub(super) fn declare_any_name() {
    DECLARED.set(true);
}

/// Whether the object that was read last may have members of any name. Asking forgets it.
#[cfg(feature = "client")]
pub(crate) fn takes_any_name() -> bool {
    DECLARED.replace(false)
}

/// A member that an answer left out, or that was null, and that was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lack {
    /// Where it should be, with `[]` for any item of a list: `entities[].name`. The place of the
    /// object where the member itself is not known.
    pub path: String,
    /// How often it was filled in.
    pub count: usize,
}

/// How many different places are noted of an answer.
#[cfg(feature = "client")]
const DIFFERENT: usize = 32;

#[cfg(feature = "client")]
thread_local! {
    /// Notes for who listens.
    static LACKS: std::cell::RefCell<Option<Vec<Lack>>> = const { std::cell::RefCell::new(None) };
}

/// Decodes, and gives what was filled in along with the result.
#[cfg(feature = "client")]
pub(crate) fn lacking<T>(decode: impl FnOnce() -> T) -> (T, Vec<Lack>) {
    let outer = LACKS.replace(Some(Vec::new()));
    let decoded = decode();
    let lacks = LACKS.replace(outer).unwrap_or_default();
    (decoded, lacks)
}

/// Whether anybody listens.
#[cfg(feature = "client")]
pub(crate) fn wants_lacks() -> bool {
    LACKS.with_borrow(Option::is_some)
}

/// Notes places where something was filled in.
#[cfg(feature = "client")]
pub(crate) fn note_lacks(paths: Vec<String>) {
    LACKS.with_borrow_mut(|lacks| {
        let Some(lacks) = lacks else {
            return;
        };
        for path in paths {
            if let Some(known) = lacks.iter_mut().find(|lack| lack.path == path) {
                known.count += 1;
            } else if lacks.len() < DIFFERENT {
                lacks.push(Lack { path, count: 1 });
            }
        }
    });
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
    DateTime,
    Secret,
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
