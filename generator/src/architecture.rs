//! What ARCHITECTURE.md says of modules, as tests: which module may import which, that every file says
//! what it is, and how files are laid out.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of this crate. Each imports only what stands before it.
const ORDER: &[&str] = &[
    "text",
    "url_template",
    "scalars",
    "ir",
    "sources",
    "diagnostics",
    "codes",
    "runtime",
    "config",
    "load",
    "grammar",
    "normalize",
    "check",
    "parse",
    "lower",
    "names",
    "fixtures",
    "plan",
    "render",
    "emit",
    "interface",
    "compare",
    "hints",
    "cli",
];

/// All that `emit` imports: decisions are taken before it.
const OF_EMIT: &[&str] = &["text", "runtime", "plan", "render", "emit"];

/// A file of Rust with its path from the workspace on.
struct File {
    path: PathBuf,
    text: String,
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file of Rust in a folder of the workspace, in order.
fn files(folder: &str) -> Vec<File> {
    let mut folders = vec![PathBuf::from(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(workspace().join(&folder)).expect("a folder of the workspace") {
            let entry = entry.expect("a readable folder");
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(entry.path()).expect("a readable file");
                files.push(File { path, text });
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// The module of this crate that a file belongs to; none for its root.
fn module(path: &Path) -> Option<&str> {
    let path = path.strip_prefix("generator/src").ok()?;
    let first = path.iter().next()?.to_str()?;
    let module = first.strip_suffix(".rs").unwrap_or(first);
    ORDER.iter().find(|known| **known == module).copied()
}

/// The modules of this crate that a file imports or names, without what only its tests need and what
/// comments speak of.
fn imports(text: &str) -> Vec<&'static str> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let mut imports = Vec::new();
    for line in code.lines().map(str::trim_start) {
        if line.starts_with("//") {
            continue;
        }
        for path in line.split("crate::").skip(1) {
            let name = path.split(|char: char| !char.is_ascii_alphanumeric() && char != '_');
            let name = name.into_iter().next().unwrap_or_default();
            imports.extend(ORDER.iter().find(|known| **known == name));
        }
    }
    imports
}

fn is_test(path: &Path) -> bool {
    path.iter()
        .any(|part| part == "tests" || part == "tests.rs")
}

#[test]
fn modules_import_what_stands_before_them() {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    let mut found = Vec::new();
    for File { path, text } in files("generator/src") {
        let Some(own) = module(&path).filter(|_| !is_test(&path)) else {
            continue;
        };
        for import in imports(&text) {
            let is_allowed = match own {
                "emit" => OF_EMIT.contains(&import),
                // Emitted code names its own runtime.
                _ => import == "runtime" || place(import) <= place(own),
            };
            if !is_allowed {
                found.push(format!("{} imports {import}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_module_has_its_place() {
    let root = fs::read_to_string(workspace().join("generator/src/lib.rs")).expect("the root");
    let modules = root.lines().filter_map(|line| {
        let name = line.strip_prefix("pub ").unwrap_or(line);
        name.strip_prefix("mod ")?.strip_suffix(';')
    });
    for module in modules.filter(|module| *module != "architecture") {
        assert!(
            ORDER.contains(&module),
            "{module} has no place in the order"
        );
    }
}

#[test]
fn every_file_says_what_it_is() {
    let all = [
        "generator/src",
        "xtask/src",
        "templates/runtime/src",
        "tests/tests",
    ];
    let files = all.iter().flat_map(|folder| files(folder));
    let without = files.filter(|file| !file.text.starts_with("//!"));
    let without: Vec<PathBuf> = without.map(|file| file.path).collect();
    assert!(without.is_empty(), "{without:#?}");
}

#[test]
fn a_module_with_modules_of_its_own_is_a_folder() {
    for folder in ["generator/src", "xtask/src", "templates/runtime/src"] {
        for File { path, .. } in files(folder) {
            let beside = path.with_extension("");
            assert!(
                !workspace().join(&beside).is_dir(),
                "{} has modules in {}; it is to be {}/mod.rs",
                path.display(),
                beside.display(),
                beside.display()
            );
        }
    }
}
