//! `explain`: a code in, what it means out.

use anyhow::{Result, bail};

use crate::cli::Exit;
use crate::cli::output;
use crate::codes::{self, explain};

/// Tell what a diagnostic means and what to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The code, such as W048. Without it, all codes are listed.
    code: Option<String>,
}

/// Runs the command.
///
/// # Errors
///
/// There is no such code.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let Some(written) = &arguments.code else {
        let line = |code: &crate::diagnostics::Code| format!("{}  {}\n", code.id, code.title);
        output::print(&codes::all().map(line).collect::<String>());
        return Ok(Exit::Fine);
    };
    let wanted = written.trim_matches(['[', ']']).to_ascii_uppercase();
    let Some(code) = codes::all().find(|code| code.id == wanted) else {
        bail!("there is no diagnostic {written}; `explain` without a code lists all");
    };
    output::print(&explain::markdown(code));
    Ok(Exit::Fine)
}
