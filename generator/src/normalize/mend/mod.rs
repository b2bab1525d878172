//! What a document says in a form that the standard forbids and that can be understood all the
//! same. In: a tree of OpenAPI 3.0; out: the tree in proper form, with a warning for each place.
//!
//! First the places are found, by the grammar of the check. Each is then rewritten where it stands,
//! inner ones before outer ones, so that pointers stay what they are; references come last, for
//! they may move what they lead to.

mod form;
mod missing;
mod paths;
mod reference;
mod scan;
mod schema;
mod types;

use serde_json::{Map, Value, json};

use super::rewrite::Rewriting;
use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::load::{Document, Kind};

/// What is to be put into proper form.
#[derive(Clone, Debug, PartialEq)]
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
    /// A reference to nothing, where something of this kind is meant.
    Nothing(Kind),
    /// A list with nothing in it where an object is meant, or the other way round.
    Empty,
    /// A single value where a list is meant.
    Wrap,
    /// A discriminator that is the name of its property.
    Discriminator,
    /// A text that is an object or nothing.
    Described,
    /// A field whose value cannot be used, and is not needed.
    LeaveOut(String),
    /// A list or map with empty elements.
    Nulls,
    /// A schema with a type of another language.
    Type,
    /// A document without paths.
    Paths,
    /// An operation without responses.
    Responses,
    /// A body without content.
    Content,
    /// A server variable without a default.
    Default,
    /// Servers without an address.
    Servers,
    /// A parameter or header, as messages call it, without a schema.
    ParameterSchema(&'static str),
    /// A security scheme that does not say all that its type needs.
    Scheme,
    /// An id that another operation has.
    Id,
    /// Parameters of a list that repeat another: the index of each, and that of the other.
    Repeated(Vec<(usize, usize)>),
    /// An operation whose parameters are not the variables of its path.
    Variables(paths::Variables),
    /// Parameters of a path that have no place in it.
    Surplus(String, Vec<String>),
    /// Paths without a slash.
    Slashes,
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
        Mend::Paths => missing::paths(tree, rewriting),
        Mend::Security => security(tree, at, rewriting),
        Mend::Reference(change) => reference::mend(change, tree, at, rewriting),
        Mend::Nothing(kind) => types::nothing(kind, tree, at, rewriting),
        Mend::Type => types::foreign(tree, at, rewriting),
        Mend::Repeated(these) => paths::merge(tree, at, &these, rewriting),
        Mend::Variables(these) => paths::declare(tree, at, &these, rewriting),
        Mend::Surplus(path, these) => paths::remove(tree, at, &these, &path, rewriting),
        mend => {
            if let Some(node) = tree.pointer_mut(&at.0) {
                apply_here(mend, node, at, rewriting);
            }
        }
    }
}

/// What needs nothing but the node.
fn apply_here(mend: Mend, node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    match mend {
        Mend::Text => text(node, at, rewriting),
        Mend::Scalar => scalar(node, at, rewriting),
        Mend::BooleanSchema => schema::boolean(node, at, rewriting),
        Mend::Keywords => schema::keywords(node, at, rewriting),
        Mend::RequiredProperties => schema::required_properties(node, at, rewriting),
        Mend::StrayRequired => schema::stray_required(node, at, rewriting),
        Mend::Empty => form::empty(node, at, rewriting),
        Mend::Wrap => form::wrap(node, at, rewriting),
        Mend::Discriminator => form::discriminator(node, at, rewriting),
        Mend::Described => form::described(node, at, rewriting),
        Mend::LeaveOut(field) => form::leave_out(node, &field, at, rewriting),
        Mend::Nulls => form::nulls(node, at, rewriting),
        Mend::Responses => missing::responses(node, at, rewriting),
        Mend::Content => missing::content(node, at, rewriting),
        Mend::Default => missing::default(node, at, rewriting),
        Mend::Servers => missing::servers(node, at, rewriting),
        Mend::ParameterSchema(what) => missing::schema(node, what, at, rewriting),
        Mend::Scheme => missing::mend_scheme(node, at, rewriting),
        Mend::Id => paths::forget_id(node, at, rewriting),
        Mend::Slashes => paths::slashes(node, at, rewriting),
        Mend::Info
        | Mend::Paths
        | Mend::Security
        | Mend::Reference(_)
        | Mend::Nothing(_)
        | Mend::Type
        | Mend::Repeated(_)
        | Mend::Variables(_)
        | Mend::Surplus(..) => {}
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
