//! The members of an object as fields: which type they have, who gives them, and whether they go out.

use serde::Serialize;

use super::types::not_null;
use super::{Argument, Planner, TypeRef};
use crate::ir::{self, Type, TypeDef};
use crate::names::{FieldNames, Ident};

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The member's name in JSON.
    pub wire: String,
    /// The field's name, and that of arguments for it.
    pub name: Ident,
    /// Its type.
    pub ty: TypeRef,
    /// Whether the member is always there.
    pub presence: Presence,
    /// Whether the server alone sets it, so that it never goes out.
    pub received_only: bool,
    /// How `new` asks for it, if it does.
    pub in_new: Option<Argument>,
    /// The method that sets it, if there is one.
    pub setter: Option<Setter>,
    /// The method that sets it to null, if there is one.
    pub null_setter: Option<Ident>,
}

/// Whether a member is there, and whether it may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, maybe null.
    RequiredNullable,
    /// There or not; null counts as not there.
    Optional,
    /// Absent, null or a value, all of them different to the server.
    OptionalNullable,
}

/// A chainable method that sets a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setter {
    /// Its name.
    pub name: Ident,
    /// How the value is given.
    pub argument: Argument,
}

impl Planner<'_> {
    pub(super) fn field(&self, owner: &TypeDef, field: &ir::Field, names: &FieldNames) -> Field {
        let presence = self.presence(owner, field);
        let ty = self.field_type(presence, &field.ty);
        let received_only = field.read_only && owner.usage.request;
        let may_set = !field.required && !received_only;
        Field {
            wire: field.name.clone(),
            name: Ident::of_escaped(&names.field),
            presence,
            received_only,
            in_new: self
                .is_argument(field)
                .then(|| match self.is_nullable(&field.ty) {
                    true => Argument::Value(ty.clone()),
                    false => self.argument(&field.ty),
                }),
            setter: may_set.then(|| Setter {
                name: Ident::of_escaped(&names.setter),
                argument: self.argument(not_null(&field.ty)),
            }),
            null_setter: (may_set && has_null(presence, &field.ty))
                .then(|| Ident::of_escaped(&names.null_setter)),
            ty,
        }
    }

    pub(crate) fn presence(&self, owner: &TypeDef, field: &ir::Field) -> Presence {
        match (field.required, self.is_nullable(&field.ty)) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, true) if owner.usage.request && !field.read_only => Presence::OptionalNullable,
            (false, _) => Presence::Optional,
        }
    }

    /// The type of a field. An alias of a nullable type is an `Option` already.
    pub(crate) fn field_type(&self, presence: Presence, ty: &Type) -> TypeRef {
        match presence {
            Presence::Required | Presence::RequiredNullable => self.ty(ty),
            Presence::Optional => self.ty(not_null(ty)).optional(),
            Presence::OptionalNullable => self.ty(ty).optional(),
        }
    }

    /// Whether `new` asks for a field: it is required, the server does not fill it in, and it has
    /// more than one value.
    pub(crate) fn is_argument(&self, field: &ir::Field) -> bool {
        let filled_in = field.read_only && self.missing.possible(&field.ty);
        field.required && !filled_in && field.constant.is_none()
    }
}

/// Whether null is a value of its own that a caller may set.
fn has_null(presence: Presence, ty: &Type) -> bool {
    presence == Presence::OptionalNullable && matches!(ty, Type::Nullable(_))
}
