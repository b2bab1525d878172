//! Parameters. In: those of an operation and of its path item; out: one list with every style
//! resolved.
//!
//! - A parameter of the operation replaces the one of the path item that has its name and place.
//! - Headers called `Accept`, `Content-Type` or `Authorization` are ignored, as OpenAPI says.
//! - Path parameters follow the template, the others the document.
//! - `content` in place of `schema`: JSON text, or plain text where the media type is text.

use openapiv3::{ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::Lowering;
use super::media::is_text;
use super::node::Node;
use super::operations::{Source, resolve};
use crate::ir::{Docs, Parameter, Place, Style, Type};

/// Headers that other parts of OpenAPI describe.
const IGNORED: &[&str] = &["accept", "content-type", "authorization"];

impl<'a> Lowering<'a> {
    /// The parameters of an operation, those of its path item included.
    pub(super) fn parameters(&mut self, source: &Source<'a>) -> Vec<Parameter> {
        let shared = listed(&source.item_node, &source.item.parameters);
        let own = listed(&source.node, &source.operation.parameters);
        let mut parameters: Vec<Parameter> = Vec::new();
        for (node, item) in shared.chain(own) {
            let Some(parameter) = self.parameter(item, node) else {
                continue;
            };
            let same = |other: &&mut Parameter| {
                other.place == parameter.place && other.name == parameter.name
            };
            match parameters.iter_mut().find(same) {
                Some(replaced) => *replaced = parameter,
                None => parameters.push(parameter),
            }
        }
        let position = |parameter: &Parameter| match parameter.place {
            Place::Path => source.path.find(&format!("{{{}}}", parameter.name)),
            _ => None,
        };
        parameters.sort_by_key(|parameter| {
            (
                parameter.place != Place::Path,
                position(parameter).unwrap_or(usize::MAX),
            )
        });
        parameters
    }

    fn parameter(
        &mut self,
        item: &ReferenceOr<openapiv3::Parameter>,
        node: Node<'a>,
    ) -> Option<Parameter> {
        let section: super::operations::Section<openapiv3::Parameter> = |all| &all.parameters;
        let section = Some(("/components/parameters", section));
        let (parameter, node) = resolve(self.document, self.tree, item, node, section)?;
        let data = parameter.parameter_data_ref();
        let (place, mut style) = place_and_style(&parameter);
        if place == Place::Header && IGNORED.contains(&data.name.to_ascii_lowercase().as_str()) {
            return None;
        }
        let value = self.value(&node, &data.format);
        if value.json {
            style = Style::Json;
        }
        style = list_style(&node).unwrap_or(style);
        Some(Parameter {
            name: data.name.clone(),
            rust_name: self.rust_name(&node),
            place,
            required: data.required || place == Place::Path,
            ty: value.ty,
            explode: data.explode.unwrap_or(style == Style::Form),
            style,
            allow_reserved: node.flag("allowReserved"),
            docs: self.parameter_docs(&node, value.schema.as_ref()),
            limits: value
                .schema
                .map(|schema| self.limits(&[schema]))
                .unwrap_or_default(),
            pointer: node.pointer,
        })
    }

    fn value(&mut self, node: &Node<'a>, format: &ParameterSchemaOrContent) -> Value<'a> {
        let (schema, json) = match format {
            ParameterSchemaOrContent::Schema(_) => (node.get("schema"), false),
            ParameterSchemaOrContent::Content(content) => {
                let name = content
                    .keys()
                    .next()
                    .map_or("application/json", String::as_str);
                let media = node.get("content").and_then(|content| content.get(name));
                (media.and_then(|media| media.get("schema")), !is_text(name))
            }
        };
        let ty = schema.as_ref().map_or(Type::Any, |schema| self.ty(schema));
        Value { ty, schema, json }
    }

    fn parameter_docs(&mut self, node: &Node<'a>, schema: Option<&Node<'a>>) -> Docs {
        let Some(schema) = schema else {
            return self.docs(std::slice::from_ref(node));
        };
        let noted_nodes = super::annotations::noted_nodes(&self.tree.follow(schema));
        self.docs(&[noted_nodes, vec![node.clone()]].concat())
    }
}

/// What a parameter holds.
struct Value<'a> {
    ty: Type,
    schema: Option<Node<'a>>,
    /// It goes as JSON text.
    json: bool,
}

/// How Swagger joins the items of a list, where OpenAPI 3 has no style for that at this place.
fn list_style(node: &Node<'_>) -> Option<Style> {
    match node.text("x-collection-format")? {
        "ssv" => Some(Style::SpaceDelimited),
        "tsv" => Some(Style::TabDelimited),
        "pipes" => Some(Style::PipeDelimited),
        _ => None,
    }
}

fn listed<'a, 'b>(
    owner: &Node<'a>,
    parameters: &'b [ReferenceOr<openapiv3::Parameter>],
) -> impl Iterator<Item = (Node<'a>, &'b ReferenceOr<openapiv3::Parameter>)> {
    owner.list("parameters").into_iter().zip(parameters)
}

fn place_and_style(parameter: &openapiv3::Parameter) -> (Place, Style) {
    match parameter {
        openapiv3::Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Matrix => Style::Matrix,
                PathStyle::Label => Style::Label,
                PathStyle::Simple => Style::Simple,
            };
            (Place::Path, style)
        }
        openapiv3::Parameter::Query { style, .. } => {
            let style = match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            };
            (Place::Query, style)
        }
        openapiv3::Parameter::Header { .. } => (Place::Header, Style::Simple),
        openapiv3::Parameter::Cookie { .. } => (Place::Cookie, Style::Form),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::ir::{Limits, Parameter, Place, Style, Type};
    use crate::lower::testing::api;
    use crate::scalars::Scalar;

    fn parameters(text: &str) -> Vec<Parameter> {
        let mut api = api(&format!(
            "paths: {{'/a/{{x}}/{{y}}': {{get: {{responses: {{}}, parameters: [{text}]}}}}}}"
        ));
        api.operations.remove(0).parameters
    }

    #[test]
    fn path_parameters_follow_the_template() {
        let all = parameters(
            "{name: q, in: query, schema: {type: string}}, {name: y, in: path, required: true, schema: {type: string}}, {name: x, in: path, required: true, schema: {type: string}}",
        );
        let names: Vec<_> = all.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["x", "y", "q"]);
        assert!(all[0].required && !all[2].required);
    }

    #[test]
    fn styles_have_their_defaults() {
        let all = parameters(
            "{name: x, in: path, required: true, style: label, schema: {type: array, items: {type: integer}}},
             {name: q, in: query, schema: {type: array, items: {type: string}}},
             {name: d, in: query, style: deepObject, explode: true, schema: {type: object}},
             {name: p, in: query, style: pipeDelimited, allowReserved: true, schema: {type: array, items: {type: string}}},
             {name: X-H, in: header, schema: {type: string}},
             {name: c, in: cookie, explode: false, schema: {type: string}}",
        );
        let got: Vec<_> = all
            .iter()
            .map(|one| (one.place, one.style, one.explode))
            .collect();
        let expected = [
            (Place::Path, Style::Label, false),
            (Place::Query, Style::Form, true),
            (Place::Query, Style::DeepObject, true),
            (Place::Query, Style::PipeDelimited, false),
            (Place::Header, Style::Simple, false),
            (Place::Cookie, Style::Form, false),
        ];
        assert_eq!(got, expected);
        assert!(all[3].allow_reserved && !all[1].allow_reserved);
    }

    #[test]
    fn content_goes_as_json() {
        let all = parameters(
            "{name: q, in: query, content: {application/json: {schema: {type: integer}}}}",
        );
        assert_eq!(
            (all[0].style, &all[0].ty),
            (Style::Json, &Type::Scalar(Scalar::I64))
        );
    }

    #[test]
    fn some_headers_are_described_elsewhere() {
        let all = parameters(
            "{name: Accept, in: header, schema: {type: string}}, {name: authorization, in: header, schema: {type: string}}",
        );
        assert!(all.is_empty());
    }

    #[test]
    fn notes_and_limits_come_from_both() {
        let all = parameters(
            "{name: q, in: query, description: own, schema: {type: integer, description: schemas, default: 3, maximum: 9}}",
        );
        assert_eq!(all[0].docs.description.as_deref(), Some("own"));
        assert_eq!(all[0].docs.default, Some(json!(3)));
        assert_ne!(all[0].limits, Limits::default());
    }

    #[test]
    fn an_operation_replaces_a_parameter_of_its_path_item() {
        let api = api("
paths:
  /a:
    parameters: [{$ref: '#/components/parameters/Q'}, {name: r, in: query, schema: {type: string}}]
    get: {responses: {}, parameters: [{name: q, in: query, required: true, schema: {type: integer}}]}
components: {parameters: {Q: {name: q, in: query, schema: {type: string}}}}
");
        let all = &api.operations[0].parameters;
        assert_eq!(all.len(), 2);
        assert_eq!(
            (all[0].name.as_str(), &all[0].ty, all[0].required),
            ("q", &Type::Scalar(Scalar::I64), true)
        );
    }
}
