//! Swagger 2.0 to OpenAPI 3.0: the document, its servers and security; operations and schemas have
//! a file each.

mod bodies;
mod operations;
mod parameters;
mod schemas;

use serde_json::{Map, Value, json};

use super::rewrite::{Member, Members, Rewriting};
use crate::ir::Pointer;

/// What operations need to know about the document.
struct Swagger<'a> {
    /// `parameters` of the document as they were.
    parameters: Map<String, Value>,
    /// What requests hold where an operation does not say.
    consumes: Vec<String>,
    /// What answers hold where an operation does not say.
    produces: Vec<String>,
    rewriting: &'a mut Rewriting,
}

/// Turns a tree of Swagger 2.0 into one of OpenAPI 3.0.
pub(super) fn to_30(tree: Value, rewriting: &mut Rewriting) -> Value {
    let Value::Object(root) = tree else {
        return tree;
    };
    let here = Pointer::default();
    let mut root = Members::of(root, &here);
    let mut written = Map::new();
    written.insert("openapi".to_owned(), "3.0.3".into());
    rewriting.moved(&here.child("openapi"), &here.child("swagger"));
    root.take("swagger");
    servers(&mut root, &mut written, rewriting);
    let texts = |member: Option<Member>| member.map(|list| texts(&list.value)).unwrap_or_default();
    let mut swagger = Swagger {
        consumes: texts(root.take("consumes")),
        produces: texts(root.take("produces")),
        parameters: match root.get("parameters") {
            Some(Value::Object(parameters)) => parameters.clone(),
            _ => Map::new(),
        },
        rewriting,
    };
    let components = swagger.components(&mut root);
    for member in root.list {
        let value = match member.name.as_str() {
            "paths" => swagger.paths(member.value, &member.from),
            _ => member.value,
        };
        written.insert(member.name, value);
    }
    if !components.is_empty() {
        written.insert("components".to_owned(), components.into());
    }
    Value::Object(written)
}

/// `host`, `basePath` and `schemes` are the servers.
fn servers(root: &mut Members, written: &mut Map<String, Value>, rewriting: &mut Rewriting) {
    let host = root.take("host");
    let base = root.take("basePath");
    let schemes = root
        .take("schemes")
        .map(|schemes| texts(&schemes.value))
        .unwrap_or_default();
    let text = |member: &Option<Member>| {
        member
            .as_ref()
            .and_then(|member| member.value.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let (address, path) = (text(&host), text(&base));
    let path = path.trim_end_matches('/');
    let urls: Vec<String> = if address.is_empty() {
        if path.is_empty() {
            Vec::new()
        } else {
            vec![path.to_owned()]
        }
    } else {
        let mut schemes: Vec<_> = schemes.iter().filter(|s| s.starts_with("http")).collect();
        let secure = "https".to_owned();
        if schemes.is_empty() {
            schemes.push(&secure);
        }
        // The secure one is what a client takes that does not choose.
        schemes.sort_by_key(|scheme| *scheme != "https");
        schemes
            .iter()
            .map(|scheme| format!("{scheme}://{address}{path}"))
            .collect()
    };
    let Some(origin) = host.or(base).map(|member| member.from) else {
        return;
    };
    if !urls.is_empty() {
        let list: Vec<Value> = urls.into_iter().map(|url| json!({ "url": url })).collect();
        written.insert("servers".to_owned(), list.into());
        rewriting.moved(&Pointer::default().child("servers"), &origin);
    }
}

impl Swagger<'_> {
    /// The components that `definitions` and the like become.
    fn components(&mut self, root: &mut Members) -> Map<String, Value> {
        let mut components = Map::new();
        let mut add = |section: &str, members: Map<String, Value>| {
            if !members.is_empty() {
                components.insert(section.to_owned(), members.into());
            }
        };
        add(
            "schemas",
            self.section(
                root,
                "definitions",
                "schemas",
                |swagger, value, from, to| schemas::schema(value, from, to, swagger.rewriting),
            ),
        );
        add(
            "responses",
            self.section(
                root,
                "responses",
                "responses",
                |swagger, value, from, to| {
                    let produces = swagger.produces.clone();
                    swagger.response(value, &produces, from, to)
                },
            ),
        );
        let (bodies, others) = self.component_parameters(root);
        add("parameters", others);
        add("requestBodies", bodies);
        add(
            "securitySchemes",
            self.section(
                root,
                "securityDefinitions",
                "securitySchemes",
                |swagger, value, from, to| {
                    swagger.rewriting.moved(to, from);
                    security_scheme(value)
                },
            ),
        );
        components
    }

    /// Rewrites each member of a map of the document.
    fn section(
        &mut self,
        root: &mut Members,
        name: &str,
        section: &str,
        mut rewrite: impl FnMut(&mut Self, Value, &Pointer, &Pointer) -> Value,
    ) -> Map<String, Value> {
        let Some(Member {
            value: Value::Object(members),
            from,
            ..
        }) = root.take(name)
        else {
            return Map::new();
        };
        let to = Pointer("/components".to_owned()).child(section);
        self.rewriting.moved(&to, &from);
        let members = members.into_iter().map(|(name, value)| {
            let value = rewrite(self, value, &from.child(&name), &to.child(&name));
            (name, value)
        });
        members.collect()
    }
}

fn security_scheme(scheme: Value) -> Value {
    let Value::Object(mut scheme) = scheme else {
        return scheme;
    };
    match scheme.get("type").and_then(Value::as_str) {
        Some("basic") => {
            scheme.insert("type".to_owned(), "http".into());
            scheme.insert("scheme".to_owned(), "basic".into());
        }
        Some("oauth2") => {
            let flow = match scheme.shift_remove("flow").as_ref().and_then(Value::as_str) {
                Some("application") => "clientCredentials".to_owned(),
                Some("accessCode") => "authorizationCode".to_owned(),
                Some(other) => other.to_owned(),
                None => return Value::Object(scheme),
            };
            let parts = ["authorizationUrl", "tokenUrl", "scopes"];
            let parts = parts
                .into_iter()
                .filter_map(|name| Some((name.to_owned(), scheme.shift_remove(name)?)));
            let parts: Map<String, Value> = parts.collect();
            scheme.insert("flows".to_owned(), json!({ flow: parts }));
        }
        _ => {}
    }
    Value::Object(scheme)
}

/// The texts of a list.
fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

/// A reference of Swagger 2.0 as one of OpenAPI 3.0.
fn reference(target: &str) -> String {
    for (old, new) in [
        ("#/definitions/", "#/components/schemas/"),
        ("#/parameters/", "#/components/parameters/"),
        ("#/responses/", "#/components/responses/"),
    ] {
        if let Some(name) = target.strip_prefix(old) {
            return format!("{new}{name}");
        }
    }
    target.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{normalized, origin};
    use super::*;

    fn rewritten(mut document: Value) -> Value {
        document["swagger"] = "2.0".into();
        let (tree, faults) = normalized(document);
        assert_eq!(faults, Vec::<String>::new());
        tree
    }

    #[test]
    fn host_path_and_schemes_are_servers() {
        let tree = rewritten(
            json!({"host": "a.example", "basePath": "/v1/", "schemes": ["http", "https", "wss"]}),
        );
        let urls = json!([{"url": "https://a.example/v1"}, {"url": "http://a.example/v1"}]);
        assert_eq!(tree["servers"], urls);
        assert_eq!(
            rewritten(json!({"basePath": "/v1"}))["servers"],
            json!([{"url": "/v1"}])
        );
        assert_eq!(rewritten(json!({"basePath": "/"})).get("servers"), None);
    }

    #[test]
    fn schemes_of_security_have_their_new_names() {
        let tree = rewritten(json!({"securityDefinitions": {
            "a": {"type": "basic"},
            "b": {"type": "apiKey", "in": "header", "name": "k"},
            "c": {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "u", "tokenUrl": "t", "scopes": {"s": "d"}},
        }}));
        assert_eq!(
            tree["components"]["securitySchemes"],
            json!({
                "a": {"type": "http", "scheme": "basic"},
                "b": {"type": "apiKey", "in": "header", "name": "k"},
                "c": {"type": "oauth2", "flows": {"authorizationCode": {
                    "authorizationUrl": "u", "tokenUrl": "t", "scopes": {"s": "d"},
                }}},
            })
        );
    }

    #[test]
    fn nodes_lead_back_to_their_places() {
        let text = "swagger: '2.0'\npaths:\n  /x:\n    post:\n      parameters:\n      - {name: q, in: query, type: string}\n      - {name: b, in: body, schema: {type: object}}\ndefinitions:\n  A: {type: string}\n";
        let post = "/paths/~1x/post";
        assert_eq!(
            origin(text, "/components/schemas/A/type"),
            "/definitions/A/type"
        );
        assert_eq!(
            origin(text, &format!("{post}/parameters/0/schema/type")),
            format!("{post}/parameters/0/type")
        );
        assert_eq!(
            origin(
                text,
                &format!("{post}/requestBody/content/application~1json/schema/type")
            ),
            format!("{post}/parameters/1/schema/type")
        );
    }
}
