//! `src/testing/mocks/TAG.rs`: for each operation how its value becomes an answer, an example of
//! one, and a mock's methods for its parameters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::docs::{code, line};
use super::super::imports::{self, Piece};
use super::super::tag::OperationWriter;
use super::super::types::TypeWriter;
use super::super::{Context, features, ident, token};
use super::{in_blocks, raw};
use crate::plan::answers::{AnswerEnum, AnswerType, Output};
use crate::plan::mocks::{ExampleBody, Mocked};
use crate::plan::{Ident, Operation, Tag};

/// The mocks of a tag's operations.
pub(crate) fn emit(context: &Context<'_>, tag: &Tag) -> Vec<TokenStream> {
    let root = &context.root;
    let writer = || TypeWriter::through(quote!(#root::models));
    let mut items = Vec::new();
    let mut pieces = Vec::new();
    for index in &tag.operations {
        let operation = &context.plan.operations[*index];
        let operation = OperationWriter {
            writer: writer(),
            marker: path_of(context, operation, &operation.marker),
            operation,
        };
        let item = one(context, &operation);
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
    let tag = code(&tag.wire);
    let text = format!(" How mocks answer the operations tagged `{tag}`.");
    let head = quote! {
        #![doc = #text]

        #uses

        #visit
    };
    std::iter::once(head).chain(items).collect()
}

fn visit(context: &Context<'_>, tag: &Tag) -> TokenStream {
    let visits = tag.operations.iter().map(|index| {
        let operation = &context.plan.operations[*index];
        let marker = path_of(context, operation, &operation.marker);
        let cfg = features::cfg(&operation.condition);
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

/// The path of a type that stands beside an operation.
fn path_of(context: &Context<'_>, operation: &Operation, ty: &Ident) -> TokenStream {
    let root = &context.root;
    let module = token(&context.plan.tags[operation.tag].module);
    let ty = token(ty);
    quote!(#root::#module::#ty)
}

fn one(context: &Context<'_>, writer: &OperationWriter<'_>) -> TokenStream {
    let (operation, marker) = (writer.operation, &writer.marker);
    let cfg = features::cfg(&operation.condition);
    let example = example(context, operation);
    let answer = answer(context, operation);
    let setters = setters(writer);
    let failure = failure(context, operation);
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
    let marker = &operation.marker;
    let parameters = operation.operation.parameters.iter();
    let setters: Vec<TokenStream> = parameters
        .filter_map(|parameter| {
            let method = token(parameter.mock.as_ref()?);
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
fn answer(context: &Context<'_>, operation: &Operation) -> TokenStream {
    match &operation.answers.output {
        Output::One(value) => match (&value.ty, &value.mocked) {
            (_, None) => quote!(),
            (AnswerType::Empty, Some(mocked)) => {
                let write = write(mocked);
                quote! {
                    let () = output;
                    #write
                }
            }
            (_, Some(mocked)) => write(mocked),
        },
        Output::Optional { value, nothing } => {
            let some = value.mocked.as_ref().map(write);
            let none = write(nothing);
            quote! {
                match output {
                    Some(output) => #some,
                    None => #none,
                }
            }
        }
        Output::Enum(own) => several(context, operation, own),
    }
}

fn several(context: &Context<'_>, operation: &Operation, own: &AnswerEnum) -> TokenStream {
    let path = path_of(context, operation, &own.name);
    let variants = own.answers.iter().flat_map(|answer| &answer.variants);
    let arms = variants.map(|variant| {
        let name = token(&variant.name);
        let write = variant.value.mocked.as_ref().map(write);
        match variant.value.ty {
            AnswerType::Empty => quote!(#path::#name => #write,),
            _ => quote!(#path::#name(output) => #write,),
        }
    });
    let undeclared = own.undeclared.as_ref().map(|undeclared| {
        let undeclared = token(undeclared);
        quote!(#path::#undeclared(reply) => respond::reply(reply),)
    });
    quote!(match output { #(#arms)* #undeclared })
}

/// The expression that writes `output`.
fn write(mocked: &Mocked) -> TokenStream {
    let (writer, status) = (ident(mocked.writer), number(mocked.status));
    match mocked.media_type.as_str() {
        "" => quote!(respond::#writer(#status)),
        media_type => quote!(respond::#writer(#status, #media_type, output)),
    }
}

fn number(status: u16) -> Literal {
    Literal::u16_unsuffixed(status)
}

/// The operation's example.
fn example(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let Some(example) = &operation.mock_example else {
        return quote!(None);
    };
    let (status, media_type) = (number(example.status), &example.media_type);
    let body = match &example.body {
        ExampleBody::OfModel(model) => {
            let (root, model) = (&context.root, ident(&model.name));
            quote!(<#root::models::#model as Example>::JSON)
        }
        ExampleBody::Json(json) => raw(json),
        ExampleBody::Text(text) => quote!(#text),
    };
    quote! {
        Some(ExampleAnswer { status: #status, media_type: #media_type, body: #body })
    }
}

/// How the enum of an operation's error answers is written.
fn failure(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let Some(Output::Enum(own)) = &operation.answers.failure else {
        return quote!();
    };
    let path = path_of(context, operation, &own.name);
    let cfg = features::cfg(&operation.condition);
    let variants = own.answers.iter().flat_map(|answer| &answer.variants);
    let variants = variants.map(|variant| token(&variant.name));
    quote! {
        #cfg
        impl serde::Serialize for #path {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#variants(body) => body.serialize(serializer),)*
                }
            }
        }
    }
}
