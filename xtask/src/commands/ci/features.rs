//! The features of the emitted crate and of the runtime, in sets that users may choose.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::metadata;
use super::steps::Lane;
use crate::project;

/// The emitted crate and the runtime with each feature alone, none, all, and all but each one that
/// only says which items are there.
pub(super) fn lint(lane: &Lane) -> Result<()> {
    for package in [project::CLIENT, "runtime"] {
        for features in sets(&lane.shell, package)? {
            let shown = match features.as_str() {
                "" => "no feature",
                features => features,
            };
            lane.note(&format!("{package}: {shown}"));
            lane.check(cmd!(
                lane.shell,
                "cargo clippy --quiet --package {package} --no-default-features --features {features} -- -D warnings"
            ))?;
        }
    }
    Ok(())
}

/// None, each alone, all, and all but one, as values of `--features`.
fn sets(shell: &Shell, package: &str) -> Result<Vec<String>> {
    let features = of(shell, package)?;
    let names: Vec<&str> = features.iter().map(|(name, _)| name.as_str()).collect();
    let mut sets = vec![String::new()];
    sets.extend(names.iter().map(|name| (*name).to_owned()));
    sets.push(names.join(","));
    for (without, _) in features.iter().filter(|(_, switch)| *switch) {
        let others = names.iter().filter(|name| *name != without);
        sets.push(others.copied().collect::<Vec<_>>().join(","));
    }
    Ok(sets)
}

/// The features of a package, without `default`, each with whether it is a plain switch that turns
/// nothing else on.
fn of(shell: &Shell, package: &str) -> Result<Vec<(String, bool)>> {
    let metadata = metadata(shell, true)?;
    let features = super::package(&metadata, package)?["features"]
        .as_object()
        .context("a package has features")?;
    Ok(features
        .iter()
        .filter(|(name, _)| *name != "default")
        .map(|(name, enables)| (name.clone(), enables.as_array().is_some_and(Vec::is_empty)))
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
