//! What a tag becomes: a module, an accessor, a feature.

use serde::Serialize;

use super::Planner;
use super::docs::{Docs, Text, code};
use super::features::Condition;
use crate::names::Ident;

/// A group of operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tag {
    /// Its name in the document.
    pub wire: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// The module, and the client's method.
    pub module: Ident,
    /// The file of the module.
    pub file: String,
    /// The file of the mocks of its operations.
    pub mocks_file: String,
    /// The accessor's type.
    pub accessor: Ident,
    /// The cargo feature.
    pub feature: String,
    /// What the module needs.
    pub condition: Condition,
    /// What it needs besides the client.
    pub condition_in_client: Condition,
    /// The documentation of the client's method.
    pub docs: Docs,
    /// The documentation of the accessor.
    pub accessor_docs: Docs,
    /// Its operations, by their places among [`Crate::operations`](super::Crate::operations).
    pub operations: Vec<usize>,
}

impl Planner<'_> {
    pub(super) fn tags(&self) -> Vec<Tag> {
        (0..self.api.tags.len())
            .map(|index| self.tag(index))
            .collect()
    }

    fn tag(&self, index: usize) -> Tag {
        let (tag, names) = (&self.api.tags[index], &self.names.tags[index]);
        let module = names.module.clone();
        let mut text = Text::default();
        match &tag.description {
            Some(description) => text.foreign(description, self.names_alone()),
            None => text.own(format!("The operations tagged `{}`.", code(&tag.name))),
        }
        let docs = text.docs();
        text.own(format!(
            "[`Client::{module}`](crate::Client::{module}) gives it."
        ));
        let operations = self.api.operations.iter().enumerate();
        let own = operations.filter(|(_, operation)| operation.tag.0 == index);
        Tag {
            wire: tag.name.clone(),
            description: tag.description.clone(),
            file: format!("src/{}.rs", module.plain()),
            mocks_file: format!("src/testing/mocks/{}.rs", module.plain()),
            module,
            accessor: names.ty.clone(),
            feature: names.feature.clone(),
            condition: self.tag_condition(index),
            condition_in_client: self.tag_condition_in_client(index),
            docs,
            accessor_docs: match self.config.mount {
                Some(_) => Docs::default(),
                None => text.docs(),
            },
            operations: own.map(|(index, _)| index).collect(),
        }
    }
}
