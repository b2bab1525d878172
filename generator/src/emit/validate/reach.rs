//! Which types have limits to check, in themselves or in what they hold.

use std::collections::BTreeSet;

use super::rules::{own_rule, rule};
use crate::ir::{Api, Content, Field, Limits, Operation, Type, TypeId, TypeKind};

/// Which types have limits to check.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    /// Types with limits, in themselves or in what they hold.
    pub(super) limited: BTreeSet<TypeId>,
    /// Other types that stand in a list or map that is checked.
    pub(super) held: BTreeSet<TypeId>,
}

/// A value that a request holds, with its limits.
pub(super) type Spot<'a> = (&'a Type, &'a Limits);

impl Checks {
    /// Works it out for a whole document.
    pub(crate) fn of(api: &Api) -> Self {
        let sent = |id: &usize| api.types[*id].usage.request;
        let mut holders = vec![Vec::new(); api.types.len()];
        let mut found = Vec::new();
        for id in (0..api.types.len()).filter(sent) {
            let spots = spots(api, TypeId(id));
            let own = |(ty, limits): &Spot<'_>| !rule(api, ty, limits).is_empty();
            if !own_rule(api, TypeId(id)).is_empty() || spots.iter().any(own) {
                found.push(TypeId(id));
            }
            for held in spots.iter().filter_map(|(ty, _)| ty.id()) {
                holders[held.0].push(TypeId(id));
            }
        }
        let mut checks = Self::default();
        while let Some(id) = found.pop() {
            if checks.limited.insert(id) {
                found.extend(&holders[id.0]);
            }
        }
        let types = (0..api.types.len()).filter(sent).map(TypeId);
        let spots = types
            .flat_map(|id| spots(api, id))
            .chain(roots(&api.operations));
        let checked: Vec<_> = spots
            .filter(|(ty, limits)| checks.needed(api, ty, limits))
            .collect();
        for (ty, _) in checked {
            checks.hold(api, ty, false);
        }
        checks
    }

    /// Whether a request has any limits.
    pub(crate) fn any(&self, api: &Api) -> bool {
        !self.limited.is_empty()
            || roots(&api.operations).any(|(ty, limits)| self.needed(api, ty, limits))
    }

    /// Whether there is anything to check of a value.
    pub(super) fn needed(&self, api: &Api, ty: &Type, limits: &Limits) -> bool {
        ty.id().is_some_and(|id| self.limited.contains(&id)) || !rule(api, ty, limits).is_empty()
    }

    /// Notes the types within lists and maps.
    fn hold(&mut self, api: &Api, ty: &Type, within: bool) {
        match ty {
            Type::Array(inner) | Type::Map(inner) => self.hold(api, inner, true),
            Type::Nullable(inner) => self.hold(api, inner, within),
            Type::Named(id) | Type::Boxed(id) => match &api.ty(*id).kind {
                TypeKind::Alias(target) => self.hold(api, target, within),
                _ if within => drop(self.held.insert(*id)),
                _ => {}
            },
            _ => {}
        }
    }
}

/// Every parameter and body of operations.
pub(super) fn roots<'a>(
    operations: impl IntoIterator<Item = &'a Operation>,
) -> impl Iterator<Item = Spot<'a>> {
    operations.into_iter().flat_map(|operation| {
        let parameters = operation.parameters.iter();
        let parameters = parameters.map(|parameter| (&parameter.ty, &parameter.limits));
        let forms = operation.body.iter().flat_map(|body| &body.forms);
        let bodies = forms.filter_map(|form| match &form.content {
            Content::Json(ty) => Some((ty, &form.limits)),
            Content::Form(body) => Some((&body.ty, &form.limits)),
            _ => None,
        });
        parameters.chain(bodies)
    })
}

/// The values that a type sends.
fn spots(api: &Api, id: TypeId) -> Vec<Spot<'_>> {
    match &api.ty(id).kind {
        TypeKind::Struct(object) => {
            let fields = object.fields.iter().filter(|field| is_sent(field));
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
pub(super) fn is_sent(field: &Field) -> bool {
    !field.read_only && field.constant.is_none()
}
