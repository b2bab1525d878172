//! Who uses what. In: a model; out: for each item the tags whose operations reach it and the sides
//! of the wire that it is seen on.
//!
//! An item that nobody reaches stays; whether it is emitted is for others to decide.

use super::visit::{of_item, of_operation};
use crate::ir::{Api, TagId, Type, TypeId};

/// Notes for each item which tags reach it, and from which side. All operations of a tag go at
/// once: large documents have ten thousands of operations, each of which may reach as many items.
pub(super) fn record(api: &mut Api) {
    let references: Vec<Vec<TypeId>> = api
        .types
        .iter()
        .map(|item| named(of_item(&item.kind)))
        .collect();
    let mut walk = Walk {
        references,
        seen: vec![0; api.types.len()],
        round: 0,
    };
    let mut roots = vec![(Vec::new(), Vec::new()); api.tags.len()];
    for operation in &api.operations {
        let (sent, received) = of_operation(operation);
        let (requests, responses) = &mut roots[operation.tag.0];
        requests.extend(named(sent));
        responses.extend(named(received));
    }
    for (index, (requests, responses)) in roots.into_iter().enumerate() {
        let tag = TagId(index);
        for id in walk.reached(requests) {
            let item = &mut api.types[id.0];
            item.usage.request = true;
            item.tags.push(tag);
        }
        for id in walk.reached(responses) {
            let item = &mut api.types[id.0];
            item.usage.response = true;
            if item.tags.last() != Some(&tag) {
                item.tags.push(tag);
            }
        }
    }
}

/// Goes through the items that others name, again and again without forgetting its way each time.
struct Walk {
    /// What each item names.
    references: Vec<Vec<TypeId>>,
    /// The round in which each item was last met.
    seen: Vec<usize>,
    round: usize,
}

impl Walk {
    /// Everything that the roots lead to, themselves included.
    fn reached(&mut self, roots: Vec<TypeId>) -> Vec<TypeId> {
        self.round += 1;
        let mut all = Vec::new();
        let mut stack = roots;
        while let Some(id) = stack.pop() {
            if std::mem::replace(&mut self.seen[id.0], self.round) != self.round {
                all.push(id);
                stack.extend(&self.references[id.0]);
            }
        }
        all
    }
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
    use crate::ir::{TagId, Usage};
    use crate::lower::testing::api;

    #[test]
    fn items_are_reached_through_others() {
        let api = api("
paths:
  /a:
    get: {tags: [a], responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}
    post:
      tags: [b]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}
      responses: {}
components:
  schemas:
    A: {type: array, items: {$ref: '#/components/schemas/B'}}
    B: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
    C: {type: string}
");
        assert_eq!(api.types[0].tags, [TagId(0)]);
        assert_eq!(api.types[1].tags, [TagId(0), TagId(1)]);
        assert_eq!(
            api.types[1].usage,
            Usage {
                request: true,
                response: true
            }
        );
        assert!(api.types[2].tags.is_empty());
    }
}
