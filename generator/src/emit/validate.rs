//! Checks of limits: limits in, implementations of the runtime's `Validate` for the models that a
//! request reaches, and the statements that check parameters and bodies.
//!
//! A model that has no limits, in itself or in what it holds, gets no code; one that stands in a list
//! with a limit gets an empty implementation, so that the list has one.

mod reach;
mod rules;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, ident};
use crate::ir::{Content, Form, Limits, Parameter, Place, Struct, Type, TypeId, TypeKind, Union};
use crate::scalars::Scalar;
pub(crate) use reach::Checks;
use reach::{is_sent, roots};
use rules::{literal, own_rule, rule};

/// The `use` item of a file whose code checks.
pub(crate) fn import() -> TokenStream {
    quote! {
        #[cfg(feature = "validate")]
        use crate::runtime::validate;
    }
}

/// Whether the code of an operation checks anything.
pub(crate) fn is_needed(context: &Context<'_>, operation: usize) -> bool {
    let api = context.api;
    roots([&api.operations[operation]]).any(|(ty, limits)| context.checks.needed(api, ty, limits))
}

/// What a model implements.
pub(crate) fn emit(context: &Context<'_>, index: usize) -> TokenStream {
    let id = TypeId(index);
    let limited = context.checks.limited.contains(&id);
    let ty = context.api.ty(id);
    let name = ident(&context.names.types[index].name);
    let check = match &ty.kind {
        TypeKind::Alias(_) => return quote!(),
        TypeKind::Struct(object) if limited => of_struct(context, id, object),
        TypeKind::Union(union) if limited => of_union(context, id, union),
        _ if context.checks.held.contains(&id) => {
            return quote! {
                #[cfg(feature = "validate")]
                impl validate::Validate for #name {}
            };
        }
        _ => return quote!(),
    };
    quote! {
        #[cfg(feature = "validate")]
        impl validate::Validate for #name {
            fn check(&self, _: &validate::Rule<'_>, walk: &mut validate::Walk) {
                #check
            }
        }
    }
}

fn of_struct(context: &Context<'_>, id: TypeId, object: &Struct) -> TokenStream {
    let names = &context.names.types[id.0];
    let own = own_rule(context.api, id);
    let own = (!own.is_empty()).then(|| {
        let rule = literal(&own);
        quote!(walk.object(self, &#rule);)
    });
    let fields = object.fields.iter().zip(&names.fields);
    let fields = fields.filter(|(field, _)| is_sent(field));
    let fields = fields.filter_map(|(field, names)| {
        let rule = expression(context, &field.ty, &field.limits)?;
        let (wire, name) = (&field.name, ident(&names.field));
        Some(quote!(walk.member(#wire, &self.#name, &#rule);))
    });
    let rest = object.additional.as_ref().and_then(|ty| {
        let limits = Limits {
            inner: Some(Box::new(object.additional_limits.clone())),
            ..Limits::default()
        };
        let ty = Type::Map(Box::new(ty.clone()));
        let rule = expression(context, &ty, &limits)?;
        let name = ident(&names.additional);
        Some(quote!(validate::Validate::check(&self.#name, &#rule, walk);))
    });
    quote!(#own #(#fields)* #rest)
}

fn of_union(context: &Context<'_>, id: TypeId, union: &Union) -> TokenStream {
    let names = &context.names.types[id.0].variants;
    let arms = union.variants.iter().zip(names);
    let arms = arms.filter_map(|(variant, name)| {
        let rule = expression(context, &variant.ty, &variant.limits)?;
        let name = ident(name);
        Some(quote! {
            Self::#name(value) => validate::Validate::check(value, &#rule, walk),
        })
    });
    quote! {
        match self {
            #(#arms)*
            _ => {}
        }
    }
}

/// The statement that checks a parameter, where there is anything to check. `value` refers to it.
pub(crate) fn of_parameter(
    context: &Context<'_>,
    parameter: &Parameter,
    request: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    let Some(rule) = expression(context, &parameter.ty, &parameter.limits) else {
        return quote!();
    };
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    let name = &parameter.name;
    let value = match context.api.resolve(&parameter.ty) {
        Type::Scalar(Scalar::String | Scalar::Binary) => quote!(&#value),
        _ => value.clone(),
    };
    quote! {
        #[cfg(feature = "validate")]
        #request.check(#place, #name, #value, &#rule);
    }
}

/// The statement that checks a body, where there is anything to check.
pub(crate) fn of_body(
    context: &Context<'_>,
    form: &Form,
    request: &TokenStream,
    name: &proc_macro2::Ident,
) -> TokenStream {
    let ty = match &form.content {
        Content::Json(ty) => ty,
        Content::Form(body) => &body.ty,
        _ => return quote!(),
    };
    match expression(context, ty, &form.limits) {
        None => quote!(),
        Some(rule) => quote! {
            #[cfg(feature = "validate")]
            #request.check_body(&#name, &#rule);
        },
    }
}

/// The rule of a value as an expression; `None` where there is nothing to check.
fn expression(context: &Context<'_>, ty: &Type, limits: &Limits) -> Option<TokenStream> {
    let needed = context.checks.needed(context.api, ty, limits);
    needed.then(|| literal(&rule(context.api, ty, limits)))
}
