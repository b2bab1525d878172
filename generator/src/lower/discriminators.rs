//! What discriminators say of the objects that they tell apart. In: a model with its unions; out: the
//! same, where an object carries what tells it.
//!
//! - An object that one value alone means has that value as a constant: it is sent without being
//!   asked for, wherever the object is sent, and tells the object from others where a union has no
//!   discriminator. Where the member is optional, what came without it is written without it.
//! - An object that several values mean keeps the one that came: it gets a member for it where it
//!   has none.
//! - A parent among the children of another one stands for its own members there, since its children
//!   stand beside it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ir::{Api, Docs, Field, Limits, Pointer, Struct, Type, TypeId, TypeKind, Union};
use crate::scalars::Scalar;

/// Lets every object carry what tells it.
pub(super) fn settle(api: &mut Api) {
    flatten(api);
    let mut told: BTreeMap<(TypeId, String), Vec<String>> = BTreeMap::new();
    for union in api.types.iter().filter_map(|ty| as_union(&ty.kind)) {
        let Some(property) = &union.discriminator else {
            continue;
        };
        for variant in union.variants.iter().filter(|one| !one.tags.is_empty()) {
            if let Some(id) = structure(api, &variant.ty) {
                let tags = told.entry((id, property.clone())).or_default();
                let new = variant.tags.iter().filter(|tag| !tags.contains(tag));
                let new: Vec<_> = new.cloned().collect();
                tags.extend(new);
            }
        }
    }
    for ((id, property), tags) in told {
        match tags.as_slice() {
            [tag] => preset(api, id, &property, tag),
            tags => keep(api, id, &property, tags),
        }
    }
}

fn as_union(kind: &TypeKind) -> Option<&Union> {
    match kind {
        TypeKind::Union(union) => Some(union),
        _ => None,
    }
}

/// Puts what a value of the discriminator means in the end in the place of a union of the same
/// discriminator.
fn flatten(api: &mut Api) {
    for index in 0..api.types.len() {
        let meant: Vec<_> = match as_union(&api.types[index].kind) {
            Some(union) => union
                .variants
                .iter()
                .map(|one| meant(api, union, &one.ty, &one.tags))
                .collect(),
            None => continue,
        };
        let TypeKind::Union(union) = &mut api.types[index].kind else {
            continue;
        };
        for (variant, meant) in union.variants.iter_mut().zip(meant) {
            if let Some(ty) = meant {
                variant.ty = ty;
            }
        }
    }
}

/// The alternative of an inner union that all these values of the outer discriminator mean.
fn meant(api: &Api, outer: &Union, ty: &Type, tags: &[String]) -> Option<Type> {
    let property = outer.discriminator.as_ref()?;
    let mut found = None;
    let mut ty = ty;
    // Levels of a hierarchy are few; a circle of unions has no end.
    for _ in 0..32 {
        let Type::Named(id) = api.resolve(ty) else {
            return found;
        };
        let Some(inner) = as_union(&api.ty(*id).kind) else {
            return found;
        };
        let is_told = |tags: &[String], own: &[String]| {
            !tags.is_empty() && tags.iter().all(|tag| own.contains(tag))
        };
        let mut variants = inner.variants.iter();
        let next = variants.find(|one| is_told(tags, &one.tags));
        let Some(next) = next.filter(|_| inner.discriminator.as_ref() == Some(property)) else {
            return found;
        };
        found = Some(next.ty.clone());
        ty = &next.ty;
    }
    found
}

/// The object that a type is.
fn structure(api: &Api, ty: &Type) -> Option<TypeId> {
    match api.resolve(ty) {
        Type::Named(id) | Type::Boxed(id) => {
            matches!(api.ty(*id).kind, TypeKind::Struct(_)).then_some(*id)
        }
        _ => None,
    }
}

fn object(api: &mut Api, id: TypeId) -> Option<&mut Struct> {
    match &mut api.types[id.0].kind {
        TypeKind::Struct(object) => Some(object),
        _ => None,
    }
}

/// Makes the value of a discriminator the constant of an object's member, where the object has such
/// a member and its type has the value.
fn preset(api: &mut Api, id: TypeId, property: &str, tag: &str) {
    let TypeKind::Struct(own) = &api.ty(id).kind else {
        return;
    };
    let Some(field) = own.fields.iter().find(|field| field.name == property) else {
        return;
    };
    let Some(constant) = constant(api, &field.ty, tag) else {
        return;
    };
    let field =
        object(api, id).and_then(|own| own.fields.iter_mut().find(|field| field.name == property));
    if let Some(field) = field.filter(|field| field.constant.is_none() && !field.read_only) {
        field.constant = Some(constant);
    }
}

/// A tag as a value of a type, if it is one.
fn constant(api: &Api, ty: &Type, tag: &str) -> Option<Value> {
    let whole = || tag.parse::<i64>().ok();
    match api.resolve(ty) {
        Type::Scalar(Scalar::String) => Some(Value::from(tag)),
        Type::Scalar(Scalar::I32) => whole()
            .and_then(|number| i32::try_from(number).ok())
            .map(Value::from),
        Type::Scalar(Scalar::I64) => whole().map(Value::from),
        Type::Scalar(Scalar::U64) => tag.parse::<u64>().ok().map(Value::from),
        Type::Scalar(Scalar::Bool) => tag.parse::<bool>().ok().map(Value::from),
        Type::Named(id) => match &api.ty(*id).kind {
            TypeKind::StringEnum(values) => {
                let listed = values.iter().any(|one| one.value == tag);
                listed.then(|| Value::from(tag))
            }
            TypeKind::IntegerEnum(values) => {
                let number = whole()?;
                let listed = values.iter().any(|one| one.value == number);
                listed.then(|| Value::from(number))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Gives an object a member for the value of a discriminator that came, unless it keeps it already.
fn keep(api: &mut Api, id: TypeId, property: &str, tags: &[String]) {
    let pointer = api.ty(id).pointer.clone();
    let Some(object) = object(api, id) else {
        return;
    };
    let keeps = matches!(
        object.additional,
        Some(Type::Any | Type::Scalar(Scalar::String))
    );
    if keeps || object.fields.iter().any(|field| field.name == property) {
        return;
    }
    let is_text = |tag: &String| serde_json::from_str::<Value>(tag).is_err();
    let ty = match tags.iter().all(is_text) {
        true => Type::Scalar(Scalar::String),
        // It may be a number or a flag as well.
        false => Type::Any,
    };
    object.fields.push(member(pointer, property, ty, tags));
}

fn member(pointer: Pointer, property: &str, ty: Type, tags: &[String]) -> Field {
    let listed: Vec<_> = tags.iter().map(|tag| format!("`{tag}`")).collect();
    Field {
        pointer,
        name: property.to_owned(),
        rust_name: None,
        ty,
        required: false,
        read_only: false,
        write_only: false,
        docs: Docs {
            description: Some(format!("What it is in a union: {}.", listed.join(", "))),
            ..Docs::default()
        },
        limits: Limits::default(),
        constant: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::ir::{Type, TypeId};
    use crate::lower::testing::{field, fields, schemas, tags, variants};

    #[test]
    fn one_value_is_a_constant_of_its_object() {
        let api = schemas(
            "P: {type: object, required: [k], properties: {k: {$ref: '#/components/schemas/K'}, n: {type: string}}, discriminator: {propertyName: k, mapping: {dog: D, cat: C}}}
K: {type: string, enum: [cat, dog]}
D: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {d: {type: string}}}]}
C: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {c: {type: string}}}]}",
        );
        assert_eq!(field(&api, 2, "k").constant, Some(json!("dog")));
        assert_eq!(field(&api, 3, "k").constant, Some(json!("cat")));
    }

    #[test]
    fn a_parent_that_lists_its_children_tells_them_as_well() {
        let api = schemas(
            "P: {type: object, required: [k], properties: {k: {type: string}}, discriminator: {propertyName: k, mapping: {X: C, Y: D}}, oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]}
C: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {c: {type: string}}}]}
D: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {d: {type: string}}}]}",
        );
        assert_eq!(field(&api, 1, "k").constant, Some(json!("X")));
        assert_eq!(field(&api, 2, "k").constant, Some(json!("Y")));
    }

    #[test]
    fn a_constant_has_the_type_of_its_member() {
        let api = schemas(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {'2': A, 'true': B}}}
A: {type: object, required: [k], properties: {k: {type: integer}}}
B: {type: object, properties: {k: {type: boolean}}}",
        );
        assert_eq!(field(&api, 1, "k").constant, Some(json!(2)));
        assert_eq!(field(&api, 2, "k").constant, Some(json!(true)));
        assert!(!field(&api, 2, "k").required);
    }

    #[test]
    fn an_object_of_several_values_keeps_the_one_that_came() {
        let api = schemas(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {x: A, y: A, z: B}}}
A: {type: object, properties: {a: {type: string}}}
B: {type: object, properties: {b: {type: string}}}",
        );
        assert_eq!(fields(&api, 1), ["a", "k"]);
        assert_eq!(field(&api, 1, "k").constant, None);
        assert_eq!(fields(&api, 2), ["b"]);
    }

    #[test]
    fn unions_that_do_not_agree_make_no_constant() {
        let api = schemas(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {x: A}}}
V: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {y: A}}}
A: {type: object, required: [k], properties: {k: {type: string}}}
B: {type: object, required: [k], properties: {k: {type: string}}}",
        );
        assert_eq!(field(&api, 2, "k").constant, None);
        assert_eq!(field(&api, 3, "k").constant, Some(json!("B")));
    }

    #[test]
    fn a_parent_among_children_stands_for_its_own_members() {
        let api = schemas(
            "Base: {type: object, required: [k], properties: {k: {type: string}}, discriminator: {propertyName: k, mapping: {mid: Mid, leaf: Leaf}}}
Mid: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {m: {type: string}}}]}
Leaf: {allOf: [{$ref: '#/components/schemas/Mid'}, {type: object, properties: {l: {type: string}}}]}",
        );
        assert_eq!(tags(&api, 1), [["leaf"], ["mid"]]);
        let [leaf, own] = variants(&api, 1).try_into().unwrap();
        assert_eq!(leaf, Type::Named(TypeId(2)));
        assert_eq!(variants(&api, 0), [own, leaf]);
    }
}
