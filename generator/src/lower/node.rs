//! A node of the tree together with where it stands. In: the tree and a pointer; out: members,
//! elements, and what references lead to.

use serde_json::Value;

use crate::ir::Pointer;

/// How many references in a row are followed before giving up.
const LONGEST_CHAIN: usize = 64;

/// The whole tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tree<'a>(pub(super) &'a Value);

impl<'a> Tree<'a> {
    /// The node at a pointer.
    pub(super) fn at(self, pointer: &Pointer) -> Option<Node<'a>> {
        let value = pointer.find(self.0)?;
        Some(Node {
            value,
            pointer: pointer.clone(),
        })
    }

    /// The node that a reference within the document leads to.
    pub(super) fn target(self, reference: &str) -> Option<Node<'a>> {
        let pointer = reference.strip_prefix('#')?;
        self.at(&Pointer(pointer.to_owned()))
            .or_else(|| self.at(&Pointer(decode(pointer))))
    }

    /// The node itself, or what its references lead to in the end.
    pub(super) fn follow(self, node: &Node<'a>) -> Node<'a> {
        let mut node = node.clone();
        for _ in 0..LONGEST_CHAIN {
            match node
                .reference()
                .and_then(|reference| self.target(reference))
            {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }
}

/// A value of the tree and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    pub(super) pointer: Pointer,
}

impl<'a> Node<'a> {
    /// A member.
    pub(super) fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.value.get(key)?;
        Some(Node {
            value,
            pointer: self.pointer.child(key),
        })
    }

    /// Whether there is a member of this name.
    pub(super) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// A member that is text.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Whether a member is `true`.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The elements of a member that is a list.
    pub(super) fn list(&self, key: &str) -> Vec<Node<'a>> {
        self.get(key)
            .map(|list| list.elements())
            .unwrap_or_default()
    }

    /// The elements of a list.
    pub(super) fn elements(&self) -> Vec<Node<'a>> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements
            .map(|(index, value)| Node {
                value,
                pointer: self.pointer.child(index),
            })
            .collect()
    }

    /// The names and values of a member that is an object, in document order.
    pub(super) fn entries(&self, key: &str) -> Vec<(&'a str, Node<'a>)> {
        self.get(key)
            .map(|object| object.members())
            .unwrap_or_default()
    }

    /// The names and values of an object, in document order.
    pub(super) fn members(&self) -> Vec<(&'a str, Node<'a>)> {
        let members = self.value.as_object().into_iter().flatten();
        members
            .map(|(name, value)| {
                (
                    name.as_str(),
                    Node {
                        value,
                        pointer: self.pointer.child(name),
                    },
                )
            })
            .collect()
    }

    /// The target of a node that is a reference.
    pub(super) fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }
}

/// Undoes percent encoding, which a reference may use as it is part of an address.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes
            .get(at + 1..at + 3)
            .filter(|_| bytes[at] == b'%')
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reference_may_be_percent_encoded() {
        let tree = json!({"paths": {"/a/{id}": 1}});
        let target = Tree(&tree).target("#/paths/~1a~1%7Bid%7D").unwrap();
        assert_eq!(target.pointer.0, "/paths/~1a~1{id}");
    }

    #[test]
    fn references_in_a_circle_end() {
        let tree = json!({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}});
        let node = Tree(&tree).target("#/a").unwrap();
        assert!(Tree(&tree).follow(&node).reference().is_some());
    }
}
