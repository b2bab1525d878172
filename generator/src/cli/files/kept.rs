//! The marked parts of generated files whose lines are the user's: they stay when the file is
//! generated again, and editing them does not count as editing the file.
//!
//! A part begins with a line that holds `>>> yours: NAME` and ends with one that holds
//! `<<< yours`, in whatever is a comment in that file.

/// What a part begins and ends with.
const BEGIN: &str = ">>> yours: ";
const END: &str = "<<< yours";

/// A text without the lines that stand in its parts.
pub(crate) fn without(text: &str) -> String {
    split(text).into_iter().map(|(line, _)| line).collect()
}

/// Whether nothing stands in the parts of a text.
pub(crate) fn is_empty(text: &str) -> bool {
    split(text).iter().all(|(_, part)| part.is_empty())
}

/// A generated text with what stands in the parts of the present one; `None` when it has no place
/// for something.
pub(crate) fn with_parts_of(new: &str, present: &str) -> Option<String> {
    let mut parts: Vec<(&str, String)> = split(present)
        .into_iter()
        .filter_map(|(line, part)| Some((name(line)?, part)))
        .filter(|(_, part)| !part.is_empty())
        .collect();
    let mut text = String::with_capacity(new.len());
    for (line, _) in split(new) {
        text.push_str(line);
        let found = name(line).and_then(|name| parts.iter().position(|(of, _)| *of == name));
        if let Some(found) = found {
            text.push_str(&parts.remove(found).1);
        }
    }
    parts.is_empty().then_some(text)
}

/// The lines outside of parts, each with the lines of the part that it begins.
fn split(text: &str) -> Vec<(&str, String)> {
    let mut split = Vec::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let mut part = String::new();
        if name(line).is_some() && has_end(lines.clone()) {
            while let Some(line) = lines.next_if(|line| !line.contains(END)) {
                part.push_str(line);
            }
        }
        split.push((line, part));
    }
    split
}

/// Whether a part that has begun ends before the next one begins.
fn has_end<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let mut signs = lines.filter(|line| line.contains(END) || line.contains(BEGIN));
    signs.next().is_some_and(|line| line.contains(END))
}

/// The name of the part that begins with a line.
fn name(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(BEGIN)?;
    rest.split([' ', '\r', '\n']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: &str = "a = 2\n# >>> yours: deps (kept)\n# <<< yours\nb = 2\n";

    #[test]
    fn what_stands_in_a_part_is_kept() {
        let present = "a = 1\n# >>> yours: deps\nc = 1\n# <<< yours\n";
        let expected = "a = 2\n# >>> yours: deps (kept)\nc = 1\n# <<< yours\nb = 2\n";
        assert_eq!(with_parts_of(NEW, present).as_deref(), Some(expected));
        assert_eq!(without(expected), NEW);
    }

    #[test]
    fn a_part_that_has_no_place_is_not_dropped() {
        let present = "# >>> yours: old\nc = 1\n# <<< yours\n";
        assert_eq!(with_parts_of(NEW, present), None);
        let empty = "# >>> yours: old\n# <<< yours\n";
        assert_eq!(with_parts_of(NEW, empty).as_deref(), Some(NEW));
    }

    #[test]
    fn a_part_without_its_end_is_no_part() {
        let present = "# >>> yours: deps\nc = 1\n# >>> yours: more\nd = 1\n# <<< yours\n";
        assert_eq!(
            without(present),
            "# >>> yours: deps\nc = 1\n# >>> yours: more\n# <<< yours\n"
        );
    }
}
