//! What each type of the document becomes.

use serde::Serialize;

use super::fields::Field;
use super::{Planner, TypeRef};
use crate::ir::{self, TypeDef, TypeId, TypeKind};
use crate::names::{Ident, TypeNames};

/// An item of `src/models`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Model {
    /// Its name.
    pub name: Ident,
    /// The module that it stands in.
    pub module: Ident,
    /// The file of the module.
    pub file: String,
    /// Where it stands in the document.
    pub pointer: String,
    /// What it is.
    pub item: Item,
}

/// What a model is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A struct, for an object with members.
    Struct(Struct),
    /// An enum of texts.
    TextEnum,
    /// An enum of integers.
    IntegerEnum,
    /// An enum of several types.
    Union,
    /// Another name for a type.
    Alias(TypeRef),
}

/// A struct, for an object with members.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Struct {
    /// Its fields, in the order of the document.
    pub fields: Vec<Field>,
}

impl Planner<'_> {
    pub(super) fn models(&self) -> Vec<Model> {
        let types = self.api.types.iter().enumerate();
        types
            .map(|(index, ty)| self.model(TypeId(index), ty))
            .collect()
    }

    fn model(&self, id: TypeId, ty: &TypeDef) -> Model {
        let names = &self.names.types[id.0];
        let module = Ident::of_escaped(&names.module);
        Model {
            name: Ident::of_escaped(&names.name),
            file: format!("src/models/{}.rs", module.plain()),
            module,
            pointer: ty.pointer.0.clone(),
            item: match &ty.kind {
                TypeKind::Struct(object) => Item::Struct(self.structure(ty, object, names)),
                TypeKind::StringEnum(_) => Item::TextEnum,
                TypeKind::IntegerEnum(_) => Item::IntegerEnum,
                TypeKind::Union(_) => Item::Union,
                TypeKind::Alias(target) => Item::Alias(self.ty(target)),
            },
        }
    }

    fn structure(&self, owner: &TypeDef, object: &ir::Struct, names: &TypeNames) -> Struct {
        let fields = object.fields.iter().zip(&names.fields);
        Struct {
            fields: fields
                .map(|(field, names)| self.field(owner, field, names))
                .collect(),
        }
    }
}
