//! Members that only the server sets.
//!
//! They are never sent. Where an answer is written, for a test, they are its best part.

/// Leaves a member out; for `#[serde(skip_serializing_if = "…")]`.
#[must_use]
pub fn received<T: ?Sized>(_member: &T) -> bool {
    !is_answer()
}

/// Leaves an optional member out; for `#[serde(skip_serializing_if = "…")]`.
#[must_use]
pub fn received_or_none<T>(member: &Option<T>) -> bool {
    member.is_none() || received(member)
}

#[cfg(not(feature = "testing"))]
fn is_answer() -> bool {
    false
}

#[cfg(all(feature = "client", feature = "testing"))]
pub(crate) use answer::as_answer;
#[cfg(feature = "testing")]
use answer::is_answer;

#[cfg(feature = "testing")]
mod answer {
    use std::cell::Cell;

    thread_local! {
        static IS_ANSWER: Cell<bool> = const { Cell::new(false) };
    }

    pub(crate) fn is_answer() -> bool {
        IS_ANSWER.get()
    }

    /// Writes something as a server would: with the members that only it sets.
    #[cfg(feature = "client")]
    pub(crate) fn as_answer<T>(write: impl FnOnce() -> T) -> T {
        struct Reset(bool);
        impl Drop for Reset {
            fn drop(&mut self) {
                IS_ANSWER.set(self.0);
            }
        }
        let _reset = Reset(IS_ANSWER.replace(true));
        write()
    }
}
