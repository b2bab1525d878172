//! Who uses what. In: a model; out: for each item the operations that reach it and the sides of the
//! wire that it is seen on.
//!
//! An item that nobody reaches stays; whether it is emitted is for others to decide.

use super::visit::{of_item, of_operation};
use crate::ir::{Api, Type, TypeId};

/// Notes for each item which operations reach it.
pub(super) fn record(api: &mut Api) {
    let references: Vec<Vec<TypeId>> = api
        .types
        .iter()
        .map(|item| named(of_item(&item.kind)))
        .collect();
    for (index, operation) in api.operations.iter().enumerate() {
        let (sent, received) = of_operation(operation);
        let sides = [(named(sent), true), (named(received), false)];
        for (roots, request) in sides {
            for id in reached(&references, roots) {
                let item = &mut api.types[id.0];
                if request {
                    item.usage.request = true;
                } else {
                    item.usage.response = true;
                }
                if item.operations.last() != Some(&index) {
                    item.operations.push(index);
                }
            }
        }
    }
}

/// Everything that the roots lead to, themselves included.
fn reached(references: &[Vec<TypeId>], roots: Vec<TypeId>) -> Vec<TypeId> {
    let mut seen = vec![false; references.len()];
    let mut all = Vec::new();
    let mut stack = roots;
    while let Some(id) = stack.pop() {
        if !std::mem::replace(&mut seen[id.0], true) {
            all.push(id);
            stack.extend(&references[id.0]);
        }
    }
    all
}

/// The items that types name, at any depth.
fn named(types: Vec<&Type>) -> Vec<TypeId> {
    let mut ids = Vec::new();
    let mut stack = types;
    while let Some(ty) = stack.pop() {
        match ty {
            Type::Named(id) | Type::Boxed(id) => ids.push(*id),
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => stack.push(inner),
            _ => {}
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use crate::ir::Usage;
    use crate::lower::testing::api;

    #[test]
    fn items_are_reached_through_others() {
        let api = api("
paths:
  /a:
    get: {responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}
      responses: {}
components:
  schemas:
    A: {type: array, items: {$ref: '#/components/schemas/B'}}
    B: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
    C: {type: string}
");
        assert_eq!(api.types[0].operations, [0]);
        assert_eq!(api.types[1].operations, [0, 1]);
        assert_eq!(
            api.types[1].usage,
            Usage {
                request: true,
                response: true
            }
        );
        assert!(api.types[2].operations.is_empty());
    }
}
