//! `ci`: everything that guards the project, in the order in which faults are cheapest.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::project;

/// Run everything that CI runs.
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
    step("formatting", || {
        check(cmd!(shell, "cargo fmt --all --check"))
    })?;
    step("the committed client", || {
        check(cmd!(shell, "cargo xtask codegen --check"))
    })?;
    if !arguments.after_tests {
        step("tests", || check(cmd!(shell, "cargo test --workspace")))?;
    }
    step("tests of every feature", || {
        check(cmd!(shell, "cargo test --package runtime --all-features"))
    })?;
    step("clippy", || {
        check(cmd!(
            shell,
            "cargo clippy --workspace --all-targets --features generator-tests/contract -- -D warnings"
        ))
    })?;
    step("every feature", || every_feature(&shell))?;
    step("documentation", || {
        let _flags = shell.push_env("RUSTDOCFLAGS", "-D warnings");
        check(cmd!(
            shell,
            "cargo doc --workspace --no-deps --all-features"
        ))
    })?;
    step("oldest compilers", || oldest_compilers(&shell))?;
    if !arguments.without_contract {
        step("contract", || check(cmd!(shell, "cargo xtask contract")))?;
    }
    step("a clean work tree", || {
        let after = cmd!(shell, "git status --porcelain").read()?;
        if after != before {
            bail!("the checks above changed files:\n{after}");
        }
        Ok(())
    })?;
    println!("everything passed");
    Ok(ExitCode::SUCCESS)
}

/// The emitted crate and the runtime with each feature alone, none and all.
fn every_feature(shell: &Shell) -> Result<()> {
    for package in [project::CLIENT, "runtime"] {
        for features in feature_sets(shell, package)? {
            println!(
                "{package}: {}",
                if features.is_empty() {
                    "no feature"
                } else {
                    &features
                }
            );
            check(cmd!(
                shell,
                "cargo clippy --quiet --package {package} --no-default-features --features {features} -- -D warnings"
            ))?;
        }
    }
    Ok(())
}

/// None, each alone, and all, as values of `--features`.
fn feature_sets(shell: &Shell, package: &str) -> Result<Vec<String>> {
    let names = features(shell, package)?;
    let mut sets = vec![String::new()];
    sets.extend(names.iter().cloned());
    sets.push(names.join(","));
    Ok(sets)
}

fn features(shell: &Shell, package: &str) -> Result<Vec<String>> {
    let metadata = metadata(shell, true)?;
    let found = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|found| found["name"] == package)
        .with_context(|| format!("there is no package {package}"))?;
    let features = found["features"]
        .as_object()
        .context("a package has features")?;
    Ok(features
        .keys()
        .filter(|name| *name != "default")
        .cloned()
        .collect())
}

/// No dependency of a package asks for a newer compiler than the package states.
fn oldest_compilers(shell: &Shell) -> Result<()> {
    let metadata = metadata(shell, false)?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo lists packages")?;
    for package in [project::CLIENT, "generator", "xtask"] {
        let own = packages
            .iter()
            .find(|found| found["name"] == package)
            .with_context(|| format!("there is no package {package}"))?;
        let stated = version(
            own["rust_version"]
                .as_str()
                .context("a package states it")?,
        );
        let format = "{p}";
        let tree = cmd!(
            shell,
            "cargo tree --package {package} --all-features --edges normal,build --prefix none --format {format}"
        )
        .read()?;
        for line in tree.lines() {
            let mut words = line.split_whitespace();
            let (Some(name), Some(number)) = (words.next(), words.next()) else {
                continue;
            };
            let number = number.trim_start_matches('v');
            let needed = packages
                .iter()
                .find(|found| found["name"] == name && found["version"] == number)
                .and_then(|found| found["rust_version"].as_str());
            if needed.is_some_and(|needed| version(needed) > stated) {
                let needed = needed.unwrap_or_default();
                bail!("{package} states Rust {stated:?}, but {name} {number} needs {needed}");
            }
        }
        println!(
            "{package}: Rust {}.{} holds for every dependency",
            stated.0, stated.1
        );
    }
    Ok(())
}

/// `1.85.1` as numbers.
fn version(text: &str) -> (u32, u32, u32) {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next())
}

fn metadata(shell: &Shell, no_deps: bool) -> Result<serde_json::Value> {
    let deps = no_deps.then_some("--no-deps");
    let text = cmd!(shell, "cargo metadata --format-version 1 {deps...}")
        .quiet()
        .read()?;
    Ok(serde_json::from_str(&text)?)
}

fn check(command: xshell::Cmd<'_>) -> Result<()> {
    command.run().map_err(Into::into)
}

fn step(name: &str, run: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("==== {name}");
    let start = Instant::now();
    run().with_context(|| format!("{name} failed"))?;
    println!("==== {name}: passed in {} s", start.elapsed().as_secs());
    Ok(())
}
