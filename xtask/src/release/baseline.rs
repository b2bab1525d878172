//! What was released last, as files of the repository: the document, how it was emitted, and what
//! the emitted crate offered.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use generator::compare::Change;
use generator::interface::Listing;
use generator::interface::difference::{Difference, difference};
use semver::Version;

use crate::project::{self, Source};

/// The folder of the baseline.
pub(crate) const FOLDER: &str = "spec/released";
const SPEC: &str = "openapi.yaml";
const CONFIG: &str = "codegen.toml";
const INTERFACE: &str = "interface.txt";
/// What a reader of the listing has to know.
const HEADER: &str = "\
# What the released crate offers, a line a thing. `cargo xtask release` writes this file, and
# `cargo xtask semver` compares it with what the crate offers now: a line that is gone breaks users.
";

/// The last release.
pub(crate) struct Baseline {
    pub(crate) version: Version,
    pub(crate) interface: Listing,
}

/// What the repository would release now.
pub(crate) struct Current {
    pub(crate) version: Version,
    pub(crate) interface: Listing,
    pub(crate) files: Vec<generator::OutputFile>,
    source: Source,
    config: String,
}

impl Baseline {
    /// Reads the last release; `None` when there was none.
    pub(crate) fn read(root: &Path) -> Result<Option<Self>> {
        let folder = root.join(FOLDER);
        if !folder.is_dir() {
            return Ok(None);
        }
        let text = read(&folder.join(INTERFACE))?;
        let interface = Listing::from_text(&text)
            .map_err(|error| anyhow::anyhow!("{FOLDER}/{INTERFACE}: {error}"))?;
        let config = project::config(&folder.join(CONFIG))?;
        Ok(Some(Self {
            version: version(&config.package.version, &format!("{FOLDER}/{CONFIG}"))?,
            interface,
        }))
    }
}

impl Current {
    /// Emits the project's own client, in memory.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let source = Source::read(&root.join(project::SPEC), project::SPEC)?;
        let text = read(&root.join(project::CONFIG))?;
        let config = project::parse_config(&text, project::CONFIG)?;
        let output = source.generate(&config);
        let output = output
            .map_err(|diagnostics| anyhow::anyhow!("{}", diagnostics.render(project::color())))?;
        Ok(Self {
            version: version(&config.package.version, project::CONFIG)?,
            interface: Listing::of(&output.files),
            files: output.files,
            source,
            config: text,
        })
    }

    /// What changed of the interface since a release.
    pub(crate) fn since(&self, baseline: &Baseline) -> Difference {
        difference(&baseline.interface, &self.interface)
    }

    /// Makes it the last release.
    pub(crate) fn keep(&self, root: &Path) -> Result<()> {
        // A baseline is one file, so that it stays what it was while other files change.
        let document = self.source.in_one_file()?;
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder).with_context(|| format!("creating {FOLDER}"))?;
        let listing = format!("{HEADER}{}", self.interface);
        let files = [
            (SPEC, document.as_str()),
            (CONFIG, self.config.as_str()),
            (INTERFACE, listing.as_str()),
        ];
        for (name, text) in files {
            fs::write(folder.join(name), text)
                .with_context(|| format!("writing {FOLDER}/{name}"))?;
        }
        Ok(())
    }
}

/// The document and the configuration of the last release.
pub(crate) fn released(root: &Path) -> Option<(PathBuf, PathBuf)> {
    let folder = root.join(FOLDER);
    let spec = folder.join(SPEC);
    spec.is_file().then(|| (spec, folder.join(CONFIG)))
}

/// What changed of the document since the last release.
pub(crate) fn document_changes(root: &Path) -> Result<Vec<Change>> {
    let Some((spec, config)) = released(root) else {
        return Ok(Vec::new());
    };
    let mut config = project::config(&config)?;
    config.deny_warnings = false;
    let old = Source::read(&spec, &format!("{FOLDER}/{SPEC}"))?.understand(&config)?;
    let config = project::config(&root.join(project::CONFIG))?;
    let new = Source::read(&root.join(project::SPEC), project::SPEC)?.understand(&config)?;
    Ok(generator::compare::compare(&old, &new))
}

fn version(text: &str, shown: &str) -> Result<Version> {
    text.parse()
        .with_context(|| format!("{shown}: `version` is {text}, which is no version"))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
