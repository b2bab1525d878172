//! Diagnostics as text. In: faults and the sources; out: a report sorted by file and line, each
//! fault with an excerpt, the pointer and what to do, and a last line that counts them.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Place, Severity};
use crate::sources::{Location, Sources, boundary};

/// How many faults are shown; the rest is only counted.
const SHOWN: usize = 100;
/// How many related places of a fault are shown.
const RELATED: usize = 8;
/// A line longer than this is cut around the place that is meant, so that a document written in
/// one line can still be shown.
const WIDTH: usize = 160;

/// The report for a reader, coloured for a terminal if asked for.
pub fn render(diagnostics: &Diagnostics, sources: &Sources, color: bool) -> String {
    let mut sorted: Vec<_> = diagnostics.unique().collect();
    if sorted.len() > SHOWN {
        // Errors are kept before warnings when not everything is shown.
        sorted.sort_by_key(|(_, diagnostic)| diagnostic.code.severity);
    }
    let hidden = sorted.split_off(sorted.len().min(SHOWN)).len();
    sorted.sort_by_key(|(at, _)| at.as_ref().map(|at| (at.file, at.line, at.column)));
    let mut report = String::new();
    for (at, diagnostic) in sorted {
        one(&mut report, diagnostic, at.as_ref(), sources, color);
        report.push('\n');
    }
    if hidden > 0 {
        let _ = writeln!(report, "… and {hidden} more\n");
    }
    report.push_str(&totals(diagnostics));
    report
}

/// `2 errors, 1 warning`, empty when there is nothing to count.
fn totals(diagnostics: &Diagnostics) -> String {
    let counts = [Severity::Error, Severity::Warning]
        .map(|severity| (severity, diagnostics.count(severity)))
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {}{plural}", severity.as_str())
        });
    let counts = counts.collect::<Vec<_>>().join(", ");
    if counts.is_empty() {
        counts
    } else {
        counts + "\n"
    }
}

fn one(
    report: &mut String,
    diagnostic: &Diagnostic,
    at: Option<&Location>,
    sources: &Sources,
    color: bool,
) {
    let _ = writeln!(report, "{}", headline(diagnostic, at, color));
    let level = match diagnostic.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_level(level);
    if let Some(at) = at {
        let related = related(diagnostic, sources);
        group = excerpts(group, at, &related, sources);
        if !at.pointer.0.is_empty() {
            let pointer = at.pointer.0.clone();
            group = group.element(Level::NOTE.with_name("at").message(pointer));
        }
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(diagnostic.help.clone()));
    }
    if group.is_empty() {
        return;
    }
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let _ = writeln!(report, "{}", renderer.render(&[group]).trim_end());
}

/// `spec/openapi.yaml:41:13: error[G014]: message`
fn headline(diagnostic: &Diagnostic, at: Option<&Location>, color: bool) -> String {
    let place = match (at, &diagnostic.place) {
        (Some(at), _) => format!("{}:{}:{}: ", at.path, at.line, at.column),
        (None, Place::Path(path)) => format!("{path}: "),
        (None, _) => String::new(),
    };
    let (severity, id) = (diagnostic.code.severity.as_str(), diagnostic.code.id);
    let message = annotate_snippets::normalize_untrusted_str(&diagnostic.message);
    if !color {
        return format!("{place}{severity}[{id}]: {message}");
    }
    let hue = match diagnostic.code.severity {
        Severity::Error => "\u{1b}[1;91m",
        Severity::Warning => "\u{1b}[1;93m",
    };
    format!("{place}{hue}{severity}[{id}]\u{1b}[0m\u{1b}[1m: {message}\u{1b}[0m")
}

fn related(diagnostic: &Diagnostic, sources: &Sources) -> Vec<(Location, String)> {
    let mut related = diagnostic.related_places(sources);
    related.truncate(RELATED);
    related
}

/// Adds an excerpt of the fault's own line, then one for each related place.
fn excerpts<'a>(
    group: Group<'a>,
    at: &Location,
    related: &[(Location, String)],
    sources: &'a Sources,
) -> Group<'a> {
    let primary = |range: Range<usize>| AnnotationKind::Primary.span(range);
    let mut group = group.element(excerpt(at, sources, primary));
    for (at, label) in related {
        let context =
            |range: Range<usize>| AnnotationKind::Context.span(range).label(label.clone());
        group = group.element(excerpt(at, sources, context).path(at.path.clone()));
    }
    group
}

/// The line of a place, with the place annotated.
fn excerpt<'a>(
    at: &Location,
    sources: &'a Sources,
    annotation: impl FnOnce(Range<usize>) -> Annotation<'a>,
) -> Snippet<'a, Annotation<'a>> {
    let text = sources.text(at.file);
    let start = text[..at.range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at.range.start..]
        .find('\n')
        .map_or(text.len(), |end| at.range.start + end);
    let line = text[start..end].trim_end_matches('\r');
    let range = at.range.start - start..at.range.end.max(at.range.start) - start;
    let range = range.start.min(line.len())..range.end.min(line.len());
    let (line, range) = cut(line, range);
    Snippet::source(line)
        .line_start(at.line)
        .annotation(annotation(range))
}

/// Cuts a very long line around the place that is meant.
fn cut(line: &str, range: Range<usize>) -> (String, Range<usize>) {
    if line.len() <= WIDTH {
        return (line.to_owned(), range);
    }
    let start = boundary(line, range.start.saturating_sub(WIDTH / 2));
    let stop = boundary(line, start + WIDTH);
    let shown = range.start - start..range.end.min(stop).max(range.start) - start;
    (line[start..stop].to_owned(), shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::ir::Pointer;

    const CODE: Code = Code {
        id: "G999",
        severity: Severity::Error,
        title: "a test",
    };

    fn report(text: &str, diagnostic: Diagnostic) -> String {
        let mut diagnostics = Diagnostics::default();
        diagnostics.set_sources(&Sources::new("a.yaml", text));
        diagnostics.push(diagnostic);
        diagnostics.render(false)
    }

    fn at(pointer: &str) -> Pointer {
        Pointer(pointer.to_owned())
    }

    #[test]
    fn a_fault_is_shown_with_its_place_its_excerpt_and_its_help() {
        let fault = Diagnostic::new(CODE, &at("/a/b"), "b is bad", "do better");
        let expected = "\
a.yaml:2:6: error[G999]: b is bad
  |
2 |   b: bad
  |      ^^^
  |
  = at: /a/b
  = help: do better

1 error
";
        assert_eq!(report("a:\n  b: bad\n", fault), expected);
    }

    #[test]
    fn a_related_place_is_shown_with_its_line() {
        let fault = Diagnostic::new(CODE, &at("/c"), "c is a", "choose");
        let shown = report(
            "a: 1\nb: 2\nc: 3\n",
            fault.with_related(&at("/a"), "a is here"),
        );
        assert!(shown.contains("1 | a: 1"), "{shown}");
        assert!(
            shown.contains("::: a.yaml:1:4") && shown.contains("a is here"),
            "{shown}"
        );
    }

    #[test]
    fn a_fault_without_a_place_names_its_file() {
        let fault = Diagnostic::new(CODE, &at(""), "cannot be read", "look").for_path("b.yaml");
        let shown = report("", fault);
        assert!(
            shown.starts_with("b.yaml: error[G999]: cannot be read\n"),
            "{shown}"
        );
        assert!(shown.contains("help: look"), "{shown}");
    }

    #[test]
    fn a_document_in_one_line_is_cut() {
        let text = format!(
            "{{\"x\": \"{}\", \"a\": 1, \"y\": \"{0}\"}}",
            "é".repeat(400)
        );
        let shown = report(&text, Diagnostic::new(CODE, &at("/a"), "bad", ""));
        assert!(shown.contains("\"a\": 1"), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() < 200),
            "{shown}"
        );
    }

    #[test]
    fn a_fault_that_is_found_twice_is_shown_once() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.set_sources(&Sources::new("a.yaml", "a: 1\n"));
        for message in ["one", "one", "two"] {
            diagnostics.push(Diagnostic::new(CODE, &at("/a"), message, ""));
        }
        let shown = diagnostics.render(false);
        assert_eq!(shown.matches("one").count(), 1, "{shown}");
        assert!(shown.ends_with("2 errors\n"), "{shown}");
    }

    #[test]
    fn faults_are_sorted_by_line_and_counted() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.set_sources(&Sources::new("a.yaml", "a: 1\nb: 2\n"));
        diagnostics.push(Diagnostic::new(CODE, &at("/b"), "second", ""));
        diagnostics.push(Diagnostic::new(CODE, &at("/a"), "first", ""));
        let shown = diagnostics.render(false);
        assert!(shown.find("first") < shown.find("second"), "{shown}");
        assert!(shown.ends_with("2 errors\n"), "{shown}");
    }

    #[test]
    fn control_characters_of_the_document_do_not_reach_the_terminal() {
        let fault = Diagnostic::new(CODE, &at("/a"), "bad \u{1b}[31m", "");
        assert!(!report("a: 1", fault).contains('\u{1b}'));
    }
}
