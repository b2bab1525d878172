//! A minimal pair of documents for each kind of change: what is told of it, and that what is told
//! agrees with what the emitted interface shows.

use super::*;
use crate::config::Config;
use crate::interface::Listing;
use crate::interface::difference::difference;
use crate::{Input, OutputFile, emit, understand};

mod models;
mod operations;

/// As much of the runtime as emitted code implements: it is the same on both sides.
const RUNTIME: &str = "
    pub mod builder { pub struct Builder; }
    pub mod call { pub struct Call; }
    pub mod client { pub trait ApiClient {} }
    pub mod operation { pub trait Operation {} pub trait Failure {} }
    pub mod page { pub trait Paged {} }
";

/// A document with these members besides what every document has.
fn document(members: &str) -> String {
    format!("{{openapi: 3.0.3, info: {{title: T, version: '1'}}, {members}}}")
}

/// A document with one operation that has these members.
fn operation(members: &str) -> String {
    let responses = match members.contains("responses:") {
        true => "",
        false => ", responses: {'200': {description: ok}}",
    };
    let members = if members.is_empty() {
        String::new()
    } else {
        format!(", {members}")
    };
    document(&format!(
        "paths: {{/rooms: {{post: {{operationId: addRoom, tags: [Chat]{members}{responses}}}}}}}"
    ))
}

/// A document whose one operation sends and receives a `Room` of this schema.
fn schema(schema: &str) -> String {
    let content = "content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}";
    document(&format!(
        "paths: {{/rooms: {{post: {{operationId: addRoom, tags: [Chat], \
         requestBody: {{required: true, {content}}}, \
         responses: {{'200': {{description: ok, {content}}}}}}}}}}}, \
         components: {{schemas: {{Room: {schema}}}}}"
    ))
}

/// An object with these properties, and what follows them.
fn object(properties: &str) -> String {
    let (properties, rest) = properties.split_once(';').unwrap_or((properties, ""));
    schema(&format!(
        "{{type: object, properties: {{{properties}}}{rest}}}"
    ))
}

fn input(text: &str) -> Input<'_> {
    Input {
        path: "t.yaml",
        text,
        read: &|path| Err(format!("no {path}")),
    }
}

fn config() -> Config {
    let toml = "[extensions]\npreview = 'x-preview'\nretired = 'x-retired'\npermissions = 'x-permissions'\nreplacement = 'x-replacement'";
    Config::from_toml(toml).expect("the test's own configuration")
}

fn understood(text: &str) -> Model {
    match understand(&input(text), &config()) {
        Ok(model) => model,
        Err(diagnostics) => panic!("{}\n{text}", diagnostics.render(false)),
    }
}

/// What the emitted crate offers.
fn listing(model: &Model) -> Listing {
    let mut files = emit::emit_own(&model.plan);
    files.push(OutputFile {
        path: "src/runtime/mod.rs".to_owned(),
        text: RUNTIME.to_owned(),
    });
    Listing::of(&files)
}

/// The changes as lines, and whether the interface agrees with them.
fn changes(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (understood(old), understood(new));
    let changes = compare(&old, &new);
    let difference = difference(&listing(&old), &listing(&new));
    let told = changes
        .iter()
        .map(|change| change.impact)
        .max()
        .unwrap_or_default();
    assert_eq!(
        told,
        difference.impact(),
        "{changes:#?}\n{:#?}",
        difference.changes
    );
    let lines = changes.iter();
    lines
        .map(|change| format!("{:?}: {}", change.impact, change.text))
        .collect()
}

#[track_caller]
fn told(old: &str, new: &str, expected: &[&str]) {
    assert_eq!(changes(old, new), expected, "{old}\n{new}");
}

#[test]
fn nothing_is_told_of_the_same_document() {
    let text = object("id: {type: string}");
    told(&text, &text, &[]);
}

#[test]
fn a_changelog_has_what_breaks_code_first() {
    let change = |impact, text: &str| Change {
        impact,
        text: text.to_owned(),
        names: Vec::new(),
    };
    let changes = [
        change(Impact::Fix, "One."),
        change(Impact::Breaking, "Two."),
        change(Impact::Fix, "Three."),
    ];
    assert_eq!(
        markdown(&changes),
        "### Breaking\n\n- Two.\n\n### Changed\n\n- One.\n- Three.\n"
    );
    assert_eq!(markdown(&[]), "");
}
