//! What each operation sends and yields.

use serde::Serialize;

use super::Planner;
use super::answers::Answers;
use super::bodies::Body;
use super::docs::{Deprecated, Docs, Text, code, two_lines};
use super::features::Condition;
use super::mocks::MockExample;
use super::paging::Paging;
use super::parameters::Parameter;
use crate::ir;
use crate::names::Ident;

/// An operation of the document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// Where it stands in the document.
    pub pointer: String,
    /// Its method and path: `GET /rooms/{id}`.
    pub route: String,
    /// The name that logs and fake transports know it by.
    pub id: String,
    /// The method that it is sent with.
    pub http_method: String,
    /// The path template.
    pub path: String,
    /// The tag that carries it, by its place among [`Crate::tags`](super::Crate::tags).
    pub tag: usize,
    /// The accessor's method.
    pub method: Ident,
    /// The type that stands for it.
    pub marker: Ident,
    /// The features that it needs within the module of its tag.
    pub condition: Condition,
    /// What has to be switched on for it.
    #[serde(skip)]
    pub(crate) gate: ir::Gate,
    /// Whether it is not final.
    pub is_preview: bool,
    /// Since when the service has it no more.
    pub retired_since: Option<String>,
    /// The documentation of the accessor's method.
    pub docs: Docs,
    /// Set when it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// The documentation of the marker.
    pub marker_docs: Docs,
    /// Alternatives, each the schemes that are needed together.
    pub security: Vec<Vec<String>>,
    /// Whether a repeated call does no harm, where the document says so.
    pub retry_safe: Option<bool>,
    /// The address of its own that it goes to.
    pub base: Option<String>,
    /// What it is given besides its body.
    pub parameters: Vec<Parameter>,
    /// What it yields.
    pub answers: Answers,
    /// Its body.
    pub body: Option<Body>,
    /// How its pages are walked.
    pub paging: Option<Paging>,
    /// What a mock of it answers that is told nothing.
    pub mock_example: Option<MockExample>,
}

impl Operation {
    /// Whether anything of what it sends is checked.
    pub fn is_checked(&self) -> bool {
        let parameters = &self.parameters;
        parameters.iter().any(|parameter| parameter.rule.is_some())
            || self.body.as_ref().is_some_and(Body::is_checked)
    }
}

impl Planner<'_> {
    pub(super) fn operations(&self) -> Vec<Operation> {
        let count = self.api.operations.len();
        (0..count).map(|index| self.operation(index)).collect()
    }

    fn operation(&self, index: usize) -> Operation {
        let operation = &self.api.operations[index];
        let names = &self.names.operations[index];
        let method = names.method.clone();
        let links = self.links_beside(operation.gate());
        Operation {
            pointer: operation.pointer.0.clone(),
            route: format!("{} {}", operation.method.as_str(), operation.path),
            id: operation
                .id
                .clone()
                .unwrap_or_else(|| method.plain().to_owned()),
            http_method: operation.method.as_str().to_owned(),
            path: operation.path.clone(),
            tag: operation.tag.0,
            marker: names.marker.clone(),
            condition: self.operation_condition(operation),
            gate: operation.gate(),
            is_preview: operation.gate().preview,
            retired_since: retired_since(operation),
            docs: self.method_docs(index),
            deprecated: Deprecated::of(&operation.docs, links),
            marker_docs: self.marker_docs(operation, &method),
            security: self.security(operation),
            retry_safe: operation.retry_safe,
            base: operation.servers.first().map(|server| server.url.clone()),
            parameters: self.parameters(operation, names),
            answers: self.answers(operation, names),
            body: self.body(operation, names),
            mock_example: self.mock_example(index),
            paging: self.paging(operation),
            method,
        }
    }

    fn security(&self, operation: &ir::Operation) -> Vec<Vec<String>> {
        let schemes = &self.api.security_schemes;
        let name = |need: &ir::SecurityRequirement| schemes[need.scheme].name.clone();
        let alternatives = operation.security.iter();
        alternatives
            .map(|alternative| alternative.iter().map(name).collect())
            .collect()
    }

    fn marker_docs(&self, operation: &ir::Operation, method: &Ident) -> Docs {
        let accessor = &self.names.tags[operation.tag.0].ty;
        let route = format!("`{} {}`.", operation.method.as_str(), code(&operation.path));
        let mut text = Text::default();
        text.verbatim(two_lines(
            &format!("The operation behind [`{accessor}::{}`]:", method.plain()),
            &route,
        ));
        text.docs()
    }
}

fn retired_since(operation: &ir::Operation) -> Option<String> {
    operation.docs.deprecated.as_ref()?.retired_since.clone()
}
