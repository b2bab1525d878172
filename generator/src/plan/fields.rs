//! The members of an object as fields: which type they have, who gives them, and what serde does with
//! them.

use serde::Serialize;
use serde_json::Value as Json;

use super::docs::{Deprecated, Docs, Text, code, value_notes};
use super::types::not_null;
use super::{Argument, ModelRef, Planner, TypeRef};
use crate::ir::{self, Type, TypeDef, TypeKind};
use crate::names::{FieldNames, Ident};

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The member's name in JSON.
    pub wire: String,
    /// What it is for.
    pub docs: Docs,
    /// Set when it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// The field's name, and that of arguments for it.
    pub name: Ident,
    /// Its type.
    pub ty: TypeRef,
    /// Whether the member is always there.
    pub presence: Presence,
    /// Whether the server alone sets it, so that it never goes out.
    pub received_only: bool,
    /// What serde is told.
    pub serde: Vec<SerdeAttribute>,
    /// How `new` asks for it, if it does.
    pub in_new: Option<Argument>,
    /// What `new` puts into it.
    pub initial: Initial,
    /// The method that sets it, if there is one.
    pub setter: Option<Setter>,
    /// The method that sets it to null, if there is one.
    pub null_setter: Option<Ident>,
    /// What stands in it when the whole object is filled in, since an answer left it out.
    pub filled_in: Initial,
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

/// An argument of serde's attribute for a field. Paths are those of the runtime.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SerdeAttribute {
    /// The member has another name than the field.
    Rename(String),
    /// The member is left out when this function says so.
    SkipSerializingIf(&'static str),
    /// A member that is not there is what `Default` makes.
    Default,
    /// A member that is not there is what this function makes.
    DefaultFrom(&'static str),
    /// This function reads the member.
    DeserializeWith(&'static str),
}

/// What stands in a field at first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Initial {
    /// `None`.
    None,
    /// What `Default` makes.
    Default,
    /// What the runtime's `Missing` makes: the least value of a type.
    Missing,
    /// The argument of the same name.
    Argument,
    /// The one value that the member can have.
    Constant(Constant),
    /// The same, of a member that may be absent all the same.
    Preset(Constant),
}

/// A value that the document fixes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Constant {
    /// A variant of an enum.
    Variant(ModelRef, Ident),
    /// Text.
    Text(String),
    /// True or false.
    Bool(bool),
    /// A number, as Rust writes it.
    Number(String),
}

/// A chainable method that sets a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setter {
    /// Its name.
    pub name: Ident,
    /// How the value is given.
    pub argument: Argument,
    /// Whether the value is wrapped twice, since null is a value of its own.
    pub twice_optional: bool,
}

impl Planner<'_> {
    /// The field of a member; `camel_case` when one rule renames all fields of its struct.
    pub(super) fn field(
        &self,
        owner: &TypeDef,
        field: &ir::Field,
        names: &FieldNames,
        camel_case: bool,
    ) -> Field {
        let name = names.field.clone();
        let presence = self.presence(owner, field);
        let ty = self.field_type(presence, &field.ty);
        let received_only = field.read_only && owner.usage.request;
        let may_set = !field.required && !received_only;
        let has_null =
            presence == Presence::OptionalNullable && matches!(field.ty, Type::Nullable(_));
        Field {
            wire: field.name.clone(),
            docs: self.field_docs(field, received_only),
            deprecated: Deprecated::of(&field.docs, self.names_alone()),
            presence,
            received_only,
            serde: self.serde(field, &name, (presence, received_only, camel_case)),
            in_new: self
                .is_argument(field)
                .then(|| match self.is_nullable(&field.ty) {
                    true => Argument::Value(ty.clone()),
                    false => self.argument(&field.ty),
                }),
            initial: self.initial(field, presence),
            setter: may_set.then(|| Setter {
                name: names.setter.clone(),
                argument: self.setter_argument(not_null(&field.ty)),
                twice_optional: has_null,
            }),
            null_setter: (may_set && has_null).then(|| names.null_setter.clone()),
            filled_in: self.filled_in(field, presence),
            name,
            ty,
        }
    }

    fn field_docs(&self, field: &ir::Field, received_only: bool) -> Docs {
        let fallback = format!("`{}`.", code(&field.name));
        let mut text = Text::of(&field.docs, &fallback, self.names_alone());
        for note in value_notes(&field.docs, &field.limits) {
            text.own(note);
        }
        if received_only {
            text.own("Filled in by the server; never sent.");
        }
        if field.write_only {
            text.own("Sent, never received.");
        }
        text.docs()
    }

    /// Whether a member is always there, and whether it may be null.
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

    fn serde(
        &self,
        field: &ir::Field,
        name: &Ident,
        (presence, received_only, camel_case): (Presence, bool, bool),
    ) -> Vec<SerdeAttribute> {
        use SerdeAttribute as Attribute;
        let mut attributes = Vec::new();
        if !camel_case && name.plain() != field.name {
            attributes.push(Attribute::Rename(field.name.clone()));
        }
        let skip = match (presence, received_only) {
            (Presence::Required | Presence::RequiredNullable, false) => None,
            (Presence::Required | Presence::RequiredNullable, true) => {
                Some("crate::runtime::model::received")
            }
            (_, false) => Some("Option::is_none"),
            (_, true) => Some("crate::runtime::model::received_or_none"),
        };
        let skip = skip.map(Attribute::SkipSerializingIf);
        // What is only received is said first: it goes for every presence.
        attributes.extend(skip.clone().filter(|_| received_only));
        let is_whole = self.is_whole(&field.ty);
        let missing = Attribute::DefaultFrom("crate::runtime::model::missing");
        let reader = match (presence, is_whole) {
            (Presence::Required, true) => Some("crate::runtime::model::whole_or_missing"),
            (Presence::Required, false) => Some("crate::runtime::model::or_missing")
                .filter(|_| self.missing.possible(&field.ty)),
            (Presence::RequiredNullable | Presence::Optional, true) => {
                Some("crate::runtime::model::whole")
            }
            (Presence::RequiredNullable | Presence::Optional, false) => None,
            (Presence::OptionalNullable, true) => Some("crate::runtime::model::whole_nullable"),
            (Presence::OptionalNullable, false) => Some("crate::runtime::model::nullable"),
        };
        // A member that a function reads has to be there, unless it says what stands in for it.
        attributes.extend(match (presence, reader) {
            (Presence::Required | Presence::Optional, None) => None,
            (Presence::Required, Some(_)) => Some(missing),
            (_, _) => Some(Attribute::Default),
        });
        attributes.extend(reader.map(Attribute::DeserializeWith));
        attributes.extend(skip.filter(|_| !received_only));
        attributes
    }

    fn initial(&self, field: &ir::Field, presence: Presence) -> Initial {
        let asked_for = self.is_argument(field);
        match presence {
            Presence::Optional => match self.constant(field) {
                Initial::Constant(constant) => Initial::Preset(constant),
                _ => Initial::None,
            },
            Presence::OptionalNullable => Initial::None,
            Presence::Required | Presence::RequiredNullable if asked_for => Initial::Argument,
            Presence::RequiredNullable => Initial::Default,
            Presence::Required => self.constant(field),
        }
    }

    fn filled_in(&self, field: &ir::Field, presence: Presence) -> Initial {
        match presence {
            Presence::Optional | Presence::OptionalNullable => Initial::None,
            Presence::RequiredNullable => Initial::Missing,
            Presence::Required => self.constant(field),
        }
    }

    /// The one value that a required member can have, if there is one that can be written down.
    fn constant(&self, field: &ir::Field) -> Initial {
        let Some(constant) = &field.constant else {
            return Initial::Missing;
        };
        if let Type::Named(id) = self.api.resolve(&field.ty)
            && let Some(place) = listed(&self.api.ty(*id).kind, constant)
            && let Some(variant) = self.names.types[id.0].variants.get(place)
        {
            let variant = variant.clone();
            return Initial::Constant(Constant::Variant(self.model_ref(*id), variant));
        }
        match constant {
            Json::String(text) => Initial::Constant(Constant::Text(text.clone())),
            Json::Bool(value) => Initial::Constant(Constant::Bool(*value)),
            Json::Number(number) => Initial::Constant(Constant::Number(number.to_string())),
            Json::Null | Json::Array(_) | Json::Object(_) => Initial::Missing,
        }
    }
}

/// The place of a value among those of an enum.
fn listed(kind: &TypeKind, value: &Json) -> Option<usize> {
    match kind {
        TypeKind::StringEnum(values) => {
            let mut values = values.iter();
            values.position(|one| value.as_str() == Some(&one.value))
        }
        TypeKind::IntegerEnum(values) => {
            let mut values = values.iter();
            values.position(|one| value.as_i64() == Some(one.value))
        }
        _ => None,
    }
}
