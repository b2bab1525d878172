//! How an operation's pages are walked.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::TypeWriter;
use super::{Context, features, ident};
use crate::ir::{Content, Paging, PagingStyle, Type, TypeKind};
use crate::scalars::{Rust, Scalar};

/// What a path of field names from an answer leads to.
struct Walk {
    /// The expression, of `Option` when `optional`.
    value: TokenStream,
    optional: bool,
    ty: Type,
}

/// The implementation of `Paged`, where the document says how pages are walked.
pub(crate) fn emit(context: &Context<'_>, writer: &TypeWriter<'_>, index: usize) -> TokenStream {
    let operation = &context.api.operations[index];
    let Some(paging) = &operation.paging else {
        return quote!();
    };
    let Some(page) = operation
        .responses
        .iter()
        .find_map(|response| match &response.content {
            Content::Json(ty) if response.success => Some(ty),
            _ => None,
        })
    else {
        return quote!();
    };
    let Some(items) = walk(context, page, &paging.items, &quote!(page)) else {
        return quote!();
    };
    let Type::Array(item) = context.api.resolve(&items.ty) else {
        return quote!();
    };
    let marker = ident(&context.names.operations[index].marker);
    let item = writer.ty(item);
    let list = &items.value;
    let (len, into) = if items.optional {
        (
            quote!(#list.as_ref().map_or(0, Vec::len)),
            quote!(#list.unwrap_or_default()),
        )
    } else {
        (quote!(#list.len()), list.clone())
    };
    let style = style(paging);
    let members = members(context, page, paging);
    let cfg = features::cfg(&context.planner.operation_condition(operation));
    quote! {
        #cfg
        impl Paged for #marker {
            type Item = #item;

            const PAGING: Paging = #style;

            fn info(page: &Self::Output) -> PageInfo {
                PageInfo { len: #len, #members ..PageInfo::default() }
            }

            fn into_items(page: Self::Output) -> Vec<Self::Item> {
                #into
            }
        }
    }
}

fn style(paging: &Paging) -> TokenStream {
    match &paging.style {
        PagingStyle::PageNumber {
            parameter, first, ..
        } => {
            let first = Literal::i64_unsuffixed(*first);
            quote!(Paging::PageNumber { parameter: #parameter, first: #first })
        }
        PagingStyle::Offset {
            parameter, first, ..
        } => {
            let first = Literal::i64_unsuffixed(*first);
            quote!(Paging::Offset { parameter: #parameter, first: #first })
        }
        PagingStyle::Cursor { parameter, .. } => {
            quote!(Paging::Cursor { parameter: #parameter })
        }
        PagingStyle::NextUri { .. } => quote!(Paging::NextUri),
    }
}

/// What the page tells of itself.
fn members(context: &Context<'_>, page: &Type, paging: &Paging) -> TokenStream {
    let number = |name: &str, path: &Option<Vec<String>>| {
        let walk = walk(context, page, path.as_ref()?, &quote!(page))?;
        let name = ident(name);
        let value = walk.value;
        let wide = matches!(context.api.resolve(&walk.ty), Type::Scalar(Scalar::I64));
        Some(match (walk.optional, wide) {
            (true, true) => quote!(#name: #value,),
            (true, false) => quote!(#name: #value.map(i64::from),),
            (false, true) => quote!(#name: Some(#value),),
            (false, false) => quote!(#name: Some(i64::from(#value)),),
        })
    };
    let text = |path: &Vec<String>| {
        let walk = walk(context, page, path, &quote!(page))?;
        let value = walk.value;
        let to_text = match context.api.resolve(&walk.ty) {
            Type::Scalar(Scalar::String) => quote!(.clone()),
            _ => quote!(.to_string()),
        };
        Some(
            match (
                walk.optional,
                matches!(context.api.resolve(&walk.ty), Type::Scalar(Scalar::String)),
            ) {
                (true, true) => quote!(next: #value.clone(),),
                (true, false) => quote!(next: #value.as_ref().map(ToString::to_string),),
                (false, _) => quote!(next: Some(#value #to_text),),
            },
        )
    };
    let members: Vec<Option<TokenStream>> = match &paging.style {
        PagingStyle::PageNumber {
            page_count,
            page_number,
            ..
        } => {
            vec![
                number("page_count", page_count),
                number("page_number", page_number),
            ]
        }
        PagingStyle::Offset { total, .. } => vec![number("total", total)],
        PagingStyle::Cursor { next, .. } | PagingStyle::NextUri { next } => vec![text(next)],
    };
    let members = members.into_iter().flatten();
    quote!(#(#members)*)
}

/// Follows field names from a type, through optional members.
fn walk(context: &Context<'_>, ty: &Type, path: &[String], from: &TokenStream) -> Option<Walk> {
    let mut walk = Walk {
        value: from.clone(),
        optional: false,
        ty: ty.clone(),
    };
    for name in path {
        let (Type::Named(id) | Type::Boxed(id)) = context.api.resolve(&walk.ty) else {
            return None;
        };
        let TypeKind::Struct(object) = &context.api.ty(*id).kind else {
            return None;
        };
        let position = object.fields.iter().position(|field| field.name == *name)?;
        let field = &object.fields[position];
        let member = ident(&context.names.types[id.0].fields[position].field);
        let value = &walk.value;
        let (inner, nullable) = match &field.ty {
            Type::Nullable(inner) => (inner.as_ref(), true),
            other => (other, false),
        };
        let optional = !field.required || nullable;
        let copy = match context.api.resolve(inner) {
            Type::Scalar(scalar) if matches!(scalar.row().rust, Rust::Builtin(_)) => quote!(),
            _ => quote!(.clone()),
        };
        walk = Walk {
            value: match (walk.optional, optional) {
                (false, _) => quote!(#value.#member),
                (true, false) => quote!(#value.as_ref().map(|page| page.#member #copy)),
                (true, true) => quote!(#value.as_ref().and_then(|page| page.#member #copy)),
            },
            optional: walk.optional || optional,
            ty: inner.clone(),
        };
    }
    Some(walk)
}
