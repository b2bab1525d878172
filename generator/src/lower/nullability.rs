//! `nullable` on items. In: a model and the items whose schema says that null is a value; out: the
//! same with null where those items are used.
//!
//! A struct, an enum or a union of Rust cannot be null itself; its users are [`Type::Nullable`]
//! instead. A union with an alternative that may be null is nullable as a whole, so that null has
//! one place. Aliases keep null inside.

use std::collections::BTreeSet;

use crate::ir::{Api, Type, TypeId, TypeKind};

/// Makes every use of a nullable item nullable.
pub(super) fn spread(api: &mut Api, mut nullable: BTreeSet<TypeId>) {
    lift_alternatives(api, &mut nullable);
    if nullable.is_empty() {
        return;
    }
    for item in &mut api.types {
        let union = matches!(item.kind, TypeKind::Union(_));
        for ty in item.kind.types_mut() {
            wrap(ty, &nullable, union);
        }
    }
    for operation in &mut api.operations {
        for ty in operation.types_mut() {
            wrap(ty, &nullable, false);
        }
    }
}

/// Unions with an alternative that is nullable, until no more are found.
fn lift_alternatives(api: &Api, nullable: &mut BTreeSet<TypeId>) {
    let direct = |ty: &Type, nullable: &BTreeSet<TypeId>| match ty {
        Type::Named(id) => nullable.contains(id),
        _ => false,
    };
    loop {
        let before = nullable.len();
        for (index, item) in api.types.iter().enumerate() {
            if let TypeKind::Union(union) = &item.kind
                && union
                    .variants
                    .iter()
                    .any(|variant| direct(&variant.ty, nullable))
            {
                nullable.insert(TypeId(index));
            }
        }
        if nullable.len() == before {
            return;
        }
    }
}

/// Wraps what is nullable; `bare` leaves out the outermost level.
fn wrap(ty: &mut Type, nullable: &BTreeSet<TypeId>, bare: bool) {
    match ty {
        Type::Named(id) if !bare && nullable.contains(id) => {
            *ty = Type::Nullable(Box::new(ty.clone()));
        }
        Type::Nullable(inner) => wrap(inner, nullable, true),
        Type::Array(inner) | Type::Map(inner) => wrap(inner, nullable, false),
        Type::Tuple(tuple) => tuple.types_mut().for_each(|one| wrap(one, nullable, false)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Type, TypeId};
    use crate::lower::testing::{alias, field, schemas, variants};
    use crate::scalars::Scalar;

    fn nullable(id: usize) -> Type {
        Type::Nullable(Box::new(Type::Named(TypeId(id))))
    }

    #[test]
    fn users_of_a_nullable_item_are_nullable() {
        let api = schemas(
            "A: {type: object, nullable: true, properties: {a: {}}}
B: {type: object, properties: {b: {$ref: '#/components/schemas/A'}, c: {type: array, items: {$ref: '#/components/schemas/A'}}}}
C: {$ref: '#/components/schemas/A'}",
        );
        assert_eq!(field(&api, 1, "b").ty, nullable(0));
        assert_eq!(field(&api, 1, "c").ty, Type::Array(Box::new(nullable(0))));
        assert_eq!(alias(&api, 2), &nullable(0));
    }

    #[test]
    fn null_is_a_value_of_the_whole_union() {
        let api = schemas(
            "A: {type: object, nullable: true, properties: {a: {}}}
U: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string}]}
B: {type: object, properties: {b: {$ref: '#/components/schemas/U'}}}",
        );
        assert_eq!(variants(&api, 1)[0], Type::Named(TypeId(0)));
        assert_eq!(field(&api, 2, "b").ty, nullable(1));
    }

    #[test]
    fn null_counts_once() {
        let api = schemas(
            "A: {type: string, nullable: true, enum: [x, null]}
B: {type: object, properties: {b: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}}}",
        );
        assert_eq!(field(&api, 1, "b").ty, nullable(0));
    }

    #[test]
    fn a_nullable_scalar_in_place() {
        let api = schemas("B: {type: object, properties: {b: {type: string, nullable: true}}}");
        assert_eq!(
            field(&api, 0, "b").ty,
            Type::Nullable(Box::new(Type::Scalar(Scalar::String)))
        );
    }
}
