//! `src/testing/`: what tests of code that uses the client need, behind the feature `testing`.
//!
//! Examples of models need nothing else; the mocks of operations need the client.

mod guide;
mod mocks;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Text, line};
use super::{Context, features, token};
use crate::plan::Model;
use crate::plan::models::Item;

pub(crate) use guide::section;
pub(crate) use mocks::emit as mocks;

/// The module's declaration in the crate's root.
pub(crate) fn module(context: &Context<'_>) -> TokenStream {
    let text = (!context.plan.is_mounted)
        .then(|| line("For tests of code that uses this crate: examples of models, typed mocks."));
    quote! {
        #text
        #[cfg(feature = "testing")]
        #[rustfmt::skip]
        pub mod testing;
    }
}

/// `src/testing/mod.rs`.
pub(crate) fn emit(context: &Context<'_>) -> TokenStream {
    let mut text = Text::default();
    text.own("For tests of code that uses this crate.");
    text.own(
        "Every model has an `example()`: what the document gives as an example, and made up from \
         types and limits where it gives none. With the client there are mocks besides: what an \
         operation answers, by its types, without a server.",
    );
    if let Some(example) = guide::module(context) {
        text.verbatim(example);
    }
    let text = text.inner();
    let tags = || {
        let tags = context.plan.tags.iter();
        tags.map(|tag| (features::cfg(&tag.condition_in_client), token(&tag.module)))
    };
    let modules = tags().map(|(cfg, module)| quote!(#cfg pub(super) mod #module;));
    let visits = tags().map(|(cfg, module)| quote!(#cfg mocks::#module::visit(visitor);));
    quote! {
        #text

        mod examples;

        #[cfg(feature = "client")]
        mod mocks {
            #(#modules)*
        }

        pub use crate::runtime::model::example::{Example, ModelVisitor};
        #[cfg(feature = "client")]
        pub use crate::runtime::testing::{
            ExampleAnswer, FakeAnswer, FakeTransport, Mock, Mockable, OperationVisitor, Received, mock,
        };
        pub use self::examples::visit_models;

        /// Shows every operation to a visitor.
        #[cfg(feature = "client")]
        pub fn visit_operations(visitor: &mut impl OperationVisitor) {
            let _ = &visitor;
            #(#visits)*
        }
    }
}

/// `src/testing/examples.rs`: the example of each model.
pub(crate) fn examples(context: &Context<'_>) -> Vec<TokenStream> {
    let models = context.plan.models.iter();
    let with_example: Vec<(&Model, &str)> = models
        .filter_map(|model| Some((model, model.example.as_deref()?)))
        .collect();
    let items = with_example.iter();
    let items = items.map(|(model, example)| one_example(context, model, example));
    let root = &context.root;
    let visits = with_example.iter().map(|(model, _)| {
        let cfg = features::cfg(&model.condition);
        let name = token(&model.name);
        (cfg, quote!(visitor.visit::<#root::models::#name>();))
    });
    let visits = in_blocks(visits.collect());
    let head = quote! {
        //! The example of each model.

        /// Shows every model that has an example to a visitor.
        pub fn visit_models(visitor: &mut impl crate::runtime::model::example::ModelVisitor) {
            let _ = &visitor;
            #visits
        }
    };
    std::iter::once(head).chain(items).collect()
}

/// Statements with the `cfg` of each; neighbours that share one share a block.
pub(super) fn in_blocks(statements: Vec<(TokenStream, TokenStream)>) -> TokenStream {
    let mut blocks: Vec<(TokenStream, Vec<TokenStream>)> = Vec::new();
    for (cfg, statement) in statements {
        match blocks.last_mut() {
            Some((last, block)) if last.to_string() == cfg.to_string() => block.push(statement),
            _ => blocks.push((cfg, vec![statement])),
        }
    }
    let blocks = blocks.into_iter().map(|(cfg, block)| {
        if cfg.is_empty() {
            quote!(#(#block)*)
        } else {
            quote!(#cfg { #(#block)* })
        }
    });
    quote!(#(#blocks)*)
}

fn one_example(context: &Context<'_>, model: &Model, example: &str) -> TokenStream {
    let root = &context.root;
    let cfg = features::cfg(&model.condition);
    let (ty, shown) = (token(&model.name), model.name.as_str());
    let schema = &model.pointer;
    let json = raw(example);
    let alternatives = alternatives(model);
    quote! {
        #cfg
        impl #root::models::#ty {
            /// An example, for tests. It has the members that only the server sets.
            #[must_use]
            pub fn example() -> Self {
                crate::runtime::model::example::example()
            }
        }

        #cfg
        impl crate::runtime::model::example::Example for #root::models::#ty {
            const NAME: &'static str = #shown;
            const SCHEMA: &'static str = #schema;
            const JSON: &'static str = #json;
            #alternatives
        }
    }
}

/// The examples of the alternatives of a union.
fn alternatives(model: &Model) -> TokenStream {
    let Item::Union(union) = &model.item else {
        return quote!();
    };
    let variants = union.variants.iter();
    let examples = variants.filter_map(|variant| {
        let (name, json) = (variant.name.as_str(), raw(variant.example.as_ref()?));
        Some(quote!((#name, #json)))
    });
    let examples: Vec<_> = examples.collect();
    match examples.is_empty() {
        true => quote!(),
        false => quote! {
            const ALTERNATIVES: &'static [(&'static str, &'static str)] = &[#(#examples),*];
        },
    }
}

/// Text as a raw string.
fn raw(text: &str) -> TokenStream {
    let longest = text.split('"').skip(1).map(|rest| {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        hashes + 1
    });
    let hashes = "#".repeat(longest.max().unwrap_or(1));
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    raw.parse()
        .expect("a raw string with enough signs around it")
}
