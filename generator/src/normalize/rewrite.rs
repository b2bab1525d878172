//! Rewriting an object member by member while its members' origins are remembered.

use serde_json::{Map, Value};

use crate::diagnostics::Diagnostic;
use crate::ir::Pointer;
use crate::sources::Moves;

/// What comes out of a rewriting beside the tree.
pub(super) struct Rewriting {
    /// Where nodes came from that did not stay in their place.
    pub(super) moves: Moves,
    /// What could not be expressed, with pointers into the tree before.
    pub(super) faults: Vec<Diagnostic>,
    stage: usize,
}

impl Rewriting {
    /// `stage` is how many rewritings there were before.
    pub(super) fn new(stage: usize) -> Self {
        Self {
            moves: Moves::new(),
            faults: Vec::new(),
            stage,
        }
    }

    /// Reports a fault whose pointer is one into the tree before.
    pub(super) fn report(&mut self, fault: Diagnostic) {
        self.faults.push(fault.at_stage(self.stage));
    }

    /// Says that `to` is what stood at `from`.
    pub(super) fn moved(&mut self, to: &Pointer, from: &Pointer) {
        if to != from {
            self.moves.insert(to.clone(), from.clone());
        }
    }
}

/// An object that is taken apart: each member with where it stood before.
pub(super) struct Members {
    /// In order.
    pub(super) list: Vec<Member>,
}

pub(super) struct Member {
    pub(super) name: String,
    pub(super) value: Value,
    pub(super) from: Pointer,
}

impl Members {
    /// The members of an object that stood at `from`.
    pub(super) fn of(object: Map<String, Value>, from: &Pointer) -> Self {
        let members = object.into_iter().map(|(name, value)| Member {
            from: from.child(&name),
            name,
            value,
        });
        Self {
            list: members.collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.list
            .iter()
            .find(|member| member.name == name)
            .map(|member| &member.value)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Takes a member out.
    pub(super) fn take(&mut self, name: &str) -> Option<Member> {
        let place = self.list.iter().position(|member| member.name == name)?;
        Some(self.list.remove(place))
    }

    /// Adds a member, or puts it in the place of one of the same name.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>, from: &Pointer) {
        let member = Member {
            name: name.to_owned(),
            value: value.into(),
            from: from.clone(),
        };
        match self.list.iter_mut().find(|other| other.name == name) {
            Some(place) => *place = member,
            None => self.list.push(member),
        }
    }

    /// Gives a member another name; one that has the name already wins.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        if self.has(to) {
            self.take(from);
        } else if let Some(member) = self.list.iter_mut().find(|member| member.name == from) {
            member.name = to.to_owned();
        }
    }
}
