//! Types: as they are used, and the items that the emitted crate has for them.

use serde_json::Value;

use super::{Docs, Gates, Pointer, Status, TypeId};
use crate::scalars::Scalar;

/// A type as it is used in a field, a parameter or a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A type without parts.
    Scalar(Scalar),
    /// Any JSON value.
    Any,
    /// An object without any known member: a JSON object.
    Object,
    /// A list.
    Array(Box<Type>),
    /// An object used as a map.
    Map(Box<Type>),
    /// A list whose elements have types by their places.
    Tuple(Box<Tuple>),
    /// A value that may be null.
    Nullable(Box<Type>),
    /// An item of its own.
    Named(TypeId),
    /// An item of its own, behind a `Box` because it would contain itself otherwise.
    Boxed(TypeId),
}

impl Type {
    /// The item that the type names, at any depth; a tuple may name several.
    pub fn id(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.id(),
            Self::Scalar(_) | Self::Any | Self::Object | Self::Tuple(_) => None,
        }
    }

    /// Every item that the type names, at any depth.
    pub fn ids(&self) -> Vec<TypeId> {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.ids(),
            Self::Tuple(tuple) => tuple.types().flat_map(Self::ids).collect(),
            _ => self.id().into_iter().collect(),
        }
    }
}

/// A list whose elements have types by their places.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// The types of the first elements.
    pub items: Vec<Type>,
    /// How many of them are always there.
    pub least: usize,
    /// The type of further elements; `None` where there are none.
    pub rest: Option<Type>,
}

impl Tuple {
    /// Whether each element is always there and none follows.
    pub fn is_exact(&self) -> bool {
        self.rest.is_none() && self.least == self.items.len()
    }

    /// The types of all elements.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.items.iter().chain(&self.rest)
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.items.iter_mut().chain(&mut self.rest)
    }
}

/// A type that becomes an item of its own.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where it stands.
    pub pointer: Pointer,
    /// What its name is made from.
    pub origin: Origin,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// What it is for.
    pub docs: Docs,
    /// What it is.
    pub kind: TypeKind,
    /// The limits that its schema sets.
    pub limits: Limits,
    /// Which sides use it.
    pub usage: Usage,
    /// The gates of the operations that reach it; empty when no operation does.
    pub gates: Gates,
}

/// What the name of a type is made from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// An entry of `components.schemas`, or a schema written in place in another component.
    Component(String),
    /// A schema written in place inside another type.
    Inside(TypeId, Role),
    /// A schema written in place in an operation: its index and what it is there.
    Operation(usize, Role),
}

/// What a schema written in place is to its owner.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// The value of a property, or a part of a multipart body.
    Property(String),
    /// The element of a list.
    Item,
    /// The value of a map.
    Value,
    /// The alternative of a union, counted from 1.
    Variant(usize),
    /// The own members of a schema that is the union of all who extend it.
    Base,
    /// A parameter of this name.
    Parameter(String),
    /// The request body.
    Body,
    /// The answer to this status.
    Response(Status),
    /// Several roles on the way to the schema, outermost first (a list in a property, say).
    Path(Vec<Role>),
}

/// Which sides of the wire a type is seen on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// It is sent.
    pub request: bool,
    /// It is received.
    pub response: bool,
}

/// What an item is.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "most items are structs, and there is one of these for each"
)]
pub enum TypeKind {
    /// An object with members.
    Struct(Struct),
    /// A closed list of strings in the document; open in the emitted crate.
    StringEnum(Vec<EnumValue<String>>),
    /// A list of integers.
    IntegerEnum(Vec<EnumValue<i64>>),
    /// `oneOf` or `anyOf`.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

impl TypeKind {
    /// The types that the item consists of.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => {
                let fields = object.fields.iter().map(|field| &field.ty);
                fields.chain(&object.additional).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Alias(ty) => vec![ty],
            Self::StringEnum(_) | Self::IntegerEnum(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Struct(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.ty);
                fields.chain(&mut object.additional).collect()
            }
            Self::Union(union) => {
                let variants = union.variants.iter_mut();
                variants.map(|variant| &mut variant.ty).collect()
            }
            Self::Alias(ty) => vec![ty],
            Self::StringEnum(_) | Self::IntegerEnum(_) => Vec::new(),
        }
    }
}

/// An object with members.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// In document order; members of `allOf` parents come first.
    pub fields: Vec<Field>,
    /// `additionalProperties`, when the document declares them beside members.
    pub additional: Option<Type>,
    /// Whether the document forbids members that it does not name. They are read all the same.
    pub is_closed: bool,
    /// The limits that `additionalProperties` sets to each value.
    pub additional_limits: Limits,
}

/// One member of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name in JSON.
    pub name: String,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// Its type; [`Type::Nullable`] when null is a value of its own.
    pub ty: Type,
    /// Whether the object needs it.
    pub required: bool,
    /// It is received and never sent.
    pub read_only: bool,
    /// It is sent and never received.
    pub write_only: bool,
    /// What it is for.
    pub docs: Docs,
    /// The limits that its schema sets.
    pub limits: Limits,
    /// The one value that it can have, as JSON: the only one that the document allows, or the one by
    /// which a discriminator tells the object.
    pub constant: Option<Value>,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue<T> {
    /// As it is on the wire.
    pub value: T,
    /// `x-enum-varnames`, where the document gives one.
    pub rust_name: Option<String>,
    /// `x-enum-descriptions`, where the document gives one.
    pub description: Option<String>,
}

/// A value of one of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// In document order.
    pub variants: Vec<Variant>,
    /// The property whose value tells the variant.
    pub discriminator: Option<String>,
}

/// One alternative of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its type.
    pub ty: Type,
    /// Values of the discriminator that mean it; the first is the one that is sent.
    pub tags: Vec<String>,
    /// Its title, used to name it when the type has no name of its own.
    pub title: Option<String>,
    /// The limits that its schema sets.
    pub limits: Limits,
}

/// The limits that a schema sets to a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `pattern`; shown in the docs.
    pub pattern: Option<String>,
    /// `minimum`, with whether it is excluded.
    pub minimum: Option<(serde_json::Number, bool)>,
    /// `maximum`, with whether it is excluded.
    pub maximum: Option<(serde_json::Number, bool)>,
    /// `multipleOf`.
    pub multiple_of: Option<serde_json::Number>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// `enum` of a schema that is no enum of texts: the only values, as JSON, null left out.
    pub values: Vec<Value>,
    /// The limits of each item of a list, or of each value of a map.
    pub inner: Option<Box<Limits>>,
}
