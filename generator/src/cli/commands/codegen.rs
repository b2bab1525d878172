//! `codegen`: a document in, a crate out.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::job::Job;
use crate::cli::Exit;
use crate::cli::files::Edits;
use crate::cli::output::{self, counted};
use crate::cli::project::{Flags, Program, Project};
use crate::cli::watch::Seen;

/// Turn an OpenAPI document into a client crate.
///
/// Only files that were generated are replaced or removed. What you add to the crate's folder, and
/// between the lines `>>> yours` and `<<< yours` of a file, stays.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    flags: Flags,
    /// Write nothing; print a diff and exit with 1 when the crate is not what the document yields.
    #[arg(long)]
    check: bool,
    /// Replace generated files that were edited by hand.
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Go on: generate again whenever the document or the configuration changes.
    #[arg(long, conflicts_with = "check")]
    watch: bool,
}

/// Runs the command.
///
/// # Errors
///
/// It could not be carried out.
pub fn run(arguments: &Arguments, program: &Program) -> Result<Exit> {
    let edits = match arguments.force {
        true => Edits::Replace,
        false => Edits::Refuse,
    };
    if arguments.watch {
        return watch(arguments, edits, program);
    }
    let job = Job::of(&arguments.flags, program, edits)?;
    let Some(made) = job.make()? else {
        return Ok(Exit::No);
    };
    match arguments.check {
        true => super::diff::checked(&job, &made, true),
        false => job.write(&made),
    }
}

/// Generates whenever something changes, until the program is stopped.
fn watch(arguments: &Arguments, edits: Edits, program: &Program) -> Result<Exit> {
    let flags = &arguments.flags;
    let spec = Project::of(flags, program)?.spec(program)?;
    if spec == "-" || crate::cli::source::is_url(&spec) {
        bail!("--watch needs a document that is a file");
    }
    loop {
        let mut files = vec![PathBuf::from(&spec)];
        // A configuration that is half written is no reason to stop.
        let project = Project::of(flags, program);
        files.extend(project.ok().and_then(|project| project.file));
        files.extend(flags.config.clone());
        let seen = Seen::of(files);
        let seen = match generate(flags, program, edits) {
            Ok(read) => seen.and(read),
            Err(error) => {
                output::note(&format!("error: {error:#}\n"));
                seen
            }
        };
        let count = counted(seen.len(), "file");
        output::note(&format!("watching {count}; stop with Ctrl+C\n"));
        seen.wait();
    }
}

/// Generates once; the files that were read come out.
fn generate(flags: &Flags, program: &Program, edits: Edits) -> Result<Vec<PathBuf>> {
    let job = Job::of(flags, program, edits)?;
    if let Some(made) = job.make()? {
        job.write(&made)?;
    }
    Ok(job.source.files())
}
