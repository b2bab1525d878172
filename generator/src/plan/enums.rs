//! Enums of values that the document lists.

use serde::Serialize;

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
}

impl<T: Clone> Enum<T> {
    pub(super) fn of(values: &[EnumValue<T>], names: &TypeNames) -> Self {
        let variants = values.iter().zip(&names.variants);
        Self {
            variants: variants
                .map(|(value, name)| Variant {
                    name: Ident::of_escaped(name),
                    value: value.value.clone(),
                })
                .collect(),
            unknown: Ident::of_escaped(&names.unknown),
        }
    }
}
