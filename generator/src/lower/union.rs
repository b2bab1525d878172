//! `oneOf` and `anyOf`. In: layers of which some have alternatives; out: a kind. What becomes of the
//! alternatives of a union stands in [`super::variants`].
//!
//! - An alternative that is null makes null a value; what stands twice counts once; one that is left
//!   alone is not a union; `{}` among others is what every union accepts anyway.
//! - Texts alone: enums become one enum, beside plain text as well, since enums are open. Other
//!   texts become the one type that holds them all.
//! - Alternatives that only limit what stands beside them (`anyOf: [{required: [a]}, …]`) make no
//!   type; that nobody checks them is warned about.
//! - `oneOf` together with `anyOf`, or several of them through `allOf`: of objects, a union of unions,
//!   each alternative of one with each of the others; any value otherwise, with a warning.

use serde_json::Value;

use super::Lowering;
use super::all_of::Layer;
use super::annotations::{is_bare, is_note};
use super::limits::is_limit;
use super::node::Node;
use super::schema_kind::{Classified, SchemaKind, kind, plain};
use crate::codes;
use crate::ir::{EnumValue, Pointer, Type};
use crate::scalars::{Json, Scalar};

/// Several schemas of which a value fits one.
#[derive(Clone, Debug)]
pub(super) struct Alternatives<'a> {
    /// In document order.
    pub(super) schemas: Vec<Node<'a>>,
    /// The members that each of them takes over.
    pub(super) shared: Vec<Layer<'a>>,
    /// The `discriminator`.
    pub(super) discriminator: Option<Node<'a>>,
    /// Those of the parents, the nearest one first: they speak of the alternatives as well.
    pub(super) inherited: Vec<Node<'a>>,
}

impl<'a> Lowering<'a> {
    /// The kind of layers of which some have alternatives.
    pub(super) fn alternatives(&mut self, at: &Node<'a>, layers: &[Layer<'a>]) -> Classified<'a> {
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
            [group, others @ ..] if self.is_product(&groups) => {
                let others: Vec<_> = others.iter().map(|group| &group.pointer).collect();
                let layers = layers.iter().map(|layer| left(layer, &others));
                self.alternative_shape(at, &group.elements(), layers.collect())
            }
            [group, ..] => {
                self.report(codes::alternatives_not_expressed(&group.pointer));
                Classified::any()
            }
        }
    }

    /// Whether each alternative of one list can be taken together with each of the others: they are
    /// objects, and not too many.
    fn is_product(&self, groups: &[Node<'a>]) -> bool {
        let sizes = groups.iter().map(|group| group.elements().len());
        let mut all = groups.iter().flat_map(|group| group.elements());
        let is_object = |schema: &Node<'a>| {
            let layers = self.layers(schema);
            layers
                .iter()
                .any(|layer| kind(&layer.node) == Some("object") || layer.node.has("required"))
        };
        sizes.product::<usize>() <= LARGEST_PRODUCT && all.all(|schema| is_object(&schema))
    }

    fn alternative_shape(
        &mut self,
        at: &Node<'a>,
        all: &[Node<'a>],
        rest: Vec<Layer<'a>>,
    ) -> Classified<'a> {
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
            .filter(|layer| layer.node.has("properties") || layer.has_alternatives())
            .collect();
        let classified = match schemas.as_slice() {
            [] => Classified::any(),
            [only] if !open && shared.is_empty() => self.classify(only),
            [only] if !open => {
                let layers = [shared, self.layers(only)].concat();
                self.combined(at, &layers)
            }
            several => match self.scalars(several).filter(|_| shared.is_empty() && !open) {
                Some(schema_kind) => Classified::of(schema_kind),
                None => Classified::of(SchemaKind::Union(Alternatives {
                    schemas,
                    shared,
                    discriminator,
                    inherited: Vec::new(),
                })),
            },
        };
        classified.or_null(nullable)
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

    /// The one kind of alternatives that are all texts, or all the same scalar.
    fn scalars(&mut self, schemas: &[Node<'a>]) -> Option<SchemaKind<'a>> {
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
        let kinds: Vec<_> = targets
            .iter()
            .zip(&kinds)
            .map(|(node, kind)| {
                let layers = [Layer {
                    node: node.clone(),
                    members_only: true,
                    without: None,
                }];
                let schema_kind = self
                    .enumeration(&layers, Some(kind))
                    .map(|classified| classified.kind);
                (
                    node,
                    schema_kind.unwrap_or_else(|| SchemaKind::Plain(plain(kind, &layers))),
                )
            })
            .collect();
        merged(&kinds)
    }
}

/// More alternatives than this are not made of several lists.
const LARGEST_PRODUCT: usize = 64;

/// The lists of alternatives that the layers have.
fn groups<'a>(layers: &[Layer<'a>]) -> Vec<Node<'a>> {
    layers.iter().flat_map(Layer::alternatives).collect()
}

/// A layer with those of its lists of alternatives alone that stand at these places.
fn left<'a>(layer: &Layer<'a>, places: &[&Pointer]) -> Layer<'a> {
    let is_left = |keyword| places.contains(&&layer.node.pointer.child(keyword));
    let without = match (is_left("oneOf"), is_left("anyOf")) {
        (true, true) => layer.without,
        (true, false) => Some("anyOf"),
        (false, true) => Some("oneOf"),
        (false, false) => None,
    };
    Layer {
        members_only: layer.members_only || !(is_left("oneOf") || is_left("anyOf")),
        without,
        ..layer.clone()
    }
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
pub(super) fn is_null(schema: &Node<'_>) -> bool {
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

/// One kind for several scalars, if there is one.
fn merged<'a>(kinds: &[(&Node<'a>, SchemaKind<'a>)]) -> Option<SchemaKind<'a>> {
    let mut texts: Vec<EnumValue<String>> = Vec::new();
    let mut numbers: Vec<EnumValue<i64>> = Vec::new();
    let mut types: Vec<Type> = Vec::new();
    for (node, schema_kind) in kinds {
        match schema_kind {
            SchemaKind::Strings(values) => extend(&mut texts, values, node),
            SchemaKind::Integers(values) => extend(&mut numbers, values, node),
            SchemaKind::Plain(ty) if types.contains(ty) => {}
            SchemaKind::Plain(ty) => types.push(ty.clone()),
            _ => return None,
        }
    }
    let textual = |ty: &Type| match ty {
        Type::Scalar(Scalar::Secret | Scalar::Binary) => false,
        Type::Scalar(scalar) => scalar.row().json == Json::Text,
        _ => false,
    };
    match (texts.is_empty(), numbers.is_empty(), types.as_slice()) {
        (false, true, [] | [Type::Scalar(Scalar::String)]) => Some(SchemaKind::Strings(texts)),
        (true, false, []) => Some(SchemaKind::Integers(numbers)),
        (true, true, [ty]) => Some(SchemaKind::Plain(ty.clone())),
        (_, true, types) if types.iter().all(textual) => {
            Some(SchemaKind::Plain(Type::Scalar(Scalar::String)))
        }
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
    use crate::lower::testing::{alias, fields, schemas, schemas_warned, texts, variants};
    use crate::scalars::Scalar;

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
        let expected = [
            Type::Named(TypeId(1)),
            Type::Named(TypeId(0)),
            Type::Scalar(Scalar::String),
        ];
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
        assert_eq!(alias(&api, 0), &Type::Scalar(Scalar::String));
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
    fn two_unions_at_once_are_each_with_each() {
        let api = with_pair(
            "C: {type: object, properties: {c: {type: string}}}
D: {type: object, properties: {d: {type: string}}}
U: {allOf: [{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}, {anyOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]}]}",
        );
        let [Type::Named(one), Type::Named(other)] = &variants(&api, 4)[..] else {
            panic!("{:?}", variants(&api, 4));
        };
        let members = |id: &TypeId| {
            let inner = variants(&api, id.0);
            let all = inner.iter().flat_map(|ty| fields(&api, ty.id().unwrap().0));
            all.collect::<Vec<_>>()
        };
        assert_eq!(members(one), ["k", "a", "c", "k", "a", "d"]);
        assert_eq!(members(other), ["k", "b", "c", "k", "b", "d"]);
    }

    #[test]
    fn one_of_beside_any_of_is_anything() {
        let (api, codes) = schemas_warned(
            "A: {oneOf: [{type: string}, {type: integer}], anyOf: [{type: boolean}, {type: string}]}",
        );
        assert_eq!(alias(&api, 0), &Type::Any);
        assert_eq!(codes, ["W040"]);
    }
}
