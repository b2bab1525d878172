//! `changelog`: two documents in, what changed for users of the client out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::project::{self, Source};
use crate::release::baseline;

/// Print what changed for users of the client between two documents.
///
/// The output is Markdown: what breaks their code first, then what is new, then the rest. Without
/// flags it compares the document of the last release (spec/released) with spec/openapi.yaml.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The older document: a file, or a revision of git (a tag, a branch, a commit), whose
    /// spec/openapi.yaml is meant then [default: the document of the last release].
    #[arg(long, value_name = "FILE_OR_REVISION")]
    from: Option<String>,
    /// The newer document [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = project::root();
    let old = older(&root, arguments.from.as_deref())?;
    let mut config = project::config(&root.join(project::CONFIG))?;
    config.deny_warnings = false;
    let new = match &arguments.to {
        Some(path) => Source::read(path, &path.display().to_string())?,
        None => Source::read(&root.join(project::SPEC), project::SPEC)?,
    };
    let changes = generator::compare::compare(&old, &new.understand(&config)?);
    match changes.as_slice() {
        [] => println!("No change."),
        changes => print!("{}", generator::compare::markdown(changes)),
    }
    Ok(ExitCode::SUCCESS)
}

fn older(root: &Path, from: Option<&str>) -> Result<generator::Model> {
    let (source, mut config) = match from {
        None => {
            let (spec, config) = baseline::released(root)
                .context("nothing was released yet: name what to compare with by --from")?;
            let shown = format!("{}/openapi.yaml", baseline::FOLDER);
            (Source::read(&spec, &shown)?, project::config(&config)?)
        }
        Some(file) if Path::new(file).is_file() => (
            Source::read(Path::new(file), file)?,
            project::config(&root.join(project::CONFIG))?,
        ),
        Some(revision) => {
            let why = || format!("{revision} is neither a file nor a revision that has a document");
            let source = Source::read_at(revision, project::SPEC).with_context(why)?;
            (source, config_at(root, revision)?)
        }
    };
    config.deny_warnings = false;
    source.understand(&config)
}

/// The configuration of a commit, or today's where that one has another form.
fn config_at(root: &Path, revision: &str) -> Result<generator::config::Config> {
    let shown = format!("{revision}:{}", project::CONFIG);
    let text = project::at_revision(revision, Path::new(project::CONFIG));
    let config = text.and_then(|text| project::parse_config(&text, &shown));
    config.or_else(|error| {
        eprintln!("{error:#}\n{} is taken instead", project::CONFIG);
        project::config(&root.join(project::CONFIG))
    })
}
