//! `lint`: a document in, everything that is wrong with it out.

use anyhow::Result;

use crate::cli::output::counted;
use crate::cli::project::{Flags, Program, Project};
use crate::cli::{Exit, report};

/// Check a document, with every warning; write nothing.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    flags: Flags,
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
    let output = match source.generate(&project.config) {
        Ok(output) => output,
        Err(diagnostics) => {
            report::print(&diagnostics, format);
            return Ok(Exit::No);
        }
    };
    report::print(&output.warnings, format);
    source.keep_lock()?;
    let warnings = counted(output.warnings.len(), "warning");
    report::summary(&format!("{}: no error, {warnings}\n", source.shown), format);
    Ok(Exit::Fine)
}
