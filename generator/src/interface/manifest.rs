//! Lines for `Cargo.toml`: the features that users choose from, and the versions of those crates
//! whose types they meet in signatures.

use std::collections::BTreeSet;

use super::Line;
use super::condition::Condition;
use crate::OutputFile;

/// Adds the lines of the manifest to those of the code.
pub(super) fn lines(files: &[OutputFile], lines: &mut BTreeSet<Line>) {
    let Some(file) = files.iter().find(|file| file.path == "Cargo.toml") else {
        return;
    };
    let manifest: toml::Table = match file.text.parse() {
        Ok(manifest) => manifest,
        Err(error) => panic!("the crate's Cargo.toml is no TOML: {error}"),
    };
    let table = |name: &str| manifest.get(name).and_then(toml::Value::as_table);
    for (name, enables) in table("features").into_iter().flatten() {
        add("Cargo.toml", format!("feature {name}"), lines);
        if name == "default" {
            for enabled in enables.as_array().into_iter().flatten() {
                let enabled = enabled.as_str().unwrap_or_default();
                add("Cargo.toml", format!("default feature {enabled}"), lines);
            }
        }
    }
    let met: Vec<(String, String)> = table("dependencies")
        .into_iter()
        .flatten()
        .filter(|(name, _)| is_met(&name.replace('-', "_"), lines))
        .map(|(name, value)| (name.clone(), compatible(value)))
        .collect();
    for (name, version) in met {
        add("Cargo.toml", format!("types of {name} {version}"), lines);
    }
}

fn add(subject: &str, declaration: String, lines: &mut BTreeSet<Line>) {
    lines.insert(Line {
        subject: subject.to_owned(),
        declaration,
        condition: Condition::always(),
    });
}

/// Whether a line names something of a crate.
fn is_met(name: &str, lines: &BTreeSet<Line>) -> bool {
    let path = format!("{name}::");
    let begins = |text: &str| {
        text.match_indices(&path).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|char| !(char.is_alphanumeric() || char == '_' || char == ':'))
        })
    };
    lines.iter().any(|line| {
        begins(&line.declaration)
            || begins(&line.subject)
            || line.declaration == format!("use {name}")
    })
}

/// The part of a requirement that has to stay for types to stay the same: `1`, or `0.13`.
fn compatible(dependency: &toml::Value) -> String {
    let version = dependency.get("version").unwrap_or(dependency);
    let version = version
        .as_str()
        .unwrap_or("*")
        .trim_start_matches(['^', '=', '~', ' ']);
    let mut numbers = version.split('.');
    match (numbers.next(), numbers.next()) {
        (Some("0"), Some(minor)) => format!("0.{minor}"),
        (Some(major), _) => major.to_owned(),
        _ => version.to_owned(),
    }
}
