//! Under which features something is there: `cfg` attributes in, sums of products out.

use std::collections::BTreeSet;
use std::fmt;

use syn::{Attribute, Meta, Token, punctuated::Punctuated};

/// Any of several sets of features, all of each. A feature that has to be off has a `!` before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition(BTreeSet<BTreeSet<String>>);

impl Condition {
    /// What holds without any feature.
    pub fn always() -> Self {
        Self(BTreeSet::from([BTreeSet::new()]))
    }

    /// What never holds.
    pub(crate) fn never() -> Self {
        Self(BTreeSet::new())
    }

    /// What holds with that feature.
    pub(crate) fn feature(name: &str) -> Self {
        Self::one(name.to_owned())
    }

    fn one(literal: String) -> Self {
        Self(BTreeSet::from([BTreeSet::from([literal])]))
    }

    /// What the `cfg` attributes of an item ask for.
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let conditions = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
            .map(|attribute| {
                let meta = attribute.parse_args::<Meta>();
                meta.map_or_else(|_| Self::always(), |meta| Self::of_meta(&meta))
            });
        conditions.fold(Self::always(), |all, one| all.and(&one))
    }

    /// Whether it holds without any feature.
    pub fn is_always(&self) -> bool {
        self.0.iter().any(BTreeSet::is_empty)
    }

    /// Whether it holds in tests alone, or not at all.
    pub(crate) fn is_never(&self) -> bool {
        self.0.iter().all(|all| all.contains("test"))
    }

    /// Whether everybody for whom this holds has the other one as well.
    pub fn implies(&self, other: &Self) -> bool {
        self.0
            .iter()
            .all(|all| other.0.iter().any(|wanted| wanted.is_subset(all)))
    }

    /// Both of them.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let products = self.0.iter().flat_map(|one| {
            other
                .0
                .iter()
                .map(move |two| one.union(two).cloned().collect::<BTreeSet<_>>())
        });
        Self::shortest(products.filter(is_possible).collect())
    }

    /// One of them.
    pub(crate) fn or(&self, other: &Self) -> Self {
        Self::shortest(self.0.union(&other.0).cloned().collect())
    }

    fn of_meta(meta: &Meta) -> Self {
        match meta {
            Meta::List(list) => {
                let inner = list
                    .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                    .unwrap_or_default();
                let inner = inner.iter().map(Self::of_meta);
                if list.path.is_ident("all") {
                    inner.fold(Self::always(), |all, one| all.and(&one))
                } else if list.path.is_ident("any") {
                    inner.fold(Self::never(), |any, one| any.or(&one))
                } else {
                    inner.fold(Self::always(), |all, one| all.and(&one.not()))
                }
            }
            Meta::NameValue(pair) if pair.path.is_ident("feature") => match &pair.value {
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(name),
                    ..
                }) => Self::one(name.value()),
                _ => Self::always(),
            },
            other => Self::one(super::tidy(other)),
        }
    }

    fn not(&self) -> Self {
        self.0.iter().fold(Self::always(), |result, all| {
            let opposites = all.iter().map(|literal| match literal.strip_prefix('!') {
                Some(plain) => Self::one(plain.to_owned()),
                None => Self::one(format!("!{literal}")),
            });
            let any = opposites.fold(Self::never(), |any, one| any.or(&one));
            result.and(&any)
        })
    }

    /// Without what another alternative says already.
    fn shortest(alternatives: BTreeSet<BTreeSet<String>>) -> Self {
        let is_needed = |all: &&BTreeSet<String>| {
            let mut others = alternatives.iter().filter(|other| other != all);
            !others.any(|other| other.is_subset(all))
        };
        Self(alternatives.iter().filter(is_needed).cloned().collect())
    }

    pub(super) fn from_text(text: &str) -> Self {
        let alternatives = text.split(" | ");
        Self(
            alternatives
                .map(|all| all.split(" + ").map(str::to_owned).collect())
                .collect(),
        )
    }
}

/// Whether no feature has to be on and off at once.
fn is_possible(all: &BTreeSet<String>) -> bool {
    !all.iter()
        .any(|literal| all.contains(&format!("!{literal}")))
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alternatives: Vec<String> = self
            .0
            .iter()
            .map(|all| all.iter().cloned().collect::<Vec<_>>().join(" + "))
            .collect();
        f.write_str(&alternatives.join(" | "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(text: &str) -> Condition {
        let attribute: syn::ItemMod = syn::parse_str(&format!("#[cfg({text})] mod a {{}}"))
            .expect("the test's own condition");
        Condition::of(&attribute.attrs)
    }

    #[test]
    fn conditions_are_sums_of_products() {
        let text = r#"all(feature = "a", any(feature = "b", all(feature = "b", feature = "c")))"#;
        assert_eq!(condition(text).to_string(), "a + b");
        let text = r#"not(any(feature = "a", feature = "b"))"#;
        assert_eq!(condition(text).to_string(), "!a + !b");
        let text = r#"any(feature = "a", not(feature = "a"))"#;
        assert_eq!(condition(text).to_string(), "!a | a");
    }

    #[test]
    fn text_is_read_back() {
        let one = condition(r#"any(feature = "a", all(feature = "b", feature = "c"))"#);
        assert_eq!(Condition::from_text(&one.to_string()), one);
    }

    #[test]
    fn more_features_imply_fewer() {
        let both = condition(r#"all(feature = "a", feature = "b")"#);
        let either = condition(r#"any(feature = "a", feature = "b")"#);
        assert!(both.implies(&either) && !either.implies(&both));
        assert!(either.implies(&Condition::always()));
        assert!(!Condition::always().implies(&either));
    }

    #[test]
    fn what_is_there_in_tests_alone_is_never_there() {
        assert!(condition("test").is_never());
        assert!(!condition(r#"any(test, feature = "a")"#).is_never());
    }
}
