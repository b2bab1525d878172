//! What was released last, as files of the repository: the document, how it was emitted, and what
//! the emitted crate offered.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use semver::Version;

use crate::OutputFile;
use crate::cli::Source;
use crate::cli::output;
use crate::cli::project::{self, Program, Project, shown};
use crate::compare::Change;
use crate::interface::Listing;
use crate::interface::difference::{Difference, difference};

const SPEC: &str = "openapi.yaml";
const CONFIG: &str = "codegen.toml";
const INTERFACE: &str = "interface.txt";

/// The last release.
#[derive(Debug)]
pub struct Baseline {
    /// Its version.
    pub version: Version,
    /// What it offered.
    pub interface: Listing,
}

/// What would be released now.
#[derive(Debug)]
pub struct Current {
    /// Its version.
    pub version: Version,
    /// What it offers.
    pub interface: Listing,
    /// The crate.
    pub files: Vec<OutputFile>,
    source: Source,
    config: String,
    header: String,
}

impl Baseline {
    /// Reads the last release; `None` when there was none.
    ///
    /// # Errors
    ///
    /// A file of it cannot be read.
    pub fn read(project: &Project) -> Result<Option<Self>> {
        let folder = folder(project);
        if !folder.is_dir() {
            return Ok(None);
        }
        let path = folder.join(INTERFACE);
        let text = read(&path)?;
        let interface = Listing::from_text(&text)
            .map_err(|error| anyhow::anyhow!("{}: {error}", shown(&path)))?;
        let config = folder.join(CONFIG);
        let package = project::config(&config)?.package;
        Ok(Some(Self {
            version: version(&package.version, &shown(&config))?,
            interface,
        }))
    }
}

impl Current {
    /// Emits the crate, in memory.
    ///
    /// # Errors
    ///
    /// The document has errors, or the version is none.
    pub fn read(project: &Project, program: &Program) -> Result<Self> {
        let source = project.source(program)?;
        let config = &project.config;
        let output = source.generate(config);
        let output = output
            .map_err(|diagnostics| anyhow::anyhow!("{}", diagnostics.render(output::color())))?;
        Ok(Self {
            version: version(&config.package.version, &project.shown_file())?,
            interface: Listing::of(&output.files),
            files: output.files,
            source,
            config: project
                .file
                .as_deref()
                .map(read)
                .transpose()?
                .unwrap_or_default(),
            header: format!(
                "# What the released crate offers, a line a thing. `{}` writes this file, and\n\
                 # `{}` compares it with what the crate offers now: a line that is gone breaks users.\n",
                program.command("release"),
                program.command("semver")
            ),
        })
    }

    /// What changed of the interface since a release.
    pub fn since(&self, baseline: &Baseline) -> Difference {
        difference(&baseline.interface, &self.interface)
    }

    /// Makes it the last release.
    ///
    /// # Errors
    ///
    /// A file cannot be written, or one that the document refers to cannot be read.
    pub fn keep(&self, project: &Project) -> Result<()> {
        // A baseline is one file, so that it stays what it was while other files change.
        let document = self.source.in_one_file()?;
        let folder = folder(project);
        fs::create_dir_all(&folder).with_context(|| format!("creating {}", shown(&folder)))?;
        let listing = format!("{}{}", self.header, self.interface);
        let files = [
            (SPEC, document.as_str()),
            (CONFIG, self.config.as_str()),
            (INTERFACE, listing.as_str()),
        ];
        for (name, text) in files {
            let path = folder.join(name);
            fs::write(&path, text).with_context(|| format!("writing {}", shown(&path)))?;
        }
        Ok(())
    }
}

/// The folder of the last release.
pub fn folder(project: &Project) -> PathBuf {
    project.path(&project.config.paths.released)
}

/// The document and the configuration of the last release.
pub fn released(project: &Project) -> Option<(PathBuf, PathBuf)> {
    let folder = folder(project);
    let spec = folder.join(SPEC);
    spec.is_file().then(|| (spec, folder.join(CONFIG)))
}

/// What changed of the document since the last release.
///
/// # Errors
///
/// One of the documents has errors.
pub fn document_changes(project: &Project, program: &Program) -> Result<Vec<Change>> {
    let Some((spec, config)) = released(project) else {
        return Ok(Vec::new());
    };
    let mut config = project::config(&config)?;
    config.deny_warnings = false;
    let old = Source::read(&shown(&spec), None, false)?.understand(&config)?;
    let new = project.source(program)?.understand(&project.config)?;
    Ok(crate::compare::compare(&old, &new))
}

fn version(text: &str, shown: &str) -> Result<Version> {
    text.parse()
        .with_context(|| format!("{shown}: `version` is {text}, which is no version"))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", shown(path)))
}
