//! Paths and operations that do not say everything. In: what the scan found; out: paths that begin
//! with a slash, variables that are all declared, ids that differ.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::codes;
use crate::grammar::METHODS;
use crate::ir::Pointer;
use crate::load::resolve;
use crate::normalize::rewrite::Rewriting;
use crate::url_template::variables;

/// What the lists of parameters of a path and its operation lack or have too much, for the variables
/// of the path.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Variables {
    /// Not declared.
    pub(super) missing: Vec<String>,
    /// Declared by the operation, and not in the path.
    pub(super) surplus: Vec<String>,
}

/// Where the variables of a path and the parameters declared for it differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Differences {
    /// By method. An operation in which a name may be misspelt has none.
    pub(super) operations: Vec<(&'static str, Variables)>,
    /// Declared by the path itself, and not in it.
    pub(super) surplus: Vec<String>,
}

/// The differences of a path; `None` where its parameters cannot be read.
pub(super) fn differences(
    tree: &Value,
    path: &str,
    item: &Map<String, Value>,
) -> Option<Differences> {
    let names = variables(path)?;
    let shared = declared(tree, item.get("parameters"))?;
    let is_surplus = |name: &&String| !names.contains(&name.as_str());
    let shared_surplus: Vec<String> = shared.iter().filter(is_surplus).cloned().collect();
    let mut operations = Vec::new();
    let mut is_misspelt = false;
    for method in METHODS {
        let Some(operation) = item.get(method) else {
            continue;
        };
        let own = declared(tree, operation.get("parameters"))?;
        let is_declared = |name: &str| shared.iter().chain(&own).any(|one| one == name);
        let missing: Vec<String> = names
            .iter()
            .filter(|name| !is_declared(name))
            .map(|name| (*name).to_owned())
            .collect();
        let surplus: Vec<String> = own.iter().filter(is_surplus).cloned().collect();
        let has_surplus = !surplus.is_empty() || !shared_surplus.is_empty();
        if !missing.is_empty() && has_surplus {
            is_misspelt = true;
        } else if !missing.is_empty() || !surplus.is_empty() {
            operations.push((method, Variables { missing, surplus }));
        }
    }
    let surplus = match is_misspelt {
        true => Vec::new(),
        false => shared_surplus,
    };
    Some(Differences {
        operations,
        surplus,
    })
}

/// The names of the path parameters of a list; `None` when one cannot be read.
fn declared(tree: &Value, list: Option<&Value>) -> Option<Vec<String>> {
    let list = list.and_then(Value::as_array);
    let there = list.into_iter().flatten().filter(|one| !one.is_null());
    let read = there.map(|parameter| {
        let parameter = followed(tree, parameter)?;
        let name = parameter.get("name")?.as_str()?.to_owned();
        Some((parameter.get("in")?.as_str()? == "path").then_some(name))
    });
    let names: Option<Vec<Option<String>>> = read.collect();
    Some(names?.into_iter().flatten().collect())
}

/// The object behind a chain of references.
pub(super) fn followed<'a>(tree: &'a Value, value: &'a Value) -> Option<&'a Value> {
    let mut value = value;
    for _ in 0..32 {
        match value.get("$ref") {
            Some(target) => value = resolve(tree, target.as_str()?)?,
            None => return Some(value),
        }
    }
    None
}

/// Declares what is missing as text, and leaves out what has no place.
pub(super) fn declare(
    tree: &mut Value,
    at: &Pointer,
    these: &Variables,
    rewriting: &mut Rewriting,
) {
    let path = crate::sources::tokens(at).nth(1).unwrap_or_default();
    for name in &these.missing {
        rewriting.report(codes::assumed_variable(at, &path, name));
    }
    remove(tree, at, &these.surplus, &path, rewriting);
    let Some(Value::Object(operation)) = tree.pointer_mut(&at.0) else {
        return;
    };
    let list = operation.entry("parameters").or_insert_with(|| json!([]));
    if let Value::Array(list) = list {
        for name in &these.missing {
            rewriting.moved(&at.child("parameters").child(list.len()), at);
            list.push(json!({
                "name": name, "in": "path", "required": true, "schema": {"type": "string"}
            }));
        }
    }
}

/// Leaves path parameters of a list out that have no place in the path.
pub(super) fn remove(
    tree: &mut Value,
    at: &Pointer,
    names: &[String],
    path: &str,
    rewriting: &mut Rewriting,
) {
    let list = at.child("parameters");
    let items = tree.pointer(&list.0).and_then(Value::as_array);
    let mut these = Vec::new();
    for (index, item) in items.into_iter().flatten().enumerate() {
        let text = |name: &str| followed(tree, item)?.get(name)?.as_str();
        if let (Some("path"), Some(name)) = (text("in"), text("name"))
            && names.iter().any(|one| one == name)
        {
            rewriting.report(codes::without_place(&list.child(index), path, name));
            these.push(index);
        }
    }
    if let Some(Value::Array(items)) = tree.pointer_mut(&list.0) {
        keep(items, &list, rewriting, |index| !these.contains(&index));
    }
}

/// Keeps the elements of a list whose index satisfies a condition.
pub(super) fn keep(
    items: &mut Vec<Value>,
    at: &Pointer,
    rewriting: &mut Rewriting,
    is_kept: impl Fn(usize) -> bool,
) {
    let mut kept = Vec::new();
    for (index, item) in std::mem::take(items).into_iter().enumerate() {
        if is_kept(index) {
            rewriting.moved(&at.child(kept.len()), &at.child(index));
            kept.push(item);
        }
    }
    *items = kept;
}

/// The parameters of a list that repeat an earlier one, each with the index of that one.
pub(super) fn repeated(tree: &Value, owner: &Map<String, Value>) -> Vec<(usize, usize)> {
    let list = owner.get("parameters").and_then(Value::as_array);
    let read = |parameter: &Value| {
        let mut parameter = followed(tree, parameter)?.as_object()?.clone();
        parameter.shift_remove("description");
        Some(parameter)
    };
    let mut seen: Vec<(usize, Map<String, Value>)> = Vec::new();
    let mut found = Vec::new();
    for (index, parameter) in list.into_iter().flatten().enumerate() {
        let Some(parameter) = read(parameter) else {
            continue;
        };
        match seen.iter().find(|(_, other)| *other == parameter) {
            Some((first, _)) => found.push((index, *first)),
            None => seen.push((index, parameter)),
        }
    }
    found
}

/// Leaves out the parameters that repeat another.
pub(super) fn merge(
    tree: &mut Value,
    at: &Pointer,
    these: &[(usize, usize)],
    rewriting: &mut Rewriting,
) {
    let list = at.child("parameters");
    for (index, first) in these {
        let here = list.child(index);
        let one = tree.pointer(&here.0).and_then(|one| followed(tree, one));
        let name = one.and_then(|one| one.get("name")?.as_str());
        let name = name.unwrap_or_default();
        rewriting.report(codes::same_parameter(&here, &list.child(first), name));
    }
    if let Some(Value::Array(items)) = tree.pointer_mut(&list.0) {
        keep(items, &list, rewriting, |index| {
            these.iter().all(|(repeated, _)| *repeated != index)
        });
    }
}

/// Takes an id away that another operation has.
pub(super) fn forget_id(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Value::Object(operation) = node else {
        return;
    };
    if let Some(Value::String(id)) = operation.shift_remove("operationId") {
        rewriting.report(codes::repeated_id(&at.child("operationId"), &id));
    }
}

/// Whether a path lacks its slash, and no other path is the one that it means.
pub(super) fn lacks_slash(path: &str, paths: &Map<String, Value>) -> bool {
    !path.starts_with(['/', ' '])
        && !path.starts_with("x-")
        && !path.contains("://")
        && !paths.contains_key(&format!("/{path}"))
}

/// Gives each path its slash.
pub(super) fn slashes(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Value::Object(paths) = node else { return };
    let bare: HashSet<String> = paths
        .keys()
        .filter(|path| lacks_slash(path, paths))
        .cloned()
        .collect();
    let mut written = Map::new();
    for (path, item) in std::mem::take(paths) {
        if !bare.contains(&path) {
            written.insert(path, item);
            continue;
        }
        let before = at.child(&path);
        rewriting.report(codes::added_slash(&before, &path));
        let path = format!("/{path}");
        rewriting.moved(&at.child(&path), &before);
        written.insert(path, item);
    }
    *paths = written;
}
