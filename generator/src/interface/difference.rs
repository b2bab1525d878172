//! What changed between two interfaces, and how much a user has to do about it.

use std::collections::BTreeMap;

use super::{Line, Listing};

/// How far a change reaches, from least to most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// No user sees it in their code.
    #[default]
    Fix,
    /// There is more than before.
    Addition,
    /// Code that compiled may not compile any more.
    Breaking,
}

/// What changed between two listings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Each change, in the order of its subject.
    pub changes: Vec<LineChange>,
}

/// One change of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// The line as it was.
    pub old: Option<Line>,
    /// The line as it is.
    pub new: Option<Line>,
    /// What it means to users.
    pub impact: Impact,
}

impl Difference {
    /// How far the farthest of the changes reaches.
    pub fn impact(&self) -> Impact {
        let reaches = self.changes.iter().map(|change| change.impact);
        reaches.max().unwrap_or_default()
    }
}

/// Lines that one listing has and the other has not.
#[derive(Default)]
struct Group<'a> {
    gone: Vec<&'a Line>,
    come: Vec<&'a Line>,
}

/// Compares an interface with what it was before.
pub fn difference(old: &Listing, new: &Listing) -> Difference {
    // By what stays when the rest changes: subject, kind and name.
    let mut groups: BTreeMap<(&str, &str), Group<'_>> = BTreeMap::new();
    for line in old.lines().iter().filter(|line| !holds(new, line)) {
        let group = groups.entry((&line.subject, line.name())).or_default();
        group.gone.push(line);
    }
    for line in new.lines().iter().filter(|line| !holds(old, line)) {
        let group = groups.entry((&line.subject, line.name())).or_default();
        group.come.push(line);
    }
    let mut changes = Vec::new();
    for Group { gone, mut come } in groups.into_values() {
        for line in gone {
            let same = come
                .iter()
                .position(|other| other.declaration == line.declaration);
            let other = same.or((!come.is_empty()).then_some(0));
            let other = other.map(|index| come.remove(index));
            changes.push(LineChange {
                impact: other.map_or(Impact::Breaking, |other| impact(line, other)),
                old: Some(line.clone()),
                new: other.cloned(),
            });
        }
        changes.extend(come.into_iter().map(|line| LineChange {
            old: None,
            new: Some(line.clone()),
            impact: Impact::Addition,
        }));
    }
    Difference { changes }
}

fn holds(listing: &Listing, line: &Line) -> bool {
    listing.lines().binary_search(line).is_ok()
}

/// What it means that one line stands where another one stood.
fn impact(old: &Line, new: &Line) -> Impact {
    if !old.condition.implies(&new.condition) {
        return Impact::Breaking;
    }
    match old.declaration == new.declaration {
        true => Impact::Addition,
        false if is_renaming(&old.declaration, &new.declaration) => Impact::Fix,
        false => Impact::Breaking,
    }
}

/// Whether two signatures differ in the names of arguments alone. Names that changed places are
/// another matter: callers would pass one for the other.
fn is_renaming(old: &str, new: &str) -> bool {
    let (Some((old, old_names)), Some((new, new_names))) = (nameless(old), nameless(new)) else {
        return false;
    };
    let is_kept = |(index, name): (usize, &String)| {
        let place = new_names.iter().position(|other| other == name);
        place.is_none_or(|place| place == index)
    };
    old == new && old_names.iter().enumerate().all(is_kept)
}

/// A signature without the names of its arguments, and those names.
fn nameless(declaration: &str) -> Option<(String, Vec<String>)> {
    let (signature, bounds) = match declaration.rsplit_once(" for ") {
        Some((signature, bounds)) => (signature, bounds),
        None => (declaration, ""),
    };
    let mut parsed: syn::TraitItemFn = syn::parse_str(&format!("{signature};")).ok()?;
    let mut names = Vec::new();
    for argument in &mut parsed.sig.inputs {
        if let syn::FnArg::Typed(typed) = argument {
            names.push(super::tidy(&typed.pat));
            *typed.pat = syn::parse_quote!(_);
        }
    }
    Some((format!("{}{bounds}", super::tidy(&parsed.sig)), names))
}
