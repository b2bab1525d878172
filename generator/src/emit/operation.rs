//! The type that stands for an operation: what it yields, where it goes, how its answers are read.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::TypeWriter;
use super::{Context, docs, features, ident, streams};
use crate::ir::{Response, Status, Type};
use crate::plan::responses::{
    self, Answer, Read, Reading, Successes, Value, specificity, successes,
};
use crate::scalars::Scalar;

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
    let (id, method, path) = (&planned.id, &planned.http_method, &planned.path);
    let accept = &planned.answers.accept;
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
    let success = planned.answers.further_successes.iter();
    let success: Vec<Literal> = success.map(|code| Literal::u16_unsuffixed(*code)).collect();
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
        Successes::One(value, read) => plain(value_type(writer, value), decode_as(value, read)),
        Successes::OneOrNone(value, read) => {
            let ty = value_type(writer, value);
            let decode = decode_as(value, read);
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

/// An enum with a variant for each value that a declared success may become, and one for answers that
/// are not declared.
fn several(
    context: &Context<'_>,
    writer: &TypeWriter<'_>,
    index: usize,
    answers: &[Answer<'_>],
) -> Success {
    let names = &context.names.operations[index];
    let name = ident(&names.output);
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    let mut last = None;
    for answer in answers {
        let own = &names.readings[answer.place];
        for (reading, variant) in answer.readings.iter().zip(own) {
            variants.push(variant_of(writer, answer, reading, &ident(variant)));
        }
        let read = read_answer(answer, own, &name);
        match status_pattern(answer.response.status) {
            Some(pattern) => arms.push(quote!(#pattern => #read,)),
            None => last = Some(quote!(_ => #read,)),
        }
    }
    let last = last.unwrap_or_else(|| {
        let other = ident(&names.undeclared);
        variants.push(quote! {
            /// A success that the document does not declare, as it came.
            #other(Reply),
        });
        quote!(_ => Ok(#name::#other(reply.clone())),)
    });
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

fn variant_of(
    writer: &TypeWriter<'_>,
    answer: &Answer<'_>,
    reading: &Reading<'_>,
    variant: &proc_macro2::Ident,
) -> TokenStream {
    let mut text = status_text(answer.response);
    if answer.readings.len() > 1 {
        let types: Vec<String> = reading
            .media_types
            .iter()
            .map(|one| format!("`{}`", docs::code(one)))
            .collect();
        text = format!("{}, {}.", text.trim_end_matches('.'), types.join(", "));
    }
    let text = docs::line(text);
    match reading.value {
        Value::Empty => quote!(#text #variant,),
        value => {
            let ty = value_type(writer, value);
            quote!(#text #variant(#ty),)
        }
    }
}

/// The expression that reads an answer: its media type says which of its forms it has.
fn read_answer(answer: &Answer<'_>, variants: &[String], name: &proc_macro2::Ident) -> TokenStream {
    let read = |reading: &Reading<'_>, variant: &String| {
        let variant = ident(variant);
        match reading.value {
            Value::Empty => quote!(Ok(#name::#variant)),
            value => {
                let decode = decode_as(value, reading.read);
                quote!(#decode.map(#name::#variant))
            }
        }
    };
    let all: Vec<_> = answer.readings.iter().zip(variants).collect();
    if let [(reading, variant)] = all.as_slice() {
        return read(reading, variant);
    }
    let usual = responses::usual(&answer.readings);
    let mut media_types: Vec<&str> = Vec::new();
    let mut arms = Vec::new();
    let mut fallback = 0;
    for (place, (reading, variant)) in all.iter().enumerate() {
        let first = media_types.len();
        media_types.extend(reading.media_types.iter().copied());
        if place == usual {
            fallback = first;
            continue;
        }
        let places = (first..media_types.len()).map(Literal::usize_unsuffixed);
        let read = read(reading, variant);
        arms.push(quote!(#(#places)|* => #read,));
    }
    let (reading, variant) = all[usual];
    let read = read(reading, variant);
    let fallback = Literal::usize_unsuffixed(fallback);
    quote! {
        match decode::form(reply, &[#(#media_types),*], #fallback) {
            #(#arms)*
            _ => #read,
        }
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
        .filter_map(|(position, response)| Some((position, response, response.json()?)))
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

fn value_type(writer: &TypeWriter<'_>, value: Value<'_>) -> TokenStream {
    match value {
        Value::Empty => quote!(()),
        Value::Type(ty) => writer.ty(ty),
        Value::Bytes => quote!(bytes::Bytes),
        Value::Items(items) => {
            let item = streams::item(writer, items);
            quote!(Vec<#item>)
        }
    }
}

fn decode_as(value: Value<'_>, read: Read) -> TokenStream {
    match (read, value) {
        (Read::Nothing, _) => quote!(decode::empty(reply)),
        (Read::Json, _) => quote!(decode::json(reply)),
        (Read::Text, Value::Type(Type::Scalar(Scalar::String))) => quote!(decode::text(reply)),
        (Read::Text, _) => quote!(decode::text_value(reply)),
        (Read::JsonOrText, _) => quote!(decode::json_or_text(reply)),
        (Read::Bytes, _) => quote!(decode::bytes(reply)),
        (Read::Items, _) => quote!(crate::runtime::stream::all::<Self>(reply)),
    }
}
