//! Lists within deep objects. In: a model; out: a warning for every parameter and member of a form
//! that holds one, as OpenAPI leaves open how it is written and servers differ.

use std::collections::BTreeSet;

use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Content, Operation, Pointer, Style, Type, TypeId, TypeKind};

/// Reports every list within a deep object, each place once.
pub(crate) fn report(api: &Api, diagnostics: &mut Diagnostics) {
    let mut reported = BTreeSet::new();
    for operation in &api.operations {
        for (at, name, ty) in spots(api, operation) {
            if holds_list(api, ty, &mut BTreeSet::new()) && reported.insert(at.0.clone()) {
                diagnostics.push(codes::list_in_deep_object(at, name));
            }
        }
    }
}

/// What an operation sends as deep objects.
fn spots<'a>(api: &'a Api, operation: &'a Operation) -> Vec<(&'a Pointer, &'a str, &'a Type)> {
    let parameters = operation.parameters.iter();
    let parameters = parameters.filter(|one| one.style == Style::DeepObject);
    let mut spots: Vec<_> = parameters
        .map(|one| (&one.pointer, one.name.as_str(), &one.ty))
        .collect();
    for form in operation.body.iter().flat_map(|body| &body.forms) {
        match &form.content {
            Content::Form(body) => {
                let fields = body.fields.iter();
                for field in fields.filter(|field| field.style == Style::DeepObject) {
                    let ty = member(api, &body.ty, &field.name);
                    spots.extend(ty.map(|ty| (&field.pointer, field.name.as_str(), ty)));
                }
            }
            Content::Multipart(parts) => {
                let deep =
                    |part: &&crate::ir::Part| matches!(part.style, Some((Style::DeepObject, _)));
                for part in parts.iter().filter(deep) {
                    if let crate::ir::PartContent::Text(ty) = &part.content {
                        spots.push((&part.pointer, &part.name, ty));
                    }
                }
            }
            _ => {}
        }
    }
    spots
}

/// The type of a member of an object.
fn member<'a>(api: &'a Api, ty: &'a Type, name: &str) -> Option<&'a Type> {
    match api.resolve(ty) {
        Type::Named(id) | Type::Boxed(id) => match &api.ty(*id).kind {
            TypeKind::Struct(object) => {
                let field = object.fields.iter().find(|field| field.name == name);
                field.map(|field| &field.ty).or(object.additional.as_ref())
            }
            _ => None,
        },
        Type::Map(value) => Some(value),
        _ => None,
    }
}

fn holds_list(api: &Api, ty: &Type, seen: &mut BTreeSet<TypeId>) -> bool {
    match ty {
        Type::Array(_) => true,
        Type::Map(inner) | Type::Nullable(inner) => holds_list(api, inner, seen),
        Type::Named(id) | Type::Boxed(id) => {
            seen.insert(*id) && {
                let types = api.ty(*id).kind.types();
                types.into_iter().any(|ty| holds_list(api, ty, seen))
            }
        }
        _ => false,
    }
}
