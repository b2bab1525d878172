//! `allOf`. In: a schema; out: its layers, the schemas that hold together for a value.
//!
//! Parents come first, so that what a schema says itself refines what it takes over. Each schema
//! counts once, however often it is reached; that also ends circles. A union that lists the very
//! schema that takes it over is how documents write inheritance (`Pet: oneOf [Cat, Dog]`, `Cat:
//! allOf [Pet, …]`): it says which children there are and does not bind them.
//!
//! `allOf` of one reference, with nothing beside it but notes and limits, is that reference, unless it
//! is how a child without members of its own extends its parent.

use std::collections::HashSet;

use super::Lowering;
use super::annotations::is_note;
use super::limits::is_limit;
use super::node::Node;

/// A schema of those that hold together.
#[derive(Clone, Debug)]
pub(super) struct Layer<'a> {
    /// The schema; its `allOf` has layers of its own.
    pub(super) node: Node<'a>,
    /// Whether its `oneOf` and `anyOf` are dealt with elsewhere.
    pub(super) members_only: bool,
    /// The one of both that is dealt with elsewhere, if the other one is not.
    pub(super) without: Option<&'static str>,
}

impl<'a> Layer<'a> {
    /// Whether the layer adds alternatives.
    pub(super) fn has_alternatives(&self) -> bool {
        !self.alternatives().is_empty()
    }

    /// Its lists of alternatives that are not dealt with elsewhere.
    pub(super) fn alternatives(&self) -> Vec<Node<'a>> {
        if self.members_only {
            return Vec::new();
        }
        let keywords = ["oneOf", "anyOf"].into_iter();
        let keywords = keywords.filter(|keyword| Some(*keyword) != self.without);
        keywords
            .filter_map(|keyword| self.node.get(keyword))
            .collect()
    }
}

impl<'a> Lowering<'a> {
    /// The layers of a schema, with those of its `allOf` before its own.
    pub(super) fn layers(&self, node: &Node<'a>) -> Vec<Layer<'a>> {
        let mut layers = Vec::new();
        self.collect(node, &mut HashSet::new(), &mut layers);
        layers
    }

    fn collect(&self, node: &Node<'a>, seen: &mut HashSet<String>, layers: &mut Vec<Layer<'a>>) {
        let node = self.tree.follow(node);
        if seen.len() > 10_000 || !seen.insert(node.pointer.0.clone()) {
            return;
        }
        for part in node.list("allOf") {
            self.collect(&part, seen, layers);
        }
        let members_only = seen.len() > 1 && self.lists_any(&node, seen);
        layers.push(Layer {
            node,
            members_only,
            without: None,
        });
    }

    /// Whether one of a schema's alternatives is among the schemas under way.
    fn lists_any(&self, node: &Node<'a>, seen: &HashSet<String>) -> bool {
        let alternatives = node.list("oneOf").into_iter().chain(node.list("anyOf"));
        alternatives
            .filter(|alternative| alternative.reference().is_some())
            .any(|alternative| seen.contains(&self.tree.follow(&alternative).pointer.0))
    }

    /// The reference that a schema is another way to write.
    pub(super) fn lone_reference(&self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut references = Vec::new();
        if !only_references(node, &mut references, 0) {
            return None;
        }
        let [reference] = references.as_slice() else {
            return None;
        };
        let target = self.tree.target(reference)?;
        (!self.is_child(node, &target)).then_some(target)
    }

    /// Whether a schema is one of those that another one stands for: by extending it where it has a
    /// discriminator, or by being one of its alternatives. Such a child has the members of its
    /// parent; the parent itself may be any of its children.
    fn is_child(&self, node: &Node<'a>, parent: &Node<'a>) -> bool {
        let parent = self.tree.follow(parent);
        let mut children = self.children.get(&parent.pointer.0).into_iter().flatten();
        let extends =
            parent.has("discriminator") && children.any(|child| child.pointer == node.pointer);
        extends || self.lists_any(&parent, &HashSet::from([node.pointer.0.clone()]))
    }
}

/// Gathers the references that the `allOf` of a schema consists of, those in parts that only note
/// something beside a reference among them; whether it consists of nothing else.
fn only_references<'a>(node: &Node<'a>, references: &mut Vec<&'a str>, depth: usize) -> bool {
    if depth > 8 || !is_beside(node, &["allOf", "type"]) {
        return false;
    }
    node.list("allOf")
        .iter()
        .all(|part| match part.reference() {
            Some(reference) => {
                references.push(reference);
                true
            }
            None => only_references(part, references, depth + 1),
        })
}

/// Whether a schema consists of notes, limits and these keywords: nothing that changes a type that
/// it stands beside.
fn is_beside(node: &Node<'_>, harmless: &[&str]) -> bool {
    let members = node.value.as_object();
    let mut keywords = members.into_iter().flat_map(|members| members.keys());
    keywords.all(|key| is_note(key) || is_limit(key) || harmless.contains(&key.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::ir::{Type, TypeId, TypeKind};
    use crate::lower::testing::{alias, field, fields, schemas, schemas_warned};
    use crate::scalars::Scalar;

    #[test]
    fn members_of_parents_come_first() {
        let api = schemas(
            "A: {type: object, required: [a], properties: {a: {type: string}}}
B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, required: [b], properties: {b: {type: string}}}]}",
        );
        assert_eq!(fields(&api, 1), ["a", "b"]);
        assert!(field(&api, 1, "a").required && field(&api, 1, "b").required);
    }

    #[test]
    fn required_may_stand_apart() {
        let api = schemas(
            "A: {type: object, properties: {a: {type: string}}}
B: {allOf: [{$ref: '#/components/schemas/A'}], required: [a]}",
        );
        assert!(field(&api, 1, "a").required);
        assert!(!field(&api, 0, "a").required);
    }

    #[test]
    fn a_later_property_refines_an_earlier_one() {
        let api = schemas(
            "A: {type: object, properties: {a: {type: string, description: first}}}
B: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {a: {format: date-time, type: string}}}]}
C: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {a: {type: string}}}]}",
        );
        assert_eq!(field(&api, 1, "a").ty, Type::Scalar(Scalar::DateTime));
        assert_eq!(
            field(&api, 1, "a").docs.description.as_deref(),
            Some("first")
        );
        assert_eq!(field(&api, 2, "a").ty, Type::Scalar(Scalar::DateTime));
    }

    #[test]
    fn objects_under_one_name_merge() {
        let api = schemas(
            "A: {allOf: [
  {properties: {m: {type: object, properties: {a: {type: string}}}}},
  {properties: {m: {type: object, properties: {b: {type: string}}}}}]}",
        );
        assert_eq!(fields(&api, 1), ["a", "b"]);
    }

    #[test]
    fn a_reference_with_notes_is_that_reference() {
        let api = schemas(
            "A: {type: object, properties: {a: {type: string}}}
B: {type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/A'}], description: noted, readOnly: true, nullable: true}}}",
        );
        let field = field(&api, 1, "a");
        assert_eq!(field.ty, Type::Nullable(Box::new(Type::Named(TypeId(0)))));
        assert_eq!(field.docs.description.as_deref(), Some("noted"));
        assert!(field.read_only);
    }

    #[test]
    fn a_reference_may_be_noted_at_several_levels() {
        let api = schemas(
            "A: {type: object, properties: {a: {type: string}}}
B: {type: object, properties: {a: {nullable: true, allOf: [{description: noted, allOf: [{$ref: '#/components/schemas/A'}]}]}}}",
        );
        assert_eq!(
            field(&api, 1, "a").ty,
            Type::Nullable(Box::new(Type::Named(TypeId(0))))
        );
        assert_eq!(api.types.len(), 2);
    }

    #[test]
    fn limits_beside_a_reference_do_not_change_its_type() {
        let api = schemas(
            "A: {type: object, properties: {a: {type: string}}}
B: {type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/A'}], maxLength: 8}, b: {allOf: [{$ref: '#/components/schemas/A'}, {minLength: 1}]}}}",
        );
        assert_eq!(field(&api, 1, "a").ty, Type::Named(TypeId(0)));
        assert_eq!(field(&api, 1, "b").ty, Type::Named(TypeId(0)));
    }

    #[test]
    fn a_type_counts_more_than_a_hint() {
        let api = schemas("A: {allOf: [{type: object, properties: {a: {}}}, {maxLength: 8}]}");
        assert_eq!(fields(&api, 0), ["a"]);
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let api = schemas(
            "A: {allOf: [{$ref: '#/components/schemas/B'}], properties: {a: {type: string}}}
B: {allOf: [{$ref: '#/components/schemas/A'}], properties: {b: {type: string}}}",
        );
        assert_eq!(fields(&api, 0), ["b", "a"]);
    }

    #[test]
    fn an_enum_keeps_its_values() {
        let api = schemas("A: {allOf: [{type: string}, {enum: [a, b]}]}");
        assert!(matches!(&api.types[0].kind, TypeKind::StringEnum(values) if values.len() == 2));
    }

    #[test]
    fn parts_that_contradict_are_anything() {
        let (api, codes) =
            schemas_warned("A: {allOf: [{type: string}, {type: object, properties: {a: {}}}]}");
        assert_eq!(alias(&api, 0), &Type::Any);
        assert_eq!(codes, ["W041"]);
    }

    #[test]
    fn alternatives_inside_take_the_members_over() {
        let api = schemas(
            "A: {type: object, properties: {a: {type: string}}}
B: {type: object, properties: {b: {type: string}}}
C: {allOf: [{properties: {c: {type: string}}}, {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}]}",
        );
        assert!(matches!(&api.types[2].kind, TypeKind::Union(union) if union.variants.len() == 2));
        assert_eq!(fields(&api, 3), ["c", "a"]);
        assert_eq!(fields(&api, 4), ["c", "b"]);
    }
}
