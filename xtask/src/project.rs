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
/// The command that generates a crate.
pub(crate) const COMMAND: &str = "cargo xtask codegen";

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
    /// Where its references start from.
    place: Place,
    text: String,
}

/// A folder that documents are read from.
enum Place {
    Disk(PathBuf),
    /// A folder of the repository as a commit has it.
    Commit {
        revision: String,
        folder: PathBuf,
    },
}

impl Place {
    fn read(&self, path: &str) -> Result<String, String> {
        match self {
            Self::Disk(folder) => {
                fs::read_to_string(folder.join(path)).map_err(|error| error.to_string())
            }
            Self::Commit { revision, folder } => {
                at_revision(revision, &folder.join(path)).map_err(|error| error.to_string())
            }
        }
    }
}

/// A file of the repository as a commit has it, by its path from the root.
pub(crate) fn at_revision(revision: &str, path: &Path) -> Result<String> {
    // Git knows no `.` and `..` in the path of a commit's file; the prefix makes them relative.
    let name = format!("{revision}:./{}", path.display());
    let output = std::process::Command::new("git")
        .args(["show", &name])
        .current_dir(root())
        .output()
        .context("git cannot be started")?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        anyhow::bail!("{}", reason.trim().trim_start_matches("fatal: "));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
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
            place: Place::Disk(folder),
            text,
        })
    }

    /// Reads a document as a commit has it, by its path from the root.
    pub(crate) fn read_at(revision: &str, path: &str) -> Result<Self> {
        let folder = Path::new(path).parent().map(Path::to_path_buf);
        Ok(Self {
            shown: format!("{revision}:{path}"),
            text: at_revision(revision, Path::new(path))?,
            place: Place::Commit {
                revision: revision.to_owned(),
                folder: folder.unwrap_or_default(),
            },
        })
    }

    /// Its text, or where it is in more than one file, all of it as JSON, which is YAML too.
    pub(crate) fn in_one_file(&self) -> Result<String> {
        let others = std::sync::atomic::AtomicBool::new(false);
        let read = |path: &str| {
            others.store(true, std::sync::atomic::Ordering::Relaxed);
            self.place.read(path)
        };
        let input = Input {
            path: &self.shown,
            text: &self.text,
            read: &read,
        };
        let tree = generator::dump(&input, &Config::default(), generator::Stage::Tree, None);
        let tree =
            tree.map_err(|diagnostics| anyhow::anyhow!("{}", diagnostics.render(color())))?;
        Ok(match others.into_inner() {
            true => tree,
            false => self.text.clone(),
        })
    }

    /// Understands it; the error is the report for its reader.
    pub(crate) fn understand(&self, config: &Config) -> Result<generator::Model> {
        let model = self.with_input(|input| generator::understand(input, config));
        model.map_err(|diagnostics| anyhow::anyhow!("{}", diagnostics.render(color())))
    }

    /// Runs the generator on it.
    pub(crate) fn generate(&self, config: &Config) -> Result<Output, generator::Diagnostics> {
        self.with_input(|input| generator::generate(input, config))
    }

    /// Runs the generator on it, and does something else at the same time.
    pub(crate) fn generate_beside<T: Send>(
        &self,
        config: &Config,
        other: impl FnOnce() -> T + Send,
    ) -> (Result<Output, generator::Diagnostics>, T) {
        self.with_input(|input| generator::generate_beside(input, config, other))
    }

    /// Gives the document to a stage of the generator.
    pub(crate) fn with_input<T>(&self, stage: impl FnOnce(&Input<'_>) -> T) -> T {
        let read = |path: &str| self.place.read(path);
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
    parse_config(&text, &path.display().to_string())
}

/// Reads the text of a configuration file.
pub(crate) fn parse_config(text: &str, shown: &str) -> Result<Config> {
    Config::from_toml(text).map_err(|message| anyhow::anyhow!("{shown}: {message}"))
}

/// Whether messages go to a terminal that shows colours.
pub(crate) fn color() -> bool {
    use std::io::IsTerminal;
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
