//! Unions: an enum with a variant for each alternative. Which one a value is, the runtime finds out by
//! a table of what the alternatives look like.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::deprecated;
use super::types::TypeWriter;
use super::{ident, token};
use crate::plan::Model;
use crate::plan::unions::Union;

/// The file of a union.
pub(super) fn emit(model: &Model, union: &Union) -> TokenStream {
    let writer = TypeWriter::among_models();
    let name = token(&model.name);
    let unknown = token(&union.unknown);
    let text = model.docs.outer();
    let deprecated = deprecated(model.deprecated.as_ref());
    let derives = model.derives.iter().map(ident);
    let variants = union.variants.iter().map(|variant| {
        let docs = variant.docs.outer();
        let (name, ty) = (token(&variant.name), writer.type_ref(&variant.ty));
        quote!(#docs #name(#ty),)
    });
    let variants: Vec<_> = variants.collect();
    let serialize = serialize(union);
    let decode = decode(union);
    let from = conversions(&writer, model, union);
    let missing = model.has_missing.then(|| {
        quote! {
            impl crate::runtime::model::Missing for #name {
                fn missing() -> Self {
                    Self::#unknown(serde_json::Value::Null)
                }
            }
        }
    });
    let uses = writer.uses(model.name.as_str());
    let shown = model.name.as_str();
    quote! {
        use serde::{Deserialize, Serialize};
        #uses
        use crate::runtime::model::union;

        #text
        #deprecated
        #[derive(#(#derives),*)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
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
                Ok(decoded.unwrap_or_else(|| Self::#unknown(union::kept(#shown, value, &SHAPE))))
            }
        }

        #missing
    }
}

/// The arms that write a value. One that a discriminator tells carries its tag, unless the value holds
/// one.
fn serialize(union: &Union) -> TokenStream {
    let arms = union.variants.iter().map(|variant| {
        let name = token(&variant.name);
        match &variant.tag {
            Some((property, tag)) => {
                quote!(Self::#name(value) => union::with_tag(value, #property, #tag, serializer),)
            }
            None => quote!(Self::#name(value) => value.serialize(serializer),),
        }
    });
    quote!(#(#arms)*)
}

/// The arms that read a value as the alternative that it is.
fn decode(union: &Union) -> TokenStream {
    let arms = union.variants.iter().enumerate().map(|(index, variant)| {
        let (index, name) = (Literal::usize_unsuffixed(index), token(&variant.name));
        let read = match variant.is_whole {
            true => quote!(read_whole),
            false => quote!(read),
        };
        quote!(Some(#index) => union::#read(&value).map(Self::#name),)
    });
    quote!(#(#arms)*)
}

/// `From` each type that stands behind one variant alone.
fn conversions(writer: &TypeWriter, model: &Model, union: &Union) -> TokenStream {
    let name = token(&model.name);
    let variants = union.variants.iter().filter(|variant| variant.has_from);
    let conversions = variants.map(|variant| {
        let (variant, ty) = (token(&variant.name), writer.type_ref(&variant.ty));
        quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant(value)
                }
            }
        }
    });
    quote!(#(#conversions)*)
}
