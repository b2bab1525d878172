//! The project's document as one tree: the files of `spec` in, plain YAML out. The generator has no part
//! in it, so that what it makes of the document can be checked against this.
//!
//! Each file holds entries by kind (`paths`, `schemas`, `parameters`, …), and no two files have entries
//! of one kind and name. So a reference such as `chat.yaml#/schemas/Room` becomes
//! `#/components/schemas/Room`, and the path items stand where they are referred to.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// The whole document.
pub fn document() -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut root = read(&folder.join("openapi.yaml"));
    plain(&mut root);
    let mut paths = Map::new();
    for path in areas(&folder) {
        for (kind, entries) in members(read(&path)) {
            let into = match kind.as_str() {
                "paths" => &mut paths,
                _ => section(&mut root, &kind),
            };
            for (name, mut entry) in members(entries) {
                plain(&mut entry);
                let before = into.insert(key(&path, &kind, &name), entry);
                assert!(before.is_none(), "{kind}: {name} stands in two files");
            }
        }
    }
    for (path, item) in root["paths"].as_object_mut().expect("the entry has paths") {
        let target = item["$ref"].as_str().expect("the entry refers to paths");
        *item = paths
            .remove(target)
            .unwrap_or_else(|| panic!("{path}: nothing is at {target}"));
    }
    assert!(paths.is_empty(), "nobody refers to {:?}", paths.keys());
    root
}

fn areas(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of the document is there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .filter(|path| path.file_name().is_some_and(|name| name != "openapi.yaml"))
        .collect();
    paths.sort();
    paths
}

/// Path items are known by how the entry refers to them, everything else by its name.
fn key(path: &Path, kind: &str, name: &str) -> String {
    match kind {
        "paths" => {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            format!("{file}#/paths/{name}")
        }
        _ => name.to_owned(),
    }
}

fn section<'a>(root: &'a mut Value, kind: &str) -> &'a mut Map<String, Value> {
    let components = root["components"]
        .as_object_mut()
        .expect("the entry has components");
    let section = components
        .entry(kind)
        .or_insert_with(|| Value::Object(Map::new()));
    section.as_object_mut().expect("components stand by name")
}

/// References to components in the form that they have within one file.
fn plain(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Object(object) => {
            if let Some(Value::String(target)) = object.get_mut("$ref")
                && let Some((_, pointer)) = target.split_once('#')
                && !pointer.starts_with("/paths/")
                && !pointer.starts_with("/components/")
            {
                *target = format!("#/components{pointer}");
            }
            object.values_mut().for_each(plain);
        }
        _ => {}
    }
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path);
    let text = text.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("no entries by name: {other}"),
    }
}
