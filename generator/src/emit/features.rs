//! Which cargo features an item depends on.
//!
//! A tag is a feature; operations that are not final are behind `preview` as well, deprecated ones
//! behind `deprecated`. Mounted modules have no features, so nothing in them is switched off.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ir::{Api, Gate, Gates, Operation, Type, TypeId};

/// The `cfg` of a tag's module and accessor: there is one while it has an operation.
pub(crate) fn of_tag(context: &Context<'_>, tag: usize) -> TokenStream {
    if context.config.mount.is_some() {
        return quote!();
    }
    let mut conditions = vec![quote!(feature = "client")];
    conditions.extend(conditions_of_tag(context, tag));
    quote!(#[cfg(all(#(#conditions),*))])
}

/// The same where nothing is compiled without the client anyway.
pub(crate) fn of_tag_in_client(context: &Context<'_>, tag: usize) -> TokenStream {
    if context.config.mount.is_some() {
        return quote!();
    }
    let condition = all(&conditions_of_tag(context, tag));
    quote!(#[cfg(#condition)])
}

fn conditions_of_tag(context: &Context<'_>, tag: usize) -> Vec<TokenStream> {
    conditions_of_one_tag(context, context.api.tags[tag].gates.as_slice())
}

/// The `cfg` of an item in a tag's module that serves operations behind these gates: what the
/// module does not ask for already.
pub(crate) fn within_tag(context: &Context<'_>, tag: usize, gates: &Gates) -> TokenStream {
    if context.config.mount.is_some() || *gates == context.api.tags[tag].gates {
        return quote!();
    }
    match extras(gates.as_slice()) {
        Some(condition) => quote!(#[cfg(#condition)]),
        None => quote!(),
    }
}

/// The `cfg` of what belongs to one operation, within the module of its tag.
pub(crate) fn of_operation(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let gates = std::iter::once(operation.gate()).collect();
    within_tag(context, operation.tag.0, &gates)
}

/// What a reader of an operation's documentation is told of its features.
pub(crate) fn notes(context: &Context<'_>, operation: &Operation) -> Vec<&'static str> {
    let emitted = context.config.mount.is_none();
    let mut notes = Vec::new();
    if operation.preview {
        notes.push(if emitted {
            "**Preview**: needs the feature `preview`, since this operation is not final and may \
             change without notice."
        } else {
            "**Preview**: this operation is not final and may change without notice."
        });
    }
    if emitted && operation.docs.deprecated.is_some() {
        notes.push("Needs the feature `deprecated`, which is on by default.");
    }
    notes
}

/// The `cfg` of a type: any of the operations that reach it is there. A type that no operation
/// reaches is always there, and with it everything that it is made of.
pub(crate) fn of_type(context: &Context<'_>, index: usize) -> TokenStream {
    if context.config.mount.is_some() || context.ungated.contains(&TypeId(index)) {
        return quote!();
    }
    let gates = context.api.types[index].gates.as_slice();
    let alternatives: Vec<TokenStream> = gates
        .chunk_by(|one, next| one.tag == next.tag)
        .map(|gates| all(&conditions_of_one_tag(context, gates)))
        .collect();
    let condition = any(&alternatives);
    quote!(#[cfg(#condition)])
}

/// The types that are there with every set of features.
pub(crate) fn ungated(api: &Api) -> BTreeSet<TypeId> {
    let unreached = api
        .types
        .iter()
        .enumerate()
        .filter(|(_, ty)| ty.gates.is_empty());
    let mut stack: Vec<TypeId> = unreached.map(|(id, _)| TypeId(id)).collect();
    let mut ungated = BTreeSet::new();
    while let Some(id) = stack.pop() {
        if ungated.insert(id) {
            stack.extend(api.ty(id).kind.types().into_iter().filter_map(Type::id));
        }
    }
    ungated
}

/// What gates of one tag ask for, all of it.
fn conditions_of_one_tag(context: &Context<'_>, gates: &[Gate]) -> Vec<TokenStream> {
    let Some(first) = gates.first() else {
        return Vec::new();
    };
    let feature = &context.names.tags[first.tag.0].feature;
    let mut conditions = vec![quote!(feature = #feature)];
    match gates {
        [one] => conditions.extend(extras_of(*one)),
        several => conditions.extend(extras(several)),
    }
    conditions
}

/// What any one of the gates asks for besides its tag; nothing when one asks for nothing.
fn extras(gates: &[Gate]) -> Option<TokenStream> {
    let alternatives: Vec<TokenStream> = gates
        .iter()
        .map(|gate| extras_of(*gate))
        .map(|extras| (!extras.is_empty()).then(|| all(&extras)))
        .collect::<Option<_>>()?;
    Some(any(&alternatives))
}

fn extras_of(gate: Gate) -> Vec<TokenStream> {
    let mut conditions = Vec::new();
    if gate.preview {
        conditions.push(quote!(feature = "preview"));
    }
    if gate.deprecated {
        conditions.push(quote!(feature = "deprecated"));
    }
    conditions
}

fn all(conditions: &[TokenStream]) -> TokenStream {
    match conditions {
        [one] => one.clone(),
        several => quote!(all(#(#several),*)),
    }
}

fn any(conditions: &[TokenStream]) -> TokenStream {
    match conditions {
        [one] => one.clone(),
        several => quote!(any(#(#several),*)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::TagId;

    fn written(gates: &[(bool, bool)]) -> Option<String> {
        let gates = gates.iter().map(|(preview, deprecated)| Gate {
            tag: TagId(0),
            preview: *preview,
            deprecated: *deprecated,
        });
        let gates: Gates = gates.collect();
        extras(gates.as_slice()).map(|condition| condition.to_string().replace(' ', ""))
    }

    #[test]
    fn one_open_gate_is_no_condition() {
        assert_eq!(written(&[(true, false), (false, false)]), None);
    }

    #[test]
    fn no_alternative_is_written_in_vain() {
        let both = r#"any(feature="deprecated",feature="preview")"#;
        assert_eq!(
            written(&[(true, true), (true, false), (false, true)]).as_deref(),
            Some(both)
        );
        let all = r#"all(feature="preview",feature="deprecated")"#;
        assert_eq!(written(&[(true, true)]).as_deref(), Some(all));
    }
}
