//! What changed of what is said of a thing: whether it is deprecated, its texts, the features that it
//! needs.

use super::{Changes, code, list};
use crate::interface::condition::Condition;
use crate::ir::Docs;

/// Whether something is deprecated.
pub(super) fn deprecation(before: &Docs, now: &Docs, name: &str, changes: &mut Changes) {
    let replacement = |docs: &Docs| {
        let replacement = docs.deprecated.as_ref()?.replacement.as_ref()?;
        Some(format!(": use {}", replacement.trim_end_matches('.')))
    };
    let since = |docs: &Docs| docs.deprecated.as_ref()?.retired_since.clone();
    match (since(before), since(now)) {
        (None, Some(since)) => {
            let instead = replacement(now).unwrap_or_default();
            let text = format!(
                "{} is gone from the service since {since}{instead}.",
                code(name)
            );
            return changes.fix(name, text);
        }
        (Some(_), None) => {
            changes.fix(name, format!("{} is no longer retired.", code(name)));
        }
        _ => {}
    }
    match (&before.deprecated, &now.deprecated) {
        (None, Some(_)) => {
            let instead = replacement(now).unwrap_or_default();
            changes.fix(name, format!("{} is deprecated{instead}.", code(name)));
        }
        (Some(_), None) => {
            changes.fix(name, format!("{} is no longer deprecated.", code(name)));
        }
        _ => changes.docs(name, &before.deprecated, &now.deprecated),
    }
}

/// Texts for readers.
pub(super) fn docs(before: &Docs, now: &Docs, name: &str, changes: &mut Changes) {
    let texts = |docs: &Docs| {
        let Docs {
            summary,
            description,
            link,
            example,
            ..
        } = docs.clone();
        (summary, description, link, example)
    };
    changes.docs(name, &texts(before), &texts(now));
}

/// Which features something needs.
pub(super) fn availability(
    (before, now): (&Condition, &Condition),
    name: &str,
    changes: &mut Changes,
) {
    if before == now {
        return;
    }
    let features = |condition: &Condition| {
        let text = condition.to_string().replace(" + ", " and ");
        let alternatives: Vec<String> = text.split(" | ").map(str::to_owned).collect();
        match condition.is_always() {
            true => "no feature".to_owned(),
            false => list(&alternatives, "").replace("`, `", "` or `"),
        }
    };
    let text = format!(
        "{} needs {} now, instead of {}.",
        code(name),
        features(now),
        features(before)
    );
    match before.implies(now) {
        true => changes.addition(name, text),
        false => changes.breaking(name, text),
    }
}
