//! What models are made of: date-times and their kin, bytes, members that may be missing or null,
//! open enums and unions.
//!
//! In comes JSON as servers really send it, out come values that can be written back without loss.
//! Nothing here needs the HTTP client, so that a build without it still has every model.

#![expect(
    clippy::allow_attributes,
    reason = "whether an emitted crate uses the macros depends on its document"
)]

mod base64;
mod date;
mod date_time;
mod duration;
#[cfg(feature = "testing")]
pub mod example;
mod interval;
mod local_date_time;
mod missing;
mod nullable;
mod open_enum;
mod optional;
mod read_only;
mod secret;
mod server_name;
mod text_type;
mod tuple;
pub mod union;
mod unknown;
mod whole;
mod year_month;

pub use base64::Base64;
pub use date::Date;
pub use date_time::{DateTime, InvalidDateTime};
pub use duration::{Duration, Parts as DurationParts};
pub use interval::Interval;
pub use local_date_time::LocalDateTime;
pub use missing::{Lack, Missing, additional, missing, or_missing};
#[cfg(feature = "client")]
pub(crate) use missing::{fill, filled, lacking, note_lacks, takes_any_name, wants_lacks};
pub use nullable::nullable;
pub use open_enum::from_text;
#[allow(unused_imports, reason = "not every document has such enums")]
pub(crate) use open_enum::{integer_enum, text_enum};
pub use optional::{IntoOptional, OptionalEach, OptionalList, OptionalText, OptionalTexts, texts};
pub use read_only::{as_request, received, received_or_none};
pub use secret::Secret;
pub use server_name::find_server;
pub use tuple::{Items, Tuple};
pub use unknown::{Unknown, collecting_unknown, note_unknown};
pub use whole::{Whole, additional_whole, whole, whole_nullable, whole_or_missing};
pub use year_month::YearMonth;

// part: validate
/// Calls a macro with the types that keep a text as it came, which is their `as_str()`.
#[cfg(feature = "validate")]
macro_rules! for_text_types {
    ($callback:ident) => {
        $callback!(Date, DateTime, Duration, Interval, LocalDateTime, YearMonth);
    };
}
// part: validate
#[cfg(feature = "validate")]
pub(crate) use for_text_types;

/// The date-time library behind [`DateTime::value`], [`Date::value`] and their kin.
pub use chrono;
