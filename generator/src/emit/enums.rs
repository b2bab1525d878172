//! Enums of values: the variants, and what each is in JSON. Everything else about them is a macro of
//! the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::docs::deprecated;
use super::{ident, token};
use crate::plan::Model;
use crate::plan::enums::Enum;

/// The file of an enum of texts.
pub(super) fn emit_texts(model: &Model, plan: &Enum<String>) -> TokenStream {
    let name = token(&model.name);
    let unknown = token(&plan.unknown);
    let item = item(model, plan, &quote!(String));
    let known = known(plan);
    let variants = plan.variants.iter().map(|variant| token(&variant.name));
    let wire = plan.variants.iter().map(|variant| &variant.value);
    quote! {
        #item

        impl #name {
            #known

            /// The value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wire,)*
                    Self::#unknown(value) => value,
                }
            }
        }

        crate::runtime::model::text_enum!(#name, #unknown);
    }
}

/// The file of an enum of integers.
pub(super) fn emit_integers(model: &Model, plan: &Enum<i64>) -> TokenStream {
    let name = token(&model.name);
    let unknown = token(&plan.unknown);
    let item = item(model, plan, &quote!(i64));
    let known = known(plan);
    let variants = plan.variants.iter().map(|variant| token(&variant.name));
    let wire = plan
        .variants
        .iter()
        .map(|variant| Literal::i64_unsuffixed(variant.value));
    quote! {
        #item

        impl #name {
            #known

            /// The value as it is sent.
            pub fn value(self) -> i64 {
                match self {
                    #(Self::#variants => #wire,)*
                    Self::#unknown(value) => value,
                }
            }
        }

        crate::runtime::model::integer_enum!(#name, #unknown);
    }
}

/// The enum itself.
fn item<T>(model: &Model, plan: &Enum<T>, unknown_holds: &impl ToTokens) -> TokenStream {
    let name = token(&model.name);
    let unknown = token(&plan.unknown);
    let text = model.docs.outer();
    let deprecated = deprecated(model.deprecated.as_ref());
    let docs = plan.variants.iter().map(|variant| variant.docs.outer());
    let derives = model.derives.iter().map(ident);
    let variants = plan.variants.iter().map(|variant| token(&variant.name));
    quote! {
        #text
        #deprecated
        #[derive(#(#derives),*)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            /// A value that this version of the crate does not know.
            #unknown(#unknown_holds),
        }
    }
}

/// The constant with every value that is known.
fn known<T>(plan: &Enum<T>) -> TokenStream {
    let variants = plan.variants.iter().map(|variant| token(&variant.name));
    quote! {
        /// Every value that this version of the crate knows.
        pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];
    }
}
