//! What a crate offers to its users, as text: the files of a crate in, a [`Listing`] of one line a
//! thing out.
//!
//! A line is about a subject, says what is there, and under which features:
//!
//! ```text
//! chat::Chat<M>: fn get_room(&self, room_jid: impl AsRef<str>) -> …  if chat + client
//! models::Room: field name: Option<String>  if chat
//! models::Room: impl Clone  if chat
//! ```
//!
//! Lines are made in such a way that **taking one away breaks users and adding one does not**. What
//! users can take apart or have to fill in stands on the line of the thing itself: the fields of a
//! struct that is exhaustive, the variants of an enum that is, the items that an implementation of
//! a trait owes. Everything else has a line of its own.
//!
//! What a listing does not see: automatic traits (`Send`), what macros of other crates write, and whatever is
//! the same to the compiler and not to the user.

pub mod condition;
mod declare;
pub mod difference;
mod impls;
mod macros;
mod manifest;
mod modules;
mod paths;
mod text;

use std::collections::BTreeSet;
use std::fmt;

use crate::OutputFile;
use condition::Condition;
pub(crate) use text::tidy;

/// The interface of a crate: its lines in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing(Vec<Line>);

/// One thing that a crate offers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The item or type that it belongs to, by its public path.
    pub subject: String,
    /// What is there.
    pub declaration: String,
    /// The features that it needs.
    pub condition: Condition,
}

impl Listing {
    /// The interface of a crate whose files these are.
    ///
    /// # Panics
    ///
    /// When a file that the crate's modules name is not there or is no Rust. Files that
    /// [`generate`](crate::generate) emitted are complete.
    pub fn of(files: &[OutputFile]) -> Self {
        let tree = modules::Tree::of(files);
        let paths = paths::Paths::of(&tree);
        let mut lines = BTreeSet::new();
        declare::lines(&tree, &paths, &mut lines);
        impls::lines(&tree, &paths, &mut lines);
        manifest::lines(files, &mut lines);
        Self(lines.into_iter().collect())
    }

    /// Reads what [`Display`](fmt::Display) wrote. Empty lines and lines that begin with `#` are no
    /// part of it.
    ///
    /// # Errors
    ///
    /// A line has no subject; the message names it.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let mut lines = Vec::new();
        for line in text.lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parsed = Line::from_text(line);
            lines.push(parsed.ok_or_else(|| format!("a line without a subject: {line}"))?);
        }
        lines.sort();
        Ok(Self(lines))
    }

    /// Its lines, sorted.
    pub fn lines(&self) -> &[Line] {
        &self.0
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Line {
    fn from_text(line: &str) -> Option<Self> {
        let (line, condition) = match line.rsplit_once("  if ") {
            Some((line, condition)) => (line, Condition::from_text(condition)),
            None => (line, Condition::always()),
        };
        let (subject, declaration) = line.split_once(": ")?;
        Some(Self {
            subject: subject.to_owned(),
            declaration: declaration.to_owned(),
            condition,
        })
    }

    /// What stays the same while the rest of a declaration changes: its kind and its name.
    pub(crate) fn name(&self) -> &str {
        let mut words = self.declaration.char_indices().filter(|(_, char)| {
            !(char.is_alphanumeric() || *char == '_' || *char == ':' || *char == '#')
        });
        let mut end = words.next();
        while let Some((at, ' ')) = end {
            let word = &self.declaration[..at];
            if !matches!(word, "async" | "const" | "unsafe" | "const unsafe") {
                end = words.next();
                break;
            }
            end = words.next();
        }
        let name = end.map_or(&*self.declaration, |(at, _)| &self.declaration[..at]);
        name.trim_end_matches(':')
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.declaration)?;
        if self.condition.is_always() {
            return Ok(());
        }
        write!(f, "  if {}", self.condition)
    }
}

#[cfg(test)]
mod tests;
