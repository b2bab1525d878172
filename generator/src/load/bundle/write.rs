//! The bundled tree. In: the files and the component that each target becomes; out: one tree.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::{Bundler, File, Place, Sections};
use crate::ir::Pointer;
use crate::load::references::{Context, Kind, is_path, mapping};
use crate::sources::{Sources, tokens};

/// Writes the entry's tree anew, with the components that targets become.
pub(super) fn write(bundler: &mut Bundler<'_>) -> Value {
    let mut writer = Writer {
        files: &bundler.files,
        components: &bundler.components,
        resolved: &bundler.resolved,
        sources: &mut bundler.sources,
        section: bundler.section,
        copying: Vec::new(),
    };
    let root = (0, Pointer::default());
    let mut tree = writer.place(&root, Context::Node(Kind::Other), &Pointer::default());
    for (place, (component, kind)) in &bundler.components {
        let (file, origin) = place.clone();
        writer.sources.set_origin(component.clone(), file, origin);
        let node = writer.place(place, Context::Node(*kind), component);
        insert(&mut tree, component, node);
    }
    tree
}

/// Puts a node into a tree, making the objects on the way.
fn insert(tree: &mut Value, at: &Pointer, node: Value) {
    let mut slot = tree;
    for token in tokens(at) {
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        let Value::Object(object) = slot else { return };
        slot = object.entry(token).or_insert(Value::Null);
    }
    *slot = node;
}

struct Writer<'a> {
    files: &'a [File],
    components: &'a IndexMap<Place, (Pointer, Kind)>,
    resolved: &'a HashMap<(usize, String), Option<Place>>,
    sources: &'a mut Sources,
    section: Sections,
    /// The places that are being copied, outermost first.
    copying: Vec<Place>,
}

impl Writer<'_> {
    /// What stands at a place, for `at` in the new tree.
    fn place(&mut self, place: &Place, context: Context, at: &Pointer) -> Value {
        let node = self.files[place.0]
            .tree
            .as_ref()
            .and_then(|tree| tree.pointer(&place.1.0));
        match node {
            Some(node) => self.content(node, context, place, at),
            None => Value::Null,
        }
    }

    /// A node, or a reference to the component that it has become.
    fn node(&mut self, node: &Value, context: Context, place: &Place, at: &Pointer) -> Value {
        match (context, self.components.get(place)) {
            (Context::Node(_), Some((component, _))) => {
                json!({ "$ref": format!("#{}", component.0) })
            }
            _ => self.content(node, context, place, at),
        }
    }

    fn content(&mut self, node: &Value, context: Context, place: &Place, at: &Pointer) -> Value {
        match node {
            _ if context == Context::Data => node.clone(),
            Value::Array(list) => {
                let items = list.iter().enumerate().map(|(index, item)| {
                    let place = (place.0, place.1.child(index));
                    self.node(item, context, &place, &at.child(index))
                });
                Value::Array(items.collect())
            }
            Value::Object(object) => match context.reference(object) {
                Some((context, target)) => self.reference(object, context, target, place, at),
                None => self.object(object, context, place, at),
            },
            scalar => scalar.clone(),
        }
    }

    fn object(
        &mut self,
        object: &Map<String, Value>,
        context: Context,
        place: &Place,
        at: &Pointer,
    ) -> Value {
        let members = object.iter().map(|(key, value)| {
            let place = (place.0, place.1.child(key));
            let member = self.node(value, context.member(key, value), &place, &at.child(key));
            (key.clone(), member)
        });
        let mut written: Map<String, Value> = members.collect();
        if let Some(mapping) = mapping(context, object) {
            let targets = mapping.iter().map(|(name, target)| {
                let target = match target.as_str().filter(|target| is_path(target)) {
                    Some(written) => self
                        .target(place.0, written)
                        .unwrap_or(written.to_owned())
                        .into(),
                    None => target.clone(),
                };
                (name.clone(), target)
            });
            let targets = targets.collect();
            written["discriminator"]["mapping"] = Value::Object(targets);
        }
        Value::Object(written)
    }

    fn reference(
        &mut self,
        object: &Map<String, Value>,
        context: Context,
        target: &str,
        place: &Place,
        at: &Pointer,
    ) -> Value {
        let mut written = object.clone();
        if self.section.pointer(context.kind()).is_some() {
            if let Some(target) = self.target(place.0, target) {
                written["$ref"] = target.into();
            }
            return Value::Object(written);
        }
        let key = (place.0, target.to_owned());
        let Some(Some(source)) = self.resolved.get(&key) else {
            return Value::Object(written);
        };
        if self.copying.contains(source) {
            return Value::Object(written);
        }
        self.sources
            .set_origin(at.clone(), source.0, source.1.clone());
        self.copying.push(source.clone());
        let copy = self.place(source, context, at);
        self.copying.pop();
        for name in written.keys().filter(|name| *name != "$ref") {
            let here = place.1.child(name);
            self.sources.set_origin(at.child(name), place.0, here);
        }
        with_siblings(copy, &mut written)
    }

    /// A reference in plain form, when it leads somewhere.
    fn target(&self, file: usize, target: &str) -> Option<String> {
        let place = self.resolved.get(&(file, target.to_owned()))?.as_ref()?;
        let pointer = match self.components.get(place) {
            Some((component, _)) => component,
            None => &place.1,
        };
        Some(format!("#{}", pointer.0))
    }
}

/// A copied object with the members that stand beside its `$ref`, which win.
fn with_siblings(copy: Value, siblings: &mut Map<String, Value>) -> Value {
    siblings.shift_remove("$ref");
    match copy {
        Value::Object(mut object) => {
            object.extend(std::mem::take(siblings));
            Value::Object(object)
        }
        other => other,
    }
}
