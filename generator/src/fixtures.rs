//! Examples: the model and the tree that it was lowered from in, a JSON value for each type and
//! each successful answer out.
//!
//! - A value is what the document gives as `example` or `default`, where that is valid, and made up
//!   otherwise from type, format, limits and enum: the same document gives the same values.
//! - Every required member is there, and so are optional ones, as an answer would have them, until
//!   the value gets too deep or too large or would hold its own type again.
//! - A page of a listing is the last one, so that whoever walks the listing comes to an end.
//! - A type without any finite value has no example.

mod facts;
mod fits;
mod number;
mod pages;
mod pattern;
mod size;
mod text;
mod value;

use rayon::prelude::*;
use serde_json::Value;

use crate::ir::{Api, Content, Operation, Response, Type, TypeId, TypeKind};
use size::Sizes;
use value::Maker;

/// The examples of a document.
#[derive(Clone, Debug, Default)]
pub struct Fixtures {
    /// For every type; `None` where there is no finite value.
    pub types: Vec<Option<Value>>,
    /// For every union, for each of its alternatives; nothing for other types.
    pub alternatives: Vec<Vec<Option<Value>>>,
    /// For every operation, for every answer that is JSON; `None` for others.
    pub answers: Vec<Vec<Option<Value>>>,
}

/// A maker remembers what schemas say: at least this many values in a row are made by the same one.
const SHARE: usize = 64;

/// Makes the examples of a document.
pub fn make(api: &Api, tree: &Value) -> Fixtures {
    let sizes = Sizes::of(api);
    let maker = || Maker::new(api, tree, &sizes);
    let mut types: Vec<Option<Value>> = (0..api.types.len())
        .into_par_iter()
        .with_min_len(SHARE)
        .map_init(maker, |maker, id| maker.of_type(TypeId(id)))
        .collect();
    let alternatives = (0..api.types.len())
        .into_par_iter()
        .with_min_len(SHARE)
        .map_init(maker, |maker, id| {
            let TypeKind::Union(union) = &api.types[id].kind else {
                return Vec::new();
            };
            let variants = union.variants.iter();
            let made = variants.map(|variant| maker.of_alternative(TypeId(id), variant));
            made.collect()
        })
        .collect();
    let mut answers: Vec<Vec<Option<Value>>> = api
        .operations
        .par_iter()
        .with_min_len(SHARE)
        .map_init(maker, |maker, operation| answers(maker, operation, &types))
        .collect();
    for (operation, answers) in api.operations.iter().zip(&mut answers) {
        let Some(paging) = &operation.paging else {
            continue;
        };
        for (response, answer) in operation.responses.iter().zip(answers) {
            let Some(ty) = response.json() else {
                continue;
            };
            let named = match api.resolve(ty) {
                Type::Named(id) | Type::Boxed(id) => types[id.0].as_mut(),
                _ => None,
            };
            for page in answer.iter_mut().chain(named) {
                pages::end(api, ty, paging, page);
            }
        }
    }
    Fixtures {
        types,
        alternatives,
        answers,
    }
}

fn answers(
    maker: &Maker<'_>,
    operation: &Operation,
    types: &[Option<Value>],
) -> Vec<Option<Value>> {
    let answer = |response: &Response| {
        let form = response.form()?;
        match &form.content {
            Content::Json(ty) | Content::Text(ty) => maker.of_content(ty, &form.pointer, types),
            _ => None,
        }
    };
    let answers = operation.responses.iter();
    answers
        .map(|response| response.success.then(|| answer(response)).flatten())
        .collect()
}

#[cfg(test)]
mod tests;
