//! What a schema is. In: a schema, or the layers that its `allOf` consists of; out: a [`SchemaKind`],
//! without looking into the parts.
//!
//! A schema without `type` is taken for what its other keywords speak of: members make an object,
//! `items` a list, `pattern` and lengths text. Strictly such a schema accepts everything else as
//! well; nobody means that.

use super::Lowering;
use super::all_of::Layer;
use super::annotations::is_bare;
use super::node::Node;
use super::object::Members;
use super::primitives::scalar;
use super::union::Alternatives;
use crate::codes;
use crate::ir::{EnumValue, Type};
use crate::scalars::type_of_format;

/// What a schema is.
#[derive(Clone, Debug)]
pub(super) enum SchemaKind<'a> {
    /// A type without parts, or anything at all.
    Plain(Type),
    /// Another way to write the schema that stands here.
    Same(Node<'a>),
    /// One of several texts.
    Strings(Vec<EnumValue<String>>),
    /// One of several integers.
    Integers(Vec<EnumValue<i64>>),
    /// A list of what the schema says, or of anything.
    Array(Option<Node<'a>>),
    /// A list whose first elements have schemas of their own.
    Tuple(Elements<'a>),
    /// A whole number or text, as Kubernetes has it.
    IntOrString,
    /// An object; a map when it has no members.
    Object(Members<'a>),
    /// One of several schemas.
    Union(Alternatives<'a>),
}

impl SchemaKind<'_> {
    /// Whether a type of its own is needed.
    pub(super) fn is_item(&self) -> bool {
        match self {
            Self::Strings(_) | Self::Integers(_) | Self::Union(_) | Self::IntOrString => true,
            Self::Object(members) => !members.properties.is_empty(),
            Self::Plain(_) | Self::Same(_) | Self::Array(_) | Self::Tuple(_) => false,
        }
    }
}

/// A kind, and whether null is a value beside it.
#[derive(Clone, Debug)]
pub(super) struct Classified<'a> {
    pub(super) kind: SchemaKind<'a>,
    pub(super) nullable: bool,
}

impl<'a> Classified<'a> {
    /// Any value.
    pub(super) fn any() -> Self {
        Self::of(SchemaKind::Plain(Type::Any))
    }

    /// A kind without null.
    pub(super) fn of(kind: SchemaKind<'a>) -> Self {
        Self {
            kind,
            nullable: false,
        }
    }

    /// The same with null as a value, if the flag is set.
    pub(super) fn or_null(mut self, nullable: bool) -> Self {
        self.nullable |= nullable;
        self
    }
}

impl<'a> Lowering<'a> {
    /// The kind of a schema.
    pub(super) fn classify(&mut self, node: &Node<'a>) -> Classified<'a> {
        if let Some(reference) = node.reference() {
            return self
                .tree
                .target(reference)
                .map_or(Classified::any(), |to| Classified::of(SchemaKind::Same(to)));
        }
        let nullable = is_nullable(node);
        if let Some(target) = self.lone_reference(node) {
            return Classified::of(SchemaKind::Same(target)).or_null(nullable);
        }
        let layers = self.layers(node);
        self.combined(node, &layers).or_null(nullable)
    }

    /// The kind that several layers make together; `at` is where they come together.
    pub(super) fn combined(&mut self, at: &Node<'a>, layers: &[Layer<'a>]) -> Classified<'a> {
        if layers.iter().any(Layer::has_alternatives) {
            return self.alternatives(at, layers);
        }
        self.without_alternatives(at, layers)
    }

    /// The kind of layers, apart from `oneOf` and `anyOf`.
    pub(super) fn without_alternatives(
        &mut self,
        at: &Node<'a>,
        layers: &[Layer<'a>],
    ) -> Classified<'a> {
        for layer in layers.iter().filter(|layer| layer.node.has("not")) {
            let instead = "values that it forbids are accepted";
            self.report(codes::not_expressed(
                &layer.node.pointer.child("not"),
                "not",
                instead,
            ));
        }
        if layers.iter().any(|layer| is_int_or_string(&layer.node)) {
            return Classified::of(SchemaKind::IntOrString);
        }
        let kind = match common_kind(layers) {
            Ok(kind) => kind,
            Err((one, other)) => {
                self.report(codes::all_of_contradicts(&at.pointer, one, other));
                return Classified::any();
            }
        };
        if let Some(classified) = self.enumeration(layers, kind) {
            return classified;
        }
        match kind {
            Some("object") => Classified::of(SchemaKind::Object(self.members(layers))),
            Some("array") => Classified::of(match self.elements(layers) {
                Some(elements) => SchemaKind::Tuple(elements),
                None => SchemaKind::Array(last(layers, "items")),
            }),
            Some(kind) => Classified::of(SchemaKind::Plain(plain(kind, layers))),
            None => Classified::any(),
        }
    }
}

/// The elements of a list whose first ones have schemas of their own.
#[derive(Clone, Debug)]
pub(super) struct Elements<'a> {
    /// The schemas of the first elements.
    pub(super) items: Vec<Node<'a>>,
    /// How many of them are always there.
    pub(super) least: usize,
    /// The schema of further elements, if there may be some.
    pub(super) rest: Option<Node<'a>>,
}

/// More elements than this have no type each: Rust's own tuples get unwieldy long before.
const LONGEST_TUPLE: usize = 8;

impl<'a> Lowering<'a> {
    /// The elements that `prefixItems` gives schemas of their own.
    fn elements(&mut self, layers: &[Layer<'a>]) -> Option<Elements<'a>> {
        let list = last(layers, "prefixItems")?;
        let items = list.elements();
        if items.is_empty() {
            return None;
        }
        if items.len() > LONGEST_TUPLE {
            let instead = "the elements have no types of their own";
            self.report(codes::not_expressed(&list.pointer, "prefixItems", instead));
            return None;
        }
        let count = |name| {
            let count = last(layers, name)?.value.as_u64()?;
            usize::try_from(count).ok()
        };
        let is_closed = count("maxItems").is_some_and(|most| most <= items.len());
        Some(Elements {
            least: count("minItems").unwrap_or(0).min(items.len()),
            rest: last(layers, "items").filter(|_| !is_closed),
            items,
        })
    }
}

/// Whether a schema says that null is a value: itself, or each part of its `allOf` in place.
pub(super) fn is_nullable(node: &Node<'_>) -> bool {
    let parts = node.list("allOf");
    let meant: Vec<_> = parts.iter().filter(|part| !is_bare(part)).collect();
    let noted = parts
        .iter()
        .any(|part| is_bare(part) && part.flag("nullable"));
    let everywhere = !meant.is_empty() && meant.iter().all(|part| part.flag("nullable"));
    node.flag("nullable") || noted || everywhere
}

/// Whether values of a schema are whole numbers or texts: `format: int-or-string`, or the extension
/// that stands for it where a schema has no type.
fn is_int_or_string(node: &Node<'_>) -> bool {
    node.text("format") == Some("int-or-string") || node.flag("x-kubernetes-int-or-string")
}

/// The value that the last layer gives to a keyword.
fn last<'a>(layers: &[Layer<'a>], name: &str) -> Option<Node<'a>> {
    layers.iter().rev().find_map(|layer| layer.node.get(name))
}

/// A type without parts, as its layers limit it.
pub(super) fn plain(kind: &str, layers: &[Layer<'_>]) -> Type {
    let format = last(layers, "format").and_then(|node| node.value.as_str());
    let number = |name| last(layers, name).and_then(|node| node.value.as_number());
    scalar(kind, format, number("minimum"), number("maximum")).unwrap_or(Type::Any)
}

/// The `type` that all layers agree on, if any has one; two that contradict otherwise. What keywords
/// suggest counts only where no layer says it.
fn common_kind<'a>(layers: &[Layer<'a>]) -> Result<Option<&'a str>, (&'a str, &'a str)> {
    let said = layers
        .iter()
        .filter_map(|layer| layer.node.text("type"))
        .filter(|kind| *kind != "null");
    match agreed(said)? {
        Some(kind) => Ok(Some(kind)),
        None => agreed(layers.iter().filter_map(|layer| kind(&layer.node))),
    }
}

fn agreed<'a>(kinds: impl Iterator<Item = &'a str>) -> Result<Option<&'a str>, (&'a str, &'a str)> {
    let mut common = None;
    for kind in kinds {
        common = match (common, kind) {
            (None, kind) => Some(kind),
            (Some("integer"), "number") | (Some("number"), "integer") => Some("integer"),
            (Some(one), other) if one == other => Some(one),
            (Some(one), other) => return Err((one, other)),
        };
    }
    Ok(common)
}

/// The `type` of a schema, its `allOf` aside: as it says, or as its keywords suggest.
pub(super) fn kind<'a>(node: &Node<'a>) -> Option<&'a str> {
    const HINTS: &[(&str, &[&str])] = &[
        (
            "object",
            &[
                "properties",
                "additionalProperties",
                "minProperties",
                "maxProperties",
            ],
        ),
        (
            "array",
            &[
                "items",
                "prefixItems",
                "minItems",
                "maxItems",
                "uniqueItems",
            ],
        ),
        ("string", &["pattern", "minLength", "maxLength"]),
    ];
    let hinted = || {
        let hit = HINTS
            .iter()
            .find(|(_, keywords)| keywords.iter().any(|key| node.has(key)));
        hit.map(|(kind, _)| *kind)
    };
    node.text("type")
        .filter(|kind| *kind != "null")
        .or_else(hinted)
        .or_else(|| type_of_format(node.text("format")?))
}

#[cfg(test)]
mod tests {
    use crate::ir::{Type, TypeKind};
    use crate::lower::testing::{alias, schemas, schemas_warned, variants};
    use crate::scalars::Scalar;

    #[test]
    fn a_missing_type_is_read_from_the_other_keywords() {
        let api = schemas(
            "A: {properties: {a: {}}}\nB: {items: {type: string}}\nC: {maxLength: 3}\nD: {minimum: 3}",
        );
        assert!(matches!(api.types[0].kind, TypeKind::Struct(_)));
        assert_eq!(
            alias(&api, 1),
            &Type::Array(Box::new(Type::Scalar(Scalar::String)))
        );
        assert_eq!(alias(&api, 2), &Type::Scalar(Scalar::String));
        assert_eq!(alias(&api, 3), &Type::Any);
    }

    #[test]
    fn int_or_string_is_a_union() {
        let api = schemas(
            "A: {type: string, format: int-or-string}
B: {x-kubernetes-int-or-string: true}
C: {type: array, items: {$ref: '#/components/schemas/A'}}",
        );
        let both = [Type::Scalar(Scalar::I64), Type::Scalar(Scalar::String)];
        assert_eq!(variants(&api, 0), both);
        assert_eq!(variants(&api, 1), both);
    }

    #[test]
    fn what_is_forbidden_is_warned_about() {
        let (api, codes) = schemas_warned("A: {not: {type: string}}");
        assert_eq!(alias(&api, 0), &Type::Any);
        assert_eq!(codes, ["W001"]);
    }
}
