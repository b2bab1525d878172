//! `src/testing/mocks/TAG.rs`: for each operation how its value becomes an answer, an example of
//! one, and a mock's methods for its parameters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value as Json;

use super::super::accessor::OperationWriter;
use super::super::docs::{code, line};
use super::super::imports::{self, Piece};
use super::super::types::TypeWriter;
use super::super::{Context, features, ident};
use super::{in_blocks, literal};
use crate::ir::{EventData, Framing, Items, Response, Status, Type};
use crate::plan::Tag;
use crate::plan::responses::{Answer, Read, Successes, Value, is_events, successes, usual};
use crate::scalars::Scalar;

/// The mocks of a tag's operations.
pub(crate) fn emit(context: &Context<'_>, tag: &Tag) -> Vec<TokenStream> {
    let root = &context.root;
    let writer = || TypeWriter::through(context, quote!(#root::models));
    let mut items = Vec::new();
    let mut pieces = Vec::new();
    for index in &tag.operations {
        let operation = OperationWriter {
            context,
            writer: writer(),
            marker: marker(context, *index),
            index: *index,
            operation: &context.plan.operations[*index],
        };
        let item = one(&operation);
        pieces.push(Piece {
            operation: Some(*index),
            words: imports::words(imports::MOCKS, [&item]),
            checks: false,
            writer: operation.writer,
        });
        items.push(item);
    }
    let visit = visit(context, tag);
    pieces.push(Piece {
        operation: None,
        words: imports::words(imports::MOCKS, [&visit]),
        checks: false,
        writer: writer(),
    });
    let uses = imports::of_mocks(context, tag, &pieces);
    let name = code(&tag.wire);
    let text = format!(" How mocks answer the operations tagged `{name}`.");
    let head = quote! {
        #![doc = #text]

        #uses

        #visit
    };
    std::iter::once(head).chain(items).collect()
}

fn visit(context: &Context<'_>, tag: &Tag) -> TokenStream {
    let visits = tag.operations.iter().map(|index| {
        let marker = marker(context, *index);
        let cfg = features::cfg(&context.plan.operations[*index].condition);
        (cfg, quote!(visitor.visit::<#marker>();))
    });
    let visits = in_blocks(visits.collect());
    quote! {
        /// Shows every operation of the tag to a visitor.
        pub(crate) fn visit(visitor: &mut impl OperationVisitor) {
            #visits
        }
    }
}

/// The path of the type that stands for an operation.
fn marker(context: &Context<'_>, index: usize) -> TokenStream {
    let root = &context.root;
    let operation = &context.plan.operations[index];
    let module = ident(&context.plan.tags[operation.tag].module);
    let marker = ident(&operation.marker);
    quote!(#root::#module::#marker)
}

fn one(operation: &OperationWriter<'_>) -> TokenStream {
    let (context, index) = (operation.context, operation.index);
    let cfg = features::cfg(&operation.operation.condition);
    let marker = marker(context, index);
    let example = example(context, index);
    let answer = answer(context, index);
    let setters = setters(operation);
    let failure = failure(context, index);
    quote! {
        #cfg
        impl Mockable for #marker {
            const EXAMPLE: Option<ExampleAnswer> = #example;

            fn answer(output: &Self::Output) -> FakeAnswer {
                #answer
            }
        }

        #setters
        #failure
    }
}

/// The mock's methods for the parameters of path and query.
fn setters(operation: &OperationWriter<'_>) -> TokenStream {
    let marker = marker(operation.context, operation.index);
    let parameters = operation.operation.parameters.iter();
    let setters: Vec<TokenStream> = parameters
        .filter_map(|parameter| {
            let method = ident(parameter.mock.as_ref()?);
            let text = line(format!(
                "Answers where `{}` is this.",
                code(&parameter.wire)
            ));
            let argument = operation.argument(parameter);
            let step = operation.step(parameter, &quote!(self.request));
            Some(quote! {
                #text
                pub fn #method(mut self, #argument) -> Self {
                    #step
                    self
                }
            })
        })
        .collect();
    if setters.is_empty() {
        return quote!();
    }
    let cfg = features::cfg(&operation.operation.condition);
    quote! {
        #cfg
        impl Mock<#marker> {
            #(#setters)*
        }
    }
}

/// The expression of the answer that decodes to `output`.
fn answer(context: &Context<'_>, index: usize) -> TokenStream {
    let operation = &context.api.operations[index];
    let (answers, successes) = successes(operation);
    match successes {
        Successes::Empty => {
            let status = number(first(&answers, Value::Empty));
            quote! {
                let () = output;
                lay::empty(#status)
            }
        }
        Successes::One(value, _) => laid(&answers, value),
        Successes::OneOrNone(value, _) => {
            let laid = laid(&answers, value);
            let empty = number(first(&answers, Value::Empty));
            quote! {
                match output {
                    Some(output) => #laid,
                    None => lay::empty(#empty),
                }
            }
        }
        Successes::Several => several(context, index, &answers),
    }
}

fn several(context: &Context<'_>, index: usize, answers: &[Answer<'_>]) -> TokenStream {
    let operation = &context.api.operations[index];
    let root = &context.root;
    let module = ident(&context.names.tags[operation.tag.0].module);
    let names = &context.names.operations[index];
    let output = ident(&names.output);
    let mut arms = Vec::new();
    for answer in answers {
        let status = status(answer.response, answers);
        let own = names.readings[answer.place].iter();
        for (reading, variant) in answer.readings.iter().zip(own) {
            let variant = ident(variant);
            arms.push(match reading.value {
                Value::Empty => {
                    let status = number(status);
                    quote!(#root::#module::#output::#variant => lay::empty(#status),)
                }
                value => {
                    let media_type = reading.media_types.first().copied().unwrap_or_default();
                    let laid = laid_as(media_type, value, reading.read, status);
                    quote!(#root::#module::#output::#variant(output) => #laid,)
                }
            });
        }
    }
    let is_whole = answers
        .iter()
        .any(|answer| answer.response.status == Status::Default);
    if !is_whole {
        let other = ident(&names.undeclared);
        arms.push(quote!(#root::#module::#output::#other(reply) => lay::reply(reply),));
    }
    quote!(match output { #(#arms)* })
}

/// The status of the first answer that becomes such a value.
fn first(answers: &[Answer<'_>], value: Value<'_>) -> u16 {
    let is_it = |answer: &&Answer<'_>| answer.readings.iter().any(|one| one.value == value);
    let found = answers.iter().find(is_it);
    found.map_or(204, |answer| status(answer.response, answers))
}

fn laid(answers: &[Answer<'_>], value: Value<'_>) -> TokenStream {
    let readings = answers.iter().flat_map(|answer| &answer.readings);
    let mut readings = readings.filter(|reading| reading.value == value);
    let reading = readings.next();
    let media_type = reading.and_then(|one| preferred(&one.media_types, one.read));
    let read = reading.map_or(Read::Nothing, |one| one.read);
    laid_as(
        media_type.unwrap_or_default(),
        value,
        read,
        first(answers, value),
    )
}

/// The media type that a value is laid out in: JSON where it may be that.
fn preferred<'a>(media_types: &[&'a str], read: Read) -> Option<&'a str> {
    let is_json = |one: &&&str| one.contains("json") || one.contains('*');
    let json = media_types.iter().find(is_json);
    match read {
        Read::JsonOrText => json.or(media_types.first()).copied(),
        _ => media_types.first().copied(),
    }
}

fn laid_as(media_type: &str, value: Value<'_>, read: Read, status: u16) -> TokenStream {
    let media_type = concrete(media_type, read);
    let status = number(status);
    match (value, read) {
        (Value::Empty, _) | (_, Read::Nothing) => quote!(lay::empty(#status)),
        (Value::Items(items), _) => laid_items(items, &media_type, &status),
        (Value::Bytes, _) => quote!(lay::bytes(#status, #media_type, output)),
        (Value::Type(Type::Scalar(Scalar::String)), Read::Text) => {
            quote!(lay::text(#status, #media_type, output))
        }
        (_, Read::Text) => quote!(lay::text_value(#status, #media_type, output)),
        _ => quote!(lay::json(#status, #media_type, output)),
    }
}

fn laid_items(items: &Items, media_type: &str, status: &Literal) -> TokenStream {
    let function = ident(match (items.framing, items.event) {
        (_, EventData::Whole) => "whole_events",
        (_, EventData::Text) => "text_events",
        _ if is_events(items) => "events",
        (Framing::Records, _) => "records",
        _ => "lines",
    });
    quote!(lay::#function(#status, #media_type, output))
}

/// A media type without wildcards.
fn concrete(media_type: &str, read: Read) -> String {
    let plain = |char: char| char.is_ascii_graphic() || char == ' ';
    if !media_type.is_empty() && !media_type.contains('*') && media_type.chars().all(plain) {
        return media_type.to_owned();
    }
    let usual = match read {
        Read::Json | Read::JsonOrText => "application/json",
        Read::Text => "text/plain",
        _ => "application/octet-stream",
    };
    usual.to_owned()
}

/// A status that an answer is declared for, and none of the more specific ones.
fn status(response: &Response, answers: &[Answer<'_>]) -> u16 {
    let named = |code: u16| {
        let mut others = answers.iter().map(|answer| answer.response.status);
        others.any(|other| {
            other != response.status
                && match other {
                    Status::Code(other) => other == code,
                    Status::Class(class) => {
                        code / 100 == class && response.status == Status::Default
                    }
                    Status::Default => false,
                }
        })
    };
    match response.status {
        Status::Code(code) => code,
        Status::Class(class) => {
            let mut codes = class * 100..class * 100 + 100;
            codes.find(|code| !named(*code)).unwrap_or(class * 100)
        }
        Status::Default => (200..300).find(|code| !named(*code)).unwrap_or(200),
    }
}

fn number(status: u16) -> Literal {
    Literal::u16_unsuffixed(status)
}

/// The operation's example: that of its first answer with a body.
fn example(context: &Context<'_>, index: usize) -> TokenStream {
    let operation = &context.api.operations[index];
    let (answers, _) = successes(operation);
    let has_body = |answer: &&Answer<'_>| answer.readings[0].value != Value::Empty;
    let Some(answer) = answers.iter().find(has_body) else {
        let status = answers
            .first()
            .map_or(204, |answer| status(answer.response, &answers));
        return example_answer(status, "", &quote!(""));
    };
    let reading = &answer.readings[usual(&answer.readings)];
    let body = match (reading.value, reading.read) {
        (Value::Type(ty), Read::Json | Read::JsonOrText) => {
            let Some(json) = &context.fixtures.answers[index][answer.place] else {
                return quote!(None);
            };
            json_of(context, ty, json)
        }
        (Value::Type(Type::Scalar(Scalar::String)), _) => quote!("text"),
        (Value::Type(_), Read::Text) => match &context.fixtures.answers[index][answer.place] {
            Some(Json::String(text)) => quote!(#text),
            Some(json @ (Json::Number(_) | Json::Bool(_))) => {
                let text = json.to_string();
                quote!(#text)
            }
            _ => return quote!(None),
        },
        (Value::Bytes, _) => quote!("bytes"),
        // A stream may end before its first item.
        (Value::Items(_), _) => quote!(""),
        _ => return quote!(None),
    };
    let media_type = preferred(&reading.media_types, reading.read).unwrap_or_default();
    let media_type = concrete(media_type, reading.read);
    example_answer(status(answer.response, &answers), &media_type, &body)
}

fn example_answer(status: u16, media_type: &str, body: &TokenStream) -> TokenStream {
    let status = number(status);
    quote! {
        Some(ExampleAnswer { status: #status, media_type: #media_type, body: #body })
    }
}

/// The JSON of an answer: the model's own where the answer is one, and has no example of its own.
fn json_of(context: &Context<'_>, ty: &Type, json: &Json) -> TokenStream {
    let root = &context.root;
    if let Type::Named(id) | Type::Boxed(id) = context.api.resolve(ty)
        && context.fixtures.types[id.0].as_ref() == Some(json)
    {
        let model = ident(context.names.ty(*id));
        return quote!(<#root::models::#model as Example>::JSON);
    }
    literal(json)
}

/// How the enum of an operation's error answers is written.
fn failure(context: &Context<'_>, index: usize) -> TokenStream {
    let operation = &context.api.operations[index];
    let names = &context.names.operations[index];
    let mut types: Vec<&Type> = Vec::new();
    let mut variants = Vec::new();
    for (response, variant) in operation.responses.iter().zip(&names.responses) {
        if let (false, Some(ty)) = (response.success, response.json()) {
            variants.push(ident(variant));
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
    }
    if types.len() < 2 {
        return quote!();
    }
    let root = &context.root;
    let module = ident(&context.names.tags[operation.tag.0].module);
    let name = ident(&names.failure);
    let cfg = features::cfg(&context.plan.operations[index].condition);
    quote! {
        #cfg
        impl serde::Serialize for #root::#module::#name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#variants(body) => body.serialize(serializer),)*
                }
            }
        }
    }
}
