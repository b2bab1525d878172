//! How the members of an object become fields, for emitters that do not read the plan yet.

use proc_macro2::TokenStream;

use super::Context;
use super::types::TypeWriter;
use crate::ir::{Field, Type, TypeDef};
pub(crate) use crate::plan::fields::Presence;
pub(crate) use crate::plan::types::not_null;

/// Whether a member is always there.
pub(crate) fn presence(context: &Context<'_>, owner: &TypeDef, field: &Field) -> Presence {
    context.planner.presence(owner, field)
}

/// The type of a field.
pub(crate) fn field_type(
    context: &Context<'_>,
    writer: &TypeWriter<'_>,
    owner: &TypeDef,
    field: &Field,
) -> TokenStream {
    let presence = context.planner.presence(owner, field);
    writer.type_ref(&context.planner.field_type(presence, &field.ty))
}

/// Whether `new` asks for a field.
pub(crate) fn is_argument(context: &Context<'_>, field: &Field) -> bool {
    context.planner.is_argument(field)
}

/// Whether null is a value of this type.
pub(crate) fn is_nullable(context: &Context<'_>, ty: &Type) -> bool {
    context.planner.is_nullable(ty)
}
