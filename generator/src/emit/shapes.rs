//! The tables by which unions tell their alternatives apart: a static beside each type that a union
//! reaches.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{Context, features, ident, token};
use crate::plan::shapes::{Object, Rest, Shape, Table, Tag};

/// The table of a type, if a union reaches it.
pub(crate) fn emit(context: &Context<'_>, index: usize) -> TokenStream {
    let Some(table) = context.plan.shapes.get(index) else {
        return quote!();
    };
    let cfg = features::cfg(context.plan.shapes.condition(index));
    let (kind, ty, value) = match table {
        Table::Texts(texts) => (quote!(const), quote!(&[&str]), quote!(&[#(#texts),*])),
        Table::Integers(numbers) => {
            let numbers = numbers
                .iter()
                .map(|number| Literal::i64_unsuffixed(*number));
            (quote!(const), quote!(&[i64]), quote!(&[#(#numbers),*]))
        }
        Table::Object(own) => (
            quote!(static),
            quote!(union::Object),
            object(context, index, own),
        ),
        Table::Union {
            alternatives,
            tag: by,
        } => {
            let alternatives = alternatives.iter().map(|one| shape(context, index, one));
            let tag = by.as_ref().map_or(quote!(None), tag);
            let value = quote! {
                union::Union {
                    alternatives: &[#(#alternatives),*],
                    tag: #tag,
                }
            };
            (quote!(static), quote!(union::Union), value)
        }
    };
    quote! {
        /// What its values look like, for the unions that it is in.
        #cfg
        pub(super) #kind SHAPE: #ty = #value;
    }
}

/// The `use` item that the table of a struct needs; unions have it anyway.
pub(crate) fn import(context: &Context<'_>, index: usize) -> TokenStream {
    let cfg = features::cfg(context.plan.shapes.condition(index));
    match context.plan.shapes.get(index) {
        Some(Table::Object(_)) => quote!(#cfg use crate::runtime::model::union;),
        _ => quote!(),
    }
}

fn tag(tag: &Tag) -> TokenStream {
    let property = &tag.property;
    let values = tag.values.iter().map(|(value, index)| {
        let index = Literal::usize_unsuffixed(*index);
        quote!((#value, #index))
    });
    quote! {
        Some(union::Tag {
            property: #property,
            values: &[#(#values),*],
        })
    }
}

fn object(context: &Context<'_>, within: usize, own: &Object) -> TokenStream {
    let members = |members: &[(String, Shape)]| {
        let members = members.iter().map(|(wire, member)| {
            let member = shape(context, within, member);
            quote!((#wire, #member))
        });
        quote!(&[#(#members),*])
    };
    let required = members(&own.required);
    let optional = members(&own.optional);
    let rest = match &own.rest {
        Rest::Forbidden => quote!(union::Rest::Forbidden),
        Rest::Dropped => quote!(union::Rest::Dropped),
        Rest::Kept(value) => {
            let value = shape(context, within, value);
            quote!(union::Rest::Kept(&#value))
        }
    };
    quote! {
        union::Object {
            required: #required,
            optional: #optional,
            rest: #rest,
        }
    }
}

/// A shape, in the file of the model `within`.
fn shape(context: &Context<'_>, within: usize, one: &Shape) -> TokenStream {
    match one {
        Shape::Any => quote!(union::Shape::Any),
        Shape::Bool => quote!(union::Shape::Bool),
        Shape::I32 => quote!(union::Shape::I32),
        Shape::I64 => quote!(union::Shape::I64),
        Shape::U64 => quote!(union::Shape::U64),
        Shape::Number => quote!(union::Shape::Number),
        Shape::Text => quote!(union::Shape::Text),
        Shape::Base64 => quote!(union::Shape::Base64),
        Shape::Format(ty) => {
            let ty = ident(ty);
            quote!(union::Shape::Format(union::format::<super::#ty>))
        }
        Shape::Only(values) => {
            let values = values.iter().filter_map(scalar);
            quote!(union::Shape::Only(&[#(#values),*]))
        }
        Shape::List(inner) => {
            let inner = shape(context, within, inner);
            quote!(union::Shape::List(&#inner))
        }
        Shape::Tuple { items, least, rest } => {
            let items = items.iter().map(|item| shape(context, within, item));
            let least = Literal::usize_unsuffixed(*least);
            let rest = match rest {
                Some(rest) => {
                    let rest = shape(context, within, rest);
                    quote!(Some(&#rest))
                }
                None => quote!(None),
            };
            quote! {
                union::Shape::Tuple(&union::Tuple {
                    items: &[#(#items),*],
                    least: #least,
                    rest: #rest,
                })
            }
        }
        Shape::Map(inner) => {
            let inner = shape(context, within, inner);
            quote!(union::Shape::Map(&#inner))
        }
        Shape::Nullable(inner) => {
            let inner = shape(context, within, inner);
            quote!(union::Shape::Nullable(&#inner))
        }
        Shape::Model(model) => table(context, within, model.index),
    }
}

/// The table of another model, or of the one at hand.
fn table(context: &Context<'_>, within: usize, index: usize) -> TokenStream {
    let path = if index == within {
        quote!(SHAPE)
    } else {
        let module = token(&context.plan.models[index].module);
        quote!(super::#module::SHAPE)
    };
    match context.plan.shapes.get(index) {
        Some(Table::Texts(_)) => quote!(union::Shape::Texts(#path)),
        Some(Table::Integers(_)) => quote!(union::Shape::Integers(#path)),
        Some(Table::Union { .. }) => quote!(union::Shape::Union(&#path)),
        Some(Table::Object(_)) => quote!(union::Shape::Object(&#path)),
        None => unreachable!("a union reaches what stands in its table"),
    }
}

/// A constant; lists, objects and null are none.
fn scalar(value: &Value) -> Option<TokenStream> {
    Some(match value {
        Value::Bool(flag) => quote!(union::Scalar::Bool(#flag)),
        Value::String(text) => quote!(union::Scalar::Text(#text)),
        Value::Number(number) => match (number.as_i64(), number.as_f64()?) {
            (Some(whole), _) => {
                let whole = Literal::i64_unsuffixed(whole);
                quote!(union::Scalar::Integer(#whole))
            }
            (None, float) => {
                let float = Literal::f64_unsuffixed(float);
                quote!(union::Scalar::Number(#float))
            }
        },
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}
