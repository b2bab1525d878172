//! Files to disk: what changed is written, what is no longer generated is removed, and nothing else
//! is touched.
//!
//! A file counts as generated when the record in the crate's folder names it with the hash of its
//! present text. One that was edited since, or has the header alone, is not replaced unless that is
//! forced; one that has neither is never replaced. A run that fails leaves everything as it was.

mod kept;
mod record;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::OutputFile;
use anyhow::{Context, Result, bail};

use record::Record;

/// Folders that other programs fill: nobody asks what is in them.
const SKIPPED: &[&str] = &["target", ".git", "node_modules"];

/// What other programs and this one write beside the generated files.
const OURS: &[&str] = &["Cargo.lock", crate::cli::lock::FILE];

/// What differs between a folder and what should be in it, by paths from the folder.
#[derive(Debug, Default)]
pub struct Changes {
    /// Files that are not there, or hold something else.
    pub stale: Vec<Stale>,
    /// Files that were generated before, and are no longer.
    pub removed: Vec<String>,
    /// Files of both kinds that may have been edited since they were generated.
    pub edited: Vec<String>,
    /// What stands in the way of a file, and was never generated.
    pub in_the_way: Vec<String>,
    /// The files that are not part of the generated crate.
    pub own: Vec<String>,
    /// What was generated before.
    before: Record,
    /// What is to be generated now.
    after: Record,
    /// Whether the record on the disk says something else than it should.
    record_is_stale: bool,
}

/// What happens to files that may have been edited since they were generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edits {
    /// They are named, and nothing is written.
    Refuse,
    /// They are replaced.
    Replace,
    /// Nobody edits this folder: whatever has the header is replaced or removed.
    Unknown,
}

/// A file that is not what it should be.
#[derive(Debug)]
pub struct Stale {
    /// Its path from the folder.
    pub path: String,
    /// What it should hold.
    pub text: String,
    /// What it holds now, if it is there.
    pub present: Option<String>,
}

impl Changes {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.stale.is_empty() && self.removed.is_empty() && !self.record_is_stale
    }

    /// Why the changes are not made, with the way out.
    pub fn refusal(&self, folder: &Path, edits: Edits) -> Option<String> {
        let edited = match edits {
            Edits::Refuse => &*self.edited,
            Edits::Replace | Edits::Unknown => &[],
        };
        let kinds = [
            (
                &*self.in_the_way,
                "These were not generated, and are in the way of files that would be:",
                "Move or rename them, or name another folder.",
            ),
            (
                edited,
                "These were generated, and may have been edited since:",
                "Move what you added to files of your own, or to the parts marked `>>> yours`. \
                 With `--force` the files are replaced.",
            ),
        ];
        let mut text = String::new();
        for (paths, lead, way_out) in kinds.into_iter().filter(|(paths, ..)| !paths.is_empty()) {
            text.push_str(&format!("{lead}\n\n"));
            for path in paths {
                text.push_str(&format!("    {}\n", folder.join(path).display()));
            }
            text.push_str(&format!("\n{way_out}\n\n"));
        }
        (!text.is_empty()).then(|| format!("nothing was written.\n\n{}", text.trim_end()))
    }
}

/// What stands in a crate's folder.
#[derive(Debug, Default)]
pub struct Present {
    /// Every file, by its path from the folder.
    paths: BTreeSet<String>,
    /// The text of the record.
    record: Option<String>,
}

impl Present {
    /// Reads a folder; one that is not there holds nothing.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut present = Self::default();
        if folder.is_dir() {
            present.add(folder, "")?;
        }
        if present.paths.remove(record::FILE) {
            let path = folder.join(record::FILE);
            let text = fs::read_to_string(&path);
            present.record = Some(text.with_context(|| format!("reading {}", path.display()))?);
        }
        Ok(present)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let why = || format!("reading {}", folder.display());
        for entry in fs::read_dir(folder).with_context(why)? {
            let entry = entry.with_context(why)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if !entry.file_type().with_context(why)?.is_dir() {
                self.paths.insert(path);
            } else if !SKIPPED.contains(&&*name) {
                self.add(&entry.path(), &format!("{path}/"))?;
            }
        }
        Ok(())
    }
}

/// Compares what is in a folder with what should be in it.
///
/// `command` is what the user calls to generate the crate.
pub fn compare(
    folder: &Path,
    present: Present,
    files: &[OutputFile],
    command: &str,
    edits: Edits,
) -> Result<Changes> {
    let record = present.record.as_deref();
    let mut changes = Changes {
        before: record.map(Record::parse).unwrap_or_default(),
        after: Record::of(files.iter().map(|file| (&*file.path, &*file.text))),
        ..Changes::default()
    };
    for file in files {
        changes.add(folder, file)?;
    }
    for path in &present.paths {
        if !changes.after.names(path) {
            changes.add_other(folder, path, edits)?;
        }
    }
    changes.own = present.paths.into_iter().collect();
    changes.own.retain(|path| {
        !OURS.contains(&&**path) && !changes.after.names(path) && !changes.removed.contains(path)
    });
    let due = changes.after.text(command);
    let is = record.map(|text| text.replace("\r\n", "\n"));
    changes.record_is_stale = is.as_ref() != Some(&due);
    Ok(changes)
}

impl Changes {
    /// Compares a file that is generated with what is in its place.
    fn add(&mut self, folder: &Path, file: &OutputFile) -> Result<()> {
        let mut stale = Stale {
            path: file.path.clone(),
            text: file.text.clone(),
            present: None,
        };
        match Place::of(folder, &file.path)? {
            Place::Free => {}
            Place::Taken(path) => {
                self.in_the_way.push(path);
            }
            Place::File(bytes) => {
                let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
                let due = kept::with_parts_of(&file.text, &text);
                if due.as_ref() == Some(&text) {
                    return Ok(());
                }
                if !self.before.names(&file.path) && !has_header(&text) {
                    self.in_the_way.push(file.path.clone());
                } else if due.is_none() || !self.before.holds(&file.path, &text) {
                    self.edited.push(file.path.clone());
                }
                stale.text = due.unwrap_or(stale.text);
                stale.present = Some(text);
            }
        }
        self.stale.push(stale);
        Ok(())
    }

    /// Takes in a file that is not generated, or no longer.
    fn add_other(&mut self, folder: &Path, path: &str, edits: Edits) -> Result<()> {
        if !self.before.names(path) && edits != Edits::Unknown {
            return Ok(());
        }
        if let Place::File(bytes) = Place::of(folder, path)? {
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            let is_generated = match edits {
                // What stands in its parts is the user's, and so is the file from now on.
                Edits::Refuse | Edits::Replace => {
                    self.before.holds(path, &text) && kept::is_empty(&text)
                }
                Edits::Unknown => has_header(&text),
            };
            if is_generated {
                self.removed.push(path.to_owned());
            }
        }
        Ok(())
    }
}

/// What is where a file is to be.
enum Place {
    Free,
    File(Vec<u8>),
    /// Something else, at this path.
    Taken(String),
}

impl Place {
    /// Looks without following links: what they lead to is not part of the crate.
    fn of(folder: &Path, path: &str) -> Result<Self> {
        for (end, _) in path.match_indices('/') {
            match fs::symlink_metadata(folder.join(&path[..end])) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Ok(Self::Taken(path[..end].to_owned())),
                Err(_) => return Ok(Self::Free),
            }
        }
        let place = folder.join(path);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_file() => {
                let bytes = fs::read(&place);
                let bytes = bytes.with_context(|| format!("reading {}", place.display()))?;
                Ok(Self::File(bytes))
            }
            Ok(_) => Ok(Self::Taken(path.to_owned())),
            Err(_) => Ok(Self::Free),
        }
    }
}

/// Whether a text says in its first lines that it was generated.
fn has_header(text: &str) -> bool {
    let mut first = text.lines().take(6);
    first.any(|line| line.to_ascii_lowercase().contains("generated by `"))
}

/// Makes the folder what it should be; `command` is what the user calls to generate the crate.
///
/// Every new text is written beside its place first; only when all of them are there are they
/// moved. What goes wrong before that leaves the crate untouched, and what goes wrong after it
/// leaves a record that knows the files of both runs.
///
/// # Errors
///
/// A file cannot be written, or the changes are [refused](Changes::refusal).
pub fn apply(folder: &Path, changes: &Changes, command: &str, edits: Edits) -> Result<()> {
    if let Some(refusal) = changes.refusal(folder, edits) {
        bail!("{refusal}");
    }
    if changes.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    let staging = tempfile::Builder::new()
        .prefix(".codegen-")
        .tempdir_in(folder)
        .with_context(|| format!("{} cannot be written to", folder.display()))?;
    let mut moves = Vec::new();
    let both = changes.after.clone().with(&changes.before).text(command);
    let record = (record::FILE, &both);
    let stale = changes.stale.iter().map(|file| (&*file.path, &file.text));
    for (index, (path, text)) in std::iter::once(record).chain(stale).enumerate() {
        let staged = staging.path().join(index.to_string());
        fs::write(&staged, text).with_context(|| format!("writing {path}"))?;
        moves.push((staged, folder.join(path)));
    }
    let parents: BTreeSet<&Path> = moves
        .iter()
        .filter_map(|(_, place)| place.parent())
        .collect();
    for parent in parents {
        fs::create_dir_all(parent).with_context(|| format!("creating {}", parent.display()))?;
    }
    for (staged, place) in &moves {
        fs::rename(staged, place).with_context(|| format!("moving {} there", place.display()))?;
    }
    for path in &changes.removed {
        let path = folder.join(path);
        fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
        remove_empty_folders(path.parent(), folder);
    }
    let path = folder.join(record::FILE);
    fs::write(&path, changes.after.text(command))
        .with_context(|| format!("writing {}", path.display()))
}

fn remove_empty_folders(mut folder: Option<&Path>, root: &Path) {
    while let Some(path) = folder.filter(|path| *path != root) {
        if fs::remove_dir(path).is_err() {
            return;
        }
        folder = path.parent();
    }
}

#[cfg(test)]
mod tests;
