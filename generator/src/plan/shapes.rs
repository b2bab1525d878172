//! What JSON values look like, as far as unions need it to tell their alternatives apart: a table for
//! each struct, enum and union that some union reaches. The runtime's `union::choose` compares values
//! with them.

use std::fmt;

use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::features::Condition;
use super::{ModelRef, Planner};
use crate::ir::{Field, Gate, Gates, Limits, Struct, Type, TypeId, TypeKind, Union};
use crate::scalars::{Example, Json, Rust, Scalar};

/// What values of a type look like.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Any value.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number of 32 bits.
    I32,
    /// A whole number of 64 bits.
    I64,
    /// A whole number of 64 bits, not negative.
    U64,
    /// Any number.
    Number,
    /// Any text.
    Text,
    /// Bytes as base64.
    Base64,
    /// A text that means something to this type of the runtime's `model`.
    Format(&'static str),
    /// One of these values and nothing else.
    Only(Vec<Value>),
    /// A list.
    List(Box<Shape>),
    /// A list whose elements have shapes by their places.
    Tuple {
        /// The first elements.
        items: Vec<Shape>,
        /// How many of them are always there.
        least: usize,
        /// Further elements.
        rest: Option<Box<Shape>>,
    },
    /// An object without known members.
    Map(Box<Shape>),
    /// Null or something else.
    Nullable(Box<Shape>),
    /// What the table of a model says.
    Model(ModelRef),
}

/// What values of a model look like. Names and values are sorted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Table {
    /// One of these texts, or a new one.
    Texts(Vec<String>),
    /// One of these whole numbers, or a new one.
    Integers(Vec<i64>),
    /// An object with known members.
    Object(Object),
    /// One of several shapes.
    Union {
        /// In the order of the document.
        alternatives: Vec<Shape>,
        /// The member whose value tells the alternative.
        tag: Option<Tag>,
    },
}

/// An object with known members.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Object {
    /// Members that must be there.
    pub required: Vec<(String, Shape)>,
    /// Members that may be there.
    pub optional: Vec<(String, Shape)>,
    /// What becomes of other members.
    pub rest: Rest,
}

/// What becomes of the members of an object that the document does not name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Rest {
    /// The document forbids them.
    Forbidden,
    /// There may be some; the model has no place for them.
    Dropped,
    /// The model keeps them; they have this shape.
    Kept(Shape),
}

/// The member whose value tells the alternative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tag {
    /// Its name.
    pub property: String,
    /// Its values, each with the index of the alternative that it means.
    pub values: Vec<(String, usize)>,
}

/// The tables of a document, by model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables(Vec<Option<Reached>>);

/// A table, and what has to be switched on for a union that reaches it to be there.
#[derive(Clone, Debug, PartialEq)]
struct Reached {
    model: ModelRef,
    table: Table,
    gates: Gates,
    /// A union reaches it that no gate switches off.
    is_always: bool,
    /// What a union that reaches it needs beside what the model itself does.
    condition: Condition,
}

impl Tables {
    /// The table of a model, if a union reaches it.
    pub fn get(&self, index: usize) -> Option<&Table> {
        self.0.get(index)?.as_ref().map(|reached| &reached.table)
    }

    /// What a union that reaches a model needs beside what the model itself does.
    pub fn condition(&self, index: usize) -> &Condition {
        let reached = self.0.get(index).and_then(Option::as_ref);
        reached.map_or(&Condition::Always, |reached| &reached.condition)
    }
}

impl Serialize for Tables {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Named<'a> {
            name: &'a str,
            looks_like: &'a Table,
        }
        let mut list = serializer.serialize_seq(None)?;
        for reached in self.0.iter().flatten() {
            list.serialize_element(&Named {
                name: &reached.model.name,
                looks_like: &reached.table,
            })?;
        }
        list.end()
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Only(values) => {
                for (index, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if index == 0 { "" } else { " or " })?;
                }
                Ok(())
            }
            Self::List(item) => write!(f, "list of {item}"),
            Self::Tuple { items, .. } => {
                let items: Vec<_> = items.iter().map(Self::to_string).collect();
                write!(f, "list of {}", items.join(", "))
            }
            Self::Map(value) => write!(f, "map of {value}"),
            Self::Nullable(inner) => write!(f, "null or {inner}"),
            Self::Model(model) => f.write_str(&model.name),
            Self::Format(format) => f.write_str(format),
            plain => write!(f, "{plain:?}"),
        }
    }
}

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Table {
    /// The models that it speaks of.
    fn models(&self) -> Vec<usize> {
        let mut models = Vec::new();
        let mut add = |shape: &Shape| models.extend(shape.models());
        match self {
            Self::Texts(_) | Self::Integers(_) => {}
            Self::Object(object) => {
                let members = object.required.iter().chain(&object.optional);
                members.for_each(|(_, shape)| add(shape));
                if let Rest::Kept(shape) = &object.rest {
                    add(shape);
                }
            }
            Self::Union { alternatives, .. } => alternatives.iter().for_each(add),
        }
        models
    }
}

impl Shape {
    fn models(&self) -> Vec<usize> {
        match self {
            Self::Model(model) => vec![model.index],
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.models(),
            Self::Tuple { items, rest, .. } => {
                let all = items.iter().chain(rest.as_deref());
                all.flat_map(Self::models).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Planner<'_> {
    /// Makes the tables of a document.
    pub(super) fn tables(&self) -> Tables {
        let types = &self.api.types;
        let mut tables: Vec<Option<Reached>> = vec![None; types.len()];
        let mut open: Vec<usize> = Vec::new();
        for (index, ty) in types.iter().enumerate() {
            if matches!(ty.kind, TypeKind::Union(_)) {
                let is_always = self.ungated.contains(&TypeId(index));
                self.reach(&mut tables, index, ty.gates.as_slice(), is_always);
                open.push(index);
            }
        }
        while let Some(index) = open.pop() {
            let Some(reached) = tables[index].clone() else {
                continue;
            };
            for next in reached.table.models() {
                if self.reach(
                    &mut tables,
                    next,
                    reached.gates.as_slice(),
                    reached.is_always,
                ) {
                    open.push(next);
                }
            }
        }
        for reached in tables.iter_mut().flatten() {
            let own = &types[reached.model.index].gates;
            if !reached.is_always && reached.gates != *own {
                reached.condition = self.condition_of_gates(&reached.gates);
            }
        }
        Tables(tables)
    }

    /// Notes that a union behind these gates reaches a model; whether that is new.
    fn reach(
        &self,
        tables: &mut [Option<Reached>],
        index: usize,
        gates: &[Gate],
        is_always: bool,
    ) -> bool {
        let is_new = tables[index].is_none();
        if is_new {
            tables[index] = self.table(TypeId(index)).map(|table| Reached {
                model: self.model_ref(TypeId(index)),
                table,
                gates: Gates::default(),
                is_always: false,
                condition: Condition::Always,
            });
        }
        let Some(reached) = &mut tables[index] else {
            return false;
        };
        let before = (reached.gates.clone(), reached.is_always);
        reached.is_always |= is_always;
        gates.iter().for_each(|gate| reached.gates.add(*gate));
        is_new || before != (reached.gates.clone(), reached.is_always)
    }

    /// The table of a type; `None` for an alias, which has none of its own.
    fn table(&self, id: TypeId) -> Option<Table> {
        match &self.api.ty(id).kind {
            TypeKind::Struct(own) => Some(Table::Object(self.object(own))),
            TypeKind::StringEnum(values) => {
                let mut texts: Vec<_> = values.iter().map(|one| one.value.clone()).collect();
                texts.sort_unstable();
                Some(Table::Texts(texts))
            }
            TypeKind::IntegerEnum(values) => {
                let mut numbers: Vec<_> = values.iter().map(|one| one.value).collect();
                numbers.sort_unstable();
                Some(Table::Integers(numbers))
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter();
                let shapes = variants.map(|variant| self.shape(&variant.ty, &variant.limits));
                Some(Table::Union {
                    alternatives: shapes.collect(),
                    tag: tag(union),
                })
            }
            TypeKind::Alias(_) => None,
        }
    }

    fn object(&self, own: &Struct) -> Object {
        let members = |required: bool| {
            let fields = own.fields.iter().filter(|field| field.required == required);
            let members = fields.map(|field| (field.name.clone(), self.member(field)));
            let mut members: Vec<_> = members.collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            members
        };
        let rest = match &own.additional {
            Some(ty) => Rest::Kept(self.shape(ty, &own.additional_limits)),
            None if own.is_closed => Rest::Forbidden,
            None => Rest::Dropped,
        };
        Object {
            required: members(true),
            optional: members(false),
            rest,
        }
    }

    fn member(&self, field: &Field) -> Shape {
        match &field.constant {
            Some(constant) => Shape::Only(vec![constant.clone()]),
            None => self.shape(&field.ty, &field.limits),
        }
    }

    /// What values of a type look like within limits.
    fn shape(&self, ty: &Type, limits: &Limits) -> Shape {
        let none = Limits::default();
        let inner = limits.inner.as_deref().unwrap_or(&none);
        match ty {
            Type::Scalar(scalar) => scalar_shape(*scalar, limits),
            Type::Any => Shape::Any,
            Type::Object => Shape::Map(Box::new(Shape::Any)),
            Type::Array(item) => Shape::List(Box::new(self.shape(item, inner))),
            Type::Tuple(tuple) => Shape::Tuple {
                items: tuple
                    .items
                    .iter()
                    .map(|one| self.shape(one, &none))
                    .collect(),
                least: tuple.least,
                rest: tuple
                    .rest
                    .as_ref()
                    .map(|one| Box::new(self.shape(one, &none))),
            },
            Type::Map(value) => Shape::Map(Box::new(self.shape(value, inner))),
            Type::Nullable(other) => Shape::Nullable(Box::new(self.shape(other, limits))),
            Type::Named(id) | Type::Boxed(id) => match &self.api.ty(*id).kind {
                TypeKind::Alias(target) => self.shape(target, &self.api.ty(*id).limits),
                _ => Shape::Model(self.model_ref(*id)),
            },
        }
    }
}

fn scalar_shape(scalar: Scalar, limits: &Limits) -> Shape {
    let row = scalar.row();
    let is_number = |value: &Value| value.is_number() || value.is_boolean();
    let is_listed = !limits.values.is_empty() && limits.values.iter().all(is_number);
    match row.json {
        Json::Bool | Json::Integer { .. } | Json::Number if is_listed => {
            Shape::Only(limits.values.clone())
        }
        Json::Bool => Shape::Bool,
        Json::Integer { lowest: 0.., .. } => Shape::U64,
        Json::Integer { highest, .. } if highest <= i32::MAX.into() => Shape::I32,
        Json::Integer { .. } => Shape::I64,
        Json::Number => Shape::Number,
        Json::Text => match (row.example, row.rust) {
            (Example::Bytes { .. }, _) => Shape::Base64,
            (Example::Parsed { .. }, Rust::Model { name, .. }) => Shape::Format(name),
            _ => Shape::Text,
        },
    }
}

fn tag(union: &Union) -> Option<Tag> {
    let property = union.discriminator.clone()?;
    let mut values = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        values.extend(variant.tags.iter().map(|tag| (tag.clone(), index)));
    }
    values.sort_unstable();
    Some(Tag { property, values })
}
