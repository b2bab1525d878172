//! Which cargo features an item depends on.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ir::{Api, TypeId};

/// The `cfg` of a tag's module and accessor.
pub(crate) fn of_tag(context: &Context<'_>, tag: usize) -> TokenStream {
    if context.config.mount.is_some() {
        return quote!();
    }
    let feature = &context.names.tags[tag].feature;
    quote!(#[cfg(all(feature = "client", feature = #feature))])
}

/// The `cfg` of a type: any of the tags that reach it. A type that no operation reaches is always
/// there, and with it everything that it is made of.
pub(crate) fn of_type(context: &Context<'_>, index: usize) -> TokenStream {
    if context.config.mount.is_some() || context.ungated.contains(&TypeId(index)) {
        return quote!();
    }
    let features: Vec<_> = context.api.types[index]
        .tags
        .iter()
        .map(|tag| &context.names.tags[tag.0].feature)
        .collect();
    match features.as_slice() {
        [one] => quote!(#[cfg(feature = #one)]),
        several => quote!(#[cfg(any(#(feature = #several),*))]),
    }
}

/// The types that are there with every set of features.
pub(crate) fn ungated(api: &Api) -> BTreeSet<TypeId> {
    let unreached = api
        .types
        .iter()
        .enumerate()
        .filter(|(_, ty)| ty.tags.is_empty());
    let mut stack: Vec<TypeId> = unreached.map(|(id, _)| TypeId(id)).collect();
    let mut ungated = BTreeSet::new();
    while let Some(id) = stack.pop() {
        if ungated.insert(id) {
            stack.extend(api.ty(id).kind.types().into_iter().flat_map(|ty| ty.ids()));
        }
    }
    ungated
}
