//! Request bodies. In: a `requestBody`; out: the form in which it is sent.
//!
//! - A form whose schema is no object, and multipart whose schema has no members, go as the caller
//!   writes them: text and bytes.
//! - Parts of multipart: a binary string is a file, a list of them are files, objects and lists of
//!   objects go as JSON, everything else as text. `encoding` may ask for JSON. Read-only members are
//!   no parts. Alternatives offer their members as optional parts.
//! - XML goes as text, with a warning.
//! - A wildcard is sent as the plainest media type that it covers.

use super::Lowering;
use super::all_of::Layer;
use super::annotations::{carriers, flag};
use super::media::{Chosen, Kind, essence};
use super::node::Node;
use super::object::Members;
use super::operations::{Section, Source, resolve};
use super::shape::{Shape, kind};
use crate::codes;
use crate::ir::{Body, Content, Part, PartContent, Type};

impl<'a> Lowering<'a> {
    /// The body of an operation.
    pub(super) fn body(&mut self, source: &Source<'a>) -> Option<Body> {
        let item = source.operation.request_body.as_ref()?;
        let node = source.node.get("requestBody")?;
        let section: Section<openapiv3::RequestBody> = |all| &all.request_bodies;
        let section = Some(("/components/requestBodies", section));
        let (body, node) = resolve(self.document, self.tree, item, node, section)?;
        let chosen = self.chosen(&node)?;
        let content = self.sent(&chosen);
        let limits = self.limits(chosen.schema.as_slice());
        let mut docs = self.docs(&[chosen.node.clone(), node.clone()]);
        docs.description = body.description.clone();
        Some(Body {
            rust_name: self.rust_name(&node),
            pointer: node.pointer,
            required: body.required,
            docs,
            media_type: concrete(chosen.media_type, &content),
            content,
            limits,
        })
    }

    fn sent(&mut self, chosen: &Chosen<'a>) -> Content {
        let schema = chosen.schema.as_ref();
        match chosen.kind {
            _ if chosen.kind != Kind::Multipart && self.is_binary(schema) => Content::Binary,
            Kind::Json | Kind::OtherJson => {
                Content::Json(schema.map_or(Type::Any, |schema| self.ty(schema)))
            }
            Kind::Form => self.form(chosen),
            Kind::Multipart => self.multipart(chosen),
            Kind::Text => Content::Text,
            Kind::Xml => self.as_it_is(chosen, "text", Content::Text),
            Kind::Binary => Content::Binary,
        }
    }

    fn as_it_is(&mut self, chosen: &Chosen<'_>, words: &str, content: Content) -> Content {
        let at = &chosen.node.pointer;
        self.report(codes::body_not_expressed(at, chosen.media_type, words));
        content
    }

    fn form(&mut self, chosen: &Chosen<'a>) -> Content {
        match &chosen.schema {
            Some(schema) if self.is_structured(schema) => Content::Form(self.ty(schema)),
            Some(_) => self.as_it_is(chosen, "text", Content::Text),
            None => Content::Form(Type::Object),
        }
    }

    /// Whether values of a schema are objects, or may be.
    fn is_structured(&self, schema: &Node<'a>) -> bool {
        let layers = self.layers(schema);
        let kinds = layers.iter().filter_map(|layer| kind(&layer.node));
        kinds.into_iter().all(|kind| kind == "object")
    }

    fn multipart(&mut self, chosen: &Chosen<'a>) -> Content {
        let members = chosen.schema.as_ref().map(|schema| self.offered(schema));
        match members {
            Some(members)
                if !members.properties.is_empty()
                    && essence(chosen.media_type) == "multipart/form-data" =>
            {
                Content::Multipart(self.parts(&members, &chosen.node))
            }
            _ => self.as_it_is(chosen, "bytes", Content::Binary),
        }
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

    fn parts(&mut self, members: &Members<'a>, media: &Node<'a>) -> Vec<Part> {
        let encoding = media.get("encoding");
        let mut parts = Vec::new();
        for (name, nodes) in &members.properties {
            let own = nodes.last().expect("a member has a schema");
            if nodes.iter().any(|node| flag(self, node, "readOnly")) {
                continue;
            }
            let notes: Vec<_> = nodes.iter().flat_map(carriers).collect();
            let asked = encoding.as_ref().and_then(|all| all.get(name));
            let asked = asked.and_then(|one| one.text("contentType"));
            parts.push(Part {
                pointer: own.pointer.clone(),
                name: (*name).to_owned(),
                rust_name: self.rust_name(own),
                required: members.required.contains_key(name),
                docs: self.docs(&notes),
                content: self.part(own, asked),
            });
        }
        parts
    }

    fn part(&mut self, schema: &Node<'a>, asked: Option<&str>) -> PartContent {
        let target = self.tree.follow(schema);
        let json = asked.is_some_and(|media_type| {
            matches!(super::media::kind(media_type), Kind::Json | Kind::OtherJson)
        });
        if self.is_binary(Some(schema)) {
            return PartContent::File;
        }
        match self.shape(&target).shape {
            Shape::Array(Some(items)) if self.is_binary(Some(&items)) => PartContent::Files,
            Shape::Array(items) => {
                let ty = self.ty(schema);
                let plain = items.is_some_and(|items| self.is_plain(&items));
                if plain && !json {
                    PartContent::Text(ty)
                } else {
                    PartContent::Json(ty)
                }
            }
            _ => {
                let ty = self.ty(schema);
                let plain = self.is_plain(schema);
                if plain && !json {
                    PartContent::Text(ty)
                } else {
                    PartContent::Json(ty)
                }
            }
        }
    }

    /// Whether values of a schema have a form as text.
    fn is_plain(&mut self, schema: &Node<'a>) -> bool {
        let mut target = self.tree.follow(schema);
        loop {
            match self.shape(&target).shape {
                Shape::Plain(Type::Any) | Shape::Array(_) | Shape::Object(_) | Shape::Union(_) => {
                    return false;
                }
                Shape::Plain(_) | Shape::Strings(_) | Shape::Integers(_) => return true,
                Shape::Same(next) if next.pointer == target.pointer => return false,
                Shape::Same(next) => target = self.tree.follow(&next),
            }
        }
    }
}

/// The media type that is sent: a wildcard cannot be.
fn concrete(media_type: &str, content: &Content) -> String {
    if !media_type.contains('*') {
        return media_type.to_owned();
    }
    let plain = match content {
        Content::Json(_) => "application/json",
        Content::Text => "text/plain",
        _ => "application/octet-stream",
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::ir::{Body, Content, PartContent, Type};
    use crate::lower::testing::{api, lower_with};
    use crate::scalars::Scalar;

    fn body(content: &str) -> (Body, Vec<&'static str>) {
        let text = format!(
            "paths: {{/a: {{post: {{responses: {{}}, requestBody: {{content: {content}}}}}}}}}"
        );
        let (mut api, codes) = lower_with(&text, &crate::config::Extensions::default());
        (api.operations.remove(0).body.unwrap(), codes)
    }

    #[test]
    fn json_is_preferred_and_the_rest_named() {
        let (body, codes) = body(
            "{text/plain: {schema: {type: string}}, application/json: {schema: {type: integer}}}",
        );
        assert_eq!(body.media_type, "application/json");
        assert_eq!(body.content, Content::Json(Type::Scalar(Scalar::I64)));
        assert!(!body.required);
        assert_eq!(codes, ["W048"]);
    }

    #[test]
    fn the_same_schema_in_another_encoding_is_no_loss() {
        let (_, codes) = body(
            "{application/xml: {schema: {type: integer}}, application/json: {schema: {type: integer}}}",
        );
        assert!(codes.is_empty());
    }

    #[test]
    fn parts_by_their_schemas() {
        let (body, _) = body(
            "{multipart/form-data: {encoding: {j: {contentType: application/json}}, schema: {type: object, required: [f], properties: {
                f: {type: string, format: binary}, fs: {type: array, items: {type: string, format: binary}},
                t: {type: integer}, o: {type: object}, l: {type: array, items: {type: string}}, j: {type: string}, r: {type: string, readOnly: true}}}}}",
        );
        let Content::Multipart(parts) = body.content else {
            panic!()
        };
        let contents: Vec<_> = parts
            .iter()
            .map(|part| (part.name.as_str(), &part.content))
            .collect();
        let list = PartContent::Text(Type::Array(Box::new(Type::Scalar(Scalar::String))));
        let expected = [
            ("f", &PartContent::File),
            ("fs", &PartContent::Files),
            ("t", &PartContent::Text(Type::Scalar(Scalar::I64))),
            ("o", &PartContent::Json(Type::Object)),
            ("l", &list),
            ("j", &PartContent::Json(Type::Scalar(Scalar::String))),
        ];
        assert_eq!(contents, expected);
        assert!(parts[0].required && !parts[2].required);
    }

    #[test]
    fn other_multipart_goes_as_bytes() {
        let (body, codes) =
            body("{multipart/mixed: {schema: {type: object, properties: {a: {}}}}}");
        assert_eq!(body.content, Content::Binary);
        assert_eq!(codes, ["W049"]);
    }

    #[test]
    fn forms_text_and_bytes() {
        let form = "{application/x-www-form-urlencoded: {schema: {type: object, additionalProperties: {type: string}}}}";
        assert_eq!(
            body(form).0.content,
            Content::Form(Type::Map(Box::new(Type::Scalar(Scalar::String))))
        );
        assert_eq!(
            body("{text/plain: {schema: {type: string}}}").0.content,
            Content::Text
        );
        assert_eq!(body("{image/png: {}}").0.content, Content::Binary);
        assert_eq!(body("{application/xml: {}}").1, ["W049"]);
    }

    #[test]
    fn a_wildcard_is_sent_as_something_plain() {
        let (body, _) = body("{'*/*': {schema: {type: string, format: binary}}}");
        assert_eq!(body.media_type, "application/octet-stream");
        assert_eq!(body.content, Content::Binary);
    }

    #[test]
    fn a_body_may_be_a_component() {
        let api = api("
paths: {/a: {post: {responses: {}, requestBody: {$ref: '#/components/requestBodies/B'}}}}
components: {requestBodies: {B: {required: true, description: d, content: {application/json: {}}}}}
");
        let body = api.operations[0].body.as_ref().unwrap();
        assert!(body.required);
        assert_eq!(body.docs.description.as_deref(), Some("d"));
        assert_eq!(body.content, Content::Json(Type::Any));
    }
}
