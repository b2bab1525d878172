//! Enums: the values that the document names, and room for those that it does not.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{Text, code};
use super::models::{deprecated, type_text};
use super::routes::Site;
use super::{Context, ident};
use crate::ir::EnumValue;

/// The file of an enum of strings.
pub(crate) fn emit_strings(
    context: &Context<'_>,
    index: usize,
    values: &[EnumValue<String>],
) -> TokenStream {
    let names = &context.names.types[index];
    let ty = &context.api.types[index];
    let name = ident(&names.name);
    let told = &names.name;
    let unknown = ident(&names.unknown);
    let mut text = type_text(context, ty, &format!("The values of `{}`.", names.name));
    text.own("A value that is not listed here is kept as it came.");
    let text = text.outer();
    let deprecated = deprecated(&ty.docs, Site::elsewhere(context));
    let variants: Vec<_> = names.variants.iter().map(ident).collect();
    let docs = values
        .iter()
        .map(|value| variant_docs(context, value, &value.value));
    let wire: Vec<_> = values.iter().map(|value| &value.value).collect();
    let missing = emit_missing(context, index, &quote!(Self::#unknown(String::new())));
    quote! {
        use std::convert::Infallible;
        use std::fmt;
        use std::str::FromStr;

        use serde::{Deserialize, Deserializer, Serialize, Serializer};

        #text
        #deprecated
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            /// A value that this version of the crate does not know.
            #unknown(String),
        }

        impl #name {
            /// Every value that this version of the crate knows.
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wire,)*
                    Self::#unknown(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#wire => Self::#variants,)*
                    other => Self::#unknown(other.to_owned()),
                }
            }
        }

        impl From<String> for #name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl FromStr for #name {
            type Err = Infallible;

            fn from_str(value: &str) -> Result<Self, Infallible> {
                Ok(Self::from(value))
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl AsRef<str> for #name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value: Self = crate::runtime::model::from_text(deserializer)?;
                if let Self::#unknown(text) = &value {
                    crate::runtime::model::note_unknown(#told, text);
                }
                Ok(value)
            }
        }

        #missing
    }
}

/// The file of an enum of integers.
pub(crate) fn emit_integers(
    context: &Context<'_>,
    index: usize,
    values: &[EnumValue<i64>],
) -> TokenStream {
    let names = &context.names.types[index];
    let ty = &context.api.types[index];
    let name = ident(&names.name);
    let told = &names.name;
    let unknown = ident(&names.unknown);
    let mut text = type_text(context, ty, &format!("The values of `{}`.", names.name));
    text.own("A value that is not listed here is kept as it came.");
    let text = text.outer();
    let deprecated = deprecated(&ty.docs, Site::elsewhere(context));
    let variants: Vec<_> = names.variants.iter().map(ident).collect();
    let docs = values
        .iter()
        .map(|value| variant_docs(context, value, &value.value.to_string()));
    let wire: Vec<_> = values
        .iter()
        .map(|value| Literal::i64_unsuffixed(value.value))
        .collect();
    let missing = emit_missing(context, index, &quote!(Self::from(0)));
    quote! {
        use std::fmt;

        use serde::{Deserialize, Deserializer, Serialize, Serializer};

        #text
        #deprecated
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            /// A value that this version of the crate does not know.
            #unknown(i64),
        }

        impl #name {
            /// Every value that this version of the crate knows.
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it is sent.
            pub fn value(self) -> i64 {
                match self {
                    #(Self::#variants => #wire,)*
                    Self::#unknown(value) => value,
                }
            }
        }

        impl From<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #(#wire => Self::#variants,)*
                    other => Self::#unknown(other),
                }
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.value())
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.value())
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value: Self = i64::deserialize(deserializer).map(Self::from)?;
                if let Self::#unknown(number) = &value {
                    crate::runtime::model::note_unknown(#told, number);
                }
                Ok(value)
            }
        }

        #missing
    }
}

fn variant_docs<T>(context: &Context<'_>, value: &EnumValue<T>, wire: &str) -> TokenStream {
    let mut text = Text::default();
    match &value.description {
        Some(description) => {
            text.foreign(description, Site::elsewhere(context));
            text.own(format!("Sent as `{}`.", code(wire)));
        }
        None if wire.is_empty() => text.own("The empty text."),
        None => text.own(format!("`{}`.", code(wire))),
    }
    text.outer()
}

/// How a value is made when an answer leaves it out.
pub(crate) fn emit_missing(
    context: &Context<'_>,
    index: usize,
    value: &TokenStream,
) -> TokenStream {
    if !context.plan.models[index].has_missing {
        return quote!();
    }
    let name = ident(&context.names.types[index].name);
    quote! {
        impl crate::runtime::model::Missing for #name {
            fn missing() -> Self {
                #value
            }
        }
    }
}
