//! What operations are switched on and off by, and what is there for several of them.

use super::{Api, Operation, TagId};

/// What has to be switched on for an operation to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gate {
    /// The tag that carries it.
    pub tag: TagId,
    /// The document marks it as not final, and the service still has it.
    pub preview: bool,
    /// The document deprecates it, and the service still has it.
    pub deprecated: bool,
    /// The document says that the service has it no more.
    pub retired: bool,
}

impl Gate {
    /// Whether this one is open whenever the other one is.
    pub fn covers(self, other: Self) -> bool {
        self.tag == other.tag
            && self.preview <= other.preview
            && self.deprecated <= other.deprecated
            && self.retired <= other.retired
    }
}

/// The gates of several operations: what they share is there when any one of them is open.
///
/// They are in order, and none is there that another one covers: an operation that is not final adds
/// nothing where one of the same tag is final.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gates(Vec<Gate>);

impl Gates {
    /// Adds a gate.
    pub fn add(&mut self, gate: Gate) {
        if self.0.iter().any(|own| own.covers(gate)) {
            return;
        }
        self.0.retain(|own| !gate.covers(*own));
        let place = self.0.partition_point(|own| *own < gate);
        self.0.insert(place, gate);
    }

    /// The gates in order, those of a tag beside each other.
    pub fn as_slice(&self) -> &[Gate] {
        &self.0
    }

    /// Whether there is no operation at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Gate> for Gates {
    fn from_iter<I: IntoIterator<Item = Gate>>(gates: I) -> Self {
        let mut all = Self::default();
        gates.into_iter().for_each(|gate| all.add(gate));
        all
    }
}

impl Operation {
    /// What has to be switched on for it to be there.
    ///
    /// Once retired, it can neither change nor be used further: that it was not final, or deprecated,
    /// does not matter any more.
    pub fn gate(&self) -> Gate {
        let retired = self.is_retired();
        Gate {
            tag: self.tag,
            preview: self.preview && !retired,
            deprecated: self.docs.deprecated.is_some() && !retired,
            retired,
        }
    }

    /// Whether the service has it no more.
    pub fn is_retired(&self) -> bool {
        let deprecation = self.docs.deprecated.as_ref();
        deprecation.is_some_and(|one| one.retired_since.is_some())
    }
}

impl Api {
    /// Whether an operation is not final.
    pub fn has_preview(&self) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|operation| operation.gate().preview)
    }

    /// Whether an operation is deprecated and not yet retired.
    pub fn has_deprecated(&self) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|operation| operation.gate().deprecated)
    }

    /// Whether an operation is retired.
    pub fn has_retired(&self) -> bool {
        self.operations.iter().any(Operation::is_retired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(tag: usize, preview: bool, deprecated: bool) -> Gate {
        Gate {
            tag: TagId(tag),
            preview,
            deprecated,
            retired: false,
        }
    }

    #[test]
    fn a_gate_that_another_one_covers_is_left_out() {
        let narrow = gate(0, true, true);
        let wide = gate(0, true, false);
        for order in [[narrow, wide], [wide, narrow]] {
            let gates: Gates = order.into_iter().collect();
            assert_eq!(gates.as_slice(), [wide]);
        }
    }

    #[test]
    fn gates_that_do_not_cover_each_other_stay_in_order() {
        let other = gate(1, false, false);
        let preview = gate(0, true, false);
        let deprecated = gate(0, false, true);
        let gates: Gates = [other, preview, deprecated].into_iter().collect();
        assert_eq!(gates.as_slice(), [deprecated, preview, other]);
    }
}
