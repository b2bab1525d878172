//! What readers of the documentation see of an operation: its route, what it is given, what it yields,
//! how it fails.

use super::answers::{AnswerType, Answers, Output};
use super::docs::{Docs, Text, code, two_lines, value_notes};
use super::paging::Paging;
use super::routes::Links;
use super::{Planner, TypeRef, examples};
use crate::ir::reading::{self, specificity};
use crate::ir::{self, Content, Items, Part, PartContent, Status};
use crate::names::{Ident, OperationNames};

impl Planner<'_> {
    /// The documentation of the accessor's method.
    pub(super) fn method_docs(&self, index: usize) -> Docs {
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
        let answers = self.answers(operation, &self.names.operations[index]);
        text.own(self.return_note(&answers, self.paging(operation).as_ref()));
        if let Some((items, _)) = reading::stream(operation) {
            text.own(stream_note(operation, items));
        }
        if let Some(lines) = self.argument_lines(operation, &self.names.operations[index]) {
            text.verbatim(lines);
        }
        if let Some(body) = &operation.body {
            for note in body_notes(body, &self.names.operations[index]) {
                text.verbatim(note);
            }
        }
        if let Some(lines) = self.setter_lines(operation, &self.names.operations[index]) {
            text.verbatim(lines);
        }
        text.verbatim(self.error_lines(operation, &answers));
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
            let notes = parameter_notes(parameter, links)?;
            Some(format!("- `{}`: {notes}", name.plain()))
        });
        let lines: Vec<String> = lines.collect();
        (!lines.is_empty()).then(|| format!("# Arguments\n\n{}", lines.join("\n")))
    }

    /// The setters of a call: each optional parameter with what it is.
    fn setter_lines(&self, operation: &ir::Operation, names: &OperationNames) -> Option<String> {
        let links = self.links_beside(operation.gate());
        let line = |name: &Ident, notes: Option<String>| {
            // The setters of one operation are a block of their own on the page of calls.
            let place = format!("Call#impl-Call%3C{},+M%3E", names.marker.plain());
            let colon = notes.as_ref().map_or("", |_| ": ");
            let notes = notes.unwrap_or_default();
            format!("- [`{}`]({place}){colon}{notes}", name.plain())
        };
        let parameters = operation.parameters.iter().zip(&names.parameters);
        let optional = parameters.filter(|(parameter, _)| !parameter.required);
        let mut lines: Vec<String> = optional
            .map(|(parameter, name)| line(name, parameter_notes(parameter, links)))
            .collect();
        if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
            let notes = Text::of(&body.docs, "The body.", links).first_line();
            lines.push(line(&names.body, Some(notes)));
        }
        (!lines.is_empty()).then(|| {
            format!(
                "# Optional parameters\n\nSetters of the call:\n\n{}",
                lines.join("\n")
            )
        })
    }

    /// What a call yields, and how its pages are walked.
    fn return_note(&self, answers: &Answers, paging: Option<&Paging>) -> String {
        let output = match &answers.output {
            Output::One(value) if value.ty == AnswerType::Empty => String::from("nothing"),
            Output::One(value) => self.linked_answer(&value.ty),
            Output::Optional { value, .. } => {
                format!(
                    "{}, or nothing where the answer is empty",
                    self.linked_answer(&value.ty)
                )
            }
            Output::Enum(one) => format!("[`{}`]", one.name),
        };
        match paging {
            None => format!("Returns {output}."),
            Some(paging) => format!(
                "Returns one page, {output}. [`items`](Call::items) walks all of them and gives each \
                 {}, [`pages`](Call::pages) gives them page by page.",
                self.linked(&paging.item)
            ),
        }
    }

    /// The statuses that the document names for failures, with the types of their bodies.
    fn error_lines(&self, operation: &ir::Operation, answers: &Answers) -> String {
        let mut errors: Vec<&ir::Response> = operation.responses.iter().collect();
        errors.retain(|response| !response.success);
        errors.sort_by_key(|response| specificity(response.status));
        let mut groups: Vec<(Option<String>, Vec<String>)> = Vec::new();
        for response in errors {
            let body = response.json().map(|ty| self.linked(&self.ty(ty)));
            let status = status(response.status);
            match groups.iter_mut().find(|(known, _)| *known == body) {
                Some((_, statuses)) => statuses.push(status),
                None => groups.push((body, vec![status])),
            }
        }
        let mut text = String::from("# Errors\n\nSee [`Error`](crate::runtime::Error).");
        let bodies = match &answers.failure {
            Some(Output::Enum(one)) => format!(" as [`{}`]", one.name),
            _ => String::new(),
        };
        match (groups.is_empty(), answers.failure.is_some()) {
            (true, _) => return text,
            (false, false) => text.push_str(" The document names these answers:"),
            (false, true) => text.push_str(&format!(
                " The document names these answers;\n\
                 [`Error::failure`](crate::runtime::Error::failure) gives their bodies{bodies}:"
            )),
        }
        let lines: Vec<String> = groups.into_iter().map(error_line).collect();
        text.push_str("\n\n");
        text.push_str(&lines.join("\n"));
        text
    }

    fn linked_answer(&self, ty: &AnswerType) -> String {
        match ty {
            AnswerType::Type(inner) => self.linked(inner),
            AnswerType::Event(inner) => self.link_to(inner, &ty.to_string()),
            AnswerType::Items(item) => match &**item {
                AnswerType::Type(inner) | AnswerType::Event(inner) => {
                    self.link_to(inner, &ty.to_string())
                }
                _ => format!("`{ty}`"),
            },
            AnswerType::Bytes => String::from("bytes"),
            AnswerType::Empty => format!("`{ty}`"),
        }
    }

    /// A type as code, with a link to the model in it.
    fn linked(&self, ty: &TypeRef) -> String {
        self.link_to(ty, &ty.to_string())
    }

    fn link_to(&self, ty: &TypeRef, text: &str) -> String {
        let mount = self.config.mount.as_deref();
        match ty.model() {
            Some(model) => {
                let root = mount.unwrap_or("crate");
                format!("[`{text}`]({root}::models::{})", model.name)
            }
            None => format!("`{text}`"),
        }
    }
}

/// What a parameter is, on one line.
fn parameter_notes(parameter: &ir::Parameter, links: Links<'_>) -> Option<String> {
    let mut notes = vec![Text::of(&parameter.docs, "", links).first_line()];
    notes.extend(value_notes(&parameter.docs, &parameter.limits));
    notes.retain(|note| !note.is_empty());
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}xx"),
        Status::Default => String::from("any other"),
    }
}

fn error_line((body, statuses): (Option<String>, Vec<String>)) -> String {
    let statuses = statuses.join(", ");
    match body {
        Some(body) => format!("- {statuses}: {body}"),
        None => format!("- {statuses}"),
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
        let argument = &names.media_type;
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
