//! `src/server.rs`: the enum of the document's servers.

use heck::ToSnakeCase;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Text;
use super::routes::Site;
use super::{Context, docs, ident};
use crate::ir::{ServerTemplate, ServerVariable};
use crate::runtime::Part;
use crate::text::one_line;

/// The enum, and the builder's method that takes it.
pub(crate) fn emit(context: &Context<'_>) -> TokenStream {
    let name = ident(&context.config.servers.name);
    let method = ident(context.planner.server_method());
    let root = &context.root;
    let servers = &context.api.servers;
    let variants: Vec<_> = context.names.servers.iter().map(ident).collect();
    let site = Site::elsewhere(context);
    let texts = servers.iter().map(|server| {
        let mut text = Text::default();
        if let Some(description) = &server.description {
            text.foreign(description, site);
        }
        match &server.template {
            Some(template) => describe(template, site, &mut text),
            None => text.own(format!("`{}`", docs::code(&server.url))),
        }
        text.outer()
    });
    let url = docs::line(if context.parts().has(Part::ServerTemplate) {
        "The address that its paths are appended to, with the defaults of its variables."
    } else {
        "The address that its paths are appended to."
    });
    let wire: Vec<String> = context.names.servers.iter().map(|name| key(name)).collect();
    let urls = servers.iter().map(|server| &server.url);
    let indices = (0..servers.len()).map(Literal::usize_unsuffixed);
    let module = format!(" `{name}`: the servers that the document names.");
    let unknown = docs::line(format!("A name that is no [`{name}`]."));
    let unknown_name = ident(format!("Unknown{}", context.config.servers.name));
    let message = format!("`{{}}` is no {method}; there are: {{}}");
    let set = docs::line(format!(
        "Calls this {method} instead of [`{name}::default`]."
    ));
    let (gate, blocking_gate) = match context.config.mount {
        Some(_) => (quote!(), quote!(#[cfg(feature = "blocking")])),
        None => (
            quote!(#[cfg(feature = "client")]),
            quote!(#[cfg(feature = "blocking")]),
        ),
    };
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

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let wanted = text.trim().to_ascii_lowercase().replace('-', "_");
                let found = Self::ALL.iter().find(|server| server.as_str() == wanted);
                found.copied().ok_or_else(|| #unknown_name(text.to_owned()))
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

/// The address with its variables, and what each of them may be.
fn describe(template: &ServerTemplate, site: Site<'_>, text: &mut Text) {
    text.own(format!("`{}`", docs::code(&template.url)));
    text.own(
        "With variables, set by \
         [`server_variable`](crate::runtime::builder::Builder::server_variable):",
    );
    let variables: Vec<String> = template.variables.iter().map(variable).collect();
    text.foreign(&variables.join("\n"), site);
}

/// An item of a list.
fn variable(variable: &ServerVariable) -> String {
    let mut text = format!("- `{}`:", docs::code(&variable.name));
    if let Some(description) = &variable.description {
        let description = one_line(description);
        text.push_str(&format!(" {}.", description.trim_end_matches('.')));
    }
    text.push_str(&format!(" Default: `{}`.", docs::code(&variable.default)));
    if !variable.values.is_empty() {
        let values = variable.values.iter();
        let values: Vec<String> = values
            .map(|value| format!("`{}`", docs::code(value)))
            .collect();
        text.push_str(&format!(" One of: {}.", values.join(", ")));
    }
    text
}

/// The name of a server in configuration: `EuWest1` → `eu_west_1`.
pub(crate) fn key(name: &str) -> String {
    let mut key = String::new();
    let mut previous = '_';
    for char in name.to_snake_case().chars() {
        if char.is_ascii_digit() && previous.is_ascii_alphabetic() {
            key.push('_');
        }
        key.push(char);
        previous = char;
    }
    key
}
