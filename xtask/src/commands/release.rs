//! `release`: the section of CHANGELOG.md, and the baseline that later changes are compared with.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use generator::compare::Reach;
use semver::Version;

use crate::project;
use crate::release::baseline::{self, Baseline, Current};
use crate::release::{changelog, version};
use crate::write::{self, Edits, Present};

/// Record a release: write its section of CHANGELOG.md and the new baseline.
///
/// Set `version` in spec/codegen.toml and run `cargo xtask codegen` before. It refuses when the
/// version was not raised, when it is too low for what changed, and when generated-client is not
/// what the document yields. What it writes is to be committed together with the version; then the
/// commit is tagged.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Print the section and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = project::root();
    let current = Current::read(&root)?;
    let client = root.join(project::CLIENT);
    let present = Present::read(&client)?;
    let (files, command) = (&current.files, project::COMMAND);
    if !write::compare(&client, present, files, command, Edits::Unknown)?.is_empty() {
        bail!("{} is stale: run `cargo xtask codegen`", project::CLIENT);
    }
    let section = match Baseline::read(&root)? {
        None => first(&root)?,
        Some(baseline) => {
            let difference = current.since(&baseline);
            let changes = baseline::document_changes(&root)?;
            let told = changes.iter().map(|change| change.reach).max();
            let reach = difference.reach().max(told.unwrap_or_default());
            refuse(&current.version, &baseline.version, reach)?;
            changelog::section(&changes, &difference)
        }
    };
    let number = current.version.to_string();
    if arguments.dry_run {
        print!("## {number}\n\n{section}");
        return Ok(ExitCode::SUCCESS);
    }
    let path = root.join(changelog::FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("reading {}", changelog::FILE)),
    };
    current.keep(&root)?;
    let text = changelog::with_section(&text, &number, &section);
    fs::write(&path, text).with_context(|| format!("writing {}", changelog::FILE))?;
    println!(
        "{number}: {} has its section, {} is the new baseline.\nRead both, commit them, and tag \
         the commit v{number}.",
        changelog::FILE,
        baseline::FOLDER
    );
    Ok(ExitCode::SUCCESS)
}

/// Refuses a version that was not raised, or not far enough.
fn refuse(now: &Version, released: &Version, reach: Reach) -> Result<()> {
    if now <= released {
        bail!(
            "{released} was released already: raise `version` in {} and run `cargo xtask codegen`",
            project::CONFIG
        );
    }
    if !version::is_enough(now, released, reach) {
        let needed = version::needed(released, reach);
        bail!(
            "{now} is a {} release, and what changed since {released} needs {needed}: \
             `cargo xtask semver` shows it",
            version::kind(released, now)
        );
    }
    Ok(())
}

/// The section of the first release: there is nothing to compare with.
fn first(root: &std::path::Path) -> Result<String> {
    let config = project::config(&root.join(project::CONFIG))?;
    let source = project::Source::read(&root.join(project::SPEC), project::SPEC)?;
    let model = source.understand(&config)?;
    let tags = model.api.tags.iter().enumerate().map(|(index, tag)| {
        let operations = model.api.operations.iter();
        let count = operations
            .filter(|operation| operation.tag.0 == index)
            .count();
        format!("- {}: {count} operations\n", tag.name)
    });
    Ok(format!(
        "The first release.\n\n{}",
        tags.collect::<String>()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_to_be_raised_as_far_as_the_change_reaches() {
        let refuse = |now: &str, reach| {
            refuse(&now.parse().unwrap(), &"0.1.0".parse().unwrap(), reach).is_err()
        };
        assert!(refuse("0.1.0", Reach::Fix));
        assert!(!refuse("0.1.1", Reach::Fix));
        assert!(refuse("0.1.1", Reach::Breaking));
        assert!(!refuse("0.2.0", Reach::Breaking));
    }
}
