//! Objects. In: layers; out: members, and from them fields or the values of a map.
//!
//! - No member: a map of what `additionalProperties` says, or [`crate::ir::Type::Object`].
//! - Members and `additionalProperties` (`true` or a schema): the struct keeps the rest as a map.
//!   `additionalProperties: false` changes nothing, as clients have to accept new members.
//! - A member that is required and has no schema is a field of any type, so that it can be sent.
//! - A required member with an inline enum of one value is a constant: plain text (or a number, or a
//!   flag) that the client fills in. An optional one keeps its enum, to which values may be added.

use indexmap::IndexMap;
use serde_json::Value;

use super::Lowering;
use super::all_of::Layer;
use super::annotations::{flag, is_bare, noted_nodes};
use super::node::Node;
use super::schema::nullable_if;
use super::schema_kind::{is_nullable, kind, plain};
use crate::codes;
use crate::ir::{Docs, Field, Limits, Pointer, Type};
use crate::scalars::Scalar;

/// What an object consists of.
#[derive(Clone, Debug, Default)]
pub(super) struct Members<'a> {
    /// The schemas of each member, the most specific one last.
    pub(super) properties: IndexMap<&'a str, Vec<Node<'a>>>,
    /// Names of members that are needed, with where it says so.
    pub(super) required: IndexMap<&'a str, Pointer>,
    /// The schema of members that are not named, where there may be some.
    pub(super) additional: Option<Node<'a>>,
    /// Whether a layer forbids members that are not named.
    pub(super) is_closed: bool,
}

impl<'a> Lowering<'a> {
    /// The members that several layers have together.
    pub(super) fn members(&self, layers: &[Layer<'a>]) -> Members<'a> {
        let mut members = Members::default();
        for Layer { node, .. } in layers {
            for (name, property) in node.entries("properties") {
                members.properties.entry(name).or_default().push(property);
            }
            for name in node.list("required") {
                if let Some(text) = name.value.as_str() {
                    members.required.entry(text).or_insert(name.pointer);
                }
            }
            let additional = node.get("additionalProperties");
            members.is_closed |= additional
                .as_ref()
                .is_some_and(|node| *node.value == Value::Bool(false));
            if let Some(additional) = additional.filter(|node| *node.value != Value::Bool(false)) {
                members.additional = Some(additional);
            }
        }
        members
    }

    /// The fields of a struct.
    pub(super) fn fields(&mut self, members: &Members<'a>) -> Vec<Field> {
        let mut fields = Vec::new();
        for (name, nodes) in &members.properties {
            fields.push(self.field(name, nodes, members.required.contains_key(name)));
        }
        for (name, pointer) in &members.required {
            if !members.properties.contains_key(name) && members.additional.is_none() {
                self.report(codes::required_without_schema(pointer, name));
                fields.push(unknown_field(name, pointer));
            }
        }
        fields
    }

    fn field(&mut self, name: &str, nodes: &[Node<'a>], required: bool) -> Field {
        let notes: Vec<_> = nodes.iter().flat_map(noted_nodes).collect();
        let own = nodes.last().expect("a member has a schema");
        let rust_name = notes
            .iter()
            .rev()
            .find(|node| node.has("x-rust-name"))
            .cloned();
        let constant = constant(nodes, required);
        let ty = match &constant {
            Some((ty, _)) => ty.clone(),
            None => self.merged_ty(nodes),
        };
        Field {
            pointer: own.pointer.clone(),
            name: name.to_owned(),
            rust_name: rust_name.and_then(|node| self.rust_name(&node)),
            ty,
            required,
            read_only: nodes.iter().any(|node| flag(self, node, "readOnly")),
            write_only: nodes.iter().any(|node| flag(self, node, "writeOnly")),
            docs: self.docs(&notes),
            limits: self.limits(nodes),
            constant: constant.map(|(_, value)| value),
        }
    }

    /// The type of a member that several layers describe: that of the most specific one, or of all
    /// together when they are objects written in place.
    fn merged_ty(&mut self, nodes: &[Node<'a>]) -> Type {
        let meant: Vec<_> = nodes.iter().filter(|node| !is_bare(node)).collect();
        let (first, others) = match meant.split_first() {
            None => return Type::Any,
            Some((only, [])) => return nullable_if(is_noted_nullable(nodes), self.ty(only)),
            Some(split) => split,
        };
        if meant
            .iter()
            .all(|node| node.reference().is_none() && kind(node) == Some("object"))
        {
            return self.merged_object(&meant);
        }
        let best = others.iter().fold(*first, |best, node| {
            if specific(node) >= specific(best) {
                node
            } else {
                best
            }
        });
        self.ty(best)
    }

    fn merged_object(&mut self, nodes: &[&Node<'a>]) -> Type {
        let own = *nodes.last().expect("there are several");
        let pointers: Vec<_> = nodes.iter().map(|node| node.pointer.0.as_str()).collect();
        let key = pointers.join("+");
        let layers: Vec<_> = nodes.iter().flat_map(|node| self.layers(node)).collect();
        self.nested(&own.pointer, |this| {
            let classified = this.combined(own, &layers).or_null(is_nullable(own));
            this.realize(&key, own, classified)
        })
    }
}

/// Whether a later layer only notes that null is a value.
fn is_noted_nullable(nodes: &[Node<'_>]) -> bool {
    nodes
        .iter()
        .any(|node| is_bare(node) && node.flag("nullable"))
}

/// How much a schema says about its type.
fn specific(node: &Node<'_>) -> u8 {
    const KEYWORDS: &[&str] = &[
        "$ref",
        "enum",
        "format",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
    ];
    match (KEYWORDS.iter().any(|keyword| node.has(keyword)), kind(node)) {
        (true, _) => 2,
        (false, Some(_)) => 1,
        (false, None) => 0,
    }
}

/// The one value that a member can have, with its type.
fn constant(nodes: &[Node<'_>], required: bool) -> Option<(Type, Value)> {
    const COMPOSED: &[&str] = &["$ref", "allOf", "oneOf", "anyOf"];
    let node = nodes.iter().rev().find(|node| !is_bare(node))?;
    let [value] = node.value.get("enum")?.as_array()?.as_slice() else {
        return None;
    };
    if node.flag("nullable") || COMPOSED.iter().any(|keyword| node.has(keyword)) {
        return None;
    }
    let layer = Layer {
        node: node.clone(),
        members_only: true,
        without: None,
    };
    let ty = match (value, node.text("type")) {
        (Value::String(_), Some("string") | None) if required => Type::Scalar(Scalar::String),
        (Value::Bool(_), Some("boolean") | None) => Type::Scalar(Scalar::Bool),
        (Value::Number(number), Some("integer") | None) if required && number.is_i64() => {
            plain("integer", &[layer])
        }
        _ => return None,
    };
    Some((ty, value.clone()))
}

fn unknown_field(name: &str, pointer: &Pointer) -> Field {
    Field {
        pointer: pointer.clone(),
        name: name.to_owned(),
        rust_name: None,
        ty: Type::Any,
        required: true,
        read_only: false,
        write_only: false,
        docs: Docs::default(),
        limits: Limits::default(),
        constant: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::ir::{Type, TypeId, TypeKind};
    use crate::lower::testing::{alias, field, fields, schemas, schemas_warned, structure};
    use crate::scalars::Scalar;

    #[test]
    fn an_object_without_members_is_a_map() {
        let api = schemas(
            "A: {type: object}
B: {type: object, additionalProperties: {type: integer}}
C: {type: object, additionalProperties: true}
D: {type: object, additionalProperties: false}",
        );
        assert_eq!(alias(&api, 0), &Type::Object);
        assert_eq!(
            alias(&api, 1),
            &Type::Map(Box::new(Type::Scalar(Scalar::I64)))
        );
        assert_eq!(alias(&api, 2), &Type::Object);
        assert_eq!(alias(&api, 3), &Type::Object);
    }

    #[test]
    fn members_and_a_rest() {
        let api = schemas(
            "A: {type: object, properties: {a: {}}, additionalProperties: {type: string}}
B: {type: object, properties: {a: {}}, additionalProperties: true}
C: {type: object, properties: {a: {}}, additionalProperties: false}
D: {type: object, properties: {a: {}}}",
        );
        assert_eq!(
            structure(&api, 0).additional,
            Some(Type::Scalar(Scalar::String))
        );
        assert_eq!(structure(&api, 1).additional, Some(Type::Any));
        assert_eq!(structure(&api, 2).additional, None);
        assert_eq!(structure(&api, 3).additional, None);
    }

    #[test]
    fn notes_of_a_member() {
        let api = schemas(
            "A: {type: object, required: [a], properties: {a: {type: string, readOnly: true, deprecated: true, default: x, maxLength: 9, title: T}}}",
        );
        let field = field(&api, 0, "a");
        assert!(field.required && field.read_only && !field.write_only);
        assert!(field.docs.deprecated.is_some());
        assert_eq!(field.docs.default, Some(json!("x")));
        assert_eq!(field.docs.summary.as_deref(), Some("T"));
        assert_eq!(field.limits.max_length, Some(9));
    }

    #[test]
    fn limits_keep_their_digits() {
        let api = schemas(
            "A: {type: object, properties: {a: {type: number, minimum: 1, maximum: 18446744073709551615, exclusiveMinimum: true}}}",
        );
        let limits = &field(&api, 0, "a").limits;
        assert_eq!(limits.minimum, Some((1.into(), true)));
        assert!(limits.maximum.is_some());
    }

    #[test]
    fn a_required_member_without_a_schema_is_anything() {
        let (api, codes) = schemas_warned("A: {type: object, required: [b], properties: {a: {}}}");
        assert_eq!(fields(&api, 0), ["a", "b"]);
        assert_eq!(field(&api, 0, "b").ty, Type::Any);
        assert_eq!(codes, ["W045"]);
    }

    #[test]
    fn one_value_is_a_constant_where_it_is_required() {
        let api = schemas(
            "A: {type: object, required: [a, n], properties: {a: {type: string, enum: [x]}, n: {type: integer, enum: [3]}, o: {type: string, enum: [x]}}}",
        );
        assert_eq!(field(&api, 0, "a").ty, Type::Scalar(Scalar::String));
        assert_eq!(field(&api, 0, "a").constant, Some(json!("x")));
        assert_eq!(field(&api, 0, "n").constant, Some(json!(3)));
        assert_eq!(field(&api, 0, "o").ty, Type::Named(TypeId(1)));
        assert!(matches!(&api.types[1].kind, TypeKind::StringEnum(values) if values.len() == 1));
    }

    #[test]
    fn read_only_may_stand_where_the_reference_leads() {
        let api = schemas(
            "A: {type: string, readOnly: true}
B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}",
        );
        assert!(field(&api, 1, "a").read_only);
    }
}
