//! What is wrong with a document, collected and shown. In: faults with a pointer; out: a report
//! with file, line, column, an excerpt of the source and what to do.

mod render;

use crate::ir::Pointer;
use crate::sources::{Location, Part, Sources};

pub use render::render;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The document cannot be used.
    Error,
    /// The document can be used; something about it deserves a look.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// `G014` for an error, `W003` for a warning; never used again for anything else.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, in a few words.
    pub title: &'static str,
}

/// One fault of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// The node that it is about, in the tree of the stage that found it.
    pub pointer: Pointer,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Other places that have to do with it, each with what it is.
    pub related: Vec<(Pointer, String)>,
    part: Part,
    place: Place,
}

/// How the pointer of a diagnostic is to be read.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// In the tree of the last stage.
    Tree,
    /// In the tree after this many rewriting stages.
    Stage(usize),
    /// In this file.
    File(usize),
    /// Not at all: the fault is at this byte of this file.
    Byte(usize, usize),
    /// Not at all: the fault is this file as a whole, which may not exist.
    Path(String),
}

impl Diagnostic {
    /// A fault of the node at `pointer`.
    pub fn new(
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            pointer: pointer.clone(),
            message: message.into(),
            help: help.into(),
            related: Vec::new(),
            part: Part::Best,
            place: Place::Tree,
        }
    }

    /// Names another place that has to do with it.
    #[must_use]
    pub fn with_related(mut self, pointer: &Pointer, what: impl Into<String>) -> Self {
        self.related.push((pointer.clone(), what.into()));
        self
    }

    /// Shows the node's key rather than its value.
    #[must_use]
    pub fn on_key(mut self) -> Self {
        self.part = Part::Key;
        self
    }

    /// Shows the key where it stands for this time in its object, counted from 0.
    #[must_use]
    pub fn on_repeated_key(mut self, time: usize) -> Self {
        self.part = Part::Repeated(time);
        self
    }

    /// Reads the pointers in the tree after the first `stages` rewriting stages.
    #[must_use]
    pub fn at_stage(mut self, stages: usize) -> Self {
        self.place = Place::Stage(stages);
        self
    }

    /// Reads the pointers in one file, as it was before files were brought together.
    #[must_use]
    pub fn in_file(mut self, file: usize) -> Self {
        self.place = Place::File(file);
        self
    }

    /// Puts it at a byte of a file that could not be read to the end.
    #[must_use]
    pub fn at_byte(mut self, file: usize, byte: usize) -> Self {
        self.place = Place::Byte(file, byte);
        self
    }

    /// Puts it to a file as a whole.
    #[must_use]
    pub fn for_path(mut self, path: impl Into<String>) -> Self {
        self.place = Place::Path(path.into());
        self
    }

    /// Where it stands.
    pub fn locate(&self, sources: &Sources) -> Option<Location> {
        self.locate_node(sources, &self.pointer, self.part)
    }

    /// Where the places stand that have to do with it, each with what it is.
    pub fn related_places(&self, sources: &Sources) -> Vec<(Location, String)> {
        // Where a key is at fault, it is the keys that have to do with each other.
        let part = match self.part {
            Part::Best => Part::Best,
            Part::Key | Part::Repeated(_) => Part::Key,
        };
        let related = self.related.iter();
        related
            .filter_map(|(pointer, what)| {
                Some((self.locate_node(sources, pointer, part)?, what.clone()))
            })
            .collect()
    }

    fn locate_node(&self, sources: &Sources, node: &Pointer, part: Part) -> Option<Location> {
        match &self.place {
            Place::Tree => sources.locate_part(node, sources.stages(), part),
            Place::Stage(stages) => sources.locate_part(node, *stages, part),
            Place::File(file) => sources.locate_in(*file, node, part),
            Place::Byte(file, byte) => {
                let end = sources.text(*file)[*byte..].chars().next();
                let range = *byte..*byte + end.map_or(0, char::len_utf8);
                Some(sources.location(*file, range, Pointer::default()))
            }
            Place::Path(_) => None,
        }
    }
}

/// The faults that were found so far, with the sources that they point into.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    sources: Sources,
}

impl Diagnostics {
    /// Adds a fault.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds the faults of another list; the sources stay.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(other);
    }

    /// Takes back all but the first `count` faults.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.list.truncate(count);
    }

    /// Whether any fault is an error.
    pub fn has_errors(&self) -> bool {
        let mut list = self.list.iter();
        list.any(|one| one.code.severity == Severity::Error)
    }

    /// How many faults there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let unique = self.unique();
        unique
            .filter(|(_, one)| one.code.severity == severity)
            .count()
    }

    /// Whether there is no fault.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many faults there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The faults in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// The faults with their places. What is said twice of one place, because the place is used
    /// twice, is said once.
    pub fn unique(&self) -> impl Iterator<Item = (Option<Location>, &Diagnostic)> {
        let mut seen = std::collections::BTreeSet::new();
        self.list.iter().filter_map(move |one| {
            let at = one.locate(&self.sources);
            let place = at
                .as_ref()
                .map(|at| (at.file, at.range.start, at.range.end));
            let is_new = match place {
                Some(place) => seen.insert((place, one.code.id, &one.message)),
                None => true,
            };
            is_new.then_some((at, one))
        })
    }

    /// Says what texts the faults are about. Every stage that changes the sources calls it.
    pub fn set_sources(&mut self, sources: &Sources) {
        self.sources = sources.clone();
    }

    /// The texts that the faults are about.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The report for a reader; see [`render`].
    pub fn render(&self, color: bool) -> String {
        render(self, &self.sources, color)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl std::fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}
