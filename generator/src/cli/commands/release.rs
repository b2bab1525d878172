//! `release`: the section of the changelog, and the baseline that later changes are compared with.

use std::fs;

use anyhow::{Context, Result, bail};
use semver::Version;

use crate::cli::Exit;
use crate::cli::files::{self, Edits, Present};
use crate::cli::output::{self, counted};
use crate::cli::project::{Flags, Program, Project, shown};
use crate::cli::release::baseline::{self, Baseline, Current};
use crate::cli::release::{changelog, version};
use crate::compare::Impact;

/// Record a release: write its section of the changelog and the new baseline.
///
/// Set `version` in codegen.toml and generate before. It refuses when the version was not raised,
/// when it is too low for what changed, and when the crate is not what the document yields. What it
/// writes is to be committed together with the version; then the commit is tagged.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Print the section and write nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

/// Runs the command.
///
/// # Errors
///
/// It could not be carried out, or is refused.
pub fn run(arguments: &Arguments, program: &Program) -> Result<Exit> {
    let project = Project::of(&arguments.flags, program)?;
    project.spec(program)?;
    if project.file.is_none() {
        bail!("a release needs a codegen.toml: it holds the version, and where releases are kept");
    }
    let codegen = program.command("codegen");
    let current = Current::read(&project, program)?;
    let client = project.out()?;
    let present = Present::read(&client)?;
    let (files, command) = (&current.files, project.config.command());
    if !files::compare(&client, present, files, command, Edits::Refuse)?.is_empty() {
        bail!("{} is stale: run `{codegen}`", shown(&client));
    }
    let section = match Baseline::read(&project)? {
        None => first(&project, program)?,
        Some(baseline) => {
            let difference = current.since(&baseline);
            let changes = baseline::document_changes(&project, program)?;
            let told = changes.iter().map(|change| change.impact).max();
            let impact = difference.impact().max(told.unwrap_or_default());
            refuse(
                &current.version,
                &baseline.version,
                impact,
                &project.shown_file(),
                program,
            )?;
            changelog::section(&changes, &difference)
        }
    };
    let number = current.version.to_string();
    if arguments.dry_run {
        output::print(&format!("## {number}\n\n{section}"));
        return Ok(Exit::Fine);
    }
    let path = project.path(&project.config.paths.changelog);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("reading {}", shown(&path))),
    };
    current.keep(&project)?;
    let text = changelog::with_section(&text, &number, &section, program);
    fs::write(&path, text).with_context(|| format!("writing {}", shown(&path)))?;
    output::print(&format!(
        "{number}: {} has its section, {} is the new baseline.\nRead both, commit them, and tag \
         the commit v{number}.\n",
        shown(&path),
        shown(&baseline::folder(&project))
    ));
    Ok(Exit::Fine)
}

/// Refuses a version that was not raised, or not far enough.
fn refuse(
    now: &Version,
    released: &Version,
    impact: Impact,
    file: &str,
    program: &Program,
) -> Result<()> {
    if now <= released {
        bail!(
            "{released} was released already: raise `version` in {file} and run `{}`",
            program.command("codegen")
        );
    }
    if !version::is_enough(now, released, impact) {
        let needed = version::needed(released, impact);
        bail!(
            "{now} is a {} release, and what changed since {released} needs {needed}: `{}` shows it",
            version::kind(released, now),
            program.command("semver")
        );
    }
    Ok(())
}

/// The section of the first release: there is nothing to compare with.
fn first(project: &Project, program: &Program) -> Result<String> {
    let model = project.source(program)?.understand(&project.config)?;
    let tags = model.api.tags.iter().enumerate().map(|(index, tag)| {
        let operations = model.api.operations.iter();
        let of_tag = operations.filter(|operation| operation.tag.0 == index);
        format!("- {}: {}\n", tag.name, counted(of_tag.count(), "operation"))
    });
    Ok(format!(
        "The first release.\n\n{}",
        tags.collect::<String>()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::project::CLIENTSMITH;

    #[test]
    fn a_version_has_to_be_raised_as_far_as_the_change_reaches() {
        let refuse = |now: &str, impact| {
            let (now, released) = (now.parse().unwrap(), "0.1.0".parse().unwrap());
            refuse(&now, &released, impact, "codegen.toml", &CLIENTSMITH).is_err()
        };
        assert!(refuse("0.1.0", Impact::Fix));
        assert!(!refuse("0.1.1", Impact::Fix));
        assert!(refuse("0.1.1", Impact::Breaking));
        assert!(!refuse("0.2.0", Impact::Breaking));
    }
}
