//! `soak`: builds the soak of the emitted client and runs it; its figures and its verdict come out.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::project;

/// Make 20,000 calls to a server that fails in every way it can.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What the server's failures are drawn from. The same seed gives the same failures.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let status = Command::new("cargo")
        .args(["run", "--release", "--package", "generator-tests"])
        .args(["--example", "soak", "--", "--seed"])
        .arg(arguments.seed.to_string())
        .current_dir(project::root())
        .status()
        .context("starting cargo")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
