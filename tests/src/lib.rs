//! Every case of `cases/ok` as a module, with one runtime for all.
#![deny(warnings)]
#![allow(
    clippy::collapsible_if,
    reason = "the emitted code has to compile on a Rust without chains of `let`"
)]
#![allow(deprecated, reason = "what a document deprecates is still emitted")]
#![allow(
    clippy::doc_lazy_continuation,
    clippy::doc_overindented_list_items,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::module_inception,
    clippy::new_without_default,
    clippy::struct_excessive_bools,
    clippy::too_many_arguments,
    clippy::type_complexity,
    reason = "names and shapes are the documents'"
)]

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// The emitted crates, a module each.
pub mod cases {
    include!(concat!(env!("OUT_DIR"), "/cases.rs"));
}

/// The examples in the documentation of the emitted crates, compiled.
#[cfg(feature = "client")]
#[allow(dead_code, unused_variables, reason = "examples are shown, not called")]
mod examples {
    include!(concat!(env!("OUT_DIR"), "/examples.rs"));
}

/// The programs of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
