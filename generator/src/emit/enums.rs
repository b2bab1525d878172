//! Enums of values: the variants, and what each is in JSON. Everything else about them is a macro of
//! the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::docs::deprecated;
use super::{Context, ident};
use crate::plan::enums::Enum;

/// The file of an enum of texts.
pub(crate) fn emit_texts(context: &Context<'_>, index: usize, plan: &Enum<String>) -> TokenStream {
    let name = ident(&context.plan.models[index].name);
    let unknown = ident(&plan.unknown);
    let item = item(context, index, plan, &quote!(String));
    let known = known(plan);
    let variants = plan.variants.iter().map(|variant| ident(&variant.name));
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
pub(crate) fn emit_integers(context: &Context<'_>, index: usize, plan: &Enum<i64>) -> TokenStream {
    let name = ident(&context.plan.models[index].name);
    let unknown = ident(&plan.unknown);
    let item = item(context, index, plan, &quote!(i64));
    let known = known(plan);
    let variants = plan.variants.iter().map(|variant| ident(&variant.name));
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
fn item<T>(
    context: &Context<'_>,
    index: usize,
    plan: &Enum<T>,
    unknown_holds: &impl ToTokens,
) -> TokenStream {
    let model = &context.plan.models[index];
    let name = ident(&model.name);
    let unknown = ident(&plan.unknown);
    let text = model.docs.outer();
    let deprecated = deprecated(model.deprecated.as_ref());
    let docs = plan.variants.iter().map(|variant| variant.docs.outer());
    let derives = model.derives.iter().map(ident);
    let variants = plan.variants.iter().map(|variant| ident(&variant.name));
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
    let variants = plan.variants.iter().map(|variant| ident(&variant.name));
    quote! {
        /// Every value that this version of the crate knows.
        pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];
    }
}
