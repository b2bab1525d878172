//! What `codegen`, `check` and `diff` share: a crate is made in memory and held against what is on the
//! disk, then written, or not.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::cli::files::{self, Changes, Edits, Present};
use crate::cli::output::{self, counted};
use crate::cli::project::{Flags, Program, Project, shown};
use crate::cli::{Exit, Source, report, workspace};

/// What is to be generated, and where to.
pub(super) struct Job {
    pub(super) project: Project,
    pub(super) source: Source,
    pub(super) folder: PathBuf,
    pub(super) flags: Flags,
    /// The command that brings the folder up to date.
    pub(super) command: String,
    edits: Edits,
}

/// A crate in memory, beside what is on the disk.
pub(super) struct Made {
    pub(super) count: usize,
    pub(super) changes: Changes,
}

impl Job {
    pub(super) fn of(flags: &Flags, program: &Program, edits: Edits) -> Result<Self> {
        let mut project = Project::of(flags, program)?;
        let source = project.source(program)?;
        let folder = project.out()?;
        if folder.exists() && !folder.is_dir() {
            bail!("{} is a file; name a folder for the crate", shown(&folder));
        }
        let package = &mut project.config.package;
        if package.in_workspace.is_none() && workspace::is_build_output(&folder) {
            package.in_workspace = Some(false);
        }
        let is_own = flags.spec.is_none() && flags.out.is_none();
        let edits = match is_own && program.owns_client {
            true => Edits::Unknown,
            false => edits,
        };
        Ok(Self {
            command: project.codegen(flags, program),
            flags: flags.clone(),
            project,
            source,
            folder,
            edits,
        })
    }

    /// Generates in memory and compares; `None` when the document has errors, which are printed.
    pub(super) fn make(&self) -> Result<Option<Made>> {
        let config = &self.project.config;
        let output = self
            .source
            .with_input(|input| crate::generate(input, config));
        let output = match output {
            Ok(output) => output,
            Err(diagnostics) => {
                report::print(&diagnostics, self.flags.format);
                return Ok(None);
            }
        };
        report::print(&output.warnings, self.flags.format);
        let (files, command) = (&output.files, config.command());
        let present = Present::read(&self.folder)?;
        Ok(Some(Made {
            count: files.len(),
            changes: files::compare(&self.folder, present, files, command, self.edits)?,
        }))
    }

    pub(super) fn write(&self, made: &Made) -> Result<Exit> {
        let Made { count, changes } = made;
        files::apply(
            &self.folder,
            changes,
            self.project.config.command(),
            self.edits,
        )?;
        self.source.keep_lock()?;
        let mut text = format!(
            "{}: {}, {} written, {} removed\n",
            shown(&self.folder),
            counted(*count, "file"),
            changes.stale.len(),
            changes.removed.len()
        );
        for path in &changes.removed {
            text.push_str(&format!("removed {}\n", shown(&self.folder.join(path))));
        }
        if let Some(own) = listed(&changes.own) {
            text.push_str(&format!("left alone, not generated: {own}\n"));
        }
        report::summary(&text, self.flags.format);
        let has_new_manifest = changes.stale.iter().any(|file| file.path == "Cargo.toml");
        if has_new_manifest && let Some(note) = workspace::note(&self.folder) {
            output::note(&format!("{note}\n"));
        }
        Ok(Exit::Fine)
    }
}

/// A few of many paths.
fn listed(paths: &[String]) -> Option<String> {
    const MOST: usize = 5;
    let first = paths.get(..MOST.min(paths.len()))?.join(", ");
    match paths.len() {
        0 => None,
        count if count > MOST => Some(format!("{first} and {} more", count - MOST)),
        _ => Some(first),
    }
}
