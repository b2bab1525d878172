//! Bodies of requests: the argument for a body and the statement that puts it into the request; the
//! enum of a body that has several forms.

use proc_macro2::TokenStream;
use quote::quote;

use super::accessor::OperationWriter;
use super::docs::{self, code};
use super::{features, form_fields, ident, multipart, validate};
use crate::ir::{Api, Body, Content, Form, Type};
use crate::names::{FormNames, OperationNames};
use crate::plan::media::is_chosen;
use crate::scalars::Scalar;

/// An argument and what is done with it.
pub(crate) struct Argument {
    /// What stands between the parentheses.
    pub(crate) argument: TokenStream,
    /// The statement that puts the body into the request.
    pub(crate) step: TokenStream,
}

/// The argument for a body and the statement that puts it into `request`.
pub(crate) fn argument(
    tag: &OperationWriter<'_>,
    body: &Body,
    names: &OperationNames,
    request: &TokenStream,
) -> Argument {
    let name = ident(&names.body);
    if body.forms.len() > 1 {
        let content = ident(&names.content);
        return Argument {
            argument: quote!(#name: impl Into<#content>),
            step: quote!(#name.into().put(&mut #request);),
        };
    }
    let (form, form_names) = (body.form(), &names.forms[0]);
    let media_type = &form.media_type;
    if is_chosen(form) {
        let chosen = ident(&names.media_type);
        let put = put(
            tag,
            form,
            request,
            &quote!(#name.into()),
            &quote!(#chosen.as_ref()),
        );
        let ty = bare(form);
        return Argument {
            argument: quote!(#chosen: impl AsRef<str>, #name: impl Into<#ty>),
            step: put,
        };
    }
    match &form.content {
        Content::Json(ty) => {
            let (argument, value) = tag.writer.argument(ty, &quote!(#name));
            let check = validate::of_body(tag.context, form, request, &name);
            let ty = tag.writer.ty(ty);
            let convert = if name == value.to_string() {
                quote!()
            } else {
                quote!(let #name: #ty = #value;)
            };
            Argument {
                argument: quote!(#name: #argument),
                step: quote!(#convert #check #request.json(#media_type, &#name);),
            }
        }
        content => {
            let ty = ty(tag, content, form_names);
            let is_converted = matches!(
                content,
                Content::Text(_) | Content::Binary | Content::Empty | Content::Items(_)
            );
            let (argument, value) = if is_converted {
                (quote!(#name: impl Into<#ty>), quote!(#name.into()))
            } else {
                (quote!(#name: #ty), quote!(#name))
            };
            Argument {
                argument,
                step: put(tag, form, request, &value, &quote!(#media_type)),
            }
        }
    }
}

/// The type of a body in one form.
fn ty(tag: &OperationWriter<'_>, content: &Content, names: &FormNames) -> TokenStream {
    match content {
        Content::Json(ty) => tag.writer.ty(ty),
        Content::Form(form) => tag.writer.ty(&form.ty),
        Content::Multipart(parts) if parts.is_empty() => {
            quote!(crate::runtime::wire::multipart::Form)
        }
        Content::Multipart(_) => {
            let form = ident(&names.ty);
            quote!(#form)
        }
        Content::Text(_) => quote!(String),
        Content::Binary | Content::Empty => quote!(crate::runtime::wire::body::Body),
        Content::Items(items) => {
            let item = tag.writer.ty(&items.item);
            quote!(crate::runtime::wire::sequence::Sequence<#item>)
        }
    }
}

/// The type of a body whose media type is the caller's.
fn bare(form: &Form) -> TokenStream {
    match form.content {
        Content::Text(_) => quote!(String),
        _ => quote!(crate::runtime::wire::body::Body),
    }
}

/// The statement that puts a value of that type into the request.
fn put(
    tag: &OperationWriter<'_>,
    form: &Form,
    request: &TokenStream,
    value: &TokenStream,
    media_type: &TokenStream,
) -> TokenStream {
    let range = &form.media_type;
    match &form.content {
        _ if is_chosen(form) => {
            let ty = bare(form);
            let method = ident(match form.content {
                Content::Text(_) => "chosen_text",
                _ => "chosen",
            });
            quote! {
                let content: #ty = #value;
                #request.#method(&[#range], #media_type, content);
            }
        }
        Content::Json(_) => {
            let check = checked(tag, form, request, value);
            quote!(#check #request.json(#media_type, &#value);)
        }
        Content::Form(body) => {
            let check = checked(tag, form, request, value);
            let fields = form_fields::emit(tag.context, &body.fields);
            quote!(#check #request.form(#fields, &#value);)
        }
        Content::Multipart(parts) if parts.is_empty() => {
            quote!(#request.multipart(#media_type, #value);)
        }
        Content::Multipart(_) => {
            quote!(#request.multipart(#media_type, #value.into());)
        }
        Content::Text(_) => quote!(#request.text(#media_type, #value);),
        Content::Items(_) => quote!(#request.sequence(#media_type, #value);),
        Content::Binary | Content::Empty => quote!(#request.bytes(#media_type, #value);),
    }
}

fn checked(
    tag: &OperationWriter<'_>,
    form: &Form,
    request: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    syn::parse2::<syn::Ident>(value.clone())
        .map(|name| validate::of_body(tag.context, form, request, &name))
        .unwrap_or_default()
}

/// The types that a body needs beside its models: multipart forms, and the enum of its forms.
pub(crate) fn items(tag: &OperationWriter<'_>) -> TokenStream {
    let operation = &tag.context.api.operations[tag.index];
    let names = &tag.context.names.operations[tag.index];
    let Some(body) = &operation.body else {
        return quote!();
    };
    let forms = body.forms.iter().zip(&names.forms);
    let multipart = forms.filter_map(|(form, form_names)| match &form.content {
        Content::Multipart(parts) if !parts.is_empty() => {
            Some(multipart::emit(tag, names, form_names, parts))
        }
        _ => None,
    });
    let content = content(tag, body, names);
    quote!(#(#multipart)* #content)
}

/// The enum of a body's forms.
fn content(tag: &OperationWriter<'_>, body: &Body, names: &OperationNames) -> TokenStream {
    if body.forms.len() < 2 {
        return quote!();
    }
    let cfg = features::cfg(&tag.operation.condition);
    let name = ident(&names.content);
    let text = docs::line(format!(
        "The body of [`{}`] in one of its media types.",
        names.marker
    ));
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    let mut conversions = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let request = quote!(request);
    for (index, (form, form_names)) in body.forms.iter().zip(&names.forms).enumerate() {
        let variant = ident(&form_names.variant);
        let usual = if index == 0 {
            ": what a plain value becomes"
        } else {
            ""
        };
        let text = docs::line(format!("`{}`{usual}.", code(&form.media_type)));
        let media_type = &form.media_type;
        let body = quote!(body);
        if is_chosen(form) {
            let ty = bare(form);
            let within = docs::line(format!("A media type within `{}`.", code(media_type)));
            variants.push(quote! {
                #text
                #variant {
                    #within
                    media_type: String,
                    /// What is sent.
                    body: #ty,
                },
            });
            let put = put(tag, form, &request, &body, &quote!(&media_type));
            arms.push(quote!(Self::#variant { media_type, body } => { #put }));
            continue;
        }
        let ty = ty(tag, &form.content, form_names);
        variants.push(quote!(#text #variant(#ty),));
        let put = put(tag, form, &request, &body, &quote!(#media_type));
        arms.push(quote!(Self::#variant(body) => { #put }));
        for source in sources(tag.context.api, &form.content, &ty) {
            if taken.contains(&source.key) {
                continue;
            }
            taken.push(source.key);
            let (source, value) = (source.ty, source.value);
            conversions.push(quote! {
                #cfg
                impl From<#source> for #name {
                    fn from(body: #source) -> Self {
                        Self::#variant(#value)
                    }
                }
            });
        }
    }
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

/// A type that becomes a form by itself.
struct Source {
    /// What tells it from others, whatever it is called.
    key: String,
    ty: TokenStream,
    /// The expression that makes the form's value of `body`.
    value: TokenStream,
}

/// The types that become a form by themselves.
fn sources(api: &Api, content: &Content, ty: &TokenStream) -> Vec<Source> {
    let source = |key: &str, ty: TokenStream, value: TokenStream| Source {
        key: key.to_owned(),
        ty,
        value,
    };
    let texts = |ty: &TokenStream| {
        vec![
            source("String", ty.clone(), quote!(body)),
            source("&str", quote!(&str), quote!(body.to_owned())),
        ]
    };
    let is_text = |ty: &Type| matches!(api.resolve(ty), Type::Scalar(Scalar::String));
    match content {
        Content::Text(_) => texts(ty),
        Content::Json(json) if is_text(json) => texts(ty),
        Content::Binary | Content::Empty => vec![
            source("Body", ty.clone(), quote!(body)),
            source("Bytes", quote!(bytes::Bytes), quote!(body.into())),
            source("Vec<u8>", quote!(Vec<u8>), quote!(body.into())),
        ],
        Content::Json(body) => vec![source(
            &format!("{:?}", api.unaliased(body)),
            ty.clone(),
            quote!(body),
        )],
        Content::Form(form) => vec![source(
            &format!("{:?}", api.unaliased(&form.ty)),
            ty.clone(),
            quote!(body),
        )],
        Content::Multipart(_) | Content::Items(_) => {
            vec![source(&ty.to_string(), ty.clone(), quote!(body))]
        }
    }
}
