//! `check`: whether the crate is what the document yields.

use anyhow::Result;

use super::job::Job;
use crate::cli::Exit;
use crate::cli::files::Edits;
use crate::cli::project::{Flags, Program};

/// Check that the crate is what the document yields; write nothing.
///
/// Exits with 1 when `codegen` would change something, and names the files: for CI.
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
    let job = Job::of(&arguments.flags, program, Edits::Refuse)?;
    match job.make()? {
        Some(made) => super::diff::checked(&job, &made, false),
        None => Ok(Exit::No),
    }
}
