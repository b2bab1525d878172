//! Lists and objects within parameters. In: a model; out: a warning for every parameter that holds
//! them at a depth for which OpenAPI has no style. They are sent as JSON text there.

use std::collections::BTreeSet;

use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Parameter, Style, Type, TypeKind};

/// Reports every parameter of which a part is sent as JSON text, each place once.
pub(crate) fn report(api: &Api, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    let parameters = api.operations.iter().flat_map(|one| &one.parameters);
    for parameter in parameters {
        let has_style = !matches!(parameter.style, Style::DeepObject | Style::Json);
        if has_style && is_nested(api, parameter) && said.insert(parameter.pointer.0.clone()) {
            diagnostics.push(codes::nested_parameter(&parameter.pointer, &parameter.name));
        }
    }
}

fn is_nested(api: &Api, parameter: &Parameter) -> bool {
    let of_object = |ty: &Type| match resolved(api, ty) {
        Type::Array(_) | Type::Tuple(_) => !parameter.explode,
        ty => is_object(api, ty),
    };
    match resolved(api, &parameter.ty) {
        Type::Array(item) => {
            let item = resolved(api, item);
            is_object(api, item) || matches!(item, Type::Array(_) | Type::Tuple(_))
        }
        Type::Map(value) => of_object(value),
        Type::Named(id) | Type::Boxed(id) => match &api.ty(*id).kind {
            TypeKind::Struct(object) => object.fields.iter().any(|field| of_object(&field.ty)),
            _ => false,
        },
        _ => false,
    }
}

fn is_object(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Map(_) | Type::Object => true,
        Type::Named(id) | Type::Boxed(id) => matches!(api.ty(*id).kind, TypeKind::Struct(_)),
        _ => false,
    }
}

/// The type less null.
fn resolved<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    match api.resolve(ty) {
        Type::Nullable(inner) => api.resolve(inner),
        ty => ty,
    }
}
