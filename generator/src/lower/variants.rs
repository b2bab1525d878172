//! The variants of a union. In: its alternatives; out: their types, and the values of the
//! discriminator that mean them.
//!
//! - Members beside the alternatives belong to each: an alternative that does not have them already
//!   is merged with them.
//! - Tags of a variant: the values that `mapping` gives it; else its `x-ms-discriminator-value`;
//!   else those that its own schema of the property lists; else its name. A list that several
//!   alternatives share, or that stands beside them, is of none of them: there a variant has the
//!   value that is its name, however that is written. A value means the first variant that has it.
//!   Values that are numbers or flags are tags as they are written.
//! - Alternatives that turn out to be one type are one variant.

use std::collections::HashSet;

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::Lowering;
use super::all_of::Layer;
use super::annotations::{last, noted_nodes};
use super::node::Node;
use super::schema::SCHEMAS;
use super::schema_kind::kind;
use super::union::Alternatives;
use crate::codes;
use crate::ir::{Limits, Pointer, Type, Union, Variant};

impl<'a> Lowering<'a> {
    /// The variants of a union.
    pub(super) fn union(&mut self, at: &Node<'a>, alternatives: &Alternatives<'a>) -> Union {
        let property = alternatives
            .discriminator
            .as_ref()
            .and_then(|it| it.text("propertyName"));
        let mapping = self.mapping(at, alternatives);
        let lists = match property {
            Some(property) => self.lists(at, alternatives, property),
            None => Vec::new(),
        };
        let mut variants: Vec<Variant> = Vec::new();
        let mut taken: Vec<String> = Vec::new();
        for (index, schema) in alternatives.schemas.iter().enumerate() {
            let ty = self.alternative_ty(at, schema, &alternatives.shared);
            let mut tags = match lists.get(index) {
                Some(list) if mapping[index].is_empty() => self.tags_of(schema, list.as_ref()),
                Some(_) => mapping[index].clone(),
                None => Vec::new(),
            };
            tags.retain(|tag| !taken.contains(tag));
            taken.extend(tags.iter().cloned());
            let limits = self.limits(std::slice::from_ref(schema));
            match variants.iter_mut().find(|variant| variant.ty == ty) {
                Some(same) => {
                    same.tags.extend(tags);
                    if same.limits != limits {
                        same.limits = Limits::default();
                    }
                }
                None => variants.push(Variant {
                    limits,
                    pointer: schema.pointer.clone(),
                    ty,
                    tags,
                    title: self.title(schema),
                }),
            }
        }
        Union {
            variants,
            discriminator: property.map(str::to_owned),
        }
    }

    /// The type of an alternative, with the members that stand beside all of them.
    fn alternative_ty(&mut self, at: &Node<'a>, schema: &Node<'a>, shared: &[Layer<'a>]) -> Type {
        let is_product = shared.iter().any(Layer::has_alternatives);
        let ty = if !is_product && (shared.is_empty() || !self.lacks_members(schema, shared)) {
            self.ty(schema)
        } else {
            let key = format!("{}+{}", schema.pointer, at.pointer);
            let layers = [shared.to_vec(), self.layers(schema)].concat();
            self.nested(&schema.pointer, |this| {
                let classified = this.combined(schema, &layers);
                this.realize(&key, schema, classified)
            })
        };
        match ty {
            Type::Nullable(inner) => *inner,
            ty => ty,
        }
    }

    /// Whether an alternative is an object and does not have all members of the layers.
    fn lacks_members(&self, schema: &Node<'a>, shared: &[Layer<'a>]) -> bool {
        let layers = self.layers(schema);
        let object = layers.iter().any(|layer| {
            layer.has_alternatives()
                || kind(&layer.node) == Some("object")
                || layer.node.has("required")
        });
        let own = self.members(&layers).properties;
        let wanted = self.members(shared).properties;
        object && wanted.keys().any(|name| !own.contains_key(name))
    }

    /// The name of the schema that an alternative refers to, or its title.
    fn title(&self, schema: &Node<'a>) -> Option<String> {
        self.component_name(schema)
            .or_else(|| schema.text("title"))
            .map(str::to_owned)
    }

    /// The name of the component that a schema is or refers to.
    pub(super) fn component_name(&self, schema: &Node<'a>) -> Option<&'a str> {
        let pointer = match schema.reference() {
            Some(reference) => return reference.rsplit_once('/').map(|(_, name)| name),
            None => &schema.pointer.0,
        };
        let name = pointer.strip_prefix(SCHEMAS)?.strip_prefix('/')?;
        let schemas = self.tree.0.pointer(SCHEMAS)?.as_object()?;
        schemas.get_key_value(name).map(|(name, _)| name.as_str())
    }

    /// The values of the discriminator that `mapping` gives to each alternative.
    fn mapping(&mut self, at: &Node<'a>, alternatives: &Alternatives<'a>) -> Vec<Vec<String>> {
        let mut values = vec![Vec::new(); alternatives.schemas.len()];
        let Some(discriminator) = &alternatives.discriminator else {
            return values;
        };
        let pointers: Vec<[String; 2]> = alternatives
            .schemas
            .iter()
            .map(|schema| {
                let direct = schema
                    .reference()
                    .and_then(|reference| self.tree.target(reference));
                let direct = direct.unwrap_or_else(|| schema.clone());
                [
                    direct.pointer.0.clone(),
                    self.tree.follow(&direct).pointer.0,
                ]
            })
            .collect();
        let mut said = HashSet::new();
        for (level, discriminator) in [discriminator]
            .into_iter()
            .chain(&alternatives.inherited)
            .enumerate()
        {
            for (value, target) in discriminator.entries("mapping") {
                let Some(name) = target.value.as_str().filter(|_| said.insert(value)) else {
                    continue;
                };
                let meant = self.mapped(name).map(|node| node.pointer);
                let index = meant
                    .as_ref()
                    .and_then(|meant| pointers.iter().position(|both| both.contains(&meant.0)));
                match index {
                    Some(index) => values[index].push(value.to_owned()),
                    None if meant.is_none_or(|meant| meant == at.pointer) => {}
                    // A parent's discriminator speaks of all its children.
                    None if level > 0 => {}
                    None => self.report(codes::mapping_outside_union(&target.pointer, value, name)),
                }
            }
        }
        values
    }

    /// The schema that a value of `mapping` names: by reference, or by the name of a component.
    pub(super) fn mapped(&self, name: &str) -> Option<Node<'a>> {
        let named = format!("#{SCHEMAS}/{}", name.replace('~', "~0").replace('/', "~1"));
        self.tree.target(name).or_else(|| self.tree.target(&named))
    }

    /// The values that each alternative's schema of the discriminator lists, if it does.
    fn lists(
        &self,
        at: &Node<'a>,
        alternatives: &Alternatives<'a>,
        property: &str,
    ) -> Vec<Option<List>> {
        let of = |schema| self.list_of(schema, property);
        let beside = of(at);
        let found: Vec<_> = alternatives.schemas.iter().map(of).collect();
        let is_shared = |pointer: &Pointer| {
            let is_it = |other: &Option<(Pointer, Vec<String>)>| {
                other.as_ref().is_some_and(|(other, _)| other == pointer)
            };
            is_it(&beside) || found.iter().filter(|other| is_it(other)).count() > 1
        };
        let shared: Vec<bool> = found
            .iter()
            .map(|list| list.as_ref().is_some_and(|(pointer, _)| is_shared(pointer)))
            .collect();
        let lists = found.into_iter().zip(shared);
        lists
            .map(|(list, shared)| list.map(|(_, values)| List { values, shared }))
            .collect()
    }

    /// The values that a schema's own schema of the discriminator lists, and where it does.
    fn list_of(&self, schema: &Node<'a>, property: &str) -> Option<(Pointer, Vec<String>)> {
        let members = self.members(&self.layers(schema));
        let nodes = members.properties.get(property).into_iter().flatten().rev();
        nodes.map(|node| self.tree.follow(node)).find_map(|node| {
            let values = node.value.get("enum")?.as_array()?;
            let values: Vec<_> = values.iter().filter_map(tag).collect();
            (!values.is_empty()).then_some((node.pointer, values))
        })
    }

    /// `x-ms-discriminator-value` of a schema, or of a part of its own.
    pub(super) fn value_of_discriminator(&self, schema: &Node<'a>) -> Option<String> {
        let noted_nodes = noted_nodes(&self.tree.follow(schema));
        tag(last(&noted_nodes, "x-ms-discriminator-value")?.value)
    }

    /// The values of the discriminator that mean an alternative that no mapping names.
    fn tags_of(&self, schema: &Node<'a>, list: Option<&List>) -> Vec<String> {
        let name = || self.component_name(schema).map(str::to_owned);
        if let Some(value) = self.value_of_discriminator(schema) {
            return vec![value];
        }
        match list {
            Some(list) if !list.shared => list.values.clone(),
            Some(list) => {
                let Some(name) = name() else {
                    return Vec::new();
                };
                let is_name =
                    |value: &&String| value.to_upper_camel_case() == name.to_upper_camel_case();
                let listed = list.values.iter().find(is_name).cloned();
                vec![listed.unwrap_or(name)]
            }
            None => name().into_iter().collect(),
        }
    }
}

/// A value of a discriminator as a tag.
pub(super) fn tag(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Values of the discriminator that the schemas list.
struct List {
    values: Vec<String>,
    /// Whether the list is of more than one alternative.
    shared: bool,
}

#[cfg(test)]
mod tests {
    use crate::ir::{Type, TypeId};
    use crate::lower::testing::{fields, schemas, schemas_warned, tags, variants};

    const PAIR: &str = "
A: {type: object, required: [k], properties: {k: {type: string}, a: {type: string}}}
B: {type: object, required: [k], properties: {k: {type: string}, b: {type: string}}}
";

    fn with_pair(more: &str) -> crate::ir::Api {
        schemas(&format!("{PAIR}{more}"))
    }

    #[test]
    fn a_mapping_names_schemas_or_refers_to_them() {
        let api = with_pair(
            "C: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {x: A, y: '#/components/schemas/B', z: B}}}",
        );
        assert_eq!(tags(&api, 2), [vec!["x"], vec!["y", "z"]]);
    }

    #[test]
    fn without_a_mapping_the_names_tell() {
        let api = with_pair(
            "C: {oneOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {k: {type: string, enum: [own]}}}], discriminator: {propertyName: k}}",
        );
        assert_eq!(tags(&api, 2), [vec!["A"], vec!["own"]]);
    }

    #[test]
    fn a_list_that_alternatives_share_is_of_none_of_them() {
        let api = schemas(
            "Base: {type: object, properties: {k: {type: string, enum: [blue_whale, CAT, other]}}}
Cat: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {c: {}}}]}
BlueWhale: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {w: {}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {d: {}}}]}
C: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/BlueWhale'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: k}}",
        );
        assert_eq!(tags(&api, 4), [["CAT"], ["blue_whale"], ["Dog"]]);
    }

    #[test]
    fn a_mapping_to_a_stranger_is_warned_about() {
        let (_, codes) = schemas_warned(
            "A: {type: object, properties: {k: {type: string}}}
B: {type: object, properties: {k: {type: string}}}
D: {type: object, properties: {k: {type: string}}}
C: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {d: D}}}",
        );
        assert_eq!(codes, ["W047"]);
    }

    #[test]
    fn members_beside_the_alternatives_belong_to_each() {
        let api = with_pair(
            "C: {type: object, properties: {c: {type: string}}, oneOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {d: {}}}]}",
        );
        assert_eq!(
            variants(&api, 2),
            [Type::Named(TypeId(3)), Type::Named(TypeId(4))]
        );
        assert_eq!(fields(&api, 3), ["c", "k", "a"]);
        assert_eq!(fields(&api, 4), ["c", "d"]);
    }

    #[test]
    fn members_that_the_alternatives_have_are_not_doubled() {
        let api = with_pair(
            "C: {type: object, properties: {k: {type: string}}, oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
        );
        assert_eq!(
            variants(&api, 2),
            [Type::Named(TypeId(0)), Type::Named(TypeId(1))]
        );
    }

    #[test]
    fn a_parent_may_list_its_children() {
        let api = schemas(
            "P: {type: object, properties: {k: {type: string}}, discriminator: {propertyName: k}, oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]}
C: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {c: {}}}]}
D: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {d: {}}}]}",
        );
        assert_eq!(
            variants(&api, 0),
            [Type::Named(TypeId(1)), Type::Named(TypeId(2))]
        );
        assert_eq!(fields(&api, 1), ["k", "c"]);
    }
}
