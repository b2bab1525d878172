//! What an operation is given besides its body.

use serde::Serialize;

use super::checks::Rule;
use super::docs::{Deprecated, Docs, Text, code, value_notes};
use super::routes::Links;
use super::types::not_null;
use super::{Argument, Planner, TypeRef};
use crate::config::DeepObjectLists;
pub use crate::ir::Place;
use crate::ir::{self, Type};
use crate::names::{Ident, OperationNames};
use crate::scalars::Rust;

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// The argument of the accessor's method, or the setter of the call.
    pub name: Ident,
    /// The constant that describes how it is sent.
    pub constant: Ident,
    /// Its name on the wire.
    pub wire: String,
    /// Where it is sent.
    pub place: Place,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects are exploded.
    pub explode: bool,
    /// Whether reserved characters go unencoded.
    pub allow_reserved: bool,
    /// Whether every call needs it.
    pub required: bool,
    /// How a caller gives it.
    pub argument: Argument,
    /// The type of its value.
    pub ty: TypeRef,
    /// The documentation of the setter.
    pub docs: Docs,
    /// Set when it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// What its value has to keep to.
    pub rule: Option<Rule>,
    /// The method of the operation's mock that asks for a value of it.
    pub mock: Option<Ident>,
}

/// How a value becomes text, as the runtime calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[expect(
    missing_docs,
    reason = "the names are OpenAPI's own, and those of the runtime"
)]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
    DeepObject,
    DeepObjectIndexed,
    DeepObjectRepeated,
    Json,
}

impl Parameter {
    /// Whether it is sent as its place has it unless the document says otherwise.
    pub fn has_usual_style(&self) -> bool {
        self.style == usual_style(self.place)
    }

    /// Whether lists and objects are exploded as its place has it.
    pub fn has_usual_explode(&self) -> bool {
        self.explode == (usual_style(self.place) == Style::Form)
    }
}

/// The style of parameters for which the document names none.
fn usual_style(place: Place) -> Style {
    match place {
        Place::Path | Place::Header => Style::Simple,
        Place::Query | Place::Cookie => Style::Form,
    }
}

impl Planner<'_> {
    pub(super) fn parameters(
        &self,
        operation: &ir::Operation,
        names: &OperationNames,
    ) -> Vec<Parameter> {
        let links = self.links_beside(operation.gate());
        let names = names.parameters.iter().zip(&names.mocked);
        let parameters = operation.parameters.iter().zip(names);
        parameters
            .map(|(parameter, (name, mock))| self.parameter(parameter, name, mock, links))
            .collect()
    }

    fn parameter(
        &self,
        parameter: &ir::Parameter,
        name: &Ident,
        mock: &Ident,
        links: Links<'_>,
    ) -> Parameter {
        let name = name.clone();
        let is_mocked = matches!(parameter.place, Place::Path | Place::Query);
        let ty = not_null(&parameter.ty);
        Parameter {
            constant: name.constant(),
            name,
            wire: parameter.name.clone(),
            place: parameter.place,
            style: self.style(parameter.style),
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
            required: parameter.required,
            argument: match self.is_plain_text(&parameter.ty) {
                true => Argument::Text,
                false if parameter.required => self.argument(ty),
                false => self.setter_argument(ty),
            },
            ty: self.ty(ty),
            docs: setter_docs(parameter, links),
            deprecated: Deprecated::of(&parameter.docs, links),
            rule: self.rule(&parameter.ty, &parameter.limits),
            mock: is_mocked.then(|| mock.clone()),
        }
    }

    /// A style as the runtime knows it: the configuration says how lists in deep objects are written.
    pub(super) fn style(&self, style: ir::Style) -> Style {
        match style {
            ir::Style::Matrix => Style::Matrix,
            ir::Style::Label => Style::Label,
            ir::Style::Simple => Style::Simple,
            ir::Style::Form => Style::Form,
            ir::Style::SpaceDelimited => Style::SpaceDelimited,
            ir::Style::PipeDelimited => Style::PipeDelimited,
            ir::Style::TabDelimited => Style::TabDelimited,
            ir::Style::DeepObject => match self.config.parameters.deep_object_lists() {
                DeepObjectLists::Brackets => Style::DeepObject,
                DeepObjectLists::Indices => Style::DeepObjectIndexed,
                DeepObjectLists::Repeated => Style::DeepObjectRepeated,
            },
            ir::Style::Json => Style::Json,
        }
    }

    /// Whether a value is nothing but text, which is borrowed to be sent.
    fn is_plain_text(&self, ty: &Type) -> bool {
        match self.api.resolve(ty) {
            Type::Scalar(scalar) => scalar.row().rust == Rust::String,
            _ => false,
        }
    }
}

fn setter_docs(parameter: &ir::Parameter, links: Links<'_>) -> Docs {
    let wire = code(&parameter.name);
    let mut text = Text::of(&parameter.docs, &format!("Sets `{wire}`."), links);
    for note in value_notes(&parameter.docs, &parameter.limits) {
        text.own(note);
    }
    text.docs()
}
