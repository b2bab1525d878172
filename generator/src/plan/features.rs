//! Which cargo features an item depends on.
//!
//! A tag is a feature; operations that are not final are behind `preview` as well, deprecated ones
//! behind `deprecated`, and those that the service no longer offers behind `retired`. Mounted modules
//! have no features, so nothing in them is switched off.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};

use super::{Crate, Planner, Tag};
use crate::config::Config;
use crate::ir::{Api, Gate, Gates, Operation, Type, TypeId};

/// The features that something needs, as a `cfg` says it. It displays as `all(client, chat)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// None.
    Always,
    /// This one.
    Feature(String),
    /// All of several.
    All(Vec<Condition>),
    /// Any of several.
    Any(Vec<Condition>),
}

impl Condition {
    /// The features that it speaks of.
    pub(crate) fn features(&self) -> Vec<String> {
        match self {
            Self::Always => Vec::new(),
            Self::Feature(name) => vec![name.clone()],
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().flat_map(Self::features).collect()
            }
        }
    }

    fn feature(name: &str) -> Self {
        Self::Feature(name.to_owned())
    }

    fn all(mut conditions: Vec<Self>) -> Self {
        match conditions.len() {
            1 => conditions.swap_remove(0),
            _ => Self::All(conditions),
        }
    }

    fn any(mut conditions: Vec<Self>) -> Self {
        match conditions.len() {
            1 => conditions.swap_remove(0),
            _ => Self::Any(conditions),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, word: &str, conditions: &[Self]| {
            let conditions: Vec<String> = conditions.iter().map(Self::to_string).collect();
            write!(f, "{word}({})", conditions.join(", "))
        };
        match self {
            Self::Always => f.write_str("always"),
            Self::Feature(name) => f.write_str(name),
            Self::All(conditions) => list(f, "all", conditions),
            Self::Any(conditions) => list(f, "any", conditions),
        }
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Planner<'_> {
    /// What a tag's module and its accessor need: they are there while one of the operations is.
    pub(crate) fn tag_condition(&self, tag: usize) -> Condition {
        if self.config.mount.is_some() {
            return Condition::Always;
        }
        let mut conditions = vec![Condition::feature("client")];
        conditions.extend(self.conditions_of_tag(tag));
        Condition::All(conditions)
    }

    /// The same where nothing is compiled without the client anyway.
    pub(crate) fn tag_condition_in_client(&self, tag: usize) -> Condition {
        match self.config.mount {
            Some(_) => Condition::Always,
            None => Condition::all(self.conditions_of_tag(tag)),
        }
    }

    /// What an item in a tag's module needs that serves operations behind these gates, besides what
    /// the module asks for already.
    pub(crate) fn condition_within_tag(&self, tag: usize, gates: &Gates) -> Condition {
        if self.config.mount.is_some() || *gates == self.api.tags[tag].gates {
            return Condition::Always;
        }
        extras(gates.as_slice()).unwrap_or(Condition::Always)
    }

    /// What belongs to one operation needs, within the module of its tag.
    pub(crate) fn operation_condition(&self, operation: &Operation) -> Condition {
        let gates = std::iter::once(operation.gate()).collect();
        self.condition_within_tag(operation.tag.0, &gates)
    }

    /// What a reader of an operation's documentation is told of its features.
    pub(crate) fn feature_notes(&self, operation: &Operation) -> Vec<String> {
        let emitted = self.config.mount.is_none();
        let gate = operation.gate();
        let mut notes = Vec::new();
        if gate.preview {
            let note = match emitted {
                true => {
                    "**Preview**: needs the feature `preview`, since this operation is not final \
                     and may change without notice."
                }
                false => "**Preview**: this operation is not final and may change without notice.",
            };
            notes.push(note.to_owned());
        }
        let deprecation = operation.docs.deprecated.as_ref();
        if let Some(since) = deprecation.and_then(|one| one.retired_since.as_ref()) {
            let mut note =
                format!("**Retired**: the service has had no such operation since {since}.");
            if emitted {
                note.push_str(" Needs the feature `retired`.");
            }
            notes.push(note);
        }
        if emitted && gate.deprecated {
            notes.push("Needs the feature `deprecated`, which is on by default.".to_owned());
        }
        notes
    }

    /// What a type needs: any of the operations that reach it is there. A type that no operation
    /// reaches, or those of many tags, is always there, and with it everything that it is made of.
    pub(crate) fn type_condition(&self, index: usize) -> Condition {
        if self.config.mount.is_some() || self.ungated.contains(&TypeId(index)) {
            return Condition::Always;
        }
        self.condition_of_gates(&self.api.types[index].gates)
    }

    /// What something needs that is there with any of the operations behind these gates.
    pub(super) fn condition_of_gates(&self, gates: &Gates) -> Condition {
        if self.config.mount.is_some() || has_many_tags(gates) {
            return Condition::Always;
        }
        let alternatives = gates
            .as_slice()
            .chunk_by(|one, next| one.tag == next.tag)
            .map(|gates| Condition::all(self.conditions_of_one_tag(gates)));
        Condition::any(alternatives.collect())
    }

    fn conditions_of_tag(&self, tag: usize) -> Vec<Condition> {
        self.conditions_of_one_tag(self.api.tags[tag].gates.as_slice())
    }

    /// What gates of one tag ask for, all of it.
    fn conditions_of_one_tag(&self, gates: &[Gate]) -> Vec<Condition> {
        let Some(first) = gates.first() else {
            return Vec::new();
        };
        let mut conditions = vec![Condition::feature(&self.names.tags[first.tag.0].feature)];
        match gates {
            [one] => conditions.extend(extras_of(*one)),
            several => conditions.extend(extras(several)),
        }
        conditions
    }
}

impl Crate {
    /// What an item in a tag's module needs that any of some operations needs.
    pub(crate) fn condition_of_any(&self, tag: &Tag, operations: &[usize]) -> Condition {
        let gates = |operations: &[usize]| -> Gates {
            let operations = operations.iter();
            operations
                .map(|index| self.operations[*index].gate)
                .collect()
        };
        let wanted = gates(operations);
        if self.is_mounted || wanted == gates(&tag.operations) {
            return Condition::Always;
        }
        extras(wanted.as_slice()).unwrap_or(Condition::Always)
    }
}

/// A type that operations of more tags than this reach is always there. Where types are linked, each
/// is reached from nearly every tag: a condition that lists them all would make the crate grow with
/// the square of the document, and nobody leaves all of those tags out.
const MOST_TAGS: usize = 24;

fn has_many_tags(gates: &Gates) -> bool {
    let tags = gates.as_slice().chunk_by(|one, next| one.tag == next.tag);
    tags.count() > MOST_TAGS
}

/// The types that are there with every set of features: those that no operation reaches or that
/// operations of many tags do, what is posted to a webhook, and all that they are made of.
pub(super) fn ungated(api: &Api, config: &Config) -> BTreeSet<TypeId> {
    let unreached = api
        .types
        .iter()
        .enumerate()
        .filter(|(_, ty)| ty.gates.is_empty() || has_many_tags(&ty.gates));
    let mut stack: Vec<TypeId> = unreached.map(|(id, _)| TypeId(id)).collect();
    let webhook = config.webhook.as_ref();
    stack.extend(webhook.and_then(|webhook| api.component(webhook.payload.as_deref()?)));
    let mut ungated = BTreeSet::new();
    while let Some(id) = stack.pop() {
        if ungated.insert(id) {
            stack.extend(api.ty(id).kind.types().into_iter().flat_map(Type::ids));
        }
    }
    ungated
}

/// What any one of the gates asks for besides its tag; nothing when one asks for nothing.
fn extras(gates: &[Gate]) -> Option<Condition> {
    let alternatives: Vec<Condition> = gates
        .iter()
        .map(|gate| extras_of(*gate))
        .map(|extras| (!extras.is_empty()).then(|| Condition::all(extras)))
        .collect::<Option<_>>()?;
    Some(Condition::any(alternatives))
}

fn extras_of(gate: Gate) -> Vec<Condition> {
    let mut conditions = Vec::new();
    if gate.preview {
        conditions.push(Condition::feature("preview"));
    }
    if gate.deprecated {
        conditions.push(Condition::feature("deprecated"));
    }
    if gate.retired {
        conditions.push(Condition::feature("retired"));
    }
    conditions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::TagId;

    fn written(gates: &[(bool, bool)]) -> Option<String> {
        let gates = gates.iter().map(|(preview, deprecated)| Gate {
            tag: TagId(0),
            preview: *preview,
            deprecated: *deprecated,
            retired: false,
        });
        let gates: Gates = gates.collect();
        extras(gates.as_slice()).map(|condition| condition.to_string())
    }

    #[test]
    fn what_many_tags_reach_has_no_condition() {
        let of_tags = |count: usize| -> Gates {
            let gate = |tag| Gate {
                tag: TagId(tag),
                preview: false,
                deprecated: false,
                retired: false,
            };
            (0..count).map(gate).collect()
        };
        assert!(!has_many_tags(&of_tags(MOST_TAGS)));
        assert!(has_many_tags(&of_tags(MOST_TAGS + 1)));
    }

    #[test]
    fn one_open_gate_is_no_condition() {
        assert_eq!(written(&[(true, false), (false, false)]), None);
    }

    #[test]
    fn no_alternative_is_written_in_vain() {
        let both = "any(deprecated, preview)";
        assert_eq!(
            written(&[(true, true), (true, false), (false, true)]).as_deref(),
            Some(both)
        );
        let all = "all(preview, deprecated)";
        assert_eq!(written(&[(true, true)]).as_deref(), Some(all));
    }
}
