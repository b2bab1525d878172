//! Servers that misbehave on purpose, on loopback, and a client to call them with.

#[cfg(feature = "rustls")]
pub(crate) mod http2;
pub(crate) mod sample;
pub(crate) mod server;
pub(crate) mod socks;
pub(crate) mod tls;
#[cfg(feature = "tracing")]
pub(crate) mod trace;
