//! What changed, as a unified diff or as names of files.

use std::path::Path;

use similar::TextDiff;

use super::files::Changes;
use super::project::shown;

/// The most lines that a check shows; the rest is counted.
pub(crate) const MOST: usize = 200;

/// The diff between the files that are there and those that should be.
pub(crate) fn unified(folder: &Path, changes: &Changes, most: usize) -> String {
    let mut text = String::new();
    for file in &changes.stale {
        let path = shown(&folder.join(&file.path));
        let before = file.present.as_deref().unwrap_or_default();
        let old = match file.present {
            Some(_) => &*path,
            None => "/dev/null",
        };
        let diff = TextDiff::from_lines(before, file.text.as_str());
        text.push_str(&diff.unified_diff().header(old, &path).to_string());
    }
    for path in &changes.removed {
        let path = shown(&folder.join(path));
        text.push_str(&format!(
            "--- {path}\n+++ /dev/null\n(no longer generated)\n"
        ));
    }
    if text.is_empty() {
        text.push_str("The record of the generated files differs.\n");
    }
    shorten(text, most)
}

/// The files that differ, a line each.
pub(crate) fn names(folder: &Path, changes: &Changes, most: usize) -> String {
    let mut text = String::new();
    for file in &changes.stale {
        let what = match file.present {
            Some(_) if changes.edited.contains(&file.path) => {
                "differs, and may have been edited since it was generated"
            }
            Some(_) => "differs",
            None => "is missing",
        };
        text.push_str(&format!("{} {what}\n", shown(&folder.join(&file.path))));
    }
    for path in &changes.removed {
        text.push_str(&format!(
            "{} is no longer generated\n",
            shown(&folder.join(path))
        ));
    }
    if text.is_empty() {
        text.push_str("The record of the generated files differs.\n");
    }
    shorten(text, most)
}

fn shorten(text: String, most: usize) -> String {
    let count = text.lines().count();
    if count <= most {
        return text;
    }
    let shown: String = text.split_inclusive('\n').take(most).collect();
    format!("{shown}… and {} more lines\n", count - most)
}
