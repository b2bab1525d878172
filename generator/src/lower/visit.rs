//! Every type of a model in turn. In: a node of the model; out: calls with each type in it, nested
//! ones not included.

use crate::ir::{Content, Operation, PartContent, Type, TypeKind};

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
        sent.extend(of_content(&body.content));
    }
    let mut received = Vec::new();
    for response in &operation.responses {
        received.extend(of_content(&response.content));
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
        types.extend(of_content_mut(&mut body.content));
    }
    for response in &mut operation.responses {
        types.extend(of_content_mut(&mut response.content));
    }
    types
}

fn of_content(content: &Content) -> Vec<&Type> {
    match content {
        Content::Json(ty) | Content::Form(ty) => vec![ty],
        Content::Multipart(parts) => parts
            .iter()
            .filter_map(|part| match &part.content {
                PartContent::Text(ty) | PartContent::Json(ty) => Some(ty),
                PartContent::File | PartContent::Files => None,
            })
            .collect(),
        Content::Text | Content::Binary | Content::Empty => Vec::new(),
    }
}

fn of_content_mut(content: &mut Content) -> Vec<&mut Type> {
    match content {
        Content::Json(ty) | Content::Form(ty) => vec![ty],
        Content::Multipart(parts) => parts
            .iter_mut()
            .filter_map(|part| match &mut part.content {
                PartContent::Text(ty) | PartContent::Json(ty) => Some(ty),
                PartContent::File | PartContent::Files => None,
            })
            .collect(),
        Content::Text | Content::Binary | Content::Empty => Vec::new(),
    }
}
