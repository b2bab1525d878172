//! `src/server.rs`: the enum of the document's servers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, docs, token};
use crate::plan::Servers;

/// The enum, and the builder's method that takes it.
pub(crate) fn emit(context: &Context<'_>, servers: &Servers) -> TokenStream {
    let root = &context.root;
    let (name, method) = (token(&servers.name), token(&servers.method));
    let list = &servers.servers;
    let variants: Vec<_> = list.iter().map(|server| token(&server.variant)).collect();
    let texts = list.iter().map(|server| server.docs.outer());
    let url = docs::line(match servers.has_variables {
        true => "The address that its paths are appended to, with the defaults of its variables.",
        false => "The address that its paths are appended to.",
    });
    let wire = list.iter().map(|server| &server.key);
    let urls = list.iter().map(|server| &server.url);
    let known = list.iter().map(|server| {
        let (key, url) = (&server.key, &server.url);
        let logins = server.auth_url.iter();
        quote!((#key, &[#url #(, #logins)*]))
    });
    let indices = (0..list.len()).map(Literal::usize_unsuffixed);
    let module = format!(" `{name}`: the servers that the document names.");
    let unknown = docs::line(format!("A name that is no [`{name}`]."));
    let unknown_name = token(&servers.unknown);
    let message = format!("`{{}}` is no {method}; there are: {{}}");
    let set = docs::line(format!(
        "Calls this {method} instead of [`{name}::default`]."
    ));
    let blocking_gate = quote!(#[cfg(feature = "blocking")]);
    let gate = (!context.plan.is_mounted).then(|| quote!(#[cfg(feature = "client")]));
    let setter = quote! {
        #set
        pub fn #method(self, #method: #name) -> Self {
            self.server_index(#method.index())
        }
    };
    quote! {
        #![doc = #module]

        use std::fmt;
        use std::str::FromStr;

        /// A server of the document.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #[default]
            #(#texts #variants,)*
        }

        impl #name {
            /// Every one, in the order of the document.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// Its name in configuration: letters in lower case, words joined by `_`.
            pub fn as_str(self) -> &'static str {
                match self {
                    #(Self::#variants => #wire,)*
                }
            }

            #url
            pub fn url(self) -> &'static str {
                match self {
                    #(Self::#variants => #urls,)*
                }
            }

            /// Its position among the servers of the document.
            #gate
            fn index(self) -> usize {
                match self {
                    #(Self::#variants => #indices,)*
                }
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #unknown
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct #unknown_name(String);

        impl fmt::Display for #unknown_name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let known: Vec<&str> = #name::ALL.iter().map(|server| server.as_str()).collect();
                write!(f, #message, self.0, known.join(", "))
            }
        }

        impl std::error::Error for #unknown_name {}

        impl FromStr for #name {
            type Err = #unknown_name;

            /// Reads its name, in any case and whatever stands between its words; its address or its
            /// host, or that of its logins; or the domain under its host.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                const KNOWN: &[(&str, &[&str])] = &[#(#known),*];
                let found = crate::runtime::model::find_server(text, KNOWN);
                let found = found.and_then(|place| Self::ALL.get(place));
                found.copied().ok_or_else(|| #unknown_name(text.to_owned()))
            }
        }

        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for #name {
            /// Reads what `from_str` reads.
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #gate
        impl crate::runtime::builder::Builder<#root::client::Client> {
            #setter
        }

        #blocking_gate
        impl crate::runtime::builder::Builder<#root::client::blocking::Client> {
            #setter
        }
    }
}
