//! One of the two documents: its model in, the Rust text of what the emitters make of it out.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use quote::quote;

use crate::Model;
use crate::config::Config;
use crate::emit::{Context, TypeWriter};
use crate::fixtures::Fixtures;
use crate::interface::condition::Condition;
use crate::interface::tidy;
use crate::ir::{Body, Content, Parameter, Type};
use crate::names::OperationNames;
use crate::plan::Planner;
use crate::plan::checks::ModelChecks;
use crate::plan::features::Condition as Planned;
use crate::runtime;
use crate::scalars::Scalar;

/// One of the two documents.
pub(super) struct Side<'a> {
    pub(super) context: Context<'a>,
    /// The features that every operation needs.
    conditions: Vec<Condition>,
}

/// Decides about the types of a model. What is compared depends neither on the configuration nor on
/// examples.
pub(super) fn planner(model: &Model) -> Planner<'_> {
    static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
    static FIXTURES: LazyLock<Fixtures> = LazyLock::new(Fixtures::default);
    Planner::new(&model.api, &model.names, &FIXTURES, &CONFIG)
}

impl<'a> Side<'a> {
    pub(super) fn of(model: &'a Model, planner: &'a Planner<'a>) -> Self {
        let context = Context::new(planner, &model.plan);
        Self {
            conditions: operation_conditions(context.planner),
            context,
        }
    }

    pub(super) fn writer(&self) -> TypeWriter<'_> {
        TypeWriter::among_models(&self.context)
    }

    /// `Chat::get_room`.
    pub(super) fn operation_name(&self, index: usize) -> String {
        let operation = &self.context.api.operations[index];
        let tag = &self.context.names.tags[operation.tag.0].ty;
        let method = &self.context.names.operations[index].method;
        format!("{tag}::{}", method.trim_start_matches("r#"))
    }

    /// `GET /rooms/{id}`.
    pub(super) fn route(&self, index: usize) -> String {
        let operation = &self.context.api.operations[index];
        format!("{} {}", operation.method.as_str(), operation.path)
    }

    /// The type of a parameter as an argument.
    pub(super) fn parameter(&self, parameter: &Parameter) -> String {
        let resolved = self.context.api.resolve(&parameter.ty);
        if matches!(resolved, Type::Scalar(Scalar::String | Scalar::Binary)) {
            return "impl AsRef<str>".to_owned();
        }
        let ty = match &parameter.ty {
            Type::Nullable(inner) => inner,
            other => other,
        };
        self.argument(ty)
    }

    /// The type of an argument that becomes a value of this type.
    pub(super) fn argument(&self, ty: &Type) -> String {
        tidy(self.writer().argument(ty, &quote!(value)).0)
    }

    /// The type of a body as an argument.
    pub(super) fn body(&self, body: &Body, names: &OperationNames) -> String {
        let form = body.form();
        if body.forms.len() > 1 {
            return format!("impl Into<{}>", names.content);
        }
        match &form.content {
            Content::Json(ty) => self.argument(ty),
            Content::Form(form) => self.ty(&form.ty),
            Content::Multipart(parts) if parts.is_empty() => "Form".to_owned(),
            Content::Multipart(_) => names.forms[0].ty.clone(),
            Content::Text(_) => "impl Into<String>".to_owned(),
            Content::Binary | Content::Empty => "impl Into<Body>".to_owned(),
            Content::Items(items) => format!("impl Into<Sequence<{}>>", self.ty(&items.item)),
        }
    }

    pub(super) fn ty(&self, ty: &Type) -> String {
        tidy(self.writer().ty(ty))
    }

    /// Whether a type's values can be checked against the limits of the document.
    pub(super) fn is_checked(&self, index: usize) -> bool {
        self.context.plan.models[index].checks != ModelChecks::None
    }

    /// The features that a type needs.
    pub(super) fn type_condition(&self, index: usize) -> Condition {
        condition(&self.context.planner.type_condition(index))
    }

    /// The features that the manifest declares besides those of tags.
    pub(super) fn features(&self) -> BTreeSet<String> {
        let manifest = runtime::manifest(self.context.parts());
        let of_runtime = manifest.features.into_iter().map(|entry| entry.key);
        let api = self.context.api;
        let preview = api.has_preview().then(|| "preview".to_owned());
        let deprecated = api.has_deprecated().then(|| "deprecated".to_owned());
        of_runtime.chain(preview).chain(deprecated).collect()
    }

    /// The features that an operation needs.
    pub(super) fn operation_condition(&self, index: usize) -> &Condition {
        &self.conditions[index]
    }
}

/// The features that every operation needs: those of its tag's module and its own.
fn operation_conditions(planner: &Planner<'_>) -> Vec<Condition> {
    let operations = planner.api.operations.iter().map(|operation| {
        let module = condition(&planner.tag_condition(operation.tag.0));
        module.and(&condition(&planner.operation_condition(operation)))
    });
    operations.collect()
}

/// A condition as sets of features, to compare it with another one.
fn condition(planned: &Planned) -> Condition {
    match planned {
        Planned::Always => Condition::always(),
        Planned::Feature(name) => Condition::feature(name),
        Planned::All(all) => all
            .iter()
            .map(condition)
            .fold(Condition::always(), |all, one| all.and(&one)),
        Planned::Any(any) => any
            .iter()
            .map(condition)
            .fold(Condition::never(), |any, one| any.or(&one)),
    }
}
