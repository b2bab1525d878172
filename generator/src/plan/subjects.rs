//! The modules in which users see the runtime, one a subject.

use serde::Serialize;

use super::Planner;

/// The modules of the runtime that are shown at the crate's root.
const SUBJECTS: [&str; 7] = [
    "auth",
    "calls",
    "config",
    "errors",
    "observe",
    "retry",
    "transport",
];

/// A module of the runtime that users see.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Subject {
    /// Its name in the runtime.
    pub module: &'static str,
    /// Its name at the crate's root.
    pub name: String,
}

impl Planner<'_> {
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let subjects = SUBJECTS.iter().map(|module| Subject {
            module,
            name: self.subject(module),
        });
        subjects.collect()
    }

    /// The name of a subject's module. A tag of that name keeps it; the module has `client_` in
    /// front then.
    pub(super) fn subject(&self, module: &str) -> String {
        let mut tags = self.names.tags.iter();
        match tags.any(|tag| tag.module.plain() == module) {
            true => format!("client_{module}"),
            false => module.to_owned(),
        }
    }
}
