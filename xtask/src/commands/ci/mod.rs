//! `ci`: everything that guards the project, in the order in which faults are cheapest.

mod compilers;
mod features;
mod steps;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::project;
use steps::{Done, Steps};

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
    let shell = Shell::new()?;
    shell.change_dir(project::root());
    let before = cmd!(shell, "git status --porcelain").read()?;
    let mut steps = Steps::default();
    let made = every_step(&shell, arguments, &mut steps);
    let made = made.and_then(|()| {
        steps.run("a clean work tree", || {
            let after = cmd!(shell, "git status --porcelain").read()?;
            if after != before {
                bail!("the checks above changed files:\n{after}");
            }
            Ok(())
        })
    });
    made?;
    print!("{}", steps.report());
    Ok(ExitCode::SUCCESS)
}

fn every_step(shell: &Shell, arguments: &Arguments, steps: &mut Steps) -> Result<()> {
    let xtask = |command: &str| check(cmd!(shell, "cargo xtask").args(command.split(' ')));
    steps.run("formatting", || {
        check(cmd!(shell, "cargo fmt --all --check"))
    })?;
    steps.run("the committed client", || xtask("codegen --check"))?;
    steps.run("the client's version", || xtask("semver"))?;
    steps.run("the client's dependencies", || xtask("budget"))?;
    if !arguments.after_tests {
        steps.run("tests", || check(cmd!(shell, "cargo test --workspace")))?;
    }
    steps.run("tests of every feature", || {
        check(cmd!(shell, "cargo test --package runtime --all-features"))
    })?;
    steps.run("clippy", || {
        check(cmd!(
            shell,
            "cargo clippy --workspace --all-targets --features generator-tests/contract -- -D warnings"
        ))
    })?;
    steps.run("every feature", || features::lint(shell))?;
    steps.run("documentation", || {
        let _flags = shell.push_env("RUSTDOCFLAGS", "-D warnings");
        check(cmd!(
            shell,
            "cargo doc --workspace --no-deps --all-features"
        ))
    })?;
    steps.try_run("rules for dependencies", || dependencies(shell))?;
    steps.run("stated compilers", || compilers::stated(shell))?;
    steps.try_run("models for wasm", || compilers::wasm(shell))?;
    steps.try_run("oldest compiler of the client", || {
        compilers::oldest_for_users(shell)
    })?;
    steps.try_run("oldest compiler of the tools", || {
        compilers::oldest_for_tools(shell)
    })?;
    if !arguments.without_contract {
        steps.run("contract", || xtask("contract"))?;
    }
    Ok(())
}

/// Licences and sources of dependencies. Advisories need a database from the network.
fn dependencies(shell: &Shell) -> Result<Done> {
    let has_deny = cmd!(shell, "cargo deny --version")
        .quiet()
        .ignore_stderr()
        .read();
    if has_deny.is_err() {
        let way = "there is no cargo-deny: `cargo install --locked cargo-deny`";
        return Ok(Done::Lacking(way.to_owned()));
    }
    let args = [
        "--offline",
        "--all-features",
        "check",
        "bans",
        "licenses",
        "sources",
    ];
    check(cmd!(shell, "cargo deny {args...}"))?;
    Ok(Done::Checked)
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

fn check(command: xshell::Cmd<'_>) -> Result<()> {
    command.run().map_err(Into::into)
}
