//! The type that stands for an operation: what it yields, where it goes, how its answers are read.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::TypeWriter;
use super::{Context, docs, features, ident};
use crate::ir::{Content, Operation, Response, Status, Type};

/// The marker of an operation with what it implements, and the enums of its answers.
pub(crate) fn emit(context: &Context<'_>, writer: &TypeWriter<'_>, index: usize) -> TokenStream {
    let operation = &context.plan.operations[index];
    let marker = ident(&operation.marker);
    let text = operation.marker_docs.outer();
    let cfg = features::cfg(&operation.condition);
    let info = info(context, index);
    let success = success(context, writer, index);
    let failure = failure(context, writer, index);
    let (output, decode, output_enum) = (success.ty, success.decode, success.item);
    quote! {
        #text
        #cfg
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct #marker;

        #cfg
        impl Operation for #marker {
            type Output = #output;

            const INFO: &'static OperationInfo = &#info;

            fn decode(reply: &Reply) -> Result<Self::Output, DecodeError> {
                #decode
            }
        }

        #output_enum
        #failure
    }
}

fn info(context: &Context<'_>, index: usize) -> TokenStream {
    let planned = &context.plan.operations[index];
    let operation = &context.api.operations[index];
    let (id, method, path) = (&planned.id, planned.http_method, &planned.path);
    let mut accepted: Vec<&str> = Vec::new();
    for response in operation
        .responses
        .iter()
        .filter(|response| response.success)
    {
        if !response.media_type.is_empty() && !accepted.contains(&response.media_type.as_str()) {
            accepted.push(&response.media_type);
        }
    }
    if accepted.is_empty() {
        let any = operation
            .responses
            .iter()
            .find(|response| !response.media_type.is_empty());
        accepted.push(any.map_or("*/*", |response| &response.media_type));
    }
    let accept = accepted.join(", ");
    let mut fields = vec![quote!(accept: #accept)];
    if !planned.security.is_empty() {
        let alternatives = planned.security.iter();
        let alternatives = alternatives.map(|schemes| quote!(&[#(#schemes),*]));
        fields.push(quote!(security: &[#(#alternatives),*]));
    }
    if let Some(safe) = planned.retry_safe {
        fields.push(quote!(retry_safe: Some(#safe)));
    }
    if let Some(url) = &planned.base {
        fields.push(quote!(base: Some(#url)));
    }
    let success: Vec<Literal> = operation
        .responses
        .iter()
        .filter_map(|response| match response.status {
            Status::Code(code) if response.success && !response.status.is_2xx() => {
                Some(Literal::u16_unsuffixed(code))
            }
            _ => None,
        })
        .collect();
    if !success.is_empty() {
        fields.push(quote!(success: &[#(#success),*]));
    }
    quote!(OperationInfo { #(#fields,)* ..OperationInfo::new(#id, #method, #path) })
}

/// What a successful call yields.
pub(crate) struct Success {
    /// The type.
    pub ty: TokenStream,
    /// The expression that reads it from `reply`.
    pub decode: TokenStream,
    /// The enum, when there are several kinds.
    pub item: TokenStream,
}

/// What the successful answers of an operation hold.
pub(crate) enum Successes<'a> {
    /// Nothing.
    Empty,
    /// Always the same.
    One(&'a Content),
    /// The same, or nothing.
    OneOrNone(&'a Content),
    /// One thing or another.
    Several,
}

/// The successful answers, those to one status before those to several, and what they hold.
pub(crate) fn successes(operation: &Operation) -> (Vec<(usize, &Response)>, Successes<'_>) {
    let mut answers: Vec<(usize, &Response)> = operation
        .responses
        .iter()
        .enumerate()
        .filter(|(_, response)| response.success)
        .collect();
    answers.sort_by_key(|(_, response)| specificity(response.status));
    let mut kinds: Vec<&Content> = Vec::new();
    for (_, response) in &answers {
        if !kinds.contains(&&response.content) {
            kinds.push(&response.content);
        }
    }
    let typed: Vec<&Content> = kinds
        .iter()
        .copied()
        .filter(|content| **content != Content::Empty)
        .collect();
    let successes = match (typed.as_slice(), kinds.len()) {
        ([], _) => Successes::Empty,
        ([one], 1) => Successes::One(one),
        ([one], _) => Successes::OneOrNone(one),
        _ => Successes::Several,
    };
    (answers, successes)
}

/// Works out what a successful call yields.
pub(crate) fn success(context: &Context<'_>, writer: &TypeWriter<'_>, index: usize) -> Success {
    let (answers, successes) = successes(&context.api.operations[index]);
    let plain = |ty, decode| Success {
        ty,
        decode,
        item: quote!(),
    };
    match successes {
        Successes::Empty => plain(quote!(()), quote!(decode::empty(reply))),
        Successes::One(one) => plain(content_type(writer, one), content_decode(one)),
        Successes::OneOrNone(one) => {
            let ty = content_type(writer, one);
            let decode = content_decode(one);
            plain(
                quote!(Option<#ty>),
                quote! {
                    if reply.body.is_empty() {
                        return Ok(None);
                    }
                    #decode.map(Some)
                },
            )
        }
        Successes::Several => several(context, writer, index, &answers),
    }
}

/// An enum with a variant for each declared success.
fn several(
    context: &Context<'_>,
    writer: &TypeWriter<'_>,
    index: usize,
    answers: &[(usize, &Response)],
) -> Success {
    let names = &context.names.operations[index];
    let name = ident(&names.output);
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    let mut last = None;
    for (position, response) in answers {
        let variant = ident(&names.responses[*position]);
        let text = docs::line(status_text(response));
        let (item, read) = match &response.content {
            Content::Empty => (quote!(#variant), quote!(Ok(#name::#variant))),
            content => {
                let ty = content_type(writer, content);
                let decode = content_decode(content);
                (quote!(#variant(#ty)), quote!(#decode.map(#name::#variant)))
            }
        };
        variants.push(quote!(#text #item,));
        match status_pattern(response.status) {
            Some(pattern) => arms.push(quote!(#pattern => #read,)),
            None => last = Some(quote!(_ => #read,)),
        }
    }
    let last = last.unwrap_or_else(
        || quote!(_ => Err(DecodeError::new("the document declares no answer with this status")),),
    );
    let text = docs::line(format!("What a successful [`{}`] yields.", names.marker));
    let cfg = features::cfg(&context.plan.operations[index].condition);
    let item = quote! {
        #text
        #cfg
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    };
    let decode = quote! {
        match reply.status.as_u16() {
            #(#arms)*
            #last
        }
    };
    Success {
        ty: quote!(#name),
        decode,
        item,
    }
}

/// Which typed error answers there are.
fn failure(context: &Context<'_>, writer: &TypeWriter<'_>, index: usize) -> TokenStream {
    let operation = &context.api.operations[index];
    let names = &context.names.operations[index];
    let marker = ident(&names.marker);
    let cfg = features::cfg(&context.plan.operations[index].condition);
    let mut answers: Vec<(usize, &Response, &Type)> = operation
        .responses
        .iter()
        .enumerate()
        .filter(|(_, response)| !response.success)
        .filter_map(|(position, response)| match &response.content {
            Content::Json(ty) => Some((position, response, ty)),
            _ => None,
        })
        .collect();
    answers.sort_by_key(|(_, response, _)| specificity(response.status));
    let mut types: Vec<&Type> = Vec::new();
    for (_, _, ty) in &answers {
        if !types.contains(ty) {
            types.push(ty);
        }
    }
    match types.as_slice() {
        [] => quote!(),
        [one] => {
            let ty = writer.ty(one);
            quote! {
                #cfg
                impl Failure for #marker {
                    type Body = #ty;

                    fn decode_failure(reply: &Reply) -> Option<Self::Body> {
                        decode::json(reply).ok()
                    }
                }
            }
        }
        _ => failures(writer, names, &answers, &cfg),
    }
}

/// An enum with a variant for each declared error.
fn failures(
    writer: &TypeWriter<'_>,
    names: &crate::names::OperationNames,
    answers: &[(usize, &Response, &Type)],
    cfg: &TokenStream,
) -> TokenStream {
    let marker = ident(&names.marker);
    let name = ident(&names.failure);
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    let mut last = quote!(_ => None,);
    for (position, response, ty) in answers {
        let variant = ident(&names.responses[*position]);
        let text = docs::line(status_text(response));
        let ty = writer.ty(ty);
        variants.push(quote!(#text #variant(#ty),));
        let read = quote!(decode::json(reply).ok().map(#name::#variant));
        match status_pattern(response.status) {
            Some(pattern) => arms.push(quote!(#pattern => #read,)),
            None => last = quote!(_ => #read,),
        }
    }
    let text = docs::line(format!("The error answers of [`{}`].", names.marker));
    quote! {
        #text
        #cfg
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        #cfg
        impl Failure for #marker {
            type Body = #name;

            fn decode_failure(reply: &Reply) -> Option<Self::Body> {
                match reply.status.as_u16() {
                    #(#arms)*
                    #last
                }
            }
        }
    }
}

fn status_text(response: &Response) -> String {
    match response.status {
        Status::Code(code) => format!("Status {code}."),
        Status::Class(class) => format!("Any status from {class}00 to {class}99."),
        Status::Default => "Any other status.".to_owned(),
    }
}

/// One status is matched before the class that holds it.
fn specificity(status: Status) -> u8 {
    match status {
        Status::Code(_) => 0,
        Status::Class(_) => 1,
        Status::Default => 2,
    }
}

/// The pattern of a status; `None` for the answer to all others.
fn status_pattern(status: Status) -> Option<TokenStream> {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            Some(quote!(#code))
        }
        Status::Class(class) => {
            let low = Literal::u16_unsuffixed(class * 100);
            let high = Literal::u16_unsuffixed(class * 100 + 99);
            Some(quote!(#low..=#high))
        }
        Status::Default => None,
    }
}

fn content_type(writer: &TypeWriter<'_>, content: &Content) -> TokenStream {
    match content {
        Content::Json(ty) | Content::Form(ty) => writer.ty(ty),
        Content::Text => quote!(String),
        Content::Binary | Content::Multipart(_) => quote!(bytes::Bytes),
        Content::Empty => quote!(()),
    }
}

fn content_decode(content: &Content) -> TokenStream {
    match content {
        Content::Json(_) | Content::Form(_) => quote!(decode::json(reply)),
        Content::Text => quote!(decode::text(reply)),
        Content::Binary | Content::Multipart(_) => quote!(decode::bytes(reply)),
        Content::Empty => quote!(decode::empty(reply)),
    }
}
