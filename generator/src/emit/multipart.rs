//! The type of a multipart form: a constant a part, `new` with the required parts, a setter for each
//! of the others.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::accessor::{OperationWriter, style};
use super::docs::{self, Text, code};
use super::{features, ident};
use crate::ir::{Part, PartContent};
use crate::names::{FormNames, OperationNames, PartNames};
use crate::plan::types::not_null;

/// The form of an operation's body.
pub(crate) fn emit(
    tag: &OperationWriter<'_>,
    names: &OperationNames,
    form: &FormNames,
    parts: &[Part],
) -> TokenStream {
    let cfg = features::cfg(&tag.operation.condition);
    let name = ident(&form.ty);
    let text = docs::line(format!(
        "The form that [`{}`] sends. Its parts are sent in the document's order.",
        names.marker
    ));
    let infos = parts
        .iter()
        .enumerate()
        .map(|(index, part)| info(tag, index, part));
    let count = Literal::usize_unsuffixed(parts.len());
    let all = || parts.iter().zip(&form.parts).enumerate();
    let required: Vec<_> = all().filter(|(_, (part, _))| part.required).collect();
    let new = new(tag, &required);
    let setters = all().filter(|(_, (part, _))| !part.required);
    let setters = setters.map(|(index, (part, names))| setter(tag, index, part, names));
    let headers = all().flat_map(|(index, (part, names))| headers(tag, index, part, names));
    let default = required.is_empty().then(|| quote!(Default,));
    quote! {
        #text
        #cfg
        #[derive(Clone, Debug, #default)]
        #[must_use = "a form does nothing until it is sent"]
        pub struct #name {
            form: crate::runtime::wire::multipart::Form,
        }

        #cfg
        impl #name {
            const PARTS: [crate::runtime::wire::multipart::PartInfo; #count] = [#(#infos),*];

            #new
            #(#setters)*
            #(#headers)*

            /// Adds a part that the document does not name.
            pub fn part(
                mut self,
                name: impl Into<String>,
                part: crate::runtime::wire::multipart::Part,
            ) -> Self {
                self.form = self.form.part(name, part);
                self
            }
        }

        #cfg
        impl From<#name> for crate::runtime::wire::multipart::Form {
            fn from(form: #name) -> Self {
                form.form
            }
        }
    }
}

fn info(tag: &OperationWriter<'_>, index: usize, part: &Part) -> TokenStream {
    let place = Literal::usize_unsuffixed(index);
    let (name, media_types) = (&part.name, &part.media_types);
    let style = match part.style {
        Some((style, explode)) => {
            let style = self::style(tag.context.planner.style(style));
            quote!(Some((#style, #explode)))
        }
        None => quote!(None),
    };
    quote! {
        crate::runtime::wire::multipart::PartInfo {
            place: #place,
            name: #name,
            media_types: &[#(#media_types),*],
            style: #style,
        }
    }
}

fn new(tag: &OperationWriter<'_>, required: &[(usize, (&Part, &PartNames))]) -> TokenStream {
    let mut text = Text::default();
    text.own("A form of its required parts.".to_owned());
    let lines: Vec<String> = required
        .iter()
        .filter_map(|(_, (part, names))| {
            let line = Text::of(
                &part.docs,
                "",
                tag.context.planner.links_beside(tag.operation.gate),
            )
            .first_line();
            let name = names.setter.trim_start_matches("r#");
            (!line.is_empty()).then(|| format!("- `{name}`: {line}"))
        })
        .collect();
    if !lines.is_empty() {
        text.verbatim(format!("# Arguments\n\n{}", lines.join("\n")));
    }
    let text = text.outer();
    let arguments = required.iter().map(|(_, (part, names))| {
        let name = ident(&names.setter);
        let ty = argument(tag, part, &names.setter).0;
        quote!(#name: #ty)
    });
    let steps = required
        .iter()
        .map(|(index, (part, names))| step(tag, *index, part, names, &quote!(form)));
    let body = match required {
        [] => quote!(Self::default()),
        _ => quote! {
            let mut form = crate::runtime::wire::multipart::Form::new();
            #(#steps)*
            Self { form }
        },
    };
    quote! {
        #text
        pub fn new(#(#arguments),*) -> Self {
            #body
        }
    }
}

fn setter(tag: &OperationWriter<'_>, index: usize, part: &Part, names: &PartNames) -> TokenStream {
    let wire = code(&part.name);
    let text = Text::of(
        &part.docs,
        &format!("Sets `{wire}`."),
        tag.context.planner.links_beside(tag.operation.gate),
    )
    .outer();
    let name = ident(&names.setter);
    let ty = argument(tag, part, &names.setter).0;
    let step = step(tag, index, part, names, &quote!(self.form));
    quote! {
        #text
        pub fn #name(mut self, #name: #ty) -> Self {
            #step
            self
        }
    }
}

/// The type of an argument for a part, and the expression that makes its value.
fn argument(tag: &OperationWriter<'_>, part: &Part, name: &str) -> (TokenStream, TokenStream) {
    let name = ident(name);
    match &part.content {
        PartContent::Text(ty) | PartContent::Json(ty) => {
            tag.writer.argument(not_null(ty), &quote!(#name))
        }
        PartContent::File => (
            quote!(impl Into<crate::runtime::wire::multipart::File>),
            quote!(#name.into()),
        ),
        PartContent::Files => (
            quote!(impl IntoIterator<Item = impl Into<crate::runtime::wire::multipart::File>>),
            quote!(#name.into_iter().map(Into::into)),
        ),
    }
}

fn step(
    tag: &OperationWriter<'_>,
    index: usize,
    part: &Part,
    names: &PartNames,
    form: &TokenStream,
) -> TokenStream {
    let (_, value) = argument(tag, part, &names.setter);
    let name = ident(&names.setter);
    let index = Literal::usize_unsuffixed(index);
    let info = quote!(&Self::PARTS[#index]);
    match &part.content {
        PartContent::Text(ty) | PartContent::Json(ty) => {
            let method = ident(match &part.content {
                PartContent::Text(_) => "set_text",
                _ => "set_json",
            });
            if name == value.to_string() {
                return quote!(#form.#method(#info, &#name););
            }
            let ty = tag.writer.ty(not_null(ty));
            quote! {
                let #name: #ty = #value;
                #form.#method(#info, &#name);
            }
        }
        PartContent::File => quote!(#form.set_file(#info, #value);),
        PartContent::Files => quote!(#form.set_files(#info, #value);),
    }
}

/// The setters of a part's headers.
fn headers(
    tag: &OperationWriter<'_>,
    index: usize,
    part: &Part,
    names: &PartNames,
) -> Vec<TokenStream> {
    let headers = part.headers.iter().zip(&names.headers);
    let setters = headers.map(|(header, name)| {
        let (wire, of) = (code(&header.name), code(&part.name));
        let usual = format!("Sets the header `{wire}` of the part `{of}`.");
        let text = Text::of(
            &header.docs,
            &usual,
            tag.context.planner.links_beside(tag.operation.gate),
        )
        .outer();
        let name = ident(name);
        let ty = not_null(&header.ty);
        let (argument, value) = tag.writer.argument(ty, &quote!(value));
        let ty = tag.writer.ty(ty);
        let index = Literal::usize_unsuffixed(index);
        let wire = &header.name;
        quote! {
            #text
            pub fn #name(mut self, value: #argument) -> Self {
                let value: #ty = #value;
                self.form.set_header(&Self::PARTS[#index], #wire, &value);
                self
            }
        }
    });
    setters.collect()
}
