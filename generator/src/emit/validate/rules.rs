//! Limits as the runtime's `Rule`: what can be checked of a value of a type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Number;

use crate::emit::ident;
use crate::ir::{Api, Limits, Type, TypeId, TypeKind};
use crate::plan::pattern;
use crate::scalars::Json;

/// The limits that can be checked of a value of a type, as calls that build the runtime's `Rule`.
pub(super) fn rule(api: &Api, ty: &Type, limits: &Limits) -> Vec<TokenStream> {
    match api.resolve(ty) {
        Type::Nullable(inner) => rule(api, inner, limits),
        Type::Scalar(scalar) => match scalar.row().json {
            Json::Text => of_text(limits),
            Json::Integer { .. } | Json::Number => of_number(limits),
            Json::Bool => Vec::new(),
        },
        Type::Array(item) => [of_list(limits), of_inner(api, item, limits)].concat(),
        Type::Map(value) => [of_object(limits), of_inner(api, value, limits)].concat(),
        Type::Object => of_object(limits),
        Type::Any => [
            of_text(limits),
            of_number(limits),
            of_list(limits),
            of_object(limits),
        ]
        .concat(),
        Type::Named(_) | Type::Boxed(_) => Vec::new(),
    }
}

/// The limits of a struct's members together.
pub(super) fn own_rule(api: &Api, id: TypeId) -> Vec<TokenStream> {
    match &api.ty(id).kind {
        TypeKind::Struct(_) => of_object(&api.ty(id).limits),
        _ => Vec::new(),
    }
}

pub(super) fn literal(limits: &[TokenStream]) -> TokenStream {
    quote!(validate::Rule::NONE #(.#limits)*)
}

fn of_text(limits: &Limits) -> Vec<TokenStream> {
    let pattern = limits.pattern.as_deref().and_then(|document| {
        let regex = pattern::regex(document)?;
        Some(quote!(pattern({
            static PATTERN: validate::Pattern = validate::Pattern::new(#document, #regex);
            &PATTERN
        })))
    });
    [
        count("min_length", limits.min_length),
        count("max_length", limits.max_length),
        pattern,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_number(limits: &Limits) -> Vec<TokenStream> {
    let bound = |bound: &Option<(Number, bool)>, included, excluded| {
        let (value, is_excluded) = bound.as_ref()?;
        number(if *is_excluded { excluded } else { included }, value)
    };
    [
        bound(&limits.minimum, "minimum", "exclusive_minimum"),
        bound(&limits.maximum, "maximum", "exclusive_maximum"),
        limits
            .multiple_of
            .as_ref()
            .and_then(|step| number("multiple_of", step)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_list(limits: &Limits) -> Vec<TokenStream> {
    let unique = limits.unique_items.then(|| quote!(unique_items()));
    [
        count("min_items", limits.min_items),
        count("max_items", limits.max_items),
        unique,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_object(limits: &Limits) -> Vec<TokenStream> {
    [
        count("min_properties", limits.min_properties),
        count("max_properties", limits.max_properties),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_inner(api: &Api, ty: &Type, limits: &Limits) -> Vec<TokenStream> {
    let inner = limits.inner.as_ref().map(|inner| rule(api, ty, inner));
    match inner.filter(|inner| !inner.is_empty()) {
        None => Vec::new(),
        Some(inner) => {
            let inner = literal(&inner);
            vec![quote!(inner(&#inner))]
        }
    }
}

fn count(name: &str, count: Option<u64>) -> Option<TokenStream> {
    // Nothing has fewer than none.
    let count = count.filter(|count| *count > 0 || name.starts_with("max"))?;
    let (name, count) = (ident(name), Literal::u64_unsuffixed(count));
    Some(quote!(#name(#count)))
}

fn number(name: &str, number: &Number) -> Option<TokenStream> {
    let name = ident(name);
    let integer = number.as_i64().map(i128::from);
    let value = match integer.or_else(|| number.as_u64().map(i128::from)) {
        Some(integer) => {
            let (sign, digits) = (sign(integer < 0), integer.unsigned_abs());
            let digits = Literal::u128_unsuffixed(digits);
            quote!(Int(#sign #digits))
        }
        None => {
            let float = number.as_f64().filter(|float| float.is_finite())?;
            let (sign, digits) = (sign(float < 0.0), digits(float.abs()));
            quote!(Float(#sign #digits))
        }
    };
    Some(quote!(#name(validate::Number::#value)))
}

/// A float as a person writes it: `1e300` rather than all of its zeros.
fn digits(float: f64) -> Literal {
    let written = if (1e-9..1e16).contains(&float) {
        None
    } else {
        format!("{float:e}").parse().ok()
    };
    written.unwrap_or_else(|| Literal::f64_unsuffixed(float))
}

fn sign(negative: bool) -> TokenStream {
    if negative { quote!(-) } else { quote!() }
}
