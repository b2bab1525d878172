//! The layers of the runtime: a module imports from its own layer and from those below it, never
//! from those above, and no modules import each other in a circle.

#![expect(
    clippy::unwrap_used,
    reason = "a source that cannot be read should stop the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the lowest to the highest.
const LAYERS: [&str; 13] = [
    "model", "validate", "api", "retry", "wire", "observe", "auth", "call", "page", "stream",
    "config", "testing", "public",
];

/// The modules of a layer (`call::send`) and those that each of them imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_folder_is_a_layer() {
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(
            LAYERS.contains(&name.as_str()) || name == "mod",
            "{name} is no layer"
        );
    }
}

#[test]
fn imports_go_down() {
    let rank = |module: &str| {
        let layer = module.split("::").next().unwrap();
        LAYERS.iter().position(|name| *name == layer).unwrap()
    };
    let mut upward = Vec::new();
    for (module, imported) in imports() {
        let up = imported.iter().filter(|other| rank(other) > rank(&module));
        upward.extend(up.map(|other| format!("{module} imports {other}")));
    }
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let mut left = imports();
    loop {
        let done: BTreeSet<String> = left
            .iter()
            .filter(|(_, imported)| imported.is_empty())
            .map(|(module, _)| module.clone())
            .collect();
        if done.is_empty() {
            break;
        }
        left.retain(|module, _| !done.contains(module));
        for imported in left.values_mut() {
            imported.retain(|module| !done.contains(module));
        }
    }
    assert!(left.is_empty(), "in a circle, or above one: {left:#?}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime")
}

/// What each module imports by a path from the root, without comments and tests.
fn imports() -> Imports {
    let mut imports = Imports::new();
    let files = files(&root());
    let known: BTreeSet<String> = files.iter().map(|path| module_of(path)).collect();
    for path in &files {
        let module = module_of(path);
        let found = imports.entry(module.clone()).or_default();
        for path in paths(&code(&fs::read_to_string(path).unwrap())) {
            let mut parts = path.split("::");
            let (layer, name) = (parts.next().unwrap(), parts.next().unwrap_or_default());
            let whole = format!("{layer}::{name}");
            let other = if known.contains(&whole) {
                whole
            } else {
                layer.to_owned()
            };
            if LAYERS.contains(&layer) && other != module {
                found.insert(other);
            }
        }
    }
    // A layer's own file declares its modules and shows some of them; that is no import of theirs.
    let layer_of = |module: &str| module.split("::").next().unwrap().to_owned();
    for (module, found) in &mut imports {
        found.retain(|other| !(LAYERS.contains(&module.as_str()) && layer_of(other) == *module));
    }
    imports
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path != root().join("mod.rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
    found
}

/// The layer and the module in it that a file belongs to.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root()).unwrap().with_extension("");
    let parts: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
    match parts[..] {
        [layer] | [layer, "mod"] => layer.to_owned(),
        [layer, module, ..] => format!("{layer}::{module}"),
        [] => unreachable!("a file has a name"),
    }
}

/// A file's text without comments, and without the tests at its end.
fn code(text: &str) -> String {
    let tests = ["\n#[cfg(test)]\nmod tests", "\n#[cfg(all(test"];
    let end = tests.iter().filter_map(|start| text.find(start)).min();
    let lines = text[..end.unwrap_or(text.len())].lines();
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.map(|line| format!("{line}\n")).collect()
}

/// What stands behind `crate::runtime::`, with the names of a group written out.
fn paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for rest in code.split("crate::runtime::").skip(1) {
        let end = rest.find(|char: char| !(char.is_alphanumeric() || char == '_' || char == ':'));
        let path = &rest[..end.unwrap_or(rest.len())];
        match path.strip_suffix("::") {
            Some(prefix) => {
                let group = rest[path.len()..].trim_start_matches('{');
                let names = group.split('}').next().unwrap_or_default().split(',');
                paths.extend(names.map(|name| format!("{prefix}::{}", name.trim())));
            }
            None => paths.push(path.to_owned()),
        }
    }
    paths
}
