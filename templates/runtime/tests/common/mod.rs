//! What the tests here share.

#![expect(
    clippy::allow_attributes,
    reason = "what is dead differs from test to test"
)]

#[allow(dead_code, reason = "each test uses a part of it")]
pub(crate) mod sample;
