//! Answers. In: `responses` of an operation; out: one entry a status, in document order, each with
//! whether it is a success and how it is read.
//!
//! - `2xx`, codes and the class, are successes.
//! - Without any of them: `default` is one when nothing else is declared; else `1xx` and `3xx` are,
//!   as an operation that only redirects succeeds by redirecting.
//! - An answer without content, or to a status that cannot have any, is empty.
//! - What a server is known to send beside the declared JSON (`x-also-returns`) makes a union with it.
//! - XML is read as text, with a warning; multipart as bytes.
//! - HEAD is answered without a body, whatever is declared.

use openapiv3::ReferenceOr;

use super::Lowering;
use super::media::{Declared, Kind};
use super::node::Node;
use super::operations::{Section, Source, resolve};
use super::origin::status;
use crate::codes;
use crate::ir::{
    Content, Docs, Form, Limits, Method, Response, Status, Type, TypeKind, Union, Variant,
};
use crate::scalars::Scalar;

impl<'a> Lowering<'a> {
    /// The answers of an operation.
    pub(super) fn responses(&mut self, source: &Source<'a>) -> Vec<Response> {
        let entries = source.node.entries("responses").into_iter();
        let mut responses = Vec::new();
        for (key, node) in entries.filter(|(key, _)| !key.starts_with("x-")) {
            let status = status(key);
            let declared = &source.operation.responses;
            let item = match status {
                Status::Default => declared.default.as_ref(),
                Status::Code(code) => declared.responses.get(&openapiv3::StatusCode::Code(code)),
                Status::Class(class) => {
                    declared.responses.get(&openapiv3::StatusCode::Range(class))
                }
            };
            let head = source.method == Method::Head;
            responses.extend(item.and_then(|item| self.response(item, node, status, head)));
        }
        mark_successes(&mut responses);
        responses
    }

    fn response(
        &mut self,
        item: &ReferenceOr<openapiv3::Response>,
        node: Node<'a>,
        status: Status,
        head: bool,
    ) -> Option<Response> {
        let section: Section<openapiv3::Response> = |all| &all.responses;
        let section = Some(("/components/responses", section));
        let (response, node) = resolve(self.document, self.tree, item, node, section)?;
        let bare = has_no_body(status) || head;
        let key = (node.pointer.clone(), bare);
        if let Some(known) = self.answers.get(&key) {
            let response = known.clone();
            return Some(Response { status, ..response });
        }
        let declared = match has_no_body(status) {
            true => Vec::new(),
            false => self.declared(&node),
        };
        let media_types = declared.iter().map(|one| one.media_type.to_owned());
        let media_types = media_types.collect();
        let forms = match bare {
            true => Vec::new(),
            false => declared.iter().map(|one| self.received(one)).collect(),
        };
        self.report_streams(&node, &forms);
        let description = Some(response.description.clone()).filter(|text| !text.is_empty());
        let lowered = Response {
            status,
            success: false,
            description,
            media_types,
            forms,
            pointer: node.pointer,
        };
        if matches!(item, ReferenceOr::Reference { .. }) {
            self.answers.insert(key, lowered.clone());
        }
        Some(lowered)
    }

    /// Tells of streams whose items are of another type than those of the first.
    fn report_streams(&mut self, node: &Node<'a>, forms: &[Form]) {
        let mut streams = forms.iter().filter_map(|form| match &form.content {
            Content::Items(items) => Some((&form.media_type, &items.item, items.event)),
            _ => None,
        });
        let Some((taken, item, event)) = streams.next() else {
            return;
        };
        let left = streams.filter(|(_, other, how)| *other != item || *how != event);
        let left: Vec<&str> = left.map(|(media_type, ..)| media_type.as_str()).collect();
        if !left.is_empty() {
            let at = node.pointer.child("content");
            self.report(codes::streams_left_out(&at, taken, &left));
        }
    }

    fn received(&mut self, declared: &Declared<'a>) -> Form {
        let schema = declared.schema.as_ref();
        let content = match declared.kind {
            Kind::Items(framing) => Content::Items(self.items(declared, framing)),
            _ if self.is_binary(schema) => Content::Binary,
            Kind::Json => {
                let ty = schema.map_or(Type::Any, |schema| self.ty(schema));
                Content::Json(self.with_others(&declared.node, ty))
            }
            Kind::Text | Kind::Yaml => match schema {
                // A number or one of several words that comes as text is still that.
                Some(schema) if self.is_plain(schema) => Content::Text(self.ty(schema)),
                _ => Content::Text(Type::Scalar(Scalar::String)),
            },
            Kind::Form => Content::Text(Type::Scalar(Scalar::String)),
            Kind::Xml => {
                let text = Content::Text(Type::Scalar(Scalar::String));
                self.as_it_is(declared, "text", text)
            }
            Kind::Multipart | Kind::Binary => Content::Binary,
        };
        Form {
            pointer: declared.node.pointer.clone(),
            media_type: declared.media_type.to_owned(),
            content,
            limits: Limits::default(),
        }
    }

    /// The declared type, or a union of it with those that the server answers with as well.
    fn with_others(&mut self, media: &Node<'a>, declared: Type) -> Type {
        let others = self.also(media);
        if others.is_empty() {
            return declared;
        }
        let key = format!("{}+x-also-returns", media.pointer);
        if let Some(ty) = self.types_by_pointer.get(&key) {
            return ty.clone();
        }
        let origin = self.origin(&media.pointer.child("schema"));
        let id = self.allocate(media, origin);
        self.types_by_pointer.insert(key, Type::Named(id));
        let variant = |ty| Variant {
            pointer: media.pointer.clone(),
            ty,
            tags: Vec::new(),
            title: None,
            limits: Limits::default(),
        };
        let variants = std::iter::once(declared).chain(others).map(variant);
        let item = &mut self.types[id.0];
        item.docs = Docs {
            description: Some(ALSO.to_owned()),
            ..Docs::default()
        };
        item.kind = TypeKind::Union(Union {
            variants: variants.collect(),
            discriminator: None,
        });
        Type::Named(id)
    }

    /// `x-also-returns`: schemas that the server answers with as well.
    fn also(&mut self, media: &Node<'a>) -> Vec<Type> {
        let Some(also) = media.get("x-also-returns") else {
            return Vec::new();
        };
        let schemas = also.elements();
        if schemas.is_empty() || schemas.iter().any(|schema| !schema.value.is_object()) {
            let wanted = "a list of schemas";
            self.report(codes::bad_extension(
                &also.pointer,
                "x-also-returns",
                wanted,
            ));
            return Vec::new();
        }
        schemas.iter().map(|schema| self.ty(schema)).collect()
    }
}

/// What a union of the declared answer and others is for.
const ALSO: &str =
    "The answer: of the declared type, or of another that the server is known to send.";

fn has_no_body(status: Status) -> bool {
    matches!(
        status,
        Status::Code(100..=199 | 204 | 205 | 304) | Status::Class(1)
    )
}

fn mark_successes(responses: &mut [Response]) {
    let any_2xx = responses.iter().any(|response| response.status.is_2xx());
    let alone = responses.len() == 1;
    for response in responses {
        response.success = match response.status {
            status if any_2xx => status.is_2xx(),
            Status::Default => alone,
            Status::Code(code) => matches!(code, 100..=199 | 300..=399),
            Status::Class(class) => matches!(class, 1 | 3),
        };
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Extensions;
    use crate::ir::{Content, EventData, Response, Status, Type, TypeId};
    use crate::lower::testing::{api, lower_with, variants};
    use crate::scalars::Scalar;

    fn responses(text: &str) -> Vec<Response> {
        let mut api = api(&format!("paths: {{/a: {{get: {{responses: {text}}}}}}}"));
        api.operations.remove(0).responses
    }

    fn successes(text: &str) -> Vec<Status> {
        responses(text)
            .iter()
            .filter(|one| one.success)
            .map(|one| one.status)
            .collect()
    }

    #[test]
    fn successes_are_2xx() {
        let text = "{'404': {description: ''}, '201': {description: ''}, 2XX: {description: ''}, default: {description: ''}}";
        assert_eq!(successes(text), [Status::Code(201), Status::Class(2)]);
        assert_eq!(responses(text)[0].status, Status::Code(404));
        assert_eq!(responses(text)[3].status, Status::Default);
    }

    #[test]
    fn default_is_a_success_when_it_is_alone() {
        assert_eq!(successes("{default: {description: ''}}"), [Status::Default]);
        assert!(successes("{default: {description: ''}, '400': {description: ''}}").is_empty());
    }

    #[test]
    fn a_redirect_is_a_success_when_there_is_no_other() {
        assert_eq!(
            successes("{'302': {description: ''}, '404': {description: ''}}"),
            [Status::Code(302)]
        );
    }

    #[test]
    fn contents() {
        let got = responses(
            "{'200': {description: ok, content: {'*/*': {schema: {type: integer}}}},
              '201': {description: '', content: {text/csv: {schema: {type: string}}}},
              '202': {description: '', content: {application/json: {schema: {type: string, format: binary}}}},
              '203': {description: ''},
              '204': {description: '', content: {application/json: {schema: {type: integer}}}}}",
        );
        let contents: Vec<_> = got.iter().map(|one| one.content().clone()).collect();
        let expected = [
            Content::Json(Type::Scalar(Scalar::I64)),
            Content::Text(Type::Scalar(Scalar::String)),
            Content::Binary,
            Content::Empty,
            Content::Empty,
        ];
        assert_eq!(contents, expected);
        assert_eq!(got[0].description.as_deref(), Some("ok"));
        assert_eq!(got[1].media_types, ["text/csv"]);
    }

    #[test]
    fn every_form_that_says_something_is_kept() {
        let got = responses(
            "{'200': {description: '', content: {text/plain: {schema: {type: string}}, application/json: {schema: {type: string}}, application/yaml: {schema: {type: string}}, application/xml: {schema: {type: string}}}}}",
        );
        let expected = ["text/plain", "application/json", "application/yaml"];
        assert_eq!(got[0].media_types, expected);
        assert_eq!(got[0].forms.len(), 3);
        assert_eq!(
            *got[0].content(),
            Content::Json(Type::Scalar(Scalar::String))
        );
    }

    #[test]
    fn text_may_be_a_value() {
        let got = responses(
            "{'200': {description: '', content: {text/plain: {schema: {type: integer}}}}}",
        );
        assert_eq!(*got[0].content(), Content::Text(Type::Scalar(Scalar::I64)));
    }

    #[test]
    fn head_has_no_body() {
        let api = api(
            "paths: {/a: {head: {responses: {'200': {description: '', content: {application/json: {schema: {type: integer}}}}}}}}",
        );
        let response = &api.operations[0].responses[0];
        assert!(response.forms.is_empty());
        assert_eq!(response.media_types, ["application/json"]);
    }

    #[test]
    fn items_of_streams() {
        let item = |schema: &str| {
            let got = responses(&format!(
                "{{'200': {{description: '', content: {schema}}}}}"
            ));
            match got[0].content() {
                Content::Items(items) => (items.item.clone(), items.event),
                other => panic!("{other:?}"),
            }
        };
        let data = "{text/event-stream: {schema: {type: object, properties: {data: {type: integer}, more: {}}}}}";
        assert!(matches!(item(data), (Type::Named(_), EventData::Json)));
        let whole = "{text/event-stream: {itemSchema: {type: object, properties: {event: {type: string}, data: {type: string, contentSchema: {type: integer}}}}}}";
        assert_eq!(item(whole), (Type::Scalar(Scalar::I64), EventData::Json));
        let text = "{text/event-stream: {schema: {type: string}}}";
        assert_eq!(item(text), (Type::Scalar(Scalar::String), EventData::Text));
        let bytes = "{text/event-stream: {schema: {type: string, format: binary}}}";
        assert_eq!(item(bytes), item(text));
        let list = "{application/x-ndjson: {schema: {type: array, items: {type: integer}}}}";
        assert_eq!(item(list), (Type::Scalar(Scalar::I64), EventData::Json));
        let event = "{type: object, properties: {event: {type: string, enum: [a]}, data: {type: object, properties: {x: {}}}}}";
        let several = format!("{{text/event-stream: {{schema: {{oneOf: [{event}, {event}]}}}}}}");
        assert!(matches!(item(&several), (Type::Named(_), EventData::Whole)));
    }

    #[test]
    fn other_schemas_that_come_as_well() {
        let api = api("
paths: {/a: {get: {responses: {'200': {description: '', content: {application/json: {schema: {type: string}, x-also-returns: [{$ref: '#/components/schemas/A'}]}}}}}}}
components: {schemas: {A: {type: object, properties: {a: {}}}}}
");
        let expected = Content::Json(Type::Named(TypeId(1)));
        assert_eq!(*api.operations[0].responses[0].content(), expected);
        assert_eq!(
            variants(&api, 1),
            [Type::Scalar(Scalar::String), Type::Named(TypeId(0))]
        );
    }

    #[test]
    fn what_comes_as_well_is_a_list() {
        let (_, codes) = lower_with(
            "paths: {/a: {get: {responses: {'200': {description: '', content: {application/json: {x-also-returns: {}}}}}}}}",
            &Extensions::default(),
        );
        assert_eq!(codes, ["G074"]);
    }
}
