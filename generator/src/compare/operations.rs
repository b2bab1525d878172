//! What changed of operations and their tags.

use super::version::Version;
use super::{Changes, access, answers, arguments, bodies, code, standing};
use crate::ir::Operation;
use crate::runtime::Part;

/// Every operation that one of the documents has.
pub(super) fn compare(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    tags(old, new, changes);
    let partners = partners(old, new);
    for (index, operation) in old.api.operations.iter().enumerate() {
        if !partners.contains(&Some(index)) {
            let (name, route) = (old.operation_name(index), code(old.route(index)));
            let gate = operation.gate();
            let was = match (gate.retired, gate.deprecated) {
                (true, _) => ", which was retired",
                (_, true) => ", which was deprecated",
                _ => "",
            };
            changes.breaking(&name, format!("{} ({route}){was} is gone.", code(&name)));
        }
    }
    for (index, partner) in partners.into_iter().enumerate() {
        match partner {
            Some(partner) => pair((old, partner), (new, index), changes),
            None => added(new, index, changes),
        }
    }
}

/// The parts of the runtime that the crate has for the document's sake.
pub(super) fn parts(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let (before, now) = (&old.plan.parts, &new.plan.parts);
    let what = [
        ("runtime::oauth", Part::OAuth),
        ("runtime::page", Part::Page),
        ("runtime::multipart", Part::Multipart),
        ("runtime::sequence", Part::Sequence),
        ("runtime::stream", Part::Stream),
        ("runtime::server_template", Part::ServerTemplate),
        ("webhook", Part::Webhook),
    ];
    for (module, part) in what {
        let (before, now) = (before.has(part), now.has(part));
        match (before, now) {
            (true, false) => changes.breaking(
                module,
                format!("{} is gone: nothing needs it any more.", code(module)),
            ),
            (false, true) => changes.addition(module, format!("New: {}.", code(module))),
            _ => {}
        }
    }
}

/// The features that the crate has besides those of its tags.
pub(super) fn features(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let (before, now) = (old.features(), new.features());
    for feature in before.difference(&now) {
        changes.breaking(feature, format!("The feature {} is gone.", code(feature)));
    }
    for feature in now.difference(&before) {
        changes.addition(feature, format!("New: the feature {}.", code(feature)));
    }
}

/// Accessors and features.
fn tags(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let (before, now) = (&old.names.tags, &new.names.tags);
    for tag in before {
        if !now.iter().any(|other| other.module == tag.module) {
            let (accessor, feature) = (format!("Client::{}", tag.module), code(&tag.feature));
            changes.breaking(
                &accessor,
                format!(
                    "{} is gone, and with it the feature {feature}.",
                    code(&accessor)
                ),
            );
        }
    }
    for (tag, found) in now.iter().zip(&new.api.tags) {
        let accessor = format!("Client::{}", tag.module);
        match before.iter().position(|other| other.module == tag.module) {
            None => changes.addition(
                &accessor,
                format!(
                    "New: {}, with the feature {}.",
                    code(&accessor),
                    code(&tag.feature)
                ),
            ),
            Some(index) => {
                let earlier = &before[index];
                if earlier.feature != tag.feature {
                    let (after, earlier) = (code(&tag.feature), code(&earlier.feature));
                    changes.breaking(
                        &accessor,
                        format!("The feature {earlier} is called {after} now."),
                    );
                }
                if earlier.ty != tag.ty {
                    let (after, earlier) = (code(&tag.ty), code(&earlier.ty));
                    changes.breaking(&accessor, format!("{earlier} is called {after} now."));
                }
                let docs = &old.api.tags[index].description;
                changes.docs(&accessor, docs, &found.description);
            }
        }
    }
}

/// For every new operation the old one that it was: the same id, or the same route.
fn partners(old: &Version<'_>, new: &Version<'_>) -> Vec<Option<usize>> {
    let before = &old.api.operations;
    let now = &new.api.operations;
    let mut partners: Vec<Option<usize>> = now
        .iter()
        .map(|operation| {
            let id = operation.id.as_ref()?;
            before
                .iter()
                .position(|other| other.id.as_ref() == Some(id))
        })
        .collect();
    for (index, operation) in now.iter().enumerate() {
        if partners[index].is_none() {
            let route = (&operation.method, &operation.path);
            let found = before
                .iter()
                .position(|other| (&other.method, &other.path) == route);
            partners[index] = found.filter(|found| !partners.contains(&Some(*found)));
        }
    }
    partners
}

fn added(new: &Version<'_>, index: usize, changes: &mut Changes) {
    let operation = &new.api.operations[index];
    let (name, route) = (new.operation_name(index), code(new.route(index)));
    let mut notes = String::new();
    if operation.preview {
        notes.push_str(", preview");
    }
    if operation.gate().deprecated {
        notes.push_str(", deprecated");
    }
    if operation.is_retired() {
        notes.push_str(", retired");
    }
    changes.addition(&name, format!("New: {} ({route}{notes}).", code(&name)));
}

fn pair(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    changes: &mut Changes,
) {
    let (earlier, name) = (old.operation_name(before), new.operation_name(now));
    if earlier != name {
        changes.breaking(
            &earlier,
            format!("{} is called {} now.", code(&earlier), code(&name)),
        );
    }
    let (before_route, route) = (old.route(before), new.route(now));
    if before_route != route {
        let (route, before) = (code(route), code(before_route));
        changes.fix(
            &name,
            format!("{} calls {route} now, instead of {before}.", code(&name)),
        );
    }
    let marker =
        |version: &Version<'_>, index: usize| version.names.operations[index].marker.clone();
    if earlier == name && marker(old, before) != marker(new, now) {
        let (earlier, after) = (code(marker(old, before)), code(marker(new, now)));
        changes.breaking(
            &name,
            format!("The operation {earlier} is called {after} now."),
        );
    }
    let old_operation = &old.api.operations[before];
    let new_operation = &new.api.operations[now];
    standing_of(old_operation, new_operation, &name, changes);
    let feature = |version: &Version<'_>, operation: &Operation| {
        let names = &version.names.tags[operation.tag.0];
        names.feature.clone()
    };
    if feature(old, old_operation) == feature(new, new_operation) {
        standing::availability(
            (
                old.operation_condition(before),
                new.operation_condition(now),
            ),
            &name,
            changes,
        );
    }
    arguments::compare((old, before), (new, now), &name, changes);
    answers::compare((old, before), (new, now), &name, changes);
    bodies::compare((old, before), (new, now), changes);
    access::operation((old, old_operation), (new, new_operation), &name, changes);
    if old_operation.retry_safe != new_operation.retry_safe {
        let text = match new_operation.retry_safe {
            Some(true) => "is repeated after a failure",
            Some(false) => "is not repeated after a failure",
            None => "is repeated after a failure when its method allows it",
        };
        changes.fix(&name, format!("{} {text} now.", code(&name)));
    }
}

/// What the document says of how long an operation will stay.
fn standing_of(before: &Operation, now: &Operation, name: &str, changes: &mut Changes) {
    match (before.preview, now.preview) {
        (false, true) => changes.fix(
            name,
            format!(
                "{} is preview now: it may change without notice.",
                code(name)
            ),
        ),
        (true, false) => changes.fix(name, format!("{} is no longer preview.", code(name))),
        _ => {}
    }
    standing::deprecation(&before.docs, &now.docs, name, changes);
    standing::docs(&before.docs, &now.docs, name, changes);
}
