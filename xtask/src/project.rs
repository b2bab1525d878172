//! Where things lie, and how a document is read: paths in, [`Source`] out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use generator::config::Config;
use generator::{Input, Output};

/// The document and the configuration of the project's own client.
pub(crate) const SPEC: &str = "spec/openapi.yaml";
pub(crate) const CONFIG: &str = "spec/codegen.toml";
/// The project's own client.
pub(crate) const CLIENT: &str = "generated-client";

/// The workspace's folder: the nearest one above the current folder that has a `spec` in it, or
/// where this program was compiled.
pub(crate) fn root() -> PathBuf {
    let compiled = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf);
    let current = std::env::current_dir().unwrap_or_default();
    let above = current
        .ancestors()
        .find(|folder| folder.join(CONFIG).is_file());
    above.map(Path::to_path_buf).or(compiled).unwrap_or(current)
}

/// A document that was read.
pub(crate) struct Source {
    /// Its path as messages show it.
    pub(crate) shown: String,
    /// The folder that its references start from.
    folder: PathBuf,
    text: String,
}

impl Source {
    /// Reads a document; the error is the report for its reader.
    pub(crate) fn read(path: &Path, shown: &str) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| {
            let report = generator::unreadable(shown, &error.to_string()).render(color());
            anyhow::anyhow!("{}", report.trim_end().trim_start_matches("error: "))
        })?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self {
            shown: shown.to_owned(),
            folder,
            text,
        })
    }

    /// Runs the generator on it.
    pub(crate) fn generate(&self, config: &Config) -> Result<Output, generator::Diagnostics> {
        self.with_input(|input| generator::generate(input, config))
    }

    /// Gives the document to a stage of the generator.
    pub(crate) fn with_input<T>(&self, stage: impl FnOnce(&Input<'_>) -> T) -> T {
        let read = |path: &str| {
            fs::read_to_string(self.folder.join(path)).map_err(|error| error.to_string())
        };
        stage(&Input {
            path: &self.shown,
            text: &self.text,
            read: &read,
        })
    }
}

/// Reads a configuration file.
pub(crate) fn config(path: &Path) -> Result<Config> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("{}: the configuration cannot be read", path.display()))?;
    Config::from_toml(&text).map_err(|message| anyhow::anyhow!("{}: {message}", path.display()))
}

/// Whether messages go to a terminal that shows colours.
pub(crate) fn color() -> bool {
    use std::io::IsTerminal;
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
