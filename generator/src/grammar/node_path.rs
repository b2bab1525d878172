//! The way from the root to the node that is looked at, on the stack: a pointer is only written
//! out for a fault.

use std::fmt::Display;

use crate::ir::Pointer;

/// A node as its key in its owner.
#[derive(Clone, Copy)]
pub(crate) struct NodePath<'a> {
    owner: Option<&'a NodePath<'a>>,
    token: Token<'a>,
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> NodePath<'a> {
    /// The root of the tree.
    pub(crate) const ROOT: Self = Self {
        owner: None,
        token: Token::Index(0),
    };

    /// A member of this object.
    pub(crate) fn member<'b>(&'b self, name: &'b str) -> NodePath<'b> {
        NodePath {
            owner: Some(self),
            token: Token::Name(name),
        }
    }

    /// An element of this list.
    pub(crate) fn element(&self, index: usize) -> NodePath<'_> {
        NodePath {
            owner: Some(self),
            token: Token::Index(index),
        }
    }

    /// Its name in its owner, when that is an object.
    pub(crate) fn name(&self) -> Option<&'a str> {
        match (self.owner, self.token) {
            (Some(_), Token::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// Whether it stands in an object called `properties`.
    pub(crate) fn is_property(&self) -> bool {
        let owner = self.owner.and_then(NodePath::name);
        self.name().is_some() && owner == Some("properties")
    }

    /// The pointer to it.
    pub(crate) fn pointer(&self) -> Pointer {
        match (self.owner, self.token) {
            (None, _) => Pointer::default(),
            (Some(owner), Token::Name(name)) => owner.pointer().child(name),
            (Some(owner), Token::Index(index)) => owner.pointer().child(index),
        }
    }

    /// The pointer to what holds it.
    pub(crate) fn pointer_to_owner(&self) -> String {
        self.owner
            .map_or_else(String::new, |owner| owner.pointer().0)
    }

    /// The pointer to a member of it.
    pub(crate) fn pointer_to(&self, token: impl Display) -> Pointer {
        self.pointer().child(token)
    }
}
