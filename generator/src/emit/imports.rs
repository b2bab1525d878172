//! The `use` items of a tag's module and of its mocks: each behind the gates of the operations that need it, so that
//! none is left over when they are switched off.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::TypeWriter;
use super::{Context, Words, features, ident, validate};
use crate::plan::Tag;

/// A stretch of a module's code.
pub(super) struct Piece {
    /// The operation that it belongs to; `None` when it is always there.
    pub operation: Option<usize>,
    /// What the code mentions.
    pub words: Words,
    /// Whether it checks what is sent.
    pub checks: bool,
    /// What wrote its types, and knows which ones.
    pub writer: TypeWriter,
}

/// Modules of the runtime, and names in each of them; `module::` is the module itself, for code that
/// begins paths with it.
type Modules = &'static [(&'static str, &'static [&'static str])];

/// What a tag's module takes from the runtime, where its code mentions it.
pub(super) const TAG: Modules = &[
    ("call", &["Call"]),
    ("client", &["Handle"]),
    ("decode", &["decode::", "DecodeError"]),
    ("encode", &["Style"]),
    ("wire::parameter", &["Parameter"]),
    ("mode", &["Async", "Mode"]),
    ("operation", &["Failure", "Operation", "OperationInfo"]),
    ("page", &["PageInfo", "Paged", "Paging"]),
    ("response", &["Reply"]),
];

/// What the mocks of a tag's operations take from it.
pub(super) const MOCKS: Modules = &[
    ("model::example", &["Example"]),
    (
        "testing",
        &[
            "ExampleAnswer",
            "FakeAnswer",
            "Mock",
            "Mockable",
            "OperationVisitor",
            "respond",
        ],
    ),
];

/// Which of those names some code mentions.
pub(super) fn words<'a>(
    modules: Modules,
    code: impl IntoIterator<Item = &'a TokenStream>,
) -> Words {
    let wanted: Vec<_> = modules
        .iter()
        .flat_map(|(_, names)| *names)
        .copied()
        .collect();
    let mut words = Words::default();
    for code in code {
        words.add(code, &wanted);
    }
    words
}

/// The `use` items for the pieces of the mocks of a tag's operations, which write out the path of
/// every model.
pub(super) fn of_mocks(context: &Context<'_>, tag: &Tag, pieces: &[Piece]) -> TokenStream {
    of_runtime(context, tag, MOCKS, pieces)
}

/// The `use` items for what pieces of a module take from the runtime.
fn of_runtime(context: &Context<'_>, tag: &Tag, modules: Modules, pieces: &[Piece]) -> TokenStream {
    let needed = |needs: &dyn Fn(&Piece) -> bool| {
        cfg(context, tag, pieces.iter().filter(|piece| needs(piece)))
    };
    let runtime = modules.iter().map(|(module, names)| {
        let wanted = names.iter().filter_map(|name| {
            let cfg = needed(&|piece| piece.words.has(name))?;
            Some((cfg, *name))
        });
        let module = module.split("::").map(ident);
        uses(&quote!(crate::runtime::#(#module)::*), wanted.collect())
    });
    let mut support: Vec<&'static str> = pieces
        .iter()
        .flat_map(|piece| piece.writer.supported())
        .collect();
    support.sort_unstable();
    support.dedup();
    let support = support.into_iter().filter_map(|name| {
        let cfg = needed(&|piece| piece.writer.supported().contains(&name))?;
        Some((cfg, name))
    });
    let support = uses(&quote!(crate::runtime::model), support.collect());
    quote!(#(#runtime)* #support)
}

/// The `use` items for the pieces of a tag's module.
pub(super) fn of_tag(context: &Context<'_>, tag: &Tag, pieces: &[Piece]) -> TokenStream {
    let needed = |needs: &dyn Fn(&Piece) -> bool| {
        cfg(context, tag, pieces.iter().filter(|piece| needs(piece)))
    };
    let runtime = of_runtime(context, tag, TAG, pieces);
    let root = &context.root;
    let models =
        needed(&|piece| piece.writer.has_models()).map(|cfg| quote!(#cfg use #root::models;));
    let validate = needed(&|piece| piece.checks).map(|cfg| {
        let import = validate::import();
        quote!(#cfg #import)
    });
    quote!(#runtime #models #validate)
}

/// The `cfg` of an import; `None` when nobody needs it.
fn cfg<'a>(
    context: &Context<'_>,
    tag: &Tag,
    mut users: impl Iterator<Item = &'a Piece>,
) -> Option<TokenStream> {
    let mut operations = Vec::new();
    let first = users.next()?;
    for piece in std::iter::once(first).chain(users) {
        match piece.operation {
            Some(operation) => operations.push(operation),
            None => return Some(quote!()),
        }
    }
    Some(features::cfg(
        &context.plan.condition_of_any(tag, &operations),
    ))
}

/// One `use` item for all names of a module behind the same gates.
fn uses(module: &TokenStream, names: Vec<(TokenStream, &str)>) -> TokenStream {
    let mut groups: Vec<(TokenStream, Vec<TokenStream>)> = Vec::new();
    for (cfg, name) in names {
        let own = if name.ends_with("::") {
            quote!(self)
        } else {
            let name = ident(name);
            quote!(#name)
        };
        let known = groups
            .iter_mut()
            .find(|(other, _)| other.to_string() == cfg.to_string());
        let group = match known {
            Some((_, group)) => group,
            None => {
                groups.push((cfg, Vec::new()));
                &mut groups.last_mut().expect("one was pushed just now").1
            }
        };
        group.push(own);
    }
    let items = groups.iter().map(|(cfg, names)| match names.as_slice() {
        [one] if one.to_string() == "self" => quote!(#cfg use #module;),
        [one] => quote!(#cfg use #module::#one;),
        several => quote!(#cfg use #module::{#(#several),*};),
    });
    quote!(#(#items)*)
}
