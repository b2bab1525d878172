//! Two documents of one API: what theirs has beyond ours, or says otherwise, comes out. Whoever keeps a
//! document by hand takes over what they want of it.
//!
//! Operations are the same when their routes are, whatever the variables are called. Models are the same
//! when their names are, and are looked at once, when an operation of both leads to them.

mod document;
mod schemas;
mod yaml;

use std::collections::BTreeSet;
use std::fmt;

use generator::config::Extensions;
use serde_json::Value;

use document::{Document, Operation, Parameter};

/// What was found, in the order of the other document.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// A sentence a difference.
    pub(crate) differences: Vec<String>,
    /// Path items, and then schemas, that ours lacks.
    paths: Vec<String>,
    schemas: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for difference in &self.differences {
            writeln!(f, "{difference}")?;
        }
        match self.differences.len() {
            0 => writeln!(f, "Ours says the same.")?,
            count => writeln!(f, "\n{count} differences.")?,
        }
        for (title, entries) in [("paths:", &self.paths), ("schemas:", &self.schemas)] {
            if !entries.is_empty() {
                writeln!(f, "\n{title}\n{}", entries.join("\n\n"))?;
            }
        }
        Ok(())
    }
}

/// A text that `*` stands for anything in.
#[derive(Debug)]
pub(crate) struct Pattern(String);

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        Self(match text.contains('*') {
            true => text.to_owned(),
            false => format!("*{text}*"),
        })
    }

    fn matches(&self, text: &str) -> bool {
        let parts: Vec<&str> = self.0.split('*').collect();
        let [first, middle @ .., last] = parts.as_slice() else {
            return self.0 == text;
        };
        let Some(mut rest) = text.strip_prefix(first) else {
            return false;
        };
        for part in middle {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

/// Compares two documents, both as trees of OpenAPI 3.0.
pub(crate) fn compare(
    ours: &Value,
    theirs: &Value,
    extensions: &Extensions,
    only: Option<&Pattern>,
) -> Report {
    let (ours, theirs) = (
        Document::new(ours, extensions),
        Document::new(theirs, extensions),
    );
    let wanted = |operation: &Operation<'_>| {
        only.is_none_or(|only| only.matches(operation.id) || only.matches(&operation.route))
    };
    let mut comparison = Comparison {
        ours: &ours,
        theirs: &theirs,
        report: Report::default(),
        compared: BTreeSet::new(),
        lacking: BTreeSet::new(),
    };
    for operation in theirs.operations.iter().filter(|one| wanted(one)) {
        match ours.find(operation) {
            Some(own) => comparison.operation(own, operation),
            None => comparison.lacks(operation),
        }
    }
    for operation in ours.operations.iter().filter(|one| wanted(one)) {
        if !operation.retired && theirs.find(operation).is_none() {
            comparison.tell(&operation.route, "theirs has no such operation");
        }
    }
    comparison.report
}

/// A comparison on its way.
struct Comparison<'a> {
    ours: &'a Document<'a>,
    theirs: &'a Document<'a>,
    report: Report,
    /// Models that were compared.
    compared: BTreeSet<String>,
    /// Models that ours lacks.
    lacking: BTreeSet<String>,
}

impl<'a> Comparison<'a> {
    fn tell(&mut self, at: &str, what: impl fmt::Display) {
        self.report.differences.push(format!("{at}: {what}"));
    }

    /// Tells what stands for a thing in either document, when it is not the same.
    fn told(&mut self, at: &str, what: &str, ours: &str, theirs: &str) {
        if ours != theirs {
            self.tell(
                at,
                format!("{what} is {}, theirs says {}", shown(ours), shown(theirs)),
            );
        }
    }

    fn lacks(&mut self, operation: &Operation<'a>) {
        self.tell(&operation.route, "ours has no such operation");
        let entry = yaml::path_item(self.ours, self.theirs, operation);
        self.report.paths.push(entry);
        for name in self.theirs.reached(operation) {
            self.lacks_model(&name);
        }
    }

    /// Adds a model of theirs, unless ours has one of that name.
    fn lacks_model(&mut self, name: &str) {
        let Some(schema) = self.theirs.schema(name) else {
            return;
        };
        if self.ours.schema(name).is_none() && self.lacking.insert(name.to_owned()) {
            self.tell(name, "ours has no such model");
            self.report.schemas.push(yaml::schema(name, schema));
        }
    }

    fn operation(&mut self, ours: &Operation<'a>, theirs: &Operation<'a>) {
        let at = ours.route.clone();
        self.told(&at, "the operationId", ours.id, theirs.id);
        if ours.retired && !theirs.retired {
            self.tell(&at, "it is retired, theirs has it");
        } else {
            self.told(
                &at,
                "`deprecated`",
                yes(ours.deprecated),
                yes(theirs.deprecated),
            );
        }
        self.told(&at, "preview", yes(ours.preview), yes(theirs.preview));
        self.told(&at, "what it needs", &ours.permissions, &theirs.permissions);
        self.parameters(&at, ours, theirs);
        match (&ours.body, &theirs.body) {
            (Some(own), Some(other)) => {
                self.told(&at, "the body", need(own.required), need(other.required));
                self.schemas(&format!("{at}: the body"), own.schema, other.schema);
            }
            (None, Some(_)) => self.tell(&at, "ours has no body"),
            (Some(_), None) => self.tell(&at, "theirs has no body"),
            (None, None) => {}
        }
        match (ours.answer, theirs.answer) {
            (Some(own), Some(other)) => self.schemas(&format!("{at}: the answer"), own, other),
            (None, Some(_)) => self.tell(&at, "ours has no body in the answer"),
            (Some(_), None) => self.tell(&at, "theirs has no body in the answer"),
            (None, None) => {}
        }
    }

    fn parameters(&mut self, at: &str, ours: &Operation<'a>, theirs: &Operation<'a>) {
        for parameter in &theirs.parameters {
            let place = format!("{at}: {} {}", parameter.place, parameter.name);
            match ours.parameters.iter().find(|own| own.is_same(parameter)) {
                None => self.tell(&place, "ours has no such parameter"),
                Some(own) => self.parameter(place, own, parameter),
            }
        }
        for own in &ours.parameters {
            if !theirs
                .parameters
                .iter()
                .any(|parameter| own.is_same(parameter))
            {
                self.tell(
                    &format!("{at}: {} {}", own.place, own.name),
                    "theirs has no such parameter",
                );
            }
        }
    }
}

impl<'a> Comparison<'a> {
    /// A parameter that operations share in both documents is compared once.
    fn parameter(&mut self, place: String, ours: &Parameter<'a>, theirs: &Parameter<'a>) {
        let place = match (ours.shared, theirs.shared) {
            (Some(own), Some(other)) => {
                if !self.compared.insert(format!("{own} {other}")) {
                    return;
                }
                format!("the parameter {own}")
            }
            _ => place,
        };
        let (own, other) = (ours, theirs);
        self.told(&place, "it", need(own.required), need(other.required));
        self.told(
            &place,
            "`deprecated`",
            yes(own.deprecated),
            yes(other.deprecated),
        );
        self.schemas(&place, own.schema, other.schema);
    }
}

fn shown(text: &str) -> String {
    match text {
        "" => "nothing".to_owned(),
        text => format!("`{text}`"),
    }
}

fn yes(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

fn need(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

#[cfg(test)]
mod tests;
