//! Enums of values that the document lists.

use std::fmt::Display;

use serde::Serialize;

use super::Planner;
use super::docs::{Docs, Text, code};
use crate::ir::EnumValue;
use crate::names::{Ident, TypeNames};

/// An enum of values. It has room for those that the document does not list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Enum<T> {
    /// The variants, in the order of the document.
    pub variants: Vec<Variant<T>>,
    /// The variant for values that the document does not list.
    pub unknown: Ident,
}

/// A variant for one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant<T> {
    /// Its name.
    pub name: Ident,
    /// Its value in JSON.
    pub value: T,
    /// What it means.
    pub docs: Docs,
}

impl Planner<'_> {
    pub(super) fn enumeration<T: Clone + Display>(
        &self,
        values: &[EnumValue<T>],
        names: &TypeNames,
    ) -> Enum<T> {
        let variants = values.iter().zip(&names.variants);
        Enum {
            variants: variants
                .map(|(value, name)| Variant {
                    name: name.clone(),
                    value: value.value.clone(),
                    docs: self.variant_docs(value),
                })
                .collect(),
            unknown: names.unknown.clone(),
        }
    }

    fn variant_docs<T: Display>(&self, value: &EnumValue<T>) -> Docs {
        let wire = value.value.to_string();
        let mut text = Text::default();
        match &value.description {
            Some(description) => {
                text.foreign(description, self.names_alone());
                text.own(format!("Sent as `{}`.", code(&wire)));
            }
            None if wire.is_empty() => text.own("The empty text."),
            None => text.own(format!("`{}`.", code(&wire))),
        }
        text.docs()
    }
}
