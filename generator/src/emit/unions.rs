//! Unions: an enum with a variant for each alternative. Which one a value is, the runtime finds out by
//! a table of what the alternatives look like.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::models::{deprecated, type_text};
use super::routes::Site;
use super::types::TypeWriter;
use super::{Context, ident};
use crate::ir::{Type, TypeKind, Union, Variant};

/// The file of a union.
pub(crate) fn emit(context: &Context<'_>, index: usize, union: &Union) -> TokenStream {
    let writer = TypeWriter::among_models(context);
    let names = &context.names.types[index];
    let ty = &context.api.types[index];
    let name = ident(&names.name);
    let unknown = ident(&names.unknown);
    let mut text = type_text(
        context,
        ty,
        &format!("One of several types: `{}`.", names.name),
    );
    text.own("A value that fits none of them is kept as it came.");
    let text = text.outer();
    let deprecated = deprecated(&ty.docs, Site::elsewhere(context));
    let variants: Vec<_> = names.variants.iter().map(ident).collect();
    let types: Vec<_> = union
        .variants
        .iter()
        .map(|variant| writer.ty(&variant.ty))
        .collect();
    let docs = union
        .variants
        .iter()
        .zip(&types)
        .map(|(variant, ty)| super::docs::line(variant_text(variant, union, ty)));
    let serialize = serialize(context, union, &variants);
    let decode = decode(context, union, &variants);
    let from = conversions(context, union, &name, &variants, &types);
    let missing = context.plan.models[index].has_missing.then(|| {
        quote! {
            impl crate::runtime::model::Missing for #name {
                fn missing() -> Self {
                    Self::#unknown(serde_json::Value::Null)
                }
            }
        }
    });
    let uses = writer.uses(&names.name);
    let told = &names.name;
    quote! {
        use serde::{Deserialize, Serialize};
        #uses
        use crate::runtime::model::union;

        #text
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants(#types),)*
            /// A value that fits no type that this version of the crate knows.
            #unknown(serde_json::Value),
        }

        #from

        impl Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #serialize
                    Self::#unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                let decoded = match union::choose(&value, &SHAPE) {
                    #decode
                    _ => None,
                };
                Ok(decoded.unwrap_or_else(|| Self::#unknown(union::kept(#told, value, &SHAPE))))
            }
        }

        #missing
    }
}

/// The arms that write a value. One that a discriminator tells carries its tag, unless the value holds
/// one.
fn serialize(context: &Context<'_>, union: &Union, variants: &[proc_macro2::Ident]) -> TokenStream {
    let arms = union.variants.iter().zip(variants).map(|(variant, name)| {
        match (&union.discriminator, variant.tags.as_slice()) {
            (Some(property), [tag, ..]) if needs_tag(context, &variant.ty, property) => {
                quote!(Self::#name(value) => union::with_tag(value, #property, #tag, serializer),)
            }
            _ => quote!(Self::#name(value) => value.serialize(serializer),),
        }
    });
    quote!(#(#arms)*)
}

/// The arms that read a value as the alternative that it is.
fn decode(context: &Context<'_>, union: &Union, variants: &[proc_macro2::Ident]) -> TokenStream {
    let arms = union.variants.iter().zip(variants).enumerate();
    let arms = arms.map(|(index, (variant, name))| {
        let index = Literal::usize_unsuffixed(index);
        let read = if context.planner.is_whole(&variant.ty) {
            quote!(read_whole)
        } else {
            quote!(read)
        };
        quote!(Some(#index) => union::#read(&value).map(Self::#name),)
    });
    quote!(#(#arms)*)
}

/// What a variant is: the values of the discriminator that mean it, or its type.
fn variant_text(variant: &Variant, union: &Union, ty: &TokenStream) -> String {
    let code = super::docs::code;
    match (variant.tags.as_slice(), &union.discriminator) {
        ([.., last], Some(property)) => {
            let first = &variant.tags[..variant.tags.len() - 1];
            let mut tags: Vec<_> = first.iter().map(|tag| format!("`{}`", code(tag))).collect();
            let last = format!("`{}`", code(last));
            let tags = match tags.is_empty() {
                true => last,
                false => format!("{} or {last}", std::mem::take(&mut tags).join(", ")),
            };
            format!("`{}` is {tags}.", code(property))
        }
        _ => format!("A value of type `{}`.", pretty(ty)),
    }
}

/// Whether values of a type are objects, which can carry a tag and do not of themselves.
fn needs_tag(context: &Context<'_>, ty: &Type, property: &str) -> bool {
    match context.api.resolve(ty) {
        Type::Named(id) | Type::Boxed(id) => match &context.api.ty(*id).kind {
            TypeKind::Struct(object) => {
                let mut fields = object.fields.iter();
                let own = fields.find(|field| field.name == property);
                own.is_none_or(|field| field.constant.is_none())
            }
            TypeKind::Union(_) => true,
            _ => false,
        },
        Type::Map(_) | Type::Object => true,
        _ => false,
    }
}

/// `From` each type that stands behind one variant alone.
fn conversions(
    context: &Context<'_>,
    union: &Union,
    name: &proc_macro2::Ident,
    variants: &[proc_macro2::Ident],
    types: &[TokenStream],
) -> TokenStream {
    let written: Vec<String> = types.iter().map(ToString::to_string).collect();
    let conversions = union
        .variants
        .iter()
        .enumerate()
        .filter_map(|(index, variant)| {
            let own = match &variant.ty {
                Type::Named(id) => !matches!(context.api.ty(*id).kind, TypeKind::Alias(_)),
                _ => false,
            };
            let alone = written.iter().filter(|ty| **ty == written[index]).count() == 1;
            let variant = &variants[index];
            let ty = &types[index];
            (own && alone).then(|| {
                quote! {
                    impl From<#ty> for #name {
                        fn from(value: #ty) -> Self {
                            Self::#variant(value)
                        }
                    }
                }
            })
        });
    quote!(#(#conversions)*)
}

/// A type as a reader writes it.
pub(crate) fn pretty(ty: &TokenStream) -> String {
    let text = ty.to_string();
    text.replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace("< ", "<")
        .replace(" ,", ",")
}
