//! Every type of a model in turn. In: a node of the model; out: calls with each type in it, nested
//! ones not included.

use crate::ir::{Operation, Type, TypeKind};

/// The types that an item consists of.
pub(super) fn of_item(kind: &TypeKind) -> Vec<&Type> {
    match kind {
        TypeKind::Struct(object) => object
            .fields
            .iter()
            .map(|field| &field.ty)
            .chain(&object.additional)
            .collect(),
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => Vec::new(),
    }
}

/// The types that an item consists of, to be changed.
pub(super) fn of_item_mut(kind: &mut TypeKind) -> Vec<&mut Type> {
    match kind {
        TypeKind::Struct(object) => object
            .fields
            .iter_mut()
            .map(|field| &mut field.ty)
            .chain(&mut object.additional)
            .collect(),
        TypeKind::Union(union) => union
            .variants
            .iter_mut()
            .map(|variant| &mut variant.ty)
            .collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => Vec::new(),
    }
}

/// The types that an operation sends and those that it receives.
pub(super) fn of_operation(operation: &Operation) -> (Vec<&Type>, Vec<&Type>) {
    let mut sent: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| &parameter.ty)
        .collect();
    if let Some(body) = &operation.body {
        sent.extend(body.forms.iter().flat_map(|form| form.content.types()));
    }
    let mut received = Vec::new();
    for response in &operation.responses {
        received.extend(response.forms.iter().flat_map(|form| form.content.types()));
    }
    (sent, received)
}

/// The types that an operation has, to be changed.
pub(super) fn of_operation_mut(operation: &mut Operation) -> Vec<&mut Type> {
    let mut types: Vec<_> = operation
        .parameters
        .iter_mut()
        .map(|parameter| &mut parameter.ty)
        .collect();
    if let Some(body) = &mut operation.body {
        let forms = body.forms.iter_mut();
        types.extend(forms.flat_map(|form| form.content.types_mut()));
    }
    for response in &mut operation.responses {
        let forms = response.forms.iter_mut();
        types.extend(forms.flat_map(|form| form.content.types_mut()));
    }
    types
}
