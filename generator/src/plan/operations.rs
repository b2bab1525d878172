//! What each operation sends and yields.

use serde::Serialize;

use super::answers::Answers;
use super::bodies::Body;
use super::docs::{Deprecated, Docs, Text, code, two_lines, value_notes};
use super::features::Condition;
use super::mocks::MockExample;
use super::paging::Paging;
use super::parameters::Parameter;
use super::{Planner, examples};
use crate::ir::reading;
use crate::ir::{self, Content, Items, Part, PartContent};
use crate::names::{Ident, OperationNames};

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

    fn method_docs(&self, index: usize) -> Docs {
        let operation = &self.api.operations[index];
        let route = format!("{} {}", operation.method.as_str(), code(&operation.path));
        let links = self.links_beside(operation.gate());
        let mut text = Text::of(&operation.docs, &format!("`{route}`."), links);
        text.own(format!("Route: `{route}`."));
        for note in self.feature_notes(operation) {
            text.own(note);
        }
        if let Some(permissions) = &operation.permissions {
            text.own(permission_note(permissions.all, &permissions.names));
        }
        let scopes = scopes(operation);
        if !scopes.is_empty() {
            text.own(format!("Scopes: {}.", list(&scopes)));
        }
        if let Some(lines) = self.argument_lines(operation, &self.names.operations[index]) {
            text.verbatim(lines);
        }
        if let Some(body) = &operation.body {
            for note in body_notes(body, &self.names.operations[index]) {
                text.verbatim(note);
            }
        }
        if let Some((items, _)) = reading::stream(operation) {
            text.own(stream_note(operation, items));
        }
        if self.config.mount.is_none()
            && let Some(example) = examples::call(self, index)
        {
            text.verbatim(format!("# Examples\n\n```no_run\n{example}\n```"));
        }
        text.docs()
    }

    /// What each required argument is.
    fn argument_lines(&self, operation: &ir::Operation, names: &OperationNames) -> Option<String> {
        let links = self.links_beside(operation.gate());
        let parameters = operation.parameters.iter().zip(&names.parameters);
        let required = parameters.filter(|(parameter, _)| parameter.required);
        let lines = required.filter_map(|(parameter, name)| {
            let text = Text::of(&parameter.docs, "", links).first_line();
            let mut notes = vec![text];
            notes.extend(value_notes(&parameter.docs, &parameter.limits));
            notes.retain(|note| !note.is_empty());
            let name = name.clone();
            (!notes.is_empty()).then(|| format!("- `{}`: {}", name.plain(), notes.join(" ")))
        });
        let lines: Vec<String> = lines.collect();
        (!lines.is_empty()).then(|| format!("# Arguments\n\n{}", lines.join("\n")))
    }
}

/// What a caller has to know of the forms of a body.
fn body_notes(body: &ir::Body, names: &OperationNames) -> Vec<String> {
    let mut notes = Vec::new();
    let first = code(&body.form().media_type);
    if body.forms.len() > 1 {
        notes.push(two_lines(
            &format!("The body is sent as `{first}` unless another variant of"),
            &format!("[`{}`] is given.", names.content),
        ));
    } else if body.form().is_range() {
        let argument = names.media_type.clone();
        notes.push(format!(
            "`{}` is the media type of the body, within `{first}`.",
            argument.plain()
        ));
    }
    for form in &body.forms {
        if let Content::Multipart(parts) = &form.content
            && !parts.is_empty()
        {
            let lines: Vec<String> = parts.iter().map(part_line).collect();
            notes.push(format!("Parts of the form:\n\n{}", lines.join("\n")));
        }
    }
    notes
}

/// What a part of a form is.
fn part_line(part: &Part) -> String {
    let kind = match part.content {
        PartContent::Text(_) => "text",
        PartContent::Json(_) => "JSON",
        PartContent::File => "a file",
        PartContent::Files => "files",
    };
    let need = match part.required {
        true => "required",
        false => "optional",
    };
    let types = part.media_types.iter();
    let types: Vec<String> = types.map(|one| format!("`{}`", code(one))).collect();
    let types = match types.as_slice() {
        [] => String::new(),
        all => format!(", {}", all.join(" or ")),
    };
    format!("- `{}`: {kind}, {need}{types}", code(&part.name))
}

fn stream_note(operation: &ir::Operation, items: &Items) -> String {
    let what = match reading::is_events(items) {
        true => "events",
        false => "items",
    };
    if reading::is_stream_alone(operation) {
        return format!(
            "The answer is a stream of {what}: `into_items` gives them as they come, `send` all of \
             them once the stream has ended."
        );
    }
    format!(
        "The answer can be a stream of {what}: `into_items` in place of `send` gives them as they \
         come."
    )
}

fn retired_since(operation: &ir::Operation) -> Option<String> {
    operation.docs.deprecated.as_ref()?.retired_since.clone()
}

fn permission_note(all: bool, names: &[String]) -> String {
    match names {
        [] => "Permissions: none.".to_owned(),
        [one] => format!("Permission: `{}`.", code(one)),
        several if all => format!("Permissions: all of {}.", list(several)),
        several => format!("Permissions: any of {}.", list(several)),
    }
}

fn scopes(operation: &ir::Operation) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for requirement in operation.security.iter().flatten() {
        for scope in &requirement.scopes {
            if !scopes.contains(scope) {
                scopes.push(scope.clone());
            }
        }
    }
    scopes
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", code(name)))
        .collect();
    names.join(", ")
}
