//! Routes that a document's texts name, as the methods that call them.
//!
//! Whoever wrote the document could only point at `GET /rooms/{id}`. A reader of the crate wants
//! `get_room`, and to get there with a click.

use std::collections::HashMap;

use super::Context;
use crate::ir::{Api, Gate};
use crate::template;

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
    format!("{method} {}", template::anonymous(path))
}

/// Where a text stands, which decides how it can name a method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    context: &'a Context<'a>,
    /// What has to be switched on for the text to be there, if it belongs to an operation.
    gate: Option<Gate>,
}

impl<'a> Site<'a> {
    /// Beside the operations of a tag, and there whenever `gate` is open.
    pub(crate) fn at_operation(context: &'a Context<'a>, gate: Gate) -> Self {
        Self {
            context,
            gate: Some(gate),
        }
    }

    /// Anywhere else.
    pub(crate) fn elsewhere(context: &'a Context<'a>) -> Self {
        Self {
            context,
            gate: None,
        }
    }

    /// The method of a route, as code between backticks.
    pub(crate) fn method(self, route: &str) -> Option<String> {
        let index = self.context.routes.find(route)?;
        Some(format!("`{}`", self.call(index)))
    }

    /// The method of a route, with a link to it where the method is there whenever the text is.
    pub(crate) fn link(self, route: &str) -> Option<String> {
        let index = self.context.routes.find(route)?;
        let target = self.context.api.operations[index].gate();
        let code = self.call(index);
        if !self.gate.is_some_and(|gate| target.covers(gate)) {
            return Some(format!("`{code}`"));
        }
        let accessor = &self.context.names.tags[target.tag.0].ty;
        Some(format!("[`{code}`]({accessor}::{code})"))
    }

    /// The method's name, behind its accessor's where the reader is not at it already.
    fn call(self, index: usize) -> String {
        let names = self.context.names;
        let tag = self.context.api.operations[index].tag;
        let method = names.operations[index].method.trim_start_matches("r#");
        if self.gate.is_some_and(|gate| gate.tag == tag) {
            return method.to_owned();
        }
        let accessor = names.tags[tag.0].module.trim_start_matches("r#");
        format!("{accessor}().{method}")
    }
}
