//! What models are made of: date-times, bytes, members that may be missing or null, open enums and
//! unions.
//!
//! In comes JSON as servers really send it, out come values that can be written back without loss.
//! Nothing here needs the HTTP client, so that a build without it still has every model.

mod base64;
mod date;
mod date_time;
#[cfg(feature = "testing")]
pub mod example;
mod missing;
mod nullable;
mod open_enum;
mod read_only;
mod secret;
pub mod union;
mod unknown;

pub use base64::Base64;
pub use date::Date;
pub use date_time::{DateTime, InvalidDateTime};
pub use missing::{Missing, missing, or_missing};
pub use nullable::nullable;
pub use open_enum::from_text;
#[cfg(all(feature = "client", feature = "testing"))]
pub(crate) use read_only::as_answer;
pub use read_only::{received, received_or_none};
pub use secret::Secret;
pub use unknown::{Unknown, note_unknown, noting};

/// The date-time library behind [`DateTime::value`] and [`Date::value`].
pub use chrono;
