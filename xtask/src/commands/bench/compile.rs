//! What compiling the client costs its users: the processor's time for itself beside that for its
//! dependencies, in the same run, so that the ratio says the same on every machine, busy or not.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use generator::cli::Source;
use generator::cli::project::config;

use super::verdict;
use crate::project;

/// How often the client itself is compiled; the middle one counts.
const RUNS: usize = 3;

/// A way to compile, with the limit that is promised: the client's own time in percent of the time
/// for all its dependencies. Whole runs of cargo are measured.
struct Way {
    name: &'static str,
    arguments: &'static [&'static str],
    limit: u32,
}

const WAYS: &[Way] = &[
    Way {
        name: "cargo check",
        arguments: &["check"],
        // Measured: 4 % (4 s beside 94 s), with one tag 2 %.
        limit: 8,
    },
    Way {
        name: "cargo build --release",
        arguments: &["build", "--release"],
        // Measured: 18 % (38 s beside 210 s), with one tag 10 %.
        limit: 25,
    },
];

/// Measures every way, with default features and with one tag alone.
pub(super) fn measure(root: &Path) -> Result<bool> {
    let one = one_tag(root)?;
    let one: Vec<&str> = vec!["--no-default-features", "--features", &one];
    let mut good = true;
    for way in WAYS {
        let folder = tempfile::tempdir()?;
        let whole = compile(root, folder.path(), way, &[])?;
        let own = own_time(root, folder.path(), way, &[])?;
        let dependencies = whole.saturating_sub(own);
        let own_of_one = own_time(root, folder.path(), way, &one)?;
        let percent = |time: Duration| time.as_secs_f64() / dependencies.as_secs_f64() * 100.0;
        println!(
            "{}: {dependencies:.1?} for the dependencies; the client {own:.1?} ({:.0} %), with one \
             tag {own_of_one:.1?} ({:.0} %)",
            way.name,
            percent(own),
            percent(own_of_one)
        );
        let kept = percent(own) < f64::from(way.limit);
        println!("limit: {} %: {}", way.limit, verdict(kept));
        good &= kept;
    }
    Ok(good)
}

/// The time for the client alone, its dependencies being there.
fn own_time(root: &Path, target: &Path, way: &Way, features: &[&str]) -> Result<Duration> {
    // The first run may still find a dependency that other features ask for.
    compile(root, target, way, features)?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let mut clean = Command::new("cargo");
        clean.args(["clean", "--package", project::CLIENT]);
        clean.args(
            way.arguments
                .iter()
                .filter(|argument| **argument == "--release"),
        );
        run(root, target, &mut clean)?;
        times.push(compile(root, target, way, features)?);
    }
    times.sort();
    Ok(times[times.len() / 2])
}

fn compile(root: &Path, target: &Path, way: &Way, features: &[&str]) -> Result<Duration> {
    let mut command = Command::new("cargo");
    command
        .args(way.arguments)
        .args(["--quiet", "--locked", "--package", project::CLIENT])
        .args(features);
    let before = children_time()?;
    run(root, target, &mut command)?;
    Ok(children_time()?.saturating_sub(before))
}

/// The processor's time that the processes took which this one started and waited for.
fn children_time() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("the figures are Linux's own")?;
    // The program's name stands in parentheses, and may hold anything.
    let (_, numbers) = stat.rsplit_once(')').context("a process has a name")?;
    let ticks: Vec<u64> = numbers
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    // A tick is a hundredth of a second on every Linux that Rust is built for.
    Ok(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
}

/// Runs cargo as the workspace of a user would: without what this one's profiles ask for.
fn run(root: &Path, target: &Path, command: &mut Command) -> Result<()> {
    let status = command
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "false")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .stderr(Stdio::null())
        .status()
        .context("cargo cannot be started")?;
    if !status.success() {
        bail!("the client cannot be compiled");
    }
    Ok(())
}

/// The features that bring the first tag of the document and nothing of the others.
fn one_tag(root: &Path) -> Result<String> {
    let spec = root.join(project::SPEC);
    let source = Source::read(&spec.to_string_lossy(), None, false)?;
    let model = source.understand(&config(&root.join(project::CONFIG))?)?;
    let tag = model.names.tags.first().context("the document has a tag")?;
    Ok(format!("rustls,{}", tag.feature))
}
