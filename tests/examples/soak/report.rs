//! The end of a soak: what became of the calls and what everybody counted in, figures and the
//! number of broken promises out.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::Arguments;
use crate::calls::Ending;
use crate::server::Server;
use crate::watch::{Counter, Peaks};

/// How many wrong endings are shown in full.
const SHOWN: usize = 10;

/// What became of calls.
#[derive(Debug, Default)]
pub(crate) struct Report {
    answers: usize,
    errors: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Report {
    pub(crate) fn add(&mut self, ending: Ending) {
        match ending {
            Ending::Answer => self.answers += 1,
            Ending::Error(label) => *self.errors.entry(label).or_default() += 1,
            Ending::Wrong(text) => self.wrong.push(text),
        }
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.answers += other.answers;
        self.wrong.extend(other.wrong);
        for (label, number) in other.errors {
            *self.errors.entry(label).or_default() += number;
        }
    }

    /// Prints everything. Returns how many promises were broken.
    pub(crate) fn print(
        &self,
        arguments: &Arguments,
        server: &Server,
        counter: &Counter,
        memory: Peaks,
        time: Duration,
    ) -> usize {
        let Arguments { seed, calls, tasks } = arguments;
        println!(
            "seed {seed}: {calls} calls of {tasks} tasks in {:.1} s",
            time.as_secs_f64()
        );
        self.print_endings();
        let load = |number: &std::sync::atomic::AtomicU64| number.load(Ordering::Relaxed);
        let waited = load(&counter.waited_millis) as f64 / 1000.0;
        println!("  attempts: {}", load(&counter.attempts));
        println!(
            "  waits before another attempt: {}, {waited:.0} s in all",
            load(&counter.waits)
        );
        println!(
            "  connections: {}",
            server.connections.load(Ordering::Relaxed)
        );
        let tokens = server.tokens.counts();
        println!(
            "  tokens: {} given out, for {} ended early ({} of them replaced), {} at the end of \
             their time, {} for no reason; {} requests by the client's count",
            tokens.issued,
            tokens.ended,
            tokens.replaced,
            tokens.renewed,
            tokens.needless,
            load(&counter.tokens)
        );
        let doubles = self.doubles(server, *calls);
        println!("  POST and PATCH done twice: {doubles}");
        println!(
            "  memory: {} warm, {} at the end",
            mebibytes(memory.warm),
            mebibytes(memory.end)
        );
        let promises = [
            (
                "every call ends in the right answer or the right error",
                self.wrong.is_empty(),
            ),
            ("every call comes to an end", self.total() == *calls),
            ("nothing is done twice that must not be", doubles == 0),
            (
                "no answer and no body is mixed up",
                server.mixed_up.load(Ordering::Relaxed) == 0,
            ),
            (
                "one token request each time a token ends",
                tokens.needless == 0,
            ),
            (
                "the client's count of tokens is right",
                load(&counter.tokens) == tokens.issued as u64,
            ),
            (
                "a call that starts is seen to finish",
                load(&counter.started) == load(&counter.finished),
            ),
            ("memory stays flat", memory.is_flat()),
        ];
        for (promise, kept) in promises {
            println!("{}: {promise}", if kept { "kept" } else { "BROKEN" });
        }
        promises.iter().filter(|(_, kept)| !kept).count()
    }

    fn print_endings(&self) {
        println!("  right answers: {}", self.answers);
        println!("  right errors: {}", self.errors.values().sum::<usize>());
        for (label, number) in &self.errors {
            println!("    {label}: {number}");
        }
        println!("  wrong: {}", self.wrong.len());
        for text in self.wrong.iter().take(SHOWN) {
            println!("    {text}");
        }
    }

    fn total(&self) -> usize {
        self.answers + self.wrong.len() + self.errors.values().sum::<usize>()
    }

    /// Counted once all is over: a request may still be on its way when its call ends.
    fn doubles(&self, server: &Server, calls: usize) -> usize {
        (0..calls)
            .filter(|call| !server.plan.kind(*call).is_idempotent())
            .filter(|call| server.records.of(*call).processed > 1)
            .count()
    }
}

fn mebibytes(kibibytes: u64) -> String {
    match kibibytes {
        0 => "not known".to_owned(),
        size => format!("{:.1} MiB", size as f64 / 1024.0),
    }
}
