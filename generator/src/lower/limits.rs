//! Limits of values. In: schemas; out: [`Limits`].
//!
//! - What a schema limits and what it refers to or takes over holds together; the later one counts
//!   where both say something.
//! - A schema that is one alternative or null limits what that alternative limits.
//! - Limits of items and of a map's values go along, as deep as lists and maps stand in each other.
//!   Members of an object have limits of their own.

use serde_json::Value;

use super::Lowering;
use super::annotations::last;
use super::node::Node;
use super::union::is_null;
use crate::ir::Limits;

/// Keywords that limit values and say nothing of what they consist of.
const KEYWORDS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Whether a keyword limits values and says nothing of what they consist of.
pub(super) fn is_limit(keyword: &str) -> bool {
    KEYWORDS.contains(&keyword)
}

impl<'a> Lowering<'a> {
    /// The limits that schemas set together, those that they refer to included.
    pub(super) fn limits(&self, nodes: &[Node<'a>]) -> Limits {
        self.limits_within(nodes, &mut Vec::new())
    }

    /// The same; `around` are the schemas of the lists and maps that these stand in, so that a list
    /// of itself ends.
    fn limits_within(&self, nodes: &[Node<'a>], around: &mut Vec<String>) -> Limits {
        let nodes = self.limiting(nodes);
        let mut limits = own(&nodes);
        let has_parts = |node: &Node<'_>| node.has("properties") || node.has("prefixItems");
        let inner = match nodes.iter().any(has_parts) {
            true => None,
            false => last(&nodes, "items").or_else(|| last(&nodes, "additionalProperties")),
        };
        let Some(inner) = inner else {
            return limits;
        };
        let target = self.tree.follow(&inner).pointer.0;
        if !around.contains(&target) {
            around.push(target);
            let inner = self.limits_within(&[inner], around);
            around.pop();
            limits.inner = (inner != Limits::default()).then(|| Box::new(inner));
        }
        limits
    }

    /// Every schema that limits a value of these.
    fn limiting(&self, nodes: &[Node<'a>]) -> Vec<Node<'a>> {
        let mut all = Vec::new();
        for layer in nodes.iter().flat_map(|node| self.layers(node)) {
            let only = layer
                .has_alternatives()
                .then(|| only_alternative(&layer.node))
                .flatten();
            let behind = only.map(|only| self.layers(&only)).unwrap_or_default();
            all.extend(behind.into_iter().map(|layer| layer.node));
            all.push(layer.node);
        }
        all
    }
}

/// The alternative of a schema that has one alone, null aside.
fn only_alternative<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    let mut all = node.list("oneOf");
    all.extend(node.list("anyOf"));
    all.retain(|alternative| !is_null(alternative));
    match all.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The limits that the nodes set to a value itself; those further back count more.
fn own(nodes: &[Node<'_>]) -> Limits {
    let count = |name| last(nodes, name).and_then(|node| whole(node.value));
    let bound = |name: &str, excluded: &str| {
        let node = nodes.iter().rev().find(|node| node.has(name))?;
        let number = node.get(name)?.value.as_number()?.clone();
        Some((number, node.flag(excluded)))
    };
    Limits {
        min_length: count("minLength"),
        max_length: count("maxLength"),
        pattern: last(nodes, "pattern").and_then(|node| Some(node.value.as_str()?.to_owned())),
        minimum: bound("minimum", "exclusiveMinimum"),
        maximum: bound("maximum", "exclusiveMaximum"),
        multiple_of: last(nodes, "multipleOf").and_then(|node| node.value.as_number().cloned()),
        min_items: count("minItems"),
        max_items: count("maxItems"),
        unique_items: nodes.iter().any(|node| node.flag("uniqueItems")),
        min_properties: count("minProperties"),
        max_properties: count("maxProperties"),
        values: values(nodes),
        inner: None,
    }
}

/// The values that an `enum` lists, unless one of them is text: such an enum is a type.
fn values(nodes: &[Node<'_>]) -> Vec<Value> {
    let listed = last(nodes, "enum").and_then(|node| node.value.as_array());
    let listed = listed
        .into_iter()
        .flatten()
        .filter(|value| !value.is_null());
    let listed: Vec<_> = listed.cloned().collect();
    match listed.iter().any(Value::is_string) {
        true => Vec::new(),
        false => listed,
    }
}

/// A count, also where it is written as `10.0`.
fn whole(value: &Value) -> Option<u64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the conversion saturates, and a limit that large limits nothing"
    )]
    let rounded = |number: f64| (number >= 0.0).then_some(number as u64);
    value.as_u64().or_else(|| value.as_f64().and_then(rounded))
}

#[cfg(test)]
mod tests {
    use crate::ir::{Limits, TypeKind};
    use crate::lower::testing::{api, field, schemas, schemas_warned, structure};

    fn of(property: &str) -> Limits {
        let api = schemas(&format!(
            "A: {{type: object, properties: {{a: {property}}}}}
Short: {{type: string, maxLength: 3}}
Shorts: {{type: array, maxItems: 2, items: {{$ref: '#/components/schemas/Short'}}}}"
        ));
        field(&api, 0, "a").limits.clone()
    }

    #[test]
    fn limits_of_what_is_referred_to_hold() {
        let limits = of("{$ref: '#/components/schemas/Shorts'}");
        assert_eq!(limits.max_items, Some(2));
        assert_eq!(limits.inner.unwrap().max_length, Some(3));
    }

    #[test]
    fn lists_and_maps_keep_the_limits_of_what_they_hold() {
        let limits = of(
            "{type: array, items: {type: object, maxProperties: 1, additionalProperties: {type: integer, minimum: 3}}}",
        );
        let map = limits.inner.unwrap();
        assert_eq!(map.max_properties, Some(1));
        assert!(map.inner.unwrap().minimum.is_some());
    }

    #[test]
    fn null_beside_an_alternative_takes_no_limit_away() {
        let limits = of("{anyOf: [{type: string, maxLength: 3}, {nullable: true}]}");
        assert_eq!(limits.max_length, Some(3));
        let limits = of("{anyOf: [{type: string, maxLength: 3}, {type: string, maxLength: 4}]}");
        assert_eq!(limits.max_length, None);
    }

    #[test]
    fn a_list_of_itself_ends() {
        let (api, _) = schemas_warned(
            "A: {type: array, maxItems: 3, items: {$ref: '#/components/schemas/A'}}",
        );
        assert_eq!(api.types[0].limits.max_items, Some(3));
    }

    #[test]
    fn the_rest_of_an_object_and_alternatives_have_limits() {
        let api = schemas(
            "A: {type: object, minProperties: 1, properties: {a: {}}, additionalProperties: {type: string, maxLength: 3}}
B: {oneOf: [{type: string, maxLength: 3}, {type: integer}]}",
        );
        assert_eq!(api.types[0].limits.min_properties, Some(1));
        assert_eq!(structure(&api, 0).additional_limits.max_length, Some(3));
        let TypeKind::Union(union) = &api.types[1].kind else {
            panic!("not a union");
        };
        assert_eq!(union.variants[0].limits.max_length, Some(3));
    }

    #[test]
    fn a_body_has_limits() {
        let api = api("
paths: {/a: {post: {responses: {}, requestBody: {content: {application/json: {schema: {type: array, maxItems: 3, items: {type: string}}}}}}}}
");
        let body = api.operations[0].body.as_ref().unwrap();
        assert_eq!(body.form().limits.max_items, Some(3));
    }
}
