//! A tag's module: the accessor with a method an operation, the operations, and their setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Text, code, deprecated};
use super::imports::{self, Piece};
use super::types::{Perhaps, TypeWriter};
use super::{Context, bodies, features, ident, operation, paging, streams, token, validate};
use crate::plan::parameters::{Parameter, Style};
use crate::plan::{Argument, Operation, Tag};

/// What emitting one operation reads.
pub(super) struct OperationWriter<'a> {
    pub(super) writer: TypeWriter,
    /// The path of its marker.
    pub(super) marker: TokenStream,
    pub(super) operation: &'a Operation,
}

/// The module of a tag.
pub(crate) fn emit(context: &Context<'_>, tag: &Tag) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    let mut items = Vec::new();
    let mut pieces = Vec::new();
    for index in &tag.operations {
        let operation = &context.plan.operations[*index];
        let marker = token(&operation.marker);
        let writer = OperationWriter {
            writer: TypeWriter::through(quote!(models)),
            marker: quote!(#marker),
            operation,
        };
        let method = writer.method();
        let own = writer.items();
        pieces.push(Piece {
            operation: Some(*index),
            words: imports::words(imports::TAG, [&method, &own]),
            checks: operation.is_checked(),
            writer: writer.writer,
        });
        methods.push(method);
        items.push(own);
    }
    pieces.push(Piece {
        operation: None,
        words: imports::words(imports::TAG, [&accessor(tag, &[])]),
        checks: false,
        writer: TypeWriter::through(quote!(models)),
    });
    let uses = imports::of_tag(context, tag, &pieces);
    let accessor = accessor(tag, &methods);
    let mut text = Text::default();
    text.own(format!("The operations tagged `{}`.", code(&tag.wire)));
    let text = text.inner();
    let head = quote!(#text #uses);
    [head, accessor].into_iter().chain(items).collect()
}

/// The type with a method an operation.
fn accessor(tag: &Tag, methods: &[TokenStream]) -> TokenStream {
    let name = token(&tag.accessor);
    let text = tag.accessor_docs.outer();
    quote! {
        #text
        #[derive(Clone, Debug)]
        pub struct #name<M: Mode = Async> {
            pub(crate) handle: Handle<M>,
        }

        impl<M: Mode> #name<M> {
            #(#methods)*
        }
    }
}

impl OperationWriter<'_> {
    /// The accessor's method.
    fn method(&self) -> TokenStream {
        let operation = self.operation;
        let docs = operation.docs.outer();
        let cfg = features::cfg(&operation.condition);
        let deprecated = deprecated(operation.deprecated.as_ref());
        let method = token(&operation.method);
        let marker = token(&operation.marker);
        let required = || {
            let parameters = operation.parameters.iter();
            parameters.filter(|parameter| parameter.required)
        };
        let mut arguments: Vec<TokenStream> = required()
            .map(|parameter| self.argument(parameter))
            .collect();
        let mut steps: Vec<TokenStream> = required()
            .map(|parameter| self.checked_step(parameter, &quote!(call.request)))
            .collect();
        let body = operation.body.as_ref();
        if let Some(body) = body.filter(|body| body.required) {
            let body = bodies::argument(self, body, &quote!(call.request));
            arguments.push(body.argument);
            steps.push(body.step);
        }
        let body = if steps.is_empty() {
            quote!(self.handle.call())
        } else {
            quote! {
                let mut call = self.handle.call();
                #(#steps)*
                call
            }
        };
        quote! {
            #docs
            #cfg
            #deprecated
            pub fn #method(&self, #(#arguments),*) -> Call<#marker, M> {
                #body
            }
        }
    }

    /// An argument of the accessor's method or of a setter.
    pub(super) fn argument(&self, parameter: &Parameter) -> TokenStream {
        let name = token(&parameter.name);
        let (ty, _) = self.writer.given(&parameter.argument, &quote!(#name));
        quote!(#name: #ty)
    }

    /// The statement that puts an argument into the request.
    pub(super) fn step(&self, parameter: &Parameter, request: &TokenStream) -> TokenStream {
        let (convert, value) = self.value(parameter);
        let send = self.send(parameter, &value, request);
        quote!(#convert #send)
    }

    /// The same with the check of what the document allows, if any.
    fn checked_step(&self, parameter: &Parameter, request: &TokenStream) -> TokenStream {
        let (convert, value) = self.value(parameter);
        let check = validate::of_parameter(parameter, request, &value);
        let check = check.map(|check| quote!(#[cfg(feature = "validate")] #check));
        let send = self.send(parameter, &value, request);
        quote!(#convert #check #send)
    }

    /// The statement that puts a parameter into the request; `value` refers to it.
    fn send(
        &self,
        parameter: &Parameter,
        value: &TokenStream,
        request: &TokenStream,
    ) -> TokenStream {
        let (marker, constant) = (&self.marker, token(&parameter.constant));
        quote!(#request.parameter(&#marker::#constant, #value);)
    }

    /// The statement that turns an argument into its value, and the expression that refers to it.
    fn value(&self, parameter: &Parameter) -> (TokenStream, TokenStream) {
        let name = token(&parameter.name);
        let (_, value) = self.writer.given(&parameter.argument, &quote!(#name));
        match &parameter.argument {
            Argument::Text => (quote!(), value),
            Argument::Value(_) => (quote!(), quote!(&#name)),
            Argument::Into(_)
            | Argument::Texts
            | Argument::Values(_)
            | Argument::Each(_)
            | Argument::Boxed(_) => {
                let ty = self.writer.type_ref(&parameter.ty);
                (quote!(let #name: #ty = #value;), quote!(&#name))
            }
        }
    }

    /// The marker of the operation and the setters of its call.
    fn items(&self) -> TokenStream {
        let marker = operation::emit(&self.writer, self.operation);
        let constants = constants(self.operation);
        let setters = self.setters();
        let paging = paging::emit(&self.writer, self.operation);
        let bodies = bodies::items(self);
        let stream = streams::emit(&self.writer, self.operation);
        quote!(#marker #constants #setters #bodies #paging #stream)
    }

    fn setters(&self) -> TokenStream {
        let operation = self.operation;
        let parameters = operation.parameters.iter();
        let mut setters: Vec<TokenStream> = parameters
            .filter(|parameter| !parameter.required)
            .map(|parameter| self.setter(parameter))
            .collect();
        let body = operation.body.as_ref();
        if let Some(body) = body.filter(|body| !body.required) {
            let bodies::Argument { argument, step } =
                bodies::argument(self, body, &quote!(self.request));
            let name = token(&body.name);
            let text = body.docs.outer();
            setters.push(quote! {
                #text
                pub fn #name(mut self, #argument) -> Self {
                    #step
                    self
                }
            });
        }
        if setters.is_empty() {
            return quote!();
        }
        let cfg = features::cfg(&operation.condition);
        let marker = token(&operation.marker);
        quote! {
            #cfg
            impl<M: Mode> Call<#marker, M> {
                #(#setters)*
            }
        }
    }

    fn setter(&self, parameter: &Parameter) -> TokenStream {
        let text = parameter.docs.outer();
        let deprecated = deprecated(parameter.deprecated.as_ref());
        let method = token(&parameter.name);
        let Perhaps {
            generics,
            ty,
            value,
        } = self
            .writer
            .given_perhaps(&parameter.argument, &quote!(#method));
        let request = quote!(self.request);
        let one = match parameter.argument {
            Argument::Text => quote!(*#method),
            _ => quote!(#method),
        };
        let check = validate::of_parameter(parameter, &request, &one);
        let check = check.map(|check| {
            quote! {
                #[cfg(feature = "validate")]
                if let Some(#method) = &#method {
                    #check
                }
            }
        });
        let option = match &parameter.argument {
            Argument::Text => quote!(Option<&str>),
            _ => {
                let ty = self.writer.type_ref(&parameter.ty);
                quote!(Option<#ty>)
            }
        };
        let send = self.send(parameter, &quote!(&#method), &request);
        quote! {
            #text
            #deprecated
            pub fn #method #generics(mut self, #method: #ty) -> Self {
                let #method: #option = #value;
                #check
                #send
                self
            }
        }
    }
}

/// A style as the runtime calls it.
pub(super) fn style(style: Style) -> TokenStream {
    let style = ident(format!("{style:?}"));
    quote!(Style::#style)
}

/// The constants that describe how parameters are sent.
fn constants(operation: &Operation) -> TokenStream {
    if operation.parameters.is_empty() {
        return quote!();
    }
    let cfg = features::cfg(&operation.condition);
    let marker = token(&operation.marker);
    let constants = operation.parameters.iter().map(|parameter| {
        let name = token(&parameter.constant);
        let value = descriptor(parameter);
        quote!(pub(crate) const #name: Parameter = #value;)
    });
    quote! {
        #cfg
        impl #marker {
            #(#constants)*
        }
    }
}

/// A parameter as the runtime describes it: what is usual is not said.
fn descriptor(parameter: &Parameter) -> TokenStream {
    let wire = &parameter.wire;
    let place = ident(parameter.place.as_str());
    let mut fields = Vec::new();
    if !parameter.has_usual_style() {
        let style = style(parameter.style);
        fields.push(quote!(style: #style));
    }
    if !parameter.has_usual_explode() {
        let explode = parameter.explode;
        fields.push(quote!(explode: #explode));
    }
    if parameter.allow_reserved {
        fields.push(quote!(allow_reserved: true));
    }
    let usual = quote!(Parameter::#place(#wire));
    if fields.is_empty() {
        return usual;
    }
    quote!(Parameter { #(#fields,)* ..#usual })
}
