//! What each operation sends and yields.

use serde::Serialize;

use super::Planner;
use crate::names::Ident;

/// An operation of the document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// Where it stands in the document.
    pub pointer: String,
    /// Its method and path: `GET /rooms/{id}`.
    pub route: String,
    /// The accessor's method.
    pub method: Ident,
}

impl Planner<'_> {
    pub(super) fn operations(&self) -> Vec<Operation> {
        let operations = self.api.operations.iter().zip(&self.names.operations);
        operations
            .map(|(operation, names)| Operation {
                pointer: operation.pointer.0.clone(),
                route: format!("{} {}", operation.method.as_str(), operation.path),
                method: Ident::of_escaped(&names.method),
            })
            .collect()
    }
}
