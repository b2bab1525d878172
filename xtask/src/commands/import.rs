//! `import`: the vendor's document beside ours: what ours lacks or says otherwise.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use generator::Stage;
use generator::cli::Source;
use generator::cli::output;
use generator::cli::project::config;
use generator::config::Config;
use serde_json::Value;

use crate::import::{self, Pattern};
use crate::project;

/// Show what another document of the API has beyond spec/openapi.yaml, or says otherwise.
///
/// The report names operations, parameters, bodies, answers, permissions, fields, types, requiredness,
/// values of enums, and what is deprecated, preview or gone. What ours lacks follows as YAML in our
/// order, without the other's texts: a marker stands where words are missing.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The other document, of any version that the generator reads.
    document: PathBuf,
    /// Only operations whose id or route this matches; `*` stands for anything, and without one it is
    /// enough to contain the text.
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = project::root();
    let config = config(&root.join(project::CONFIG))?;
    let tree = |path: &Path| tree(&Source::read(&path.to_string_lossy(), None, false)?);
    let ours = tree(&root.join(project::SPEC))?;
    let theirs = tree(&arguments.document)?;
    let pattern = arguments.only.as_deref().map(Pattern::new);
    let report = import::compare(&ours, &theirs, &config.extensions, pattern.as_ref());
    print!("{report}");
    Ok(ExitCode::SUCCESS)
}

/// A document as a tree of OpenAPI 3.0.
fn tree(source: &Source) -> Result<Value> {
    let text = source
        .with_input(|input| generator::dump(input, &Config::default(), Stage::Normalized, None));
    let text =
        text.map_err(|diagnostics| anyhow::anyhow!("{}", diagnostics.render(output::color())))?;
    serde_json::from_str(&text).context("a tree is JSON")
}
