//! The runtime's manifest, the one place where the versions of dependencies stand, less what belongs
//! to parts that are not needed.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Part, Parts};

static TEXT: &str = include_str!(env!("RUNTIME_MANIFEST"));

const MARK: &str = "# part: ";

/// What an emitted crate takes of the runtime's manifest.
pub(crate) struct Manifest {
    /// The oldest compiler.
    pub(crate) rust_version: String,
    /// The lines of each feature, its comment first.
    pub(crate) features: Vec<Entry>,
    /// The lines of each dependency.
    pub(crate) dependencies: Vec<Entry>,
}

/// An entry of a table.
#[derive(Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Its lines, with the comment above it.
    pub(crate) lines: String,
}

/// The manifest that remains with these parts.
pub(crate) fn manifest(parts: &Parts) -> Manifest {
    let text = cut(TEXT, parts);
    let tables = parse(&text);
    let version = table(&tables, "package").get("rust-version");
    let version = version.and_then(|version| version.get_ref().as_str());
    Manifest {
        rust_version: version
            .expect("the runtime states its oldest compiler")
            .to_owned(),
        features: entries(&text, "features"),
        dependencies: entries(&text, "dependencies"),
    }
}

/// Leaves out the marks, and below those of other parts the entry of a table or a list.
fn cut(text: &str, parts: &Parts) -> String {
    let tables = parse(text);
    let mut spans = Vec::new();
    spans_of_table(tables.get_ref(), &mut spans);
    let mut kept = String::with_capacity(text.len());
    let mut start = 0;
    while let Some(line) = text[start..].split_inclusive('\n').next() {
        let end = start + line.len();
        match line.trim_start().strip_prefix(MARK) {
            None => {
                kept.push_str(line);
                start = end;
            }
            Some(name) if parts.has(Part::named(name.trim_end())) => start = end,
            Some(_) => {
                let below = spans.iter().filter(|span| span.start >= end);
                let marked = below.min_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
                let marked = marked.expect("an entry stands below a mark");
                start = end_of_line(text, marked.end);
            }
        }
    }
    kept
}

/// Where the entries of a table, and of the tables and lists in it, stand.
fn spans_of_table(table: &DeTable<'_>, spans: &mut Vec<Range<usize>>) {
    for (key, value) in table {
        spans.push(key.span().start..value.span().end);
        spans_of_value(value, spans);
    }
}

fn spans_of_value(value: &Spanned<DeValue<'_>>, spans: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::Table(table) => spans_of_table(table, spans),
        DeValue::Array(items) => {
            for item in items.iter() {
                spans.push(item.span());
                spans_of_value(item, spans);
            }
        }
        _ => {}
    }
}

/// The entries of a table in their order, without the blank lines between them.
fn entries(text: &str, name: &str) -> Vec<Entry> {
    let tables = parse(text);
    let mut entries: Vec<_> = table(&tables, name).iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let Some((first, _)) = entries.first() else {
        return Vec::new();
    };
    let mut start = comment_above(text, first.span().start);
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let end = end_of_line(text, value.span().end);
        let lines = text[start..end]
            .lines()
            .filter(|line| !line.trim().is_empty());
        let lines: Vec<&str> = lines.collect();
        start = end;
        Entry {
            key: String::from(std::borrow::Cow::clone(key.get_ref())),
            lines: lines.join("\n") + "\n",
        }
    };
    entries.into_iter().map(entry).collect()
}

/// Where the comment begins that stands directly above an entry.
fn comment_above(text: &str, entry: usize) -> usize {
    let above = text[..entry].split_inclusive('\n').rev();
    let comment = above.take_while(|line| line.starts_with('#'));
    entry - comment.map(str::len).sum::<usize>()
}

fn end_of_line(text: &str, from: usize) -> usize {
    let rest = text[from..].find('\n');
    rest.map_or(text.len(), |length| from + length + 1)
}

fn parse(text: &str) -> Spanned<DeTable<'_>> {
    DeTable::parse(text).expect("the runtime's manifest is TOML")
}

fn table<'a, 'i>(tables: &'a Spanned<DeTable<'i>>, name: &str) -> &'a DeTable<'i> {
    let table = tables.get_ref().get(name);
    let table = table.and_then(|table| table.get_ref().as_table());
    table.expect("the runtime's manifest has this table")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "# Of all.\n[features]\n# Of a.\na = 1\n# part: page\n# Of b.\nb = [\n    \"]\",\n]\nc = [\n    \"x\",\n    # part: oauth\n    \"y\", # (\n    \"z\",\n]\n\n# Of the next.\n[dependencies]\nd = 2\n";

    fn keys(text: &str, table: &str) -> Vec<String> {
        entries(text, table)
            .into_iter()
            .map(|entry| entry.key)
            .collect()
    }

    #[test]
    fn entries_and_items_go_with_their_part() {
        let kept = cut(EXAMPLE, &Parts::default());
        let expected = "# Of all.\n[features]\n# Of a.\na = 1\nc = [\n    \"x\",\n    \"z\",\n]\n\n# Of the next.\n[dependencies]\nd = 2\n";
        assert_eq!(kept, expected);
        let kept = cut(EXAMPLE, &Parts::all());
        assert_eq!(keys(&kept, "features"), ["a", "b", "c"]);
    }

    #[test]
    fn a_comment_belongs_to_what_is_below_it() {
        let text = cut(EXAMPLE, &Parts::all());
        let entries = entries(&text, "features");
        assert_eq!(entries[0].lines, "# Of a.\na = 1\n");
        assert_eq!(entries[1].lines, "# Of b.\nb = [\n    \"]\",\n]\n");
        assert!(entries[2].lines.ends_with("]\n"));
    }
}
