//! A tree of OpenAPI 3.0 as a list of operations, with what is compared of each.

use std::collections::BTreeSet;

use generator::config::Extensions;
use serde_json::Value;

const METHODS: [&str; 8] = [
    "get", "head", "post", "put", "patch", "delete", "options", "trace",
];

/// A document.
pub(super) struct Document<'a> {
    tree: &'a Value,
    pub(super) operations: Vec<Operation<'a>>,
}

/// An operation.
pub(super) struct Operation<'a> {
    /// Method and path.
    pub(super) route: String,
    /// The same without the names of variables.
    key: String,
    pub(super) path: &'a str,
    pub(super) method: &'static str,
    pub(super) id: &'a str,
    pub(super) deprecated: bool,
    pub(super) preview: bool,
    pub(super) retired: bool,
    /// As text, `ANY of a, b`; empty when none is needed.
    pub(super) permissions: String,
    pub(super) parameters: Vec<Parameter<'a>>,
    pub(super) body: Option<Body<'a>>,
    /// The schema of a success.
    pub(super) answer: Option<&'a Value>,
    /// What the document says of it.
    pub(super) node: &'a Value,
}

/// A parameter.
pub(super) struct Parameter<'a> {
    pub(super) place: &'a str,
    pub(super) name: &'a str,
    /// What it is called among the components, if it stands there.
    pub(super) shared: Option<&'a str>,
    /// Which variable of the path it is.
    position: Option<usize>,
    pub(super) required: bool,
    pub(super) deprecated: bool,
    pub(super) schema: &'a Value,
}

/// A body of a request.
pub(super) struct Body<'a> {
    pub(super) required: bool,
    pub(super) schema: &'a Value,
}

impl Parameter<'_> {
    /// Variables of a path are the same by their position, all others by their name.
    pub(super) fn is_same(&self, other: &Parameter<'_>) -> bool {
        self.place == other.place
            && match self.position {
                Some(_) => self.position == other.position,
                None => self.name == other.name,
            }
    }
}

impl<'a> Document<'a> {
    pub(super) fn new(tree: &'a Value, extensions: &Extensions) -> Self {
        let mut document = Self {
            tree,
            operations: Vec::new(),
        };
        for (path, item) in members(&tree["paths"]) {
            let item = document.resolve(item);
            for method in METHODS {
                if let Some(node) = item.get(method) {
                    let operation = document.operation(path, method, item, node, extensions);
                    document.operations.push(operation);
                }
            }
        }
        document
    }

    /// The operation of the same route.
    pub(super) fn find(&self, other: &Operation<'_>) -> Option<&Operation<'a>> {
        let same = |one: &&Operation<'a>| one.key == other.key;
        let by_id = self
            .operations
            .iter()
            .filter(same)
            .find(|one| one.id == other.id);
        by_id.or_else(|| self.operations.iter().find(same))
    }

    /// The model of that name.
    pub(super) fn schema(&self, name: &str) -> Option<&'a Value> {
        self.tree["components"]["schemas"].get(name)
    }

    /// The name of the shared parameter that has this place and name.
    pub(super) fn shared_parameter(&self, place: &str, name: &str) -> Option<&'a str> {
        let all = members(&self.tree["components"]["parameters"]);
        let mut found = all.filter(|(_, one)| one["in"] == place && one["name"] == name);
        found.next().map(|(key, _)| key.as_str())
    }

    /// What a reference leads to.
    pub(super) fn resolve(&self, node: &'a Value) -> &'a Value {
        let target = node.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| self.tree.pointer(target.strip_prefix('#')?));
        target.unwrap_or(node)
    }

    /// The models that an operation leads to.
    pub(super) fn reached(&self, operation: &Operation<'a>) -> Vec<String> {
        let mut names = Vec::new();
        let mut seen = BTreeSet::new();
        let mut stack = vec![operation.node];
        while let Some(node) = stack.pop() {
            if let Some(target) = node.get("$ref").and_then(Value::as_str) {
                if seen.insert(target) {
                    names.extend(
                        target
                            .strip_prefix("#/components/schemas/")
                            .map(str::to_owned),
                    );
                    stack.push(self.resolve(node));
                }
                continue;
            }
            match node {
                Value::Object(object) => stack.extend(object.values().rev()),
                Value::Array(items) => stack.extend(items.iter().rev()),
                _ => {}
            }
        }
        names
    }

    fn operation(
        &self,
        path: &'a str,
        method: &'static str,
        item: &'a Value,
        node: &'a Value,
        extensions: &Extensions,
    ) -> Operation<'a> {
        let route = format!("{} {path}", method.to_uppercase());
        let flag = |name: &Option<String>| {
            let name = name.as_deref();
            name.and_then(|name| node.get(name))
                .is_some_and(|value| *value != Value::Bool(false))
        };
        Operation {
            key: format!("{method} {}", anonymous(path)),
            route,
            path,
            method,
            id: node["operationId"].as_str().unwrap_or_default(),
            deprecated: node["deprecated"] == true,
            preview: flag(&extensions.preview),
            retired: flag(&extensions.retired),
            permissions: permissions(node),
            parameters: self.parameters(path, item, node),
            body: node.get("requestBody").and_then(|body| self.body(body)),
            answer: self.answer(node),
            node,
        }
    }

    fn parameters(&self, path: &str, item: &'a Value, node: &'a Value) -> Vec<Parameter<'a>> {
        let variables: Vec<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect();
        let own = list(&node["parameters"]).chain(list(&item["parameters"]));
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        for node in own {
            let parameter = self.resolve(node);
            let (place, name) = (text(&parameter["in"]), text(&parameter["name"]));
            let position = variables
                .iter()
                .position(|one| place == "path" && *one == name);
            let content = parameter.pointer("/content/application~1json/schema");
            let read = Parameter {
                place,
                name,
                shared: node["$ref"]
                    .as_str()
                    .and_then(|target| target.rsplit('/').next()),
                position,
                required: parameter["required"] == true,
                deprecated: parameter["deprecated"] == true,
                schema: parameter.get("schema").or(content).unwrap_or(&Value::Null),
            };
            if !parameters.iter().any(|known| known.is_same(&read)) {
                parameters.push(read);
            }
        }
        parameters
    }

    fn body(&self, node: &'a Value) -> Option<Body<'a>> {
        let node = self.resolve(node);
        Some(Body {
            required: node["required"] == true,
            schema: content(node)?,
        })
    }

    fn answer(&self, node: &'a Value) -> Option<&'a Value> {
        let successes = members(&node["responses"]).filter(|(status, _)| status.starts_with('2'));
        let mut schemas = successes.filter_map(|(_, answer)| content(self.resolve(answer)));
        schemas.next()
    }
}

/// The schema of the JSON in a body, or of whatever else it holds.
fn content(node: &Value) -> Option<&Value> {
    let contents = node.get("content")?;
    let json = contents.get("application/json");
    json.or_else(|| contents.as_object()?.values().next())?
        .get("schema")
}

/// Permissions under whatever name: an extension that holds `{type, permissions}`.
fn permissions(node: &Value) -> String {
    let extensions = members(node).filter(|(key, _)| key.starts_with("x-"));
    let mut found = extensions.filter_map(|(_, value)| {
        let kind = value.get("type")?.as_str()?;
        let names: Vec<&str> = list(value.get("permissions")?)
            .filter_map(Value::as_str)
            .collect();
        Some(format!("{kind} of {}", names.join(", ")))
    });
    found.next().unwrap_or_default()
}

/// A path without the names of its variables.
fn anonymous(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| match part.split_once('}') {
        Some((_, rest)) => path + "{}" + rest,
        None => path + "{" + part,
    })
}

pub(super) fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

pub(super) fn list(value: &Value) -> impl DoubleEndedIterator<Item = &Value> {
    value
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
