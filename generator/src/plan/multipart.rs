//! Multipart forms: the type of each, and what its parts are.

use serde::Serialize;

use super::bodies::Declared;
use super::docs::{Docs, Text, code};
use super::parameters::Style;
use super::types::not_null;
use super::{Argument, Planner, TypeRef};
use crate::ir;
use crate::names::{FormNames, Ident, PartNames};

/// The type of a multipart form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MultipartForm {
    /// Its name.
    pub name: Ident,
    /// The documentation of `new`.
    pub new_docs: Docs,
    /// Its parts, in the order of the document.
    pub parts: Vec<Part>,
}

/// A part of a multipart form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Its name on the wire.
    pub wire: String,
    /// The argument of `new`, or the setter.
    pub setter: Ident,
    /// Whether the form needs it.
    pub required: bool,
    /// The documentation of the setter.
    pub docs: Docs,
    /// The media types that it may have, ranges among them.
    pub media_types: Vec<String>,
    /// How its value becomes text, and whether it is exploded, where the document says so.
    pub style: Option<(Style, bool)>,
    /// What it holds.
    pub content: PartContent,
    /// The headers that it may have.
    pub headers: Vec<PartHeader>,
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartContent {
    /// A value that goes as text.
    Text(PartValue),
    /// A value that goes as JSON.
    Json(PartValue),
    /// A file.
    File,
    /// Several files under one name.
    Files,
}

/// The value of a part or of one of its headers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartValue {
    /// Its type.
    pub ty: TypeRef,
    /// How a caller gives it.
    pub argument: Argument,
}

/// A header of a part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartHeader {
    /// Its name on the wire.
    pub wire: String,
    /// The method that sets it.
    pub setter: Ident,
    /// The documentation of that method.
    pub docs: Docs,
    /// Its value.
    pub value: PartValue,
}

impl MultipartForm {
    /// What users can name of it.
    pub(super) fn declare(&self, all: &mut Vec<Declared>) {
        let owner = self.name.plain();
        let mut push = |name: &str, text: String| all.push(Declared::new(owner, name, text));
        push("", String::new());
        let required = self.parts.iter().filter(|part| part.required);
        let required = required.map(|part| format!("{}: {}", part.setter, part.argument()));
        let required: Vec<String> = required.collect();
        push("new", format!("fn new({}) -> Self", required.join(", ")));
        for part in &self.parts {
            if !part.required {
                let (name, ty) = (&part.setter, part.argument());
                push(
                    name.plain(),
                    format!("fn {name}(mut self, {name}: {ty}) -> Self"),
                );
            }
            for header in &part.headers {
                let (name, ty) = (&header.setter, &header.value.argument);
                push(
                    name.plain(),
                    format!("fn {name}(mut self, value: {ty}) -> Self"),
                );
            }
        }
    }
}

impl Part {
    /// How a caller gives it, as users read it.
    fn argument(&self) -> String {
        match &self.content {
            PartContent::Text(value) | PartContent::Json(value) => value.argument.to_string(),
            PartContent::File => "impl Into<File>".to_owned(),
            PartContent::Files => "impl IntoIterator<Item = impl Into<File>>".to_owned(),
        }
    }
}

impl Planner<'_> {
    pub(super) fn multipart(
        &self,
        operation: &ir::Operation,
        parts: &[ir::Part],
        names: &FormNames,
    ) -> MultipartForm {
        let parts = || parts.iter().zip(&names.parts);
        MultipartForm {
            name: names.ty.clone(),
            new_docs: self.new_docs(operation, parts()),
            parts: parts()
                .map(|(part, names)| self.part(operation, part, names))
                .collect(),
        }
    }

    /// What each required part is.
    fn new_docs<'p>(
        &self,
        operation: &ir::Operation,
        parts: impl Iterator<Item = (&'p ir::Part, &'p PartNames)>,
    ) -> Docs {
        let links = self.links_beside(operation.gate());
        let mut text = Text::default();
        text.own("A form of its required parts.");
        let required = parts.filter(|(part, _)| part.required);
        let lines = required.filter_map(|(part, names)| {
            let line = Text::of(&part.docs, "", links).first_line();
            (!line.is_empty()).then(|| format!("- `{}`: {line}", names.setter.plain()))
        });
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            text.verbatim(format!("# Arguments\n\n{}", lines.join("\n")));
        }
        text.docs()
    }

    fn part(&self, operation: &ir::Operation, part: &ir::Part, names: &PartNames) -> Part {
        let links = self.links_beside(operation.gate());
        let wire = code(&part.name);
        let headers = part.headers.iter().zip(&names.headers);
        let headers = headers.map(|(header, setter)| {
            let usual = format!(
                "Sets the header `{}` of the part `{wire}`.",
                code(&header.name)
            );
            PartHeader {
                wire: header.name.clone(),
                setter: setter.clone(),
                docs: Text::of(&header.docs, &usual, links).docs(),
                value: self.part_value(&header.ty),
            }
        });
        Part {
            wire: part.name.clone(),
            setter: names.setter.clone(),
            required: part.required,
            docs: Text::of(&part.docs, &format!("Sets `{wire}`."), links).docs(),
            media_types: part.media_types.clone(),
            style: part
                .style
                .map(|(style, explode)| (self.style(style), explode)),
            content: match &part.content {
                ir::PartContent::Text(ty) => PartContent::Text(self.part_value(ty)),
                ir::PartContent::Json(ty) => PartContent::Json(self.part_value(ty)),
                ir::PartContent::File => PartContent::File,
                ir::PartContent::Files => PartContent::Files,
            },
            headers: headers.collect(),
        }
    }

    fn part_value(&self, ty: &ir::Type) -> PartValue {
        let ty = not_null(ty);
        PartValue {
            ty: self.ty(ty),
            argument: self.argument(ty),
        }
    }
}
