//! What all types have in common that keep a text as it came and make sense of it when asked.

/// Implements for a tuple struct of one `String` with `Default`, which has `value() -> Option<_>`:
/// reading it from a text that makes sense, showing it, and its order (by value, then by text; what
/// makes no sense comes first). A value without an order of its own is given by another method.
macro_rules! text_type {
    ($name:ident, $wanted:literal) => {
        text_type!($name, $wanted, value);
    };
    ($name:ident, $wanted:literal, $value:ident) => {
        impl $name {
            /// The text as it came, or as it will be sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            /// Keeps the text, whether it makes sense or not. `parse` looks at it.
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            /// Keeps the text, whether it makes sense or not. `parse` looks at it.
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&String> for $name {
            /// Keeps the text, whether it makes sense or not. `parse` looks at it.
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        impl crate::runtime::model::Missing for $name {
            fn missing() -> Self {
                Self::default()
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::runtime::model::InvalidDateTime;

            /// Keeps the text when `value` can make sense of it.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let kept = Self(text.to_owned());
                match kept.$value() {
                    Some(_) => Ok(kept),
                    None => Err(crate::runtime::model::InvalidDateTime {
                        wanted: $wanted,
                        text: kept.0,
                    }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                let by_value = self.$value().cmp(&other.$value());
                by_value.then_with(|| self.0.cmp(&other.0))
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
    };
}

pub(super) use text_type;
