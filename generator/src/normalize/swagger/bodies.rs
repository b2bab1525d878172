//! Request bodies and answers of Swagger 2.0: body and form parameters, `consumes` and `produces`.

use serde_json::{Map, Value, json};

use super::parameters::FORMAT;
use super::{Swagger, reference, schemas};
use crate::ir::Pointer;
use crate::normalize::rewrite::{Member, Members};

const JSON: &str = "application/json";
const MULTIPART: &str = "multipart/form-data";
const FORM: &str = "application/x-www-form-urlencoded";

impl Swagger<'_> {
    /// The request body that a body parameter is.
    pub(super) fn body(
        &mut self,
        parameter: Value,
        consumes: &[String],
        from: &Pointer,
        to: &Pointer,
    ) -> Value {
        let Value::Object(object) = parameter else {
            return parameter;
        };
        self.rewriting.moved(to, from);
        let mut members = Members::of(object, from);
        let schema = members.take("schema");
        let kept =
            |name: &str| matches!(name, "description" | "required") || name.starts_with("x-");
        members.list.retain(|member| kept(&member.name));
        let mut body: Map<_, _> = members
            .list
            .into_iter()
            .map(|m| (m.name, m.value))
            .collect();
        let content = self.content(schema, consumes, &to.child("content"));
        body.insert("content".to_owned(), content.into());
        Value::Object(body)
    }

    /// A schema under each of the media types, JSON where there is none.
    fn content(
        &mut self,
        schema: Option<Member>,
        media_types: &[String],
        to: &Pointer,
    ) -> Map<String, Value> {
        let default = [JSON.to_owned()];
        let media_types = if media_types.is_empty() {
            &default
        } else {
            media_types
        };
        let each = media_types.iter().map(|media_type| {
            let place = to.child(media_type);
            let mut content = Map::new();
            if let Some(Member { value, from, .. }) = &schema {
                let place = place.child("schema");
                let schema = schemas::schema(value.clone(), from, &place, self.rewriting);
                content.insert("schema".to_owned(), schema);
            }
            (media_type.clone(), Value::Object(content))
        });
        each.collect()
    }

    /// The request body that form parameters are together; each comes with where it stood.
    pub(super) fn form(
        &mut self,
        parameters: Vec<(Value, Pointer)>,
        consumes: &[String],
        to: &Pointer,
    ) -> Value {
        let is_file =
            |(parameter, _): &(Value, Pointer)| parameter.get("type") == Some(&json!("file"));
        let media_type = media_type(consumes, parameters.iter().any(is_file));
        if let Some((_, first)) = parameters.first() {
            self.rewriting.moved(to, first);
        }
        let content = to.child("content").child(media_type);
        let (mut properties, mut encoding, mut required) = (Map::new(), Map::new(), Vec::new());
        for (parameter, from) in parameters {
            let Value::Object(object) = parameter else {
                continue;
            };
            let mut members = Members::of(object, &from);
            let Some(Value::String(name)) = members.take("name").map(|name| name.value) else {
                continue;
            };
            if members
                .take("required")
                .is_some_and(|required| required.value == true)
            {
                required.push(Value::String(name.clone()));
            }
            for outer in ["in", "allowEmptyValue"] {
                members.take(outer);
            }
            if let Some(format) = self.list_format(&mut members) {
                let style = match format.as_str() {
                    "ssv" => "spaceDelimited",
                    "pipes" => "pipeDelimited",
                    _ => "form",
                };
                let mut entry = json!({ "style": style, "explode": format == "multi" });
                if format == "tsv" {
                    entry[FORMAT] = format.into();
                }
                encoding.insert(name.clone(), entry);
            }
            let object: Map<_, _> = members
                .list
                .into_iter()
                .map(|m| (m.name, m.value))
                .collect();
            let place = content.child("schema").child("properties").child(&name);
            let schema = schemas::schema(object.into(), &from, &place, self.rewriting);
            properties.insert(name, schema);
        }
        let is_required = !required.is_empty();
        let mut schema = json!({ "type": "object", "properties": properties });
        if is_required {
            schema["required"] = required.into();
        }
        let mut entry = json!({ "schema": schema });
        if !encoding.is_empty() {
            entry["encoding"] = encoding.into();
        }
        json!({ "required": is_required, "content": { media_type: entry } })
    }

    /// A response: its schema goes under each of the media types.
    pub(super) fn response(
        &mut self,
        response: Value,
        produces: &[String],
        from: &Pointer,
        to: &Pointer,
    ) -> Value {
        let Value::Object(object) = response else {
            return response;
        };
        self.rewriting.moved(to, from);
        if let Some(target) = object.get("$ref").and_then(Value::as_str) {
            return json!({ "$ref": reference(target) });
        }
        let mut members = Members::of(object, from);
        let examples = members.take("examples");
        if let Some(schema) = members.take("schema") {
            let binary = ["application/octet-stream".to_owned()];
            let is_file = schema.value.get("type") == Some(&json!("file"));
            let produces = if is_file && produces.is_empty() {
                &binary
            } else {
                produces
            };
            let mut content = self.content(Some(schema), produces, &to.child("content"));
            for (media_type, entry) in &mut content {
                let example = examples
                    .as_ref()
                    .and_then(|examples| examples.value.get(media_type));
                if let Some(example) = example {
                    entry["example"] = example.clone();
                }
            }
            members.set("content", content, from);
        }
        if let Some(Member {
            value: Value::Object(headers),
            from,
            ..
        }) = members.take("headers")
        {
            let place = to.child("headers");
            let headers: Map<String, Value> = headers
                .into_iter()
                .map(|(name, header)| {
                    let header = self.header(header, &from.child(&name), &place.child(&name));
                    (name, header)
                })
                .collect();
            members.set("headers", headers, &from);
        }
        Value::Object(
            members
                .list
                .into_iter()
                .map(|m| (m.name, m.value))
                .collect(),
        )
    }
}

/// The media type of a form.
fn media_type(consumes: &[String], has_file: bool) -> &'static str {
    let takes = |media_type: &str| consumes.iter().any(|consumed| consumed == media_type);
    match (has_file, takes(MULTIPART), takes(FORM)) {
        (true, _, _) | (false, true, false) => MULTIPART,
        (false, _, _) => FORM,
    }
}
