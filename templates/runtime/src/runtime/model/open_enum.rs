//! Enums that keep values which the document does not name.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Reads a JSON string into a type that every text can become, such as an open enum.
///
/// # Errors
///
/// Fails on anything but a string.
pub fn from_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    deserializer.deserialize_str(Text(PhantomData))
}

/// Sees the text borrowed, so that a known value costs no allocation.
struct Text<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}

#[cfg(test)]
mod tests {
    use super::from_text;

    #[test]
    fn any_string_is_read() {
        let mut reader = serde_json::Deserializer::from_str(r#""a\n""#);
        let read: String = from_text(&mut reader).expect("a string");
        assert_eq!(read, "a\n");
    }

    #[test]
    fn a_number_is_refused() {
        let mut reader = serde_json::Deserializer::from_str("1");
        assert!(from_text::<_, String>(&mut reader).is_err());
    }
}
