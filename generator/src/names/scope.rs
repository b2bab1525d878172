//! One namespace: wished names in, names that are taken once out.

use std::collections::HashSet;

/// The names that are taken in one place.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which some names are taken from the start.
    pub(super) fn with(reserved: &[&str]) -> Self {
        let mut scope = Self::default();
        for name in reserved {
            scope.reserve(name);
        }
        scope
    }

    /// Takes a name away.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.insert(fold(name));
    }

    /// Whether a name is free. Names that differ in case alone count as one: they would share a
    /// file on some systems and confuse readers on all.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(&fold(name))
    }

    /// Takes the first free name of a list of wishes, then of the last wish with 2, 3, … behind it.
    pub(super) fn take(&mut self, wishes: &[String]) -> String {
        let free = wishes.iter().find(|wish| self.is_free(wish)).cloned();
        let name = free.unwrap_or_else(|| self.numbered(wishes.last().map_or("value", |w| w)));
        self.reserve(&name);
        name
    }

    fn numbered(&self, wish: &str) -> String {
        let separator = if wish.ends_with(|char: char| char.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        (2_u32..)
            .map(|number| format!("{wish}{separator}{number}"))
            .find(|name| self.is_free(name))
            .expect("there are more numbers than names")
    }
}

fn fold(name: &str) -> String {
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_free_wish_is_taken() {
        let mut scope = Scope::with(&["Option"]);
        let wishes = ["Option".to_owned(), "OptionModel".to_owned()];
        assert_eq!(scope.take(&wishes), "OptionModel");
        assert_eq!(scope.take(&wishes), "OptionModel2");
    }

    #[test]
    fn names_that_differ_in_case_alone_are_one() {
        let mut scope = Scope::default();
        scope.reserve("FooBar");
        assert!(!scope.is_free("foobar"));
    }
}
