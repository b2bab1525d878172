//! What the tests noted, a line of JSON a call: the file in, a summary out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// The modes of the client that have to be covered.
const MODES: [&str; 2] = ["async", "blocking"];
/// So many violations are shown; the tests' own output has all of them.
const SHOWN: usize = 20;

/// Every call that the tests noted.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// How many calls there are going to be, as far as is known.
    pub(super) announced: u64,
    modes: BTreeMap<String, Calls>,
}

/// The calls of one mode.
#[derive(Debug, Default)]
struct Calls {
    operations: BTreeSet<String>,
    statuses: BTreeMap<u16, u64>,
    /// Each with how often it was found.
    faults: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Announced {
        announced: u64,
    },
    Call {
        mode: String,
        operation: String,
        status: u16,
        faults: Vec<String>,
    },
}

impl Record {
    /// Reads the file as far as it has whole lines.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let mut record = Self::default();
        for line in text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
        {
            record.add(line);
        }
        Ok(record)
    }

    fn add(&mut self, line: Line) {
        match line {
            Line::Announced { announced } => self.announced += announced,
            Line::Call {
                mode,
                operation,
                status,
                faults,
            } => {
                let calls = self.modes.entry(mode).or_default();
                for fault in faults {
                    let named = format!("{operation} {status}: {fault}");
                    *calls.faults.entry(named).or_default() += 1;
                }
                calls.operations.insert(operation);
                *calls.statuses.entry(status).or_default() += 1;
            }
        }
    }

    /// How many calls were made.
    pub(super) fn calls(&self) -> u64 {
        self.modes
            .values()
            .flat_map(|calls| calls.statuses.values())
            .sum()
    }

    /// Whether each mode called every operation, and nothing was wrong.
    pub(super) fn is_complete(&self, operations: usize) -> bool {
        MODES.iter().all(|mode| {
            let calls = self.modes.get(*mode);
            calls.is_some_and(|calls| {
                calls.operations.len() == operations && calls.faults.is_empty()
            })
        })
    }

    /// A few lines for each mode.
    pub(super) fn summary(&self, operations: usize) -> String {
        let none = Calls::default();
        let modes = MODES.map(|mode| (mode, self.modes.get(mode).unwrap_or(&none)));
        modes
            .iter()
            .map(|(mode, calls)| calls.summary(mode, operations))
            .collect()
    }
}

impl Calls {
    fn summary(&self, mode: &str, operations: usize) -> String {
        let calls: u64 = self.statuses.values().sum();
        let statuses: Vec<String> = self
            .statuses
            .iter()
            .map(|(status, count)| format!("{status} ×{count}"))
            .collect();
        let mut text = format!(
            "{mode}: {} of {operations} operations, {calls} calls, {} violations\n    {}\n",
            self.operations.len(),
            self.faults.values().sum::<u64>(),
            statuses.join(", "),
        );
        for (fault, count) in self.faults.iter().take(SHOWN) {
            let short: String = fault.chars().take(300).collect();
            // Writing to a string does not fail.
            let _ = writeln!(text, "    {short} (×{count})");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    fn record(lines: &[&str]) -> Record {
        let mut record = Record::default();
        for line in lines {
            record.add(serde_json::from_str(line).expect("a line of the record"));
        }
        record
    }

    const ASYNC: &str = r#"{"mode":"async","operation":"a","status":200,"faults":[]}"#;
    const BLOCKING: &str = r#"{"mode":"blocking","operation":"a","status":200,"faults":[]}"#;
    const FAULT: &str = r#"{"mode":"blocking","operation":"a","status":404,"faults":["bad"]}"#;

    #[test]
    fn both_modes_have_to_be_complete() {
        assert!(record(&[ASYNC, BLOCKING]).is_complete(1));
        assert!(!record(&[ASYNC]).is_complete(1));
        assert!(!record(&[ASYNC, BLOCKING]).is_complete(2));
    }

    #[test]
    fn a_violation_is_shown_and_breaks_the_contract() {
        let record = record(&[ASYNC, BLOCKING, FAULT]);
        assert!(!record.is_complete(1));
        assert!(record.summary(1).contains("a 404: bad"));
    }

    #[test]
    fn announcements_add_up() {
        let record = record(&[r#"{"announced":2}"#, r#"{"announced":3}"#, ASYNC]);
        assert_eq!((record.announced, record.calls()), (5, 1));
    }
}
