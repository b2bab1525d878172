//! References by name. In: the tree of a file as it was read; out: the same with every `$anchor`,
//! `$dynamicRef` and `$recursiveRef` that can be followed written as a JSON pointer.
//!
//! A schema that refers to another one and declares a `$dynamicAnchor` fills in what the other one
//! leaves open: `UserPage` is `Page` with users in it. It gets a copy of the other schema, in which
//! the references by that name lead to its own.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::references::Context;
use super::{Kind, resolve};
use crate::ir::Pointer;

/// How large the copies of a file may become together, in values.
const COPIED: usize = 1_000_000;

/// Writes references by name as pointers.
pub(super) fn resolve_names(tree: &mut Value) {
    if !mentions_names(tree) {
        return;
    }
    let mut anchors = Anchors::default();
    anchors.collect(
        tree,
        Context::Node(Kind::Other),
        &Pointer::default(),
        &Pointer::default(),
    );
    let original = tree.clone();
    let mut writer = Writer {
        original: &original,
        anchors: &anchors,
        left: COPIED,
    };
    let root = Pointer::default();
    writer.write(tree, Context::Node(Kind::Other), &root, &root, &[]);
}

/// Whether anything in a tree looks like a reference by name.
fn mentions_names(node: &Value) -> bool {
    match node {
        Value::Object(object) => object.iter().any(|(key, member)| match key.as_str() {
            "$dynamicRef" | "$recursiveRef" => true,
            "$ref" => member
                .as_str()
                .is_some_and(|target| name_of(target).is_some()),
            _ => mentions_names(member),
        }),
        Value::Array(list) => list.iter().any(mentions_names),
        _ => false,
    }
}

#[derive(Default)]
struct Anchors {
    list: Vec<Anchor>,
}

/// A schema with a name.
struct Anchor {
    name: String,
    at: Pointer,
    /// The outermost schema that it stands in.
    scope: Pointer,
    is_dynamic: bool,
}

impl Anchors {
    fn collect(&mut self, node: &Value, context: Context, at: &Pointer, scope: &Pointer) {
        match node {
            Value::Object(object) => {
                let is_schema = context == Context::Node(Kind::Schema);
                let scope = if is_schema && scope.0.is_empty() {
                    at
                } else {
                    scope
                };
                if is_schema {
                    self.schema(object, at, scope);
                }
                for (name, member) in object {
                    let context = context.member(name, member);
                    if context != Context::Data && (member.is_object() || member.is_array()) {
                        self.collect(member, context, &at.child(name), scope);
                    }
                }
            }
            Value::Array(list) => {
                for (index, item) in list.iter().enumerate() {
                    self.collect(item, context, &at.child(index), scope);
                }
            }
            _ => {}
        }
    }

    fn schema(&mut self, schema: &Map<String, Value>, at: &Pointer, scope: &Pointer) {
        for (keyword, is_dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
            if let Some(name) = schema.get(keyword).and_then(Value::as_str) {
                self.list.push(Anchor {
                    name: name.to_owned(),
                    at: at.clone(),
                    scope: scope.clone(),
                    is_dynamic,
                });
            }
        }
    }

    /// The schema of that name: the one in the same outermost schema, else the first one.
    fn find(&self, name: &str, scope: &Pointer) -> Option<&Pointer> {
        let of_name = || self.list.iter().filter(|anchor| anchor.name == name);
        let near = of_name().find(|anchor| anchor.scope == *scope);
        near.or_else(|| of_name().next()).map(|anchor| &anchor.at)
    }

    /// The dynamic names that a schema declares itself.
    fn of_schema(&self, at: &Pointer) -> Vec<(String, Pointer)> {
        let inner = format!("{}/$defs/", at.0);
        let own = self.list.iter().filter(|anchor| {
            anchor.is_dynamic && (anchor.at == *at || anchor.at.0.starts_with(&inner))
        });
        own.map(|anchor| (anchor.name.clone(), anchor.at.clone()))
            .collect()
    }
}

/// The name that a reference within the file consists of.
fn name_of(target: &str) -> Option<&str> {
    let name = target.strip_prefix('#')?;
    (!name.is_empty() && !name.starts_with('/')).then_some(name)
}

/// Names that are filled in, each with the schema that it stands for.
type Filled = [(String, Pointer)];

struct Writer<'a> {
    original: &'a Value,
    anchors: &'a Anchors,
    left: usize,
}

impl Writer<'_> {
    fn write(
        &mut self,
        node: &mut Value,
        context: Context,
        at: &Pointer,
        scope: &Pointer,
        filled: &Filled,
    ) {
        match node {
            Value::Object(object) => {
                let is_schema = context == Context::Node(Kind::Schema);
                let scope = if is_schema && scope.0.is_empty() {
                    at
                } else {
                    scope
                };
                if is_schema {
                    self.schema(object, at, scope, filled);
                }
                for (name, member) in object {
                    let context = context.member(name, member);
                    if context != Context::Data && (member.is_object() || member.is_array()) {
                        self.write(member, context, &at.child(name), scope, filled);
                    }
                }
            }
            Value::Array(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    self.write(item, context, &at.child(index), scope, filled);
                }
            }
            _ => {}
        }
    }

    fn schema(
        &mut self,
        schema: &mut Map<String, Value>,
        at: &Pointer,
        scope: &Pointer,
        filled: &Filled,
    ) {
        self.by_name(schema, scope, filled);
        // What is left open by default is written as what nothing fits.
        if schema.contains_key("$dynamicAnchor") && schema.get("not") == Some(&json!({})) {
            schema.shift_remove("not");
        }
        // Within a copy the names have their meaning already.
        if filled.is_empty() {
            let own = self.anchors.of_schema(at);
            if !own.is_empty() {
                self.fill(schema, &own);
            }
        }
    }

    /// Writes a reference by name as a pointer.
    fn by_name(&self, schema: &mut Map<String, Value>, scope: &Pointer, filled: &Filled) {
        let dynamic = schema.get("$dynamicRef").and_then(Value::as_str);
        let target = match (dynamic, schema.get("$ref").and_then(Value::as_str)) {
            (Some(target), _) => name_of(target).and_then(|name| {
                let own = filled.iter().find(|(known, _)| known == name);
                own.map(|(_, at)| at)
                    .or_else(|| self.anchors.find(name, scope))
            }),
            (None, Some(target)) => name_of(target).and_then(|name| self.anchors.find(name, scope)),
            (None, None) if schema.contains_key("$recursiveRef") => Some(scope),
            (None, None) => None,
        };
        let Some(target) = target.map(|at| self.target(at)) else {
            return;
        };
        schema.shift_remove("$dynamicRef");
        schema.shift_remove("$recursiveRef");
        schema.insert("$ref".to_owned(), target.into());
    }

    /// The reference to a named schema, or to the one that it stands for.
    fn target(&self, at: &Pointer) -> String {
        let named = self.original.pointer(&at.0).and_then(Value::as_object);
        let stands_for = named
            .filter(|named| named.keys().all(|key| key.starts_with('$')))
            .and_then(|named| named.get("$ref")?.as_str())
            .filter(|target| target.starts_with("#/"));
        stands_for.map_or_else(|| format!("#{}", at.0), str::to_owned)
    }

    /// Replaces references to schemas that leave one of these names open by copies without it.
    fn fill(&mut self, schema: &mut Map<String, Value>, own: &Filled) {
        if let Some(copy) = self.copy_of(schema.get("$ref"), own) {
            schema.shift_remove("$ref");
            match schema.get_mut("allOf").and_then(Value::as_array_mut) {
                Some(list) => list.insert(0, copy),
                None => drop(schema.insert("allOf".to_owned(), Value::Array(vec![copy]))),
            }
        }
        if let Some(Value::Array(list)) = schema.get_mut("allOf") {
            for part in list {
                if let Some(copy) = self.copy_of(part.get("$ref"), own) {
                    *part = copy;
                }
            }
        }
    }

    fn copy_of(&mut self, reference: Option<&Value>, own: &Filled) -> Option<Value> {
        let target = reference?.as_str()?;
        let mut copy = resolve(self.original, target)?.clone();
        let mut open = BTreeSet::new();
        open_names(&copy, &mut open);
        if !own.iter().any(|(name, _)| open.contains(name)) {
            return None;
        }
        self.left = self.left.checked_sub(size(&copy))?;
        let scope = Pointer(target.strip_prefix('#')?.to_owned());
        self.write(&mut copy, Context::Node(Kind::Schema), &scope, &scope, own);
        if let Value::Object(copy) = &mut copy {
            copy.shift_remove("$defs");
            copy.shift_remove("$id");
            copy.shift_remove("$dynamicAnchor");
        }
        Some(copy)
    }
}

/// The names of the dynamic references in a schema.
fn open_names(node: &Value, names: &mut BTreeSet<String>) {
    match node {
        Value::Object(object) => {
            let dynamic = object.get("$dynamicRef").and_then(Value::as_str);
            names.extend(dynamic.and_then(name_of).map(str::to_owned));
            for member in object.values() {
                open_names(member, names);
            }
        }
        Value::Array(list) => {
            for item in list {
                open_names(item, names);
            }
        }
        _ => {}
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(size).sum::<usize>(),
        Value::Object(object) => 1 + object.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schemas(schemas: Value) -> Value {
        let mut tree = json!({"components": {"schemas": schemas}});
        resolve_names(&mut tree);
        tree["components"]["schemas"].take()
    }

    #[test]
    fn a_name_is_that_of_the_schema_around_it_first() {
        let read = schemas(json!({
            "A": {"$defs": {"x": {"$anchor": "x"}}, "items": {"$ref": "#x"}},
            "B": {"$defs": {"y": {"$anchor": "x"}}, "items": {"$ref": "#x"}},
            "C": {"items": {"$ref": "#x"}},
            "D": {"items": {"$ref": "#none"}},
        }));
        assert_eq!(read["A"]["items"]["$ref"], "#/components/schemas/A/$defs/x");
        assert_eq!(read["B"]["items"]["$ref"], "#/components/schemas/B/$defs/y");
        assert_eq!(read["C"]["items"]["$ref"], "#/components/schemas/A/$defs/x");
        assert_eq!(read["D"]["items"]["$ref"], "#none");
    }

    #[test]
    fn a_schema_fills_in_what_another_leaves_open() {
        let read = schemas(json!({
            "Page": {
                "properties": {"items": {"type": "array", "items": {"$dynamicRef": "#item"}}},
                "$defs": {"item": {"$dynamicAnchor": "item", "not": {}}},
            },
            "Users": {
                "$ref": "#/components/schemas/Page",
                "$defs": {"item": {"$dynamicAnchor": "item", "$ref": "#/components/schemas/User"}},
            },
            "User": {},
        }));
        let item = |read: &Value| read["properties"]["items"]["items"]["$ref"].clone();
        assert_eq!(item(&read["Page"]), "#/components/schemas/Page/$defs/item");
        assert_eq!(
            item(&read["Users"]["allOf"][0]),
            "#/components/schemas/User"
        );
        assert_eq!(read["Page"]["$defs"]["item"].get("not"), None);
        assert_eq!(read["Users"].get("$ref"), None);
    }

    #[test]
    fn a_schema_that_extends_itself_holds_itself() {
        let read = schemas(json!({
            "Tree": {
                "$dynamicAnchor": "node",
                "properties": {"children": {"items": {"$dynamicRef": "#node"}}},
            },
            "Named": {
                "$dynamicAnchor": "node",
                "allOf": [{"$ref": "#/components/schemas/Tree"}],
            },
        }));
        let child = |read: &Value| read["properties"]["children"]["items"]["$ref"].clone();
        assert_eq!(child(&read["Tree"]), "#/components/schemas/Tree");
        assert_eq!(
            child(&read["Named"]["allOf"][0]),
            "#/components/schemas/Named"
        );
    }
}
