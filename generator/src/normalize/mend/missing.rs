//! Fields that are missing. In: the object that lacks them; out: what a reader takes them to be.

use serde_json::{Map, Value, json};

use super::json_content;
use crate::codes;
use crate::ir::Pointer;
use crate::normalize::rewrite::Rewriting;

/// A document without paths.
pub(super) fn paths(tree: &mut Value, rewriting: &mut Rewriting) {
    if let Value::Object(root) = tree {
        let at = Pointer::default();
        let assumed = "there are none";
        rewriting.report(codes::assumed_field(&at, "paths", "the document", assumed));
        root.insert("paths".to_owned(), json!({}));
    }
}

/// An operation that does not say what it answers.
pub(super) fn responses(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    if let Value::Object(operation) = node {
        let assumed = "of an answer, its status alone is read";
        rewriting.report(codes::assumed_field(
            at,
            "responses",
            "an operation",
            assumed,
        ));
        rewriting.moved(&at.child("responses"), at);
        operation.insert("responses".to_owned(), json!({}));
    }
}

/// A body without content: its schema stands where Swagger 2.0 has it, or it may hold anything.
pub(super) fn content(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Value::Object(body) = node else { return };
    let (content, assumed) = match body.shift_remove("schema") {
        Some(schema) => {
            let place = at
                .child("content")
                .child("application/json")
                .child("schema");
            rewriting.moved(&place, &at.child("schema"));
            (json_content(schema), "JSON of its schema is meant")
        }
        None => (json!({ "*/*": {} }), "it may hold anything"),
    };
    rewriting.report(codes::assumed_field(
        at,
        "content",
        "a request body",
        assumed,
    ));
    body.insert("content".to_owned(), content);
}

/// A server variable without a default.
pub(super) fn default(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Value::Object(variable) = node else {
        return;
    };
    let first = variable
        .get("enum")
        .and_then(|values| values.get(0))
        .cloned();
    let first = first.unwrap_or_else(|| "".into());
    let assumed = format!("{first} is assumed");
    rewriting.report(codes::assumed_field(
        at,
        "default",
        "a server variable",
        &assumed,
    ));
    variable.insert("default".to_owned(), first);
}

/// Servers without an address are left out.
pub(super) fn servers(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Value::Array(list) = node else { return };
    let lacking: Vec<usize> = (0..list.len())
        .filter(|index| lacks_url(&list[*index]))
        .collect();
    for index in &lacking {
        let assumed = "it is left out";
        rewriting.report(codes::assumed_field(
            &at.child(index),
            "url",
            "a server",
            assumed,
        ));
    }
    super::paths::keep(list, at, rewriting, |index| !lacking.contains(&index));
}

/// Whether a server has no address.
pub(super) fn lacks_url(server: &Value) -> bool {
    server
        .as_object()
        .is_some_and(|server| server.get("url").is_none_or(Value::is_null))
}

/// Keywords of a schema that Swagger 2.0 has on the parameter itself.
const OF_SCHEMA: &[&str] = &[
    "type",
    "format",
    "items",
    "enum",
    "default",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "nullable",
];

/// Whether a parameter or header says nothing of its type where it should.
pub(super) fn lacks_schema(owner: &Map<String, Value>) -> bool {
    let has = |name: &str| owner.get(name).is_some_and(|value| !value.is_null());
    let is_empty = |content: &Value| content.as_object().is_some_and(Map::is_empty);
    !has("schema") && (!has("content") || owner.get("content").is_some_and(is_empty))
}

/// The schema of a parameter or header, of what stands beside it.
pub(super) fn schema(node: &mut Value, what: &str, at: &Pointer, rewriting: &mut Rewriting) {
    let Value::Object(owner) = node else { return };
    owner.shift_remove("schema");
    owner.shift_remove("content");
    let mut schema = Map::new();
    let place = at.child("schema");
    for name in OF_SCHEMA {
        if let Some(value) = owner.shift_remove(*name) {
            rewriting.moved(&place.child(name), &at.child(name));
            schema.insert((*name).to_owned(), value);
        }
    }
    let is_text = schema.is_empty();
    if is_text {
        schema.insert("type".to_owned(), "string".into());
    }
    rewriting.report(codes::assumed_type(at, what, is_text));
    owner.insert("schema".to_owned(), schema.into());
}

/// What a security scheme is that does not say all that its type needs; `None` when it says enough,
/// or too little.
pub(super) fn scheme(scheme: &Map<String, Value>) -> Option<(Value, &'static str)> {
    let has = |name: &str| scheme.get(name).is_some_and(|value| !value.is_null());
    let ty = scheme
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let bearer = || json!({"type": "http", "scheme": "bearer"});
    let with = |name: &str, value: &str| {
        let mut scheme = scheme.clone();
        scheme.insert(name.to_owned(), value.into());
        Value::from(scheme)
    };
    Some(match (ty, ty.to_lowercase().as_str()) {
        ("oauth2", _) if !has("flows") => (
            bearer(),
            "it has no flows, so that the caller brings the token",
        ),
        ("openIdConnect", _) if !has("openIdConnectUrl") => (
            bearer(),
            "it has no address, so that the caller brings the token",
        ),
        ("apiKey", _) if !has("in") && has("name") => (with("in", "header"), "a header is meant"),
        ("http", _) if !has("scheme") && has("bearerFormat") => {
            (with("scheme", "bearer"), "a bearer token is meant")
        }
        ("apiKey" | "http" | "oauth2" | "openIdConnect" | "mutualTLS", _) => return None,
        (_, "basic") => (
            json!({"type": "http", "scheme": "basic"}),
            "HTTP's Basic is meant",
        ),
        (_, "bearer" | "jwt") => (bearer(), "a bearer token is meant"),
        ("", _) if has("flows") => (with("type", "oauth2"), "`oauth2` is meant"),
        ("", _) if has("scheme") => (with("type", "http"), "`http` is meant"),
        ("", _) if has("name") && has("in") => (with("type", "apiKey"), "`apiKey` is meant"),
        ("", _) if has("openIdConnectUrl") => {
            (with("type", "openIdConnect"), "`openIdConnect` is meant")
        }
        (_, "apikey") if has("name") && has("in") => (with("type", "apiKey"), "`apiKey` is meant"),
        (_, "oauth" | "oauth2") if has("flows") => (with("type", "oauth2"), "`oauth2` is meant"),
        (_, "http") if has("scheme") => (with("type", "http"), "`http` is meant"),
        _ => return None,
    })
}

/// Puts what a security scheme is in its place.
pub(super) fn mend_scheme(node: &mut Value, at: &Pointer, rewriting: &mut Rewriting) {
    let Some((meant, assumed)) = node.as_object().and_then(scheme) else {
        return;
    };
    rewriting.report(codes::assumed_scheme(at, assumed));
    *node = meant;
}
