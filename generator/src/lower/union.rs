//! `oneOf` and `anyOf`. In: layers of which some have alternatives; out: a shape, and from it the
//! variants with the values of the discriminator that mean them.
//!
//! - An alternative that is null makes null a value; what stands twice counts once; one that is left
//!   alone is not a union; `{}` among others is what every union accepts anyway.
//! - Texts alone: enums become one enum, beside plain text as well, since enums are open. Other
//!   texts become the one type that holds them all.
//! - Alternatives that only limit what stands beside them (`anyOf: [{required: [a]}, …]`) make no
//!   type; that nobody checks them is warned about.
//! - Members beside the alternatives belong to each: an alternative that does not have them already
//!   is merged with them.
//! - `oneOf` together with `anyOf`, or several of them through `allOf`: any value, with a warning.
//! - Tags of a variant: the values that `mapping` gives it; else those that its own schema of the
//!   property lists; else its name.

use serde_json::Value;

use super::Lowering;
use super::all_of::Layer;
use super::annotations::{is_bare, is_limit, is_note};
use super::node::Node;
use super::schema::SCHEMAS;
use super::shape::{Shape, Shaped, kind, plain};
use crate::codes;
use crate::ir::{EnumValue, Type, Union, Variant};

/// Several schemas of which a value fits one.
#[derive(Clone, Debug)]
pub(super) struct Alternatives<'a> {
    /// In document order.
    pub(super) schemas: Vec<Node<'a>>,
    /// The members that each of them takes over.
    pub(super) shared: Vec<Layer<'a>>,
    /// The `discriminator`.
    pub(super) discriminator: Option<Node<'a>>,
}

impl<'a> Lowering<'a> {
    /// The shape of layers of which some have alternatives.
    pub(super) fn alternatives(&mut self, at: &Node<'a>, layers: &[Layer<'a>]) -> Shaped<'a> {
        let rest: Vec<_> = layers
            .iter()
            .map(|layer| Layer {
                members_only: true,
                ..layer.clone()
            })
            .collect();
        let typed = rest.iter().any(|layer| kind(&layer.node).is_some());
        let mut groups = groups(layers);
        groups.retain(|group| {
            let limiting = group
                .elements()
                .iter()
                .all(|schema| only_limits(schema, typed));
            if limiting {
                let keyword = group.pointer.0.rsplit('/').next().unwrap_or_default();
                let instead = "the limits that it sets are not checked";
                self.report(codes::not_expressed(&group.pointer, keyword, instead));
            }
            !limiting
        });
        match groups.as_slice() {
            [] => self.without_alternatives(at, &rest),
            [group] => self.alternative_shape(at, &group.elements(), rest),
            [group, ..] => {
                self.report(codes::alternatives_not_expressed(&group.pointer));
                Shaped::any()
            }
        }
    }

    fn alternative_shape(
        &mut self,
        at: &Node<'a>,
        all: &[Node<'a>],
        rest: Vec<Layer<'a>>,
    ) -> Shaped<'a> {
        let nullable = all
            .iter()
            .any(|schema| schema.flag("nullable") || is_null(schema));
        let meant: Vec<_> = all.iter().filter(|schema| !is_null(schema)).collect();
        let schemas = self.distinct(meant.iter().filter(|schema| !is_bare(schema)).copied());
        let open = meant.iter().any(|schema| is_bare(schema));
        let discriminator = rest
            .iter()
            .rev()
            .find_map(|layer| layer.node.get("discriminator"));
        let shared: Vec<_> = rest
            .into_iter()
            .filter(|layer| layer.node.has("properties"))
            .collect();
        let shaped = match schemas.as_slice() {
            [] => Shaped::any(),
            [only] if !open && shared.is_empty() => self.shape(only),
            [only] if !open => {
                let layers = [shared, self.layers(only)].concat();
                self.combined(at, &layers)
            }
            several => match self.scalars(several).filter(|_| shared.is_empty() && !open) {
                Some(shape) => Shaped::of(shape),
                None => Shaped::of(Shape::Union(Alternatives {
                    schemas,
                    shared,
                    discriminator,
                })),
            },
        };
        shaped.or_null(nullable)
    }

    /// The schemas, each once.
    fn distinct<'b>(&self, schemas: impl Iterator<Item = &'b Node<'a>>) -> Vec<Node<'a>>
    where
        'a: 'b,
    {
        let mut distinct: Vec<Node<'a>> = Vec::new();
        for schema in schemas {
            if !distinct.iter().any(|other| other.value == schema.value) {
                distinct.push(schema.clone());
            }
        }
        distinct
    }

    /// The one shape of alternatives that are all texts, or all the same scalar.
    fn scalars(&mut self, schemas: &[Node<'a>]) -> Option<Shape<'a>> {
        let targets: Vec<_> = schemas
            .iter()
            .map(|schema| self.tree.follow(schema))
            .collect();
        let composed = |node: &Node<'_>| {
            ["$ref", "allOf", "oneOf", "anyOf"]
                .iter()
                .any(|keyword| node.has(keyword))
        };
        if targets.iter().any(composed) {
            return None;
        }
        let kinds: Option<Vec<_>> = targets.iter().map(scalar_kind).collect();
        let kinds = kinds?;
        let shapes: Vec<_> = targets
            .iter()
            .zip(&kinds)
            .map(|(node, kind)| {
                let layers = [Layer {
                    node: node.clone(),
                    members_only: true,
                }];
                let shape = self
                    .enumeration(&layers, Some(kind))
                    .map(|shaped| shaped.shape);
                (
                    node,
                    shape.unwrap_or_else(|| Shape::Plain(plain(kind, &layers))),
                )
            })
            .collect();
        merged(&shapes)
    }

    /// The variants of a union.
    pub(super) fn union(&mut self, at: &Node<'a>, alternatives: &Alternatives<'a>) -> Union {
        let property = alternatives
            .discriminator
            .as_ref()
            .and_then(|it| it.text("propertyName"));
        let mapping = self.mapping(at, alternatives);
        let mut variants: Vec<Variant> = Vec::new();
        let mut taken: Vec<String> = Vec::new();
        for (index, schema) in alternatives.schemas.iter().enumerate() {
            let ty = self.alternative_ty(at, schema, &alternatives.shared);
            let mut tags = match property {
                Some(property) => self.tags_of(schema, property, &mapping[index]),
                None => Vec::new(),
            };
            tags.retain(|tag| !taken.contains(tag));
            taken.extend(tags.iter().cloned());
            match variants.iter_mut().find(|variant| variant.ty == ty) {
                Some(same) => same.tags.extend(tags),
                None => variants.push(Variant {
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
        let ty = if shared.is_empty() || !self.lacks_members(schema, shared) {
            self.ty(schema)
        } else {
            let key = format!("{}+{}", schema.pointer, at.pointer);
            let layers = [shared.to_vec(), self.layers(schema)].concat();
            self.nested(&schema.pointer, |this| {
                let shaped = this.combined(schema, &layers);
                this.realize(&key, schema, shaped)
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
        for (value, target) in discriminator.entries("mapping") {
            let Some(name) = target.value.as_str() else {
                continue;
            };
            let meant = self.mapped(name).map(|node| node.pointer);
            let index = meant
                .as_ref()
                .and_then(|meant| pointers.iter().position(|both| both.contains(&meant.0)));
            match index {
                Some(index) => values[index].push(value.to_owned()),
                None if meant.is_none_or(|meant| meant == at.pointer) => {}
                None => self.report(codes::mapping_to_stranger(&target.pointer, value, name)),
            }
        }
        values
    }

    /// The schema that a value of `mapping` names: by reference, or by the name of a component.
    pub(super) fn mapped(&self, name: &str) -> Option<Node<'a>> {
        let named = format!("#{SCHEMAS}/{}", name.replace('~', "~0").replace('/', "~1"));
        self.tree.target(name).or_else(|| self.tree.target(&named))
    }

    /// The values of the discriminator that mean an alternative.
    fn tags_of(&self, schema: &Node<'a>, property: &str, mapped: &[String]) -> Vec<String> {
        if !mapped.is_empty() {
            return mapped.to_vec();
        }
        let members = self.members(&self.layers(schema));
        let nodes = members.properties.get(property).into_iter().flatten().rev();
        let listed = nodes.map(|node| self.tree.follow(node)).find_map(|node| {
            let values = node.value.get("enum")?.as_array()?;
            let values: Vec<_> = values
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect();
            (!values.is_empty()).then_some(values)
        });
        let named = || {
            self.component_name(schema)
                .map(str::to_owned)
                .into_iter()
                .collect()
        };
        listed.unwrap_or_else(named)
    }
}

/// The lists of alternatives that the layers have.
fn groups<'a>(layers: &[Layer<'a>]) -> Vec<Node<'a>> {
    let layers = layers.iter().filter(|layer| !layer.members_only);
    let lists = layers.flat_map(|layer| [layer.node.get("oneOf"), layer.node.get("anyOf")]);
    lists.flatten().collect()
}

/// Whether an alternative only limits a type that is given beside it.
fn only_limits(schema: &Node<'_>, typed: bool) -> bool {
    let mut keywords = schema
        .value
        .as_object()
        .into_iter()
        .flat_map(|members| members.keys());
    let limiting =
        keywords.all(|key| is_note(key) || is_limit(key) || key == "required" || key == "not");
    limiting && !is_null(schema) && (typed || kind(schema).is_none())
}

/// Whether an alternative is null and nothing else.
fn is_null(schema: &Node<'_>) -> bool {
    let only_null = |values: &Vec<Value>| !values.is_empty() && values.iter().all(Value::is_null);
    schema.text("type") == Some("null")
        || schema
            .value
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(only_null)
        || (is_bare(schema) && schema.flag("nullable"))
}

fn scalar_kind<'a>(node: &Node<'a>) -> Option<&'a str> {
    let values = || node.value.get("enum").and_then(Value::as_array);
    let all = |is: fn(&Value) -> bool| {
        values().is_some_and(|values| !values.is_empty() && values.iter().all(is))
    };
    match kind(node) {
        Some("object" | "array") => None,
        None if all(|value| value.is_string() || value.is_null()) => Some("string"),
        None if all(|value| value.is_i64() || value.is_null()) => Some("integer"),
        kind => kind,
    }
}

/// One shape for several scalars, if there is one.
fn merged<'a>(shapes: &[(&Node<'a>, Shape<'a>)]) -> Option<Shape<'a>> {
    let mut texts: Vec<EnumValue<String>> = Vec::new();
    let mut numbers: Vec<EnumValue<i64>> = Vec::new();
    let mut types: Vec<Type> = Vec::new();
    for (node, shape) in shapes {
        match shape {
            Shape::Strings(values) => extend(&mut texts, values, node),
            Shape::Integers(values) => extend(&mut numbers, values, node),
            Shape::Plain(ty) if types.contains(ty) => {}
            Shape::Plain(ty) => types.push(ty.clone()),
            _ => return None,
        }
    }
    let textual = |ty: &Type| {
        matches!(
            ty,
            Type::String | Type::Date | Type::DateTime | Type::Base64
        )
    };
    match (texts.is_empty(), numbers.is_empty(), types.as_slice()) {
        (false, true, [] | [Type::String]) => Some(Shape::Strings(texts)),
        (true, false, []) => Some(Shape::Integers(numbers)),
        (true, true, [ty]) => Some(Shape::Plain(ty.clone())),
        (_, true, types) if types.iter().all(textual) => Some(Shape::Plain(Type::String)),
        _ => None,
    }
}

/// Adds values that are not there yet. The text of an alternative with one value explains it.
fn extend<T: Clone + PartialEq>(
    all: &mut Vec<EnumValue<T>>,
    values: &[EnumValue<T>],
    node: &Node<'_>,
) {
    let text = node
        .text("description")
        .filter(|_| values.len() == 1)
        .map(str::to_owned);
    for value in values {
        if !all.iter().any(|other| other.value == value.value) {
            let description = value.description.clone().or_else(|| text.clone());
            all.push(EnumValue {
                description,
                ..value.clone()
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Type, TypeId, TypeKind};
    use crate::lower::testing::{alias, fields, schemas, schemas_warned, tags, texts, variants};

    const PAIR: &str = "
A: {type: object, required: [k], properties: {k: {type: string}, a: {type: string}}}
B: {type: object, required: [k], properties: {k: {type: string}, b: {type: string}}}
";

    fn with_pair(more: &str) -> crate::ir::Api {
        schemas(&format!("{PAIR}{more}"))
    }

    #[test]
    fn alternatives_keep_their_order() {
        let api = with_pair(
            "C: {anyOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/A'}, {type: string}]}",
        );
        let expected = [Type::Named(TypeId(1)), Type::Named(TypeId(0)), Type::String];
        assert_eq!(variants(&api, 2), expected);
    }

    #[test]
    fn null_is_no_alternative() {
        let api = with_pair(
            "C: {type: object, properties: {c: {oneOf: [{$ref: '#/components/schemas/A'}, {nullable: true}]}}}",
        );
        let expected = Type::Nullable(Box::new(Type::Named(TypeId(0))));
        assert_eq!(crate::lower::testing::field(&api, 2, "c").ty, expected);
    }

    #[test]
    fn one_alternative_is_no_union() {
        let api = with_pair(
            "C: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/A'}]}",
        );
        assert_eq!(alias(&api, 2), &Type::Named(TypeId(0)));
    }

    #[test]
    fn enums_and_text_are_one_open_enum() {
        let api = schemas(
            "A: {anyOf: [{type: string, enum: [a, b]}, {type: string}, {type: string, enum: [b, c]}]}",
        );
        assert_eq!(texts(&api, 0), ["a", "b", "c"]);
    }

    #[test]
    fn an_alternative_with_one_value_explains_it() {
        let api = schemas(
            "A: {oneOf: [{enum: [a], description: first}, {enum: [b], description: second}]}",
        );
        let TypeKind::StringEnum(values) = &api.types[0].kind else {
            panic!()
        };
        assert_eq!(values[1].description.as_deref(), Some("second"));
    }

    #[test]
    fn texts_of_several_formats_are_text() {
        let api = schemas(
            "A: {anyOf: [{type: string, format: date}, {type: string, format: date-time}]}",
        );
        assert_eq!(alias(&api, 0), &Type::String);
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
    fn alternatives_that_only_limit_make_no_type() {
        let (api, codes) = schemas_warned(
            "A: {type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}",
        );
        assert_eq!(fields(&api, 0), ["a", "b"]);
        assert_eq!(codes, ["W001"]);
    }

    #[test]
    fn one_of_beside_any_of_is_anything() {
        let (api, codes) = schemas_warned(
            "A: {oneOf: [{type: string}, {type: integer}], anyOf: [{type: boolean}, {type: string}]}",
        );
        assert_eq!(alias(&api, 0), &Type::Any);
        assert_eq!(codes, ["W040"]);
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
