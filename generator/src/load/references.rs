//! Where references stand and what they mean. In: a tree of any version; out: the places that hold
//! a `$ref` (rather than a property of that name, or an example that shows one) and, for a JSON
//! pointer, the node behind it.

use serde_json::{Map, Value};

use crate::ir::Pointer;
use crate::sources::tokens;

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
            Self::Node(_) if key.starts_with("x-") => Self::Data,
            Self::Node(Kind::Callback) => Self::Node(Kind::PathItem),
            Self::Node(Kind::Link) if key != "server" => Self::Data,
            Self::Node(kind) => member(kind, key, value),
        }
    }

    /// The reference that an object in this context is, if it is one.
    pub(super) fn reference(self, object: &Map<String, Value>) -> Option<(Kind, &str)> {
        match self {
            Self::Node(kind) => Some((kind, object.get("$ref")?.as_str()?)),
            Self::Names(_) | Self::Data => None,
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
        | "prefixItems" => Context::Node(Kind::Schema),
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
    pub(super) kind: Kind,
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
            if let Some((kind, target)) = context.reference(object) {
                found(Reference {
                    at: at.child("$ref"),
                    target,
                    kind,
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
                            kind: Kind::Schema,
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

/// What a reference names: a file, empty for its own, and a pointer into it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Target {
    pub(super) file: String,
    pub(super) pointer: Pointer,
}

impl Target {
    /// Takes a reference apart. `None` when its fragment is not a JSON pointer.
    pub(super) fn parse(reference: &str) -> Option<Self> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let pointer = percent_decoded(fragment)?;
        let pointer = if pointer == "/" {
            String::new()
        } else {
            pointer
        };
        let is_pointer = pointer.is_empty() || pointer.starts_with('/');
        let file = percent_decoded(file)?;
        is_pointer.then_some(Self {
            file,
            pointer: Pointer(pointer),
        })
    }
}

/// Whether a reference names something on the network or by another scheme than a path.
pub(super) fn is_remote(reference: &str) -> bool {
    let scheme = reference.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        scheme.len() > 1
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    reference.starts_with("//") || scheme.is_some_and(is_scheme)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match tail {
            [high, low, ..] if *first == b'%' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// The path of a file that another one refers to, both from the entry's folder.
pub(super) fn relative(from: &str, to: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = if to.starts_with('/') || folder.is_empty() {
        to.to_owned()
    } else {
        format!("{folder}/{to}")
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "." => {}
            ".." if parts
                .last()
                .is_some_and(|last| *last != ".." && !last.is_empty()) =>
            {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A name for a component made from where it stands: `Room_owner` for the property of a schema.
pub(super) fn component_name(path: &str, pointer: &Pointer, node: &Value) -> String {
    const STRUCTURE: &[&str] = &[
        "paths",
        "components",
        "definitions",
        "schemas",
        "schema",
        "properties",
        "content",
        "parameters",
        "responses",
        "requestBodies",
        "requestBody",
        "headers",
        "examples",
        "allOf",
        "oneOf",
        "anyOf",
        "$defs",
    ];
    let parts: Vec<String> = tokens(pointer).collect();
    let named = node.get("name").and_then(Value::as_str).filter(|_| {
        parts
            .last()
            .is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let mut words: Vec<&str> = parts.iter().map(String::as_str).collect();
    if let Some(name) = named {
        words.pop();
        words.push(name);
    }
    let is_media_type = |word: &str| !word.starts_with('/') && word.contains('/');
    words.retain(|word| !STRUCTURE.contains(word) && !is_media_type(word));
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.split('.').next().unwrap_or(file);
    if words.is_empty() {
        words.push(stem);
    }
    let words = words.iter().map(|word| {
        let plain = |c: char| {
            if c.is_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '_'
            }
        };
        word.chars()
            .map(plain)
            .collect::<String>()
            .trim_matches('_')
            .to_owned()
    });
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_")
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
                    reference.at, reference.target, reference.kind
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

    #[test]
    fn paths_are_taken_from_the_folder_of_the_file() {
        assert_eq!(
            relative("openapi.yaml", "./models/room.yaml"),
            "models/room.yaml"
        );
        assert_eq!(
            relative("models/room.yaml", "../common.yaml"),
            "common.yaml"
        );
        assert_eq!(relative("a/b.yaml", "../../up.yaml"), "../up.yaml");
        assert_eq!(relative("../a/b.yaml", "c.yaml"), "../a/c.yaml");
    }

    #[test]
    fn targets_are_taken_apart_and_decoded() {
        let target = Target::parse("a%20b.yaml#/paths/~1x~1%7Bid%7D").expect("a target");
        assert_eq!(target.file, "a b.yaml");
        assert_eq!(target.pointer.0, "/paths/~1x~1{id}");
        assert_eq!(Target::parse("#anchor"), None);
    }

    #[test]
    fn addresses_are_remote_and_paths_are_not() {
        assert!(is_remote("https://example.com/a.yaml"));
        assert!(is_remote("//example.com/a.yaml"));
        assert!(is_remote("urn:a:b"));
        assert!(!is_remote("./a:b.yaml"));
        assert!(!is_remote("#/components/schemas/a"));
    }

    #[test]
    fn components_are_named_after_their_place() {
        let name =
            |pointer: &str| component_name("m/room.v1.yaml", &Pointer(pointer.into()), &json!({}));
        assert_eq!(name(""), "room");
        assert_eq!(name("/Room"), "Room");
        assert_eq!(
            name("/components/schemas/Room/properties/owner"),
            "Room_owner"
        );
        assert_eq!(name("/paths/~1x~1{id}/get/responses/200"), "x__id_get_200");
        let parameter = json!({"name": "limit"});
        let at = Pointer("/paths/~1x/get/parameters/0".into());
        assert_eq!(component_name("a.yaml", &at, &parameter), "x_get_limit");
    }
}
