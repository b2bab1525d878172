//! Places in a document. In: tokens; out: JSON pointers, and what they lead to.

use std::fmt::Write as _;

use serde_json::Value;

/// A JSON pointer (RFC 6901) into the normalized document, `""` for its root.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(pub String);

impl Pointer {
    /// The pointer to a member or an element of what this one points to.
    pub fn child(&self, token: impl std::fmt::Display) -> Self {
        let mut text = String::with_capacity(self.0.len() + 24);
        text.push_str(&self.0);
        text.push('/');
        let start = text.len();
        write!(text, "{token}").expect("text can be written to a string");
        if text[start..].contains(['~', '/']) {
            let escaped = text[start..].replace('~', "~0").replace('/', "~1");
            text.truncate(start);
            text.push_str(&escaped);
        }
        Self(text)
    }

    /// What it points to.
    pub fn find<'a>(&self, tree: &'a Value) -> Option<&'a Value> {
        find(tree, &self.0)
    }
}

/// What the text of a pointer points to.
///
/// `Value::pointer` does the same, but copies every token; lowering and examples look up thousands.
pub fn find<'a>(tree: &'a Value, pointer: &str) -> Option<&'a Value> {
    if pointer.is_empty() {
        return Some(tree);
    }
    pointer.strip_prefix('/')?.split('/').try_fold(tree, step)
}

/// The member or element of a node that a token names.
fn step<'a>(node: &'a Value, token: &str) -> Option<&'a Value> {
    match node {
        Value::Object(object) if token.contains('~') => {
            object.get(&token.replace("~1", "/").replace("~0", "~"))
        }
        Value::Object(object) => object.get(token),
        Value::Array(list) => {
            let canonical = !token.starts_with(['+', '0']) || token == "0";
            list.get(token.parse::<usize>().ok().filter(|_| canonical)?)
        }
        _ => None,
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "/" } else { &self.0 })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_is_escaped_and_found_again() {
        let tree = json!({"a/b~c": [{"": 1}]});
        let pointer = Pointer::default().child("a/b~c").child(0).child("");
        assert_eq!(pointer.0, "/a~1b~0c/0/");
        assert_eq!(pointer.find(&tree), Some(&json!(1)));
    }

    #[test]
    fn it_finds_what_serde_json_finds() {
        let tree = json!({"a": [1, {"~1": 2, "01": 3}], "": 4});
        for pointer in [
            "", "/", "/a", "/a/0", "/a/00", "/a/+1", "/a/1/~01", "/a/1/01", "/a/2", "a", "/a/-1",
            "/a/0/x",
        ] {
            assert_eq!(
                Pointer(pointer.to_owned()).find(&tree),
                tree.pointer(pointer),
                "{pointer}"
            );
        }
    }
}
