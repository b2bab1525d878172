//! Waiting for files to change.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(250);

/// What files look like from outside: their time and size.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen(Vec<(PathBuf, Option<(SystemTime, u64)>)>);

impl Seen {
    /// Looks at files.
    pub(crate) fn of(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let look = |file: PathBuf| {
            let looks = look(&file);
            (file, looks)
        };
        Self(files.into_iter().map(look).collect())
    }

    /// The same files and others.
    pub(crate) fn and(mut self, files: impl IntoIterator<Item = PathBuf>) -> Self {
        self.0.extend(Self::of(files).0);
        self
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns when one of the files changed.
    pub(crate) fn wait(&self) {
        while self.0.iter().all(|(file, seen)| look(file) == *seen) {
            std::thread::sleep(PAUSE);
        }
    }
}

fn look(file: &Path) -> Option<(SystemTime, u64)> {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
