//! What changed, as a unified diff.

use std::path::Path;

use similar::TextDiff;

use crate::write::Changes;

/// The most lines that are shown; the rest is counted.
const MOST: usize = 200;

/// The diff between the files that are there and those that should be.
pub(crate) fn unified(folder: &Path, changes: &Changes) -> String {
    let mut text = String::new();
    for file in &changes.stale {
        let path = folder.join(&file.path).display().to_string();
        let before = file.present.as_deref().unwrap_or_default();
        let old = if file.present.is_some() {
            path.clone()
        } else {
            "/dev/null".to_owned()
        };
        let diff = TextDiff::from_lines(before, file.text.as_str());
        text.push_str(&diff.unified_diff().header(&old, &path).to_string());
    }
    for path in &changes.removed {
        text.push_str(&format!(
            "--- {}\n+++ /dev/null\n(no longer generated)\n",
            folder.join(path).display()
        ));
    }
    if text.is_empty() {
        text.push_str("The record of the generated files differs.\n");
    }
    shorten(&text)
}

fn shorten(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut shown = lines
        .iter()
        .take(MOST)
        .copied()
        .collect::<Vec<_>>()
        .join("\n");
    if lines.len() > MOST {
        shown.push_str(&format!("\n… and {} more lines", lines.len() - MOST));
    }
    shown
}
