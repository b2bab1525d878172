//! Values that the document does not name, noted while JSON is decoded: what enums and unions keep
//! as unknown in, a list of it out.
//!
//! Decoding says nothing of its surroundings to the types that it makes, so that notes are gathered
//! by thread, and only while [`collecting_unknown`] runs: decoding does not wait in between, and what it found is
//! taken away when it ends. Without a listener nothing is kept.

use std::cell::RefCell;
use std::fmt::{self, Write};

/// How many different values are noted at once. An answer with more than that is another API's.
const DIFFERENT: usize = 32;

/// How long a noted value may be, in bytes.
const LONGEST: usize = 100;

/// A value that the document does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// The enum or union that met it, as it is called in `models`.
    pub model: &'static str,
    /// The value of an enum, cut after 100 bytes; for a union, what kind of value it is: its
    /// content may be private.
    pub value: String,
    /// How often it was met.
    pub count: usize,
}

thread_local! {
    /// The notes of the innermost [`collecting_unknown`], if one runs.
    static NOTES: RefCell<Option<Vec<Unknown>>> = const { RefCell::new(None) };
}

/// Decodes, and gives what was unknown along with the result.
///
/// Notes do not leave `decode`: one that runs inside another keeps its own.
pub fn collecting_unknown<T>(decode: impl FnOnce() -> T) -> (T, Vec<Unknown>) {
    let outer = Outer(NOTES.replace(Some(Vec::new())));
    let decoded = decode();
    let notes = NOTES.take().unwrap_or_default();
    drop(outer);
    (decoded, notes)
}

/// Puts the outer notes back, also when decoding panics.
struct Outer(Option<Vec<Unknown>>);

impl Drop for Outer {
    fn drop(&mut self) {
        NOTES.set(self.0.take());
    }
}

/// Notes a value, for an enum or a union that keeps it as unknown.
#[cold]
pub fn note_unknown(model: &'static str, value: &dyn fmt::Display) {
    if NOTES.with_borrow(Option::is_none) {
        return;
    }
    let mut text = Short(String::new());
    // It fails where the value is cut.
    let _ = write!(text, "{value}");
    NOTES.with_borrow_mut(|notes| {
        if let Some(notes) = notes {
            add(notes, model, text.0);
        }
    });
}

fn add(notes: &mut Vec<Unknown>, model: &'static str, value: String) {
    let same = |note: &&mut Unknown| note.model == model && note.value == value;
    if let Some(note) = notes.iter_mut().find(same) {
        note.count += 1;
    } else if notes.len() < DIFFERENT {
        notes.push(Unknown {
            model,
            value,
            count: 1,
        });
    }
}

/// A text that takes no more than [`LONGEST`] bytes.
struct Short(String);

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = LONGEST.saturating_sub(self.0.len());
        if text.len() <= room {
            self.0.push_str(text);
            return Ok(());
        }
        let end = (0..=room).rev().find(|end| text.is_char_boundary(*end));
        self.0.push_str(&text[..end.unwrap_or(0)]);
        self.0.push('…');
        Err(fmt::Error)
    }
}

/// Tries to decode, and forgets what was noted if it fails: another alternative follows.
pub(super) fn attempt<T>(decode: impl FnOnce() -> Option<T>) -> Option<T> {
    let before = NOTES.with_borrow(Clone::clone);
    let decoded = decode();
    if decoded.is_none() {
        NOTES.set(before);
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_kept_when_nobody_listens() {
        note_unknown("Kind", &"x");
        assert_eq!(collecting_unknown(|| ()).1, []);
    }

    #[test]
    fn equal_values_are_counted() {
        let ((), notes) = collecting_unknown(|| {
            note_unknown("Kind", &"x");
            note_unknown("Other", &"x");
            note_unknown("Kind", &"x");
        });
        let notes: Vec<_> = notes.iter().map(|note| (note.model, note.count)).collect();
        assert_eq!(notes, [("Kind", 2), ("Other", 1)]);
    }

    #[test]
    fn the_inner_one_keeps_its_notes() {
        let (inner, outer) = collecting_unknown(|| {
            note_unknown("Kind", &"outer");
            collecting_unknown(|| note_unknown("Kind", &"inner")).1
        });
        assert_eq!(outer.len(), 1);
        assert_eq!(outer[0].value, "outer");
        assert_eq!(inner[0].value, "inner");
    }

    #[test]
    fn a_panic_ends_the_listening() {
        let panicked = std::panic::catch_unwind(|| {
            collecting_unknown(|| {
                note_unknown("Kind", &"x");
                panic!("in a decoder");
            })
        });
        assert!(panicked.is_err());
        assert!(NOTES.with_borrow(Option::is_none));
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let long = format!("a{}", "ä".repeat(200));
        let ((), notes) = collecting_unknown(|| note_unknown("Kind", &long));
        assert_eq!(notes[0].value, format!("a{}…", "ä".repeat(49)));
    }

    #[test]
    fn there_is_an_end_to_different_values() {
        let ((), notes) =
            collecting_unknown(|| (0..1000).for_each(|value| note_unknown("Kind", &value)));
        assert_eq!(notes.len(), DIFFERENT);
    }

    #[test]
    fn a_failed_attempt_leaves_no_notes() {
        let ((), notes) = collecting_unknown(|| {
            note_unknown("Kind", &"before");
            let failed: Option<()> = attempt(|| {
                note_unknown("Kind", &"x");
                None
            });
            assert_eq!(failed, None);
        });
        assert_eq!(notes.len(), 1);
    }
}
