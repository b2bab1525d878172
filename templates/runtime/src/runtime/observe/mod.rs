//! What can be seen of calls: events for observers, spans and events for `tracing`.

pub mod events;
mod trace;
pub(crate) mod watch;
