//! `changelog`: two documents in, what changed for users of the client out.

use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::project::{Flags, Program, Project, parse_config, shown};
use crate::cli::release::baseline;
use crate::cli::{Exit, Source, output, source};
use crate::config::Config;

/// Print what changed for users of the crate between two documents.
///
/// The output is Markdown: what breaks their code first, then what is new, then the rest. Without
/// flags it compares the document of the last release (`paths.released` of codegen.toml) with the
/// present one.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The older document: a file, or a revision of git (a tag, a branch, a commit), whose document
    /// is meant then [default: the document of the last release].
    #[arg(long, value_name = "FILE|REVISION")]
    from: Option<String>,
    /// The newer document, as --spec, emitted as codegen.toml says.
    #[arg(long, value_name = "FILE", conflicts_with = "spec")]
    to: Option<String>,
    #[command(flatten)]
    flags: Flags,
}

/// Runs the command.
///
/// # Errors
///
/// It could not be carried out.
pub fn run(arguments: &Arguments, program: &Program) -> Result<Exit> {
    let mut project = Project::of(&arguments.flags, program)?;
    project.config.deny_warnings = false;
    project.spec(program)?;
    let old = older(&project, arguments.from.as_deref(), program)?;
    let new = match &arguments.to {
        Some(path) => Source::read(path, None, false)?,
        None => project.source(program)?,
    };
    let changes = crate::compare::compare(&old, &new.understand(&project.config)?);
    match changes.as_slice() {
        [] => output::print("No change.\n"),
        changes => output::print(&crate::compare::markdown(changes)),
    }
    Ok(Exit::Fine)
}

fn older(project: &Project, from: Option<&str>, program: &Program) -> Result<crate::Model> {
    let (source, mut config) = match from {
        None => {
            let (spec, config) = baseline::released(project)
                .context("nothing was released yet: name what to compare with by --from")?;
            let source = Source::read(&shown(&spec), None, false)?;
            (source, crate::cli::project::config(&config)?)
        }
        Some(file) if Path::new(file).is_file() => {
            (Source::read(file, None, false)?, project.config.clone())
        }
        Some(revision) => {
            let why = || format!("{revision} is neither a file nor a revision that has a document");
            let spec = project.spec(program)?;
            let source = Source::read_at(revision, Path::new(&spec)).with_context(why)?;
            (source, config_at(project, revision))
        }
    };
    config.deny_warnings = false;
    source.understand(&config)
}

/// The configuration of a commit, or today's where that one has another form.
fn config_at(project: &Project, revision: &str) -> Config {
    let Some(file) = &project.file else {
        return project.config.clone();
    };
    let name = format!("{revision}:{}", shown(file));
    let text = source::at_revision(revision, file);
    let config = text.and_then(|text| parse_config(&text, &name));
    config.unwrap_or_else(|error| {
        output::note(&format!("{error:#}\n{} is taken instead\n", shown(file)));
        project.config.clone()
    })
}
