//! `semver`: what the client offers beside what it offered at the last release, and whether its
//! version says so.

use std::process::ExitCode;

use anyhow::Result;
use generator::compare::Reach;
use generator::interface::difference::{Difference, LineChange};

use crate::project;
use crate::release::baseline::{Baseline, Current};
use crate::release::version;

/// The most additions that are shown; the rest is counted.
const MOST: usize = 40;

/// Check that the client's version says what changed since the last release.
///
/// Compares everything that the crate offers to its users, the runtime included, with
/// spec/released/interface.txt. What is gone or changed breaks users: it needs the next minor
/// version (before 1.0), what is new the next patch version. Exits with 1 when `version` in
/// spec/codegen.toml is lower than that.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Print everything that the crate offers, and compare nothing.
    #[arg(long)]
    list: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = project::root();
    let current = Current::read(&root)?;
    if arguments.list {
        print!("{}", current.interface);
        return Ok(ExitCode::SUCCESS);
    }
    let Some(baseline) = Baseline::read(&root)? else {
        println!(
            "nothing was released yet: any version will do, and `cargo xtask release` makes it"
        );
        return Ok(ExitCode::SUCCESS);
    };
    let difference = current.since(&baseline);
    let reach = difference.reach();
    let (released, now) = (&baseline.version, &current.version);
    let shown = describe(&difference);
    if version::is_enough(now, released, reach) {
        let what = match reach {
            Reach::Fix => "nothing that users see".to_owned(),
            Reach::Addition => format!("additions ({} lines)", difference.changes.len()),
            Reach::Breaking => format!(
                "changes that break users ({} lines)",
                difference.changes.len()
            ),
        };
        println!("since {released}: {what}; version {now} is enough");
        return Ok(ExitCode::SUCCESS);
    }
    let needed = version::needed(released, reach);
    println!("Since {released} the client's interface changed:\n\n{shown}");
    println!("{}", advice(&needed.to_string(), &now.to_string(), reach));
    Ok(ExitCode::FAILURE)
}

/// What is to be done.
fn advice(needed: &str, now: &str, reach: Reach) -> String {
    let why = match reach {
        Reach::Breaking => "lines that are gone or changed break the code of users",
        _ => "there is more than before",
    };
    format!(
        "`version` in {} is {now}; it has to be {needed} at least, since {why}.\n\nSet it there, \
         run `cargo xtask codegen`, and commit both. If the change was not meant, take it back.",
        project::CONFIG
    )
}

/// The changes as lines with `-` and `+`, those that break users first.
pub(crate) fn describe(difference: &Difference) -> String {
    let of = |reach: Reach| {
        difference
            .changes
            .iter()
            .filter(move |change| change.reach == reach)
    };
    let mut text = String::new();
    for (reach, heading) in [(Reach::Breaking, "breaking"), (Reach::Addition, "added")] {
        let changes: Vec<&LineChange> = of(reach).collect();
        if changes.is_empty() {
            continue;
        }
        text.push_str(&format!("{heading}:\n"));
        let most = if reach == Reach::Breaking {
            usize::MAX
        } else {
            MOST
        };
        for change in changes.iter().take(most) {
            let old = change.old.iter().map(|line| format!("  - {line}\n"));
            let new = change.new.iter().map(|line| format!("  + {line}\n"));
            text.extend(old.chain(new));
        }
        if changes.len() > most {
            text.push_str(&format!("  … and {} more\n", changes.len() - most));
        }
        text.push('\n');
    }
    text
}
