//! The emitted client.
