//! How an operation's pages are walked.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::TypeWriter;
use super::{features, ident, token};
use crate::plan::Operation;
use crate::plan::paging::{Conversion, FieldPath, FieldStep, PageMember, PagingStyle};

/// The implementation of `Paged`, where the document says how pages are walked.
pub(crate) fn emit(writer: &TypeWriter, operation: &Operation) -> TokenStream {
    let Some(paging) = &operation.paging else {
        return quote!();
    };
    let marker = token(&operation.marker);
    let item = writer.type_ref(&paging.item);
    let len = len(&paging.items);
    let list = value(&paging.items);
    let into = match paging.items.is_optional() {
        true => quote!(#list.unwrap_or_default()),
        false => list,
    };
    let style = style(&paging.style);
    let members = paging.members.iter().map(member);
    let others = (!paging.has_every_member()).then(|| quote!(..PageInfo::default()));
    let cfg = features::cfg(&operation.condition);
    quote! {
        #cfg
        impl Paged for #marker {
            type Item = #item;

            const PAGING: Paging = #style;

            fn info(page: &Self::Output) -> PageInfo {
                PageInfo { len: #len, #(#members)* #others }
            }

            fn into_items(page: Self::Output) -> Vec<Self::Item> {
                #into
            }
        }
    }
}

fn style(style: &PagingStyle) -> TokenStream {
    match style {
        PagingStyle::PageNumber { parameter, first } => {
            let first = Literal::i64_unsuffixed(*first);
            quote!(Paging::PageNumber { parameter: #parameter, first: #first })
        }
        PagingStyle::Offset { parameter, first } => {
            let first = Literal::i64_unsuffixed(*first);
            quote!(Paging::Offset { parameter: #parameter, first: #first })
        }
        PagingStyle::Cursor { parameter } => quote!(Paging::Cursor { parameter: #parameter }),
        PagingStyle::NextUri => quote!(Paging::NextUri),
    }
}

/// The count of a page's items.
fn len(items: &FieldPath) -> TokenStream {
    let list = value(items);
    let is_in_place = items.0.len() == 1;
    match (items.is_optional(), items.0.last()) {
        (false, _) => quote!(#list.len()),
        (
            true,
            Some(FieldStep {
                field, options: 2, ..
            }),
        ) if is_in_place => {
            let field = token(field);
            quote!(page.#field.as_ref().and_then(Option::as_ref).map_or(0, Vec::len))
        }
        (true, _) => quote!(#list.as_ref().map_or(0, Vec::len)),
    }
}

/// What the page tells of itself.
fn member(member: &PageMember) -> TokenStream {
    let name = ident(member.name);
    let value = value(&member.path);
    match (member.path.is_optional(), member.conversion) {
        (true, Conversion::None) => quote!(#name: #value,),
        (true, Conversion::Widen) => quote!(#name: #value.map(i64::from),),
        (true, Conversion::Narrow) => {
            quote!(#name: #value.and_then(|number| i64::try_from(number).ok()),)
        }
        (true, Conversion::Clone) => quote!(#name: #value.clone(),),
        (true, Conversion::Display) => {
            quote!(#name: #value.as_ref().map(ToString::to_string),)
        }
        (false, Conversion::None) => quote!(#name: Some(#value),),
        (false, Conversion::Widen) => quote!(#name: Some(i64::from(#value)),),
        (false, Conversion::Narrow) => quote!(#name: i64::try_from(#value).ok(),),
        (false, Conversion::Clone) => quote!(#name: Some(#value.clone()),),
        (false, Conversion::Display) => quote!(#name: Some(#value.to_string()),),
    }
}

/// The expression of what a path from `page` leads to, in one `Option` where it may be absent.
fn value(path: &FieldPath) -> TokenStream {
    let mut value = quote!(page);
    let mut is_optional = false;
    for step in &path.0 {
        let field = token(&step.field);
        let copy = (!step.is_copy).then(|| quote!(.clone()));
        let flat = (step.options > 1).then(|| quote!(.flatten()));
        value = match (is_optional, step.options) {
            (false, 0 | 1) => quote!(#value.#field),
            (false, _) => quote!(#value.#field #copy #flat),
            (true, 0) => quote!(#value.as_ref().map(|page| page.#field #copy)),
            (true, _) => quote!(#value.as_ref().and_then(|page| page.#field #copy #flat)),
        };
        is_optional |= step.options > 0;
    }
    value
}
