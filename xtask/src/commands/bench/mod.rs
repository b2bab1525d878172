//! `bench`: what generating costs, as a whole process of the release build, what a call costs
//! beside the same call written by hand, and what compiling the client costs beside compiling its
//! dependencies.

mod compile;
mod generating;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::project;

/// The limit that is promised for a call, in percent of the same call by hand.
const OVERHEAD: &str = "5";

/// Measure the generator, the overhead of a call, and the time to compile the client.
///
/// Prints each figure with the limit that is promised, and exits with 1 when one is broken. Run it
/// on a machine that does nothing else; compiling takes some minutes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Leave out the calls and the compiling.
    #[arg(long)]
    generator_only: bool,
    /// Leave out the generator and the calls.
    #[arg(long, conflicts_with = "generator_only")]
    compile_only: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = project::root();
    let mut good = true;
    if !arguments.compile_only {
        good &= generator(&root)?;
    }
    if !arguments.compile_only && !arguments.generator_only {
        good &= calls(&root)?;
    }
    if !arguments.generator_only {
        good &= compile::measure(&root)?;
    }
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Time and memory of the whole process that generates the project's own client.
fn generator(root: &Path) -> Result<bool> {
    build(root, &["build", "--release", "--package", "xtask"])?;
    generating::measure(root, &target(root)?.join("release/xtask"))
}

fn verdict(good: bool) -> &'static str {
    if good { "kept" } else { "broken" }
}

/// A call through the emitted client beside the same call with reqwest and serde alone.
fn calls(root: &Path) -> Result<bool> {
    let program = build_bench(root)?;
    let status = Command::new(program).args(["--limit", OVERHEAD]).status()?;
    println!("limit: {OVERHEAD} %: {}", verdict(status.success()));
    Ok(status.success())
}

/// Builds the measurement of calls; the program's path comes out.
fn build_bench(root: &Path) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .args([
            "build",
            "--release",
            "--package",
            "generator-tests",
            "--bench",
            "call",
        ])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        bail!("the measurement of calls cannot be built");
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "call")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .context("cargo names the program that it built")
}

fn build(root: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("cargo")
        .args(arguments)
        .current_dir(root)
        .status()?;
    if !status.success() {
        bail!("cargo {} failed", arguments.join(" "));
    }
    Ok(())
}

fn target(root: &Path) -> Result<std::path::PathBuf> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let folder = metadata["target_directory"]
        .as_str()
        .context("cargo names its target folder")?;
    Ok(folder.into())
}
