//! A call: from the typed request to the socket and back.
//!
//! In reading order: the client that starts it (`client`), the request value with its setters
//! (`typed`), the one way that every call goes (`send`), and what comes back (`received`,
//! `download`).

#[cfg(feature = "blocking")]
pub mod blocking;
// part: validate
#[cfg(feature = "validate")]
pub(crate) mod checks;
pub mod client;
pub mod download;
pub mod limiter;
// part: oauth
mod logout;
pub mod mode;
pub(crate) mod pacer;
pub(crate) mod received;
pub(crate) mod send;
pub mod typed;
#[cfg(feature = "blocking")]
pub(crate) mod worker;

pub use typed::{Call, Pending, Raw};
