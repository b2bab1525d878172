//! Rust types as data: what a value is in the emitted crate, and how a caller gives one.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::Planner;
use crate::ir::{Tuple, Type, TypeId, TypeKind};
use crate::scalars::{Json, Rust, Scalar};

/// A Rust type. It displays as users read it: `Vec<Room>`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum TypeRef {
    /// A type of the language that is copied by reading it.
    Builtin(&'static str),
    /// `String`.
    String,
    /// A type of the runtime's `model`.
    Runtime(&'static str),
    /// `serde_json::Value`.
    Any,
    /// `serde_json::Map<String, serde_json::Value>`.
    Object,
    /// `Vec<…>`.
    List(Box<TypeRef>),
    /// `BTreeMap<String, …>`.
    Map(Box<TypeRef>),
    /// `(…, …)`.
    Tuple(Vec<TypeRef>),
    /// `Tuple<(…, …), …, N>`, of which the first N elements are always there.
    OpenTuple(Vec<TypeRef>, Box<TypeRef>, usize),
    /// `Option<…>`.
    Option(Box<TypeRef>),
    /// A model.
    Model(ModelRef),
    /// A model behind a `Box`, because it would contain itself otherwise.
    Boxed(ModelRef),
}

impl TypeRef {
    /// `Option` of this type.
    pub fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// The model that it is, or that it is made of, where there is but one.
    pub fn model(&self) -> Option<&ModelRef> {
        match self {
            Self::Model(model) | Self::Boxed(model) => Some(model),
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) => inner.model(),
            Self::Builtin(_)
            | Self::String
            | Self::Runtime(_)
            | Self::Any
            | Self::Object
            | Self::Tuple(_)
            | Self::OpenTuple(..) => None,
        }
    }

    /// Whether a value is copied by reading it.
    pub fn is_copy(&self) -> bool {
        matches!(self, Self::Builtin(_))
    }
}

/// A model that a type names.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ModelRef {
    /// Its place among [`Crate::models`](super::Crate::models).
    pub index: usize,
    /// Its name.
    pub name: Arc<str>,
}

/// How a caller gives a value to a function. It displays as users read it: `impl Into<String>`.
#[derive(Clone, PartialEq, Eq)]
pub enum Argument {
    /// The value as it is.
    Value(TypeRef),
    /// Anything that becomes the value.
    Into(TypeRef),
    /// Anything that is text, which is borrowed.
    Text,
    /// Anything that yields texts, for a list of them.
    Texts,
    /// Anything that yields values of a type, for a list of them.
    Values(TypeRef),
    /// Anything that yields what becomes a value of a type, for a list of them.
    Each(TypeRef),
    /// A model, which is boxed.
    Boxed(ModelRef),
}

impl Argument {
    /// Whether the argument is the value already.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }
}

impl Planner<'_> {
    /// The types of the runtime's `model` that the crate offers: the common ones, and the rare ones
    /// that the document uses.
    pub(super) fn runtime_types(&self) -> Vec<&'static str> {
        let types = Scalar::ALL.iter().filter_map(|scalar| {
            let Rust::Model { name, is_rare } = scalar.row().rust else {
                return None;
            };
            (!is_rare || self.api.uses(*scalar)).then_some(name)
        });
        let mut types: Vec<&str> = types.collect();
        types.sort_unstable();
        types
    }

    /// The Rust type of a value.
    pub(crate) fn ty(&self, ty: &Type) -> TypeRef {
        match ty {
            Type::Scalar(scalar) => match scalar.row().rust {
                Rust::Builtin(name) => TypeRef::Builtin(name),
                Rust::String => TypeRef::String,
                Rust::Model { name, .. } => TypeRef::Runtime(name),
            },
            Type::Any => TypeRef::Any,
            Type::Object => TypeRef::Object,
            Type::Array(item) => TypeRef::List(Box::new(self.ty(item))),
            Type::Map(value) => TypeRef::Map(Box::new(self.ty(value))),
            Type::Tuple(tuple) => self.tuple(tuple),
            Type::Nullable(inner) => self.ty(inner).optional(),
            Type::Named(id) => TypeRef::Model(self.model_ref(*id)),
            Type::Boxed(id) => TypeRef::Boxed(self.model_ref(*id)),
        }
    }

    fn tuple(&self, tuple: &Tuple) -> TypeRef {
        let items = tuple
            .items
            .iter()
            .enumerate()
            .map(|(place, item)| match self.ty(item) {
                TypeRef::Option(inner) => TypeRef::Option(inner),
                item if place < tuple.least => item,
                item => item.optional(),
            });
        let items = items.collect();
        match (tuple.is_exact(), &tuple.rest) {
            (true, _) => TypeRef::Tuple(items),
            (false, Some(rest)) => TypeRef::OpenTuple(items, Box::new(self.ty(rest)), tuple.least),
            // What follows all the same is kept.
            (false, None) => TypeRef::OpenTuple(items, Box::new(TypeRef::Any), tuple.least),
        }
    }

    /// A model by its id.
    pub(crate) fn model_ref(&self, id: TypeId) -> ModelRef {
        ModelRef {
            index: id.0,
            name: Arc::from(self.names.ty(id).as_str()),
        }
    }

    /// How a caller gives a value of a type.
    pub(crate) fn argument(&self, ty: &Type) -> Argument {
        let written = self.ty(ty);
        match self.api.resolve(ty) {
            Type::Scalar(scalar) => match scalar.row().rust {
                Rust::Builtin(_) => Argument::Value(written),
                Rust::String => Argument::Into(TypeRef::String),
                Rust::Model { .. } => Argument::Into(written),
            },
            Type::Any => Argument::Into(written),
            Type::Array(item) if self.is_text(item) => Argument::Texts,
            Type::Array(item) => match self.argument(item) {
                Argument::Into(item) if item != TypeRef::Any => Argument::Each(item),
                _ => Argument::Values(self.ty(item)),
            },
            Type::Named(id) if self.is_text_enum(*id) => Argument::Into(written),
            Type::Boxed(id) => Argument::Boxed(self.model_ref(*id)),
            Type::Tuple(tuple) if !tuple.is_exact() => Argument::Into(written),
            Type::Tuple(_) | Type::Map(_) | Type::Object | Type::Nullable(_) | Type::Named(_) => {
                Argument::Value(written)
            }
        }
    }

    /// How a caller gives a value of a type to the setter of something optional: what one of a union's
    /// alternatives holds becomes the union there.
    pub(crate) fn setter_argument(&self, ty: &Type) -> Argument {
        match self.api.resolve(ty) {
            Type::Named(id) if matches!(self.api.ty(*id).kind, TypeKind::Union(_)) => {
                Argument::Into(self.ty(ty))
            }
            _ => self.argument(ty),
        }
    }

    /// Whether null is a value of a type.
    pub(crate) fn is_nullable(&self, ty: &Type) -> bool {
        matches!(self.api.resolve(ty), Type::Nullable(_))
    }

    /// Whether a type holds whole numbers and nothing else, which servers may write with a point.
    pub(crate) fn is_whole(&self, ty: &Type) -> bool {
        match self.api.resolve(ty) {
            Type::Scalar(scalar) => matches!(scalar.row().json, Json::Integer { .. }),
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => self.is_whole(inner),
            _ => false,
        }
    }

    fn is_text(&self, ty: &Type) -> bool {
        matches!(self.api.resolve(ty), Type::Scalar(Scalar::String))
    }

    fn is_text_enum(&self, id: TypeId) -> bool {
        matches!(self.api.ty(id).kind, TypeKind::StringEnum(_))
    }
}

/// The type of a value that is there: null aside.
pub(crate) fn not_null(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => inner,
        other => other,
    }
}

fn listed(types: &[TypeRef]) -> String {
    let types: Vec<_> = types.iter().map(TypeRef::to_string).collect();
    types.join(", ")
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin(name) | Self::Runtime(name) => f.write_str(name),
            Self::String => f.write_str("String"),
            Self::Any => f.write_str("serde_json::Value"),
            Self::Object => f.write_str("serde_json::Map<String, serde_json::Value>"),
            Self::List(item) => write!(f, "Vec<{item}>"),
            Self::Map(value) => write!(f, "std::collections::BTreeMap<String, {value}>"),
            Self::Tuple(items) => write!(f, "({},)", listed(items)),
            Self::OpenTuple(items, rest, least) => {
                write!(f, "Tuple<({},), {rest}, {least}>", listed(items))
            }
            Self::Option(inner) => write!(f, "Option<{inner}>"),
            Self::Model(model) => f.write_str(&model.name),
            Self::Boxed(model) => write!(f, "Box<{}>", model.name),
        }
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(ty) => ty.fmt(f),
            Self::Into(ty) => write!(f, "impl Into<{ty}>"),
            Self::Text => f.write_str("impl AsRef<str>"),
            Self::Texts => f.write_str("impl IntoIterator<Item = impl AsRef<str>>"),
            Self::Values(item) => write!(f, "impl IntoIterator<Item = {item}>"),
            Self::Each(item) => write!(f, "impl IntoIterator<Item = impl Into<{item}>>"),
            Self::Boxed(model) => f.write_str(&model.name),
        }
    }
}

/// Data that is printed as it displays.
macro_rules! printed_as_displayed {
    ($($ty:ty),*) => {$(
        impl fmt::Debug for $ty {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $ty {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}

impl fmt::Display for ModelRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

printed_as_displayed!(TypeRef, ModelRef, Argument);
