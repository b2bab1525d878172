//! Types that contain themselves. In: a model; out: the same with a box, or an end, in every circle
//! that Rust would refuse.
//!
//! - **Aliases.** `type A = Vec<A>` is no Rust: a circle of aliases that meets no item on its way is
//!   cut by [`Type::Any`], with a warning.
//! - **Structs and unions.** A circle of members that are neither lists nor maps is cut by a box at
//!   the member that closes it, going through the items in order. Aliases on the way count as what
//!   they stand for.
//! - **Required members.** When a box stands in a circle of members that are all required, no finite
//!   value exists: the member becomes optional, with a warning.

use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Type, TypeId, TypeKind};

/// Breaks every circle.
pub(super) fn break_cycles(api: &mut Api, diagnostics: &mut Diagnostics) {
    cut_aliases(api, diagnostics);
    let edges: Vec<Vec<(usize, TypeId)>> = (0..api.types.len())
        .map(|index| contained(api, TypeId(index)))
        .collect();
    let closing = closing_edges(&edges);
    for (id, place) in &closing {
        let mut types = api.types[id.0].kind.types_mut();
        boxed(types[*place]);
    }
    relax_endless(api, &closing, diagnostics);
}

/// Cuts circles that consist of aliases alone.
fn cut_aliases(api: &mut Api, diagnostics: &mut Diagnostics) {
    let edges: Vec<Vec<(usize, TypeId)>> = (0..api.types.len())
        .map(|index| aliased(api, index))
        .collect();
    for (id, _) in closing_edges(&edges) {
        let pointer = api.types[id.0].pointer.clone();
        diagnostics.push(codes::recursive_alias(&pointer));
        if let TypeKind::Alias(ty) = &mut api.types[id.0].kind {
            cut(ty);
        }
    }
}

/// The alias that an alias consists of, if it does.
fn aliased(api: &Api, index: usize) -> Vec<(usize, TypeId)> {
    let TypeKind::Alias(ty) = &api.types[index].kind else {
        return Vec::new();
    };
    let ids = ty.ids().into_iter();
    let aliases = ids.filter(|id| matches!(api.ty(*id).kind, TypeKind::Alias(_)));
    aliases.map(|id| (0, id)).collect()
}

/// Puts any value where a type names an item.
fn cut(ty: &mut Type) {
    match ty {
        Type::Array(inner) | Type::Map(inner) => cut(inner),
        _ => *ty = Type::Any,
    }
}

/// The structs and unions that an item contains without a list or a map between, each with the
/// place of the member among the item's types.
fn contained(api: &Api, id: TypeId) -> Vec<(usize, TypeId)> {
    let item = api.ty(id);
    if matches!(item.kind, TypeKind::Alias(_)) {
        return Vec::new();
    }
    let additional = match &item.kind {
        TypeKind::Struct(object) => object.fields.len(),
        _ => usize::MAX,
    };
    let types = item.kind.types().into_iter().enumerate();
    types
        .filter(|(place, _)| *place != additional)
        .flat_map(|(place, ty)| {
            let held = direct(api, ty).into_iter();
            held.map(move |id| (place, id))
        })
        .collect()
}

/// The structs and unions that a value of a type holds in itself.
fn direct(api: &Api, ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut stack = vec![ty];
    while let Some(ty) = stack.pop() {
        match ty {
            Type::Nullable(inner) => stack.push(inner),
            Type::Tuple(tuple) => stack.extend(&tuple.items),
            Type::Named(id) => match &api.ty(*id).kind {
                TypeKind::Alias(target) => stack.push(target),
                TypeKind::Struct(_) | TypeKind::Union(_) => found.push(*id),
                TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {}
            },
            _ => {}
        }
    }
    found
}

/// The edges that close a circle, when the nodes are walked in order and depth first.
fn closing_edges(edges: &[Vec<(usize, TypeId)>]) -> Vec<(TypeId, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; edges.len()];
    let mut closing = Vec::new();
    for start in 0..edges.len() {
        let mut stack = Vec::new();
        if states[start] == State::New {
            states[start] = State::Open;
            stack.push((start, 0));
        }
        while let Some((node, next)) = stack.pop() {
            let Some((place, TypeId(target))) = edges[node].get(next).copied() else {
                states[node] = State::Done;
                continue;
            };
            stack.push((node, next + 1));
            match states[target] {
                State::New => {
                    states[target] = State::Open;
                    stack.push((target, 0));
                }
                State::Open => closing.push((TypeId(node), place)),
                State::Done => {}
            }
        }
    }
    closing
}

/// Puts a box around the item that a type names.
fn boxed(ty: &mut Type) {
    match ty {
        Type::Nullable(inner) => boxed(inner),
        Type::Tuple(tuple) => tuple.items.iter_mut().for_each(boxed),
        Type::Named(id) => *ty = Type::Boxed(*id),
        _ => {}
    }
}

/// Makes boxed members optional where only required members lead back to them.
fn relax_endless(api: &mut Api, closing: &[(TypeId, usize)], diagnostics: &mut Diagnostics) {
    for (id, place) in closing {
        let TypeKind::Struct(object) = &api.ty(*id).kind else {
            continue;
        };
        let field = &object.fields[*place];
        let target = needed(api, &field.ty).filter(|_| field.required);
        if !target.is_some_and(|target| needs(api, target, *id)) {
            continue;
        }
        diagnostics.push(codes::endless_object(&field.pointer, &field.name));
        if let TypeKind::Struct(object) = &mut api.types[id.0].kind {
            object.fields[*place].required = false;
        }
    }
}

/// The struct without which a value of a type cannot be.
fn needed(api: &Api, ty: &Type) -> Option<TypeId> {
    let mut ty = ty;
    loop {
        match ty {
            Type::Named(id) | Type::Boxed(id) => match &api.ty(*id).kind {
                TypeKind::Alias(target) => ty = target,
                TypeKind::Struct(_) => return Some(*id),
                _ => return None,
            },
            _ => return None,
        }
    }
}

/// Whether a struct cannot be without another one, through required members alone.
fn needs(api: &Api, from: TypeId, to: TypeId) -> bool {
    let mut seen = vec![false; api.types.len()];
    let mut stack = vec![from];
    while let Some(id) = stack.pop() {
        if id == to {
            return true;
        }
        if std::mem::replace(&mut seen[id.0], true) {
            continue;
        }
        if let TypeKind::Struct(object) = &api.ty(id).kind {
            let fields = object.fields.iter().filter(|field| field.required);
            stack.extend(fields.filter_map(|field| needed(api, &field.ty)));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::ir::{Type, TypeId};
    use crate::lower::testing::{alias, field, schemas, schemas_warned, variants};

    #[test]
    fn a_member_of_its_own_type_is_boxed() {
        let api = schemas(
            "A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, l: {type: array, items: {$ref: '#/components/schemas/A'}}}}",
        );
        assert_eq!(field(&api, 0, "a").ty, Type::Boxed(TypeId(0)));
        assert_eq!(
            field(&api, 0, "l").ty,
            Type::Array(Box::new(Type::Named(TypeId(0))))
        );
    }

    #[test]
    fn one_box_is_enough_for_a_circle() {
        let api = schemas(
            "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
B: {type: object, properties: {a: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}}}",
        );
        assert_eq!(field(&api, 0, "b").ty, Type::Named(TypeId(1)));
        assert_eq!(
            field(&api, 1, "a").ty,
            Type::Nullable(Box::new(Type::Boxed(TypeId(0))))
        );
    }

    #[test]
    fn an_alias_on_the_way_is_boxed_as_it_is() {
        let api = schemas(
            "A: {type: object, properties: {a: {$ref: '#/components/schemas/B'}}}
B: {$ref: '#/components/schemas/A'}",
        );
        assert_eq!(field(&api, 0, "a").ty, Type::Boxed(TypeId(1)));
        assert_eq!(alias(&api, 1), &Type::Named(TypeId(0)));
    }

    #[test]
    fn a_union_may_hold_itself_in_a_member() {
        let api = schemas(
            "A: {oneOf: [{type: string}, {$ref: '#/components/schemas/B'}]}
B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}",
        );
        assert_eq!(variants(&api, 0)[1], Type::Named(TypeId(1)));
        assert_eq!(field(&api, 1, "a").ty, Type::Boxed(TypeId(0)));
    }

    #[test]
    fn an_alias_of_itself_is_anything() {
        let (api, codes) = schemas_warned(
            "A: {type: array, items: {$ref: '#/components/schemas/A'}}
B: {type: object, additionalProperties: {$ref: '#/components/schemas/C'}}
C: {$ref: '#/components/schemas/B'}",
        );
        assert_eq!(alias(&api, 0), &Type::Array(Box::new(Type::Any)));
        assert_eq!(alias(&api, 1), &Type::Map(Box::new(Type::Named(TypeId(2)))));
        assert_eq!(alias(&api, 2), &Type::Any);
        assert_eq!(codes, ["W044", "W044"]);
    }

    #[test]
    fn a_required_circle_cannot_be_built() {
        let (api, codes) = schemas_warned(
            "A: {type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}
B: {type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}",
        );
        assert!(field(&api, 0, "b").required && !field(&api, 1, "a").required);
        assert_eq!(codes, ["W046"]);
    }

    #[test]
    fn a_circle_through_a_map_needs_no_box() {
        let api = schemas(
            "A: {type: object, properties: {a: {}}, additionalProperties: {$ref: '#/components/schemas/A'}}",
        );
        assert_eq!(
            crate::lower::testing::structure(&api, 0).additional,
            Some(Type::Named(TypeId(0)))
        );
    }
}
