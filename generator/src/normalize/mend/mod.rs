//! What a document says in a form that the standard forbids and that can be understood all the
//! same. In: a tree of OpenAPI 3.0; out: the tree in proper form, with a warning for each place.
//!
//! First the places are found, by the grammar of the check. Each is then rewritten where it stands,
//! inner ones before outer ones, so that pointers stay what they are; references come last, for
//! they may move what they lead to.

mod reference;
mod scan;
mod schema;

use serde_json::{Map, Value, json};

use super::rewrite::Rewriting;
use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::load::Document;

/// What is to be put into proper form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mend {
    /// `info`, its title or its version is missing.
    Info,
    /// A number or a flag where text is meant.
    Text,
    /// A text where a number or a flag is meant.
    Scalar,
    /// A schema that is `true` or `false`.
    BooleanSchema,
    /// A schema with keywords of OpenAPI 3.1 or of older drafts.
    Keywords,
    /// A schema whose properties say themselves that they are required.
    RequiredProperties,
    /// `required: true` on a schema that is no property.
    StrayRequired,
    /// A list of security requirements with schemes that nobody declares.
    Security,
    /// A reference to a component of another kind.
    Reference(reference::Change),
}

/// Puts a document into proper form.
pub(super) fn mend(document: Document, diagnostics: &mut Diagnostics) -> Document {
    let found = scan::scan(&document.tree);
    if found.is_empty() {
        return document;
    }
    let Document {
        mut tree,
        mut sources,
    } = document;
    let mut rewriting = Rewriting::new(sources.stages());
    for (at, mend) in found {
        apply(mend, &mut tree, &at, &mut rewriting);
    }
    sources.push_stage(rewriting.moves);
    diagnostics.extend(rewriting.faults);
    diagnostics.set_sources(&sources);
    Document { tree, sources }
}

fn apply(mend: Mend, tree: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    match mend {
        Mend::Info => info(tree, rewriting),
        Mend::Security => security(tree, at, rewriting),
        Mend::Reference(change) => reference::mend(change, tree, at, rewriting),
        _ => {
            let Some(node) = tree.pointer_mut(&at.0) else {
                return;
            };
            match mend {
                Mend::Text => text(node, at, rewriting),
                Mend::Scalar => scalar(node, at, rewriting),
                Mend::BooleanSchema => schema::boolean(node, at, rewriting),
                Mend::Keywords => schema::keywords(node, at, rewriting),
                Mend::RequiredProperties => schema::required_properties(node, at, rewriting),
                Mend::StrayRequired => schema::stray_required(node, at, rewriting),
                Mend::Info | Mend::Security | Mend::Reference(_) => {}
            }
        }
    }
}

fn info(tree: &mut Value, rewriting: &mut Rewriting) {
    let Value::Object(root) = tree else { return };
    let here = Pointer::default();
    let at = match root.get("info") {
        Some(_) => here.child("info"),
        None => here,
    };
    let info = root.entry("info").or_insert_with(|| Map::new().into());
    if info.is_null() {
        *info = Map::new().into();
    }
    let Value::Object(info) = info else { return };
    for (field, assumed) in [("title", "API"), ("version", "0.0.0")] {
        if info.get(field).is_none_or(Value::is_null) {
            info.insert(field.to_owned(), assumed.into());
            rewriting.report(codes::assumed_info(&at, field, assumed));
        }
    }
}

fn text(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let text = node.to_string();
    rewriting.report(codes::counts_as_text(at, &text));
    *node = text.into();
}

fn scalar(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    if let Some(value) = node.as_str().and_then(scan::scalar_of) {
        rewriting.report(codes::counts_as(at, &value));
        *node = value;
    }
}

/// Requirements that name no scheme are left out.
fn security(tree: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let schemes = scan::scheme_names(tree);
    let Some(Value::Array(list)) = tree.pointer_mut(&at.0) else {
        return;
    };
    let mut kept = Vec::new();
    for (index, requirement) in std::mem::take(list).into_iter().enumerate() {
        let here = at.child(index);
        let unknown: Vec<&String> = scan::names_of(&requirement)
            .filter(|name| scan::is_unknown(name, &schemes))
            .collect();
        if unknown.is_empty() {
            rewriting.moved(&at.child(kept.len()), &here);
            kept.push(requirement);
            continue;
        }
        for name in unknown {
            rewriting.report(codes::undeclared_scheme(&here.child(name), name));
        }
    }
    *list = kept;
}

/// A media type that holds a schema, in a body or an answer.
fn json_content(schema: Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

#[cfg(test)]
mod tests;
