//! `fuzz`: damaged documents to the generator. Every outcome has to be a crate or a diagnostic with
//! a place, within a memory limit and a few seconds; what is not, is kept as a file.
//!
//! The documents are damaged and tried in a process of its own, which this one watches: a document
//! that exhausts memory, the stack or the patience ends that process alone.

mod mutate;
mod trial;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::memory;
use crate::project;

/// Feed damaged documents to the generator.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How long.
    #[arg(long, default_value_t = 5)]
    minutes: u64,
    /// What the damage is drawn from. The same seed damages the same documents in the same way.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A folder with documents to start from, beside the project's own cases; `cargo xtask corpus`
    /// fills this one.
    #[arg(long, default_value = "target/corpus/documents")]
    documents: PathBuf,
    /// Keep the damaged documents that were accepted in this folder, to see whether they compile.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Tries documents in this process, from this number on; what the watching process calls.
    #[arg(long, hide = true)]
    worker: Option<u64>,
}

/// A trial that takes longer than this is reported.
const PATIENCE: Duration = Duration::from_secs(20);

/// The memory that a trial may take, in KiB.
const MEMORY: u64 = 1024 * 1024;

/// Where the present document, the state and what was found lie.
fn folder() -> PathBuf {
    project::root().join("target/fuzz")
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(first) = arguments.worker {
        return trial::work(arguments, first);
    }
    let folder = folder();
    fs::create_dir_all(folder.join("found"))?;
    let end = Instant::now() + Duration::from_secs(60 * arguments.minutes);
    let mut next = 0;
    let mut crashes = 0;
    while Instant::now() < end {
        let mut child = start(arguments, next)?;
        let fault = watch(&mut child, end)?;
        next = state(&folder).first().copied().unwrap_or(next) + 1;
        if let Some(fault) = fault {
            crashes += 1;
            keep(&folder, &format!("{fault}-{}-{}", arguments.seed, next - 1))?;
        }
    }
    report(&folder, arguments, crashes)
}

fn start(arguments: &Arguments, first: u64) -> Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["fuzz", "--worker", &first.to_string()])
        .args(["--seed", &arguments.seed.to_string(), "--documents"])
        .arg(&arguments.documents)
        .current_dir(project::root());
    if let Some(keep) = &arguments.keep {
        command.arg("--keep").arg(keep);
    }
    command
        .spawn()
        .context("starting the process that tries documents")
}

/// Waits for the end of a process; why it was at fault, or `None` when the time was over.
fn watch(child: &mut Child, end: Instant) -> Result<Option<&'static str>> {
    let folder = folder();
    let mut last = (0, Instant::now());
    loop {
        std::thread::sleep(Duration::from_millis(200));
        if let Some(status) = child.try_wait()? {
            return Ok((!status.success()).then_some("crash"));
        }
        let number = state(&folder).first().copied().unwrap_or_default();
        if number != last.0 {
            last = (number, Instant::now());
        }
        let fault = if last.1.elapsed() > PATIENCE {
            Some("hang")
        } else if memory::of(Some(child.id()), "VmRSS:") > MEMORY * 3 / 2 {
            Some("memory")
        } else {
            None
        };
        if fault.is_some() || Instant::now() > end {
            child.kill()?;
            child.wait()?;
            return Ok(fault);
        }
    }
}

/// The number of the present document, then how many were tried, accepted, refused and found at
/// fault.
fn state(folder: &Path) -> Vec<u64> {
    let text = fs::read_to_string(folder.join("state")).unwrap_or_default();
    text.split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect()
}

/// Keeps the present document.
fn keep(folder: &Path, name: &str) -> Result<()> {
    let to = folder.join("found").join(format!("{name}.json"));
    fs::copy(folder.join("present"), &to)?;
    println!("{name}: {}", to.display());
    Ok(())
}

fn report(folder: &Path, arguments: &Arguments, crashes: u64) -> Result<ExitCode> {
    let state = state(folder);
    let [_, tried, accepted, refused, faults, slowest, peak] = state[..] else {
        anyhow::bail!("no document was tried");
    };
    println!(
        "{tried} documents in {} minutes with seed {}: {accepted} became crates, {refused} were \
         refused with a place; the slowest took {slowest} ms, the largest {} MiB.",
        arguments.minutes,
        arguments.seed,
        peak / 1024
    );
    let faults = faults + crashes;
    if faults == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "{faults} were at fault; they are in {}.",
        folder.join("found").display()
    );
    Ok(ExitCode::FAILURE)
}
