//! What a user of the emitted crate sees between two documents: two [`Model`]s in, sentences out.
//!
//! Everything is told in terms of the emitted Rust interface. An optional member of a model that
//! is new is an addition, since models are `#[non_exhaustive]` and have setters; a required one
//! changes `new`, which breaks code. A value that an enum gains is an addition, since enums are
//! open. What changes on the wire alone, or in the documentation alone, is a fix.
//!
//! | file | tells what changed of |
//! |---|---|
//! | `operations` | operations and tags |
//! | `arguments` | what an operation is given |
//! | `answers` | what it yields, and its pages |
//! | `access` | servers, security, permissions |
//! | `types` | models, by what they are |
//! | `members` | the members of a model |
//! | `values` | the values of an enum, the types of a union |

mod access;
mod answers;
mod arguments;
mod bodies;
mod markdown;
mod members;
mod operations;
mod server_variables;
mod standing;
mod types;
mod values;
mod version;

use std::fmt;

use crate::Model;
pub use crate::interface::difference::Impact;
pub use markdown::markdown;
use version::Version;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it means to users.
    pub impact: Impact,
    /// A sentence, in Markdown.
    pub text: String,
    /// The Rust names that it is about: `Chat::get_room`, `Room::name`.
    pub names: Vec<String>,
}

/// Compares a document with what it was before, in the order of the new one.
pub fn compare(old: &Model, new: &Model) -> Vec<Change> {
    let planners = (version::planner(old), version::planner(new));
    let old = Version::of(old, &planners.0);
    let new = Version::of(new, &planners.1);
    let mut changes = Changes::default();
    access::servers(&old, &new, &mut changes);
    access::schemes(&old, &new, &mut changes);
    operations::compare(&old, &new, &mut changes);
    types::compare(&old, &new, &mut changes);
    operations::parts(&old, &new, &mut changes);
    operations::features(&old, &new, &mut changes);
    changes.finish(&old, &new)
}

/// The changes that were found so far.
#[derive(Default)]
struct Changes {
    list: Vec<Change>,
    /// What has other documentation than before.
    documented: Vec<String>,
}

impl Changes {
    fn add(&mut self, impact: Impact, name: impl Into<String>, text: impl fmt::Display) {
        self.list.push(Change {
            impact,
            text: text.to_string(),
            names: vec![name.into()],
        });
    }

    fn breaking(&mut self, name: impl Into<String>, text: impl fmt::Display) {
        self.add(Impact::Breaking, name, text);
    }

    fn addition(&mut self, name: impl Into<String>, text: impl fmt::Display) {
        self.add(Impact::Addition, name, text);
    }

    fn fix(&mut self, name: impl Into<String>, text: impl fmt::Display) {
        self.add(Impact::Fix, name, text);
    }

    /// Texts for readers are compared, and what differs is told in one sentence at the end.
    fn docs<T: PartialEq>(&mut self, name: &str, old: &T, new: &T) {
        if old != new && !self.documented.iter().any(|known| known == name) {
            self.documented.push(name.to_owned());
        }
    }

    fn finish(mut self, old: &Version<'_>, new: &Version<'_>) -> Vec<Change> {
        let (old, new) = (&old.api.version, &new.api.version);
        if old != new {
            self.fix(
                "",
                format!("The document is version {new} now, instead of {old}."),
            );
        }
        if !self.documented.is_empty() {
            let names: Vec<String> = self.documented.iter().map(code).collect();
            self.list.push(Change {
                impact: Impact::Fix,
                text: format!("Documentation changed: {}.", names.join(", ")),
                names: self.documented,
            });
        }
        for change in &mut self.list {
            change.names.retain(|name| !name.is_empty());
        }
        self.list
    }
}

/// A name or a value as code.
fn code(text: impl fmt::Display) -> String {
    format!("`{text}`")
}

/// A type as sentences name it.
fn written(ty: impl fmt::Display) -> String {
    ty.to_string().replace("std::collections::", "")
}

/// Several as a list of code, or a word for none.
fn list(items: &[String], none: &str) -> String {
    match items {
        [] => none.to_owned(),
        items => items.iter().map(code).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests;
