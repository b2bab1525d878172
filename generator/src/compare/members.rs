//! What changed of the members of a model.

use super::version::Version;
use super::{Changes, arguments, code, written};
use crate::ir::{Struct, TypeKind};
use crate::plan::fields::Field;
use crate::plan::models::{self, Item};

/// One of the two models.
struct Model<'a> {
    /// What the document says.
    object: &'a Struct,
    /// What it becomes.
    plan: &'a models::Struct,
}

impl<'a> Model<'a> {
    fn of((version, index): (&'a Version<'a>, usize)) -> Option<Self> {
        let ty = &version.api.types[index];
        let TypeKind::Struct(object) = &ty.kind else {
            return None;
        };
        let Item::Struct(plan) = &version.plan.models[index].item else {
            return None;
        };
        Some(Self { object, plan })
    }

    /// The arguments of `new`, as names and types.
    fn arguments(&self) -> Vec<(String, String)> {
        let arguments = self.plan.fields.iter().filter_map(|field| {
            let argument = field.in_new.as_ref()?;
            Some((field.name.plain().to_owned(), written(argument)))
        });
        arguments.collect()
    }
}

/// The setter of a field, with the type of its argument.
fn setter(field: &Field) -> Option<(String, String)> {
    let setter = field.setter.as_ref()?;
    Some((setter.name.plain().to_owned(), written(&setter.argument)))
}

/// The members of one model.
pub(super) fn compare(
    before: (&Version<'_>, usize),
    now: (&Version<'_>, usize),
    changes: &mut Changes,
) {
    let name = now.0.names.types[now.1].name.plain();
    let (Some(before), Some(now)) = (Model::of(before), Model::of(now)) else {
        return;
    };
    let partners = partners(&before, &now);
    for (index, field) in before.plan.fields.iter().enumerate() {
        if !partners.contains(&Some(index)) {
            let member = format!("{name}::{}", field.name.plain());
            changes.breaking(&member, format!("{} is gone.", code(&member)));
        }
    }
    for (index, partner) in partners.into_iter().enumerate() {
        match partner {
            Some(partner) => pair((&before, partner), (&now, index), name, changes),
            None => added(&now, index, name, changes),
        }
    }
    whole(&before, &now, name, changes);
}

/// What concerns the model as a whole: how one is made, and what else it may hold.
fn whole(before: &Model<'_>, now: &Model<'_>, name: &str, changes: &mut Changes) {
    let (earlier, arguments) = (before.arguments(), now.arguments());
    let signature = |arguments: &[(String, String)]| {
        let arguments = arguments.iter().map(|(name, ty)| format!("{name}: {ty}"));
        let arguments: Vec<String> = arguments.collect();
        code(format!("new({})", arguments.join(", ")))
    };
    let types = |arguments: &[(String, String)]| {
        arguments
            .iter()
            .map(|(_, ty)| ty.clone())
            .collect::<Vec<_>>()
    };
    let moved = earlier.iter().enumerate().any(|(index, (name, _))| {
        let place = arguments.iter().position(|(other, _)| other == name);
        place.is_some_and(|place| place != index)
    });
    if types(&earlier) != types(&arguments) || moved {
        let (after, earlier) = (signature(&arguments), signature(&earlier));
        changes.breaking(
            format!("{name}::new"),
            format!(
                "{} is made by {after} now, instead of {earlier}.",
                code(name)
            ),
        );
    }
    match (before.plan.has_default, now.plan.has_default) {
        (true, false) => changes.breaking(name, format!("{} no longer has `Default`.", code(name))),
        (false, true) => changes.addition(name, format!("{} has `Default`.", code(name))),
        _ => {}
    }
    let rest = |model: &Model<'_>| {
        let value = model.plan.rest.value.as_ref();
        value.map(|ty| format!("BTreeMap<String, {}>", written(ty)))
    };
    match (rest(before), rest(now)) {
        (None, Some(ty)) => changes.breaking(
            name,
            format!(
                "{} keeps members that the document does not name, as {}; it has no `unknown_fields` any more.",
                code(name),
                code(ty)
            ),
        ),
        (Some(_), None) => changes.breaking(
            name,
            format!("{} no longer keeps members that the document does not name.", code(name)),
        ),
        (Some(earlier), Some(ty)) if earlier != ty => changes.breaking(
            name,
            format!(
                "Members of {} that the document does not name are {} now, instead of {}.",
                code(name),
                code(ty),
                code(earlier)
            ),
        ),
        _ => {}
    }
}

/// For every new member the old one that it was: the same in JSON, or the same in Rust.
fn partners(before: &Model<'_>, now: &Model<'_>) -> Vec<Option<usize>> {
    let (before, now) = (&before.plan.fields, &now.plan.fields);
    let mut partners: Vec<Option<usize>> = now
        .iter()
        .map(|field| before.iter().position(|other| other.wire == field.wire))
        .collect();
    for (index, field) in now.iter().enumerate() {
        if partners[index].is_none() {
            let found = before.iter().position(|other| other.name == field.name);
            partners[index] = found.filter(|found| !partners.contains(&Some(*found)));
        }
    }
    partners
}

fn added(now: &Model<'_>, index: usize, name: &str, changes: &mut Changes) {
    let field = &now.object.fields[index];
    let planned = &now.plan.fields[index];
    let member = format!("{name}::{}", planned.name.plain());
    let ty = code(written(&planned.ty));
    // What a required one means to `new` is told of the model as a whole.
    let note = match (field.required, field.read_only) {
        (_, true) => ", filled in by the server",
        (true, false) => ", required",
        (false, false) => "",
    };
    changes.addition(&member, format!("New: {} ({ty}{note}).", code(&member)));
}

fn pair(
    (before, old_index): (&Model<'_>, usize),
    (now, new_index): (&Model<'_>, usize),
    name: &str,
    changes: &mut Changes,
) {
    let (old, new) = (&before.plan.fields[old_index], &now.plan.fields[new_index]);
    let (old_field, new_field) = (
        &before.object.fields[old_index],
        &now.object.fields[new_index],
    );
    let member = format!("{name}::{}", new.name.plain());
    let shown = code(&member);
    let renamed = old.name != new.name;
    if renamed {
        let earlier = format!("{name}::{}", old.name.plain());
        changes.breaking(
            &earlier,
            format!("{} is called {shown} now.", code(&earlier)),
        );
    }
    let (earlier, ty) = (written(&old.ty), written(&new.ty));
    if earlier != ty {
        let (ty, earlier) = (code(ty), code(earlier));
        let why = match (old_field.required, new_field.required) {
            (false, true) => ", since it is required",
            (true, false) => ", since it is optional",
            _ => "",
        };
        changes.breaking(
            &member,
            format!("{shown} is {ty} now, instead of {earlier}{why}."),
        );
    }
    if old_field.name != new_field.name {
        let (after, earlier) = (code(&new_field.name), code(&old_field.name));
        changes.fix(
            &member,
            format!("{shown} is {after} in JSON now, instead of {earlier}."),
        );
    }
    match (setter(old), setter(new)) {
        (Some((setter, _)), None) => {
            let why = if new_field.required {
                "required"
            } else {
                "filled in by the server"
            };
            changes.breaking(
                &member,
                format!(
                    "{shown} has no setter {} any more: it is {why}.",
                    code(setter)
                ),
            );
        }
        (None, Some((setter, _))) => {
            changes.addition(&member, format!("{shown} has a setter, {}.", code(setter)));
        }
        (Some((earlier, _)), Some((setter, _))) if earlier != setter && !renamed => {
            changes.breaking(
                &member,
                format!(
                    "The setter of {shown} is {} now, instead of {}.",
                    code(setter),
                    code(earlier)
                ),
            );
        }
        // The type of the field tells most of it; what it does not tell is how a value is given.
        (Some((_, earlier)), Some((_, after))) if earlier != after => {
            changes.breaking(
                &member,
                format!(
                    "The setter of {shown} takes {} now, instead of {}.",
                    code(after),
                    code(earlier)
                ),
            );
        }
        _ => {}
    }
    match (old.null_setter.is_some(), new.null_setter.is_some()) {
        (true, false) => {
            changes.breaking(&member, format!("{shown} can no longer be set to null."));
        }
        (false, true) => changes.addition(&member, format!("{shown} can be set to null.")),
        _ => {}
    }
    if old_field.constant != new_field.constant {
        changes.fix(
            &member,
            format!("{shown} has another fixed value, or none."),
        );
    }
    let notes = (&new_field.docs, &new_field.limits);
    arguments::notes(
        (&old_field.docs, &old_field.limits),
        notes,
        &member,
        changes,
    );
}
