//! Texts of servers as errors show them: on one line, without what a terminal or a log would act on,
//! and of bearable length.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// As much of a server's message as is shown, in characters.
pub(super) const LONGEST: usize = 1000;

/// As much of a code or an id.
pub(super) const SHORT: usize = 120;

/// The start of a text that is longer than that.
pub(super) fn cut(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// Writes control characters, and those that turn the direction of writing, as escapes.
pub(super) struct Escaped<'a, 'b>(pub(super) &'a mut fmt::Formatter<'b>);

impl Write for Escaped<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(acts) {
            self.0.write_str(&rest[..at])?;
            let mut after = rest[at..].chars();
            if let Some(char) = after.next() {
                write!(self.0, "{}", char.escape_default())?;
            }
            rest = after.as_str();
        }
        self.0.write_str(rest)
    }
}

fn acts(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}')
        || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
