//! One version of the document: what it describes and the plan of its crate in, what sentences say of
//! them out.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::written;
use crate::Model;
use crate::config::Config;
use crate::fixtures::Fixtures;
use crate::interface::condition::Condition;
use crate::ir::{Api, Type};
use crate::names::Names;
use crate::plan::checks::ModelChecks;
use crate::plan::features::Condition as Planned;
use crate::plan::{Crate, Planner};
use crate::runtime;

/// One of the two versions of the document.
pub(super) struct Version<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a Names,
    pub(super) plan: &'a Crate,
    pub(super) planner: &'a Planner<'a>,
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

impl<'a> Version<'a> {
    pub(super) fn of(model: &'a Model, planner: &'a Planner<'a>) -> Self {
        Self {
            api: &model.api,
            names: &model.names,
            plan: &model.plan,
            planner,
            conditions: operation_conditions(planner),
        }
    }

    /// `Chat::get_room`.
    pub(super) fn operation_name(&self, index: usize) -> String {
        let operation = &self.api.operations[index];
        let tag = &self.names.tags[operation.tag.0].ty;
        let method = &self.names.operations[index].method;
        format!("{tag}::{}", method.plain())
    }

    /// `GET /rooms/{id}`.
    pub(super) fn route(&self, index: usize) -> String {
        let operation = &self.api.operations[index];
        format!("{} {}", operation.method.as_str(), operation.path)
    }

    pub(super) fn ty(&self, ty: &Type) -> String {
        written(self.planner.ty(ty))
    }

    /// Whether a type's values can be checked against the limits of the document.
    pub(super) fn is_checked(&self, index: usize) -> bool {
        self.plan.models[index].checks != ModelChecks::None
    }

    /// The features that a type needs.
    pub(super) fn type_condition(&self, index: usize) -> Condition {
        condition(&self.planner.type_condition(index))
    }

    /// The features that the manifest declares besides those of tags.
    pub(super) fn features(&self) -> BTreeSet<String> {
        let plan = self.plan;
        let manifest = runtime::manifest(&plan.parts);
        let of_runtime = manifest.features.into_iter().map(|entry| entry.key);
        let tags = plan.tags.iter().map(|tag| &tag.condition_in_client);
        let operations = plan.operations.iter().map(|operation| &operation.condition);
        let mut all: BTreeSet<String> = of_runtime.collect();
        all.extend(tags.chain(operations).flat_map(Planned::features));
        all.retain(|name| !plan.tags.iter().any(|tag| tag.feature == *name));
        all
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
