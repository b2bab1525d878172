//! What is checked of values before they go out: the limits of the document, as data.
//!
//! A model that has no limits, in itself or in what it holds, is not checked; one that stands in a
//! list with a limit is checked for nothing, so that the list can be.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Number as Json;

use super::{Planner, pattern};
use crate::ir::{Api, Content, Field, Limits, Operation, Struct, Type, TypeId, TypeKind, Union};
use crate::names::Ident;
use crate::scalars;

/// What is checked of a model.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelChecks {
    /// Nothing: nobody asks.
    #[default]
    None,
    /// Nothing, but a list of such models is checked.
    Empty,
    /// The members of a struct.
    Struct(StructChecks),
    /// The values of a union's variants.
    Union(Vec<VariantCheck>),
}

impl ModelChecks {
    /// Whether nobody asks.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// What is checked of a struct.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StructChecks {
    /// Of all members together.
    pub own: Rule,
    /// Of single members.
    pub members: Vec<MemberCheck>,
    /// Of the members that the document does not name: the field that holds them, and the rule.
    pub rest: Option<(Ident, Rule)>,
}

/// What is checked of a member.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MemberCheck {
    /// The member's name in JSON.
    pub wire: String,
    /// The field that holds it.
    pub field: Ident,
    /// What its value has to keep to.
    pub rule: Rule,
}

/// What is checked of a variant's value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariantCheck {
    /// The variant.
    pub variant: Ident,
    /// What its value has to keep to.
    pub rule: Rule,
}

/// The limits that can be checked of a value; none if only what it holds has limits.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Rule(pub Vec<Limit>);

/// One limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub enum Limit {
    MinLength(u64),
    MaxLength(u64),
    /// `pattern` as the document has it, and as the crate `regex` reads it.
    Pattern {
        document: String,
        regex: String,
    },
    Minimum(Number),
    ExclusiveMinimum(Number),
    Maximum(Number),
    ExclusiveMaximum(Number),
    MultipleOf(Number),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    MinProperties(u64),
    MaxProperties(u64),
    /// Of each item of a list, or each value of a map.
    Inner(Rule),
}

/// A number of the document.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Number {
    /// A whole one.
    Int(i128),
    /// Any other one that is finite.
    Float(f64),
}

/// Which types have limits to check.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    /// Types with limits, in themselves or in what they hold.
    limited: BTreeSet<TypeId>,
    /// Other types that stand in a list or map that is checked.
    within: BTreeSet<TypeId>,
}

/// A value that is sent, with its limits.
type Sent<'a> = (&'a Type, &'a Limits);

impl Checks {
    /// Works it out for a whole document.
    pub(crate) fn of(api: &Api) -> Self {
        let is_sent = |id: &usize| api.types[*id].usage.request;
        let mut holders = vec![Vec::new(); api.types.len()];
        let mut found = Vec::new();
        for id in (0..api.types.len()).filter(is_sent) {
            let values = sent_by_type(api, TypeId(id));
            let own = |(ty, limits): &Sent<'_>| !rule(api, ty, limits).0.is_empty();
            if !rule_of_members(api, TypeId(id)).0.is_empty() || values.iter().any(own) {
                found.push(TypeId(id));
            }
            for held in values.iter().filter_map(|(ty, _)| ty.id()) {
                holders[held.0].push(TypeId(id));
            }
        }
        let mut checks = Self::default();
        while let Some(id) = found.pop() {
            if checks.limited.insert(id) {
                found.extend(&holders[id.0]);
            }
        }
        let types = (0..api.types.len()).filter(is_sent).map(TypeId);
        let values = types
            .flat_map(|id| sent_by_type(api, id))
            .chain(api.operations.iter().flat_map(sent_by_operation));
        let checked: Vec<_> = values
            .filter(|(ty, limits)| checks.is_checked(api, ty, limits))
            .collect();
        for (ty, _) in checked {
            checks.note_items(api, ty, false);
        }
        checks
    }

    /// Whether a request has any limits.
    pub(crate) fn any(&self, api: &Api) -> bool {
        !self.limited.is_empty() || api.operations.iter().any(|one| self.of_operation(api, one))
    }

    /// Whether a parameter or the body of an operation is checked.
    pub(crate) fn of_operation(&self, api: &Api, operation: &Operation) -> bool {
        let mut values = sent_by_operation(operation);
        values.any(|(ty, limits)| self.is_checked(api, ty, limits))
    }

    /// Whether there is anything to check of a value.
    fn is_checked(&self, api: &Api, ty: &Type, limits: &Limits) -> bool {
        ty.id().is_some_and(|id| self.limited.contains(&id)) || !rule(api, ty, limits).0.is_empty()
    }

    /// Notes the types within lists and maps.
    fn note_items(&mut self, api: &Api, ty: &Type, within: bool) {
        match ty {
            Type::Array(inner) | Type::Map(inner) => self.note_items(api, inner, true),
            Type::Nullable(inner) => self.note_items(api, inner, within),
            Type::Named(id) | Type::Boxed(id) => match &api.ty(*id).kind {
                TypeKind::Alias(target) => self.note_items(api, target, within),
                _ if within => drop(self.within.insert(*id)),
                _ => {}
            },
            Type::Scalar(_) | Type::Any | Type::Object | Type::Tuple(_) => {}
        }
    }
}

impl Planner<'_> {
    /// The rule for a value that is sent; `None` where there is nothing to check, neither of it nor
    /// of what it holds.
    pub(crate) fn rule(&self, ty: &Type, limits: &Limits) -> Option<Rule> {
        let checked = self.checks.is_checked(self.api, ty, limits);
        checked.then(|| rule(self.api, ty, limits))
    }

    pub(super) fn model_checks(&self, id: TypeId) -> ModelChecks {
        let limited = self.checks.limited.contains(&id);
        match &self.api.ty(id).kind {
            TypeKind::Alias(_) => ModelChecks::None,
            TypeKind::Struct(object) if limited => {
                ModelChecks::Struct(self.struct_checks(id, object))
            }
            TypeKind::Union(union) if limited => ModelChecks::Union(self.variant_checks(id, union)),
            _ if self.checks.within.contains(&id) => ModelChecks::Empty,
            _ => ModelChecks::None,
        }
    }

    fn struct_checks(&self, id: TypeId, object: &Struct) -> StructChecks {
        let names = &self.names.types[id.0];
        let fields = object.fields.iter().zip(&names.fields);
        let fields = fields.filter(|(field, _)| is_callers(field));
        let rest = object.additional.as_ref().and_then(|ty| {
            let limits = Limits {
                inner: Some(Box::new(object.additional_limits.clone())),
                ..Limits::default()
            };
            let rule = self.rule(&Type::Map(Box::new(ty.clone())), &limits)?;
            Some((names.additional.clone(), rule))
        });
        StructChecks {
            own: rule_of_members(self.api, id),
            members: fields
                .filter_map(|(field, names)| {
                    Some(MemberCheck {
                        wire: field.name.clone(),
                        field: names.field.clone(),
                        rule: self.rule(&field.ty, &field.limits)?,
                    })
                })
                .collect(),
            rest,
        }
    }

    fn variant_checks(&self, id: TypeId, union: &Union) -> Vec<VariantCheck> {
        let variants = union.variants.iter().zip(&self.names.types[id.0].variants);
        variants
            .filter_map(|(variant, name)| {
                Some(VariantCheck {
                    variant: name.clone(),
                    rule: self.rule(&variant.ty, &variant.limits)?,
                })
            })
            .collect()
    }
}

/// Every parameter of an operation, and its bodies.
fn sent_by_operation(operation: &Operation) -> impl Iterator<Item = Sent<'_>> {
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|parameter| (&parameter.ty, &parameter.limits));
    let forms = operation.body.iter().flat_map(|body| &body.forms);
    let bodies = forms.filter_map(|form| match &form.content {
        Content::Json(ty) => Some((ty, &form.limits)),
        Content::Form(body) => Some((&body.ty, &form.limits)),
        _ => None,
    });
    parameters.chain(bodies)
}

/// The values that a type sends.
fn sent_by_type(api: &Api, id: TypeId) -> Vec<Sent<'_>> {
    match &api.ty(id).kind {
        TypeKind::Struct(object) => {
            let fields = object.fields.iter().filter(|field| is_callers(field));
            let fields = fields.map(|field| (&field.ty, &field.limits));
            let rest = object.additional.iter();
            fields
                .chain(rest.map(|ty| (ty, &object.additional_limits)))
                .collect()
        }
        TypeKind::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|variant| (&variant.ty, &variant.limits))
                .collect()
        }
        TypeKind::Alias(ty) => vec![(ty, &api.ty(id).limits)],
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => Vec::new(),
    }
}

/// Whether the value of a field is the caller's.
fn is_callers(field: &Field) -> bool {
    !field.read_only && field.constant.is_none()
}

/// The limits that can be checked of a value of a type.
fn rule(api: &Api, ty: &Type, limits: &Limits) -> Rule {
    use scalars::Json;
    let limits = match api.resolve(ty) {
        Type::Nullable(inner) => return rule(api, inner, limits),
        Type::Scalar(scalar) => match scalar.row().json {
            Json::Text => of_text(limits),
            Json::Integer { .. } | Json::Number => of_number(limits),
            Json::Bool => Vec::new(),
        },
        Type::Array(item) => [of_list(limits), of_inner(api, item, limits)].concat(),
        Type::Map(value) => [of_object(limits), of_inner(api, value, limits)].concat(),
        Type::Object => of_object(limits),
        // How many elements it has is a matter of its type.
        Type::Tuple(_) => Vec::new(),
        Type::Any => [
            of_text(limits),
            of_number(limits),
            of_list(limits),
            of_object(limits),
        ]
        .concat(),
        Type::Named(_) | Type::Boxed(_) => Vec::new(),
    };
    Rule(limits)
}

/// The limits of a struct's members together.
fn rule_of_members(api: &Api, id: TypeId) -> Rule {
    let ty = api.ty(id);
    match &ty.kind {
        TypeKind::Struct(_) => Rule(of_object(&ty.limits)),
        _ => Rule::default(),
    }
}

fn of_text(limits: &Limits) -> Vec<Limit> {
    let pattern = limits.pattern.as_ref().and_then(|document| {
        let regex = pattern::regex(document)?;
        Some(Limit::Pattern {
            document: document.clone(),
            regex,
        })
    });
    let all = [
        at_least(limits.min_length).map(Limit::MinLength),
        limits.max_length.map(Limit::MaxLength),
        pattern,
    ];
    all.into_iter().flatten().collect()
}

fn of_number(limits: &Limits) -> Vec<Limit> {
    type Bound = Option<(Json, bool)>;
    let bound = |bound: &Bound, included: fn(Number) -> Limit, excluded: fn(Number) -> Limit| {
        let (value, is_excluded) = bound.as_ref()?;
        number(value).map(if *is_excluded { excluded } else { included })
    };
    let step = limits.multiple_of.as_ref().and_then(number);
    let all = [
        bound(&limits.minimum, Limit::Minimum, Limit::ExclusiveMinimum),
        bound(&limits.maximum, Limit::Maximum, Limit::ExclusiveMaximum),
        step.map(Limit::MultipleOf),
    ];
    all.into_iter().flatten().collect()
}

fn of_list(limits: &Limits) -> Vec<Limit> {
    let all = [
        at_least(limits.min_items).map(Limit::MinItems),
        limits.max_items.map(Limit::MaxItems),
        limits.unique_items.then_some(Limit::UniqueItems),
    ];
    all.into_iter().flatten().collect()
}

fn of_object(limits: &Limits) -> Vec<Limit> {
    let all = [
        at_least(limits.min_properties).map(Limit::MinProperties),
        limits.max_properties.map(Limit::MaxProperties),
    ];
    all.into_iter().flatten().collect()
}

fn of_inner(api: &Api, ty: &Type, limits: &Limits) -> Vec<Limit> {
    let inner = limits.inner.as_ref().map(|inner| rule(api, ty, inner));
    let inner = inner.filter(|inner| !inner.0.is_empty());
    inner.map(Limit::Inner).into_iter().collect()
}

/// A least count that says something: nothing has fewer than none.
fn at_least(count: Option<u64>) -> Option<u64> {
    count.filter(|count| *count > 0)
}

fn number(number: &Json) -> Option<Number> {
    let integer = number.as_i64().map(i128::from);
    match integer.or_else(|| number.as_u64().map(i128::from)) {
        Some(integer) => Some(Number::Int(integer)),
        None => {
            let float = number.as_f64().filter(|float| float.is_finite())?;
            Some(Number::Float(float))
        }
    }
}
