//! What the client does when servers, networks, certificates and logins fail: real sockets, real
//! TLS, one theme a module.

#![cfg(any(feature = "rustls", feature = "native-tls"))]
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets an error it did not expect should stop there"
)]

mod support;

mod answers;
mod auth;
mod connection;
mod deadlines;
#[cfg(feature = "rustls")]
mod http2;
mod official_defects;
mod proxy;
mod redirects;
mod retries;
mod runtimes;
mod secrets;
mod settings;
mod socks;
mod texts;
mod tls;
