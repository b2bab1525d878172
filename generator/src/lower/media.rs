//! Media types. In: the forms that a body is declared in; out: those that a client can write or read.
//!
//! Forms that only say the same again are left out: other names of JSON, and encodings of a schema
//! that is declared as JSON as well and that a client would have to hand over as text or bytes (XML,
//! YAML, MessagePack). A client that speaks JSON loses nothing by that.

use super::Lowering;
use super::node::Node;
use super::schema_kind::kind as kind_of;
use crate::ir::Framing;

/// What a media type is to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    /// Text that is JSON where somebody writes it as such.
    Yaml,
    /// Text with a structure that nobody takes apart here.
    Xml,
    Binary,
    /// Values one after the other.
    Items(Framing),
}

/// What a media type is to a client.
pub(super) fn kind(media_type: &str) -> Kind {
    if let Some(framing) = framing(media_type) {
        return Kind::Items(framing);
    }
    match essence(media_type).as_str() {
        "application/json" | "*/*" | "application/*" | "text/json" | "text/x-json"
        | "application/x-json" => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        "application/xml" | "text/xml" => Kind::Xml,
        "application/yaml" | "application/x-yaml" | "text/yaml" | "text/x-yaml" => Kind::Yaml,
        "application/javascript" | "application/graphql" => Kind::Text,
        other if other.ends_with("+json") => Kind::Json,
        other if other.ends_with("+xml") => Kind::Xml,
        other if other.ends_with("+yaml") => Kind::Yaml,
        other if other.starts_with("multipart/") => Kind::Multipart,
        other if other.starts_with("text/") => Kind::Text,
        _ => Kind::Binary,
    }
}

/// How the values of a media type are told apart, where it holds many of them.
fn framing(media_type: &str) -> Option<Framing> {
    let essence = essence(media_type);
    let lines = [
        "ndjson",
        "jsonl",
        "jsonlines",
        "json-lines",
        "x-json-stream",
    ];
    if essence == "text/event-stream" {
        Some(Framing::Events)
    } else if essence.ends_with("json-seq") {
        Some(Framing::Records)
    } else if lines.iter().any(|name| essence.ends_with(name)) {
        Some(Framing::Lines)
    } else if is_json_name(&essence) && has_parameter(media_type, "stream") {
        Some(Framing::Values)
    } else {
        None
    }
}

fn is_json_name(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

fn has_parameter(media_type: &str, name: &str) -> bool {
    let parameters = media_type.split(';').skip(1);
    parameters
        .filter_map(|parameter| parameter.split_once('='))
        .any(|(known, _)| known.trim().eq_ignore_ascii_case(name))
}

/// Whether values of a media type are plain text.
pub(super) fn is_text(media_type: &str) -> bool {
    matches!(kind(media_type), Kind::Text | Kind::Yaml)
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether a media type is one of the names of JSON that mean nothing beyond it.
fn is_plain_json(media_type: &str) -> bool {
    let names = [
        "application/json",
        "*/*",
        "application/*",
        "application/*+json",
        "text/json",
        "text/x-json",
        "application/x-json",
    ];
    names.contains(&essence(media_type).as_str())
}

/// A form that a body is declared in.
#[derive(Clone)]
pub(super) struct Declared<'a> {
    /// As the document names it.
    pub(super) media_type: &'a str,
    pub(super) kind: Kind,
    /// The media type object.
    pub(super) node: Node<'a>,
    /// Its schema.
    pub(super) schema: Option<Node<'a>>,
}

impl<'a> Lowering<'a> {
    /// The forms that a body is declared in and that say something new, in the document's order;
    /// `owner` has `content`.
    pub(super) fn declared(&self, owner: &Node<'a>) -> Vec<Declared<'a>> {
        let entries = owner.entries("content").into_iter();
        let all: Vec<Declared<'a>> = entries
            .filter(|(name, _)| !name.starts_with("x-"))
            .map(|(media_type, node)| self.declared_as(media_type, node))
            .collect();
        let json = best_json(&all);
        let kept = all.iter().enumerate().filter(|(index, one)| match json {
            Some(json) if json != *index => self.is_new(one, &all[json]),
            _ => true,
        });
        kept.map(|(_, one)| one.clone()).collect()
    }

    fn declared_as(&self, media_type: &'a str, node: Node<'a>) -> Declared<'a> {
        let node = self.tree.follow(&node);
        let schema = node.get("schema");
        let mut kind = kind(media_type);
        // Lines of text that is not said to be anything are text.
        let items = node.get("itemSchema").is_some();
        let is_plain = |schema: &Node<'a>| {
            let target = self.tree.follow(schema);
            kind_of(&target) == Some("string") && !target.has("format")
        };
        let plain = schema.as_ref().is_some_and(is_plain);
        if let Kind::Items(framing) = kind
            && framing != Framing::Events
            && !items
            && (plain || self.is_binary(schema.as_ref()))
        {
            kind = if plain { Kind::Text } else { Kind::Binary };
        }
        if items && kind == Kind::Json {
            kind = Kind::Items(Framing::Values);
        }
        Declared {
            media_type,
            kind,
            node,
            schema,
        }
    }

    /// Whether a form says something that the one as JSON does not.
    fn is_new(&self, one: &Declared<'a>, json: &Declared<'a>) -> bool {
        let same = match (&one.schema, &json.schema) {
            (Some(own), Some(other)) => own.value == other.value,
            (None, _) => true,
            (Some(_), None) => false,
        };
        let is_object = || {
            let target = one.schema.as_ref().map(|schema| self.tree.follow(schema));
            target.is_some_and(|target| kind_of(&target).is_none_or(|kind| kind != "string"))
        };
        match one.kind {
            Kind::Json => !(same && is_plain_json(one.media_type)),
            Kind::Xml => !same,
            Kind::Yaml if essence(one.media_type).ends_with("+yaml") => true,
            Kind::Text | Kind::Yaml => !same || one.schema.is_some() && !is_object(),
            Kind::Binary => !same || one.schema.is_none() || self.is_binary(one.schema.as_ref()),
            Kind::Form | Kind::Multipart | Kind::Items(_) => true,
        }
    }

    /// Whether a schema is that of bytes as they are.
    pub(super) fn is_binary(&self, schema: Option<&Node<'a>>) -> bool {
        let Some(schema) = schema else {
            return false;
        };
        let target = self.tree.follow(schema);
        let lone = self
            .lone_reference(&target)
            .map(|target| self.tree.follow(&target));
        let target = lone.unwrap_or(target);
        target.text("format") == Some("binary") || target.text("type") == Some("file")
    }
}

/// The form as JSON: with a schema before one without, the plain name before others.
fn best_json(all: &[Declared<'_>]) -> Option<usize> {
    let json = all.iter().enumerate();
    json.filter(|(_, one)| one.kind == Kind::Json)
        .min_by_key(|(_, one)| {
            let is_named = essence(one.media_type) == "application/json";
            (
                one.schema.is_none(),
                !is_named,
                !is_plain_json(one.media_type),
            )
        })
        .map(|(index, _)| index)
}

/// How much a form of a request is to be preferred, the first one most: what does least harm when it
/// is sent by mistake, and what servers read without fail. A patch that is merged can be sent twice;
/// one that is a list of steps cannot.
pub(super) fn preference(one: &Declared<'_>) -> (u8, bool) {
    let rank = match (one.kind, essence(one.media_type).as_str()) {
        (Kind::Json, _) if is_plain_json(one.media_type) => 0,
        (Kind::Json, "application/merge-patch+json") => 1,
        (Kind::Json, "application/json-patch+json") => 3,
        (Kind::Json, _) => 2,
        (Kind::Form, _) => 4,
        (Kind::Multipart, _) => 5,
        (Kind::Items(_), _) => 6,
        (Kind::Text | Kind::Yaml, _) => 7,
        (Kind::Xml, _) => 8,
        (Kind::Binary, _) => 9,
    };
    (rank, one.schema.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_many_names() {
        assert_eq!(kind("application/json; charset=utf-8"), Kind::Json);
        assert_eq!(kind("application/problem+json"), Kind::Json);
        assert_eq!(kind("*/*"), Kind::Json);
    }

    #[test]
    fn what_is_not_known_is_bytes() {
        assert_eq!(kind("image/png"), Kind::Binary);
        assert_eq!(kind("application/pdf"), Kind::Binary);
    }

    #[test]
    fn text_is_text() {
        assert_eq!(kind("text/html"), Kind::Text);
        assert_eq!(kind("image/svg+xml"), Kind::Xml);
    }

    #[test]
    fn some_hold_values_one_after_the_other() {
        for (media_type, framing) in [
            ("text/event-stream; charset=utf-8", Framing::Events),
            ("application/x-ndjson", Framing::Lines),
            ("application/jsonl", Framing::Lines),
            ("application/json-seq", Framing::Records),
            ("application/json;stream=watch", Framing::Values),
        ] {
            assert_eq!(kind(media_type), Kind::Items(framing), "{media_type}");
        }
    }
}
