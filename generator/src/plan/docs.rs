//! Documentation: what the document says in, lines of Markdown out.
//!
//! Descriptions are Markdown that somebody wrote for another reader than rustdoc. Here they are
//! made harmless: links that rustdoc would resolve, HTML, bare addresses, code that would be
//! compiled as an example.

use serde::{Serialize, Serializer};

use super::pattern;
use super::routes::Links;
use crate::ir::{self, Api, Limits};

/// The width at which prose is wrapped, without indentation.
pub(crate) const WIDTH: usize = 92;

/// The lines of a doc comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs(pub(crate) Vec<String>);

impl Docs {
    /// One line of ours.
    pub(crate) fn line(text: String) -> Self {
        Self(vec![text])
    }
}

impl Serialize for Docs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.join("\n"))
    }
}

/// That something is deprecated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deprecated {
    /// Since when it is gone and what to use instead, for the compiler's warning.
    pub note: Option<String>,
}

impl Deprecated {
    /// What a node says of it.
    pub(crate) fn of(docs: &ir::Docs, links: Links<'_>) -> Option<Self> {
        let deprecation = docs.deprecated.as_ref()?;
        let since = deprecation.retired_since.as_ref();
        let gone = since.map(|since| format!("gone from the service since {since}"));
        let instead = deprecation.replacement.as_ref().map(|replacement| {
            let method = links.method(replacement);
            format!("use {}", method.as_ref().unwrap_or(replacement))
        });
        let notes = [gone, instead].into_iter().flatten();
        Some(Self {
            note: notes.reduce(|gone, instead| format!("{gone}: {instead}")),
        })
    }
}

/// Paragraphs of a doc comment, in the making.
#[derive(Debug, Default)]
pub(crate) struct Text {
    paragraphs: Vec<String>,
}

impl Text {
    /// Starts with the summary and the description of a node, or with `fallback` where the document
    /// gives neither.
    pub(crate) fn of(docs: &ir::Docs, fallback: &str, links: Links<'_>) -> Self {
        let mut text = Self::default();
        match (&docs.summary, &docs.description) {
            (Some(summary), description) => {
                text.foreign(&sentence(summary), links);
                if let Some(description) = description.as_ref().filter(|text| *text != summary) {
                    text.foreign(description, links);
                }
            }
            (None, Some(description)) => text.foreign(description, links),
            (None, None) => text.own(fallback),
        }
        if text.paragraphs.is_empty() {
            text.own(fallback);
        }
        if let Some((url, label)) = &docs.link {
            let label = label
                .as_deref()
                .map_or("More", |label| label.trim().trim_end_matches('.'));
            text.foreign(&format!("{}: {url}", label.replace('\n', " ")), links);
        }
        text
    }

    /// Adds a paragraph of ours; rustdoc links in it work.
    pub(crate) fn own(&mut self, paragraph: impl Into<String>) {
        self.paragraphs.push(wrap(&paragraph.into()));
    }

    /// Adds lines of ours as they are: examples, lists.
    pub(crate) fn verbatim(&mut self, lines: impl Into<String>) {
        self.paragraphs.push(lines.into());
    }

    /// Adds text of the document. Routes in it become the methods that call them.
    pub(crate) fn foreign(&mut self, markdown: &str, links: Links<'_>) {
        let harmless = harmless(markdown, &|route| links.link(route));
        if !harmless.is_empty() {
            self.paragraphs.push(harmless);
        }
    }

    /// The first paragraph on one line.
    pub(crate) fn first_line(&self) -> String {
        self.paragraphs
            .first()
            .map(|text| text.replace('\n', " "))
            .unwrap_or_default()
    }

    /// All of it.
    pub(crate) fn docs(&self) -> Docs {
        Docs(self.lines())
    }

    /// The lines of all paragraphs, with an empty one between two of them.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in &self.paragraphs {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(paragraph.lines().map(|line| line.trim_end().to_owned()));
        }
        lines
    }
}

/// Two pieces of a sentence, on a line each when one line cannot hold them.
pub(crate) fn two_lines(one: &str, two: &str) -> String {
    let fits = one.chars().count() + two.chars().count() < WIDTH;
    format!("{one}{}{two}", if fits { ' ' } else { '\n' })
}

/// The sentences that tell a value's limits, default and example.
pub(crate) fn value_notes(docs: &ir::Docs, limits: &Limits) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(default) = &docs.default {
        notes.push(format!("Default: `{}`.", code(&default.to_string())));
    }
    notes.extend(limit_notes(limits));
    notes
}

/// The sentence that tells a value's limits.
pub(crate) fn limit_notes(limits: &Limits) -> Option<String> {
    let parts = limit_phrases(limits);
    (!parts.is_empty()).then(|| format!("Allowed: {}.", parts.join(", ")))
}

fn limit_phrases(limits: &Limits) -> Vec<String> {
    let mut parts = Vec::new();
    let mut range = |low: Option<String>, high: Option<String>, units: &str| {
        let unit = |count: &str| match count {
            "1" => units.trim_end_matches('s').to_owned(),
            _ => units.to_owned(),
        };
        parts.push(match (low, high) {
            (Some(low), Some(high)) if low == high => format!("exactly {low}{}", unit(&low)),
            (Some(low), Some(high)) => format!("{low} to {high}{units}"),
            (Some(low), None) => format!("at least {low}{}", unit(&low)),
            (None, Some(high)) => format!("at most {high}{}", unit(&high)),
            (None, None) => return,
        });
    };
    let bound = |bound: &Option<(serde_json::Number, bool)>| {
        bound.as_ref().map(|(value, excluded)| {
            if *excluded {
                format!("{value} (excluded)")
            } else {
                value.to_string()
            }
        })
    };
    let count = |count: Option<u64>| count.map(|count| count.to_string());
    range(bound(&limits.minimum), bound(&limits.maximum), "");
    range(
        count(limits.min_length),
        count(limits.max_length),
        " characters",
    );
    range(count(limits.min_items), count(limits.max_items), " items");
    range(
        count(limits.min_properties),
        count(limits.max_properties),
        " members",
    );
    if let Some(step) = &limits.multiple_of {
        parts.push(format!("a multiple of {step}"));
    }
    if limits.unique_items {
        parts.push("no item twice".to_owned());
    }
    if let Some(pattern) = &limits.pattern {
        let unchecked = match pattern::regex(pattern) {
            Some(_) => "",
            None => " (which this crate cannot check)",
        };
        parts.push(format!("matches `{}`{unchecked}", code(pattern)));
    }
    if let Some(inner) = &limits.inner {
        let phrases = limit_phrases(inner);
        parts.extend(phrases.into_iter().map(|phrase| format!("each {phrase}")));
    }
    parts
}

/// The title of an API without a full stop, for the inside of a sentence.
pub(crate) fn title(api: &Api) -> &str {
    api.title.trim_end_matches('.')
}

/// Text that can stand between two backticks.
pub(crate) fn code(text: &str) -> String {
    text.replace('`', "'").replace(['\n', '\r'], " ")
}

/// A summary with a full stop, so that it reads well above other sentences.
fn sentence(text: &str) -> String {
    let text = text.trim();
    match text.chars().last() {
        Some('.' | '!' | '?' | ':' | '`') | None => text.to_owned(),
        Some(_) => format!("{text}."),
    }
}

/// What stands for the inside of a code span, if it is not to stay.
type Spans<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Markdown that rustdoc takes without a warning.
fn harmless(markdown: &str, spans: &Spans<'_>) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    let mut fenced = false;
    for line in markdown.trim().lines() {
        let line = line.replace('\t', "    ");
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            flush(&mut paragraph, spans, &mut out);
            out.push(if fenced {
                "```".to_owned()
            } else {
                "```text".to_owned()
            });
            fenced = !fenced;
        } else if fenced {
            out.push(line.trim_end().replace("```", "'''"));
        } else if trimmed.is_empty() {
            flush(&mut paragraph, spans, &mut out);
            if out.last().is_some_and(|last| !last.is_empty()) {
                out.push(String::new());
            }
        } else if is_structural(trimmed) {
            flush(&mut paragraph, spans, &mut out);
            let indent = (line.len() - line.trim_start().len()).min(3) / 2 * 2;
            out.push(format!("{}{}", " ".repeat(indent), inline(trimmed, spans)));
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(trimmed);
        }
    }
    flush(&mut paragraph, spans, &mut out);
    if fenced {
        out.push("```".to_owned());
    }
    out.join("\n").trim().to_owned()
}

fn flush(paragraph: &mut String, spans: &Spans<'_>, out: &mut Vec<String>) {
    if !paragraph.is_empty() {
        out.push(wrap(&inline(paragraph, spans)));
        paragraph.clear();
    }
}

/// Lines that must not be joined with their neighbours.
fn is_structural(line: &str) -> bool {
    let numbered = line.trim_start_matches(|char: char| char.is_ascii_digit());
    line.starts_with(['|', '>', '#'])
        || ["- ", "* ", "+ "]
            .iter()
            .any(|bullet| line.starts_with(bullet))
        || (numbered.len() < line.len()
            && (numbered.starts_with(". ") || numbered.starts_with(") ")))
}

/// Escapes what rustdoc would read as a link or as HTML; code spans and real links stay.
fn inline(line: &str, spans: &Spans<'_>) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(char) = rest.chars().next() {
        let taken = match char {
            '`' => code_span(rest),
            '[' => link(rest),
            '\\' => rest.get(..2),
            _ => None,
        };
        if let Some(taken) = taken {
            let inside = taken.trim_matches('`');
            match spans(inside).filter(|_| char == '`') {
                Some(instead) => out.push_str(&instead),
                None => out.push_str(taken),
            }
            rest = &rest[taken.len()..];
            continue;
        }
        if rest.starts_with("http://") || rest.starts_with("https://") {
            let address = address(rest);
            out.push_str(&format!("<{address}>"));
            rest = &rest[address.len()..];
            continue;
        }
        if let Some(address) = rest
            .strip_prefix('<')
            .filter(|rest| rest.starts_with("http"))
            && let Some(end) = address
                .find('>')
                .filter(|end| !address[..*end].contains(' '))
        {
            out.push_str(&rest[..end + 2]);
            rest = &rest[end + 2..];
            continue;
        }
        match char {
            '`' | '[' | ']' | '<' | '>' => {
                out.push('\\');
                out.push(char);
            }
            char if char.is_control() => {}
            char => out.push(char),
        }
        rest = &rest[char.len_utf8()..];
    }
    out
}

/// A code span at the beginning of the text, with its backticks.
fn code_span(text: &str) -> Option<&str> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let fence = &text[..ticks];
    let end = text[ticks..].find(fence)?;
    Some(&text[..ticks + end + ticks])
}

/// A link with an absolute address at the beginning of the text.
fn link(text: &str) -> Option<&str> {
    let close = text.find("](")?;
    let label = &text[1..close];
    let address = &text[close + 2..];
    let end = address.find(')')?;
    let plain = !label.contains(['[', ']', '<', '`']);
    let absolute = address.starts_with("http://") || address.starts_with("https://");
    let whole = !address[..end].contains(|char: char| char.is_whitespace() || char == '<');
    (plain && absolute && whole).then(|| &text[..close + 2 + end + 1])
}

/// An address at the beginning of the text, without the punctuation behind it.
fn address(text: &str) -> &str {
    let end = text
        .find(|char: char| char.is_whitespace() || "<>\"'`[]()|\\{}".contains(char))
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_'])
}

/// Breaks a paragraph into lines, never before a word that would begin a list or a heading.
fn wrap(paragraph: &str) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        let fits = line.chars().count() + 1 + word.chars().count() <= WIDTH;
        if line.is_empty() {
            line.push_str(word);
        } else if fits || is_structural(&format!("{word} ")) || word.starts_with(['=', '-', '~']) {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_html_are_escaped() {
        assert_eq!(
            inline("see [Room] or <b>", &|_| None),
            "see \\[Room\\] or \\<b\\>"
        );
    }

    #[test]
    fn links_and_code_stay() {
        let line = "a [page](https://example.com/a) and `Vec<[u8]>`";
        assert_eq!(inline(line, &|_| None), line);
    }

    #[test]
    fn bare_addresses_become_links() {
        assert_eq!(
            inline("at https://example.com/x.", &|_| None),
            "at <https://example.com/x>."
        );
    }

    #[test]
    fn code_is_never_an_example_to_compile() {
        assert_eq!(
            harmless("```\nlet x\n```", &|_| None),
            "```text\nlet x\n```"
        );
        assert_eq!(harmless("a\n\n    indented", &|_| None), "a\n\nindented");
    }

    #[test]
    fn long_lines_are_wrapped_without_making_lists() {
        let wrapped = wrap(&format!("{} - x", "word ".repeat(18)));
        assert!(wrapped.lines().all(|line| !line.starts_with('-')));
    }
}
