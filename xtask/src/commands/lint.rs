//! `lint`: a document in, everything that is wrong with it out.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use generator::config::Config;

use crate::project::{self, Source};

/// Check a document and write nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The document [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Exit with 1 on warnings too.
    #[arg(long)]
    deny_warnings: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (source, mut config) = match &arguments.spec {
        Some(spec) => (
            Source::read(spec, &spec.display().to_string())?,
            Config::default(),
        ),
        None => {
            let root = project::root();
            let config = project::config(&root.join(project::CONFIG))?;
            (
                Source::read(&root.join(project::SPEC), project::SPEC)?,
                config,
            )
        }
    };
    config.deny_warnings |= arguments.deny_warnings;
    let warnings = match source.generate(&config) {
        Ok(output) => output.warnings,
        Err(diagnostics) => {
            eprint!("{}", diagnostics.render(project::color()));
            return Ok(ExitCode::FAILURE);
        }
    };
    if !warnings.is_empty() {
        eprint!("{}", warnings.render(project::color()));
    }
    println!("{}: no error, {} warnings", source.shown, warnings.len());
    Ok(ExitCode::SUCCESS)
}
