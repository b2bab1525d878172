//! Request bodies. In: a `requestBody`; out: the forms in which it can be sent, the safest one first.
//!
//! - A form whose schema is no object goes as the caller writes it: text.
//! - Multipart whose schema has no members is a form that the caller fills.
//! - XML goes as text, with a warning; YAML as JSON, which it contains.
//! - A range such as `image/*` stays one: the caller says which type within it is sent. One that is
//!   written as JSON is sent as such.
//! - A JSON patch is a list of steps, whatever a schema without members says.

use super::Lowering;
use super::media::{Declared, Kind, essence, preference};
use super::node::Node;
use super::operations::{Section, Source, resolve};
use super::schema_kind::kind;
use crate::codes;
use crate::ir::{Body, Content, Form, FormBody, FormField, Items, Style, Type};
use crate::scalars::Scalar;

impl<'a> Lowering<'a> {
    /// The body of an operation.
    pub(super) fn body(&mut self, source: &Source<'a>) -> Option<Body> {
        let item = source.operation.request_body.as_ref()?;
        let node = source.node.get("requestBody")?;
        let section: Section<openapiv3::RequestBody> = |all| &all.request_bodies;
        let section = Some(("/components/requestBodies", section));
        let (body, node) = resolve(self.document, self.tree, item, node, section)?;
        let mut declared = self.declared(&node);
        // Stable: of two that are as good as each other the document's first one comes first.
        declared.sort_by_key(preference);
        let first = declared.first()?.node.clone();
        let forms: Vec<Form> = declared.iter().map(|one| self.sent_form(one)).collect();
        let mut docs = self.docs(&[first, node.clone()]);
        docs.description = body.description.clone();
        Some(Body {
            rust_name: self.rust_name(&node),
            pointer: node.pointer,
            required: body.required,
            docs,
            forms,
        })
    }

    fn sent_form(&mut self, declared: &Declared<'a>) -> Form {
        let content = self.sent(declared);
        Form {
            pointer: declared.node.pointer.clone(),
            media_type: concrete(declared.media_type, &content),
            content,
            limits: self.limits(declared.schema.as_slice()),
        }
    }

    fn sent(&mut self, declared: &Declared<'a>) -> Content {
        let schema = declared.schema.as_ref();
        match declared.kind {
            Kind::Items(framing) => Content::Items(self.items(declared, framing)),
            _ if declared.kind != Kind::Multipart && self.is_binary(schema) => Content::Binary,
            Kind::Json => Content::Json(self.json_body(declared)),
            Kind::Yaml if schema.is_some_and(|schema| self.is_structured(schema)) => {
                Content::Json(self.json_body(declared))
            }
            Kind::Form => self.form(declared),
            Kind::Multipart => Content::Multipart(self.parts(declared)),
            Kind::Text | Kind::Yaml => Content::Text(Type::Scalar(Scalar::String)),
            Kind::Xml => self.as_it_is(
                declared,
                "text",
                Content::Text(Type::Scalar(Scalar::String)),
            ),
            Kind::Binary => Content::Binary,
        }
    }

    fn json_body(&mut self, declared: &Declared<'a>) -> Type {
        let ty = match &declared.schema {
            Some(schema) => self.ty(schema),
            None => Type::Any,
        };
        let is_steps = essence(declared.media_type) == "application/json-patch+json";
        match self.resolved(&ty) {
            Type::Object if is_steps => Type::Any,
            _ => ty,
        }
    }

    /// A type behind other names of it.
    fn resolved(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        while let Type::Named(id) = &ty
            && let crate::ir::TypeKind::Alias(target) = &self.types[id.0].kind
        {
            ty = target.clone();
        }
        ty
    }

    pub(super) fn as_it_is(
        &mut self,
        declared: &Declared<'_>,
        words: &str,
        content: Content,
    ) -> Content {
        let at = &declared.node.pointer;
        self.report(codes::body_not_expressed(at, declared.media_type, words));
        content
    }

    fn form(&mut self, declared: &Declared<'a>) -> Content {
        let ty = match &declared.schema {
            Some(schema) if self.is_structured(schema) => self.ty(schema),
            Some(_) => {
                return self.as_it_is(
                    declared,
                    "text",
                    Content::Text(Type::Scalar(Scalar::String)),
                );
            }
            None => Type::Object,
        };
        let encoding = declared.node.entries("encoding");
        let fields = encoding.into_iter().filter_map(|(name, node)| {
            let (style, explode) = style(&node).or_else(|| {
                let json = node.text("contentType").is_some_and(is_json);
                json.then_some((Style::Json, false))
            })?;
            Some(FormField {
                pointer: node.pointer.clone(),
                name: name.to_owned(),
                style,
                explode,
                allow_reserved: node.flag("allowReserved"),
            })
        });
        Content::Form(FormBody {
            fields: fields.collect(),
            ty,
        })
    }

    /// Whether values of a schema are objects, or may be.
    pub(super) fn is_structured(&self, schema: &Node<'a>) -> bool {
        let layers = self.layers(schema);
        let kinds = layers.iter().filter_map(|layer| kind(&layer.node));
        kinds.into_iter().all(|kind| kind == "object")
    }

    /// Values one after the other. Where `schema` describes all of them as a list, its items count.
    pub(super) fn items(&mut self, declared: &Declared<'a>, framing: crate::ir::Framing) -> Items {
        super::items::lower(self, declared, framing)
    }
}

/// Whether a media type is JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    super::media::kind(media_type) == Kind::Json
}

/// How an encoding writes a value, where it says so.
pub(super) fn style(encoding: &Node<'_>) -> Option<(Style, bool)> {
    let named = match (encoding.text("x-collection-format"), encoding.text("style")) {
        (Some("tsv"), _) => Some(Style::TabDelimited),
        (_, Some("deepObject")) => Some(Style::DeepObject),
        (_, Some("spaceDelimited")) => Some(Style::SpaceDelimited),
        (_, Some("pipeDelimited")) => Some(Style::PipeDelimited),
        (_, Some("form")) => Some(Style::Form),
        _ => None,
    };
    let explode = encoding
        .value
        .get("explode")
        .and_then(serde_json::Value::as_bool);
    if named.is_none() && explode.is_none() && !encoding.has("allowReserved") {
        return None;
    }
    let style = named.unwrap_or(Style::Form);
    Some((style, explode.unwrap_or(style == Style::Form)))
}

/// The media type that is sent: a range that is written as JSON or as a form cannot be.
fn concrete(media_type: &str, content: &Content) -> String {
    match content {
        Content::Json(_) if media_type.contains('*') => "application/json".to_owned(),
        Content::Multipart(_) if media_type.contains('*') => "multipart/form-data".to_owned(),
        _ => media_type.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Body, Content, Framing, PartContent, Style, Type};
    use crate::lower::testing::{api, lower_with};
    use crate::scalars::Scalar;

    fn body(content: &str) -> (Body, Vec<&'static str>) {
        let text = format!(
            "paths: {{/a: {{post: {{responses: {{}}, requestBody: {{content: {content}}}}}}}}}"
        );
        let (mut api, codes) = lower_with(&text, &crate::config::Extensions::default());
        (api.operations.remove(0).body.unwrap(), codes)
    }

    fn media_types(content: &str) -> Vec<String> {
        let forms = body(content).0.forms.into_iter();
        forms.map(|form| form.media_type).collect()
    }

    #[test]
    fn json_is_preferred_and_the_rest_kept() {
        let (body, codes) = body(
            "{text/plain: {schema: {type: string}}, application/json: {schema: {type: integer}}}",
        );
        let forms: Vec<_> = body
            .forms
            .iter()
            .map(|form| (form.media_type.as_str(), form.content.clone()))
            .collect();
        let expected = [
            ("application/json", Content::Json(Type::Scalar(Scalar::I64))),
            ("text/plain", Content::Text(Type::Scalar(Scalar::String))),
        ];
        assert_eq!(forms, expected);
        assert!(!body.required && codes.is_empty());
    }

    #[test]
    fn the_same_schema_in_another_encoding_is_no_form_of_its_own() {
        let content = "{application/xml: {schema: {type: object}}, text/json: {schema: {type: object}},
            application/*+json: {schema: {type: object}}, application/json: {schema: {type: object}},
            application/x-www-form-urlencoded: {schema: {type: object}}, application/yaml: {schema: {type: object}}}";
        let expected = ["application/json", "application/x-www-form-urlencoded"];
        assert_eq!(media_types(content), expected);
        assert!(body(content).1.is_empty());
    }

    #[test]
    fn a_patch_that_can_be_sent_twice_is_preferred() {
        let schema = "{schema: {type: object}}";
        let content = format!(
            "{{application/json-patch+json: {schema}, application/strategic-merge-patch+json: {schema},
              application/merge-patch+json: {schema}, application/apply-patch+yaml: {schema}}}"
        );
        let (body, _) = body(&content);
        let forms: Vec<_> = body
            .forms
            .iter()
            .map(|form| (form.media_type.as_str(), form.content.clone()))
            .collect();
        let object = Content::Json(Type::Object);
        let expected = [
            ("application/merge-patch+json", object.clone()),
            ("application/strategic-merge-patch+json", object.clone()),
            ("application/json-patch+json", Content::Json(Type::Any)),
            ("application/apply-patch+yaml", object),
        ];
        assert_eq!(forms, expected);
    }

    #[test]
    fn parts_by_their_schemas() {
        let (body, _) = body(
            "{multipart/form-data: {encoding: {j: {contentType: application/json}, p: {contentType: 'image/png, image/jpeg'}, s: {style: form, explode: false}}, schema: {type: object, required: [f], properties: {
                f: {type: string, format: binary}, fs: {type: array, items: {type: string, format: binary}},
                t: {type: integer}, o: {type: object}, l: {type: array, items: {type: string}}, j: {type: string}, r: {type: string, readOnly: true},
                p: {type: string}, s: {type: array, items: {type: string}}}}}}",
        );
        let Content::Multipart(parts) = &body.form().content else {
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
            ("p", &PartContent::File),
            ("s", &list),
        ];
        assert_eq!(contents, expected);
        assert!(parts[0].required && !parts[2].required);
        assert_eq!(parts[6].media_types, ["image/png", "image/jpeg"]);
        assert_eq!(parts[7].style, Some((Style::Form, false)));
    }

    #[test]
    fn the_usual_style_of_a_part_says_nothing_and_others_count() {
        let (body, _) = body(
            "{multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}, o: {type: object}, d: {type: object}}},
              encoding: {f: {style: form}, o: {style: form, contentType: application/vnd.o+json}, d: {style: deepObject}}}}",
        );
        let Content::Multipart(parts) = &body.form().content else {
            panic!()
        };
        let contents: Vec<_> = parts
            .iter()
            .map(|part| (&part.content, part.style))
            .collect();
        let expected = [
            (&PartContent::File, None),
            (&PartContent::Json(Type::Object), None),
            (
                &PartContent::Text(Type::Object),
                Some((Style::DeepObject, false)),
            ),
        ];
        assert_eq!(contents, expected);
        assert_eq!(parts[1].media_types, ["application/vnd.o+json"]);
    }

    #[test]
    fn optional_files_of_python_frameworks_are_files() {
        let (mut api, _) = lower_with(
            "paths: {/a: {post: {responses: {}, requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/B'}}}}}}}
components: {schemas: {B: {type: object, properties: {
    one: {type: string, format: binary, nullable: true},
    some: {type: array, nullable: true, items: {type: string, format: binary}}}}}}",
            &crate::config::Extensions::default(),
        );
        let body = api.operations.remove(0).body.unwrap();
        let Content::Multipart(parts) = &body.form().content else {
            panic!()
        };
        assert_eq!(parts[0].content, PartContent::File);
        assert_eq!(parts[1].content, PartContent::Files);
    }

    #[test]
    fn parts_may_have_headers() {
        let (body, _) = body(
            "{multipart/form-data: {encoding: {f: {headers: {X-A: {schema: {type: integer}}, Content-Type: {schema: {type: string}}}}}, schema: {type: object, properties: {f: {type: string}}}}}",
        );
        let Content::Multipart(parts) = &body.form().content else {
            panic!()
        };
        let headers = &parts[0].headers;
        assert_eq!(headers.len(), 1);
        assert_eq!(
            (headers[0].name.as_str(), &headers[0].ty),
            ("X-A", &Type::Scalar(Scalar::I64))
        );
    }

    #[test]
    fn multipart_without_members_is_a_form_that_the_caller_fills() {
        let (body, codes) = body("{multipart/related: {schema: {type: string}}}");
        assert_eq!(body.form().content, Content::Multipart(Vec::new()));
        assert!(codes.is_empty());
    }

    #[test]
    fn members_of_forms_are_written_as_is_said() {
        let (body, _) = body(
            "{application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {}, b: {}, c: {}, d: {}}},
              encoding: {a: {style: deepObject, explode: true}, b: {explode: false}, c: {contentType: application/json}, d: {contentType: text/plain}}}}",
        );
        let Content::Form(form) = &body.form().content else {
            panic!()
        };
        let fields: Vec<_> = form
            .fields
            .iter()
            .map(|field| (field.name.as_str(), field.style, field.explode))
            .collect();
        let expected = [
            ("a", Style::DeepObject, true),
            ("b", Style::Form, false),
            ("c", Style::Json, false),
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn forms_text_and_bytes() {
        let content = |text| body(text).0.form().content.clone();
        let form = "{application/x-www-form-urlencoded: {schema: {type: object, additionalProperties: {type: string}}}}";
        let Content::Form(form) = content(form) else {
            panic!()
        };
        assert_eq!(form.ty, Type::Map(Box::new(Type::Scalar(Scalar::String))));
        assert_eq!(
            content("{text/plain: {schema: {type: string}}}"),
            Content::Text(Type::Scalar(Scalar::String))
        );
        assert_eq!(content("{image/png: {}}"), Content::Binary);
        assert_eq!(body("{application/xml: {}}").1, ["W049"]);
    }

    #[test]
    fn a_range_stays_one_unless_it_is_sent_as_json() {
        let (bytes, _) = body("{image/*: {schema: {type: string, format: binary}}}");
        assert_eq!(bytes.form().media_type, "image/*");
        let (json, _) = body("{'*/*': {schema: {type: object}}}");
        assert_eq!(json.form().media_type, "application/json");
    }

    #[test]
    fn values_one_after_the_other() {
        let (body, _) = body("{application/jsonl: {itemSchema: {type: integer}}}");
        let Content::Items(items) = &body.form().content else {
            panic!()
        };
        assert_eq!(
            (items.framing, &items.item),
            (Framing::Lines, &Type::Scalar(Scalar::I64))
        );
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
        assert_eq!(body.form().content, Content::Json(Type::Any));
    }
}
