//! Documents: a path, a URL or standard input in, a text and what it refers to out.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};

use super::lock::Remote;
use super::output;
use crate::config::Config;
use crate::{Input, Output};

/// A document that was read.
#[derive(Debug)]
pub struct Source {
    /// Its path as messages show it.
    pub shown: String,
    place: Place,
    text: String,
    /// The files that it refers to, as far as they were read.
    read: Mutex<Vec<PathBuf>>,
}

/// Where the references of a document start from.
#[derive(Debug)]
enum Place {
    /// A folder of the disk.
    Disk(PathBuf),
    /// A folder of the repository as a commit has it.
    Commit { revision: String, folder: PathBuf },
    /// An address on the network.
    Remote(Remote),
}

/// Whether a document is to be read from the network.
pub(crate) fn is_url(spec: &str) -> bool {
    spec.starts_with("https://") || spec.starts_with("http://")
}

impl Source {
    /// Reads a document: a file, a URL, or `-` for standard input.
    ///
    /// # Errors
    ///
    /// The report for the reader of the document.
    pub fn read(spec: &str, lock: Option<&Path>, update: bool) -> Result<Self> {
        if is_url(spec) {
            let remote = Remote::new(spec, lock, update)?;
            let text = remote.entry()?;
            return Ok(Self::new(spec, Place::Remote(remote), text));
        }
        if spec == "-" {
            let mut text = String::new();
            let read = std::io::stdin().read_to_string(&mut text);
            read.map_err(|error| unreadable("<stdin>", &error.to_string()))?;
            return Ok(Self::new("<stdin>", Place::Disk(PathBuf::new()), text));
        }
        let path = Path::new(spec);
        let text =
            fs::read_to_string(path).map_err(|error| unreadable(spec, &error.to_string()))?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self::new(spec, Place::Disk(folder), text))
    }

    /// Reads a document as a commit has it.
    ///
    /// # Errors
    ///
    /// The commit or the file in it is not there.
    pub fn read_at(revision: &str, path: &Path) -> Result<Self> {
        let text = at_revision(revision, path)?;
        let place = Place::Commit {
            revision: revision.to_owned(),
            folder: path.parent().map(Path::to_path_buf).unwrap_or_default(),
        };
        let shown = format!("{revision}:{}", path.display());
        Ok(Self::new(&shown, place, text))
    }

    fn new(shown: &str, place: Place, text: String) -> Self {
        Self {
            shown: shown.to_owned(),
            place,
            text,
            read: Mutex::default(),
        }
    }

    /// Notes the hashes of what was read from the network.
    pub(crate) fn keep_lock(&self) -> Result<()> {
        match &self.place {
            Place::Remote(remote) => remote.keep(),
            Place::Disk(_) | Place::Commit { .. } => Ok(()),
        }
    }

    /// The files that it refers to, as far as the last stage read them.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        self.read
            .lock()
            .map(|read| read.clone())
            .unwrap_or_default()
    }

    /// Its text, or where it is in more than one file, all of it as JSON, which is YAML too.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub fn in_one_file(&self) -> Result<String> {
        let others = std::sync::atomic::AtomicBool::new(false);
        let read = |path: &str| {
            others.store(true, std::sync::atomic::Ordering::Relaxed);
            self.read_file(path)
        };
        let input = Input {
            path: &self.shown,
            text: &self.text,
            read: &read,
        };
        let tree = crate::dump(&input, &Config::default(), crate::Stage::Tree, None);
        let tree =
            tree.map_err(|diagnostics| anyhow::anyhow!("{}", diagnostics.render(output::color())))?;
        Ok(match others.into_inner() {
            true => tree,
            false => self.text.clone(),
        })
    }

    fn read_file(&self, path: &str) -> Result<String, String> {
        match &self.place {
            Place::Disk(folder) => {
                let path = folder.join(path);
                if let Ok(mut read) = self.read.lock() {
                    read.push(path.clone());
                }
                fs::read_to_string(path).map_err(|error| error.to_string())
            }
            Place::Commit { revision, folder } => {
                at_revision(revision, &folder.join(path)).map_err(|error| error.to_string())
            }
            Place::Remote(remote) => remote.file(path).map_err(|error| format!("{error:#}")),
        }
    }

    /// Understands it; the error is the report for its reader.
    ///
    /// # Errors
    ///
    /// The document has errors.
    pub fn understand(&self, config: &Config) -> Result<crate::Model> {
        let model = self.with_input(|input| crate::understand(input, config));
        model.map_err(|diagnostics| anyhow::anyhow!("{}", diagnostics.render(output::color())))
    }

    /// Runs the generator on it.
    ///
    /// # Errors
    ///
    /// The document has errors.
    pub fn generate(&self, config: &Config) -> Result<Output, crate::Diagnostics> {
        self.with_input(|input| crate::generate(input, config))
    }

    /// Gives the document to a stage of the generator.
    pub fn with_input<T>(&self, stage: impl FnOnce(&Input<'_>) -> T) -> T {
        let read = |path: &str| self.read_file(path);
        stage(&Input {
            path: &self.shown,
            text: &self.text,
            read: &read,
        })
    }
}

fn unreadable(shown: &str, why: &str) -> anyhow::Error {
    let report = crate::unreadable(shown, why).render(output::color());
    anyhow::anyhow!("{}", report.trim_end())
}

/// A file of the repository as a commit has it.
pub(crate) fn at_revision(revision: &str, path: &Path) -> Result<String> {
    // Git takes a path that begins with `./` from the folder that it runs in.
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let output = std::process::Command::new("git")
        .args(["show", &format!("{revision}:./{file}")])
        .current_dir(folder.unwrap_or(Path::new(".")))
        .output()
        .context("git cannot be started")?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        anyhow::bail!("{}", reason.trim().trim_start_matches("fatal: "));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
