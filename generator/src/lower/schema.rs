//! Schemas as types. In: a node that holds a schema; out: the [`Type`] that stands for it where it
//! is used, and an item in [`Lowering::types`] where it needs one.
//!
//! - Every entry of `components.schemas` is an item, an alias if it is neither object, enum nor
//!   union: the alias keeps its name and docs.
//! - A schema written in place becomes an item when it is an object with members, an enum or a
//!   union; once, however often it is reached.
//! - What a reference leads to outside of `components.schemas` is an item as well.

use std::collections::HashSet;

use serde_json::Value;

use super::Lowering;
use super::annotations::noted_nodes;
use super::node::{Node, Tree};
use super::schema_kind::{Classified, SchemaKind};
use crate::codes;
use crate::ir::{
    Gates, Limits, Origin, Pointer, Role, Struct, Tuple, Type, TypeDef, TypeId, TypeKind, Union,
    Usage, Variant,
};
use crate::scalars::Scalar;

/// Schemas that stand inside each other without end only through merging; more than this deep
/// nobody reads.
const DEEPEST: usize = 100;

/// Where named schemas stand.
pub(super) const SCHEMAS: &str = "/components/schemas";

/// The pointers outside of `components.schemas` that a reference of the document leads to.
pub(super) fn reference_targets(tree: Tree<'_>) -> HashSet<String> {
    let mut targets = HashSet::new();
    let mut stack = vec![tree.0];
    while let Some(value) = stack.pop() {
        match value {
            Value::Array(items) => stack.extend(items),
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref")
                    && let Some(target) = tree.target(reference)
                    && !is_named(&target.pointer)
                {
                    targets.insert(target.pointer.0);
                }
                stack.extend(members.values());
            }
            _ => {}
        }
    }
    targets
}

/// Whether a pointer is that of an entry of `components.schemas`.
fn is_named(pointer: &Pointer) -> bool {
    let name = pointer
        .0
        .strip_prefix(SCHEMAS)
        .and_then(|rest| rest.strip_prefix('/'));
    name.is_some_and(|name| !name.contains('/'))
}

impl<'a> Lowering<'a> {
    /// Turns every entry of `components.schemas` into an item.
    pub(super) fn components(&mut self) {
        let pointer = Pointer(SCHEMAS.to_owned());
        let schemas = self
            .tree
            .at(&pointer)
            .map(|node| node.members())
            .unwrap_or_default();
        let mut items = Vec::new();
        for (name, node) in schemas {
            let id = self.allocate(&node, Origin::Component(name.to_owned()));
            self.types_by_pointer
                .insert(node.pointer.0.clone(), Type::Named(id));
            items.push((id, node));
        }
        for (id, node) in items {
            self.define(id, &node);
        }
        self.finish_pending();
    }

    /// Defines the items that have an id only.
    pub(super) fn finish_pending(&mut self) {
        while let Some((id, node)) = self.pending.pop_front() {
            self.define(id, &node);
        }
    }

    /// The type that a schema stands for where it is used.
    pub(super) fn ty(&mut self, node: &Node<'a>) -> Type {
        if let Some(reference) = node.reference() {
            return match self.tree.target(reference) {
                Some(target) => self.target_ty(&target),
                None => Type::Any,
            };
        }
        if self.shared.contains(&node.pointer.0) {
            return self.target_ty(node);
        }
        if let Some(ty) = self.types_by_pointer.get(&node.pointer.0) {
            return ty.clone();
        }
        self.nested(&node.pointer, |this| {
            let classified = this.classify(node);
            this.realize(&node.pointer.0, node, classified)
        })
    }

    /// The type of a schema that was decided on already; `key` says which one it is.
    pub(super) fn realize(
        &mut self,
        key: &str,
        node: &Node<'a>,
        classified: Classified<'a>,
    ) -> Type {
        if let Some(ty) = self.types_by_pointer.get(key) {
            return ty.clone();
        }
        if !classified.kind.is_item() {
            let ty = self.plain(classified.kind);
            return nullable_if(classified.nullable, ty);
        }
        let origin = self.origin(&node.pointer);
        let id = self.allocate(node, origin);
        let ty = nullable_if(classified.nullable, Type::Named(id));
        self.types_by_pointer.insert(key.to_owned(), ty.clone());
        let kind = self.kind(node, classified.kind);
        self.types[id.0].kind = kind;
        ty
    }

    /// Runs `lower` one level deeper, unless that is too deep.
    pub(super) fn nested(
        &mut self,
        pointer: &Pointer,
        lower: impl FnOnce(&mut Self) -> Type,
    ) -> Type {
        if self.depth == DEEPEST {
            self.report(codes::schema_too_deep(pointer));
            return Type::Any;
        }
        self.depth += 1;
        let ty = lower(self);
        self.depth -= 1;
        ty
    }

    /// The type of what a reference leads to.
    pub(super) fn target_ty(&mut self, target: &Node<'a>) -> Type {
        if let Some(ty) = self.types_by_pointer.get(&target.pointer.0) {
            return ty.clone();
        }
        let origin = self.origin(&target.pointer);
        let id = self.allocate(target, origin);
        self.types_by_pointer
            .insert(target.pointer.0.clone(), Type::Named(id));
        self.pending.push_back((id, target.clone()));
        Type::Named(id)
    }

    /// Makes room for an item; its kind is filled in later.
    pub(super) fn allocate(&mut self, node: &Node<'a>, origin: Origin) -> TypeId {
        let id = TypeId(self.types.len());
        let rust_name = if is_property(&origin) {
            None
        } else {
            self.rust_name(node)
        };
        let notes = noted_nodes(&self.tree.follow(node));
        let docs = self.docs(&notes);
        self.owners.entry(node.pointer.0.clone()).or_insert(id);
        self.types.push(TypeDef {
            pointer: node.pointer.clone(),
            origin,
            rust_name,
            docs,
            kind: TypeKind::Alias(Type::Any),
            limits: self.limits(std::slice::from_ref(node)),
            usage: Usage::default(),
            gates: Gates::default(),
        });
        id
    }

    /// Fills in what an item is.
    fn define(&mut self, id: TypeId, node: &Node<'a>) {
        if let Some(kind) = self.inheritance(id, node) {
            self.types[id.0].kind = kind;
            return;
        }
        let classified = self.classify(node);
        let kind = if classified.kind.is_item() {
            if classified.nullable {
                self.nullable_items.insert(id);
            }
            self.kind(node, classified.kind)
        } else {
            TypeKind::Alias(nullable_if(
                classified.nullable,
                self.plain(classified.kind),
            ))
        };
        self.types[id.0].kind = kind;
    }

    /// What an item of a kind is.
    pub(super) fn kind(&mut self, node: &Node<'a>, schema_kind: SchemaKind<'a>) -> TypeKind {
        match schema_kind {
            SchemaKind::Strings(values) => TypeKind::StringEnum(values),
            SchemaKind::Integers(values) => TypeKind::IntegerEnum(values),
            SchemaKind::Object(members) => {
                let additional = members.additional.as_ref().map(|node| self.ty(node));
                let fields = self.fields(&members);
                TypeKind::Struct(Struct {
                    fields,
                    is_closed: members.is_closed && additional.is_none(),
                    additional,
                    additional_limits: self.limits(members.additional.as_slice()),
                })
            }
            SchemaKind::Union(alternatives) => TypeKind::Union(self.union(node, &alternatives)),
            SchemaKind::IntOrString => TypeKind::Union(int_or_string(node)),
            other => TypeKind::Alias(self.plain(other)),
        }
    }

    /// The type of a kind that needs no item.
    fn plain(&mut self, schema_kind: SchemaKind<'a>) -> Type {
        match schema_kind {
            SchemaKind::Plain(ty) => ty,
            SchemaKind::Same(target) => self.target_ty(&target),
            SchemaKind::Array(items) => {
                let item = items.map_or(Type::Any, |items| self.ty(&items));
                Type::Array(Box::new(item))
            }
            SchemaKind::Tuple(elements) => Type::Tuple(Box::new(Tuple {
                items: elements.items.iter().map(|node| self.ty(node)).collect(),
                least: elements.least,
                rest: elements.rest.map(|node| self.ty(&node)),
            })),
            SchemaKind::Object(members) => match members.additional {
                Some(node) => match self.ty(&node) {
                    Type::Any => Type::Object,
                    value => Type::Map(Box::new(value)),
                },
                None => Type::Object,
            },
            SchemaKind::Strings(_)
            | SchemaKind::Integers(_)
            | SchemaKind::Union(_)
            | SchemaKind::IntOrString => {
                unreachable!("enums and unions are items")
            }
        }
    }
}

/// A whole number or text.
fn int_or_string(node: &Node<'_>) -> Union {
    let variant = |scalar| Variant {
        pointer: node.pointer.clone(),
        ty: Type::Scalar(scalar),
        tags: Vec::new(),
        title: None,
        limits: Limits::default(),
    };
    Union {
        variants: vec![variant(Scalar::I64), variant(Scalar::String)],
        discriminator: None,
    }
}

/// The type, or null when the flag is set.
pub(super) fn nullable_if(nullable: bool, ty: Type) -> Type {
    match ty {
        Type::Nullable(_) | Type::Any => ty,
        ty if nullable => Type::Nullable(Box::new(ty)),
        ty => ty,
    }
}

/// Whether the innermost role is that of a property, whose `x-rust-name` names the field.
fn is_property(origin: &Origin) -> bool {
    let role = match origin {
        Origin::Component(_) => return false,
        Origin::Inside(_, role) | Origin::Operation(_, role) => role,
    };
    let innermost = match role {
        Role::Path(roles) => roles.last(),
        role => Some(role),
    };
    matches!(innermost, Some(Role::Property(_)))
}

#[cfg(test)]
mod tests {
    use crate::ir::{Origin, Type, TypeId, TypeKind};
    use crate::lower::testing::{alias, api, field, origin_of, schemas};
    use crate::scalars::Scalar;

    #[test]
    fn a_component_that_is_no_item_is_an_alias() {
        let api = schemas("A: {type: string}\nB: {$ref: '#/components/schemas/A'}");
        assert_eq!(alias(&api, 0), &Type::Scalar(Scalar::String));
        assert_eq!(alias(&api, 1), &Type::Named(TypeId(0)));
    }

    #[test]
    fn a_reference_into_a_component_makes_one_item() {
        let api = schemas(
            "A: {type: object, properties: {b: {type: object, properties: {c: {}}}}}
C: {type: object, properties: {d: {$ref: '#/components/schemas/A/properties/b'}}}",
        );
        assert_eq!(api.types.len(), 3);
        assert_eq!(field(&api, 0, "b").ty, Type::Named(TypeId(2)));
        assert_eq!(field(&api, 1, "d").ty, Type::Named(TypeId(2)));
        assert_eq!(origin_of(&api, 2), "Inside(0, Property(\"b\"))");
    }

    #[test]
    fn lists_nest() {
        let api = schemas("A: {type: array, items: {type: array, items: {type: integer}}}");
        let inner = Type::Array(Box::new(Type::Scalar(Scalar::I64)));
        assert_eq!(alias(&api, 0), &Type::Array(Box::new(inner)));
    }

    #[test]
    fn a_list_without_items_holds_anything() {
        let api = schemas("A: {type: array}");
        assert_eq!(alias(&api, 0), &Type::Array(Box::new(Type::Any)));
    }

    #[test]
    fn an_empty_schema_is_anything() {
        let api = schemas("A: {}\nB: {description: whatever, nullable: true}");
        assert_eq!(alias(&api, 0), &Type::Any);
        assert_eq!(alias(&api, 1), &Type::Any);
    }

    #[test]
    fn a_rust_name_beside_a_property_is_the_fields() {
        let api = schemas(
            "A: {x-rust-name: Own, type: object, properties: {b: {x-rust-name: other, type: object, properties: {c: {}}}}}",
        );
        assert_eq!(api.types[0].rust_name.as_deref(), Some("Own"));
        assert_eq!(api.types[1].rust_name, None);
        assert_eq!(field(&api, 0, "b").rust_name.as_deref(), Some("other"));
    }

    #[test]
    fn a_reference_into_a_response_makes_an_item() {
        let api = api("
paths:
  /a: {get: {responses: {'200': {description: '', content: {application/json: {schema: {type: string}}}}}}}
components:
  schemas: {A: {$ref: '#/paths/~1a/get/responses/200/content/application~1json/schema'}}
");
        assert!(matches!(api.types[1].origin, Origin::Operation(0, _)));
        assert!(matches!(
            api.types[1].kind,
            TypeKind::Alias(Type::Scalar(Scalar::String))
        ));
    }
}
