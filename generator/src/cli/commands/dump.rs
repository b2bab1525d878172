//! `dump`: what a stage of the generator makes of a document, for debugging.

use anyhow::Result;

use crate::Stage;
use crate::cli::project::{Flags, Program, Project};
use crate::cli::{Exit, output, report};

/// Print what a stage of the generator makes of a document.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The stage.
    stage: Name,
    /// Of a plan, print only the models and operations whose name, route or JSON pointer holds this.
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
    #[command(flatten)]
    flags: Flags,
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
///
/// # Errors
///
/// It could not be carried out.
pub fn run(arguments: &Arguments, program: &Program) -> Result<Exit> {
    let project = Project::of(&arguments.flags, program)?;
    let source = project.source(program)?;
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
    match source.with_input(|input| crate::dump(input, &project.config, stage, only)) {
        Ok(text) => {
            output::print(&text);
            Ok(Exit::Fine)
        }
        Err(diagnostics) => {
            report::print(&diagnostics, arguments.flags.format);
            Ok(Exit::No)
        }
    }
}
