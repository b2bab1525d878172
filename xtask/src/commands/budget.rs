//! `budget`: how many crates the client brings with it, beside spec/budget.toml.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project;

/// The limits, and the crates that they were measured with.
const FILE: &str = "spec/budget.toml";
const HEADER: &str = "\
# How many crates a user of generated-client compiles with it, on x86_64-unknown-linux-gnu. Each of
# them costs build time and trust. `cargo xtask budget` fails above a limit; `--accept` notes what
# is there now, and leaves the limits to you.
";
/// Every machine counts for this one.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Count the crates that the client brings with it.
///
/// Fails when there are more than spec/budget.toml allows, and names the newcomers.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Note the present crates in spec/budget.toml.
    #[arg(long)]
    accept: bool,
}

/// What the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    default: Limit,
    #[serde(rename = "types-only")]
    types_only: Limit,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    limit: usize,
    crates: BTreeSet<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let path = project::root().join(FILE);
    let text = fs::read_to_string(&path).with_context(|| format!("reading {FILE}"))?;
    let mut budget: Budget = toml::from_str(&text).with_context(|| FILE.to_owned())?;
    let default = crates(&[])?;
    let types_only = crates(&["--no-default-features"])?;
    if arguments.accept {
        budget.default.crates = default;
        budget.types_only.crates = types_only;
        fs::write(&path, render(&budget)).with_context(|| format!("writing {FILE}"))?;
        println!("{FILE} notes what is there now");
        return Ok(ExitCode::SUCCESS);
    }
    let mut good = true;
    for (name, limit, found) in [
        ("default features", &budget.default, &default),
        ("types only", &budget.types_only, &types_only),
    ] {
        let (text, kept) = compare(name, limit, found);
        println!("{text}");
        good &= kept;
    }
    if !good {
        println!(
            "Leave a dependency out, or make it optional. If it is worth its price, raise the limit \
             in {FILE}, and run `cargo xtask budget --accept`."
        );
    }
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What is to be said of one set of features, and whether its limit is kept.
fn compare(name: &str, limit: &Limit, found: &BTreeSet<String>) -> (String, bool) {
    let kept = found.len() <= limit.limit;
    let verdict = if kept { "kept" } else { "broken" };
    let mut text = format!(
        "{name}: {} crates, limit {}: {verdict}",
        found.len(),
        limit.limit
    );
    let newcomers: Vec<&str> = found
        .difference(&limit.crates)
        .map(String::as_str)
        .collect();
    let gone: Vec<&str> = limit.crates.difference(found).map(String::as_str).collect();
    if !newcomers.is_empty() {
        text.push_str(&format!("\n  new: {}", newcomers.join(", ")));
    }
    if !gone.is_empty() {
        text.push_str(&format!("\n  gone: {}", gone.join(", ")));
    }
    (text, kept)
}

/// The crates that the client is compiled with, without itself. Two versions of one count twice.
fn crates(features: &[&str]) -> Result<BTreeSet<String>> {
    let output = Command::new("cargo")
        .args(["tree", "--locked", "--package", project::CLIENT])
        .args(["--edges", "normal", "--prefix", "none", "--target", TARGET])
        .args(["--format", "{p}"])
        .args(features)
        .current_dir(project::root())
        .output()
        .context("cargo cannot be started")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(names(&String::from_utf8_lossy(&output.stdout)))
}

/// The names in the output of `cargo tree`: a second version of a crate has its number behind it.
fn names(tree: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<(&str, &str)> = BTreeSet::new();
    for line in tree.lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next())
            && name != project::CLIENT
        {
            found.insert((name, version));
        }
    }
    let mut names = BTreeSet::new();
    for (name, version) in found {
        if !names.insert(name.to_owned()) {
            names.insert(format!("{name} {version}"));
        }
    }
    names
}

fn render(budget: &Budget) -> String {
    let mut text = HEADER.to_owned();
    for (name, limit) in [
        ("default", &budget.default),
        ("types-only", &budget.types_only),
    ] {
        let count = limit.crates.len();
        text.push_str(&format!(
            "\n[{name}]\nlimit = {} # measured: {count}\ncrates = [\n",
            limit.limit
        ));
        for name in &limit.crates {
            text.push_str(&format!("    \"{name}\",\n"));
        }
        text.push_str("]\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_counted_once_a_version() {
        let found = names(
            "generated-client v0.1.0 (/a)\nserde v1.0.1\nsyn v2.0.1\nserde v1.0.1 (*)\nsyn v3.0.1\n",
        );
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            ["serde", "syn", "syn v3.0.1"]
        );
    }

    #[test]
    fn above_the_limit_the_newcomers_are_named() {
        let limit = Limit {
            limit: 1,
            crates: BTreeSet::from(["a".to_owned()]),
        };
        let crates = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        assert!(compare("x", &limit, &crates(&["a"])).1);
        let (text, kept) = compare("x", &limit, &crates(&["a", "b"]));
        assert!(
            !kept && text.ends_with("2 crates, limit 1: broken\n  new: b"),
            "{text}"
        );
    }

    #[test]
    fn what_is_noted_is_read_back() {
        let limit = |limit| Limit {
            limit,
            crates: BTreeSet::from(["a".to_owned()]),
        };
        let text = render(&Budget {
            default: limit(2),
            types_only: limit(1),
        });
        let read: Budget = toml::from_str(&text).unwrap();
        assert_eq!((read.default.limit, read.types_only.crates.len()), (2, 1));
    }
}
