//! What changed of the types that an operation's body and its stream have of their own: multipart
//! forms, the enum of several forms, the items.

use super::version::Version;
use super::{Changes, code, written};
use crate::plan::bodies::Declared;

/// What one operation has.
pub(super) fn compare(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    changes: &mut Changes,
) {
    let (before, now) = (declared(old, before), declared(new, now));
    let same =
        |one: &Declared, other: &Declared| one.owner == other.owner && one.name == other.name;
    for was in &before {
        let shown = self::shown(was);
        match now.iter().find(|other| same(other, was)) {
            None => changes.breaking(&shown, format!("{} is gone.", code(&shown))),
            Some(is) if is.text != was.text => {
                let (after, before) = (code(&is.text), code(&was.text));
                changes.breaking(
                    &shown,
                    format!("{} is {after} now, instead of {before}.", code(&shown)),
                );
            }
            Some(_) => {}
        }
    }
    for is in &now {
        if !before.iter().any(|other| same(other, is)) {
            let shown = self::shown(is);
            changes.addition(&shown, format!("New: {}.", code(&shown)));
        }
    }
}

fn shown(declared: &Declared) -> String {
    match declared.name.as_str() {
        "" => declared.owner.clone(),
        name => format!("{}::{name}", declared.owner),
    }
}

/// What the plan says that an operation has.
fn declared(version: &Version<'_>, index: usize) -> Vec<Declared> {
    let operation = &version.plan.operations[index];
    let items = operation.answers.stream.iter().map(|stream| Declared {
        owner: operation.marker.plain().to_owned(),
        name: "into_items".to_owned(),
        text: written(&stream.item),
    });
    let declared = operation.body.iter().flat_map(|body| body.declared());
    declared.chain(items).collect()
}
