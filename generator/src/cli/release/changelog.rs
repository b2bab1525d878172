//! CHANGELOG.md: its text, a version and what changed in, the text with that version's section out.

use std::collections::BTreeMap;

use crate::cli::project::Program;
use crate::compare::{Change, Impact, markdown};
use crate::interface::difference::{Difference, LineChange};

/// How the file begins when there is none.
const HEAD: &str = "\
# Changelog

What users of the client see, the newest first. `COMMAND` writes a section from what changed of the
document and of the crate's interface; what a person writes under \"Unreleased\" becomes its
beginning.
";
const UNRELEASED: &str = "## Unreleased";

/// Adds the section of a version; what stood under \"Unreleased\" becomes its beginning.
pub fn with_section(text: &str, version: &str, section: &str, program: &Program) -> String {
    let head = HEAD.replace("COMMAND", &program.command("release"));
    let text = if text.trim().is_empty() { &head } else { text };
    let (before, written, after) = split(text);
    let heading = format!("## {version}");
    let parts = [before, &heading, written, section.trim(), after];
    let parts: Vec<&str> = parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    format!("{}\n", parts.join("\n\n"))
}

/// What stands before the sections, under \"Unreleased\", and from the first version on.
fn split(text: &str) -> (&str, &str, &str) {
    let heading = |from: usize| {
        let found = text[from..].find("\n## ");
        found.map_or(text.len(), |found| from + found + 1)
    };
    let first = heading(0);
    let (before, sections) = text.split_at(first);
    if !sections.starts_with(UNRELEASED) {
        return (before, "", sections);
    }
    let next = heading(first + UNRELEASED.len());
    (before, &text[first + UNRELEASED.len()..next], &text[next..])
}

/// The section of a release that follows another one.
pub fn section(document: &[Change], interface: &Difference) -> String {
    let told = document
        .iter()
        .map(|change| change.impact)
        .max()
        .unwrap_or_default();
    let own: Vec<&LineChange> = interface
        .changes
        .iter()
        .filter(|change| change.impact > told || is_of_the_runtime(change))
        .filter(|change| change.impact > Impact::Fix)
        .collect();
    let mut text = markdown(document);
    if !own.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("### The crate itself\n\n");
        text.push_str(&grouped(&own));
    }
    if text.is_empty() {
        text.push_str("No change that a user's code sees.\n");
    }
    text
}

/// Whether no document has a say in a line.
fn is_of_the_runtime(change: &LineChange) -> bool {
    let Some(line) = change.old.as_ref().or(change.new.as_ref()) else {
        return false;
    };
    line.subject.starts_with("runtime::") && !line.subject.contains('<')
        || line.subject.starts_with("runtime::call::Call<O")
        || line.subject.starts_with("runtime::builder::Builder<C")
        || line.subject.starts_with("runtime::client::Handle<M")
}

/// The same change of many subjects is told once.
fn grouped(changes: &[&LineChange]) -> String {
    let mut groups: BTreeMap<(Impact, String), Vec<&str>> = BTreeMap::new();
    for change in changes {
        let declaration = |line: &crate::interface::Line| match line.condition.is_always() {
            true => format!("`{}`", line.declaration),
            false => format!("`{}` (with {})", line.declaration, line.condition),
        };
        let (text, line) = match (&change.old, &change.new) {
            (Some(old), Some(new)) => (
                format!("{}, instead of {}", declaration(new), declaration(old)),
                new,
            ),
            (Some(old), None) => (format!("{} is gone", declaration(old)), old),
            (None, Some(new)) => (format!("new: {}", declaration(new)), new),
            (None, None) => continue,
        };
        groups
            .entry((change.impact, text))
            .or_default()
            .push(&line.subject);
    }
    let lines = groups.iter().rev().map(|((impact, text), subjects)| {
        let breaking = match impact {
            Impact::Breaking => "**Breaking** ",
            _ => "",
        };
        let shown: Vec<String> = subjects
            .iter()
            .take(3)
            .map(|subject| format!("`{subject}`"))
            .collect();
        let more = match subjects.len() {
            0..=3 => String::new(),
            count => format!(" and {} more", count - 3),
        };
        format!("- {breaking}{}{more}: {text}.\n", shown.join(", "))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use crate::OutputFile;
    use crate::interface::Listing;
    use crate::interface::difference::difference;

    use super::*;
    use crate::cli::project::CLIENTSMITH;

    #[test]
    fn a_section_goes_before_the_older_ones() {
        let first = with_section("", "0.1.0", "First.\n", &CLIENTSMITH);
        assert!(
            first.ends_with("beginning.\n\n## 0.1.0\n\nFirst.\n"),
            "{first}"
        );
        let second = with_section(&first, "0.2.0", "Second.", &CLIENTSMITH);
        assert!(
            second.ends_with("\n\n## 0.2.0\n\nSecond.\n\n## 0.1.0\n\nFirst.\n"),
            "{second}"
        );
    }

    #[test]
    fn what_a_person_wrote_becomes_the_beginning() {
        let text = "# Changelog\n\n## Unreleased\n\nFaster.\n\n## 0.1.0\n\nFirst.\n";
        assert_eq!(
            with_section(text, "0.1.1", "- New.", &CLIENTSMITH),
            "# Changelog\n\n## 0.1.1\n\nFaster.\n\n- New.\n\n## 0.1.0\n\nFirst.\n"
        );
    }

    #[test]
    fn what_no_document_tells_is_told_of_the_crate() {
        let listing = |derives: &str| {
            let text = format!(
                "pub mod models {{ #[derive({derives})] pub struct A; #[derive({derives})] pub struct B; }}"
            );
            let path = "src/lib.rs".to_owned();
            Listing::of(&[OutputFile { path, text }])
        };
        let difference = difference(&listing("Clone"), &listing("Clone, Copy"));
        assert_eq!(
            section(&[], &difference),
            "### The crate itself\n\n- `models::A`, `models::B`: new: `impl Copy`.\n"
        );
        assert_eq!(
            section(&[], &Difference::default()),
            "No change that a user's code sees.\n"
        );
    }
}
