//! The steps of a run: what each took, and what could not be checked here.

use std::cell::RefCell;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use xshell::{Cmd, Shell, cmd};

use crate::project;

/// What a step did.
pub(super) enum Done {
    /// It checked what it is there for.
    Checked,
    /// This machine lacks something that it needs: what, and how to get it.
    Lacking(String),
}

/// Where steps run one after the other: a shell, and what becomes of the output of its commands.
pub(super) struct Lane {
    /// In the folder of the workspace.
    pub(super) shell: Shell,
    /// The output so far, where it is shown at the end of a step, since another lane shows its own.
    noted: Option<RefCell<String>>,
}

impl Lane {
    /// A lane whose output is shown as it comes.
    pub(super) fn alone() -> Result<Self> {
        let shell = Shell::new()?;
        shell.change_dir(project::root());
        Ok(Self { shell, noted: None })
    }

    /// A lane beside others.
    pub(super) fn beside_others() -> Result<Self> {
        Ok(Self {
            noted: Some(RefCell::default()),
            ..Self::alone()?
        })
    }

    /// Runs a command, which has to succeed.
    pub(super) fn check(&self, command: Cmd<'_>) -> Result<()> {
        let Some(noted) = &self.noted else {
            return Ok(command.run()?);
        };
        let shown = command.to_string();
        let output = command.quiet().ignore_status().output()?;
        let mut noted = noted.borrow_mut();
        noted.push_str(&format!("$ {shown}\n"));
        for bytes in [&output.stderr, &output.stdout] {
            noted.push_str(&String::from_utf8_lossy(bytes));
        }
        if !output.status.success() {
            bail!("`{shown}` failed");
        }
        Ok(())
    }

    /// Runs a command of this program. Not through cargo, which would wait until another command of
    /// cargo has ended.
    pub(super) fn xtask(&self, arguments: &str) -> Result<()> {
        let program = std::env::current_exe()?;
        let arguments = arguments.split(' ');
        self.check(cmd!(self.shell, "{program} {arguments...}"))
    }

    /// Notes a line of its own.
    pub(super) fn note(&self, line: &str) {
        match &self.noted {
            None => println!("{line}"),
            Some(noted) => noted.borrow_mut().push_str(&format!("{line}\n")),
        }
    }
}

/// What was done so far, in every lane.
pub(super) struct Steps {
    start: Instant,
    done: Mutex<Record>,
}

#[derive(Default)]
struct Record {
    times: Vec<(String, Duration)>,
    lacking: Vec<(String, String)>,
    failed: Vec<String>,
}

impl Steps {
    pub(super) fn new() -> Self {
        Self {
            start: Instant::now(),
            done: Mutex::default(),
        }
    }

    /// Runs a step that every machine can make.
    pub(super) fn run(
        &self,
        lane: &Lane,
        name: &str,
        step: impl FnOnce(&Lane) -> Result<()>,
    ) -> Result<()> {
        self.try_run(lane, name, |lane| step(lane).map(|()| Done::Checked))
    }

    /// Runs a step that needs what not every machine has. Once a step has failed, in any lane, no
    /// other one begins.
    pub(super) fn try_run(
        &self,
        lane: &Lane,
        name: &str,
        step: impl FnOnce(&Lane) -> Result<Done>,
    ) -> Result<()> {
        if let [failed, ..] = self.record().failed.as_slice() {
            bail!("{failed} failed");
        }
        println!("==== {name}");
        let start = Instant::now();
        let done = step(lane);
        let time = start.elapsed();
        let mut record = self.record();
        let mut text = lane.noted.as_ref().map(RefCell::take).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = match &done {
            Ok(Done::Checked) => {
                writeln!(text, "==== {name}: passed in {:.1} s", time.as_secs_f32())
            }
            Ok(Done::Lacking(what)) => writeln!(text, "==== {name}: NOT CHECKED: {what}"),
            Err(error) => writeln!(text, "==== {name}: FAILED: {error:#}"),
        };
        print!("{text}");
        record.times.push((name.to_owned(), time));
        match done {
            Ok(Done::Checked) => Ok(()),
            Ok(Done::Lacking(what)) => {
                record.lacking.push((name.to_owned(), what));
                Ok(())
            }
            Err(error) => {
                record.failed.push(name.to_owned());
                Err(error.context(format!("{name} failed")))
            }
        }
    }

    fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.done
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// What a reader sees at the end of a run.
    pub(super) fn report(&self) -> String {
        let record = self.record();
        let mut text = String::new();
        for (name, time) in &record.times {
            text.push_str(&format!("{:>7.1} s  {name}\n", time.as_secs_f32()));
        }
        let whole = self.start.elapsed().as_secs_f32();
        text.push_str(&format!("{whole:>7.1} s  in all\n"));
        match record.lacking.as_slice() {
            [] => text.push_str("everything passed\n"),
            lacking => {
                text.push_str("everything that was checked passed\n");
                for (name, what) in lacking {
                    text.push_str(&format!("!!!! NOT CHECKED: {name}: {what}\n"));
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_checked_stands_at_the_end() {
        let lane = Lane::alone().unwrap();
        let steps = Steps::new();
        steps.run(&lane, "one", |_| Ok(())).unwrap();
        assert!(steps.report().ends_with("everything passed\n"));
        let lacking = |_: &Lane| Ok(Done::Lacking("no compiler".to_owned()));
        steps.try_run(&lane, "two", lacking).unwrap();
        assert!(
            steps
                .report()
                .ends_with("\n!!!! NOT CHECKED: two: no compiler\n")
        );
    }

    #[test]
    fn nothing_begins_after_a_step_that_failed() {
        let (lane, other) = (Lane::alone().unwrap(), Lane::beside_others().unwrap());
        let steps = Steps::new();
        assert!(steps.run(&lane, "one", |_| anyhow::bail!("no")).is_err());
        let begun = steps.run(&other, "two", |_| unreachable!());
        assert_eq!(begun.unwrap_err().to_string(), "one failed");
    }

    #[test]
    fn a_command_that_fails_is_named_with_what_it_said() {
        let lane = Lane::beside_others().unwrap();
        let failed = lane.check(cmd!(lane.shell, "cargo no-such-command"));
        let error = failed.unwrap_err().to_string();
        assert_eq!(error, "`cargo no-such-command` failed");
        let noted = lane.noted.unwrap().take();
        assert!(noted.contains("no such command"), "{noted}");
    }
}
