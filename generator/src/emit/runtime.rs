//! `src/runtime/`: the runtime as it stands, less its tests and the parts that the document does
//! not need.

use super::{Context, Parts};
use crate::{OutputFile, render};

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// Every file of the runtime that the crate carries.
pub(crate) fn emit(context: &Context<'_>) -> Vec<OutputFile> {
    with_parts(context.parts())
}

/// The files that remain with these parts.
pub(crate) fn with_parts(parts: Parts) -> Vec<OutputFile> {
    let dropped = dropped_modules(parts);
    RUNTIME
        .iter()
        .filter(|(path, _)| {
            let module = path
                .split('/')
                .next()
                .unwrap_or(path)
                .trim_end_matches(".rs");
            !dropped.iter().any(|name| name == module)
        })
        .map(|(path, text)| OutputFile {
            path: format!("src/runtime/{path}"),
            text: render::header() + &keep_parts(without_tests(text), parts, "// part: "),
        })
        .collect()
}

/// Drops the statement below each `marker` line whose part is not needed, and the marker lines.
///
/// A statement ends with the line that closes all of its brackets; attributes and comments above it
/// belong to it.
pub(crate) fn keep_parts(text: &str, parts: Parts, marker: &str) -> String {
    if !text.contains(marker) {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        return text.to_owned() + end;
    }
    let mut kept = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(part) = line.trim_start().strip_prefix(marker) else {
            kept.push_str(line);
            kept.push('\n');
            continue;
        };
        if parts.has(part.trim()) {
            continue;
        }
        let mut depth = 0_i64;
        for line in lines.by_ref() {
            let code = line.trim();
            if code.starts_with("//") {
                continue;
            }
            depth += count(code, &['{', '[', '(']) - count(code, &['}', ']', ')']);
            let attribute = code.starts_with('#');
            if depth <= 0 && !attribute && !code.is_empty() {
                break;
            }
        }
        if kept.ends_with("\n\n") {
            lines.next_if(|line| line.is_empty());
        }
    }
    kept
}

fn count(text: &str, chars: &[char]) -> i64 {
    i64::try_from(text.matches(chars).count()).unwrap_or(i64::MAX)
}

/// The modules behind markers of parts that are not needed.
fn dropped_modules(parts: Parts) -> Vec<String> {
    let root = RUNTIME
        .iter()
        .find(|(path, _)| *path == "mod.rs")
        .map_or("", |(_, text)| text);
    let modules = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.trim().trim_start_matches("pub ").strip_prefix("mod "))
            .map(|name| name.trim_end_matches(';').to_owned())
            .collect()
    };
    let kept = modules(&keep_parts(root, parts, "// part: "));
    modules(root)
        .into_iter()
        .filter(|name| !kept.contains(name))
        .collect()
}

/// A file's tests stand at its end: a module `tests` behind a `cfg`.
fn without_tests(text: &str) -> &str {
    let starts = ["\n#[cfg(test)]\nmod tests", "\n#[cfg(all(test"];
    let end = starts.iter().filter_map(|start| text.find(start)).min();
    text[..end.unwrap_or(text.len())].trim_end_matches('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Parts = Parts {
        oauth: false,
        page: false,
        multipart: false,
        union: false,
        config_file: false,
        profiles: false,
        server_template: false,
        validate: false,
    };

    #[test]
    fn a_statement_behind_a_marker_goes_with_its_part() {
        let text = "mod a;\n// part: oauth\n#[cfg(x)]\npub mod oauth;\nmod b;\n";
        assert_eq!(keep_parts(text, NONE, "// part: "), "mod a;\nmod b;\n");
        let kept = keep_parts(
            text,
            Parts {
                oauth: true,
                ..NONE
            },
            "// part: ",
        );
        assert_eq!(kept, "mod a;\n#[cfg(x)]\npub mod oauth;\nmod b;\n");
    }

    #[test]
    fn the_comment_of_a_statement_goes_with_it() {
        let text = "{\n// part: oauth\n/// What it is (in short.\npub a: u8,\npub b: u8,\n}\n";
        assert_eq!(keep_parts(text, NONE, "// part: "), "{\npub b: u8,\n}\n");
    }

    #[test]
    fn one_blank_line_is_left_of_two() {
        let text = "a();\n\n// part: oauth\nfn b() {\n}\n\nc();\n";
        assert_eq!(keep_parts(text, NONE, "// part: "), "a();\n\nc();\n");
    }

    #[test]
    fn tests_stand_at_the_end_of_every_file() {
        for (path, text) in RUNTIME {
            let rest = &text[without_tests(text).len()..];
            let items = rest.lines().filter(|line| line.starts_with('}')).count();
            assert!(items <= 1, "{path} has an item behind its tests");
        }
    }
}
