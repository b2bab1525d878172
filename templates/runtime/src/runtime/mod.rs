//! The core of an emitted client. In reading order: what an API and an operation are (`api`,
//! `operation`), how a client is made (`builder`, `client`), what a call is (`call`,
//! `request`, `encode`, `body`), the one way that every call goes (`send`, `exchange`,
//! `transport`), what comes back (`response`, `decode`, `error`); then what happens on the
//! way, and `model`, which stands by itself.

pub mod model;

#[cfg(feature = "client")]
pub mod api;
#[cfg(feature = "client")]
pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
pub mod body;
#[cfg(feature = "client")]
pub mod builder;
#[cfg(feature = "client")]
pub mod call;
#[cfg(feature = "client")]
pub mod client;
// part: config-file
#[cfg(feature = "config-file")]
pub mod config_file;
#[cfg(feature = "client")]
pub mod credential;
#[cfg(feature = "client")]
pub mod curl;
#[cfg(feature = "client")]
pub mod decode;
#[cfg(feature = "client")]
pub mod download;
#[cfg(feature = "client")]
pub mod encode;
#[cfg(feature = "client")]
pub mod env;
#[cfg(feature = "client")]
pub mod error;
#[cfg(feature = "client")]
pub mod events;
#[cfg(feature = "client")]
pub mod exchange;
// part: files
#[cfg(feature = "client")]
pub mod file_keys;
#[cfg(feature = "client")]
pub mod limiter;
#[cfg(feature = "client")]
mod media_type;
#[cfg(feature = "client")]
pub mod middleware;
#[cfg(feature = "client")]
pub mod mode;
// part: multipart
#[cfg(feature = "client")]
pub mod multipart;
// part: oauth
#[cfg(feature = "client")]
pub mod oauth;
#[cfg(feature = "client")]
pub mod operation;
// part: page
#[cfg(feature = "client")]
pub mod page;
// part: profiles
#[cfg(feature = "config-file")]
pub mod profile;
#[cfg(feature = "client")]
pub mod rate_limit;
#[cfg(feature = "client")]
mod received;
#[cfg(feature = "client")]
pub mod redact;
#[cfg(feature = "client")]
pub mod request;
#[cfg(feature = "client")]
pub mod response;
#[cfg(feature = "client")]
pub mod retry;
#[cfg(feature = "client")]
mod send;
// part: sequence
#[cfg(feature = "client")]
pub mod sequence;
// part: server-template
#[cfg(feature = "client")]
pub mod server_template;
#[cfg(feature = "client")]
pub mod settings;
// part: files
#[cfg(feature = "config-file")]
mod settings_file;
// part: stream
#[cfg(feature = "client")]
pub mod stream;
#[cfg(all(feature = "client", feature = "testing"))]
pub mod testing;
#[cfg(feature = "client")]
mod trace;
#[cfg(feature = "client")]
pub mod transport;
// part: validate
#[cfg(feature = "validate")]
pub mod validate;
#[cfg(feature = "client")]
mod watch;

#[cfg(feature = "client")]
pub use builder::{Builder, Gateway};
#[cfg(feature = "client")]
pub use call::Call;
#[cfg(feature = "client")]
pub use client::{ApiClient, Handle};
#[cfg(feature = "client")]
pub use error::{Error, ErrorKind};
#[cfg(feature = "client")]
pub use response::{Reply, Response};
