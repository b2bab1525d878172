//! The texts that a tree was read from. In: a pointer into the tree; out: file, line and column.
//!
//! Nothing is worked out before a diagnostic asks: then the file's text is read once more into an
//! `Outline`, which knows where every key and value stands.

mod outline;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::ir::Pointer;
use outline::Outline;

/// The files behind a document and where its nodes came from. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<File>>,
    /// Subtrees of the bundled tree that came from elsewhere than their own place in file 0.
    origins: Arc<HashMap<Pointer, (usize, Pointer)>>,
    /// What each rewriting stage moved: pointer after the stage to pointer before it.
    stages: Vec<Arc<Moves>>,
}

/// What a rewriting stage moved: pointer of a subtree after it to its pointer before.
pub type Moves = HashMap<Pointer, Pointer>;

/// One file: its name as shown, and its text without a byte order mark.
#[derive(Debug)]
struct File {
    path: String,
    text: String,
    outline: OnceLock<Outline>,
    /// The byte that each line begins at.
    lines: OnceLock<Vec<usize>>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// The file's number among the sources, in the order in which files were read.
    pub file: usize,
    /// The file's name as it was given.
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// The bytes of the file that are meant.
    pub range: Range<usize>,
    /// What was found, as a pointer into the file: the node asked for or its nearest ancestor.
    pub pointer: Pointer,
}

/// Which part of a node is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The value when it is a scalar, its key otherwise.
    #[default]
    Best,
    /// The key.
    Key,
    /// The key where it stands for this time (counted from 0) in its object.
    Repeated(usize),
}

impl Sources {
    /// The sources of a document that so far is this file alone.
    pub fn new(path: &str, text: &str) -> Self {
        let mut sources = Self::default();
        sources.add(path, text);
        sources
    }

    /// Adds a file and returns its number.
    pub fn add(&mut self, path: &str, text: &str) -> usize {
        self.files.push(Arc::new(File {
            path: path.to_owned(),
            text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
            outline: OnceLock::new(),
            lines: OnceLock::new(),
        }));
        self.files.len() - 1
    }

    /// The name of a file as it was given.
    pub fn path(&self, file: usize) -> &str {
        &self.files[file].path
    }

    /// The text of a file.
    pub fn text(&self, file: usize) -> &str {
        &self.files[file].text
    }

    /// Says that the subtree at `to` of the bundled tree is what stands at `from` in `file`.
    pub fn set_origin(&mut self, to: Pointer, file: usize, from: Pointer) {
        Arc::make_mut(&mut self.origins).insert(to, (file, from));
    }

    /// Adds a rewriting stage after those that there are.
    pub fn push_stage(&mut self, moves: Moves) {
        self.stages.push(Arc::new(moves));
    }

    /// How many rewriting stages there are.
    pub fn stages(&self) -> usize {
        self.stages.len()
    }

    /// Where a node of the tree stands, or its nearest ancestor that has a place.
    pub fn locate(&self, pointer: &Pointer) -> Option<Location> {
        self.locate_part(pointer, self.stages.len(), Part::Best)
    }

    /// Like [`Sources::locate`], for a part of the node and a tree after the first `stages` stages.
    pub fn locate_part(&self, pointer: &Pointer, stages: usize, part: Part) -> Option<Location> {
        let mut pointer = pointer.clone();
        for moves in self.stages[..stages].iter().rev() {
            pointer = rewrite(&pointer, |p| moves.get(p).cloned()).unwrap_or(pointer);
        }
        let (file, pointer) = self.origin(pointer);
        self.locate_in(file, &pointer, part)
    }

    /// Where a node of one file stands, or its nearest ancestor that has a place.
    pub fn locate_in(&self, file: usize, pointer: &Pointer, part: Part) -> Option<Location> {
        let source = self.files.get(file)?;
        let outline = source.outline.get_or_init(|| Outline::of(&source.text));
        // A text that the outline's parser gives up on still has a first line.
        let place = outline.find(&source.text, pointer, part);
        let (range, found) = place.unwrap_or_else(|| (0..0, pointer.clone()));
        Some(self.location(file, range, found))
    }

    /// The place of some bytes of a file.
    pub fn location(&self, file: usize, range: Range<usize>, pointer: Pointer) -> Location {
        let source = &self.files[file];
        let lines = source.lines.get_or_init(|| line_starts(&source.text));
        let line = lines.partition_point(|start| *start <= range.start);
        let before = &source.text[lines[line - 1]..range.start];
        Location {
            file,
            path: self.path(file).to_owned(),
            line,
            column: before.chars().count() + 1,
            range,
            pointer,
        }
    }

    fn origin(&self, pointer: Pointer) -> (usize, Pointer) {
        let mut file = 0;
        let found = rewrite(&pointer, |p| {
            self.origins.get(p).map(|(from, origin)| {
                file = *from;
                origin.clone()
            })
        });
        (file, found.unwrap_or(pointer))
    }
}

/// The bytes that lines begin at, 0 first.
fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}

/// Replaces the longest prefix of a pointer that `target` knows.
fn rewrite(
    pointer: &Pointer,
    mut target: impl FnMut(&Pointer) -> Option<Pointer>,
) -> Option<Pointer> {
    let mut prefix = pointer.clone();
    loop {
        if let Some(target) = target(&prefix) {
            let rest = &pointer.0[prefix.0.len()..];
            return Some(Pointer(format!("{}{rest}", target.0)));
        }
        prefix = parent(&prefix)?;
    }
}

/// The last boundary of a character at or before a byte, within the text.
pub(crate) fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|byte| text.is_char_boundary(*byte))
        .unwrap_or(0)
}

/// The pointer to what holds the node, `None` for the root.
pub fn parent(pointer: &Pointer) -> Option<Pointer> {
    let cut = pointer.0.rfind('/')?;
    Some(Pointer(pointer.0[..cut].to_owned()))
}

/// The tokens of a pointer, unescaped.
pub fn tokens(pointer: &Pointer) -> impl DoubleEndedIterator<Item = String> + '_ {
    let tokens = pointer.0.strip_prefix('/').map(|rest| rest.split('/'));
    tokens
        .into_iter()
        .flatten()
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(pointer: &str) -> Pointer {
        Pointer(pointer.to_owned())
    }

    #[test]
    fn a_stage_and_an_origin_lead_back_to_the_line() {
        let mut sources = Sources::new("a.yaml", "x: 1\n");
        let other = sources.add("b.yaml", "y: 1\nz:\n  w: 2\n");
        sources.set_origin(at("/moved"), other, at("/z"));
        sources.push_stage(Moves::from([(at("/new"), at("/moved"))]));
        let found = sources.locate(&at("/new/w")).expect("it has a place");
        assert_eq!(
            (found.path.as_str(), found.line, found.column),
            ("b.yaml", 3, 6)
        );
    }

    #[test]
    fn a_node_without_a_place_is_found_at_its_ancestor() {
        let sources = Sources::new("a.yaml", "x:\n  y: 1\n");
        let found = sources
            .locate(&at("/x/none/deeper"))
            .expect("an ancestor has a place");
        assert_eq!((found.line, found.column, found.pointer), (1, 1, at("/x")));
    }

    #[test]
    fn tokens_are_unescaped() {
        assert_eq!(tokens(&at("/a~1b/~01")).collect::<Vec<_>>(), ["a/b", "~1"]);
        assert_eq!(tokens(&at("")).count(), 0);
    }
}
