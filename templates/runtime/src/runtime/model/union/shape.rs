//! What the JSON values of a type look like: plain tables, which each union of a document has of its
//! alternatives and of everything in them.
//!
//! Names and values are sorted, so that looking one up does not get slow in large objects and enums.

use serde_json::Value;

/// What the values of one type look like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any value.
    Any,
    /// Null alone.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number of 32 bits.
    I32,
    /// A whole number of 64 bits.
    I64,
    /// A whole number of 64 bits, not negative.
    U64,
    /// Any number.
    Number,
    /// Any text.
    Text,
    /// Bytes as base64.
    Base64,
    /// A text that means something, or another one: [`format`](super::format) of its type.
    Format(fn(&Value) -> Option<bool>),
    /// One of these texts, sorted; a text that is not among them may be a new one.
    Texts(&'static [&'static str]),
    /// One of these whole numbers, sorted; one that is not among them may be a new one.
    Integers(&'static [i64]),
    /// One of these values and nothing else.
    Only(&'static [Scalar]),
    /// A list.
    List(&'static Shape),
    /// A list whose elements have shapes by their places.
    Tuple(&'static Tuple),
    /// An object without known members, whose values have this shape.
    Map(&'static Shape),
    /// Null or something else.
    Nullable(&'static Shape),
    /// An object with known members.
    Object(&'static Object),
    /// One of several shapes.
    Union(&'static Union),
}

/// A value without parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// A text.
    Text(&'static str),
}

/// A list whose elements have shapes by their places.
#[derive(Clone, Copy, Debug)]
pub struct Tuple {
    /// The shapes of the first elements.
    pub items: &'static [Shape],
    /// How many elements there are at least.
    pub least: usize,
    /// The shape of each further element, if there may be some.
    pub rest: Option<&'static Shape>,
}

/// An object with known members.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// Members that must be there, sorted by name.
    pub required: &'static [(&'static str, Shape)],
    /// Members that may be there, sorted by name.
    pub optional: &'static [(&'static str, Shape)],
    /// What becomes of other members.
    pub rest: Rest,
}

/// What becomes of the members of an object that the document does not name.
#[derive(Clone, Copy, Debug)]
pub enum Rest {
    /// The document forbids them.
    Forbidden,
    /// There may be some; the model has no place for them.
    Dropped,
    /// The model keeps them; they have this shape.
    Kept(&'static Shape),
}

/// One of several shapes.
#[derive(Clone, Copy, Debug)]
pub struct Union {
    /// The alternatives, in the order of the document.
    pub alternatives: &'static [Shape],
    /// The member whose value tells the alternative.
    pub tag: Option<Tag>,
}

/// The member whose value tells the alternative.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// Its name.
    pub property: &'static str,
    /// Its values, sorted, each with the index of the alternative that it means.
    pub values: &'static [(&'static str, usize)],
}

impl Object {
    /// The shape of a member that the document names, and whether it must be there.
    pub(super) fn member(&self, name: &str) -> Option<(&'static Shape, bool)> {
        let required = find(self.required, name).map(|shape| (shape, true));
        required.or_else(|| Some((find(self.optional, name)?, false)))
    }
}

fn find(members: &'static [(&'static str, Shape)], name: &str) -> Option<&'static Shape> {
    let place = members.binary_search_by(|(other, _)| (*other).cmp(name));
    place.ok().map(|place| &members[place].1)
}

impl Tag {
    /// The alternative that a value of the member means.
    pub(super) fn meant(&self, text: &str) -> Option<usize> {
        let place = self
            .values
            .binary_search_by(|(value, _)| (*value).cmp(text));
        place.ok().map(|place| self.values[place].1)
    }

    /// Whether a value of the member means this alternative.
    pub(super) fn names(&self, alternative: usize) -> bool {
        self.values.iter().any(|(_, index)| *index == alternative)
    }
}

impl Shape {
    /// Whether null is one of its values.
    pub(super) fn takes_null(&self) -> bool {
        matches!(self, Self::Any | Self::Null | Self::Nullable(_))
    }

    /// Whether its values have no parts, so that looking at one costs next to nothing.
    pub(super) fn is_scalar(&self) -> bool {
        match self {
            Self::Nullable(inner) => inner.is_scalar(),
            Self::List(_) | Self::Tuple(_) | Self::Map(_) | Self::Object(_) | Self::Union(_) => {
                false
            }
            _ => true,
        }
    }
}
