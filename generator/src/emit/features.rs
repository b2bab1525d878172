//! Conditions on features as `cfg` attributes.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
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

/// The attribute of a type.
pub(crate) fn of_type(context: &Context<'_>, index: usize) -> TokenStream {
    cfg(&context.planner.type_condition(index))
}
