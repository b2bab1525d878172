//! The emitted client against servers that nobody here wrote: Prism, which serves and checks the
//! document, and two OAuth servers. `cargo xtask contract` starts them and runs this.
//!
//! In reading order: where the servers are (`servers`), what the document says (`document`), what
//! goes over the wire (`wire`, `relay`), every operation once (`table`, `today`, `bodies`), what a request should look like (`request`), how a call is run in either
//! mode (`mode`), what is noted for the command's summary (`record`); then the tests.

#[path = "../support/sample.rs"]
mod sample;
#[path = "../support/spec.rs"]
mod spec;

// Before those who use its macros.
#[macro_use]
mod table;

mod answers;
mod bodies;
mod browser;
mod document;
mod login;
mod mode;
mod record;
mod relay;
mod renewal;
mod request;
mod servers;
mod today;
mod wire;
