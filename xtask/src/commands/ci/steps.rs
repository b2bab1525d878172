//! The steps of a run: what each took, and what could not be checked here.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What a step did.
pub(super) enum Done {
    /// It checked what it is there for.
    Checked,
    /// This machine lacks something that it needs: what, and how to get it.
    Lacking(String),
}

/// What was done so far.
#[derive(Default)]
pub(super) struct Steps {
    times: Vec<(String, Duration)>,
    lacking: Vec<(String, String)>,
}

impl Steps {
    /// Runs a step that every machine can make.
    pub(super) fn run(&mut self, name: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
        self.try_run(name, || step().map(|()| Done::Checked))
    }

    /// Runs a step that needs what not every machine has.
    pub(super) fn try_run(
        &mut self,
        name: &str,
        step: impl FnOnce() -> Result<Done>,
    ) -> Result<()> {
        println!("==== {name}");
        let start = Instant::now();
        let done = step().with_context(|| format!("{name} failed"))?;
        let time = start.elapsed();
        match done {
            Done::Checked => println!("==== {name}: passed in {:.1} s", time.as_secs_f32()),
            Done::Lacking(what) => {
                println!("==== {name}: NOT CHECKED: {what}");
                self.lacking.push((name.to_owned(), what));
            }
        }
        self.times.push((name.to_owned(), time));
        Ok(())
    }

    /// What a reader sees at the end of a run.
    pub(super) fn report(&self) -> String {
        let total: Duration = self.times.iter().map(|(_, time)| *time).sum();
        let mut text = String::new();
        for (name, time) in &self.times {
            text.push_str(&format!("{:>7.1} s  {name}\n", time.as_secs_f32()));
        }
        text.push_str(&format!("{:>7.1} s  in all\n", total.as_secs_f32()));
        match self.lacking.as_slice() {
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
        let mut steps = Steps::default();
        steps.run("one", || Ok(())).unwrap();
        assert!(steps.report().ends_with("everything passed\n"));
        steps
            .try_run("two", || Ok(Done::Lacking("no compiler".to_owned())))
            .unwrap();
        assert!(
            steps
                .report()
                .ends_with("\n!!!! NOT CHECKED: two: no compiler\n")
        );
        assert!(steps.run("three", || anyhow::bail!("no")).is_err());
    }
}
