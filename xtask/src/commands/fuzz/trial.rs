//! One damaged document after the other. In: where to begin; out: what each became, in files that
//! the watching process reads.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use generator::config::Config;
use generator::diagnostics::{Diagnostics, Severity};
use generator::{Input, Stage, generate};
use serde_json::Value;

use super::mutate::{Random, mutated};
use super::{Arguments, MEMORY, folder, state};
use crate::{memory, project};

/// A document that is larger than this takes too long to be damaged often.
const LARGEST: usize = 600_000;

/// What took longer is reported.
const SLOW: Duration = Duration::from_secs(5);

/// A process makes this many trials and ends, so that what one leaves behind does not count.
const TRIALS: u64 = 2000;

/// Tries documents from this number on.
pub(super) fn work(arguments: &Arguments, first: u64) -> Result<ExitCode> {
    let folder = folder();
    let seeds = seeds(arguments);
    let mut counts = match first {
        0 => vec![0; 7],
        _ => state(&folder),
    };
    counts.resize(7, 0);
    if let Some(keep) = &arguments.keep {
        fs::create_dir_all(keep)?;
    }
    for number in first..first + TRIALS {
        let mut random = Random::new(arguments.seed, number);
        let seed = &seeds[random.below(seeds.len())];
        let text = mutated(seed, &mut random);
        fs::write(folder.join("present"), &text)?;
        counts[0] = number;
        write_state(&folder, &counts)?;
        let (outcome, took, peak) = tried(&text);
        counts[1] += 1;
        counts[5] = counts[5].max(took.as_millis() as u64);
        counts[6] = counts[6].max(peak);
        let fault = match outcome {
            Outcome::Crate if peak > MEMORY => Some("memory"),
            Outcome::Crate | Outcome::Refused if took > SLOW => Some("slow"),
            Outcome::Crate => {
                counts[2] += 1;
                if let Some(keep) = &arguments.keep {
                    fs::write(keep.join(format!("{number}.json")), &text)?;
                }
                None
            }
            Outcome::Refused => {
                counts[3] += 1;
                None
            }
            Outcome::Panic => Some("panic"),
            Outcome::NoPlace => Some("no-place"),
        };
        if let Some(fault) = fault {
            counts[4] += 1;
            super::keep(&folder, &format!("{fault}-{}-{number}", arguments.seed))?;
        }
        write_state(&folder, &counts)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write_state(folder: &Path, counts: &[u64]) -> Result<()> {
    let text: Vec<String> = counts.iter().map(u64::to_string).collect();
    fs::write(folder.join("state"), text.join(" "))?;
    Ok(())
}

enum Outcome {
    Crate,
    Refused,
    Panic,
    /// Refused without saying where.
    NoPlace,
}

fn tried(text: &str) -> (Outcome, Duration, u64) {
    // The peak counts from here on.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let started = Instant::now();
    let input = Input {
        path: "document",
        text,
        read: &|path| Err(format!("there is no {path}")),
    };
    let result = catch_unwind(AssertUnwindSafe(|| generate(&input, &Config::default())));
    let outcome = match result {
        Err(_) => Outcome::Panic,
        Ok(Ok(_)) => Outcome::Crate,
        Ok(Err(diagnostics)) if has_places(&diagnostics) => Outcome::Refused,
        Ok(Err(_)) => Outcome::NoPlace,
    };
    (outcome, started.elapsed(), memory::of(None, "VmHWM:"))
}

/// Whether there is an error, and each says where.
fn has_places(diagnostics: &Diagnostics) -> bool {
    let mut errors = diagnostics
        .unique()
        .filter(|(_, one)| one.code.severity == Severity::Error)
        .peekable();
    errors.peek().is_some() && errors.all(|(place, _)| place.is_some())
}

/// The documents to damage: those of the cases, our own, and those of a folder.
fn seeds(arguments: &Arguments) -> Vec<Value> {
    let root = project::root();
    let mut paths = vec![root.join(project::SPEC)];
    for folder in ["tests/cases/ok", "tests/cases/err"] {
        documents(&root.join(folder), &mut paths);
    }
    documents(&root.join(&arguments.documents), &mut paths);
    paths.sort();
    paths.iter().filter_map(|path| tree(path)).collect()
}

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            documents(&path, found);
        } else if path
            .extension()
            .is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|one| ending == *one))
        {
            found.push(path);
        }
    }
}

/// A document as a tree, with the files that it refers to.
fn tree(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    if text.len() > LARGEST {
        return None;
    }
    let folder = path.parent()?;
    let input = Input {
        path: "document",
        text: &text,
        read: &|path| fs::read_to_string(folder.join(path)).map_err(|error| error.to_string()),
    };
    let tree = generator::dump(&input, &Config::default(), Stage::Tree, None).ok()?;
    let tree: Value = serde_json::from_str(&tree).ok()?;
    let is_document = tree.get("openapi").is_some() || tree.get("swagger").is_some();
    is_document.then_some(tree)
}
