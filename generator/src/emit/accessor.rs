//! A tag's module: the accessor with a method an operation, the operations, and their setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Text, code, value_notes};
use super::imports::{self, Piece};
use super::models::deprecated;
use super::routes::Site;
use super::types::TypeWriter;
use super::{Context, features, ident, operation, paging, validate};
use crate::ir::{Body, Content, Operation, Parameter, PartContent, Place, Style, Type};
use crate::names::OperationNames;
use crate::plan::examples;
use crate::scalars::Scalar;

/// What emitting one operation reads.
pub(super) struct Tag<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) writer: TypeWriter<'a>,
}

/// The module of a tag.
pub(crate) fn emit(context: &Context<'_>, index: usize) -> Vec<TokenStream> {
    let operations: Vec<usize> = (0..context.api.operations.len())
        .filter(|operation| context.api.operations[*operation].tag.0 == index)
        .collect();
    let mut methods = Vec::new();
    let mut items = Vec::new();
    let mut pieces = Vec::new();
    for operation in operations {
        let tag = Tag {
            context,
            writer: TypeWriter::through(context, quote!(models)),
        };
        let method = tag.method(operation);
        let own = tag.operation(operation);
        pieces.push(Piece {
            gate: Some(context.api.operations[operation].gate()),
            words: imports::words(imports::TAG, [&method, &own]),
            checks: validate::is_needed(context, operation),
            writer: tag.writer,
        });
        methods.push(method);
        items.push(own);
    }
    pieces.push(Piece {
        gate: None,
        words: imports::words(imports::TAG, [&accessor(context, index, &[])]),
        checks: false,
        writer: TypeWriter::through(context, quote!(models)),
    });
    let uses = imports::of_tag(context, index, &pieces);
    let accessor = accessor(context, index, &methods);
    let tag = &context.api.tags[index];
    let mut text = Text::default();
    text.own(format!("The operations tagged `{}`.", code(&tag.name)));
    let text = text.inner();
    let head = quote!(#text #uses);
    [head, accessor].into_iter().chain(items).collect()
}

/// The type with a method an operation.
fn accessor(context: &Context<'_>, index: usize, methods: &[TokenStream]) -> TokenStream {
    let tag = &context.api.tags[index];
    let names = &context.names.tags[index];
    let name = ident(&names.ty);
    let mut text = Text::default();
    if context.config.mount.is_none() {
        match &tag.description {
            Some(description) => text.foreign(description, Site::elsewhere(context)),
            None => text.own(format!("The operations tagged `{}`.", code(&tag.name))),
        }
        text.own(format!(
            "[`Client::{}`](crate::Client::{}) gives it.",
            names.module, names.module
        ));
    }
    let text = text.outer();
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

impl Tag<'_> {
    /// The accessor's method for an operation.
    fn method(&self, index: usize) -> TokenStream {
        let operation = &self.context.api.operations[index];
        let names = &self.context.names.operations[index];
        let docs = self.method_docs(index).outer();
        let cfg = features::cfg(&self.context.planner.operation_condition(operation));
        let deprecated = deprecated(&operation.docs, self.site(operation));
        let method = ident(&names.method);
        let marker = ident(&names.marker);
        let required = || {
            operation
                .parameters
                .iter()
                .zip(&names.parameters)
                .filter(|(parameter, _)| parameter.required)
        };
        let mut arguments: Vec<TokenStream> = required()
            .map(|(parameter, name)| self.argument(parameter, name))
            .collect();
        let mut steps: Vec<TokenStream> = required()
            .map(|(parameter, name)| self.checked_step(parameter, name, &quote!(call.request)))
            .collect();
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            let (argument, step) = self.body(body, names, &quote!(call.request));
            arguments.push(argument);
            steps.push(step);
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

    /// Where the texts of an operation stand.
    fn site(&self, operation: &Operation) -> Site<'_> {
        self.context.planner.links_beside(operation.gate())
    }

    fn method_docs(&self, index: usize) -> Text {
        let operation = &self.context.api.operations[index];
        let names = &self.context.names.operations[index];
        let route = format!("{} {}", operation.method.as_str(), code(&operation.path));
        let mut text = Text::of(
            &operation.docs,
            &format!("`{route}`."),
            self.site(operation),
        );
        text.own(format!("Route: `{route}`."));
        for note in self.context.planner.feature_notes(operation) {
            text.own(note);
        }
        if let Some(permissions) = &operation.permissions {
            text.own(permission_note(permissions.all, &permissions.names));
        }
        let scopes = scopes(operation);
        if !scopes.is_empty() {
            text.own(format!("Scopes: {}.", list(&scopes)));
        }
        if let Some(lines) = argument_lines(operation, names, self.site(operation)) {
            text.verbatim(lines);
        }
        if let Some(Body {
            content: Content::Multipart(parts),
            ..
        }) = &operation.body
        {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| {
                    let kind = match part.content {
                        PartContent::Text(_) => "text",
                        PartContent::Json(_) => "JSON",
                        PartContent::File => "a file",
                        PartContent::Files => "files",
                    };
                    let need = if part.required {
                        "required"
                    } else {
                        "optional"
                    };
                    format!("- `{}`: {kind}, {need}", code(&part.name))
                })
                .collect();
            if !parts.is_empty() {
                text.verbatim(format!("Parts of the form:\n\n{}", parts.join("\n")));
            }
        }
        if self.context.config.mount.is_none()
            && let Some(example) = examples::call(&self.context.planner, index)
        {
            text.verbatim(format!("# Examples\n\n```no_run\n{example}\n```"));
        }
        text
    }

    /// An argument of the accessor's method or of a setter.
    pub(super) fn argument(&self, parameter: &Parameter, name: &str) -> TokenStream {
        let name = ident(name);
        let ty = match self.context.api.resolve(&parameter.ty) {
            Type::Scalar(Scalar::String | Scalar::Binary) => quote!(impl AsRef<str>),
            _ => {
                self.writer
                    .argument(value_type(&parameter.ty), &quote!(#name))
                    .0
            }
        };
        quote!(#name: #ty)
    }

    /// The statement that puts an argument into the request.
    pub(super) fn step(
        &self,
        parameter: &Parameter,
        name: &str,
        request: &TokenStream,
    ) -> TokenStream {
        let (convert, value) = self.value(parameter, name);
        let send = send(parameter, &value, request);
        quote!(#convert #send)
    }

    /// The same with the check of what the document allows, if any.
    fn checked_step(
        &self,
        parameter: &Parameter,
        name: &str,
        request: &TokenStream,
    ) -> TokenStream {
        let (convert, value) = self.value(parameter, name);
        let check = validate::of_parameter(self.context, parameter, request, &value);
        let send = send(parameter, &value, request);
        quote!(#convert #check #send)
    }

    /// The statement that turns an argument into its value, and the expression that refers to it.
    fn value(&self, parameter: &Parameter, name: &str) -> (TokenStream, TokenStream) {
        let name = ident(name);
        match self.context.api.resolve(&parameter.ty) {
            Type::Scalar(Scalar::String | Scalar::Binary) => (quote!(), quote!(#name.as_ref())),
            _ => {
                let (_, value) = self
                    .writer
                    .argument(value_type(&parameter.ty), &quote!(#name));
                if name == value.to_string() {
                    (quote!(), quote!(&#name))
                } else {
                    let ty = self.writer.ty(value_type(&parameter.ty));
                    (quote!(let #name: #ty = #value;), quote!(&#name))
                }
            }
        }
    }

    /// The argument for a body and the statement that puts it into the request.
    fn body(
        &self,
        body: &Body,
        names: &OperationNames,
        request: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let name = ident(&names.body);
        let media_type = &body.media_type;
        match &body.content {
            Content::Json(ty) => {
                let (argument, value) = self.writer.argument(ty, &quote!(#name));
                let check = validate::of_body(self.context, body, request, &name);
                let ty = self.writer.ty(ty);
                let step = if name == value.to_string() {
                    quote!(#check #request.json(#media_type, &#name);)
                } else {
                    quote! {
                        let #name: #ty = #value;
                        #check
                        #request.json(#media_type, &#name);
                    }
                };
                (quote!(#name: #argument), step)
            }
            Content::Form(ty) => {
                let check = validate::of_body(self.context, body, request, &name);
                let ty = self.writer.ty(ty);
                (
                    quote!(#name: #ty),
                    quote!(#check #request.form(&[], &#name);),
                )
            }
            Content::Multipart(_) => (
                quote!(#name: crate::runtime::multipart::Form),
                quote!(#request.multipart(#media_type, #name);),
            ),
            Content::Text => (
                quote!(#name: impl Into<String>),
                quote!(#request.text(#media_type, #name.into());),
            ),
            Content::Binary | Content::Empty => (
                quote!(#name: impl Into<crate::runtime::body::Body>),
                quote!(#request.bytes(#media_type, #name.into());),
            ),
        }
    }

    /// The marker of an operation and the setters of its call.
    fn operation(&self, index: usize) -> TokenStream {
        let marker = operation::emit(self.context, &self.writer, index);
        let setters = self.setters(index);
        let paging = paging::emit(self.context, &self.writer, index);
        quote!(#marker #setters #paging)
    }

    fn setters(&self, index: usize) -> TokenStream {
        let operation = &self.context.api.operations[index];
        let names = &self.context.names.operations[index];
        let site = self.site(operation);
        let mut setters: Vec<TokenStream> = operation
            .parameters
            .iter()
            .zip(&names.parameters)
            .filter(|(parameter, _)| !parameter.required)
            .map(|(parameter, name)| self.setter(parameter, name, site))
            .collect();
        if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
            let (argument, step) = self.body(body, names, &quote!(self.request));
            let name = ident(&names.body);
            let text = Text::of(&body.docs, "Sets the body.", site).outer();
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
        let cfg = features::cfg(&self.context.planner.operation_condition(operation));
        let marker = ident(&names.marker);
        quote! {
            #cfg
            impl<M: Mode> Call<#marker, M> {
                #(#setters)*
            }
        }
    }

    fn setter(&self, parameter: &Parameter, name: &str, site: Site<'_>) -> TokenStream {
        let wire = code(&parameter.name);
        let mut text = Text::of(&parameter.docs, &format!("Sets `{wire}`."), site);
        for note in value_notes(&parameter.docs, &parameter.limits) {
            text.own(note);
        }
        let text = text.outer();
        let deprecated = deprecated(&parameter.docs, site);
        let argument = self.argument(parameter, name);
        let step = self.checked_step(parameter, name, &quote!(self.request));
        let method = ident(name);
        quote! {
            #text
            #deprecated
            pub fn #method(mut self, #argument) -> Self {
                #step
                self
            }
        }
    }
}

/// The statement that puts a parameter into the request; `value` refers to it.
fn send(parameter: &Parameter, value: &TokenStream, request: &TokenStream) -> TokenStream {
    let wire = &parameter.name;
    let style = style(parameter.style);
    let explode = parameter.explode;
    match parameter.place {
        Place::Path => quote!(#request.path(#wire, #style, #explode, #value);),
        Place::Query => {
            let reserved = parameter.allow_reserved;
            quote!(#request.query(#wire, #style, #explode, #reserved, #value);)
        }
        Place::Header => quote!(#request.header(#wire, #style, #explode, #value);),
        Place::Cookie => quote!(#request.cookie(#wire, #style, #explode, #value);),
    }
}

/// Null is no value that a parameter can carry.
fn value_type(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => inner,
        other => other,
    }
}

fn style(style: Style) -> TokenStream {
    let name = ident(match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Json => "Json",
    });
    quote!(Style::#name)
}

fn permission_note(all: bool, names: &[String]) -> String {
    match names {
        [] => "Permissions: none.".to_owned(),
        [one] => format!("Permission: `{}`.", code(one)),
        several if all => format!("Permissions: all of {}.", list(several)),
        several => format!("Permissions: any of {}.", list(several)),
    }
}

fn scopes(operation: &Operation) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for requirement in operation.security.iter().flatten() {
        for scope in &requirement.scopes {
            if !scopes.contains(scope) {
                scopes.push(scope.clone());
            }
        }
    }
    scopes
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", code(name)))
        .collect();
    names.join(", ")
}

/// What each required argument is.
fn argument_lines(operation: &Operation, names: &OperationNames, site: Site<'_>) -> Option<String> {
    let mut lines = Vec::new();
    for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
        if !parameter.required {
            continue;
        }
        let text = Text::of(&parameter.docs, "", site).first_line();
        let mut notes = vec![text];
        notes.extend(value_notes(&parameter.docs, &parameter.limits));
        notes.retain(|note| !note.is_empty());
        let name = name.trim_start_matches("r#");
        if !notes.is_empty() {
            lines.push(format!("- `{name}`: {}", notes.join(" ")));
        }
    }
    (!lines.is_empty()).then(|| format!("# Arguments\n\n{}", lines.join("\n")))
}
