//! What generating the project's own client costs, as a whole process: over the crate that is there,
//! which is what a maintainer does all day, and into a new folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project;

/// The limits that are promised for generating over the crate that is there.
const TIME: Duration = Duration::from_millis(50);
const MEMORY_KIB: u64 = 64 * 1024;
/// How often each way is measured; the middle one counts.
const RUNS: usize = 15;

/// Measures the program of the release build; whether the limits are kept comes out.
pub(super) fn measure(root: &Path, program: &Path) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let present = folder.path().join("present");
    let generate = |out: PathBuf| generation(root, program, &out);
    // The first run makes the crate; each later one finds it as it should be.
    let memory = peak(generate(present.clone()))?;
    let over = times(|_| generate(present.clone()))?;
    let anew = times(|run| generate(folder.path().join(format!("new-{run}"))))?;
    println!("generating over the present crate, whole process, {RUNS} runs: {over}");
    println!("generating into a new folder, whole process, {RUNS} runs: {anew}");
    println!(
        "generating, memory at its peak: {:.1} MiB",
        memory as f64 / 1024.0
    );
    let good = over.middle < TIME && memory < MEMORY_KIB;
    println!(
        "limits over the present crate: {TIME:?} and {} MiB: {}",
        MEMORY_KIB / 1024,
        super::verdict(good)
    );
    println!(
        "a new folder has no limit: file systems differ in what a new file costs, and the same one \
         takes several times as long where many files were deleted just before"
    );
    Ok(good)
}

fn generation(root: &Path, program: &Path, out: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(["codegen", "--spec"])
        .arg(root.join(project::SPEC))
        .arg("--config")
        .arg(root.join(project::CONFIG))
        .arg("--out")
        .arg(out)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

/// How long a command took, of several runs.
struct Times {
    middle: Duration,
    worst: Duration,
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { middle, worst } = self;
        write!(f, "{middle:.1?} in the middle, {worst:.1?} at worst")
    }
}

fn times(command: impl Fn(usize) -> Command) -> Result<Times> {
    let mut times = Vec::new();
    for run in 0..RUNS {
        let start = Instant::now();
        let status = command(run)
            .status()
            .context("starting the release build")?;
        times.push(start.elapsed());
        if !status.success() {
            bail!("the release build failed to generate the client");
        }
    }
    times.sort();
    Ok(Times {
        middle: times[RUNS / 2],
        worst: times[RUNS - 1],
    })
}

/// The largest resident size that a process had, in KiB. Watching takes a good part of a core, so a
/// process that is watched is not timed.
fn peak(mut command: Command) -> Result<u64> {
    let mut child = command.spawn().context("starting the release build")?;
    let path = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while let Ok(status) = std::fs::read_to_string(&path) {
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let Some(size) = line.and_then(|line| line.split_whitespace().next()?.parse().ok()) else {
            break;
        };
        peak = peak.max(size);
        std::thread::sleep(Duration::from_micros(200));
    }
    if !child.wait()?.success() {
        bail!("the release build failed to generate the client");
    }
    if peak == 0 {
        bail!("this system does not tell how much memory a process has: {path} is missing");
    }
    Ok(peak)
}
