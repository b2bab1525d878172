//! Servers that misbehave on purpose, on loopback.

pub(crate) mod server;
pub(crate) mod tls;
