//! The type that stands for an operation: what it yields, where it goes, how its answers are read.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::types::TypeWriter;
use super::{docs, features, ident, token};
use crate::plan::Operation;
use crate::plan::answers::{
    AnswerEnum, AnswerType, AnswerValue, AnswerVariant, EnumAnswer, Output, Statuses,
};

/// The marker of an operation with what it implements, and the enums of its answers.
pub(super) fn emit(writer: &TypeWriter, operation: &Operation) -> TokenStream {
    let marker = token(&operation.marker);
    let text = operation.marker_docs.outer();
    let cfg = features::cfg(&operation.condition);
    let info = info(operation);
    let success = success(writer, operation);
    let failure = failure(writer, operation);
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

fn info(operation: &Operation) -> TokenStream {
    let (id, method, path) = (&operation.id, &operation.http_method, &operation.path);
    let accept = &operation.answers.accept;
    let mut fields = vec![quote!(accept: #accept)];
    if !operation.security.is_empty() {
        let alternatives = operation.security.iter();
        let alternatives = alternatives.map(|schemes| quote!(&[#(#schemes),*]));
        fields.push(quote!(security: &[#(#alternatives),*]));
    }
    if let Some(safe) = operation.retry_safe {
        fields.push(quote!(retry_safe: Some(#safe)));
    }
    if let Some(url) = &operation.base {
        fields.push(quote!(base: Some(#url)));
    }
    let success = operation.answers.further_successes.iter();
    let success: Vec<Literal> = success.map(|code| Literal::u16_unsuffixed(*code)).collect();
    if !success.is_empty() {
        fields.push(quote!(success: &[#(#success),*]));
    }
    quote!(OperationInfo { #(#fields,)* ..OperationInfo::new(#id, #method, #path) })
}

/// What the answers of an operation become.
struct Decoding {
    /// The type.
    ty: TokenStream,
    /// The expression that reads it from `reply`.
    decode: TokenStream,
    /// The enum, when there are several.
    item: TokenStream,
}

/// What a successful call yields.
fn success(writer: &TypeWriter, operation: &Operation) -> Decoding {
    match &operation.answers.output {
        Output::One(value) => Decoding {
            ty: writer.answer_type(&value.ty),
            decode: read(value),
            item: quote!(),
        },
        Output::Optional { value, .. } => {
            let (ty, read) = (writer.answer_type(&value.ty), read(value));
            Decoding {
                ty: quote!(Option<#ty>),
                decode: quote! {
                    if reply.body.is_empty() {
                        return Ok(None);
                    }
                    #read.map(Some)
                },
                item: quote!(),
            }
        }
        Output::Enum(own) => several(writer, operation, own),
    }
}

/// An enum with a variant for each value that a declared success may become, and one for answers that
/// are not declared.
fn several(writer: &TypeWriter, operation: &Operation, own: &AnswerEnum) -> Decoding {
    let name = token(&own.name);
    let undeclared = own.undeclared.as_ref().map(token);
    let variants = variants(writer, own);
    let other = undeclared.as_ref().map(|other| {
        quote! {
            /// A success that the document does not declare, as it came.
            #other(Reply),
        }
    });
    let arms = own.answers.iter().map(|answer| {
        let statuses = statuses(answer.statuses);
        let read = read_answer(answer, &name, undeclared.as_ref());
        quote!(#statuses => #read,)
    });
    let last = undeclared
        .as_ref()
        .map(|other| quote!(_ => Ok(#name::#other(reply.clone())),));
    let text = docs::line(format!(
        "What a successful [`{}`] yields.",
        operation.marker
    ));
    let cfg = features::cfg(&operation.condition);
    Decoding {
        ty: quote!(#name),
        decode: quote! {
            match reply.status.as_u16() {
                #(#arms)*
                #last
            }
        },
        item: quote! {
            #text
            #cfg
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                #other
            }
        },
    }
}

/// The variants of an enum of answers, but that of undeclared ones.
fn variants(writer: &TypeWriter, own: &AnswerEnum) -> Vec<TokenStream> {
    let variants = own.answers.iter().flat_map(|answer| &answer.variants);
    let variants = variants.map(|variant| {
        let (text, name) = (variant.docs.outer(), token(&variant.name));
        match &variant.value.ty {
            AnswerType::Empty => quote!(#text #name,),
            ty => {
                let ty = writer.answer_type(ty);
                quote!(#text #name(#ty),)
            }
        }
    });
    variants.collect()
}

/// The expression that reads an answer: its media type says which of its variants it is. One of another
/// media type comes as it is, where the enum has a variant for it.
fn read_answer(answer: &EnumAnswer, owner: &Ident, undeclared: Option<&Ident>) -> TokenStream {
    let read = |variant: &AnswerVariant| {
        let name = token(&variant.name);
        match variant.value.ty {
            AnswerType::Empty => quote!(Ok(#owner::#name)),
            _ => {
                let read = read(&variant.value);
                quote!(#read.map(#owner::#name))
            }
        }
    };
    if let [one] = answer.variants.as_slice() {
        return read(one);
    }
    let mut media_types: Vec<&str> = Vec::new();
    let mut arms = Vec::new();
    let mut usual = (0, quote!());
    for (place, variant) in answer.variants.iter().enumerate() {
        let first = media_types.len();
        media_types.extend(variant.media_types.iter().map(String::as_str));
        let read = read(variant);
        if place == answer.usual {
            usual = (first, read);
            continue;
        }
        let places = (first..media_types.len()).map(Literal::usize_unsuffixed);
        arms.push(quote!(#(#places)|* => #read,));
    }
    if let Some(other) = undeclared {
        let none = Literal::usize_unsuffixed(media_types.len());
        arms.push(quote!(#none => Ok(#owner::#other(reply.clone())),));
    }
    let (fallback, read) = usual;
    let fallback = Literal::usize_unsuffixed(fallback);
    quote! {
        match decode::form(reply, &[#(#media_types),*], #fallback) {
            #(#arms)*
            _ => #read,
        }
    }
}

/// Which typed error answers there are.
fn failure(writer: &TypeWriter, operation: &Operation) -> TokenStream {
    let marker = token(&operation.marker);
    let cfg = features::cfg(&operation.condition);
    let (ty, decode, item) = match &operation.answers.failure {
        None => return quote!(),
        Some(Output::One(value) | Output::Optional { value, .. }) => {
            let (ty, read) = (writer.answer_type(&value.ty), read(value));
            (ty, quote!(#read.ok()), None)
        }
        Some(Output::Enum(own)) => {
            let name = token(&own.name);
            let decode = decode_failures(own, &name);
            (
                quote!(#name),
                decode,
                Some(failures(writer, operation, own)),
            )
        }
    };
    quote! {
        #item

        #cfg
        impl Failure for #marker {
            type Body = #ty;

            fn decode_failure(reply: &Reply) -> Option<Self::Body> {
                #decode
            }
        }
    }
}

/// An enum with a variant for each declared error.
fn failures(writer: &TypeWriter, operation: &Operation, own: &AnswerEnum) -> TokenStream {
    let name = token(&own.name);
    let cfg = features::cfg(&operation.condition);
    let text = docs::line(format!("The error answers of [`{}`].", operation.marker));
    let variants = variants(writer, own);
    quote! {
        #text
        #cfg
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    }
}

fn decode_failures(own: &AnswerEnum, owner: &Ident) -> TokenStream {
    let arms = own.answers.iter().map(|answer| {
        let variant = &answer.variants[answer.usual];
        let (statuses, name, read) = (
            statuses(answer.statuses),
            token(&variant.name),
            read(&variant.value),
        );
        quote!(#statuses => #read.ok().map(#owner::#name),)
    });
    let is_whole = own
        .answers
        .iter()
        .any(|answer| answer.statuses == Statuses::Others);
    let last = (!is_whole).then(|| quote!(_ => None,));
    quote! {
        match reply.status.as_u16() {
            #(#arms)*
            #last
        }
    }
}

/// The pattern of statuses.
fn statuses(statuses: Statuses) -> TokenStream {
    match statuses {
        Statuses::One(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Statuses::Range(first, last) => {
            let (first, last) = (
                Literal::u16_unsuffixed(first),
                Literal::u16_unsuffixed(last),
            );
            quote!(#first..=#last)
        }
        Statuses::Others => quote!(_),
    }
}

/// The expression that reads a value from `reply`.
fn read(value: &AnswerValue) -> TokenStream {
    let reader = ident(value.reader);
    match value.ty {
        AnswerType::Items(_) => quote!(crate::runtime::stream::#reader::<Self>(reply)),
        _ => quote!(decode::#reader(reply)),
    }
}
