//! The core of an emitted client; see the modules.

pub mod model;

#[cfg(feature = "client")]
pub mod api;
#[cfg(feature = "client")]
pub mod body;
#[cfg(feature = "client")]
pub mod curl;
#[cfg(feature = "client")]
pub mod decode;
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
#[cfg(feature = "client")]
pub mod limiter;
#[cfg(feature = "client")]
pub mod operation;
#[cfg(feature = "client")]
pub mod rate_limit;
#[cfg(feature = "client")]
pub mod redact;
#[cfg(feature = "client")]
pub mod request;
#[cfg(feature = "client")]
pub mod response;
#[cfg(feature = "client")]
pub mod retry;
#[cfg(feature = "client")]
mod trace;
#[cfg(feature = "client")]
mod watch;

#[cfg(feature = "client")]
pub use error::{Error, ErrorKind};
