//! Enums that keep values which the document does not list: everything about them but their variants.

#![expect(
    clippy::allow_attributes,
    reason = "whether an emitted crate uses the macros depends on its document"
)]

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Implements what an enum of texts has besides `KNOWN` and `as_str`: reading it from any text,
/// showing it, and its JSON. `$unknown` is the variant for values that the document does not list.
#[allow(unused_macros, reason = "not every document has such enums")]
macro_rules! text_enum {
    ($name:ident, $unknown:ident) => {
        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                let known = Self::KNOWN.iter().find(|known| known.as_str() == value);
                known
                    .cloned()
                    .unwrap_or_else(|| Self::$unknown(value.to_owned()))
            }
        }

        impl From<&String> for $name {
            fn from(value: &String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(value: &str) -> Result<Self, std::convert::Infallible> {
                Ok(Self::from(value))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value: Self = crate::runtime::model::from_text(deserializer)?;
                if let Self::$unknown(text) = &value {
                    crate::runtime::model::note_unknown(stringify!($name), text);
                }
                Ok(value)
            }
        }

        impl crate::runtime::model::Missing for $name {
            fn missing() -> Self {
                Self::$unknown(String::new())
            }
        }
    };
}

/// The same for an enum of integers, which has `KNOWN` and `value`.
#[allow(unused_macros, reason = "not every document has such enums")]
macro_rules! integer_enum {
    ($name:ident, $unknown:ident) => {
        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                let known = Self::KNOWN.iter().find(|known| known.value() == value);
                known.copied().unwrap_or(Self::$unknown(value))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.value())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.value())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number: i64 = crate::runtime::model::whole(deserializer)?;
                let value = Self::from(number);
                if let Self::$unknown(number) = &value {
                    crate::runtime::model::note_unknown(stringify!($name), number);
                }
                Ok(value)
            }
        }

        impl crate::runtime::model::Missing for $name {
            fn missing() -> Self {
                Self::from(0)
            }
        }
    };
}

#[allow(unused_imports, reason = "not every document has such enums")]
pub(crate) use {integer_enum, text_enum};

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
    use crate::runtime::model::{Missing, collecting_unknown};

    #[derive(Clone, Debug, PartialEq, Eq)]
    enum Color {
        Red,
        Unknown(String),
    }

    impl Color {
        const KNOWN: &'static [Self] = &[Self::Red];

        fn as_str(&self) -> &str {
            match self {
                Self::Red => "red",
                Self::Unknown(value) => value,
            }
        }
    }

    text_enum!(Color, Unknown);

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Level {
        N1,
        Unknown(i64),
    }

    impl Level {
        const KNOWN: &'static [Self] = &[Self::N1];

        fn value(self) -> i64 {
            match self {
                Self::N1 => 1,
                Self::Unknown(value) => value,
            }
        }
    }

    integer_enum!(Level, Unknown);

    #[test]
    fn texts_are_read_and_written_back() {
        let (read, notes) = collecting_unknown(|| {
            serde_json::from_str::<Vec<Color>>(r#"["red","blue",""]"#).expect("texts are colors")
        });
        let blue = Color::Unknown("blue".to_owned());
        assert_eq!(read, [Color::Red, blue, Color::missing()]);
        assert_eq!(
            serde_json::to_string(&read).unwrap(),
            r#"["red","blue",""]"#
        );
        let noted: Vec<_> = notes
            .iter()
            .map(|note| (note.model, &*note.value))
            .collect();
        assert_eq!(noted, [("Color", "blue"), ("Color", "")]);
        assert_eq!("red".parse(), Ok(Color::Red));
        assert_eq!(Color::from("blue".to_owned()).to_string(), "blue");
        assert_eq!(Color::Red.as_ref(), "red");
    }

    #[test]
    fn integers_are_read_and_written_back() {
        let (read, notes) =
            collecting_unknown(|| serde_json::from_str::<Vec<Level>>("[1,7]").unwrap());
        assert_eq!(read, [Level::N1, Level::Unknown(7)]);
        assert_eq!(serde_json::to_string(&read).unwrap(), "[1,7]");
        assert_eq!(notes[0].model, "Level");
        assert_eq!(Level::from(1).to_string(), "1");
        assert_eq!(Level::missing(), Level::Unknown(0));
    }

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
