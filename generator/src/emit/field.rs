//! How the members of an object become fields: which type they have, and who has to give them.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::types::TypeWriter;
use crate::ir::{Field, Type, TypeDef};

/// How a field is written and read.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    /// Always there.
    Required,
    /// Always there, maybe null.
    RequiredNullable,
    /// There or not.
    Optional,
    /// Absent, null or a value, all of them different to the server.
    OptionalNullable,
}

/// How a field of a type is written and read.
pub(crate) fn shape(context: &Context<'_>, owner: &TypeDef, field: &Field) -> Shape {
    let nullable = is_nullable(context, &field.ty);
    match (field.required, nullable) {
        (true, false) => Shape::Required,
        (true, true) => Shape::RequiredNullable,
        (false, true) if owner.usage.request && !field.read_only => Shape::OptionalNullable,
        (false, _) => Shape::Optional,
    }
}

/// The type of a field.
pub(crate) fn field_type(
    context: &Context<'_>,
    writer: &TypeWriter<'_>,
    owner: &TypeDef,
    field: &Field,
) -> TokenStream {
    match shape(context, owner, field) {
        Shape::Required => writer.ty(&field.ty),
        Shape::RequiredNullable => {
            let inner = writer.ty(not_null(&field.ty));
            match &field.ty {
                Type::Nullable(_) => quote!(Option<#inner>),
                _ => inner,
            }
        }
        Shape::Optional => {
            let inner = writer.ty(not_null(&field.ty));
            quote!(Option<#inner>)
        }
        Shape::OptionalNullable => {
            let inner = writer.ty(&field.ty);
            quote!(Option<#inner>)
        }
    }
}

/// Whether `new` asks for a field.
pub(crate) fn is_argument(context: &Context<'_>, field: &Field) -> bool {
    let filled_in = field.read_only && context.missing.possible(&field.ty);
    field.required && !filled_in && field.constant.is_none()
}

/// Whether null is a value of this type.
pub(crate) fn is_nullable(context: &Context<'_>, ty: &Type) -> bool {
    matches!(ty, Type::Nullable(_)) || matches!(context.api.resolve(ty), Type::Nullable(_))
}

pub(crate) fn not_null(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => inner,
        other => other,
    }
}
