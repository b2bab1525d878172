//! References to a component of another kind, where it is plain what is meant. In: the reference;
//! out: what it stands for.

use serde_json::{Map, Value, json};

use super::json_content;
use crate::codes;
use crate::ir::Pointer;
use crate::load::{Kind, resolve};
use crate::normalize::rewrite::Rewriting;

/// What is made of the component that a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A header of a parameter.
    Header,
    /// The schema of a body, an answer, a parameter or a header.
    Schema,
    /// A body of a schema.
    RequestBody,
    /// An answer of a schema.
    Response,
}

impl Change {
    /// What is to be made of the target of a reference that stands for a component of this kind.
    pub(super) fn of(reference: &str, kind: Kind) -> Option<Self> {
        let rest = reference.strip_prefix("#/components/")?;
        let (section, name) = rest.split_once('/')?;
        if name.contains('/') {
            return None;
        }
        match (kind, section) {
            (Kind::Header, "parameters") => Some(Self::Header),
            (Kind::Schema, "requestBodies" | "responses" | "parameters" | "headers") => {
                Some(Self::Schema)
            }
            (Kind::RequestBody, "schemas") => Some(Self::RequestBody),
            (Kind::Response, "schemas") => Some(Self::Response),
            _ => None,
        }
    }
}

/// Puts what is meant in the place of the reference.
pub(super) fn mend(change: Change, tree: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Some(reference) = tree
        .pointer(&at.child("$ref").0)
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return;
    };
    let meant = match change {
        Change::Header => header(tree, &reference),
        Change::Schema => schema(tree, &reference, rewriting),
        Change::RequestBody => resolve(tree, &reference).map(|_| {
            json!({ "content": json_content(json!({ "$ref": &reference })) })
        }),
        Change::Response => resolve(tree, &reference).map(|_| {
            json!({ "description": "", "content": json_content(json!({ "$ref": &reference })) })
        }),
    };
    let (Some(meant), Some(node)) = (meant, tree.pointer_mut(&at.0)) else {
        return;
    };
    let what = match change {
        Change::Header => "the header is as the parameter says",
        Change::Schema => "its schema is meant",
        Change::RequestBody => "a JSON body of this schema is meant",
        Change::Response => "a JSON answer of this schema is meant",
    };
    *node = meant;
    rewriting.report(codes::reference_to_other_kind(
        &at.child("$ref"),
        &reference,
        what,
    ));
}

/// What a chain of references leads to, with its place.
fn followed(tree: &Value, reference: &str) -> Option<Pointer> {
    let mut target = reference.to_owned();
    for _ in 0..32 {
        let node = resolve(tree, &target)?;
        match node.get("$ref").and_then(Value::as_str) {
            Some(next) => target = next.to_owned(),
            None => return Some(Pointer(target.strip_prefix('#')?.to_owned())),
        }
    }
    None
}

fn header(tree: &Value, reference: &str) -> Option<Value> {
    let place = followed(tree, reference)?;
    let mut header = tree.pointer(&place.0)?.as_object()?.clone();
    header.shift_remove("name");
    header.shift_remove("in");
    Some(header.into())
}

/// The schema of a component. One that is written in place becomes a component, so that both
/// places have the same type.
fn schema(tree: &mut Value, reference: &str, rewriting: &mut Rewriting) -> Option<Value> {
    let owner = followed(tree, reference)?;
    let place = schema_place(tree.pointer(&owner.0)?, &owner)?;
    let schema = tree.pointer(&place.0)?;
    if let Some(target) = schema.get("$ref") {
        return Some(json!({ "$ref": target }));
    }
    let name = crate::sources::tokens(&owner).next_back()?;
    let schema = tree.pointer_mut(&place.0)?.take();
    let (target, name) = component(tree, &name, schema)?;
    rewriting.moved(&target, &place);
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    *tree.pointer_mut(&place.0)? = reference.clone();
    Some(reference)
}

fn schema_place(owner: &Value, at: &Pointer) -> Option<Pointer> {
    if owner.get("schema").is_some() {
        return Some(at.child("schema"));
    }
    let content = owner.get("content")?.as_object()?;
    let is_json = |media_type: &&String| media_type.contains("json");
    let media_type = content.keys().find(is_json).or(content.keys().next())?;
    content.get(media_type)?.get("schema")?;
    Some(at.child("content").child(media_type).child("schema"))
}

/// Adds a schema under a free name.
fn component(tree: &mut Value, name: &str, schema: Value) -> Option<(Pointer, String)> {
    let components = tree.get_mut("components")?.as_object_mut()?;
    let schemas = components
        .entry("schemas")
        .or_insert_with(|| Map::new().into());
    let schemas = schemas.as_object_mut()?;
    let mut free = name.to_owned();
    let mut count = 1;
    while schemas.contains_key(&free) {
        count += 1;
        free = format!("{name}{count}");
    }
    schemas.insert(free.clone(), schema);
    let place = Pointer("/components/schemas".to_owned()).child(&free);
    let written = place.0.rsplit('/').next().unwrap_or_default().to_owned();
    Some((place, written))
}
