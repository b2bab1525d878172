//! The core of an emitted client, in layers: a module uses what stands above it in this list, and
//! never what stands below.
//!
//! | layer | what |
//! |---|---|
//! | [`model`] | what models are made of |
//! | `validate` | the limits that the document sets to values |
//! | `api` | what the document says of the API, as constants |
//! | `retry` | whether and when a failed attempt is made again |
//! | `wire` | requests, answers and errors as they go over the wire |
//! | `observe` | events and spans of calls |
//! | `auth` | credentials and tokens |
//! | `call` | a call: from the typed request to the socket and back |
//! | `page` | listings as streams |
//! | `stream` | answers that are streams of items |
//! | `config` | how a client is made |
//! | `testing` | transports and mocks for tests |
//! | `public` | what users see of all this, by subject |

pub mod model;
// part: validate
#[cfg(feature = "validate")]
pub mod validate;

#[cfg(feature = "client")]
pub mod api;
#[cfg(feature = "client")]
pub mod retry;
#[cfg(feature = "client")]
pub mod wire;

#[cfg(feature = "client")]
pub mod observe;

#[cfg(feature = "client")]
pub mod auth;
#[cfg(feature = "client")]
pub mod call;
#[cfg(feature = "client")]
pub mod config;
// part: page
#[cfg(feature = "client")]
pub mod page;
// part: stream
#[cfg(feature = "client")]
pub mod stream;
#[cfg(feature = "client")]
pub mod testing;

pub mod public;

#[cfg(feature = "client")]
pub use call::client::{ApiClient, Handle};
#[cfg(feature = "client")]
pub use call::typed::Call;
#[cfg(feature = "client")]
pub use config::builder::Builder;
#[cfg(feature = "client")]
pub use config::gateway::Gateway;
#[cfg(feature = "client")]
pub use wire::error::{Error, ErrorKind};
#[cfg(feature = "client")]
pub use wire::response::{Reply, Response};

// Shorter paths, for emitted code.
// part: files
#[cfg(feature = "client")]
#[doc(hidden)]
pub use api::file_keys;
// part: server-template
#[cfg(feature = "client")]
#[doc(hidden)]
pub use api::server_template;
#[cfg(feature = "client")]
#[doc(hidden)]
pub use auth::credential;
// part: oauth
#[cfg(feature = "client")]
#[doc(hidden)]
pub use auth::oauth;
#[cfg(all(feature = "client", feature = "blocking"))]
#[doc(hidden)]
pub use call::blocking;
#[cfg(feature = "client")]
#[doc(hidden)]
pub use call::{client, download, limiter, mode, typed as call_type};
// part: config-file
#[cfg(feature = "config-file")]
#[doc(hidden)]
pub use config::config_file;
// part: profiles
#[cfg(feature = "config-file")]
#[doc(hidden)]
pub use config::profile;
#[cfg(feature = "client")]
#[doc(hidden)]
pub use config::{builder, env, settings};
#[cfg(feature = "client")]
#[doc(hidden)]
pub use observe::events;
// part: multipart
#[cfg(feature = "client")]
#[doc(hidden)]
pub use wire::multipart;
// part: sequence
#[cfg(feature = "client")]
#[doc(hidden)]
pub use wire::sequence;
#[cfg(feature = "client")]
#[doc(hidden)]
pub use wire::{
    body, curl, decode, encode, error, exchange, middleware, operation, rate_limit, redact,
    request, response,
};
/// The transports.
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod transport {
    pub use super::testing::fake::{self, FakeAnswer, FakeTransport};
    pub use super::wire::transport::*;
}
