//! What changed of the values of an enum, and of the types of a union.

use std::fmt::Display;

use super::version::Version;
use super::{Changes, code};
use crate::ir::{EnumValue, Union};
use crate::names::Ident;

/// The values of one enum. It is open, so that a new one breaks nothing.
pub(super) fn compare<T: PartialEq + Display>(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    (old_values, new_values): (&[EnumValue<T>], &[EnumValue<T>]),
    changes: &mut Changes,
) {
    let (earlier, names) = (&old.names.types[before], &new.names.types[now]);
    let name = names.name.plain();
    for (value, variant) in old_values.iter().zip(&earlier.variants) {
        let shown = format!("{name}::{variant}");
        let found = new_values
            .iter()
            .position(|other| other.value == value.value);
        match found {
            Some(index) => {
                let after = &names.variants[index];
                if after != variant {
                    let after = code(format!("{name}::{after}"));
                    changes.breaking(&shown, format!("{} is called {after} now.", code(&shown)));
                }
                changes.docs(&shown, &value.description, &new_values[index].description);
            }
            None => match names.variants.iter().position(|other| other == variant) {
                Some(index) => {
                    let (after, earlier) = (code(&new_values[index].value), code(&value.value));
                    changes.fix(
                        &shown,
                        format!(
                            "{} is sent as {after} now, instead of {earlier}.",
                            code(&shown)
                        ),
                    );
                }
                None => changes.breaking(&shown, format!("{} is gone.", code(&shown))),
            },
        }
    }
    for (value, variant) in new_values.iter().zip(&names.variants) {
        let is_known = old_values.iter().any(|other| other.value == value.value);
        if !is_known && !earlier.variants.contains(variant) {
            let shown = format!("{name}::{variant}");
            changes.addition(&shown, format!("New value {}.", code(&shown)));
        }
    }
    unknown(&earlier.unknown, &names.unknown, name, changes);
}

/// The types of one union.
pub(super) fn unions(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    (old_union, new_union): (&Union, &Union),
    changes: &mut Changes,
) {
    let (earlier, names) = (&old.names.types[before], &new.names.types[now]);
    let name = names.name.plain();
    for (variant, shown) in old_union.variants.iter().zip(&earlier.variants) {
        let whole = format!("{name}::{shown}");
        let Some(index) = names.variants.iter().position(|other| other == shown) else {
            changes.breaking(&whole, format!("{} is gone.", code(&whole)));
            continue;
        };
        let now = &new_union.variants[index];
        let (ty, after) = (old.ty(&variant.ty), new.ty(&now.ty));
        if ty != after {
            let (ty, after) = (code(ty), code(after));
            changes.breaking(
                &whole,
                format!("{} holds {after} now, instead of {ty}.", code(&whole)),
            );
        }
        if variant.tags != now.tags {
            changes.fix(
                &whole,
                format!("{} is told by another value.", code(&whole)),
            );
        }
    }
    for (variant, shown) in new_union.variants.iter().zip(&names.variants) {
        if !earlier.variants.contains(shown) {
            let whole = format!("{name}::{shown}");
            let ty = code(new.ty(&variant.ty));
            changes.addition(&whole, format!("New alternative {} ({ty}).", code(&whole)));
        }
    }
    if old_union.discriminator != new_union.discriminator {
        changes.fix(
            name,
            format!(
                "The alternatives of {} are told in another way.",
                code(name)
            ),
        );
    }
    unknown(&earlier.unknown, &names.unknown, name, changes);
}

fn unknown(before: &Ident, now: &Ident, name: &str, changes: &mut Changes) {
    if before != now {
        let (now, before) = (code(now), code(before));
        changes.breaking(
            name,
            format!(
                "Unknown values of {} are {now} now, instead of {before}.",
                code(name)
            ),
        );
    }
}
