//! What the document allows of one value.

use crate::runtime::validate::{Number, Pattern};

/// The limits of a value. Each concerns values of one sort, as in JSON Schema: lengths concern text,
/// bounds numbers, counts lists and objects.
///
/// One is made from [`Rule::NONE`], by a method for each keyword of JSON Schema.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) pattern: Option<&'a Pattern>,
    pub(super) minimum: Option<Number>,
    pub(super) exclusive_minimum: Option<Number>,
    pub(super) maximum: Option<Number>,
    pub(super) exclusive_maximum: Option<Number>,
    pub(super) multiple_of: Option<Number>,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) unique_items: bool,
    pub(super) min_properties: Option<u64>,
    pub(super) max_properties: Option<u64>,
    pub(super) inner: Option<&'a Rule<'a>>,
}

impl<'a> Rule<'a> {
    /// No limits.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        pattern: None,
        minimum: None,
        exclusive_minimum: None,
        maximum: None,
        exclusive_maximum: None,
        multiple_of: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
        inner: None,
    };

    /// The fewest characters of text.
    #[must_use]
    pub const fn min_length(mut self, characters: u64) -> Self {
        self.min_length = Some(characters);
        self
    }

    /// The most characters of text.
    #[must_use]
    pub const fn max_length(mut self, characters: u64) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// What text has to hold.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'a Pattern) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// The least number.
    #[must_use]
    pub const fn minimum(mut self, number: Number) -> Self {
        self.minimum = Some(number);
        self
    }

    /// What a number has to be above.
    #[must_use]
    pub const fn exclusive_minimum(mut self, number: Number) -> Self {
        self.exclusive_minimum = Some(number);
        self
    }

    /// The greatest number.
    #[must_use]
    pub const fn maximum(mut self, number: Number) -> Self {
        self.maximum = Some(number);
        self
    }

    /// What a number has to be below.
    #[must_use]
    pub const fn exclusive_maximum(mut self, number: Number) -> Self {
        self.exclusive_maximum = Some(number);
        self
    }

    /// What a number has to be a multiple of.
    #[must_use]
    pub const fn multiple_of(mut self, step: Number) -> Self {
        self.multiple_of = Some(step);
        self
    }

    /// The fewest items of a list.
    #[must_use]
    pub const fn min_items(mut self, items: u64) -> Self {
        self.min_items = Some(items);
        self
    }

    /// The most items of a list.
    #[must_use]
    pub const fn max_items(mut self, items: u64) -> Self {
        self.max_items = Some(items);
        self
    }

    /// No item of a list is there twice.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// The fewest members of an object.
    #[must_use]
    pub const fn min_properties(mut self, members: u64) -> Self {
        self.min_properties = Some(members);
        self
    }

    /// The most members of an object.
    #[must_use]
    pub const fn max_properties(mut self, members: u64) -> Self {
        self.max_properties = Some(members);
        self
    }

    /// The limits of each item of a list, or of each value of a map.
    #[must_use]
    pub const fn inner(mut self, rule: &'a Rule<'a>) -> Self {
        self.inner = Some(rule);
        self
    }
}
