//! `dump`: what a stage of the generator makes of a document, for debugging.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use generator::Stage;
use generator::config::Config;

use crate::project::{self, Source};

/// Print what a stage makes of a document.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The stage.
    stage: Name,
    /// The document [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Of a plan, print only the models and operations whose name, route or JSON pointer holds this.
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
}

/// The stages, in the order of the pipeline.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Name {
    /// The tree, with references to other files bundled (JSON).
    Tree,
    /// The tree as OpenAPI 3.0 (JSON).
    Normalized,
    /// The typed document.
    Parsed,
    /// Operations and types.
    Api,
    /// The table of Rust names.
    Names,
    /// Every decision about the emitted crate (YAML).
    Plan,
    /// The paths and sizes of the emitted files.
    Files,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = project::root();
    let (source, config) = match &arguments.spec {
        Some(spec) => (
            Source::read(spec, &spec.display().to_string())?,
            Config::default(),
        ),
        None => (
            Source::read(&root.join(project::SPEC), project::SPEC)?,
            project::config(&root.join(project::CONFIG))?,
        ),
    };
    let stage = match arguments.stage {
        Name::Tree => Stage::Tree,
        Name::Normalized => Stage::Normalized,
        Name::Parsed => Stage::Parsed,
        Name::Api => Stage::Api,
        Name::Names => Stage::Names,
        Name::Plan => Stage::Plan,
        Name::Files => Stage::Files,
    };
    let only = arguments.only.as_deref();
    match source.with_input(|input| generator::dump(input, &config, stage, only)) {
        Ok(text) => {
            print!("{text}");
            Ok(ExitCode::SUCCESS)
        }
        Err(diagnostics) => {
            eprint!("{}", diagnostics.render(project::color()));
            Ok(ExitCode::FAILURE)
        }
    }
}
