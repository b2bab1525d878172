//! How an operation's items come one by one.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::TypeWriter;
use super::{Context, features, ident};
use crate::ir::{EventData, Framing, Items};
use crate::plan::responses::{is_events, stream};

/// The implementation of `Streaming`, where the document declares a stream.
pub(crate) fn emit(context: &Context<'_>, writer: &TypeWriter<'_>, index: usize) -> TokenStream {
    let operation = &context.api.operations[index];
    let Some((items, accept)) = stream(operation) else {
        return quote!();
    };
    let cfg = features::cfg(&context.plan.operations[index].condition);
    let marker = ident(&context.names.operations[index].marker);
    let item = item(writer, items);
    let framing = ident(match items.framing {
        Framing::Events => "Events",
        Framing::Lines => "Lines",
        Framing::Records => "Records",
        Framing::Values => "Values",
    });
    let read = match items.event {
        EventData::Whole => quote!(frame.whole_event()),
        EventData::Text => quote!(frame.text_event()),
        EventData::Json if is_events(items) => quote!(frame.event()),
        EventData::Json => quote!(frame.json()),
    };
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
                #read
            }
        }
    }
}

/// The type of an item.
pub(crate) fn item(writer: &TypeWriter<'_>, items: &Items) -> TokenStream {
    let ty = writer.ty(&items.item);
    if is_events(items) {
        quote!(crate::runtime::stream::Event<#ty>)
    } else {
        ty
    }
}
