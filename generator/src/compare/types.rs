//! What changed of the models, by what each of them is.

use super::version::Version;
use super::{Changes, code, members, standing, values};
use crate::ir::{TypeDef, TypeKind};

/// Every type that one of the documents has.
pub(super) fn compare(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let partners = partners(old, new);
    for (index, names) in old.names.types.iter().enumerate() {
        if !partners.contains(&Some(index)) {
            let name = names.name.plain();
            changes.breaking(name, format!("{} is gone.", code(name)));
        }
    }
    for (index, partner) in partners.into_iter().enumerate() {
        match partner {
            Some(partner) => pair((old, partner), (new, index), changes),
            None => {
                let name = new.names.types[index].name.plain();
                changes.addition(name, format!("New: {}.", code(name)));
            }
        }
    }
}

/// For every new type the old one that it was: the same name, or the same place in the document.
fn partners(old: &Version<'_>, new: &Version<'_>) -> Vec<Option<usize>> {
    let (before, now) = (&old.names.types, &new.names.types);
    let mut partners: Vec<Option<usize>> = now
        .iter()
        .map(|names| before.iter().position(|other| other.name == names.name))
        .collect();
    for (index, ty) in new.api.types.iter().enumerate() {
        if partners[index].is_none() {
            let mut types = old.api.types.iter();
            let found = types.position(|other| other.pointer == ty.pointer);
            partners[index] = found.filter(|found| !partners.contains(&Some(*found)));
        }
    }
    partners
}

fn pair(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    changes: &mut Changes,
) {
    let earlier = old.names.types[before].name.plain();
    let name = new.names.types[now].name.plain();
    if earlier != name {
        changes.breaking(
            earlier,
            format!("{} is called {} now.", code(earlier), code(name)),
        );
    }
    let (old_type, new_type) = (&old.api.types[before], &new.api.types[now]);
    standing::availability(
        (&old.type_condition(before), &new.type_condition(now)),
        name,
        changes,
    );
    match (old.is_checked(before), new.is_checked(now)) {
        (true, false) => changes.breaking(
            name,
            format!("{} no longer has `Validate`: it has no limits.", code(name)),
        ),
        (false, true) => {
            changes.addition(name, format!("{} has `Validate`.", code(name)));
        }
        _ => {}
    }
    standing::deprecation(&old_type.docs, &new_type.docs, name, changes);
    standing::docs(&old_type.docs, &new_type.docs, name, changes);
    let before = (old, before);
    let now = (new, now);
    match (&old_type.kind, &new_type.kind) {
        (TypeKind::Struct(_), TypeKind::Struct(_)) => members::compare(before, now, changes),
        (TypeKind::StringEnum(one), TypeKind::StringEnum(two)) => {
            values::compare(before, now, (one, two), changes);
        }
        (TypeKind::IntegerEnum(one), TypeKind::IntegerEnum(two)) => {
            values::compare(before, now, (one, two), changes);
        }
        (TypeKind::Union(one), TypeKind::Union(two)) => {
            values::unions(before, now, (one, two), changes);
        }
        (TypeKind::Alias(one), TypeKind::Alias(two)) => {
            let (one, two) = (old.ty(one), new.ty(two));
            if one != two {
                let (one, two) = (code(one), code(two));
                changes.breaking(
                    name,
                    format!("{} is {two} now, instead of {one}.", code(name)),
                );
            }
        }
        _ => {
            let (earlier, after) = (what(old_type), what(new_type));
            changes.breaking(
                name,
                format!("{} is {after} now, instead of {earlier}.", code(name)),
            );
        }
    }
}

fn what(ty: &TypeDef) -> &'static str {
    match ty.kind {
        TypeKind::Struct(_) => "a struct",
        TypeKind::StringEnum(_) => "an enum of text",
        TypeKind::IntegerEnum(_) => "an enum of numbers",
        TypeKind::Union(_) => "a union",
        TypeKind::Alias(_) => "another name for a type",
    }
}
