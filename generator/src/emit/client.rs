//! `src/client.rs`: the client, its builder, and the same for code that is not async.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::TypeWriter;
use super::{Context, features, token};
use crate::plan::Scheme;
use crate::plan::schemes::SchemeKind;

/// The module.
pub(crate) fn emit(context: &Context<'_>) -> TokenStream {
    let root = &context.root;
    let text = context.plan.client_docs.outer();
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
    let error_body = error_body(context);
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

        #error_body

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

/// The method of errors that gives their bodies, where all of them are of one type.
fn error_body(context: &Context<'_>) -> Option<TokenStream> {
    let body = context.plan.error_body.as_ref()?;
    let root = &context.root;
    let writer = TypeWriter::through(quote!(#root::models));
    let ty = writer.type_ref(&body.ty);
    let cfg = features::cfg(&body.condition);
    Some(quote! {
        #cfg
        impl crate::runtime::Error {
            /// The body of the error answer, in the type that the document gives all of them; `None` if
            /// there was no such answer, or its body is another.
            #[must_use]
            pub fn error_body(&self) -> Option<#ty> {
                self.failure_as()
            }
        }
    })
}

fn tag_uses(context: &Context<'_>) -> TokenStream {
    let root = &context.root;
    let uses = context.plan.tags.iter().map(|tag| {
        let cfg = features::cfg(&tag.condition_in_client);
        let module = token(&tag.module);
        let accessor = token(&tag.accessor);
        quote!(#cfg use #root::#module::#accessor;)
    });
    quote!(#(#uses)*)
}

fn accessors_of(context: &Context<'_>, mode: &TokenStream) -> TokenStream {
    let accessors = context.plan.tags.iter().map(|tag| {
        let cfg = features::cfg(&tag.condition_in_client);
        let method = token(&tag.module);
        let accessor = token(&tag.accessor);
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
    let schemes = context.plan.schemes.iter();
    let methods: Vec<TokenStream> = schemes.filter_map(credential_method).collect();
    if methods.is_empty() {
        return quote!();
    }
    quote! {
        impl Builder<Client> {
            #(#methods)*
        }
    }
}

fn credential_method(scheme: &Scheme) -> Option<TokenStream> {
    let setter = scheme.setter.as_ref()?;
    let (wire, method, text) = (&scheme.wire, token(&setter.name), setter.docs.outer());
    if scheme.kind == SchemeKind::Basic {
        return Some(quote! {
            #text
            pub fn #method(
                self,
                user: impl Into<String>,
                password: impl Into<String>,
            ) -> Self {
                let password: String = password.into();
                self.credential(#wire, Credential::Basic { user: user.into(), password: password.into() })
            }
        });
    }
    Some(quote! {
        #text
        pub fn #method(self, key: impl Into<String>) -> Self {
            let key: String = key.into();
            self.credential(#wire, Credential::Key(key.into()))
        }
    })
}
