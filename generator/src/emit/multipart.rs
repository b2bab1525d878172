//! The type of a multipart form: a constant a part, `new` with the required parts, a setter for each
//! of the others.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::tag::{OperationWriter, style};
use super::{features, token};
use crate::plan::Argument;
use crate::plan::multipart::{MultipartForm, Part, PartContent, PartHeader, PartValue};

/// A part with its place in the form.
type Placed<'a> = (usize, &'a Part);

/// The form of an operation's body.
pub(super) fn emit(writer: &OperationWriter<'_>, form: &MultipartForm) -> TokenStream {
    let cfg = features::cfg(&writer.operation.condition);
    let name = token(&form.name);
    let text = docs::line(format!(
        "The form that [`{}`] sends. Its parts are sent in the document's order.",
        writer.operation.marker
    ));
    let parts = || form.parts.iter().enumerate();
    let infos = parts().map(info);
    let count = Literal::usize_unsuffixed(form.parts.len());
    let required: Vec<Placed<'_>> = parts().filter(|(_, part)| part.required).collect();
    let new = new(writer, form, &required);
    let setters = parts().filter(|(_, part)| !part.required);
    let setters = setters.map(|placed| setter(writer, placed));
    let headers = parts().flat_map(|(place, part)| {
        let headers = part.headers.iter();
        headers.map(move |one| header(writer, place, one))
    });
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

fn info((place, part): Placed<'_>) -> TokenStream {
    let place = Literal::usize_unsuffixed(place);
    let (name, media_types) = (&part.wire, &part.media_types);
    let style = match part.style {
        Some((style, explode)) => {
            let style = self::style(style);
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

fn new(writer: &OperationWriter<'_>, form: &MultipartForm, required: &[Placed<'_>]) -> TokenStream {
    let text = form.new_docs.outer();
    let arguments = required.iter().map(|(_, part)| {
        let (name, ty) = (token(&part.setter), argument(writer, part).0);
        quote!(#name: #ty)
    });
    let steps = required.iter();
    let steps = steps.map(|placed| step(writer, *placed, &quote!(form)));
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

fn setter(writer: &OperationWriter<'_>, (place, part): Placed<'_>) -> TokenStream {
    let text = part.docs.outer();
    let (name, ty) = (token(&part.setter), argument(writer, part).0);
    let step = step(writer, (place, part), &quote!(self.form));
    quote! {
        #text
        pub fn #name(mut self, #name: #ty) -> Self {
            #step
            self
        }
    }
}

/// The type of an argument for a part, and the expression that makes its value.
fn argument(writer: &OperationWriter<'_>, part: &Part) -> (TokenStream, TokenStream) {
    let name = token(&part.setter);
    match &part.content {
        PartContent::Text(value) | PartContent::Json(value) => {
            writer.writer.given(&value.argument, &quote!(#name))
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

/// The statement that puts an argument into the form.
fn step(
    writer: &OperationWriter<'_>,
    (place, part): Placed<'_>,
    form: &TokenStream,
) -> TokenStream {
    let (_, expression) = argument(writer, part);
    let place = Literal::usize_unsuffixed(place);
    let info = quote!(&Self::PARTS[#place]);
    let (method, value) = match &part.content {
        PartContent::Text(value) => (quote!(set_text), value),
        PartContent::Json(value) => (quote!(set_json), value),
        PartContent::File => return quote!(#form.set_file(#info, #expression);),
        PartContent::Files => return quote!(#form.set_files(#info, #expression);),
    };
    let name = token(&part.setter);
    let convert = convert(writer, value, &quote!(#name), &expression);
    quote!(#convert #form.#method(#info, &#name);)
}

/// The statement that turns an argument into its value, where it is not that already.
fn convert(
    writer: &OperationWriter<'_>,
    value: &PartValue,
    name: &TokenStream,
    expression: &TokenStream,
) -> Option<TokenStream> {
    if matches!(value.argument, Argument::Value(_)) {
        return None;
    }
    let ty = writer.writer.type_ref(&value.ty);
    Some(quote!(let #name: #ty = #expression;))
}

/// The setter of a header of a part.
fn header(writer: &OperationWriter<'_>, place: usize, header: &PartHeader) -> TokenStream {
    let text = header.docs.outer();
    let (name, wire) = (token(&header.setter), &header.wire);
    let value = quote!(value);
    let (argument, expression) = writer.writer.given(&header.value.argument, &value);
    let convert = convert(writer, &header.value, &value, &expression);
    let place = Literal::usize_unsuffixed(place);
    quote! {
        #text
        pub fn #name(mut self, value: #argument) -> Self {
            #convert
            self.form.set_header(&Self::PARTS[#place], #wire, &value);
            self
        }
    }
}
