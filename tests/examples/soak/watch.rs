//! What the client says of itself, and how much memory the process holds.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};

use generated_client::runtime::events::{
    AttemptFinished, CallFinished, CallStarted, Observer, TokenRequested, Waiting,
};

/// Counts what the client reports.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    pub(crate) started: AtomicU64,
    pub(crate) finished: AtomicU64,
    pub(crate) attempts: AtomicU64,
    pub(crate) waits: AtomicU64,
    pub(crate) waited_millis: AtomicU64,
    pub(crate) tokens: AtomicU64,
}

impl Observer for Counter {
    fn call_started(&self, _: &CallStarted) {
        add(&self.started, 1);
    }

    fn attempt_finished(&self, _: &AttemptFinished) {
        add(&self.attempts, 1);
    }

    fn waiting(&self, event: &Waiting) {
        add(&self.waits, 1);
        add(
            &self.waited_millis,
            event.wait.as_millis().try_into().unwrap_or(u64::MAX),
        );
    }

    fn token_requested(&self, _: &TokenRequested) {
        add(&self.tokens, 1);
    }

    fn call_finished(&self, _: &CallFinished) {
        add(&self.finished, 1);
    }
}

fn add(counter: &AtomicU64, number: u64) {
    counter.fetch_add(number, Ordering::Relaxed);
}

/// The resident memory over the run.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<Peaks>);

/// The most that was held, in KiB; 0 where the system does not tell.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Peaks {
    /// In the first quarter of the run, the warm-up.
    pub(crate) warm: u64,
    /// In the last quarter.
    pub(crate) end: u64,
}

impl Peaks {
    /// Whether the end holds no more than the warm-up, with room for what allocators do.
    pub(crate) fn is_flat(self) -> bool {
        self.end <= self.warm + self.warm / 4 + 8 * 1024
    }
}

impl Memory {
    /// Measures once; `done` is how much of the run is over, from 0 to 1.
    pub(crate) fn sample(&self, done: f64) {
        let size = resident().unwrap_or(0);
        let mut peaks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if done <= 0.25 {
            peaks.warm = peaks.warm.max(size);
        } else if done >= 0.75 {
            peaks.end = peaks.end.max(size);
        }
    }

    pub(crate) fn peaks(&self) -> Peaks {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The resident size of this process in KiB.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
