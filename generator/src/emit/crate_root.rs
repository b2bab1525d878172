//! `src/lib.rs`: the crate's documentation, its modules and what it exports.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, features, ident, token};
use crate::runtime::Part;

/// The root of the crate, or of the module that it is mounted in.
pub(crate) fn emit(context: &Context<'_>) -> TokenStream {
    if context.plan.is_mounted {
        let (modules, exports) = (modules(context), exports(context));
        return quote!(#modules #exports);
    }
    let text = context.plan.docs.inner();
    let modules = modules(context);
    let exports = exports(context);
    let recursion_limit = recursion_limit(context);
    quote! {
        #text
        #recursion_limit
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #![allow(
            deprecated,
            reason = "what the document deprecates is still emitted, and used by its neighbours"
        )]
        #![allow(
            clippy::doc_lazy_continuation,
            clippy::doc_overindented_list_items,
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::module_inception,
            clippy::new_without_default,
            clippy::struct_excessive_bools,
            clippy::too_many_arguments,
            clippy::type_complexity,
            reason = "names and shapes are the document's"
        )]
        #![cfg_attr(
            not(feature = "client"),
            allow(rustdoc::broken_intra_doc_links, reason = "about the client")
        )]

        #modules
        #exports
    }
}

/// How far rustc looks, for models that are linked in a long row: whether one is `Send` depends on
/// all that follow, and each link is several steps. The usual limit is 128.
fn recursion_limit(context: &Context<'_>) -> Option<TokenStream> {
    let models = context.plan.models.len();
    let limit = (models * 8).to_string();
    (models > 40).then(|| quote!(#![recursion_limit = #limit]))
}

/// The modules. rustfmt lays some lines out otherwise, and is to leave the emitted files alone.
fn modules(context: &Context<'_>) -> TokenStream {
    let gate = (!context.plan.is_mounted).then(|| quote!(#[cfg(feature = "client")]));
    let skip = quote!(#[rustfmt::skip]);
    let testing = super::testing::module(context);
    let tags = context.plan.tags.iter().map(|tag| {
        let cfg = features::cfg(&tag.condition);
        let module = token(&tag.module);
        quote!(#cfg #skip pub mod #module;)
    });
    let server = context
        .plan
        .servers
        .as_ref()
        .map(|_| quote!(#skip mod server;));
    let webhook = context.plan.webhook.as_ref();
    let webhook = webhook.map(|_| quote!(#gate #skip pub mod webhook;));
    let runtime = (!context.plan.is_mounted).then(|| {
        quote!(
            #[doc(hidden)]
            #skip
            pub mod runtime;
        )
    });
    quote! {
        #gate #skip mod api;
        #gate #skip pub mod client;
        #skip pub mod models;
        #testing
        #(#tags)*
        #server
        #webhook
        #runtime
    }
}

/// What is found at the root.
fn exports(context: &Context<'_>) -> TokenStream {
    let gate = (!context.plan.is_mounted).then(|| quote!(#[cfg(feature = "client")]));
    let mut exports = quote! {
        #gate
        pub use self::client::{Client, ClientBuilder};
        #[cfg(feature = "blocking")]
        pub use self::client::blocking;
    };
    if let Some(servers) = &context.plan.servers {
        let (name, unknown) = (token(&servers.name), token(&servers.unknown));
        exports.extend(quote!(pub use self::server::{#name, #unknown};));
    }
    if context.plan.is_mounted {
        return exports;
    }
    exports.extend(quote! {
        #[cfg(feature = "client")]
        pub use {bytes, http};
        #[cfg(feature = "client")]
        pub use self::runtime::wire::error::{Error, ErrorKind};
    });
    exports.extend(context.plan.subjects.iter().map(|subject| {
        let module = ident(subject.module);
        let name = (subject.name != subject.module).then(|| ident(&subject.name));
        let name = name.map(|name| quote!(as #name));
        quote! {
            #[cfg(feature = "client")]
            pub use self::runtime::public::#module #name;
        }
    }));
    if context.parts().has(Part::Page) {
        exports.extend(quote! {
            #[cfg(feature = "client")]
            pub use self::runtime::page;
        });
    }
    if context.parts().has(Part::Validate) {
        exports.extend(quote! {
            #[cfg(feature = "validate")]
            pub use self::runtime::validate::{Validate, Violation, Violations};
        });
    }
    exports
}
