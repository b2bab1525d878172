//! Unions that are their own alternatives, directly or through others. In: a model; out: the same,
//! where such a union has the alternatives that are no part of the circle, its own and those of the
//! others.
//!
//! An alternative that leads back adds no value, for whatever fits it fits another one; and looking
//! into it while a value is read would never end.

use std::collections::HashSet;

use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Type, TypeId, TypeKind, Union, Variant};

/// Takes every union out of the circles that it is in.
pub(super) fn flatten(api: &mut Api, diagnostics: &mut Diagnostics) {
    let reached: Vec<HashSet<usize>> = (0..api.types.len())
        .map(|index| reached(api, index))
        .collect();
    let circular = (0..api.types.len()).filter(|index| reached[*index].contains(index));
    let flat: Vec<(usize, Union)> = circular
        .map(|index| {
            let is_in_circle = |other: usize| reached[other].contains(&index);
            (index, flat(api, index, &is_in_circle))
        })
        .collect();
    for (index, union) in flat {
        let ty = &mut api.types[index];
        ty.kind = if union.variants.is_empty() {
            diagnostics.push(codes::recursive_alias(&ty.pointer));
            TypeKind::Alias(Type::Any)
        } else {
            TypeKind::Union(union)
        };
    }
}

/// The unions that are alternatives of one, or alternatives of those.
fn reached(api: &Api, start: usize) -> HashSet<usize> {
    let mut reached = HashSet::new();
    let mut stack = vec![start];
    while let Some(index) = stack.pop() {
        let variants = union(api, index).map(|union| &union.variants);
        for variant in variants.into_iter().flatten() {
            if let Some(next) = meant(api, &variant.ty)
                && reached.insert(next)
            {
                stack.push(next);
            }
        }
    }
    reached
}

/// A union without the alternatives that lead back to it.
fn flat(api: &Api, index: usize, is_in_circle: &impl Fn(usize) -> bool) -> Union {
    let mut discriminator = union(api, index).and_then(|union| union.discriminator.clone());
    let mut variants: Vec<Variant> = Vec::new();
    let mut seen = HashSet::from([index]);
    let mut stack = vec![index];
    let mut is_tagged = true;
    while let Some(index) = stack.pop() {
        let Some(union) = union(api, index) else {
            continue;
        };
        is_tagged &= union.discriminator == discriminator;
        for variant in &union.variants {
            match meant(api, &variant.ty).filter(|other| is_in_circle(*other)) {
                Some(other) if seen.insert(other) => stack.push(other),
                Some(_) => {}
                None if variants.iter().any(|one| one.ty == variant.ty) => {}
                None => variants.push(variant.clone()),
            }
        }
    }
    // A value of one property does not tell the alternatives of another.
    if !is_tagged {
        discriminator = None;
        for variant in &mut variants {
            variant.tags.clear();
        }
    }
    Union {
        variants,
        discriminator,
    }
}

fn union(api: &Api, index: usize) -> Option<&Union> {
    match &api.types[index].kind {
        TypeKind::Union(union) => Some(union),
        _ => None,
    }
}

/// The union that a type is another name of.
fn meant(api: &Api, ty: &Type) -> Option<usize> {
    let mut ty = ty;
    let mut seen = HashSet::new();
    loop {
        match ty {
            Type::Nullable(inner) => ty = inner,
            Type::Named(TypeId(index)) => match &api.types[*index].kind {
                TypeKind::Alias(target) if seen.insert(*index) => ty = target,
                TypeKind::Union(_) => return Some(*index),
                _ => return None,
            },
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Type, TypeId};
    use crate::lower::testing::{alias, schemas, schemas_warned, tags, variants};
    use crate::scalars::Scalar;

    #[test]
    fn unions_of_each_other_have_the_alternatives_of_both() {
        let api = schemas(
            "A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: string}]}
B: {anyOf: [{$ref: '#/components/schemas/C'}, {type: integer}, {$ref: '#/components/schemas/D'}]}
C: {$ref: '#/components/schemas/A'}
D: {oneOf: [{type: boolean}, {type: number}]}",
        );
        let other = Type::Named(TypeId(3));
        let integer = variants(&api, 1)[0].clone();
        let a = [Type::Scalar(Scalar::String), integer.clone(), other.clone()];
        assert_eq!(variants(&api, 0), a);
        assert_eq!(
            variants(&api, 1),
            [integer, other, Type::Scalar(Scalar::String)]
        );
        assert_eq!(variants(&api, 3).len(), 2);
    }

    #[test]
    fn a_list_of_itself_stays() {
        let api = schemas(
            "A: {oneOf: [{type: array, items: {$ref: '#/components/schemas/A'}}, {type: string}]}",
        );
        assert_eq!(variants(&api, 0).len(), 2);
    }

    #[test]
    fn tags_stay_where_one_property_tells_all() {
        let pair = |other: &str| {
            schemas(&format!(
                "X: {{type: object, properties: {{k: {{type: string}}}}}}
Y: {{type: object, properties: {{k: {{type: string}}}}}}
A: {{oneOf: [{{$ref: '#/components/schemas/B'}}, {{$ref: '#/components/schemas/X'}}], discriminator: {{propertyName: k}}}}
B: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/Y'}}], discriminator: {{propertyName: {other}}}}}"
            ))
        };
        assert_eq!(tags(&pair("k"), 2), [["X"], ["Y"]]);
        let none: [&str; 0] = [];
        assert_eq!(tags(&pair("j"), 2), [none, none]);
    }

    #[test]
    fn nothing_but_itself_is_anything() {
        let (api, codes) = schemas_warned(
            "A: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/A'}]}
B: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
        );
        assert_eq!(alias(&api, 0), &Type::Any);
        assert_eq!(codes.len(), 2, "{codes:?}");
    }
}
