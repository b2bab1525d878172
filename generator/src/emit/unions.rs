//! Unions: an enum with a variant for each alternative, told apart by a discriminator or by what a
//! value holds.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::models::{deprecated, type_text};
use super::routes::Site;
use super::types::TypeWriter;
use super::{Context, ident};
use crate::ir::{Struct, Type, TypeKind, Union};
use crate::scalars::Json;

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
    let docs = union.variants.iter().map(|variant| {
        let text = match (variant.tags.first(), &union.discriminator) {
            (Some(tag), Some(property)) => {
                format!(
                    "`{}` is `{}`.",
                    super::docs::code(property),
                    super::docs::code(tag)
                )
            }
            _ => format!("A value of type `{}`.", pretty(&writer.ty(&variant.ty))),
        };
        super::docs::line(text)
    });
    let serialize = serialize(context, union, &variants);
    let (shapes, decode) = match &union.discriminator {
        Some(property) => (quote!(), decode_tagged(union, property, &variants, &types)),
        None => decode_best(context, union, &variants, &types),
    };
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
    let discriminator = match &union.discriminator {
        Some(property) => quote!(Some(#property)),
        None => quote!(None),
    };
    quote! {
        use serde::{Deserialize, Deserializer, Serialize, Serializer};
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
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #serialize
                    Self::#unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #shapes
                let value = serde_json::Value::deserialize(deserializer)?;
                #decode
                union::note_unknown(#told, &value, #discriminator);
                Ok(Self::#unknown(value))
            }
        }

        #missing
    }
}

/// The arms that write a value. A discriminated one carries its tag whatever the value holds.
fn serialize(context: &Context<'_>, union: &Union, variants: &[proc_macro2::Ident]) -> TokenStream {
    let arms = union.variants.iter().zip(variants).map(|(variant, name)| {
        match (&union.discriminator, variant.tags.as_slice()) {
            (Some(property), [tag, ..]) if is_object(context, &variant.ty) => {
                quote!(Self::#name(value) => union::with_tag(value, #property, #tag, serializer),)
            }
            _ => quote!(Self::#name(value) => value.serialize(serializer),),
        }
    });
    quote!(#(#arms)*)
}

/// The discriminator tells the type; a value that does not fit it is kept as it came.
fn decode_tagged(
    union: &Union,
    property: &str,
    variants: &[proc_macro2::Ident],
    types: &[TokenStream],
) -> TokenStream {
    let arms =
        union
            .variants
            .iter()
            .zip(variants)
            .zip(types)
            .filter_map(|((variant, name), ty)| {
                let tags = &variant.tags;
                (!tags.is_empty()).then(|| {
                    quote!(Some(#(#tags)|*) => {
                        if let Some(decoded) = union::read::<#ty>(&value) {
                            return Ok(Self::#name(decoded));
                        }
                    })
                })
            });
    quote! {
        match union::tag(&value, #property) {
            #(#arms)*
            _ => {}
        }
    }
}

/// The alternatives are tried in the order in which the value fits them.
fn decode_best(
    context: &Context<'_>,
    union: &Union,
    variants: &[proc_macro2::Ident],
    types: &[TokenStream],
) -> (TokenStream, TokenStream) {
    let shapes = union
        .variants
        .iter()
        .map(|variant| shape(context, &variant.ty));
    let arms = variants
        .iter()
        .zip(types)
        .enumerate()
        .map(|(index, (name, ty))| {
            let index = Literal::usize_unsuffixed(index);
            quote!(#index => union::read::<#ty>(&value).map(Self::#name),)
        });
    let shapes = quote!(const SHAPES: &[union::Shape] = &[#(#shapes),*];);
    let code = quote! {
        for candidate in union::candidates(&value, SHAPES) {
            let decoded = match candidate {
                #(#arms)*
                _ => None,
            };
            if let Some(decoded) = decoded {
                return Ok(decoded);
            }
        }
    };
    (shapes, code)
}

/// What JSON of a type looks like, as an expression of the runtime's `Shape`.
fn shape(context: &Context<'_>, ty: &Type) -> TokenStream {
    let any_object = quote!(union::Shape::Object {
        required: &[],
        known: &[],
        fixed: &[]
    });
    match context.api.resolve(ty) {
        Type::Scalar(scalar) => match scalar.row().json {
            Json::Bool => quote!(union::Shape::Bool),
            Json::Integer { .. } => quote!(union::Shape::Integer),
            Json::Number => quote!(union::Shape::Number),
            Json::Text => quote!(union::Shape::Text),
        },
        Type::Array(_) => quote!(union::Shape::Array),
        Type::Map(_) | Type::Object => any_object,
        Type::Any => quote!(union::Shape::Any),
        Type::Nullable(inner) => shape(context, inner),
        Type::Named(id) | Type::Boxed(id) => match &context.api.ty(*id).kind {
            TypeKind::Struct(object) => object_shape(object),
            TypeKind::StringEnum(values) => {
                let values = values.iter().map(|value| &value.value);
                quote!(union::Shape::OneOf(&[#(#values),*]))
            }
            TypeKind::IntegerEnum(_) => quote!(union::Shape::Integer),
            TypeKind::Union(_) | TypeKind::Alias(_) => quote!(union::Shape::Any),
        },
    }
}

fn object_shape(object: &Struct) -> TokenStream {
    let required = object
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| &field.name);
    let known = object.fields.iter().map(|field| &field.name);
    let fixed = object.fields.iter().filter_map(|field| {
        let name = &field.name;
        let text = field.constant.as_ref()?.as_str()?;
        Some(quote!((#name, #text)))
    });
    quote! {
        union::Shape::Object {
            required: &[#(#required),*],
            known: &[#(#known),*],
            fixed: &[#(#fixed),*],
        }
    }
}

/// Whether values of a type are objects, which can carry a tag.
fn is_object(context: &Context<'_>, ty: &Type) -> bool {
    match context.api.resolve(ty) {
        Type::Named(id) | Type::Boxed(id) => {
            matches!(
                context.api.ty(*id).kind,
                TypeKind::Struct(_) | TypeKind::Union(_)
            )
        }
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
