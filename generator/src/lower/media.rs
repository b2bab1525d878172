//! Media types. In: the forms that a body is declared in; out: the one that is used.
//!
//! An operation has one form of each body in the client: JSON before forms, forms before multipart,
//! multipart before text, text before bytes, and the first of a kind; JSON with a schema before JSON
//! without. Forms that are left out are warned about where they have a schema of their own: the same
//! schema in another encoding is no loss to a caller.

use super::Lowering;
use super::node::Node;
use crate::codes;

/// What a media type is to a client, the preferred one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `application/json` itself.
    Json,
    /// Another way to say JSON, wildcards included.
    OtherJson,
    Form,
    Multipart,
    Text,
    /// Text with a structure that nobody takes apart here.
    Xml,
    Binary,
}

/// What a media type is to a client.
pub(super) fn kind(media_type: &str) -> Kind {
    match essence(media_type).as_str() {
        "application/json" => Kind::Json,
        "*/*" | "application/*" | "text/json" | "text/x-json" | "application/x-json" => {
            Kind::OtherJson
        }
        "application/x-www-form-urlencoded" => Kind::Form,
        "application/xml" | "text/xml" => Kind::Xml,
        "application/javascript"
        | "application/yaml"
        | "application/x-yaml"
        | "application/graphql"
        | "application/x-ndjson"
        | "application/jsonl" => Kind::Text,
        other if other.ends_with("+json") => Kind::OtherJson,
        other if other.ends_with("+xml") => Kind::Xml,
        other if other.starts_with("multipart/") => Kind::Multipart,
        other if other.starts_with("text/") => Kind::Text,
        _ => Kind::Binary,
    }
}

/// Whether values of a media type are plain text.
pub(super) fn is_text(media_type: &str) -> bool {
    kind(media_type) == Kind::Text
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

/// A form that was chosen.
pub(super) struct Chosen<'a> {
    /// As the document names it.
    pub(super) media_type: &'a str,
    pub(super) kind: Kind,
    /// The media type object.
    pub(super) node: Node<'a>,
    /// Its schema.
    pub(super) schema: Option<Node<'a>>,
}

impl<'a> Lowering<'a> {
    /// The form of a body that is used; `owner` has `content`.
    pub(super) fn chosen(&mut self, owner: &Node<'a>) -> Option<Chosen<'a>> {
        let entries = owner.entries("content");
        let rank = |name: &str, node: &Node<'_>| {
            let kind = kind(name);
            (kind.max(Kind::OtherJson), !node.has("schema"), kind)
        };
        let (media_type, node) = entries.iter().min_by_key(|(name, node)| rank(name, node))?;
        let schema = node.get("schema");
        let own = schema.as_ref().map(|schema| schema.value);
        let lost = |node: &Node<'_>| node.has("schema") && node.value.get("schema") != own;
        let left: Vec<&str> = entries
            .iter()
            .filter(|(_, node)| lost(node))
            .map(|(name, _)| *name)
            .collect();
        if !left.is_empty() {
            let at = owner.pointer.child("content");
            self.report(codes::media_types_left_out(&at, media_type, &left));
        }
        Some(Chosen {
            media_type,
            kind: kind(media_type),
            node: node.clone(),
            schema,
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_many_names() {
        assert_eq!(kind("application/json; charset=utf-8"), Kind::Json);
        assert_eq!(kind("application/problem+json"), Kind::OtherJson);
        assert_eq!(kind("*/*"), Kind::OtherJson);
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
}
