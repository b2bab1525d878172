//! What goes over the wire: how a request is written, sent and answered.
//!
//! In reading order: what an operation and its parameters are (`operation`, `parameter`), a request
//! and its parts (`request`, `encode`, `body`, `multipart`), the bare exchange (`exchange`,
//! `transport`, `middleware`), the answer (`response`, `decode`, `rate_limit`), how all of it fails
//! (`error`), and what comes the other way (`webhook`).

pub mod body;
pub mod curl;
pub mod decode;
pub mod encode;
pub mod error;
pub mod exchange;
pub(crate) mod limits;
pub(crate) mod media_type;
pub mod middleware;
// part: multipart
pub mod multipart;
pub mod operation;
pub mod parameter;
pub(crate) mod pools;
pub mod rate_limit;
pub mod redact;
pub mod request;
pub mod response;
// part: sequence
pub mod sequence;
pub mod transport;
// part: webhook
pub mod webhook;
