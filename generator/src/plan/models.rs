//! What each type of the document becomes.

use serde::Serialize;

use super::checks::ModelChecks;
use super::docs::{Deprecated, Docs, Text, limit_notes};
use super::enums::Enum;
use super::features::Condition;
use super::fields::Field;
use super::unions::Union;
use super::{Planner, TypeRef};
use crate::ir::{self, TypeDef, TypeId, TypeKind};
use crate::names::{Ident, TypeNames};

/// Longer examples are not shown in the documentation, in bytes.
const LONGEST_EXAMPLE: usize = 2000;

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
    /// What it is for.
    pub docs: Docs,
    /// Set when it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// The features that it needs.
    pub condition: Condition,
    /// What it derives.
    pub derives: Vec<&'static str>,
    /// What it is.
    pub item: Item,
    /// Whether it can be filled in, as a required member that an answer leaves out.
    pub has_missing: bool,
    /// What is checked before it goes out.
    #[serde(skip_serializing_if = "ModelChecks::is_none")]
    pub checks: ModelChecks,
    /// An example, as JSON, where there is a finite one; never of an alias.
    pub example: Option<String>,
}

/// What a model is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A struct, for an object with members.
    Struct(Struct),
    /// An enum of texts.
    TextEnum(Enum<String>),
    /// An enum of integers.
    IntegerEnum(Enum<i64>),
    /// An enum of several types.
    Union(Union),
    /// Another name for a type.
    Alias(TypeRef),
}

/// A struct, for an object with members.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Struct {
    /// Whether it has `Default`, since no member is required.
    pub has_default: bool,
    /// Whether one rule of serde renames all fields that need it.
    pub camel_case: bool,
    /// Its fields, in the order of the document.
    pub fields: Vec<Field>,
    /// The field for members that the document does not name.
    pub rest: Rest,
}

/// The field for members that the document does not name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rest {
    /// Its name.
    pub name: Ident,
    /// The type of each member's value, where the document declares such members. Where it does not,
    /// the field is behind the feature `unknown-fields`.
    pub value: Option<TypeRef>,
    /// Whether the values are whole numbers, which servers may write with a point.
    pub is_whole: bool,
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
        let module = names.module.clone();
        let item = match &ty.kind {
            TypeKind::Struct(object) => Item::Struct(self.structure(ty, object, names)),
            TypeKind::StringEnum(values) => Item::TextEnum(self.enumeration(values, names)),
            TypeKind::IntegerEnum(values) => Item::IntegerEnum(self.enumeration(values, names)),
            TypeKind::Union(union) => Item::Union(self.union(id, union)),
            TypeKind::Alias(target) => Item::Alias(self.ty(target)),
        };
        Model {
            name: names.name.clone(),
            file: format!("src/models/{}.rs", module.plain()),
            module,
            pointer: ty.pointer.0.clone(),
            docs: self.model_docs(ty, names),
            deprecated: Deprecated::of(&ty.docs, self.names_alone()),
            condition: self.type_condition(id.0),
            example: self.model_example(id, ty),
            derives: derives(&item),
            item,
            has_missing: self.missing.needed(id.0),
            checks: self.model_checks(id),
        }
    }

    fn model_docs(&self, ty: &TypeDef, names: &TypeNames) -> Docs {
        let name = &names.name;
        let fallback = match &ty.kind {
            TypeKind::Struct(_) | TypeKind::Alias(_) => format!("`{name}` of the document."),
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {
                format!("The values of `{name}`.")
            }
            TypeKind::Union(_) => format!("One of several types: `{name}`."),
        };
        let mut text = Text::of(&ty.docs, &fallback, self.names_alone());
        if let Some(example) = &ty.docs.example {
            let json = pretty(example);
            if json.len() < LONGEST_EXAMPLE && !json.contains("```") {
                text.verbatim(format!("As JSON:\n\n```json\n{json}\n```"));
            }
        }
        match &ty.kind {
            TypeKind::Struct(_) => {}
            TypeKind::Alias(_) => limit_notes(&ty.limits)
                .into_iter()
                .for_each(|note| text.own(note)),
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {
                text.own("A value that is not listed here is kept as it came.");
            }
            TypeKind::Union(_) => text.own("A value that fits none of them is kept as it came."),
        }
        text.docs()
    }

    fn model_example(&self, id: TypeId, ty: &TypeDef) -> Option<String> {
        let example = self.fixtures.types.get(id.0)?.as_ref()?;
        (!matches!(ty.kind, TypeKind::Alias(_))).then(|| pretty(example))
    }

    fn structure(&self, owner: &TypeDef, object: &ir::Struct, names: &TypeNames) -> Struct {
        let camel_case = is_camel_case(object, names);
        let fields = object.fields.iter().zip(&names.fields);
        Struct {
            has_default: has_default(&object.fields),
            camel_case,
            fields: fields
                .map(|(field, names)| self.field(owner, field, names, camel_case))
                .collect(),
            rest: Rest {
                name: names.additional.clone(),
                value: object.additional.as_ref().map(|ty| self.ty(ty)),
                is_whole: object
                    .additional
                    .as_ref()
                    .is_some_and(|ty| self.is_whole(ty)),
            },
        }
    }
}

/// JSON as a reader would lay it out.
pub(super) fn pretty(json: &serde_json::Value) -> String {
    serde_json::to_string_pretty(json).expect("a value has text for keys")
}

fn derives(item: &Item) -> Vec<&'static str> {
    match item {
        Item::Struct(object) if object.has_default => vec![
            "Clone",
            "Debug",
            "Default",
            "PartialEq",
            "Serialize",
            "Deserialize",
        ],
        Item::Struct(_) => vec!["Clone", "Debug", "PartialEq", "Serialize", "Deserialize"],
        Item::TextEnum(_) => vec!["Clone", "Debug", "PartialEq", "Eq", "Hash"],
        Item::IntegerEnum(_) => vec!["Clone", "Copy", "Debug", "PartialEq", "Eq", "Hash"],
        Item::Union(_) => vec!["Clone", "Debug", "PartialEq"],
        Item::Alias(_) => Vec::new(),
    }
}

/// Whether serde's `rename_all = "camelCase"` gives every field the name of its member, and one of
/// them needs it.
fn is_camel_case(object: &ir::Struct, names: &TypeNames) -> bool {
    let names = names.fields.iter().map(|names| names.field.clone());
    let fields: Vec<(&str, Ident)> = object
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .zip(names)
        .collect();
    let all = fields
        .iter()
        .all(|(wire, name)| !name.plain().starts_with('_') && camel_case(name.plain()) == *wire);
    let any = fields.iter().any(|(wire, name)| name.plain() != *wire);
    all && any && object.additional.is_none()
}

/// What serde's `rename_all = "camelCase"` makes of a field's name.
fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut upper = false;
    for char in name.chars() {
        if char == '_' {
            upper = true;
        } else if upper {
            camel.push(char.to_ascii_uppercase());
            upper = false;
        } else {
            camel.push(char);
        }
    }
    camel
}

/// Whether an object can be made of nothing: no member is required, and none is sent unasked.
fn has_default(fields: &[ir::Field]) -> bool {
    fields
        .iter()
        .all(|field| !field.required && field.constant.is_none())
}
