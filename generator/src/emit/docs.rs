//! Documentation of the plan as doc attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::docs::{Deprecated, Docs};
pub(crate) use crate::plan::docs::{Text, code};

impl Docs {
    /// The doc attributes of the item below them.
    pub(crate) fn outer(&self) -> TokenStream {
        let lines = self.0.iter().map(|line| attribute_text(line));
        quote!(#(#[doc = #lines])*)
    }

    /// The doc attributes of the module or crate that they stand in.
    pub(crate) fn inner(&self) -> TokenStream {
        let lines = self.0.iter().map(|line| attribute_text(line));
        quote!(#(#![doc = #lines])*)
    }
}

impl Text {
    /// The doc attributes of the module or crate that they stand in.
    pub(crate) fn inner(&self) -> TokenStream {
        self.docs().inner()
    }
}

/// A line as it follows the slashes of a comment.
fn attribute_text(line: &str) -> String {
    if line.is_empty() {
        return String::new();
    }
    format!(" {line}")
}

/// A doc comment of one line, in our words.
pub(crate) fn line(text: impl AsRef<str>) -> TokenStream {
    let text = format!(" {}", text.as_ref());
    quote!(#[doc = #text])
}

/// `#[deprecated]` with what to use instead.
pub(crate) fn deprecated(deprecated: Option<&Deprecated>) -> TokenStream {
    match deprecated {
        None => quote!(),
        Some(Deprecated { note: None }) => quote!(#[deprecated]),
        Some(Deprecated { note: Some(note) }) => quote!(#[deprecated(note = #note)]),
    }
}
