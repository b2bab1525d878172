//! `ci`: everything that guards the project, in the order in which faults are cheapest.
//!
//! After the tests two lanes run beside each other: one builds in `target`, where most is built
//! already; the other one builds in folders of its own, or waits for servers.

mod compilers;
mod features;
mod steps;

use std::path::Path;
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::contract;
use crate::project;
use steps::{Done, Lane, Steps};

/// Run everything that CI runs.
///
/// Some steps need what not every machine has: older compilers, the target for wasm. What could
/// not be checked stands at the end of the output, with the command that brings it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Leave out `cargo test --workspace`, which has just run.
    #[arg(long)]
    after_tests: bool,
    /// Leave out the contract tests, which need Node 20.
    #[arg(long)]
    without_contract: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let lane = Lane::alone()?;
    let state = || cmd!(lane.shell, "git status --porcelain").quiet().read();
    let before = state()?;
    let steps = Steps::new();
    tests(&lane, arguments, &steps)?;
    let mut contract = None;
    if !arguments.without_contract {
        steps.run(&lane, "the program of the contract tests", |_| {
            contract = Some(contract::build(&project::root())?);
            Ok(())
        })?;
    }
    thread::scope(|scope| {
        let beside = scope.spawn(|| beside(&Lane::beside_others()?, contract.as_deref(), &steps));
        let builds = Lane::beside_others().and_then(|lane| builds(&lane, &steps));
        let beside = beside
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        builds.and(beside)
    })?;
    steps.run(&lane, "a clean work tree", |_| {
        let after = state()?;
        if after != before {
            bail!("the checks above changed files:\n{after}");
        }
        Ok(())
    })?;
    print!("{}", steps.report());
    Ok(ExitCode::SUCCESS)
}

/// What is fast, then every test.
fn tests(lane: &Lane, arguments: &Arguments, steps: &Steps) -> Result<()> {
    let shell = &lane.shell;
    steps.run(lane, "formatting", |lane| {
        lane.check(cmd!(shell, "cargo fmt --all --check"))
    })?;
    steps.run(lane, "the committed client", |lane| {
        lane.xtask("codegen --check")
    })?;
    steps.run(lane, "the client's version", |lane| lane.xtask("semver"))?;
    steps.run(lane, "the client's dependencies", |lane| {
        lane.xtask("budget")
    })?;
    if !arguments.after_tests {
        steps.run(lane, "tests", |lane| {
            lane.check(cmd!(shell, "cargo test --workspace"))
        })?;
    }
    steps.run(lane, "tests of every feature", |lane| {
        lane.check(cmd!(shell, "cargo test --package runtime --all-features"))
    })
}

/// What is built in `target`.
fn builds(lane: &Lane, steps: &Steps) -> Result<()> {
    let shell = &lane.shell;
    steps.run(lane, "clippy", |lane| {
        lane.check(cmd!(
            shell,
            "cargo clippy --workspace --all-targets -- -D warnings"
        ))?;
        // Not among all targets, since nothing but `cargo xtask contract` runs it.
        lane.check(cmd!(
            shell,
            "cargo clippy --workspace --test contract -- -D warnings"
        ))
    })?;
    steps.run(lane, "every feature", features::lint)?;
    steps.run(lane, "documentation", |lane| {
        let _flags = shell.push_env("RUSTDOCFLAGS", "-D warnings");
        lane.check(cmd!(
            shell,
            "cargo doc --workspace --no-deps --all-features"
        ))
    })?;
    steps.run(lane, "a stranger's workspace", |lane| {
        lane.xtask("stranger")
    })
}

/// What is built elsewhere or needs no builds.
fn beside(lane: &Lane, contract: Option<&Path>, steps: &Steps) -> Result<()> {
    if let Some(program) = contract {
        let program = program.display();
        steps.run(lane, "contract", |lane| {
            lane.xtask(&format!("contract --built {program}"))
        })?;
    }
    steps.try_run(lane, "rules for dependencies", dependencies)?;
    steps.run(lane, "stated compilers", compilers::stated)?;
    steps.try_run(lane, "the guide", guide)?;
    steps.try_run(lane, "models for wasm", compilers::wasm)?;
    steps.try_run(
        lane,
        "oldest compiler of the client",
        compilers::oldest_for_users,
    )?;
    steps.try_run(
        lane,
        "oldest compiler of the tools",
        compilers::oldest_for_tools,
    )
}

/// Licences and sources of dependencies. Advisories need a database from the network.
fn dependencies(lane: &Lane) -> Result<Done> {
    if !has(&lane.shell, "cargo deny --version") {
        let way = "there is no cargo-deny: `cargo install --locked cargo-deny`";
        return Ok(Done::Lacking(way.to_owned()));
    }
    lane.check(cmd!(
        lane.shell,
        "cargo deny --offline --all-features check bans licenses sources"
    ))?;
    Ok(Done::Checked)
}

/// The guide as a book. Whether its links lead somewhere is a test of the generator.
fn guide(lane: &Lane) -> Result<Done> {
    if !has(&lane.shell, "mdbook --version") {
        let way = "there is no mdbook: `cargo install --locked mdbook`";
        return Ok(Done::Lacking(way.to_owned()));
    }
    let target = project::root().join("target/guide");
    lane.check(cmd!(lane.shell, "mdbook build docs --dest-dir {target}"))?;
    Ok(Done::Checked)
}

/// Whether a command is there.
fn has(shell: &Shell, command: &str) -> bool {
    let mut words = command.split(' ');
    let Some(program) = words.next() else {
        return false;
    };
    let arguments: Vec<&str> = words.collect();
    let found = cmd!(shell, "{program} {arguments...}").quiet();
    found.ignore_stderr().read().is_ok()
}

fn metadata(shell: &Shell, no_deps: bool) -> Result<serde_json::Value> {
    let deps = no_deps.then_some("--no-deps");
    let text = cmd!(shell, "cargo metadata --format-version 1 {deps...}")
        .quiet()
        .read()?;
    Ok(serde_json::from_str(&text)?)
}

/// A package of the workspace in cargo's metadata.
fn package<'a>(metadata: &'a serde_json::Value, name: &str) -> Result<&'a serde_json::Value> {
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .find(|found| found["name"] == name)
        .with_context(|| format!("there is no package {name}"))
}
