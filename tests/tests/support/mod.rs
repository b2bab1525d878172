//! Cases as folders: what is in them, and what the generator makes of them.

use std::fs;
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::{Diagnostics, Input, Output, generate, unreadable};

/// A folder of cases.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("cases")
        .join(name)
}

/// The names of the cases of a folder, sorted.
pub fn cases(name: &str) -> Vec<String> {
    let entries = fs::read_dir(folder(name)).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty(), "there are no cases in {name}");
    names
}

/// Runs the generator on a case.
pub fn run(folder: &Path) -> Result<Output, Diagnostics> {
    with_case(folder, generate)
}

/// Does something with the document and the configuration of a case.
pub fn with_case<T>(
    folder: &Path,
    work: impl FnOnce(&Input<'_>, &Config) -> Result<T, Diagnostics>,
) -> Result<T, Diagnostics> {
    let entry = ["spec.yaml", "spec.json"]
        .into_iter()
        .find(|name| folder.join(name).exists());
    let entry = entry.unwrap_or("spec.yaml");
    let text = match fs::read(folder.join(entry)) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => return Err(unreadable(entry, &error.kind().to_string())),
    };
    let config = match fs::read_to_string(folder.join("codegen.toml")) {
        Ok(text) => Config::from_toml(&text).unwrap(),
        Err(_) => Config::default(),
    };
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(|e| e.kind().to_string());
    let input = Input {
        path: entry,
        text: &text,
        read: &read,
    };
    work(&input, &config)
}
