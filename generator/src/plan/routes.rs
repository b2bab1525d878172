//! Routes that a document's texts name, as the methods that call them.
//!
//! Whoever wrote the document could only point at `GET /rooms/{id}`. A reader of the crate wants
//! `get_room`, and to get there with a click.

use std::collections::HashMap;

use super::Planner;
use crate::ir::{Api, Gate};
use crate::url_template;

/// The operations of a document by their routes.
#[derive(Debug)]
pub(crate) struct Routes {
    operations: HashMap<String, usize>,
}

impl Routes {
    pub(crate) fn of(api: &Api) -> Self {
        let operations = api.operations.iter().enumerate();
        let operations = operations
            .map(|(index, operation)| (key(operation.method.as_str(), &operation.path), index));
        Self {
            operations: operations.collect(),
        }
    }

    /// The operation that a text such as `GET /rooms/{id}` names.
    fn find(&self, text: &str) -> Option<usize> {
        let (method, path) = text.trim().split_once(char::is_whitespace)?;
        self.operations.get(&key(method, path.trim())).copied()
    }
}

/// Two routes never differ in the names of variables alone.
fn key(method: &str, path: &str) -> String {
    format!("{method} {}", url_template::anonymous(path))
}

/// How a text may point at methods, which depends on where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Links<'a> {
    planner: &'a Planner<'a>,
    /// What has to be switched on for the text to be there, if it belongs to an operation.
    gate: Option<Gate>,
}

impl<'a> Planner<'a> {
    /// For a text beside the operations of a tag that is there whenever `gate` is open.
    pub(crate) fn links_beside(&'a self, gate: Gate) -> Links<'a> {
        Links {
            planner: self,
            gate: Some(gate),
        }
    }

    /// For any other text: it names methods and does not link to them, for they may not be there.
    pub(crate) fn names_alone(&'a self) -> Links<'a> {
        Links {
            planner: self,
            gate: None,
        }
    }
}

impl Links<'_> {
    /// The method of a route, as code between backticks.
    pub(crate) fn method(self, route: &str) -> Option<String> {
        let index = self.planner.routes.find(route)?;
        Some(format!("`{}`", self.call(index)))
    }

    /// The method of a route, with a link to it where the method is there whenever the text is.
    pub(crate) fn link(self, route: &str) -> Option<String> {
        let index = self.planner.routes.find(route)?;
        let target = self.planner.api.operations[index].gate();
        let code = self.call(index);
        if !self.gate.is_some_and(|gate| target.covers(gate)) {
            return Some(format!("`{code}`"));
        }
        let accessor = &self.planner.names.tags[target.tag.0].ty;
        Some(format!("[`{code}`]({accessor}::{code})"))
    }

    /// The method's name, behind its accessor's where the reader is not at it already.
    fn call(self, index: usize) -> String {
        let names = self.planner.names;
        let tag = self.planner.api.operations[index].tag;
        let method = names.operations[index].method.plain();
        if self.gate.is_some_and(|gate| gate.tag == tag) {
            return method.to_owned();
        }
        let accessor = names.tags[tag.0].module.plain();
        format!("{accessor}().{method}")
    }
}
