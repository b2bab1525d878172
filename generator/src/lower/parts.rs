//! Parts of multipart bodies. In: the media type; out: each part with what it holds and how that is
//! written.
//!
//! - A binary string is a file, and so is what `encoding` gives a binary media type; a list of them are
//!   files.
//! - Objects and lists of objects go as JSON, everything else as text, a list as one part for each
//!   item. `encoding` may ask for JSON, or for a style, which then counts before a media type.
//! - XML goes as text that the caller writes, with a warning.
//! - Read-only members are no parts. Alternatives offer their members as optional parts.

use super::Lowering;
use super::all_of::Layer;
use super::annotations::{flag, noted_nodes};
use super::bodies::{is_json, style};
use super::media::{Declared, Kind, kind};
use super::node::Node;
use super::object::Members;
use super::schema_kind::SchemaKind;
use crate::codes;
use crate::ir::{Part, PartContent, PartHeader, Style, Type};
use crate::scalars::Scalar;

/// Whether a style says more than parts have anyway: some frameworks write the usual one at each part.
fn is_of_its_own((style, explode): &(Style, bool)) -> bool {
    *style != Style::Form || !explode
}

impl<'a> Lowering<'a> {
    /// The parts of a multipart body; none where the schema names none.
    pub(super) fn parts(&mut self, declared: &Declared<'a>) -> Vec<Part> {
        let Some(schema) = &declared.schema else {
            return Vec::new();
        };
        let members = self.offered(schema);
        let encoding = declared.node.get("encoding");
        let mut parts = Vec::new();
        for (name, nodes) in &members.properties {
            let own = nodes.last().expect("a member has a schema");
            if nodes.iter().any(|node| flag(self, node, "readOnly")) {
                continue;
            }
            let notes: Vec<_> = nodes.iter().flat_map(noted_nodes).collect();
            let encoding = encoding.as_ref().and_then(|all| all.get(name));
            let media_types = self.part_types(own, encoding.as_ref());
            let style = encoding.as_ref().and_then(style).filter(is_of_its_own);
            let asked = media_types.first().filter(|_| style.is_none());
            let content = match self.part(own, asked.map(String::as_str)) {
                PartContent::Json(ty) if style.is_some() => PartContent::Text(ty),
                content => content,
            };
            parts.push(Part {
                pointer: own.pointer.clone(),
                name: (*name).to_owned(),
                rust_name: self.rust_name(own),
                required: members.required.contains_key(name),
                docs: self.docs(&notes),
                content,
                media_types,
                style,
                headers: encoding.map_or_else(Vec::new, |encoding| self.part_headers(&encoding)),
            });
        }
        parts
    }

    /// The members of an object, those of its alternatives as optional ones.
    fn offered(&self, schema: &Node<'a>) -> Members<'a> {
        let layers = self.layers(schema);
        let mut members = self.members(&layers);
        let lists = layers
            .iter()
            .flat_map(|layer| [layer.node.list("oneOf"), layer.node.list("anyOf")].concat());
        for alternative in lists {
            let more: Vec<Layer<'a>> = self.layers(&alternative);
            for (name, nodes) in self.members(&more).properties {
                members.properties.entry(name).or_insert(nodes);
            }
        }
        members
    }

    /// The media types that a part may have: `encoding` says it, else the schema.
    fn part_types(&self, schema: &Node<'a>, encoding: Option<&Node<'a>>) -> Vec<String> {
        let target = self.tree.follow(schema);
        let asked = encoding
            .and_then(|one| one.text("contentType"))
            .or_else(|| target.text("x-content-media-type"))
            .unwrap_or_default();
        let types = asked.split(',').map(str::trim);
        types
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn part(&mut self, schema: &Node<'a>, asked: Option<&str>) -> PartContent {
        let asked_kind = asked.map(kind);
        let target = self.tree.follow(schema);
        let items = match self.classify(&target).kind {
            SchemaKind::Array(items) => Some(items),
            _ => None,
        };
        let is_bytes = asked_kind == Some(Kind::Binary) && asked != Some("*/*");
        if self.is_binary(Some(schema)) || (is_bytes && items.is_none()) {
            return PartContent::File;
        }
        if let Some(items) = &items
            && (is_bytes || self.is_binary(items.as_ref()))
        {
            return PartContent::Files;
        }
        let plain = match &items {
            Some(items) => items.as_ref().is_some_and(|items| self.is_plain(items)),
            None => self.is_plain(schema),
        };
        if asked_kind == Some(Kind::Xml) && !plain {
            let (at, media_type) = (&schema.pointer, asked.unwrap_or_default());
            self.report(codes::body_not_expressed(at, media_type, "text"));
            return PartContent::Text(Type::Scalar(Scalar::String));
        }
        let ty = self.ty(schema);
        if plain && !asked.is_some_and(is_json) {
            PartContent::Text(ty)
        } else {
            PartContent::Json(ty)
        }
    }

    fn part_headers(&mut self, encoding: &Node<'a>) -> Vec<PartHeader> {
        let mut headers = Vec::new();
        for (name, node) in encoding.entries("headers") {
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let node = self.tree.follow(&node);
            let ty = match node.get("schema") {
                Some(schema) => self.ty(&schema),
                None => Type::Scalar(Scalar::String),
            };
            headers.push(PartHeader {
                pointer: node.pointer.clone(),
                name: name.to_owned(),
                ty,
                docs: self.docs(std::slice::from_ref(&node)),
            });
        }
        headers
    }

    /// Whether values of a schema have a form as text.
    pub(super) fn is_plain(&mut self, schema: &Node<'a>) -> bool {
        let mut target = self.tree.follow(schema);
        loop {
            match self.classify(&target).kind {
                SchemaKind::Plain(Type::Any)
                | SchemaKind::Array(_)
                | SchemaKind::Tuple(_)
                | SchemaKind::IntOrString
                | SchemaKind::Object(_)
                | SchemaKind::Union(_) => {
                    return false;
                }
                SchemaKind::Plain(_) | SchemaKind::Strings(_) | SchemaKind::Integers(_) => {
                    return true;
                }
                SchemaKind::Same(next) if next.pointer == target.pointer => return false,
                SchemaKind::Same(next) => target = self.tree.follow(&next),
            }
        }
    }
}
