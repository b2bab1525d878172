//! Servers that misbehave on purpose, on loopback, and a client to call them with.

pub(crate) mod sample;
pub(crate) mod server;
pub(crate) mod tls;
#[cfg(feature = "tracing")]
pub(crate) mod trace;
