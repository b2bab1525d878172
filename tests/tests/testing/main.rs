//! What the feature `testing` gives: an example of every model and a mock of every operation, of the
//! emitted client and of every case.
//!
//! `emitted` and `cases` run the same checks (`every`) over all of them, without a list by hand;
//! `peer` asks a validator that nobody here wrote; `mocks` holds what a mock does.

#[path = "../support/spec.rs"]
mod spec;

#[macro_use]
mod every;
mod cases;
mod emitted;
mod mocks;
mod peer;
