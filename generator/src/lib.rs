//! Turns an OpenAPI document into a complete Rust client crate.

pub mod ir;
