//! Which alternative of a union a JSON value is.
//!
//! In comes the value and a table of what the alternatives look like, out comes the index of the
//! alternative to read it as. A value that is to be kept as it came is kept by the union itself.

mod choice;
mod fit;
mod shape;

use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::runtime::model::{Whole, unknown};

pub use choice::{choose, tag};
pub use shape::{Object, Rest, Scalar, Shape, Tag, Tuple, Union};

/// The value as a type, or `None` when it does not fit.
#[must_use]
pub fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    unknown::attempt(|| T::deserialize(value).ok())
}

/// The value as whole numbers, or `None` when it does not fit.
#[must_use]
pub fn read_whole<T: Whole>(value: &Value) -> Option<T> {
    T::whole(value).ok()
}

/// Whether a value means something to a type of texts, or `None` when the type does not read it. What is
/// read from a number means nothing certain.
#[must_use]
pub fn format<T: DeserializeOwned + FromStr>(value: &Value) -> Option<bool> {
    match value {
        Value::String(text) => Some(text.parse::<T>().is_ok()),
        other => T::deserialize(other).ok().map(|_| false),
    }
}

/// A value that a union keeps as it came. It is noted by its discriminator if it has one, and
/// otherwise by its kind.
#[cold]
#[must_use]
pub fn kept(model: &'static str, value: Value, union: &Union) -> Value {
    let discriminator = union.tag.as_ref();
    match discriminator.and_then(|by| tag(&value, by.property)) {
        Some(tag) => unknown::note_unknown(model, &tag),
        None => unknown::note_unknown(model, &Kind(&value)),
    }
    value
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

#[cfg(test)]
mod tests;
