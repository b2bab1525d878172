//! A subscriber that keeps all that this thread's code tells it as text.
//!
//! It is the process's only one, for `tracing` remembers what it asked a subscriber once, and may
//! have asked on the thread of a test that has none.

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

thread_local! {
    static TEXT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Begins to keep what this thread's code tells, of every level.
pub(crate) fn record() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| tracing::subscriber::set_global_default(Recorder).unwrap());
    tracing::callsite::rebuild_interest_cache();
    TEXT.set(Some(String::new()));
}

/// Ends it, and gives what was kept: every field as a line `name=value`.
pub(crate) fn recorded() -> String {
    TEXT.take().unwrap_or_default()
}

struct Recorder;

struct Lines;

impl Visit for Lines {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        TEXT.with_borrow_mut(|text| {
            if let Some(text) = text {
                writeln!(text, "{}={value:?}", field.name()).unwrap();
            }
        });
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Lines);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Lines);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Lines);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
