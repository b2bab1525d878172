//! Turns an OpenAPI document into a complete Rust client crate.

pub mod codes;
pub mod config;
pub mod diagnostics;
pub mod emit;
pub mod ir;
pub mod load;
pub mod names;
pub mod render;
pub mod sources;

/// A document to generate from, and how to read the files that it refers to.
pub struct Input<'a> {
    /// The entry file's path as it is to be shown in diagnostics.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Reads another file: its path from the entry's folder in, its text or why not out.
    pub read: &'a dyn Fn(&str) -> Result<String, String>,
}

/// One file of the emitted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its path from the crate's folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}
