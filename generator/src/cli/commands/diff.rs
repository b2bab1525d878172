//! `diff`: what generating would change.

use anyhow::Result;

use super::job::{Job, Made};
use crate::cli::files::Edits;
use crate::cli::output::{self, counted};
use crate::cli::project::{Flags, Program, shown};
use crate::cli::{Exit, diff, report};

/// The most files that are named.
const MOST: usize = 20;

/// Print what generating would change in the crate, as a unified diff.
///
/// Exits with 0 whether something differs or not; `check` is the command that says no.
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
    let Some(made) = job.make()? else {
        return Ok(Exit::No);
    };
    if !made.changes.is_empty() {
        output::print(&diff::unified(&job.folder, &made.changes, usize::MAX));
    }
    Ok(Exit::Fine)
}

/// Says whether a crate is up to date, with a diff or with the names of files.
pub(super) fn checked(job: &Job, made: &Made, with_diff: bool) -> Result<Exit> {
    let (format, folder) = (job.flags.format, shown(&job.folder));
    if made.changes.is_empty() {
        let count = counted(made.count, "file");
        report::summary(&format!("{folder}: up to date ({count})\n"), format);
        return Ok(Exit::Fine);
    }
    if with_diff {
        let text = diff::unified(&job.folder, &made.changes, diff::MOST);
        report::summary(&text, format);
    } else {
        report::summary(&diff::names(&job.folder, &made.changes, MOST), format);
    }
    output::note(&format!(
        "{folder} is stale. Run:\n\n    {}\n\n",
        job.command
    ));
    Ok(Exit::No)
}
