//! What changed of the variables in a server's address. They are set by name while a program runs,
//! so that no change of them is one of the interface.

use super::{Changes, code, list};
use crate::ir::{Server, ServerVariable};

/// The variables of the server that is known by that name.
pub(super) fn compare(server: &str, old: &Server, new: &Server, changes: &mut Changes) {
    let (old, new) = (variables(old), variables(new));
    for before in old {
        let subject = format!(
            "variable {} of the server {}",
            code(&before.name),
            code(server)
        );
        match named(new, &before.name) {
            Some(now) => one(server, &subject, before, now, changes),
            None => changes.fix(server, format!("The {subject} is gone.")),
        }
    }
    for now in new {
        if named(old, &now.name).is_none() {
            let name = code(&now.name);
            changes.fix(
                server,
                format!("The server {} has the new variable {name}.", code(server)),
            );
        }
    }
}

fn one(
    server: &str,
    subject: &str,
    before: &ServerVariable,
    now: &ServerVariable,
    changes: &mut Changes,
) {
    if now.default != before.default {
        let (default, old_default) = (code(&now.default), code(&before.default));
        changes.fix(
            server,
            format!("The {subject} is {default} unless it is set, instead of {old_default}."),
        );
    }
    let beyond = |one: &[String], other: &[String]| -> Vec<String> {
        let values = one.iter().filter(|value| !other.contains(value));
        values.cloned().collect()
    };
    match (&before.values[..], &now.values[..]) {
        ([], []) => {}
        ([], only) => changes.fix(
            server,
            format!("The {subject} can only be {} now.", list(only, "")),
        ),
        (_, []) => changes.fix(server, format!("The {subject} can be anything now.")),
        (old, new) => {
            let (gone, added) = (beyond(old, new), beyond(new, old));
            if !gone.is_empty() {
                let gone = list(&gone, "");
                changes.fix(server, format!("The {subject} can no longer be {gone}."));
            }
            if !added.is_empty() {
                let added = list(&added, "");
                changes.fix(server, format!("The {subject} can be {added}, too."));
            }
        }
    }
    changes.docs(server, &before.description, &now.description);
}

fn variables(server: &Server) -> &[ServerVariable] {
    let template = server.template.as_ref();
    template.map_or(&[], |template| &template.variables)
}

fn named<'a>(variables: &'a [ServerVariable], name: &str) -> Option<&'a ServerVariable> {
    variables.iter().find(|variable| variable.name == name)
}
