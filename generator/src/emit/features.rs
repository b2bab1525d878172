//! Which cargo features an item depends on.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ir::TypeDef;

/// The `cfg` of a tag's module and accessor.
pub(crate) fn of_tag(context: &Context<'_>, tag: usize) -> TokenStream {
    if context.config.mount.is_some() {
        return quote!();
    }
    let feature = &context.names.tags[tag].feature;
    quote!(#[cfg(all(feature = "client", feature = #feature))])
}

/// The `cfg` of a type: any of the tags that reach it. A type that no operation reaches is always
/// there.
pub(crate) fn of_type(context: &Context<'_>, ty: &TypeDef) -> TokenStream {
    if context.config.mount.is_some() {
        return quote!();
    }
    let tags: BTreeSet<usize> = ty
        .operations
        .iter()
        .map(|operation| context.api.operations[*operation].tag.0)
        .collect();
    let features: Vec<_> = tags
        .iter()
        .map(|tag| &context.names.tags[*tag].feature)
        .collect();
    match features.as_slice() {
        [] => quote!(),
        [one] => quote!(#[cfg(feature = #one)]),
        several => quote!(#[cfg(any(#(feature = #several),*))]),
    }
}
