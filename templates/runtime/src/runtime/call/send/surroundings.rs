//! What a call needs around it: a tokio runtime that has a clock.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tokio::runtime::{Handle, Id};

use crate::runtime::wire::error::{Error, ErrorKind};

thread_local! {
    /// The runtime of this thread that was found good last.
    static GOOD: Cell<Option<Id>> = const { Cell::new(None) };

    /// The one that was found to have no clock. It is not asked again, for its answer is a panic,
    /// whose text the program shows.
    static WITHOUT_CLOCK: Cell<Option<Id>> = const { Cell::new(None) };
}

/// Checks the runtime that runs this code.
pub(super) fn check() -> Result<(), Error> {
    let Ok(runtime) = Handle::try_current() else {
        return Err(Error::new(ErrorKind::Config, NO_RUNTIME));
    };
    let id = runtime.id();
    if GOOD.get() == Some(id) {
        return Ok(());
    }
    if WITHOUT_CLOCK.get() == Some(id) {
        return Err(Error::new(ErrorKind::Config, NO_CLOCK));
    }
    // There is no other way to ask: without a clock, making a timer panics.
    let timer = catch_unwind(AssertUnwindSafe(|| {
        drop(tokio::time::sleep(Duration::ZERO))
    }));
    if timer.is_err() {
        WITHOUT_CLOCK.set(Some(id));
        return Err(Error::new(ErrorKind::Config, NO_CLOCK));
    }
    GOOD.set(Some(id));
    Ok(())
}

const NO_RUNTIME: &str = "an async call needs a tokio runtime around it; outside of one, use the \
                          blocking client";

const NO_CLOCK: &str = "the tokio runtime has no timers, which time limits need; build it with \
                        enable_time or enable_all";
