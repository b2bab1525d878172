//! `lint`: a document in, everything that is wrong with it out.

use anyhow::Result;

use crate::cli::output::{self, counted};
use crate::cli::project::{Flags, Program, Project};
use crate::cli::report::Format;
use crate::cli::{Exit, Source, report};

/// Check a document, with every warning; write nothing.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    flags: Flags,
}

/// What to add to listings that look like pages.
fn listings(source: &Source, project: &Project) -> Result<String> {
    let mut config = project.config.clone();
    config.deny_warnings = false;
    let listings = crate::hints::listings(&source.understand(&config)?.api);
    let shown = listings.iter().map(|listing| {
        let lines = listing.extension.lines();
        let lines: String = lines.map(|line| format!("    {line}\n")).collect();
        format!(
            "hint: {} looks like a listing in pages. If it is, add to it:\n\n{lines}\n",
            listing.route
        )
    });
    Ok(shown.collect())
}

/// Runs the command.
///
/// # Errors
///
/// It could not be carried out.
pub fn run(arguments: &Arguments, program: &Program) -> Result<Exit> {
    let project = Project::of(&arguments.flags, program)?;
    let source = project.source(program)?;
    let format = arguments.flags.format;
    let made = match source.generate(&project.config) {
        Ok(made) => made,
        Err(diagnostics) => {
            report::print(&diagnostics, format);
            return Ok(Exit::No);
        }
    };
    report::print(&made.warnings, format);
    source.keep_lock()?;
    if format == Format::Text {
        output::note(&listings(&source, &project)?);
    }
    let warnings = counted(made.warnings.len(), "warning");
    report::summary(&format!("{}: no error, {warnings}\n", source.shown), format);
    Ok(Exit::Fine)
}
