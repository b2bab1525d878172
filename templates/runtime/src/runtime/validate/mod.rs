//! The limits that the document sets to what is sent: values in, [`Violations`] out.
//!
//! Emitted code says what there is to check: [`Validate`] for its models, a [`Rule`] for each value
//! with limits. What happens then is the same for all of them, and stands in [`Walk`]. Nothing is
//! checked unless somebody asks: servers may allow more than their document says.

mod number;
mod pattern;
mod rule;
mod values;
pub(crate) mod violation;
mod walk;

pub use number::Number;
pub use pattern::Pattern;
pub use rule::Rule;
pub use violation::{Violation, Violations};
pub use walk::Walk;

/// A value that the document may set limits to.
pub trait Validate {
    /// Notes what breaks a limit: of `rule`, which is about the value itself, and of whatever the
    /// value holds.
    fn check(&self, rule: &Rule<'_>, walk: &mut Walk) {
        let _ = (rule, walk);
    }

    /// Checks the value and everything in it against the limits of the document.
    ///
    /// # Errors
    ///
    /// If it breaks any: every one that it breaks.
    fn validate(&self) -> Result<(), Violations> {
        let mut walk = Walk::default();
        self.check(&Rule::NONE, &mut walk);
        walk.finish()
    }
}

#[cfg(test)]
mod tests;
