//! Values one after the other. In: a media type that holds many of them; out: what one is.
//!
//! - `itemSchema` describes one; else `schema` does, or its items where it is a list.
//! - Of events, OpenAPI 3.2 has `itemSchema` describe the whole event: its `data` counts, and of that
//!   `contentSchema`. Documents of older versions describe the data itself, some of them whole events:
//!   those with `event` and `data`. Several whole events are a union that is read from all of an event.
//! - Data without a schema, or that is plain text, is text.

use super::Lowering;
use super::media::Declared;
use super::node::Node;
use super::schema_kind::{SchemaKind, kind};
use crate::ir::{EventData, Framing, Items, Type};
use crate::scalars::Scalar;

/// The members of an event, as HTML and OpenAPI name them.
const EVENT: &[&str] = &["event", "data", "id", "retry", "comment"];

/// What one of the values is.
pub(super) fn lower<'a>(
    lowering: &mut Lowering<'a>,
    declared: &Declared<'a>,
    framing: Framing,
) -> Items {
    let own = declared.node.get("itemSchema");
    let is_own = own.is_some();
    let schema = own.or_else(|| {
        let schema = declared.schema.clone()?;
        let target = lowering.tree.follow(&schema);
        match lowering.classify(&target).kind {
            SchemaKind::Array(Some(items)) => Some(items),
            _ => Some(schema),
        }
    });
    let (item, event) = match (framing, schema) {
        (Framing::Events, Some(schema)) => event(lowering, &schema, is_own),
        (Framing::Events, None) => (Type::Scalar(Scalar::String), EventData::Text),
        (_, Some(schema)) => (lowering.ty(&schema), EventData::Json),
        (_, None) => (Type::Any, EventData::Json),
    };
    Items {
        framing,
        item,
        event,
    }
}

fn event<'a>(lowering: &mut Lowering<'a>, schema: &Node<'a>, is_own: bool) -> (Type, EventData) {
    let target = lowering.tree.follow(schema);
    let layers = lowering.layers(&target);
    let alternatives: Vec<Node<'a>> = layers
        .iter()
        .flat_map(|layer| [layer.node.list("oneOf"), layer.node.list("anyOf")].concat())
        .collect();
    let whole = |node: &Node<'a>| is_event(lowering, node, is_own);
    if !alternatives.is_empty() && alternatives.iter().all(whole) {
        return (lowering.ty(schema), EventData::Whole);
    }
    if alternatives.is_empty() && is_event(lowering, &target, is_own) {
        let members = lowering.members(&layers);
        let data = members
            .properties
            .get("data")
            .and_then(|nodes| nodes.last());
        return match data {
            Some(data) => data_of(lowering, &data.clone()),
            None => (Type::Scalar(Scalar::String), EventData::Text),
        };
    }
    data_of(lowering, schema)
}

/// What the data of an event is.
fn data_of<'a>(lowering: &mut Lowering<'a>, schema: &Node<'a>) -> (Type, EventData) {
    let target = lowering.tree.follow(schema);
    if let Some(content) = target.get("contentSchema") {
        return (lowering.ty(&content), EventData::Json);
    }
    let is_text = kind(&target) == Some("string") && !target.has("enum");
    if is_text {
        (Type::Scalar(Scalar::String), EventData::Text)
    } else {
        (lowering.ty(schema), EventData::Json)
    }
}

/// Whether a schema describes an event rather than its data.
fn is_event<'a>(lowering: &Lowering<'a>, schema: &Node<'a>, is_own: bool) -> bool {
    let layers = lowering.layers(&lowering.tree.follow(schema));
    let members = lowering.members(&layers).properties;
    let has = |name: &str| members.contains_key(name);
    let only = members.keys().all(|name| EVENT.contains(name));
    only && (has("event") || is_own) && (has("data") || has("event"))
}
