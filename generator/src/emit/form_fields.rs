//! How members of forms are written, as the runtime is told it.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::accessor::style;
use crate::ir::FormField;

/// The list of the members that are not written as the standard has it.
pub(crate) fn emit(context: &Context<'_>, fields: &[FormField]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let name = &field.name;
        let style = style(context.planner.style(field.style));
        let (explode, allow_reserved) = (field.explode, field.allow_reserved);
        quote! {
            crate::runtime::wire::encode::FormField {
                name: #name,
                style: #style,
                explode: #explode,
                allow_reserved: #allow_reserved,
            }
        }
    });
    quote!(&[#(#fields),*])
}
