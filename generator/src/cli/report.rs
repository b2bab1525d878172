//! Diagnostics for people, for programs and for GitHub.

use serde_json::{Value, json};

use super::output;
use crate::Diagnostics;
use crate::diagnostics::{Diagnostic, Severity};
use crate::sources::Location;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With an excerpt of the document, to standard error.
    #[default]
    Text,
    /// One JSON object, to standard output.
    Json,
    /// Workflow commands: GitHub shows them beside the lines of a pull request.
    Github,
}

/// Prints diagnostics.
pub(crate) fn print(diagnostics: &Diagnostics, format: Format) {
    match format {
        Format::Text if diagnostics.is_empty() => {}
        Format::Text => output::note(&diagnostics.render(output::color())),
        Format::Json => output::print(&format!("{:#}\n", json(diagnostics))),
        Format::Github => output::print(&github(diagnostics)),
    }
}

/// Prints what a command did; with JSON the diagnostics are all that is printed.
pub(crate) fn summary(text: &str, format: Format) {
    match format {
        Format::Json => output::note(text),
        Format::Text | Format::Github => output::print(text),
    }
}

fn json(diagnostics: &Diagnostics) -> Value {
    let list: Vec<Value> = diagnostics
        .unique()
        .map(|(at, one)| entry(at.as_ref(), one, diagnostics))
        .collect();
    json!({
        "errors": diagnostics.count(Severity::Error),
        "warnings": diagnostics.count(Severity::Warning),
        "diagnostics": list,
    })
}

fn entry(at: Option<&Location>, diagnostic: &Diagnostic, diagnostics: &Diagnostics) -> Value {
    let related = diagnostic.related_places(diagnostics.sources());
    let related: Vec<Value> = related
        .iter()
        .map(|(at, what)| json!({"message": what, "place": place(at)}))
        .collect();
    json!({
        "code": diagnostic.code.id,
        "severity": diagnostic.code.severity.as_str(),
        "title": diagnostic.code.title,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "place": at.map(place),
        "related": related,
    })
}

fn place(at: &Location) -> Value {
    json!({"file": at.path, "line": at.line, "column": at.column, "pointer": at.pointer.0})
}

/// A line a diagnostic: <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>.
fn github(diagnostics: &Diagnostics) -> String {
    let line = |(at, diagnostic): (Option<Location>, &Diagnostic)| {
        let place = at.map_or_else(String::new, |at| {
            format!(
                "file={},line={},col={},",
                property(&at.path),
                at.line,
                at.column
            )
        });
        format!(
            "::{} {place}title={}::{}\n",
            diagnostic.code.severity.as_str(),
            property(&format!(
                "{}: {}",
                diagnostic.code.id, diagnostic.code.title
            )),
            data(&format!(
                "{}. Help: {}",
                diagnostic.message, diagnostic.help
            )),
        )
    };
    diagnostics.unique().map(line).collect()
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::{Input, generate};

    fn faults() -> Diagnostics {
        let text = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {parameters: [{$ref: '#/components/parameters/B'}], responses: {'204': {description: d}}}}}\n";
        let input = Input {
            path: "a,b.yaml",
            text,
            read: &|path| Err(path.to_owned()),
        };
        generate(&input, &Config::default()).expect_err("the reference leads to nothing")
    }

    #[test]
    fn a_program_reads_code_place_and_help() {
        let value = json(&faults());
        let first = &value["diagnostics"][0];
        assert_eq!(value["errors"], 1);
        assert_eq!(first["severity"], "error");
        assert_eq!(first["place"]["line"], 3);
        assert!(first["help"].as_str().is_some_and(|help| !help.is_empty()));
    }

    #[test]
    fn github_reads_a_line_a_fault() {
        let text = github(&faults());
        assert!(
            text.starts_with("::error file=a%2Cb.yaml,line=3,col="),
            "{text}"
        );
        assert_eq!(text.lines().count(), 1);
    }
}
