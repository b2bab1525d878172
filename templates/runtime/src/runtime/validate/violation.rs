//! What breaks a limit, for programs and for people. No text of a value stands in it: what was too
//! long may be a secret.

use std::error::Error;
use std::fmt;

/// So many violations are shown; all of them are kept.
const SHOWN: usize = 10;

/// One value that breaks one limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(crate) origin: Origin,
    pub(crate) pointer: String,
    pub(crate) keyword: &'static str,
    pub(crate) message: String,
}

/// What was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A value, by itself.
    #[default]
    Value,
    /// The body of a request.
    #[cfg(feature = "client")]
    Body,
    /// A parameter of a request.
    #[cfg(feature = "client")]
    Parameter {
        /// Where it goes, such as `query`.
        place: &'static str,
        /// Its name in the document.
        name: &'static str,
    },
}

impl Violation {
    /// The parameter that the value is, or is in, by its name in the document; `None` for values of
    /// a body or of a model.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn parameter(&self) -> Option<&'static str> {
        match self.origin {
            Origin::Parameter { name, .. } => Some(name),
            Origin::Value | Origin::Body => None,
        }
    }

    /// The way to the value, as a JSON pointer (RFC 6901) from the parameter, the body or the model;
    /// empty for that itself.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The keyword of JSON Schema that sets the limit, such as `maxLength`.
    #[must_use]
    pub fn keyword(&self) -> &'static str {
        self.keyword
    }

    /// How the limit is broken, such as `5001 characters, at most 5000 are allowed`.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.origin {
            #[cfg(feature = "client")]
            Origin::Parameter { place, name } => write!(f, "{place} parameter {name}")?,
            #[cfg(feature = "client")]
            Origin::Body if self.pointer.is_empty() => f.write_str("the body")?,
            Origin::Value if self.pointer.is_empty() => f.write_str("the value")?,
            _ => {}
        }
        write!(f, "{}: {}", self.pointer, self.message)
    }
}

/// Everything that breaks a limit, one at least, in the order of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations(pub(crate) Vec<Violation>);

impl Violations {
    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.iter().take(SHOWN).enumerate() {
            let lead = if index == 0 { "" } else { "; " };
            write!(f, "{lead}{violation}")?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl Error for Violations {}
