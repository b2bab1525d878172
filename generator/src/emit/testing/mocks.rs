//! `src/testing/mocks/TAG.rs`: for each operation how its value becomes an answer, an example of
//! one, and a mock's methods for its parameters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::super::accessor::OperationWriter;
use super::super::docs::{code, line};
use super::super::imports::{self, Piece};
use super::super::operation::{Successes, successes};
use super::super::types::TypeWriter;
use super::super::{Context, features, ident};
use super::{in_blocks, literal};
use crate::ir::{Content, Operation, Response, Status, Type};
use crate::plan::Tag;

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
    let first = |content: &Content| {
        let found = answers.iter().find(|(_, one)| one.content == *content);
        found.map_or(204, |(_, response)| status(response, &answers))
    };
    match successes {
        Successes::Empty => {
            let status = number(first(&Content::Empty));
            quote! {
                let () = output;
                lay::empty(#status)
            }
        }
        Successes::One(content) => laid(operation, content, first(content)),
        Successes::OneOrNone(content) => {
            let laid = laid(operation, content, first(content));
            let empty = number(first(&Content::Empty));
            quote! {
                match output {
                    Some(output) => #laid,
                    None => lay::empty(#empty),
                }
            }
        }
        Successes::Several => {
            let root = &context.root;
            let module = ident(&context.names.tags[operation.tag.0].module);
            let names = &context.names.operations[index];
            let output = ident(&names.output);
            let arms = answers.iter().map(|(position, response)| {
                let variant = ident(&names.responses[*position]);
                let status = status(response, &answers);
                let empty = number(status);
                match &response.content {
                    Content::Empty => {
                        quote!(#root::#module::#output::#variant => lay::empty(#empty),)
                    }
                    content => {
                        let laid = laid_as(&response.media_type, content, status);
                        quote!(#root::#module::#output::#variant(output) => #laid,)
                    }
                }
            });
            quote!(match output { #(#arms)* })
        }
    }
}

fn laid(operation: &Operation, content: &Content, status: u16) -> TokenStream {
    let mut responses = operation.responses.iter();
    let response = responses.find(|one| one.success && one.content == *content);
    laid_as(response.map_or("", |one| &one.media_type), content, status)
}

fn laid_as(media_type: &str, content: &Content, status: u16) -> TokenStream {
    let media_type = concrete(media_type, content);
    let status = number(status);
    match content {
        Content::Json(_) | Content::Form(_) => quote!(lay::json(#status, #media_type, output)),
        Content::Text => quote!(lay::text(#status, #media_type, output)),
        Content::Binary | Content::Multipart(_) => {
            quote!(lay::bytes(#status, #media_type, output))
        }
        Content::Empty => quote!(lay::empty(#status)),
    }
}

/// A media type without wildcards.
fn concrete(media_type: &str, content: &Content) -> String {
    let plain = |char: char| char.is_ascii_graphic() || char == ' ';
    if !media_type.is_empty() && !media_type.contains('*') && media_type.chars().all(plain) {
        return media_type.to_owned();
    }
    let usual = match content {
        Content::Json(_) | Content::Form(_) => "application/json",
        Content::Text => "text/plain",
        _ => "application/octet-stream",
    };
    usual.to_owned()
}

/// A status that an answer is declared for, and none of the more specific ones.
fn status(response: &Response, answers: &[(usize, &Response)]) -> u16 {
    let named = |code: u16| {
        let mut others = answers.iter().map(|(_, other)| other.status);
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
    let typed = answers
        .iter()
        .find(|(_, response)| response.content != Content::Empty);
    let Some((position, response)) = typed else {
        let status = answers
            .first()
            .map_or(204, |(_, response)| status(response, &answers));
        return example_answer(status, "", &quote!(""));
    };
    let body = match &response.content {
        Content::Json(ty) | Content::Form(ty) => {
            let Some(json) = &context.fixtures.answers[index][*position] else {
                return quote!(None);
            };
            json_of(context, ty, json)
        }
        Content::Text => quote!("text"),
        _ => quote!("bytes"),
    };
    let media_type = concrete(&response.media_type, &response.content);
    example_answer(status(response, &answers), &media_type, &body)
}

fn example_answer(status: u16, media_type: &str, body: &TokenStream) -> TokenStream {
    let status = number(status);
    quote! {
        Some(ExampleAnswer { status: #status, media_type: #media_type, body: #body })
    }
}

/// The JSON of an answer: the model's own where the answer is one, and has no example of its own.
fn json_of(context: &Context<'_>, ty: &Type, json: &Value) -> TokenStream {
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
        if let (false, Content::Json(ty)) = (response.success, &response.content) {
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
