//! `schema`: the JSON schema of `codegen.toml`.

use crate::cli::{Exit, output};
use crate::config::schema;

/// Runs the command.
pub fn run() -> Exit {
    output::print(&format!("{:#}\n", schema::json_schema()));
    Exit::Fine
}
