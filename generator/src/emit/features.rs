//! Conditions on features as `cfg` attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::features::Condition;

/// The attribute; nothing where there is no condition.
pub(crate) fn cfg(condition: &Condition) -> TokenStream {
    if *condition == Condition::Always {
        return quote!();
    }
    let condition = predicate(condition);
    quote!(#[cfg(#condition)])
}

fn predicate(condition: &Condition) -> TokenStream {
    match condition {
        Condition::Always => quote!(all()),
        Condition::Feature(name) => quote!(feature = #name),
        Condition::All(conditions) => {
            let conditions = conditions.iter().map(predicate);
            quote!(all(#(#conditions),*))
        }
        Condition::Any(conditions) => {
            let conditions = conditions.iter().map(predicate);
            quote!(any(#(#conditions),*))
        }
    }
}
