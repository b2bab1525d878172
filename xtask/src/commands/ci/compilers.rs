//! The oldest compilers that the packages state, and the compiler for wasm.

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::steps::{Done, Lane};
use super::{features, metadata, package};
use crate::project;

/// No dependency of a package asks for a newer compiler than the package states.
pub(super) fn stated(lane: &Lane) -> Result<()> {
    let shell = &lane.shell;
    let metadata = metadata(shell, false)?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo lists packages")?;
    for name in [project::CLIENT, project::PROGRAM, "xtask"] {
        let stated = oldest(&metadata, name)?;
        let format = "{p}";
        let tree = cmd!(
            shell,
            "cargo tree --package {name} --all-features --edges normal,build --prefix none --format {format}"
        )
        .read()?;
        for line in tree.lines() {
            let mut words = line.split_whitespace();
            let (Some(dependency), Some(number)) = (words.next(), words.next()) else {
                continue;
            };
            let number = number.trim_start_matches('v');
            let needed = packages
                .iter()
                .find(|found| found["name"] == dependency && found["version"] == number)
                .and_then(|found| found["rust_version"].as_str());
            if let Some(needed) = needed
                && version(needed) > stated
            {
                bail!(
                    "{name} states Rust {}, but {dependency} {number} needs {needed}",
                    text(stated)
                );
            }
        }
        lane.note(&format!(
            "{name}: Rust {} holds for every dependency",
            text(stated)
        ));
    }
    Ok(())
}

/// The emitted crate and the runtime are compiled with the oldest compiler that they state.
pub(super) fn oldest_for_users(lane: &Lane) -> Result<Done> {
    check_with_oldest(lane, &[project::CLIENT, "runtime"])
}

/// The tools are compiled with the oldest compiler that they state.
pub(super) fn oldest_for_tools(lane: &Lane) -> Result<Done> {
    check_with_oldest(lane, &[project::PROGRAM, "xtask"])
}

fn check_with_oldest(lane: &Lane, packages: &[&str]) -> Result<Done> {
    let shell = &lane.shell;
    let metadata = metadata(shell, true)?;
    let mut stated = Vec::new();
    for name in packages {
        stated.push(oldest(&metadata, name)?);
    }
    let toolchain = text(stated.into_iter().max().context("there are packages")?);
    if !has(shell, "toolchain list", &toolchain) {
        return Ok(Done::Lacking(format!(
            "there is no Rust {toolchain}: `rustup toolchain install {toolchain} --profile minimal`"
        )));
    }
    let _target = shell.push_env("CARGO_TARGET_DIR", beside(&metadata)?);
    let flags = packages.iter().flat_map(|name| ["--package", name]);
    lane.check(cmd!(
        shell,
        "rustup run {toolchain} cargo check --locked --all-features {flags...}"
    ))?;
    Ok(Done::Checked)
}

/// The models of the emitted crate are compiled for wasm.
pub(super) fn wasm(lane: &Lane) -> Result<Done> {
    let shell = &lane.shell;
    let target = "wasm32-unknown-unknown";
    if !has(shell, "target list --installed", target) {
        return Ok(Done::Lacking(format!(
            "there is no standard library for {target}: `rustup target add {target}`"
        )));
    }
    let package = project::CLIENT;
    let features = features::without_client(shell)?.join(",");
    let _target = shell.push_env("CARGO_TARGET_DIR", beside(&metadata(shell, true)?)?);
    lane.check(cmd!(
        shell,
        "cargo check --locked --package {package} --target {target} --no-default-features --features {features}"
    ))?;
    Ok(Done::Checked)
}

/// A folder to build in, beside the one of the other lane: cargo lets one command build at a time, and
/// two compilers in one folder would build everything anew each time.
fn beside(metadata: &serde_json::Value) -> Result<String> {
    let target = metadata["target_directory"].as_str();
    let target = target.context("cargo names its target folder")?;
    Ok(format!("{target}/oldest"))
}

/// Whether rustup lists something.
fn has(shell: &Shell, list: &str, wanted: &str) -> bool {
    let words = list.split_whitespace();
    let listed = cmd!(shell, "rustup {words...}")
        .quiet()
        .ignore_stderr()
        .read();
    listed.is_ok_and(|listed| {
        let begins = |line: &str| {
            let rest = line.strip_prefix(wanted);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', ' ']))
        };
        listed.lines().any(begins)
    })
}

/// The compiler that a package states.
fn oldest(metadata: &serde_json::Value, name: &str) -> Result<(u32, u32, u32)> {
    let stated = package(metadata, name)?["rust_version"].as_str();
    Ok(version(stated.context("a package states its compiler")?))
}

/// `1.85` as numbers.
fn version(text: &str) -> (u32, u32, u32) {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next())
}

fn text((major, minor, patch): (u32, u32, u32)) -> String {
    format!("{major}.{minor}.{patch}")
}
