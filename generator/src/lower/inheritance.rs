//! Inheritance: a schema with a `discriminator` and no alternatives, and others that take it over
//! through `allOf`. In: the parent; out: a union over its children.
//!
//! Where such a parent is used, a value of any child may come, and a plain struct would drop the
//! members that the child adds. So the parent is the union of all who extend it, directly or not,
//! in document order, and of those that its mapping names besides. The parent's own members are one
//! more alternative ([`Role::Base`]) unless the mapping leaves the parent out. Children merge the
//! parent's members and never the union, so nothing runs in circles.
//!
//! - The discriminator of a parent is its own, that of a part of its `allOf`, or that of a parent
//!   further up: a child that has children is a parent as well. Mappings of all levels count, the
//!   nearest one first.
//! - A parent that nobody extends is an ordinary object.

use std::collections::{HashMap, HashSet};

use super::Lowering;
use super::all_of::Layer;
use super::node::{Node, Tree};
use super::schema::SCHEMAS;
use super::schema_kind::SchemaKind;
use super::union::Alternatives;
use crate::ir::{Limits, Origin, Pointer, Role, Type, TypeId, TypeKind, Variant};

/// The schemas that extend another one directly, by its pointer.
pub(super) fn children(tree: Tree<'_>) -> HashMap<String, Vec<Node<'_>>> {
    let mut children: HashMap<String, Vec<Node<'_>>> = HashMap::new();
    let schemas = tree.at(&Pointer(SCHEMAS.to_owned()));
    for (_, schema) in schemas.map(|node| node.members()).unwrap_or_default() {
        for part in schema.list("allOf") {
            if let Some(parent) = part
                .reference()
                .and_then(|reference| tree.target(reference))
            {
                children
                    .entry(parent.pointer.0)
                    .or_default()
                    .push(schema.clone());
            }
        }
    }
    children
}

impl<'a> Lowering<'a> {
    /// The union that a parent is; `None` when the schema is no parent.
    pub(super) fn inheritance(&mut self, id: TypeId, node: &Node<'a>) -> Option<TypeKind> {
        let mut levels = self.discriminators(node)?;
        let schemas = self.descendants(node, &levels);
        if schemas.is_empty() {
            return None;
        }
        if node.flag("nullable") {
            self.nullable_items.insert(id);
        }
        let own = self.tags_of_parent(&levels, node);
        let inherited = levels.split_off(1);
        let mut union = self.union(
            node,
            &Alternatives {
                schemas,
                shared: Vec::new(),
                discriminator: levels.pop(),
                inherited,
            },
        );
        if let Some(tags) = own
            && let Some(ty) = self.base(id, node)
        {
            let title = Some("base".to_owned());
            union.variants.push(Variant {
                pointer: node.pointer.clone(),
                ty,
                tags,
                title,
                limits: Limits::default(),
            });
        }
        Some(TypeKind::Union(union))
    }

    /// The discriminators that hold for a schema and are of one property, the nearest one first;
    /// `None` when there is none, or when the schema has alternatives.
    fn discriminators(&self, node: &Node<'a>) -> Option<Vec<Node<'a>>> {
        let layers = self.layers(node);
        if layers.iter().any(Layer::has_alternatives) || node.reference().is_some() {
            return None;
        }
        let all = layers
            .iter()
            .rev()
            .filter_map(|layer| layer.node.get("discriminator"));
        let mut levels: Vec<_> = all
            .filter(|node| node.text("propertyName").is_some())
            .collect();
        let property = levels.first()?.text("propertyName");
        levels.retain(|level| level.text("propertyName") == property);
        Some(levels)
    }

    /// The values of the discriminator that mean the parent itself: those that the mapping gives
    /// it, its own value or its name without a mapping. `None` when the mapping leaves it out.
    fn tags_of_parent(&self, levels: &[Node<'a>], node: &Node<'a>) -> Option<Vec<String>> {
        let mapping: Vec<_> = levels
            .iter()
            .flat_map(|level| level.entries("mapping"))
            .collect();
        if let Some(value) = self.value_of_discriminator(node) {
            return Some(vec![value]);
        }
        if mapping.is_empty() {
            return Some(
                self.component_name(node)
                    .map(str::to_owned)
                    .into_iter()
                    .collect(),
            );
        }
        let meant = |target: &Node<'_>| {
            let target = self.mapped(target.value.as_str()?)?;
            (target.pointer == node.pointer).then_some(())
        };
        let own = mapping.iter().filter(|(_, target)| meant(target).is_some());
        let mut tags: Vec<String> = Vec::new();
        for (value, _) in own {
            if !tags.iter().any(|tag| tag == value) {
                tags.push((*value).to_owned());
            }
        }
        (!tags.is_empty()).then_some(tags)
    }

    /// An item for the parent's own members, if it has any.
    fn base(&mut self, parent: TypeId, node: &Node<'a>) -> Option<Type> {
        let layers: Vec<_> = self
            .layers(node)
            .into_iter()
            .map(|layer| Layer {
                members_only: true,
                ..layer
            })
            .collect();
        let SchemaKind::Object(members) = self.without_alternatives(node, &layers).kind else {
            return None;
        };
        if members.properties.is_empty() {
            return None;
        }
        let id = self.allocate(node, Origin::Inside(parent, Role::Base));
        self.types[id.0].rust_name = None;
        self.types[id.0].kind = self.kind(node, SchemaKind::Object(members));
        Some(Type::Named(id))
    }

    /// Whether a schema is one that another one takes over, or is the other one itself.
    fn is_extended_by(&self, schema: &Node<'a>, other: &Node<'a>) -> bool {
        let layers = self.layers(other);
        layers
            .iter()
            .any(|layer| layer.node.pointer == self.tree.follow(schema).pointer)
    }

    /// Everything that extends a schema, or that its own mapping names, in document order.
    fn descendants(&self, node: &Node<'a>, levels: &[Node<'a>]) -> Vec<Node<'a>> {
        let mut seen = HashSet::from([node.pointer.0.clone()]);
        let mut stack = vec![node.pointer.0.clone()];
        let own = levels
            .iter()
            .filter(|level| level.pointer.0.starts_with(&format!("{}/", node.pointer)));
        for (_, target) in own.flat_map(|level| level.entries("mapping")) {
            let target = target.value.as_str().and_then(|name| self.mapped(name));
            if let Some(target) = target.filter(|target| !self.is_extended_by(target, node)) {
                seen.insert(target.pointer.0);
            }
        }
        while let Some(parent) = stack.pop() {
            for child in self.children.get(&parent).into_iter().flatten() {
                if seen.insert(child.pointer.0.clone()) {
                    stack.push(child.pointer.0.clone());
                }
            }
        }
        seen.remove(&node.pointer.0);
        let schemas = self.tree.at(&Pointer(SCHEMAS.to_owned()));
        let all = schemas.map(|node| node.members()).unwrap_or_default();
        all.into_iter()
            .map(|(_, node)| node)
            .filter(|node| seen.contains(&node.pointer.0))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Origin, Role, Type, TypeId};
    use crate::lower::testing::{fields, schemas, tags, variants};

    const CHILDREN: &str = "
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {c: {type: string}}}]}
Kitten: {allOf: [{$ref: '#/components/schemas/Cat'}, {type: object, properties: {k: {type: string}}}]}
";

    #[test]
    fn a_parent_is_the_union_of_those_who_extend_it() {
        let api = schemas(&format!(
            "Pet: {{type: object, properties: {{t: {{type: string}}}}, discriminator: {{propertyName: t}}}}{CHILDREN}"
        ));
        // The cat has a kitten: its own members stand for it beside that.
        let expected = [4, 2, 3].map(|id| Type::Named(TypeId(id)));
        assert_eq!(variants(&api, 0), expected);
        assert_eq!(tags(&api, 0), [["Cat"], ["Kitten"], ["Pet"]]);
        assert_eq!(fields(&api, 2), ["t", "c", "k"]);
        assert_eq!(fields(&api, 3), ["t"]);
        assert_eq!(api.types[3].origin, Origin::Inside(TypeId(0), Role::Base));
    }

    #[test]
    fn a_child_may_add_nothing() {
        for parent in [
            "discriminator: {propertyName: t}",
            "oneOf: [{$ref: '#/components/schemas/Cat'}, {type: string}]",
        ] {
            let api = schemas(&format!(
                "Pet: {{type: object, properties: {{t: {{type: string}}}}, {parent}}}
Cat: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}"
            ));
            assert_eq!(variants(&api, 0)[0], Type::Named(TypeId(1)));
            assert_eq!(fields(&api, 1), ["t"]);
        }
    }

    #[test]
    fn a_list_of_all_children_is_of_none_of_them() {
        let api = schemas(&format!(
            "Pet: {{type: object, properties: {{t: {{type: string, enum: [cat, Kitten]}}}}, discriminator: {{propertyName: t}}}}{CHILDREN}"
        ));
        assert_eq!(tags(&api, 0), [["cat"], ["Kitten"], ["Pet"]]);
    }

    #[test]
    fn a_mapping_may_leave_the_parent_out() {
        let api = schemas(&format!(
            "Pet: {{type: object, properties: {{t: {{type: string}}}}, discriminator: {{propertyName: t, mapping: {{c: Cat, k: Kitten}}}}}}{CHILDREN}"
        ));
        assert_eq!(variants(&api, 0).len(), 2);
        assert_eq!(tags(&api, 0), [["c"], ["k"]]);
    }

    #[test]
    fn without_children_a_discriminator_means_nothing() {
        let api = schemas(
            "Pet: {type: object, properties: {t: {type: string}}, discriminator: {propertyName: t}}",
        );
        assert_eq!(fields(&api, 0), ["t"]);
    }
}
