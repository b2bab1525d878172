//! References by identifier. In: the tree of a file as it was read; out: the same with every reference
//! to the `$id` of a schema, or to the document's own `$self`, written as a JSON pointer.
//!
//! Within a schema that has an `$id`, pointers start at that schema. Many documents give schemas an
//! `$id` and go on to point into `components` all the same: a pointer to nothing within the schema is
//! one into the document.

use serde_json::Value;

use super::Kind;
use super::references::Context;
use crate::ir::Pointer;

/// Writes references by identifier as pointers.
pub(super) fn resolve_ids(tree: &mut Value) {
    let own = tree.get("$self").and_then(Value::as_str);
    let scope = Scope {
        base: own.map(without_fragment).unwrap_or_default().to_owned(),
        root: Pointer::default(),
    };
    let mut ids = Vec::new();
    if !scope.base.is_empty() {
        ids.push((scope.base.clone(), Pointer::default()));
    }
    let root = Context::Node(Kind::Other);
    collect(tree, root, &Pointer::default(), &scope, &mut ids);
    if ids.is_empty() {
        return;
    }
    let original = tree.clone();
    let writer = Writer {
        original: &original,
        ids: &ids,
    };
    writer.write(tree, root, &Pointer::default(), &scope);
}

/// The nearest schema with an identifier around a place.
struct Scope {
    /// What references are relative to.
    base: String,
    root: Pointer,
}

impl Scope {
    /// The scope within a node, if it is a schema with an identifier.
    fn within(&self, node: &Value, context: Context, at: &Pointer) -> Option<Self> {
        if context != Context::Node(Kind::Schema) {
            return None;
        }
        let id = without_fragment(node.get("$id")?.as_str()?);
        (!id.is_empty()).then(|| Self {
            base: join(&self.base, id),
            root: at.clone(),
        })
    }
}

fn collect(
    node: &Value,
    context: Context,
    at: &Pointer,
    scope: &Scope,
    ids: &mut Vec<(String, Pointer)>,
) {
    let own = scope.within(node, context, at);
    if let Some(own) = &own {
        ids.push((own.base.clone(), at.clone()));
    }
    let scope = own.as_ref().unwrap_or(scope);
    match node {
        Value::Object(object) => {
            for (name, member) in object {
                let context = context.member(name, member);
                if context != Context::Data && (member.is_object() || member.is_array()) {
                    collect(member, context, &at.child(name), scope, ids);
                }
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                collect(item, context, &at.child(index), scope, ids);
            }
        }
        _ => {}
    }
}

struct Writer<'a> {
    original: &'a Value,
    ids: &'a [(String, Pointer)],
}

impl Writer<'_> {
    fn write(&self, node: &mut Value, context: Context, at: &Pointer, scope: &Scope) {
        let own = scope.within(node, context, at);
        let scope = own.as_ref().unwrap_or(scope);
        match node {
            Value::Object(object) => {
                if let (Context::Node(_), Some(Value::String(target))) =
                    (context, object.get_mut("$ref"))
                    && let Some(pointer) = self.target(target, scope)
                {
                    *target = format!("#{pointer}");
                }
                for (name, member) in object {
                    let context = context.member(name, member);
                    if context != Context::Data && (member.is_object() || member.is_array()) {
                        self.write(member, context, &at.child(name), scope);
                    }
                }
            }
            Value::Array(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    self.write(item, context, &at.child(index), scope);
                }
            }
            _ => {}
        }
    }

    /// The place that a reference means, unless it is one that others follow.
    fn target(&self, target: &str, scope: &Scope) -> Option<Pointer> {
        let (uri, fragment) = target.split_once('#').unwrap_or((target, ""));
        if !uri.is_empty() {
            let uri = join(&scope.base, uri);
            let (_, at) = self.ids.iter().find(|(known, _)| *known == uri)?;
            return self.place(at, fragment);
        }
        let is_name = !fragment.is_empty() && !fragment.starts_with('/');
        if scope.root.0.is_empty() || is_name {
            return None;
        }
        self.place(&scope.root, fragment)
    }

    /// What a fragment means within a schema: a pointer, or the name of a schema in it.
    fn place(&self, at: &Pointer, fragment: &str) -> Option<Pointer> {
        if fragment.is_empty() || fragment.starts_with('/') {
            let place = Pointer(format!("{}{fragment}", at.0));
            return self.original.pointer(&place.0).map(|_| place);
        }
        named(self.original.pointer(&at.0)?, fragment, at)
    }
}

/// The schema of that name within a node.
fn named(node: &Value, name: &str, at: &Pointer) -> Option<Pointer> {
    match node {
        Value::Object(object) => {
            let is_named = |keyword| object.get(keyword).and_then(Value::as_str) == Some(name);
            if is_named("$anchor") || is_named("$dynamicAnchor") {
                return Some(at.clone());
            }
            let mut members = object.iter();
            members.find_map(|(key, member)| named(member, name, &at.child(key)))
        }
        Value::Array(list) => {
            let mut items = list.iter().enumerate();
            items.find_map(|(index, item)| named(item, name, &at.child(index)))
        }
        _ => None,
    }
}

fn without_fragment(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(uri, _)| uri)
}

/// A reference as it is read from a place with that identifier.
fn join(base: &str, reference: &str) -> String {
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let (origin, path) = match base.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find('/').unwrap_or(rest.len());
            base.split_at(scheme.len() + 3 + end)
        }
        None => ("", base),
    };
    if reference.starts_with('/') {
        return format!("{origin}{reference}");
    }
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        parts.push(part);
    }
    for part in reference.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let slash = match origin.is_empty() && !folder.starts_with('/') {
        true => "",
        false => "/",
    };
    format!("{origin}{slash}{}", parts.join("/"))
}

/// Whether a URI names its scheme.
fn has_scheme(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, _)| {
        let sign = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
        scheme.len() > 1 && scheme.chars().all(sign)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reference(schemas: Value) -> Vec<String> {
        let mut tree = json!({"components": {"schemas": schemas}});
        resolve_ids(&mut tree);
        let properties = tree.pointer("/components/schemas/A/properties");
        let properties = properties.and_then(Value::as_object).into_iter().flatten();
        properties
            .filter_map(|(_, one)| Some(one["$ref"].as_str()?.to_owned()))
            .collect()
    }

    #[test]
    fn a_schema_is_found_by_its_identifier() {
        let found = reference(json!({
            "A": {"$id": "https://a.test/s/a.json", "properties": {
                "relative": {"$ref": "b.json"},
                "whole": {"$ref": "https://a.test/s/b.json#/$defs/d"},
                "named": {"$ref": "../s/b.json#n"},
                "own": {"$ref": "#/$defs/o"},
                "itself": {"$ref": "#"},
                "document": {"$ref": "#/components/schemas/B"},
                "elsewhere": {"$ref": "https://b.test/b.json"},
            }, "$defs": {"o": {}}},
            "B": {"$id": "https://a.test/s/b.json", "$defs": {"d": {}, "e": {"$anchor": "n"}}},
        }));
        assert_eq!(
            found,
            [
                "#/components/schemas/B",
                "#/components/schemas/B/$defs/d",
                "#/components/schemas/B/$defs/e",
                "#/components/schemas/A/$defs/o",
                "#/components/schemas/A",
                "#/components/schemas/B",
                "https://b.test/b.json",
            ]
        );
    }

    #[test]
    fn an_identifier_may_be_a_bare_name() {
        let found = reference(json!({
            "A": {"properties": {"b": {"$ref": "page"}, "file": {"$ref": "other.yaml"}}},
            "B": {"$id": "page"},
        }));
        assert_eq!(found, ["#/components/schemas/B", "other.yaml"]);
    }

    #[test]
    fn a_document_may_be_named_by_itself() {
        let mut tree = json!({
            "$self": "https://a.test/api/openapi.yaml",
            "components": {"schemas": {"A": {"$ref": "openapi.yaml#/components/schemas/B"}, "B": {}}},
        });
        resolve_ids(&mut tree);
        assert_eq!(
            tree["components"]["schemas"]["A"]["$ref"],
            "#/components/schemas/B"
        );
    }

    #[test]
    fn relative_references_are_joined() {
        for (base, reference, joined) in [
            ("https://a.test/x/y", "z", "https://a.test/x/z"),
            ("https://a.test", "z", "https://a.test/z"),
            ("https://a.test/x/y", "/z", "https://a.test/z"),
            ("https://a.test/x/y", "../z", "https://a.test/z"),
            ("", "./z", "z"),
            ("x/y", "z", "x/z"),
            ("https://a.test/x", "urn:z", "urn:z"),
        ] {
            assert_eq!(join(base, reference), joined);
        }
    }
}
