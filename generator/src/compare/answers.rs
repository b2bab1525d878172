//! What changed of what an operation yields: its answers, its errors, its pages.

use super::version::Version;
use super::{Changes, code, written};
use crate::plan::answers::Output;

/// What an operation yields, as users meet it.
struct Answers {
    /// The type of a success.
    output: String,
    /// The type of a declared error.
    failure: Option<String>,
    /// The type of an item, when there are pages.
    item: Option<String>,
    /// The variants of the enums of answers, each with its enum's name and its own.
    variants: Vec<(String, String, String)>,
}

/// What one operation yields.
pub(super) fn compare(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    name: &str,
    changes: &mut Changes,
) {
    let (earlier, answers) = (of(old, before), of(new, now));
    let of_name = code(name);
    if earlier.output != answers.output {
        let (after, before) = (code(&answers.output), code(&earlier.output));
        changes.breaking(
            name,
            format!("{of_name} yields {after} now, instead of {before}."),
        );
    }
    match (&earlier.failure, &answers.failure) {
        (None, Some(body)) => changes.addition(
            name,
            format!(
                "The error answers of {of_name} have a type, {}.",
                code(body)
            ),
        ),
        (Some(body), None) => changes.breaking(
            name,
            format!(
                "The error answers of {of_name} no longer have a type; it was {}.",
                code(body)
            ),
        ),
        (Some(before), Some(after)) if before != after => {
            let (after, before) = (code(after), code(before));
            changes.breaking(
                name,
                format!("The error answers of {of_name} are {after} now, instead of {before}."),
            );
        }
        _ => {}
    }
    variants(&earlier, &answers, changes);
    pages(
        (old, before),
        (new, now),
        (&earlier, &answers),
        name,
        changes,
    );
    let statuses = |version: &Version<'_>, index: usize| {
        let operation = &version.api.operations[index];
        let responses = operation.responses.iter();
        responses
            .map(|response| (response.status, response.description.clone()))
            .collect::<Vec<_>>()
    };
    changes.docs(name, &statuses(old, before), &statuses(new, now));
}

/// The enums of answers that both have.
fn variants(before: &Answers, now: &Answers, changes: &mut Changes) {
    let same = |one: &(String, String, String), two: &(String, String, String)| {
        one.0 == two.0 && one.1 == two.1
    };
    let has_enum =
        |answers: &Answers, name: &str| answers.variants.iter().any(|(owner, _, _)| owner == name);
    for variant in &before.variants {
        let (owner, name, text) = variant;
        if !has_enum(now, owner) {
            continue;
        }
        let shown = format!("{owner}::{name}");
        match now.variants.iter().find(|other| same(other, variant)) {
            None => changes.breaking(&shown, format!("{} is gone.", code(&shown))),
            Some((_, _, after)) if after != text => changes.breaking(
                &shown,
                format!(
                    "{} is {} now, instead of {}.",
                    code(&shown),
                    code(after),
                    code(text)
                ),
            ),
            Some(_) => {}
        }
    }
    for variant in &now.variants {
        let (owner, name, text) = variant;
        if has_enum(before, owner) && !before.variants.iter().any(|other| same(other, variant)) {
            changes.addition(
                format!("{owner}::{name}"),
                format!("New answer {} of {}.", code(text), code(owner)),
            );
        }
    }
}

fn pages(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    (earlier, answers): (&Answers, &Answers),
    name: &str,
    changes: &mut Changes,
) {
    let of_name = code(name);
    match (&earlier.item, &answers.item) {
        (None, Some(item)) => changes.addition(
            name,
            format!("{of_name} has `pages` and `items`, of {}.", code(item)),
        ),
        (Some(_), None) => changes.breaking(
            name,
            format!("{of_name} no longer has `pages` and `items`."),
        ),
        (Some(before), Some(after)) if before != after => {
            let (after, before) = (code(after), code(before));
            changes.breaking(
                name,
                format!("The items of {of_name} are {after} now, instead of {before}."),
            );
        }
        (Some(_), Some(_)) => {
            let how = |version: &Version<'_>, index: usize| {
                let paging = version.api.operations[index].paging.clone();
                paging.map(|paging| (paging.style, paging.items, paging.size))
            };
            if how(old, before) != how(new, now) {
                changes.fix(
                    name,
                    format!("The pages of {of_name} are walked in another way."),
                );
            }
        }
        (None, None) => {}
    }
}

/// What the plan says of an operation.
fn of(version: &Version<'_>, index: usize) -> Answers {
    let operation = &version.plan.operations[index];
    let planned = &operation.answers;
    let mut answers = Answers {
        output: written(&planned.output),
        failure: planned.failure.as_ref().map(written),
        item: operation
            .paging
            .as_ref()
            .map(|paging| written(&paging.item)),
        variants: Vec::new(),
    };
    for output in [Some(&planned.output), planned.failure.as_ref()]
        .into_iter()
        .flatten()
    {
        if let Output::Enum(own) = output {
            let owner = own.name.plain();
            let variants = own.variants().into_iter().map(|(name, variant)| {
                let name = name.plain().to_owned();
                (owner.to_owned(), name, written(variant))
            });
            answers.variants.extend(variants);
        }
    }
    answers
}
