//! What every emitted client contains: the client's core, authentication, retries, errors, paging
//! and what its models are made of.
//!
//! The generator copies `src/runtime/` as it stands into each crate that it emits; this crate
//! exists so that the same code is compiled, linted and tested by itself. Nothing here knows an
//! API: what differs from one API to the next comes in as data (`runtime::api::ApiInfo`,
//! `runtime::operation::OperationInfo`).

pub mod runtime;
