//! Types and references that are not those of the document. In: a schema with the word of another
//! language, or a reference to nothing; out: what a reader takes them to be.

use serde_json::{Map, Value, json};

use crate::codes;
use crate::ir::Pointer;
use crate::load::{Kind, resolve};
use crate::normalize::rewrite::Rewriting;
use crate::sources::{parent, tokens};

/// The types of OpenAPI 3.0.
const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object"];

/// Words of other languages: the type, and its format.
const FOREIGN: &[(&str, &str, &str)] = &[
    ("str", "string", ""),
    ("text", "string", ""),
    ("char", "string", ""),
    ("enum", "string", ""),
    ("date", "string", "date"),
    ("date-time", "string", "date-time"),
    ("datetime", "string", "date-time"),
    ("timestamp", "string", ""),
    ("time", "string", "time"),
    ("uuid", "string", "uuid"),
    ("guid", "string", "uuid"),
    ("uri", "string", "uri"),
    ("url", "string", "uri"),
    ("email", "string", "email"),
    ("password", "string", "password"),
    ("file", "string", "binary"),
    ("binary", "string", "binary"),
    ("byte", "string", "byte"),
    ("bool", "boolean", ""),
    ("int", "integer", ""),
    ("int32", "integer", "int32"),
    ("int64", "integer", "int64"),
    ("long", "integer", "int64"),
    ("short", "integer", "int32"),
    ("bigint", "integer", ""),
    ("float", "number", "float"),
    ("double", "number", "double"),
    ("decimal", "number", ""),
    ("list", "array", ""),
    ("set", "array", ""),
    ("map", "object", ""),
    ("dict", "object", ""),
    ("dictionary", "object", ""),
    ("hash", "object", ""),
    ("struct", "object", ""),
];

/// Whether a type is none of OpenAPI's, nor a slip for one.
pub(super) fn is_foreign(ty: &str) -> bool {
    !TYPES.contains(&ty)
        && (meant(ty).is_some() || !TYPES.iter().any(|one| codes::is_slip(ty, one)))
}

fn meant(ty: &str) -> Option<(&'static str, &'static str)> {
    let ty = ty.trim().to_lowercase();
    let same = TYPES.iter().find(|one| **one == ty).map(|one| (*one, ""));
    let foreign = FOREIGN.iter().find(|(word, ..)| *word == ty);
    same.or(foreign.map(|(_, ty, format)| (*ty, *format)))
}

/// Puts the type in the words of OpenAPI; one that nobody knows says nothing.
pub(super) fn foreign(tree: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let place = at.child("type");
    let Some(ty) = tree
        .pointer(&place.0)
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return;
    };
    let component = format!(
        "#{}",
        Pointer("/components/schemas".to_owned()).child(&ty).0
    );
    let is_component = resolve(tree, &component).is_some();
    let Some(node) = tree.pointer_mut(&at.0) else {
        return;
    };
    let Value::Object(schema) = node else { return };
    let said = match meant(&ty) {
        Some((ty, format)) => {
            schema.insert("type".to_owned(), ty.into());
            if !format.is_empty() && !schema.contains_key("format") {
                schema.insert("format".to_owned(), format.into());
            }
            match format {
                "" => format!("`{ty}` is meant"),
                format => format!("`{ty}` with the format `{format}` is meant"),
            }
        }
        None if is_component => {
            *node = json!({ "$ref": component });
            "the schema of that name is meant".to_owned()
        }
        None => {
            schema.shift_remove("type");
            "any value fits".to_owned()
        }
    };
    rewriting.report(codes::foreign_type(&place, &ty, &said));
}

/// Whether a reference leads to nothing, and nothing is there that it may be a slip for.
pub(super) fn leads_to_nothing(tree: &Value, target: &str, kind: Kind) -> bool {
    let is_replaceable = matches!(
        kind,
        Kind::Schema | Kind::Response | Kind::Header | Kind::Example | Kind::Link | Kind::Callback
    );
    if !is_replaceable || !target.starts_with("#/") || resolve(tree, target).is_some() {
        return false;
    }
    let pointer = Pointer(target.trim_start_matches('#').to_owned());
    let names = parent(&pointer).and_then(|owner| tree.pointer(&owner.0)?.as_object());
    let written = tokens(&pointer).next_back().unwrap_or_default();
    let mut names = names.into_iter().flat_map(Map::keys);
    !names.any(|name| codes::is_slip(&written, name))
}

/// Puts something in place of a reference to nothing.
pub(super) fn nothing(kind: Kind, tree: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let place = at.child("$ref");
    let Some(target) = tree
        .pointer(&place.0)
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return;
    };
    let pointer = Pointer(target.trim_start_matches('#').to_owned());
    let name = tokens(&pointer).next_back().unwrap_or_default();
    let section = Pointer("/components".to_owned()).child(kind.section().unwrap_or_default());
    let moved = format!("#{}", section.child(&name).0);
    let (meant, said) = if resolve(tree, &moved).is_some() {
        let said = format!("`{moved}` is meant");
        (json!({ "$ref": moved }), said)
    } else {
        match kind {
            Kind::Schema => (json!({}), "any value fits".to_owned()),
            Kind::Response => (
                json!({ "description": "" }),
                "of the answer, its status alone is read".to_owned(),
            ),
            Kind::Header => (json!({ "schema": {} }), "any value fits".to_owned()),
            _ => (json!({}), "nothing depends on it".to_owned()),
        }
    };
    if let Some(node) = tree.pointer_mut(&at.0) {
        rewriting.report(codes::unknown_target(&place, &target, &said));
        *node = meant;
    }
}
