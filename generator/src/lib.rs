//! Turns an OpenAPI document into a complete Rust client crate.
//!
//! A straight line over plain data; each stage is a module, in this order:
//!
//! | stage | in | out |
//! |---|---|---|
//! | [`load`] | text, YAML or JSON | a tree, other files bundled |
//! | [`normalize`] | a tree of any version | a tree of OpenAPI 3.0 |
//! | [`check`] | that tree | its faults |
//! | [`parse`] | that tree | [`openapiv3::OpenAPI`] |
//! | [`lower`] | the typed document | [`ir::Api`]: operations and types, no Rust names |
//! | [`names`] | the model | [`names::Names`]: every Rust name |
//! | [`fixtures`] | the model and the tree | examples |
//! | [`plan`] | model, names, examples, configuration | [`plan::Crate`]: every decision about the emitted Rust |
//! | [`emit`] | the plan | token streams, one a file |
//! | [`render`] | token streams | text |
//!
//! Beside the line, for releases: [`compare`] tells what changed between two documents, and
//! [`interface`] lists what an emitted crate offers.
//!
//! Faults are collected in [`Diagnostics`], not thrown: a stage reports what it finds and goes on,
//! and the line stops at the boundary behind it. Nothing behind [`names`] can fail on what came from
//! a document. The library reads and writes nothing: texts come in through [`Input`], files go out
//! as [`Output`]. The one exception is the program, in [`cli`].
//!
//! ```
//! use generator::config::Config;
//! use generator::{Input, generate};
//!
//! let text = "{openapi: 3.0.3, info: {title: Rooms, version: '1'}, paths: {}}";
//! let input = Input { path: "rooms.yaml", text, read: &|path| Err(format!("no {path}")) };
//! let output = generate(&input, &Config::default()).expect("the document is valid");
//! assert!(output.files.iter().any(|file| file.path == "src/lib.rs"));
//! ```

#[cfg(test)]
mod architecture;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod codes;
pub mod compare;
pub mod config;
pub mod diagnostics;
pub mod emit;
pub mod fixtures;
mod grammar;
pub mod hints;
pub mod interface;
pub mod ir;
pub mod load;
pub mod lower;
pub mod names;
pub mod normalize;
pub mod parse;
pub mod plan;
pub mod render;
mod runtime;
pub mod scalars;
pub mod sources;
mod text;
mod url_template;

use config::Config;
pub use diagnostics::Diagnostics;
use fixtures::Fixtures;
use ir::Api;
use load::Document;
use names::Names;

/// A document to generate from, and how to read the files that it refers to.
pub struct Input<'a> {
    /// The entry file's path as it is to be shown in diagnostics.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Reads another file: its path from the entry's folder in, its text or why not out.
    pub read: &'a (dyn Fn(&str) -> Result<String, String> + Sync),
}

/// A complete crate.
#[derive(Clone, Debug)]
pub struct Output {
    /// Every file, the same ones in the same order for the same document.
    pub files: Vec<OutputFile>,
    /// What deserves a look in the document.
    pub warnings: Diagnostics,
}

/// One file of the emitted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its path from the crate's folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Generates a crate.
///
/// # Errors
///
/// The document is not valid: every fault that was found, errors and warnings. The same with
/// warnings alone when the configuration denies them.
pub fn generate(input: &Input<'_>, config: &Config) -> Result<Output, Diagnostics> {
    on_large_stacks(|| generate_here(input, config))
}

fn generate_here(input: &Input<'_>, config: &Config) -> Result<Output, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let (document, parsed) = read(input, &mut diagnostics)?;
    let api = lower_parsed(&parsed, &document, config, &mut diagnostics)?;
    let (names, fixtures) = rayon::join(
        || name(&api, config, &mut diagnostics),
        || fixtures::make(&api, &document.tree),
    );
    let names = names?;
    let plan = plan::Planner::new(&api, &names, &fixtures, config).plan();
    Ok(Output {
        files: emit::emit(&plan),
        warnings: diagnostics,
    })
}

/// A document that was understood: what it describes, and the Rust names of all of it.
#[derive(Clone, Debug)]
pub struct Model {
    /// Operations and types.
    pub api: Api,
    /// Their names.
    pub names: Names,
    /// What they become, apart from examples.
    pub plan: plan::Crate,
}

/// Understands a document without emitting anything: what [`compare`] compares.
///
/// # Errors
///
/// As [`generate`].
pub fn understand(input: &Input<'_>, config: &Config) -> Result<Model, Diagnostics> {
    on_large_stacks(|| {
        let mut diagnostics = Diagnostics::default();
        let (document, parsed) = read(input, &mut diagnostics)?;
        let api = lower_parsed(&parsed, &document, config, &mut diagnostics)?;
        let names = name(&api, config, &mut diagnostics)?;
        // What users see of a change depends neither on the configuration nor on examples.
        let (fixtures, config) = (Fixtures::default(), Config::default());
        let plan = plan::Planner::new(&api, &names, &fixtures, &config).plan();
        Ok(Model { api, names, plan })
    })
}

/// A stage of the line, to look at what comes out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The tree, with other files bundled.
    Tree,
    /// The tree as OpenAPI 3.0.
    Normalized,
    /// The typed document.
    Parsed,
    /// The model.
    Api,
    /// The table of names.
    Names,
    /// Every decision about the emitted crate.
    Plan,
    /// Paths and sizes of the emitted files.
    Files,
}

/// Prints what a stage makes of a document. Of a plan, `only` keeps the models and operations whose
/// name, route or place in the document holds it.
///
/// # Errors
///
/// As [`generate`], for faults that are found before that stage ends.
pub fn dump(
    input: &Input<'_>,
    config: &Config,
    stage: Stage,
    only: Option<&str>,
) -> Result<String, Diagnostics> {
    on_large_stacks(|| dump_here(input, config, stage, only))
}

fn dump_here(
    input: &Input<'_>,
    config: &Config,
    stage: Stage,
    only: Option<&str>,
) -> Result<String, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    if stage == Stage::Tree {
        let document = load::load(input, &mut diagnostics);
        return boundary(document, &mut diagnostics).map(|document| json(&document.tree));
    }
    if stage == Stage::Normalized {
        let document = normalize(input, &mut diagnostics);
        if let Some(document) = &document {
            check::check(document, &mut diagnostics);
        }
        return boundary(document, &mut diagnostics).map(|document| json(&document.tree));
    }
    let (document, parsed) = read(input, &mut diagnostics)?;
    if stage == Stage::Parsed {
        return Ok(format!("{parsed:#?}\n"));
    }
    let api = lower_parsed(&parsed, &document, config, &mut diagnostics)?;
    if stage == Stage::Api {
        return Ok(format!("{api:#?}\n"));
    }
    let names = name(&api, config, &mut diagnostics)?;
    if stage == Stage::Names {
        return Ok(format!("{names:#?}\n"));
    }
    let fixtures = fixtures::make(&api, &document.tree);
    let plan = plan::Planner::new(&api, &names, &fixtures, config).plan();
    if stage == Stage::Plan {
        return Ok(plan::print(&plan, only));
    }
    let files = emit::emit(&plan);
    Ok(files
        .iter()
        .map(|file| format!("{:>8} {}\n", file.text.len(), file.path))
        .collect())
}

/// Text to a tree of OpenAPI 3.0. A tree with faults can still be checked: its reader sees the later
/// faults in the same run.
fn normalize(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let loaded = load::load(input, diagnostics);
    loaded.and_then(|loaded| normalize::normalize(loaded, diagnostics))
}

/// Text to a checked tree of OpenAPI 3.0, and to its types.
fn read(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Document, openapiv3::OpenAPI), Diagnostics> {
    let Some(document) = normalize(input, diagnostics) else {
        return boundary(None, diagnostics);
    };
    let mut refusals = Diagnostics::default();
    let parsed = if is_deep(&document.tree, PARSED_MEANWHILE) {
        check::check(&document, diagnostics);
        match diagnostics.has_errors() {
            true => None,
            false => parse::parse(&document, &mut refusals),
        }
    } else {
        // Most documents have no fault, so the tree is parsed while it is checked. What parsing says
        // of a tree with faults is of no use.
        let ((), parsed) = rayon::join(
            || check::check(&document, diagnostics),
            || parse::parse(&document, &mut refusals),
        );
        parsed
    };
    let document = boundary(Some(document), diagnostics)?;
    diagnostics.extend(refusals);
    let parsed = boundary(parsed, diagnostics)?;
    Ok((document, parsed))
}

/// A tree that nests no deeper than this is parsed while it is checked. In a tree with a fault,
/// parsing tries every level twice that leads to it: twice as long for each level.
const PARSED_MEANWHILE: usize = 24;

/// Whether a tree nests deeper than that.
fn is_deep(tree: &serde_json::Value, levels: usize) -> bool {
    let Some(left) = levels.checked_sub(1) else {
        return true;
    };
    match tree {
        serde_json::Value::Object(members) => members.values().any(|one| is_deep(one, left)),
        serde_json::Value::Array(list) => list.iter().any(|one| is_deep(one, left)),
        _ => false,
    }
}

fn lower_parsed(
    parsed: &openapiv3::OpenAPI,
    document: &Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Api, Diagnostics> {
    let mut api = lower::lower(parsed, &document.tree, &config.extensions, diagnostics);
    if config.names.short_operation_ids {
        names::short::operation_ids(&mut api);
    }
    if config.parameters.deep_object_lists.is_none() {
        lower::deep_objects::report(&api, diagnostics);
        lower::nested_parameters::report(&api, diagnostics);
    }
    if let Some(webhook) = &config.webhook {
        lower::webhook::report(&api, webhook, diagnostics);
    }
    boundary(Some(api), diagnostics)
}

/// Names everything; the last boundary, where denied warnings stop the line too.
fn name(api: &Api, config: &Config, diagnostics: &mut Diagnostics) -> Result<Names, Diagnostics> {
    let names = names::name(api, &config.servers.name);
    let renames = names.renames.iter();
    diagnostics.extend(renames.map(|one| codes::renamed(&one.pointer, &one.wished, &one.given)));
    if config.deny_warnings && !diagnostics.is_empty() {
        diagnostics.push(codes::denied(diagnostics.len()));
    }
    boundary(Some(names), diagnostics)
}

/// Stops the line when a stage yielded nothing or reported an error.
fn boundary<T>(value: Option<T>, diagnostics: &mut Diagnostics) -> Result<T, Diagnostics> {
    match value {
        Some(value) if !diagnostics.has_errors() => Ok(value),
        _ => Err(std::mem::take(diagnostics)),
    }
}

fn json(tree: &serde_json::Value) -> String {
    let text = serde_json::to_string_pretty(tree).expect("a tree has text for keys");
    text + "\n"
}

/// The stack of a thread that walks a document; what is not used costs nothing.
const STACK: usize = 256 * 1024 * 1024;

/// More threads than this gain nothing: the largest file then takes as long as all others.
const MOST_THREADS: usize = 8;

/// Runs work on threads of its own, for two reasons.
///
/// Documents nest, and so do the calls that walk them: their depth is to be bounded by the limits of
/// the stages, not by the stack that the caller happens to have. And files that are independent of
/// each other are emitted side by side.
fn on_large_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .num_threads(threads.min(MOST_THREADS))
        .build()
        .expect("the system can start a thread")
        .install(work)
}

/// The report on a document that cannot be read at all.
pub fn unreadable(path: &str, why: &str) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(codes::cannot_read(path, why));
    diagnostics
}
