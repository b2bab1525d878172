//! `semver`: what the crate offers beside what it offered at the last release, and whether its
//! version says so.

use anyhow::Result;

use crate::cli::Exit;
use crate::cli::output::{self, counted};
use crate::cli::project::{Flags, Program, Project};
use crate::cli::release::baseline::{Baseline, Current};
use crate::cli::release::version;
use crate::compare::Impact;
use crate::interface::difference::{Difference, LineChange};

/// The most additions that are shown; the rest is counted.
const MOST: usize = 40;

/// Check that the crate's version says what changed since the last release.
///
/// Compares everything that the crate offers to its users, the runtime included, with
/// `interface.txt` of the last release. What is gone or changed breaks users: it needs the next
/// minor version (before 1.0), what is new the next patch version. Exits with 1 when `version` in
/// codegen.toml is lower than that.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Print everything that the crate offers, and compare nothing.
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    flags: Flags,
}

/// Runs the command.
///
/// # Errors
///
/// It could not be carried out.
pub fn run(arguments: &Arguments, program: &Program) -> Result<Exit> {
    let project = Project::of(&arguments.flags, program)?;
    let current = Current::read(&project, program)?;
    if arguments.list {
        output::print(&current.interface.to_string());
        return Ok(Exit::Fine);
    }
    let Some(baseline) = Baseline::read(&project)? else {
        output::print(&format!(
            "nothing was released yet: any version will do, and `{}` makes it\n",
            program.command("release")
        ));
        return Ok(Exit::Fine);
    };
    let difference = current.since(&baseline);
    let impact = difference.impact();
    let (released, now) = (&baseline.version, &current.version);
    if version::is_enough(now, released, impact) {
        let lines = counted(difference.changes.len(), "line");
        let what = match impact {
            Impact::Fix => "nothing that users see".to_owned(),
            Impact::Addition => format!("additions ({lines})"),
            Impact::Breaking => format!("changes that break users ({lines})"),
        };
        output::print(&format!(
            "since {released}: {what}; version {now} is enough\n"
        ));
        return Ok(Exit::Fine);
    }
    let needed = version::needed(released, impact).to_string();
    output::print(&format!(
        "Since {released} the client's interface changed:\n\n{}\n{}\n",
        describe(&difference),
        advice(
            &needed,
            &now.to_string(),
            impact,
            &project.shown_file(),
            program
        )
    ));
    Ok(Exit::No)
}

/// What is to be done.
fn advice(needed: &str, now: &str, impact: Impact, file: &str, program: &Program) -> String {
    let why = match impact {
        Impact::Breaking => "lines that are gone or changed break the code of users",
        _ => "there is more than before",
    };
    format!(
        "`version` in {file} is {now}; it has to be {needed} at least, since {why}.\n\nSet it there, \
         run `{}`, and commit both. If the change was not meant, take it back.",
        program.command("codegen")
    )
}
/// The changes as lines with `-` and `+`, those that break users first.
pub(crate) fn describe(difference: &Difference) -> String {
    let of = |impact: Impact| {
        difference
            .changes
            .iter()
            .filter(move |change| change.impact == impact)
    };
    let mut text = String::new();
    for (impact, heading) in [(Impact::Breaking, "breaking"), (Impact::Addition, "added")] {
        let changes: Vec<&LineChange> = of(impact).collect();
        if changes.is_empty() {
            continue;
        }
        text.push_str(&format!("{heading}:\n"));
        let most = if impact == Impact::Breaking {
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
