//! What a reference names. In: its text; out: a file and a pointer, and names for what is found
//! there.

use serde_json::Value;

use crate::ir::Pointer;
use crate::sources::tokens;

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
