//! Answers that a server is known to give beside the declared one (`x-also-returns`). In: a model
//! whose responses name them; out: the same with a union for each such response.

use crate::ir::{
    Api, Content, Docs, Origin, Role, Type, TypeDef, TypeId, TypeKind, Union, Usage, Variant,
};

/// Makes one union of the declared answer and the others; the declared one comes first.
pub(super) fn unite(api: &mut Api) {
    for (index, operation) in api.operations.iter_mut().enumerate() {
        for response in &mut operation.responses {
            let Content::Json(declared) = &response.content else {
                continue;
            };
            if response.also.is_empty() {
                continue;
            }
            let types: Vec<Type> = std::iter::once(declared.clone())
                .chain(std::mem::take(&mut response.also))
                .collect();
            let variants = types.into_iter().map(|ty| Variant {
                pointer: response.pointer.clone(),
                ty,
                tags: Vec::new(),
                title: None,
            });
            let union = Union {
                variants: variants.collect(),
                discriminator: None,
            };
            api.types.push(TypeDef {
                pointer: response.pointer.clone(),
                origin: Origin::Operation(index, Role::Response(response.status)),
                rust_name: None,
                docs: Docs {
                    description: Some(
                        "The answer: of the declared type, or of another that the server is known \
                         to send."
                            .to_owned(),
                    ),
                    ..Docs::default()
                },
                kind: TypeKind::Union(union),
                usage: Usage::default(),
                tags: Default::default(),
            });
            response.content = Content::Json(Type::Named(TypeId(api.types.len() - 1)));
        }
    }
}
