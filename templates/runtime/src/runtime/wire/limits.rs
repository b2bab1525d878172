//! The bounds of a call.

use std::time::Duration;

/// No call takes longer than this, whatever it was told: the clock must be able to hold its end.
pub(crate) const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// The bounds of a call, none of them infinite.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) max_redirects: u32,
    pub(crate) max_response_size: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(300),
            attempt_timeout: Duration::from_secs(30),
            read_timeout: Duration::from_secs(30),
            max_redirects: 10,
            max_response_size: 100 << 20,
        }
    }
}
