//! Unions: a variant for each alternative, what it holds, and how it is written and read.

use serde::Serialize;

use super::docs::{Docs, code};
use super::{Planner, TypeRef};
use crate::ir::{self, Type, TypeId, TypeKind};
use crate::names::Ident;

/// An enum of several types. Which one a value is, the runtime finds out by the shapes of its
/// alternatives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Union {
    /// A variant for each alternative, in the order of the document.
    pub variants: Vec<UnionVariant>,
    /// The variant for values that fit none of them.
    pub unknown: Ident,
}

/// A variant for one alternative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnionVariant {
    /// Its name.
    pub name: Ident,
    /// What it holds.
    pub ty: TypeRef,
    /// What it is.
    pub docs: Docs,
    /// The member and its value that are written with it, since values do not carry them themselves.
    pub tag: Option<(String, String)>,
    /// Whether it holds whole numbers, which servers may write with a point.
    pub is_whole: bool,
    /// Whether its type becomes it by `From`: no other variant has that type.
    pub has_from: bool,
    /// An example of it, as JSON.
    pub example: Option<String>,
}

impl Planner<'_> {
    pub(super) fn union(&self, id: TypeId, union: &ir::Union) -> Union {
        let names = &self.names.types[id.0];
        let types = union.variants.iter().map(|variant| self.ty(&variant.ty));
        let types: Vec<TypeRef> = types.collect();
        let variants = union.variants.iter().zip(&names.variants).zip(&types);
        let variants = variants.enumerate().map(|(place, ((variant, name), ty))| {
            let is_alone = types.iter().filter(|other| *other == ty).count() == 1;
            UnionVariant {
                name: name.clone(),
                docs: Docs::line(variant_text(variant, union, ty)),
                tag: self.written_tag(variant, union),
                is_whole: self.is_whole(&variant.ty),
                has_from: is_alone && self.is_own_type(&variant.ty),
                example: self.alternative_example(id, place),
                ty: ty.clone(),
            }
        });
        Union {
            variants: variants.collect(),
            unknown: names.unknown.clone(),
        }
    }

    /// Whether a type is a model that is no other name of something else.
    fn is_own_type(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) => !matches!(self.api.ty(*id).kind, TypeKind::Alias(_)),
            _ => false,
        }
    }

    fn written_tag(&self, variant: &ir::Variant, union: &ir::Union) -> Option<(String, String)> {
        let property = union.discriminator.as_ref()?;
        let tag = variant.tags.first()?;
        self.needs_tag(&variant.ty, property)
            .then(|| (property.clone(), tag.clone()))
    }

    /// Whether values of a type are objects, which can carry a tag and do not of themselves.
    fn needs_tag(&self, ty: &Type, property: &str) -> bool {
        match self.api.resolve(ty) {
            Type::Named(id) | Type::Boxed(id) => match &self.api.ty(*id).kind {
                TypeKind::Struct(object) => {
                    let mut fields = object.fields.iter();
                    let own = fields.find(|field| field.name == property);
                    own.is_none_or(|field| field.constant.is_none())
                }
                TypeKind::Union(_) => true,
                TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Alias(_) => false,
            },
            Type::Map(_) | Type::Object => true,
            Type::Scalar(_) | Type::Any | Type::Array(_) | Type::Tuple(_) | Type::Nullable(_) => {
                false
            }
        }
    }

    fn alternative_example(&self, id: TypeId, place: usize) -> Option<String> {
        let example = self.fixtures.alternatives.get(id.0)?.get(place)?.as_ref()?;
        Some(example.to_string())
    }
}

/// What a variant is: the values of the discriminator that mean it, or its type.
fn variant_text(variant: &ir::Variant, union: &ir::Union, ty: &TypeRef) -> String {
    match (variant.tags.as_slice(), &union.discriminator) {
        ([first @ .., last], Some(property)) => {
            let first: Vec<_> = first.iter().map(|tag| format!("`{}`", code(tag))).collect();
            let last = format!("`{}`", code(last));
            let tags = match first.is_empty() {
                true => last,
                false => format!("{} or {last}", first.join(", ")),
            };
            format!("`{}` is {tags}.", code(property))
        }
        _ => format!("A value of type `{ty}`."),
    }
}
