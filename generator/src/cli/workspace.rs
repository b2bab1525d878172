//! The workspace around a crate: whether there is one, and whether the crate is a member.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether a folder lies where a workspace's builds go. What is built there belongs to no workspace.
pub(crate) fn is_build_output(folder: &Path) -> bool {
    let Some((root, folder)) = around(folder) else {
        return false;
    };
    folder.starts_with(root.join("target"))
}

/// What to tell whoever generated a crate into a workspace that does not know it.
pub(crate) fn note(folder: &Path) -> Option<String> {
    let (root, absolute) = around(folder)?;
    // Members come from patterns, and from the path dependencies of other members: cargo knows.
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1", "--quiet"])
        .current_dir(folder)
        .output()
        .ok()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if output.status.success() || !errors.contains("believes it's in a workspace") {
        return None;
    }
    let path = absolute.strip_prefix(&root).unwrap_or(&absolute);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    Some(format!(
        "note: {} does not list this crate: add \"{}\" to its `members` (or to `exclude`), or let a \
         member depend on it by path",
        root.join("Cargo.toml").display(),
        parts.join("/")
    ))
}

/// The root of the workspace above a folder, and the folder, both absolute.
fn around(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let folder = std::path::absolute(folder).ok()?;
    let is_root = |above: &&Path| {
        let text = std::fs::read_to_string(above.join("Cargo.toml")).unwrap_or_default();
        let manifest: toml::Table = text.parse().unwrap_or_default();
        manifest.contains_key("workspace")
    };
    let root = folder.ancestors().skip(1).find(is_root)?.to_path_buf();
    Some((root, folder))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A workspace with a crate in it that has nothing of its own.
    fn workspace(members: &str) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let manifest = format!("[workspace]\nresolver = \"3\"\n{members}\n");
        fs::write(root.path().join("Cargo.toml"), manifest).unwrap();
        let client = root.path().join("client");
        fs::create_dir_all(client.join("src")).unwrap();
        fs::write(client.join("src/lib.rs"), "").unwrap();
        let package = "[package]\nname = \"client\"\nversion = \"0.1.0\"\n";
        fs::write(client.join("Cargo.toml"), package).unwrap();
        root
    }

    #[test]
    fn a_workspace_that_does_not_list_the_crate_is_named() {
        let root = workspace("members = []");
        let note = note(&root.path().join("client")).unwrap();
        assert!(note.contains("add \"client\" to its `members`"), "{note}");
    }

    #[test]
    fn a_workspace_that_lists_the_crate_is_fine() {
        for members in ["members = [\"cl*\"]", "exclude = [\"client\"]"] {
            let root = workspace(members);
            assert_eq!(note(&root.path().join("client")), None, "{members}");
        }
    }

    #[test]
    fn the_output_of_builds_belongs_to_no_workspace() {
        let root = workspace("members = []");
        assert!(is_build_output(&root.path().join("target/x/client")));
        assert!(!is_build_output(&root.path().join("client")));
    }
}
