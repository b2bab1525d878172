//! The features of the emitted crate and of the runtime, in sets that users may choose.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::{check, metadata};
use crate::project;

/// The emitted crate and the runtime with each feature alone, none and all.
pub(super) fn lint(shell: &Shell) -> Result<()> {
    for package in [project::CLIENT, "runtime"] {
        for features in sets(shell, package)? {
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
fn sets(shell: &Shell, package: &str) -> Result<Vec<String>> {
    let names = of(shell, package)?;
    let mut sets = vec![String::new()];
    sets.extend(names.iter().cloned());
    sets.push(names.join(","));
    Ok(sets)
}

/// The features of a package, without `default`.
fn of(shell: &Shell, package: &str) -> Result<Vec<String>> {
    let metadata = metadata(shell, true)?;
    let features = super::package(&metadata, package)?["features"]
        .as_object()
        .context("a package has features")?;
    Ok(features
        .keys()
        .filter(|name| *name != "default")
        .cloned()
        .collect())
}

/// The features of the emitted crate that bring no HTTP client with them.
pub(super) fn without_client(shell: &Shell) -> Result<Vec<String>> {
    let metadata = metadata(shell, true)?;
    let features = super::package(&metadata, project::CLIENT)?["features"]
        .as_object()
        .context("a package has features")?;
    let brings = |name: &str| {
        let mut enables = features[name].as_array().into_iter().flatten();
        name == "client" || enables.any(|enabled| enabled == "client")
    };
    Ok(features
        .keys()
        .filter(|name| *name != "default" && !brings(name))
        .cloned()
        .collect())
}
