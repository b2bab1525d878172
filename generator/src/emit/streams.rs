//! How an operation's items come one by one.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::TypeWriter;
use super::{features, ident, token};
use crate::plan::Operation;

/// The implementation of `Streaming`, where the document declares a stream.
pub(super) fn emit(writer: &TypeWriter, operation: &Operation) -> TokenStream {
    let Some(stream) = &operation.answers.stream else {
        return quote!();
    };
    let cfg = features::cfg(&operation.condition);
    let marker = token(&operation.marker);
    let item = writer.answer_type(&stream.item);
    let (accept, framing, reader) = (&stream.accept, ident(stream.framing), ident(stream.reader));
    quote! {
        #cfg
        impl crate::runtime::stream::Streaming for #marker {
            type Item = #item;

            const STREAM: &'static crate::runtime::stream::StreamInfo =
                &crate::runtime::stream::StreamInfo {
                    accept: #accept,
                    framing: crate::runtime::stream::Framing::#framing,
                };

            fn decode_item(
                frame: &crate::runtime::stream::Frame,
            ) -> Result<Self::Item, DecodeError> {
                frame.#reader()
            }
        }
    }
}
