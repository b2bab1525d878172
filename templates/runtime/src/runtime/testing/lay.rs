//! Values as answers: a status, a media type and a value in, a [`FakeAnswer`] that decodes to the
//! value out.
//!
//! Emitted code names one of these functions for each operation.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::Serialize;

use crate::runtime::transport::fake::FakeAnswer;

/// The value as JSON.
pub fn json<T: Serialize + ?Sized>(status: u16, media_type: &str, value: &T) -> FakeAnswer {
    FakeAnswer::json(status, value).with_header(CONTENT_TYPE.as_str(), media_type)
}

/// The text as it is.
pub fn text(status: u16, media_type: &str, value: &str) -> FakeAnswer {
    bytes(
        status,
        media_type,
        &Bytes::copy_from_slice(value.as_bytes()),
    )
}

/// The bytes as they are.
pub fn bytes(status: u16, media_type: &str, value: &Bytes) -> FakeAnswer {
    FakeAnswer::status(status)
        .with_body(value.clone())
        .with_header(CONTENT_TYPE.as_str(), media_type)
}

/// No body.
pub fn empty(status: u16) -> FakeAnswer {
    FakeAnswer::status(status)
}
