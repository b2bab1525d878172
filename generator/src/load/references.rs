//! Where references stand and what they mean. In: a tree of any version; out: the places that hold
//! a `$ref` (rather than a property of that name, or an example that shows one) and, for a JSON
//! pointer, the node behind it.

use serde_json::{Map, Value};

use crate::ir::Pointer;

/// What a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Schema,
    Response,
    Parameter,
    RequestBody,
    Header,
    Example,
    Link,
    SecurityScheme,
    Callback,
    PathItem,
    Other,
}

impl Kind {
    /// The members of `components`.
    pub(crate) const SECTIONS: [&'static str; 9] = [
        "schemas",
        "responses",
        "parameters",
        "requestBodies",
        "headers",
        "examples",
        "links",
        "securitySchemes",
        "callbacks",
    ];

    /// The member of `components` that holds such things in OpenAPI 3.0.
    pub(crate) fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::Example => "examples",
            Self::Link => "links",
            Self::SecurityScheme => "securitySchemes",
            Self::Callback => "callbacks",
            Self::PathItem | Self::Other => return None,
        })
    }
}

/// What a value is to the one that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// An object of the specification, or a list of such.
    Node(Kind),
    /// A map from names that the document chose to objects of this kind.
    Names(Kind),
    /// Plain data: nothing in it is a reference.
    Data,
}

impl Context {
    /// What the member `key` of a value in this context is.
    pub(crate) fn member(self, key: &str, value: &Value) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::Names(kind) => Self::Node(kind),
            Self::Node(_) if key == "x-also-returns" => Self::Node(Kind::Schema),
            Self::Node(_) if key.starts_with("x-") => Self::Data,
            Self::Node(Kind::Callback) => Self::Node(Kind::PathItem),
            Self::Node(Kind::Link) if key != "server" => Self::Data,
            Self::Node(kind) => member(kind, key, value),
        }
    }

    /// The reference that an object in this context is, if it is one, with what it stands for. A
    /// whole map can be one too; a member of that name is an object.
    pub(super) fn reference(self, object: &Map<String, Value>) -> Option<(Self, &str)> {
        match self {
            Self::Node(_) | Self::Names(_) => Some((self, object.get("$ref")?.as_str()?)),
            Self::Data => None,
        }
    }

    /// The kind of what stands here; maps and data are of none.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Node(kind) => kind,
            Self::Names(_) | Self::Data => Kind::Other,
        }
    }
}

fn member(owner: Kind, key: &str, value: &Value) -> Context {
    match key {
        "example" | "default" | "enum" | "const" | "value" | "mapping" | "scopes" | "required"
        | "security" => Context::Data,
        "examples" if value.is_array() || owner == Kind::Schema => Context::Data,
        "examples" => Context::Names(Kind::Example),
        "properties" | "patternProperties" | "dependentSchemas" | "definitions" | "$defs"
        | "schemas" => Context::Names(Kind::Schema),
        "schema"
        | "items"
        | "additionalProperties"
        | "additionalItems"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "allOf"
        | "oneOf"
        | "anyOf"
        | "prefixItems"
        | "contentSchema"
        | "itemSchema" => Context::Node(Kind::Schema),
        "parameters" if value.is_array() => Context::Node(Kind::Parameter),
        "parameters" => Context::Names(Kind::Parameter),
        "responses" => Context::Names(Kind::Response),
        "requestBody" => Context::Node(Kind::RequestBody),
        "requestBodies" => Context::Names(Kind::RequestBody),
        "headers" => Context::Names(Kind::Header),
        "links" => Context::Names(Kind::Link),
        "securitySchemes" | "securityDefinitions" => Context::Names(Kind::SecurityScheme),
        "callbacks" => Context::Names(Kind::Callback),
        "paths" | "webhooks" | "pathItems" => Context::Names(Kind::PathItem),
        "content" | "encoding" | "variables" => Context::Names(Kind::Other),
        _ => Context::Node(Kind::Other),
    }
}

/// A place that refers to another.
#[derive(Debug)]
pub(super) struct Reference<'a> {
    /// The string that names the target.
    pub(super) at: Pointer,
    /// The target as it is written.
    pub(super) target: &'a str,
    /// What the target has to be.
    pub(super) context: Context,
    /// It stands in the mapping of a discriminator, which may as well name nothing.
    pub(super) is_mapping: bool,
}

/// Calls `found` for every reference in a tree, in document order.
pub(super) fn scan<'a>(
    value: &'a Value,
    context: Context,
    at: &Pointer,
    found: &mut dyn FnMut(Reference<'a>),
) {
    match value {
        Value::Object(object) => {
            if let Some((context, target)) = context.reference(object) {
                found(Reference {
                    at: at.child("$ref"),
                    target,
                    context,
                    is_mapping: false,
                });
                return;
            }
            for (key, value) in object {
                let context = context.member(key, value);
                if !matches!(value, Value::Object(_) | Value::Array(_)) || context == Context::Data
                {
                    continue;
                }
                scan(value, context, &at.child(key), found);
            }
            if let Some(mapping) = mapping(context, object) {
                let at = at.child("discriminator").child("mapping");
                for (name, target) in mapping {
                    if let Some(target) = target.as_str().filter(|target| is_path(target)) {
                        found(Reference {
                            at: at.child(name),
                            target,
                            context: Context::Node(Kind::Schema),
                            is_mapping: true,
                        });
                    }
                }
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                scan(value, context, &at.child(index), found);
            }
        }
        _ => {}
    }
}

/// The mapping of a schema's discriminator.
pub(super) fn mapping(
    context: Context,
    object: &Map<String, Value>,
) -> Option<&Map<String, Value>> {
    match context {
        Context::Node(Kind::Schema) => object.get("discriminator")?.get("mapping")?.as_object(),
        _ => None,
    }
}

/// Whether a value of a discriminator's mapping is a reference rather than a schema's name.
pub(super) fn is_path(target: &str) -> bool {
    let is_file = [".yaml", ".yml", ".json"]
        .iter()
        .any(|ending| target.ends_with(ending));
    is_file || target.contains(['#', '/'])
}

/// The node that a reference within the document (`#/…`) means.
pub(crate) fn resolve<'a>(tree: &'a Value, reference: &str) -> Option<&'a Value> {
    tree.pointer(reference.strip_prefix('#')?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn targets(tree: &Value) -> Vec<String> {
        let mut found = Vec::new();
        scan(
            tree,
            Context::Node(Kind::Other),
            &Pointer::default(),
            &mut |reference| {
                found.push(format!(
                    "{} {} {:?}",
                    reference.at,
                    reference.target,
                    reference.context.kind()
                ));
            },
        );
        found
    }

    #[test]
    fn a_property_called_ref_is_no_reference() {
        let tree = json!({"schema": {"properties": {"$ref": {"type": "string"}}}});
        assert_eq!(targets(&tree), Vec::<String>::new());
    }

    #[test]
    fn examples_and_defaults_hold_no_references() {
        let tree = json!({"schema": {
            "example": {"$ref": "a"}, "default": {"$ref": "b"}, "enum": [{"$ref": "c"}],
            "x-own": {"$ref": "d"},
        }});
        assert_eq!(targets(&tree), Vec::<String>::new());
    }

    #[test]
    fn the_kind_follows_from_the_place() {
        let tree = json!({
            "paths": {"/x": {"get": {
                "parameters": [{"$ref": "a"}],
                "responses": {"default": {"$ref": "b"}},
            }}, "/y": {"$ref": "c"}},
            "components": {"schemas": {"default": {"properties": {"example": {"$ref": "d"}}}}},
        });
        assert_eq!(
            targets(&tree),
            [
                "/paths/~1x/get/parameters/0/$ref a Parameter",
                "/paths/~1x/get/responses/default/$ref b Response",
                "/paths/~1y/$ref c PathItem",
                "/components/schemas/default/properties/example/$ref d Schema",
            ]
        );
    }
}
