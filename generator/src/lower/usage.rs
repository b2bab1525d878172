//! Who uses what. In: a model; out: for each item the gates of the operations that reach it and the
//! sides of the wire that it is seen on, and for each tag the gates of its operations.
//!
//! An item that nobody reaches stays; whether it is emitted is for others to decide.

use std::collections::BTreeMap;

use crate::ir::{Api, Gate, Type, TypeId};

/// Notes for each item which operations reach it, and from which side. All operations behind one
/// gate go at once: large documents have ten thousands of operations, each of which may reach as
/// many items.
pub(super) fn record(api: &mut Api) {
    let references: Vec<Vec<TypeId>> = api
        .types
        .iter()
        .map(|item| named(item.kind.types()))
        .collect();
    let mut walk = Walk {
        references,
        seen: vec![0; api.types.len()],
        round: 0,
    };
    let mut roots: BTreeMap<Gate, (Vec<TypeId>, Vec<TypeId>)> = BTreeMap::new();
    for operation in &api.operations {
        let (sent, received) = (operation.sent(), operation.received());
        let (requests, responses) = roots.entry(operation.gate()).or_default();
        requests.extend(named(sent));
        responses.extend(named(received));
    }
    for (gate, (requests, responses)) in roots {
        api.tags[gate.tag.0].gates.add(gate);
        for id in walk.reached(requests) {
            let item = &mut api.types[id.0];
            item.usage.request = true;
            item.gates.add(gate);
        }
        for id in walk.reached(responses) {
            let item = &mut api.types[id.0];
            item.usage.response = true;
            item.gates.add(gate);
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
            Type::Tuple(tuple) => stack.extend(tuple.types()),
            _ => {}
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use crate::config::Extensions;
    use crate::ir::{Gates, TagId, Usage};
    use crate::lower::testing::{api, lower_with};

    fn tags(gates: &Gates) -> Vec<TagId> {
        gates.as_slice().iter().map(|gate| gate.tag).collect()
    }

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
        assert_eq!(tags(&api.types[0].gates), [TagId(0)]);
        assert_eq!(tags(&api.types[1].gates), [TagId(0), TagId(1)]);
        assert_eq!(
            api.types[1].usage,
            Usage {
                request: true,
                response: true
            }
        );
        assert!(api.types[2].gates.is_empty());
    }
    #[test]
    fn an_item_is_behind_the_gates_of_those_who_reach_it() {
        let extensions = Extensions {
            preview: Some("x-early".to_owned()),
            ..Extensions::default()
        };
        let (api, _) = lower_with(
            "
paths:
  /a:
    get:
      tags: [a]
      x-early: true
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
    put:
      tags: [a]
      deprecated: true
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}
      responses: {}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
    B: {type: string, enum: [b]}
",
            &extensions,
        );
        let early = api.operations[0].gate();
        let late = api.operations[1].gate();
        assert!(early.preview && !early.deprecated && late.deprecated);
        assert_eq!(api.types[0].gates.as_slice(), [early]);
        assert_eq!(api.types[1].gates.as_slice(), [late, early]);
        assert_eq!(api.tags[0].gates.as_slice(), [late, early]);
    }
}
