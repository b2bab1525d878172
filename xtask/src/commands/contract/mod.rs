//! `contract`: the emitted client against servers that nobody here wrote.
//!
//! Installs the servers (`node`), starts them (`servers`), runs the test target `contract` of the
//! package `generator-tests`, and sums up what it noted (`summary`).

mod node;
mod servers;
mod summary;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use crate::project;
use servers::Servers;
use summary::Record;

/// The package of the servers, with its `node_modules`.
const FOLDER: &str = "tests/contract";
/// Where the servers write to, and the tests note what they did.
const OUTPUT: &str = "target/contract";
/// The tests have run for less than two minutes on the slowest machine so far.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Test the client against Prism and two OAuth servers; needs Node 20.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Run only the tests whose names contain this.
    filter: Option<String>,
    /// The program of the tests, where it has been built already.
    #[arg(long, hide = true)]
    built: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = project::root();
    let folder = root.join(FOLDER);
    let output = root.join(OUTPUT);
    node::check()?;
    node::install(&folder)?;
    let program = match &arguments.built {
        Some(program) => program.clone(),
        None => build(&root)?,
    };
    fs::create_dir_all(&output).with_context(|| format!("creating {}", output.display()))?;
    let step = spinner("starting the servers");
    let mut servers = Servers::start(&folder, &root.join(project::SPEC), &output)?;
    step.finish_and_clear();
    let record = output.join("record.jsonl");
    let passed = test(
        &program,
        &root,
        arguments.filter.as_deref(),
        &servers,
        &record,
    )?;
    for ended in servers.ended()? {
        println!("{ended}");
    }
    drop(servers);
    let record = Record::read(&record)?;
    if arguments.filter.is_some() {
        return Ok(if passed {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let operations = operations(&root)?;
    print!("{}", record.summary(operations));
    let good = passed && record.is_complete(operations);
    println!("contract: {}", if good { "kept" } else { "broken" });
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Builds the tests and gives the path of the program.
///
/// The whole workspace is named, for then its packages have the features that they have in
/// `cargo test --workspace`, and are built already.
pub(crate) fn build(root: &Path) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .args(["test", "--workspace", "--test", "contract", "--no-run"])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .context("running cargo")?;
    if !output.status.success() {
        bail!("the contract tests do not compile");
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let mut programs = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_ours = message["target"]["name"] == "contract";
        message["executable"]
            .as_str()
            .filter(|_| is_ours)
            .map(PathBuf::from)
    });
    programs
        .next()
        .context("cargo built no program of the contract tests")
}

/// Runs the tests, shows how far they are, and prints what they say if one fails.
fn test(
    program: &Path,
    root: &Path,
    filter: Option<&str>,
    servers: &Servers,
    record: &Path,
) -> Result<bool> {
    fs::write(record, "").with_context(|| format!("writing {}", record.display()))?;
    let mut child = Command::new(program)
        .args(filter)
        .current_dir(root.join("tests"))
        .envs(servers.variables())
        .env("CONTRACT_RECORD", record)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .context("starting the contract tests")?;
    let mut stdout = child.stdout.take().context("the tests' output is piped")?;
    let reader = thread::spawn(move || {
        let mut text = String::new();
        stdout.read_to_string(&mut text).map(|_| text)
    });
    let bar = calls();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            bail!(
                "the contract tests still ran after {} minutes",
                PATIENCE.as_secs() / 60
            );
        }
        if let Ok(record) = Record::read(record) {
            bar.set_length(record.announced);
            bar.set_position(record.calls());
            if record.announced > 0 && record.calls() == record.announced {
                bar.set_message("logging in");
            }
        }
        thread::sleep(Duration::from_millis(100));
    };
    bar.finish_and_clear();
    let text = reader.join().ok().context("reading the tests' output")??;
    if status.success() {
        let result = text.lines().find(|line| line.starts_with("test result"));
        println!("{}", result.unwrap_or_default());
    } else {
        println!("{text}");
        println!("what the servers said: {OUTPUT}/*.log");
    }
    Ok(status.success())
}

/// How many operations the rounds call: all of the document, but those by HEAD, whose answers have
/// nothing to compare.
fn operations(root: &Path) -> Result<usize> {
    let folder = root.join(project::SPEC);
    let folder = folder.parent().context("the document lies in a folder")?;
    let mut count = 0;
    for entry in fs::read_dir(folder).context("reading the folder of the document")? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).context("reading the document")?;
        let lines = |start: &str| {
            let lines = text.lines().map(str::trim_start);
            lines.filter(|line| line.starts_with(start)).count()
        };
        count += lines("operationId:") - lines("head:");
    }
    Ok(count)
}

/// Shows what is going on: on a terminal while it lasts, elsewhere once.
fn spinner(message: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(message);
    match bar.is_hidden() {
        true => println!("{message}"),
        false => bar.enable_steady_tick(Duration::from_millis(100)),
    }
    bar
}

fn calls() -> ProgressBar {
    let bar = ProgressBar::new(0).with_message("calling");
    match ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len} calls, {elapsed}") {
        Ok(style) => bar.set_style(style.progress_chars("=> ")),
        Err(_) => bar.set_message("calling"),
    }
    match bar.is_hidden() {
        true => println!("calling"),
        false => bar.enable_steady_tick(Duration::from_millis(100)),
    }
    bar
}
