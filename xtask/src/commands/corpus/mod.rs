//! `corpus`: public documents become crates, which compile without warnings, and each alternative of
//! each union is found again.
//!
//! The documents come out of packages of registries, in versions and with hashes that are written
//! down in `packages`. What is downloaded stays in `target/corpus`.

mod crates;
mod packages;

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::project;
use crates::{Place, Tried};
use packages::{DOCUMENTS, Document};

/// Generate and compile public documents, and find every alternative of their unions again.
///
/// Needs npm, pip, tar, unzip and gunzip. The first run downloads some packages.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only the documents whose name holds this.
    #[arg(long)]
    only: Option<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = project::root().join("target/corpus");
    fs::create_dir_all(&folder)?;
    let chosen: Vec<&Document> = DOCUMENTS
        .iter()
        .filter(|document| {
            let only = arguments.only.as_ref();
            only.is_none_or(|only| document.name.contains(only.as_str()))
        })
        .collect();
    let place = Place::new(&folder, chosen.iter().map(|document| document.name))?;
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for document in chosen {
        println!("==== {}", document.name);
        let file = packages::fetch(&folder, document)
            .with_context(|| format!("fetching {}", document.name))?;
        let tried = place.attempt(document.name, &file)?;
        println!("{}", tried.summary());
        if let Some(fault) = judge(document, &tried) {
            faults.push(format!("{}: {fault}", document.name));
        }
        rows.push((document, tried));
    }
    print!("\n{}", table(&rows));
    for (document, tried) in &rows {
        for line in &tried.lost {
            println!("{}: {line}", document.name);
        }
    }
    if faults.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nnot as expected:");
    for fault in &faults {
        println!("  {fault}");
    }
    Ok(ExitCode::FAILURE)
}

/// What is wrong with the outcome of a document. One that is expected to fail has to.
fn judge(document: &Document, tried: &Tried) -> Option<String> {
    match (tried.fault(), document.fails) {
        (Some(fault), None) => Some(fault),
        (None, Some(why)) => Some(format!(
            "it passes, so the table must no longer expect it to fail ({why})"
        )),
        (None, None) | (Some(_), Some(_)) => None,
    }
}

/// A table in Markdown, a row a document.
fn table(rows: &[(&Document, Tried)]) -> String {
    let mut text = String::from(
        "| document | made with | operations | model files | warnings | generated in | peak memory | compiled and tested in | alternatives | lost | outcome |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (document, tried) in rows {
        let outcome = match (tried.fault(), document.fails) {
            (None, _) => "passed".to_owned(),
            (Some(_), Some(why)) => format!("fails: {why}"),
            (Some(fault), None) => format!("FAILS: {fault}"),
        };
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {:.2} s | {} MiB | {:.0} s | {} | {} | {outcome} |\n",
            document.name,
            document.made_with,
            tried.operations,
            tried.models,
            tried.warnings,
            tried.generating.as_secs_f32(),
            tried.memory / 1024,
            tried.compiling.as_secs_f32(),
            tried.alternatives,
            tried.lost.len(),
        ));
    }
    text
}
