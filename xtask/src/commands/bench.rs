//! `bench`: what generating costs, as a whole process of the release build, what a call costs
//! beside the same call written by hand, and what compiling the client costs beside compiling its
//! dependencies.

mod compile;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project;

/// The limits that are promised for generating the project's own document.
const TIME: Duration = Duration::from_millis(50);
const MEMORY_KIB: u64 = 64 * 1024;
/// The limit that is promised for a call, in percent of the same call by hand.
const OVERHEAD: &str = "5";
/// How often each thing is measured; the middle one counts.
const RUNS: usize = 15;

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
    let program = target(root)?.join("release/xtask");
    let folder = tempfile::tempdir()?;
    let spec = root.join(project::SPEC);
    let config = root.join(project::CONFIG);
    let mut times = Vec::new();
    let mut peak = 0;
    for run in 0..RUNS {
        let out = folder.path().join(format!("crate-{run}"));
        let mut command = Command::new(&program);
        command
            .args(["codegen", "--spec"])
            .arg(&spec)
            .arg("--out")
            .arg(&out);
        command
            .arg("--config")
            .arg(&config)
            .stdout(Stdio::null())
            .stdin(Stdio::null());
        let start = Instant::now();
        let mut child = command.spawn().context("starting the release build")?;
        let memory = watch_memory(child.id());
        let status = child.wait()?;
        times.push(start.elapsed());
        peak = peak.max(memory);
        if !status.success() {
            bail!("the release build failed to generate the client");
        }
    }
    times.sort();
    let time = times[times.len() / 2];
    println!(
        "generating, whole process, {RUNS} runs: {time:.1?} in the middle, {:.1?} at worst",
        times[RUNS - 1]
    );
    println!(
        "generating, memory at its peak: {:.1} MiB",
        peak as f64 / 1024.0
    );
    let good = time < TIME && peak < MEMORY_KIB;
    println!(
        "limits: {TIME:?} and {} MiB: {}",
        MEMORY_KIB / 1024,
        verdict(good)
    );
    Ok(good)
}

fn verdict(good: bool) -> &'static str {
    if good { "kept" } else { "broken" }
}

/// The largest resident size of a process that was seen until its end, in KiB.
fn watch_memory(id: u32) -> u64 {
    let mut peak = 0;
    let path = format!("/proc/{id}/status");
    while let Ok(status) = std::fs::read_to_string(&path) {
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let Some(size) = line.and_then(|line| line.split_whitespace().next()?.parse().ok()) else {
            break;
        };
        peak = peak.max(size);
        std::thread::sleep(Duration::from_micros(200));
    }
    peak
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
