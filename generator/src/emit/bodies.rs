//! Bodies of requests: the argument for a body and the statement that puts it into the request; the
//! enum of a body that has several forms.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, code};
use super::tag::OperationWriter;
use super::{features, multipart, tag, token, validate};
use crate::plan::Argument as Given;
use crate::plan::bodies::{Body, Content, Form, FormEnum, FormField, FormVariant, Forms, Source};

/// An argument and what is done with it.
pub(super) struct Argument {
    /// What stands between the parentheses.
    pub(super) argument: TokenStream,
    /// The statement that puts the body into the request.
    pub(super) step: TokenStream,
}

/// The argument for a body and the statement that puts it into `request`.
pub(super) fn argument(
    writer: &OperationWriter<'_>,
    body: &Body,
    request: &TokenStream,
) -> Argument {
    let name = token(&body.name);
    match &body.forms {
        Forms::Enum(own) => {
            let ty = token(&own.name);
            Argument {
                argument: quote!(#name: impl Into<#ty>),
                step: quote!(#name.into().put(&mut #request);),
            }
        }
        Forms::Chosen(media_type, form) => {
            let (media_type, ty) = (token(media_type), ty(writer, &form.content));
            let step = put_chosen(
                writer,
                form,
                request,
                &quote!(#name.into()),
                &quote!(#media_type.as_ref()),
            );
            Argument {
                argument: quote!(#media_type: impl AsRef<str>, #name: impl Into<#ty>),
                step,
            }
        }
        Forms::One(form) => of_form(writer, form, request, &quote!(#name)),
    }
}

/// The same for a body of one form.
fn of_form(
    writer: &OperationWriter<'_>,
    form: &Form,
    request: &TokenStream,
    name: &TokenStream,
) -> Argument {
    match &form.content {
        Content::Json { ty, argument } => {
            let (argument_type, value) = writer.writer.given(argument, name);
            let ty = writer.writer.type_ref(ty);
            let convert =
                (!matches!(argument, Given::Value(_))).then(|| quote!(let #name: #ty = #value;));
            let put = put(form, request, name);
            Argument {
                argument: quote!(#name: #argument_type),
                step: quote!(#convert #put),
            }
        }
        content => {
            let ty = ty(writer, content);
            match content.is_converted() {
                true => Argument {
                    argument: quote!(#name: impl Into<#ty>),
                    step: put(form, request, &quote!(#name.into())),
                },
                false => Argument {
                    argument: quote!(#name: #ty),
                    step: put(form, request, name),
                },
            }
        }
    }
}

/// The type of a body in one form.
fn ty(writer: &OperationWriter<'_>, content: &Content) -> TokenStream {
    match content {
        Content::Json { ty, .. } | Content::Form { ty, .. } => writer.writer.type_ref(ty),
        Content::Multipart(form) => {
            let form = token(&form.name);
            quote!(#form)
        }
        Content::AnyMultipart => quote!(crate::runtime::wire::multipart::Form),
        Content::Text => quote!(String),
        Content::Bytes => quote!(crate::runtime::wire::body::Body),
        Content::Items(item) => {
            let item = writer.writer.type_ref(item);
            quote!(crate::runtime::wire::sequence::Sequence<#item>)
        }
    }
}

/// The statement that puts a value into the request. What is checked is a variable.
fn put(form: &Form, request: &TokenStream, value: &TokenStream) -> TokenStream {
    let media_type = &form.media_type;
    let check = form
        .rule
        .as_ref()
        .map(|rule| validate::of_body(rule, request, value));
    match &form.content {
        Content::Json { .. } => quote!(#check #request.json(#media_type, &#value);),
        Content::Form { fields, .. } => {
            let fields = self::fields(fields);
            quote!(#check #request.form(#fields, &#value);)
        }
        Content::Multipart(_) => quote!(#request.multipart(#media_type, #value.into());),
        Content::AnyMultipart => quote!(#request.multipart(#media_type, #value);),
        Content::Text => quote!(#request.text(#media_type, #value);),
        Content::Bytes => quote!(#request.bytes(#media_type, #value);),
        Content::Items(_) => quote!(#request.sequence(#media_type, #value);),
    }
}

/// The same for a value whose media type the caller chose.
fn put_chosen(
    writer: &OperationWriter<'_>,
    form: &Form,
    request: &TokenStream,
    value: &TokenStream,
    media_type: &TokenStream,
) -> TokenStream {
    let (range, ty) = (&form.media_type, ty(writer, &form.content));
    let method = match form.content {
        Content::Text => quote!(chosen_text),
        _ => quote!(chosen),
    };
    quote! {
        let content: #ty = #value;
        #request.#method(&[#range], #media_type, content);
    }
}

/// The list of the members that are not written as the standard has it.
fn fields(fields: &[FormField]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let name = &field.name;
        let style = tag::style(field.style);
        let (explode, allow_reserved) = (field.explode, field.allow_reserved);
        quote! {
            crate::runtime::wire::encode::FormField {
                name: #name,
                style: #style,
                explode: #explode,
                allow_reserved: #allow_reserved,
            }
        }
    });
    quote!(&[#(#fields),*])
}

/// The types that a body needs beside its models: multipart forms, and the enum of its forms.
pub(super) fn items(writer: &OperationWriter<'_>) -> TokenStream {
    let Some(body) = &writer.operation.body else {
        return quote!();
    };
    let multipart = |form: &Form| match &form.content {
        Content::Multipart(form) => multipart::emit(writer, form),
        _ => quote!(),
    };
    match &body.forms {
        Forms::One(form) | Forms::Chosen(_, form) => multipart(form),
        Forms::Enum(own) => {
            let forms = own.variants.iter().map(|variant| multipart(&variant.form));
            let item = form_enum(writer, own);
            quote!(#(#forms)* #item)
        }
    }
}

/// The enum of a body's forms.
fn form_enum(writer: &OperationWriter<'_>, own: &FormEnum) -> TokenStream {
    let cfg = features::cfg(&writer.operation.condition);
    let name = token(&own.name);
    let text = docs::line(format!(
        "The body of [`{}`] in one of its media types.",
        writer.operation.marker
    ));
    let variants = own.variants.iter().enumerate();
    let variants = variants.map(|(place, variant)| form_variant(writer, variant, place == 0));
    let arms = own.variants.iter().map(|variant| arm(writer, variant));
    let conversions = own.variants.iter().flat_map(|variant| {
        let sources = variant.from.iter();
        sources.map(|source| conversion(writer, own, variant, *source))
    });
    quote! {
        #text
        #cfg
        #[derive(Clone, Debug)]
        pub enum #name {
            #(#variants)*
        }

        #cfg
        impl #name {
            fn put(self, request: &mut crate::runtime::wire::request::Request) {
                match self {
                    #(#arms)*
                }
            }
        }

        #(#conversions)*
    }
}

fn form_variant(
    writer: &OperationWriter<'_>,
    variant: &FormVariant,
    is_first: bool,
) -> TokenStream {
    let media_type = code(&variant.form.media_type);
    let text = docs::line(match is_first {
        true => format!("`{media_type}`: what a plain value becomes."),
        false => format!("`{media_type}`."),
    });
    let (name, ty) = (token(&variant.name), ty(writer, &variant.form.content));
    if !variant.is_chosen {
        return quote!(#text #name(#ty),);
    }
    let within = docs::line(format!("A media type within `{media_type}`."));
    quote! {
        #text
        #name {
            #within
            media_type: String,
            /// What is sent.
            body: #ty,
        },
    }
}

/// The arm that puts the value of a variant into the request.
fn arm(writer: &OperationWriter<'_>, variant: &FormVariant) -> TokenStream {
    let (name, request, body) = (token(&variant.name), quote!(request), quote!(body));
    if variant.is_chosen {
        let put = put_chosen(writer, &variant.form, &request, &body, &quote!(&media_type));
        return quote!(Self::#name { media_type, body } => { #put });
    }
    let put = put(&variant.form, &request, &body);
    quote!(Self::#name(body) => { #put })
}

fn conversion(
    writer: &OperationWriter<'_>,
    own: &FormEnum,
    variant: &FormVariant,
    source: Source,
) -> TokenStream {
    let cfg = features::cfg(&writer.operation.condition);
    let (name, variant_name) = (token(&own.name), token(&variant.name));
    let (source, value) = match source {
        Source::Value => (ty(writer, &variant.form.content), quote!(body)),
        Source::Str => (quote!(&str), quote!(body.to_owned())),
        Source::Bytes => (quote!(bytes::Bytes), quote!(body.into())),
        Source::ByteVec => (quote!(Vec<u8>), quote!(body.into())),
    };
    quote! {
        #cfg
        impl From<#source> for #name {
            fn from(body: #source) -> Self {
                Self::#variant_name(#value)
            }
        }
    }
}
