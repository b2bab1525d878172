//! What changed of the members of a model.

use super::side::Side;
use super::{Changes, arguments, code};
use crate::ir::{Field, Struct, TypeDef, TypeKind};
use crate::names::FieldNames;

/// One of the two models.
struct Model<'a> {
    side: &'a Side<'a>,
    ty: &'a TypeDef,
    object: &'a Struct,
    names: &'a [FieldNames],
}

impl<'a> Model<'a> {
    fn of((side, index): (&'a Side<'a>, usize)) -> Option<Self> {
        let ty = &side.context.api.types[index];
        let TypeKind::Struct(object) = &ty.kind else {
            return None;
        };
        let names = &side.context.names.types[index].fields;
        Some(Self {
            side,
            ty,
            object,
            names,
        })
    }

    /// The arguments of `new`, as names and types.
    fn arguments(&self) -> Vec<(String, String)> {
        let fields = self.object.fields.iter().zip(self.names);
        let arguments = fields.filter_map(|(field, names)| {
            let ty = self.side.new_argument(self.ty, field)?;
            Some((plain(&names.field), ty))
        });
        arguments.collect()
    }

    /// Whether a value can be made with nothing set.
    fn has_default(&self) -> bool {
        self.object.fields.iter().all(|field| !field.required)
    }

    /// The setter of a field, with the type of its argument.
    fn setter(&self, field: &Field, names: &FieldNames) -> Option<(String, String)> {
        let is_sent = !(field.read_only && self.ty.usage.request);
        let ty = match &field.ty {
            crate::ir::Type::Nullable(inner) => inner,
            other => other,
        };
        (!field.required && is_sent).then(|| (plain(&names.setter), self.side.argument(ty)))
    }
}

/// The members of one model.
pub(super) fn compare(before: (&Side<'_>, usize), now: (&Side<'_>, usize), changes: &mut Changes) {
    let name = &now.0.context.names.types[now.1].name;
    let (Some(before), Some(now)) = (Model::of(before), Model::of(now)) else {
        return;
    };
    let partners = partners(&before, &now);
    for (index, names) in before.names.iter().enumerate() {
        if !partners.contains(&Some(index)) {
            let member = format!("{name}::{}", plain(&names.field));
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
    match (before.has_default(), now.has_default()) {
        (true, false) => changes.breaking(name, format!("{} no longer has `Default`.", code(name))),
        (false, true) => changes.addition(name, format!("{} has `Default`.", code(name))),
        _ => {}
    }
    let rest = |model: &Model<'_>| {
        let additional = model.object.additional.as_ref();
        additional.map(|ty| format!("BTreeMap<String, {}>", model.side.ty(ty)))
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
    let mut partners: Vec<Option<usize>> = now
        .object
        .fields
        .iter()
        .map(|field| {
            before
                .object
                .fields
                .iter()
                .position(|other| other.name == field.name)
        })
        .collect();
    for (index, names) in now.names.iter().enumerate() {
        if partners[index].is_none() {
            let found = before
                .names
                .iter()
                .position(|other| other.field == names.field);
            partners[index] = found.filter(|found| !partners.contains(&Some(*found)));
        }
    }
    partners
}

fn added(now: &Model<'_>, index: usize, name: &str, changes: &mut Changes) {
    let field = &now.object.fields[index];
    let member = format!("{name}::{}", plain(&now.names[index].field));
    let ty = code(now.side.field(now.ty, field));
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
    let (old_names, new_names) = (&before.names[old_index], &now.names[new_index]);
    let (old_field, new_field) = (
        &before.object.fields[old_index],
        &now.object.fields[new_index],
    );
    let member = format!("{name}::{}", plain(&new_names.field));
    let shown = code(&member);
    let renamed = old_names.field != new_names.field;
    if renamed {
        let earlier = format!("{name}::{}", plain(&old_names.field));
        changes.breaking(
            &earlier,
            format!("{} is called {shown} now.", code(&earlier)),
        );
    }
    let earlier = before.side.field(before.ty, old_field);
    let ty = now.side.field(now.ty, new_field);
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
    let setters = (
        before.setter(old_field, old_names),
        now.setter(new_field, new_names),
    );
    match setters {
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
    let nulls = (
        before.side.has_null_setter(before.ty, old_field),
        now.side.has_null_setter(now.ty, new_field),
    );
    match nulls {
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

fn plain(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}
