//! `src/client.rs`: the client, its builder, and the same for code that is not async.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Text, code};
use super::routes::Site;
use super::{Context, features, ident};
use crate::ir::SecurityKind;
use crate::plan::{docs as plan_docs, guide};

/// The module.
pub(crate) fn emit(context: &Context<'_>) -> TokenStream {
    let root = &context.root;
    let text = client_docs(context).outer();
    let with_mocks = super::testing::section(context);
    let accessors = accessors_of(context, &quote!());
    let blocking_accessors = accessors_of(context, &quote!(<Blocking>));
    let schemes = schemes(context);
    let credential_use = super::uses(
        &schemes,
        &quote!(crate::runtime::credential),
        &["Credential"],
    );
    let tag_uses = tag_uses(context);
    let blocking_gate = quote!(#[cfg(feature = "blocking")]);
    quote! {
        //! The client.

        use std::ops::Deref;

        use #root::api::API;
        use crate::runtime::api::ApiInfo;
        use crate::runtime::builder::Builder;
        use crate::runtime::client::{ApiClient, Handle};
        #credential_use
        use crate::runtime::mode::Async;
        #tag_uses

        #text
        #with_mocks
        #[derive(Clone, Debug)]
        pub struct Client {
            handle: Handle<Async>,
        }

        /// Configures a [`Client`].
        pub type ClientBuilder = Builder<Client>;

        impl Client {
            /// Starts to configure a client.
            pub fn builder() -> ClientBuilder {
                Builder::new()
            }

            #accessors
        }

        impl ApiClient for Client {
            type Mode = Async;

            const API: &'static ApiInfo = &API;

            fn from_handle(handle: Handle<Async>) -> Self {
                Self { handle }
            }
        }

        impl Deref for Client {
            type Target = Handle<Async>;

            fn deref(&self) -> &Self::Target {
                &self.handle
            }
        }

        #schemes

        /// The client for code that is not async.
        #blocking_gate
        pub mod blocking {
            use std::ops::Deref;

            use #root::api::API;
            use crate::runtime::api::ApiInfo;
            use crate::runtime::builder::Builder;
        use crate::runtime::client::{ApiClient, Handle};
            #credential_use
            use crate::runtime::mode::Blocking;
            #tag_uses

            /// A client whose calls wait for their answers.
            ///
            /// It has the same methods as [`crate::runtime::client::Handle`] and the async client;
            /// a request goes out with `send()`.
            #[derive(Clone, Debug)]
            pub struct Client {
                handle: Handle<Blocking>,
            }

            /// Configures a [`Client`].
            pub type ClientBuilder = Builder<Client>;

            impl Client {
                /// Starts to configure a client.
                pub fn builder() -> ClientBuilder {
                    Builder::new()
                }

                #blocking_accessors
            }

            impl ApiClient for Client {
                type Mode = Blocking;

                const API: &'static ApiInfo = &API;

                fn from_handle(handle: Handle<Blocking>) -> Self {
                    Self { handle }
                }
            }

            impl Deref for Client {
                type Target = Handle<Blocking>;

                fn deref(&self) -> &Self::Target {
                    &self.handle
                }
            }

            #schemes
        }
    }
}

fn tag_uses(context: &Context<'_>) -> TokenStream {
    let root = &context.root;
    let uses = context.plan.tags.iter().map(|tag| {
        let cfg = features::cfg(&tag.condition_in_client);
        let module = ident(&tag.module);
        let accessor = ident(&tag.accessor);
        quote!(#cfg use #root::#module::#accessor;)
    });
    quote!(#(#uses)*)
}

fn accessors_of(context: &Context<'_>, mode: &TokenStream) -> TokenStream {
    let accessors = context.plan.tags.iter().map(|tag| {
        let cfg = features::cfg(&tag.condition_in_client);
        let method = ident(&tag.module);
        let accessor = ident(&tag.accessor);
        let text = tag.docs.outer();
        quote! {
            #text
            #cfg
            pub fn #method(&self) -> #accessor #mode {
                #accessor { handle: self.handle.clone() }
            }
        }
    });
    quote!(#(#accessors)*)
}

/// The builder's methods for credentials that are no bearer tokens.
fn schemes(context: &Context<'_>) -> TokenStream {
    let methods: Vec<TokenStream> = context
        .api
        .security_schemes
        .iter()
        .zip(&context.names.schemes)
        .filter_map(|(scheme, name)| {
            let wire = &scheme.name;
            let method = ident(name);
            let mut text = Text::default();
            if let Some(description) = &scheme.description {
                text.foreign(description, Site::elsewhere(context));
            }
            match &scheme.kind {
                SecurityKind::Basic => {
                    text.own(format!("Sets user name and password of `{}`.", code(wire)));
                    let text = text.outer();
                    Some(quote! {
                        #text
                        pub fn #method(
                            self,
                            user: impl Into<String>,
                            password: impl Into<String>,
                        ) -> Self {
                            let password: String = password.into();
                            self.credential(#wire, Credential::Basic { user: user.into(), password: password.into() })
                        }
                    })
                }
                SecurityKind::ApiKey { .. } => {
                    text.own(format!("Sets the key of `{}`.", code(wire)));
                    let text = text.outer();
                    Some(key_method(&text, &method, wire))
                }
                SecurityKind::Other(kind) => {
                    text.own(format!(
                        "Sets the whole `Authorization` header of `{}`, which uses the HTTP scheme `{}`.",
                        code(wire),
                        code(kind),
                    ));
                    let text = text.outer();
                    Some(key_method(&text, &method, wire))
                }
                _ => None,
            }
        })
        .collect();
    if methods.is_empty() {
        return quote!();
    }
    quote! {
        impl Builder<Client> {
            #(#methods)*
        }
    }
}

fn key_method(text: &TokenStream, method: &proc_macro2::Ident, wire: &str) -> TokenStream {
    quote! {
        #text
        pub fn #method(self, key: impl Into<String>) -> Self {
            let key: String = key.into();
            self.credential(#wire, Credential::Key(key.into()))
        }
    }
}

fn client_docs(context: &Context<'_>) -> Text {
    let mut text = Text::default();
    text.foreign(
        &format!("A client of {}.", plan_docs::title(context.api)),
        Site::elsewhere(context),
    );
    text.own(
        "Cheap to clone: clones share connections, tokens and limits. It is `Send` and `Sync`, and \
         holds no global state; any number of clients live side by side.",
    );
    if context.config.mount.is_none() {
        text.verbatim(guide::client(&context.planner));
    }
    text
}
