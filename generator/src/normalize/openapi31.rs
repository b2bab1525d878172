//! OpenAPI 3.1 and 3.2 to 3.0: the document around the schemas.
//!
//! What 3.2 has beyond 3.0 and a client can use stays as it is (`query`, `additionalOperations`,
//! `itemSchema`, flows for devices): the stages behind read it under its own name.

use serde_json::{Map, Value};

use super::conditions;
use super::rewrite::{Members, Rewriting};
use super::schema31;
use crate::codes;
use crate::ir::Pointer;
use crate::load::{Context, Kind};

/// Turns a tree of OpenAPI 3.1 into one of 3.0.
pub(super) fn to_30(mut tree: Value, rewriting: &mut Rewriting) -> Value {
    conditions::follow(&mut tree);
    let Value::Object(root) = tree else {
        return tree;
    };
    let here = Pointer::default();
    let mut root = Members::of(root, &here);
    root.set("openapi", "3.0.3", &here.child("openapi"));
    root.take("jsonSchemaDialect");
    root.take("$self");
    if let Some(webhooks) = root.take("webhooks") {
        rewriting.report(codes::webhooks(&webhooks.from));
    }
    if !root.has("paths") {
        root.set("paths", Map::new(), &here);
    }
    members(root, Context::Node(Kind::Other), &here, &here, rewriting)
}

/// Rewrites a value that stood at `from` and goes to `to`.
pub(super) fn value(
    value: Value,
    context: Context,
    from: &Pointer,
    to: &Pointer,
    rewriting: &mut Rewriting,
) -> Value {
    match (context, value) {
        (Context::Data, value) => value,
        (Context::Node(Kind::Schema), value @ (Value::Object(_) | Value::Bool(_))) => {
            schema31::schema(value, from, to, rewriting)
        }
        (_, Value::Array(list)) => {
            let items = list.into_iter().enumerate().map(|(index, item)| {
                self::value(
                    item,
                    context,
                    &from.child(index),
                    &to.child(index),
                    rewriting,
                )
            });
            Value::Array(items.collect())
        }
        (_, Value::Object(object)) => {
            let mut object = Members::of(object, from);
            node(&mut object, context, to, rewriting);
            members(object, context, from, to, rewriting)
        }
        (_, scalar) => scalar,
    }
}

/// Rewrites the members of an object and puts them together.
pub(super) fn members(
    object: Members,
    context: Context,
    from: &Pointer,
    to: &Pointer,
    rewriting: &mut Rewriting,
) -> Value {
    let written = object.list.into_iter().map(|member| {
        let place = to.child(&member.name);
        if member.from != from.child(&member.name) {
            rewriting.moved(&place, &member.from);
        }
        let is_flag = context == Context::Node(Kind::Schema)
            && member.name == "additionalProperties"
            && member.value.is_boolean();
        if is_flag {
            return (member.name, member.value);
        }
        let context = context.member(&member.name, &member.value);
        let value = self::value(member.value, context, &member.from, &place, rewriting);
        (member.name, value)
    });
    Value::Object(written.collect())
}

/// What 3.1 has in places other than schemas and 3.0 has not.
fn node(object: &mut Members, context: Context, to: &Pointer, rewriting: &mut Rewriting) {
    match context {
        Context::Node(Kind::SecurityScheme) => {
            object.take("deprecated");
            object.take("oauth2MetadataUrl");
        }
        Context::Node(Kind::Response) => object.rename("summary", "description"),
        Context::Node(Kind::Example) => {
            object.rename("dataValue", "value");
            object.take("serializedValue");
        }
        Context::Node(Kind::Parameter) => parameter(object, rewriting),
        Context::Node(Kind::Other) => match to.0.as_str() {
            "/info" => drop(object.take("summary")),
            "/info/license" => drop(object.take("identifier")),
            "/components" => {
                object.take("pathItems");
                object.take("mediaTypes");
            }
            _ if is_tag(to) => {
                for name in ["summary", "parent", "kind"] {
                    object.take(name);
                }
            }
            _ if is_server(to) => drop(object.take("name")),
            _ if is_operation(to) && !object.has("responses") => {
                object.set("responses", Map::new(), to);
            }
            _ => {}
        },
        _ => {}
    }
}

/// Whether a pointer is that of an operation of `paths`.
fn is_operation(pointer: &Pointer) -> bool {
    let mut tokens = pointer.0.split('/').skip(1);
    let (root, method) = (tokens.next(), tokens.nth(1));
    root == Some("paths")
        && tokens.next().is_none()
        && method.is_some_and(|method| crate::grammar::METHODS.contains(&method))
}

fn is_tag(pointer: &Pointer) -> bool {
    crate::sources::parent(pointer).is_some_and(|owner| owner.0 == "/tags")
}

fn is_server(pointer: &Pointer) -> bool {
    crate::sources::parent(pointer).is_some_and(|owner| owner.0.ends_with("/servers"))
}

/// A cookie that is written as it is, and a query string as a whole.
fn parameter(parameter: &mut Members, rewriting: &mut Rewriting) {
    let text = |parameter: &Members, name: &str| {
        parameter
            .get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let place = text(parameter, "in");
    if place.as_deref() == Some("cookie")
        && text(parameter, "style").as_deref() == Some("cookie")
        && let Some(style) = parameter.take("style")
    {
        // The style of every cookie in 3.0, and of one without lists the same but for escapes.
        parameter.set("style", "form", &style.from);
        parameter.set("explode", false, &style.from);
    }
    if place.as_deref() == Some("querystring") {
        query_string(parameter, rewriting);
    }
}

/// A form as the whole query string is a parameter whose members are parameters.
fn query_string(parameter: &mut Members, rewriting: &mut Rewriting) {
    let content = parameter.get("content").and_then(Value::as_object);
    let form = content.and_then(|content| content.get("application/x-www-form-urlencoded"));
    let Some(schema) = form.and_then(|form| form.get("schema")).cloned() else {
        if let Some(place) = parameter.take("in") {
            rewriting.report(codes::query_string(&place.from));
            parameter.set("in", "query", &place.from);
        }
        return;
    };
    let from = parameter.take("in").map(|place| place.from);
    let from = from.unwrap_or_default();
    parameter.set("in", "query", &from);
    parameter.set("style", "form", &from);
    parameter.set("explode", true, &from);
    if let Some(content) = parameter.take("content") {
        let from = content
            .from
            .child("application/x-www-form-urlencoded")
            .child("schema");
        parameter.set("schema", schema, &from);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{normalized, origin};
    use serde_json::json;

    #[test]
    fn the_document_around_the_schemas_is_rewritten() {
        let (tree, faults) = normalized(json!({
            "openapi": "3.1.0", "jsonSchemaDialect": "x",
            "info": {"title": "t", "version": "1", "summary": "s", "license": {"name": "l", "identifier": "MIT"}},
            "webhooks": {"new": {}},
            "components": {"pathItems": {}, "securitySchemes": {"tls": {"type": "mutualTLS"}}},
        }));
        assert_eq!(faults, ["W002 /webhooks"]);
        assert_eq!(
            tree,
            json!({
                "openapi": "3.0.3",
                "info": {"title": "t", "version": "1", "license": {"name": "l"}},
                "components": {"securitySchemes": {"tls": {"type": "mutualTLS"}}},
                "paths": {},
            })
        );
    }

    #[test]
    fn an_operation_may_leave_out_its_responses() {
        let (tree, _) = normalized(json!({"openapi": "3.1.0", "paths": {"/x": {"get": {}}}}));
        assert_eq!(tree["paths"]["/x"]["get"], json!({"responses": {}}));
    }

    #[test]
    fn a_property_called_like_a_keyword_stays() {
        let schema = json!({"properties": {"const": {"type": "string"}, "if": {"type": "string"}}});
        let (tree, _) = normalized(json!({
            "openapi": "3.1.0", "paths": {}, "components": {"schemas": {"a": schema}},
        }));
        assert_eq!(tree["components"]["schemas"]["a"], schema);
    }

    #[test]
    fn nodes_lead_back_to_their_places() {
        let text = "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    a:\n      anyOf:\n      - {type: object, properties: {b: {type: string}}}\n      - {type: 'null'}\n";
        assert_eq!(
            origin(text, "/components/schemas/a/properties/b/type"),
            "/components/schemas/a/anyOf/0/properties/b/type"
        );
    }
}
