//! The document as a tree. In: the text of the entry file and a way to read others; out: one JSON
//! tree in document order, with the files that it refers to brought in, and its sources.

mod anchors;
mod bundle;
mod decode;
mod events;
mod ids;
mod references;
mod target;

use serde_json::Value;

use crate::Input;
use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::sources::Sources;

pub(crate) use references::{Context, Kind, resolve};

/// A document as a tree, with the texts behind it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The tree, in document order. Every `$ref` in it points into it.
    pub tree: Value,
    /// Where its nodes stand.
    pub sources: Sources,
}

/// Reads a document and the files that it refers to. `None` when the entry file cannot be decoded;
/// other faults are reported and the rest of the tree is returned.
pub fn load(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let sources = Sources::new(input.path, input.text);
    diagnostics.set_sources(&sources);
    let mut tree = decode::decode(&sources, 0, diagnostics)?;
    if !tree.is_object() {
        diagnostics.push(match tree {
            Value::Null => codes::empty().at_byte(0, 0),
            other => codes::not_an_object(kind_of(&other)).at_byte(0, 0),
        });
        return None;
    }
    ids::resolve_ids(&mut tree);
    anchors::resolve_names(&mut tree);
    let document = bundle::bundle(tree, sources, input.read, diagnostics);
    diagnostics.set_sources(&document.sources);
    Some(document)
}

/// What a value is, in words that go after "this is".
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty (null)",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
