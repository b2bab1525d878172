//! A long text of YAML in two halves that can be read side by side. In: a text; out: the same text
//! cut before a key of its outermost mapping.
//!
//! The halves of a block mapping are block mappings. Where a line only looks like a key (within
//! quotes or brackets), the first half does not end and cannot be read; where an alias refers to the
//! other half, it leads to nothing. So whoever reads both halves without a fault, and finds no key
//! in both, has read the text; whoever does not, reads it in one piece.

/// Shorter texts are read faster in one piece.
const LONG: usize = 32 * 1024;

/// The halves of a text that is long enough to be worth it, and has a key to cut before.
pub(super) fn of(text: &str) -> Option<(&str, &str)> {
    if text.len() < LONG {
        return None;
    }
    let mut best = 0;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        // Markers and directives divide a text otherwise.
        if line.starts_with(['-', '.', '%']) && !line.starts_with("- ") {
            return None;
        }
        if is_key(line) && uneven(offset, text) < uneven(best, text) {
            best = offset;
        }
        offset += line.len();
    }
    (best > 0).then(|| text.split_at(best))
}

/// How much longer than the other one half is.
fn uneven(cut: usize, text: &str) -> usize {
    cut.abs_diff(text.len() - cut)
}

/// Whether a line is a plain key without indentation, its value below.
fn is_key(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else {
        return false;
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    line.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.bytes().all(plain)
        && rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(head: &str, tail: &str) -> String {
        let filler = "  - x\n".repeat(LONG / 6);
        format!("{head}\na:\n{filler}b:\n{filler}{tail}")
    }

    #[test]
    fn the_cut_is_the_key_nearest_to_the_middle() {
        let text = long("openapi:\n  x", "c:\n  d\n");
        let (first, second) = of(&text).unwrap();
        assert!(first.starts_with("openapi:") && second.starts_with("b:\n"));
        assert_eq!([first, second].concat(), text);
    }

    #[test]
    fn short_texts_and_several_documents_stay_whole() {
        assert_eq!(of("a:\n  1\nb:\n  2\n"), None);
        assert_eq!(of(&long("---", "")), None);
        assert_eq!(of(&long("%YAML 1.2", "")), None);
        assert_eq!(of(&long("x", "...\n")), None);
    }
}
