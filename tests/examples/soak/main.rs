//! A soak: many tasks make many calls through the emitted client to a server that fails in every
//! way it can. `cargo xtask soak` runs it.
//!
//! In goes a seed; out come figures, and failure if a promise was broken: every call ends in the
//! right answer or the right error, nothing is done twice that must not be, tokens are asked for
//! once each time one ends, memory stays flat.

mod calls;
mod plan;
mod records;
mod report;
mod server;
mod tokens;
mod watch;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use generated_client::Client;
use generated_client::runtime::retry::RetryBudget;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinSet;

use plan::Plan;
use report::Report;
use server::Server;
use watch::{Counter, Memory};

/// Soak the emitted client.
#[derive(Debug, Parser)]
struct Arguments {
    /// What everything random is drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Calls to make.
    #[arg(long, default_value_t = 20_000)]
    calls: usize,
    /// Tasks that make them.
    #[arg(long, default_value_t = 256)]
    tasks: usize,
}

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The run ends here, whatever is still under way.
const LONGEST: Duration = Duration::from_secs(240);
/// Longer than any attempt takes on a busy machine, and shorter than a stall.
const ATTEMPT: Duration = Duration::from_secs(6);

#[tokio::main]
async fn main() -> Fallible<ExitCode> {
    let arguments = Arguments::parse();
    let server = Arc::new(Server::new(
        Plan {
            seed: arguments.seed,
        },
        arguments.calls,
    ));
    let address = Arc::clone(&server).start().await?;
    let counter = Arc::new(Counter::default());
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .auth_url(format!("http://{address}"))
        .client_credentials("soak", "secret-of-the-soak")
        .attempt_timeout(ATTEMPT)
        // The budget would end some calls early; here each is to use all of its attempts.
        .retry_budget(RetryBudget::unlimited())
        .observer(counter.clone())
        .no_proxy()
        .build()?;
    let started = Instant::now();
    let memory = Memory::default();
    let report = Report::default();
    let soaked = soak(&client, &server, &arguments, &memory, report);
    let report = tokio::time::timeout(LONGEST, soaked)
        .await
        .map_err(|_| format!("not done within {LONGEST:?}"))?;
    drop(client);
    let faults = report.print(
        &arguments,
        &server,
        &counter,
        memory.peaks(),
        started.elapsed(),
    );
    Ok(if faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Makes all calls; each task takes the next one that nobody has made.
async fn soak(
    client: &Client,
    server: &Arc<Server>,
    arguments: &Arguments,
    memory: &Memory,
    mut report: Report,
) -> Report {
    let next = Arc::new(AtomicUsize::new(0));
    let progress = progress(arguments.calls);
    let mut tasks = JoinSet::new();
    for _ in 0..arguments.tasks {
        let (client, server, next) = (client.clone(), Arc::clone(server), Arc::clone(&next));
        let (calls, progress) = (arguments.calls, progress.clone());
        tasks.spawn(async move {
            let mut report = Report::default();
            loop {
                let call = next.fetch_add(1, Ordering::Relaxed);
                if call >= calls {
                    return report;
                }
                report.add(calls::make(&client, &server, call).await);
                progress.inc(1);
            }
        });
    }
    let mut clock = tokio::time::interval(Duration::from_millis(50));
    loop {
        tokio::select! {
            done = tasks.join_next() => match done {
                Some(Ok(part)) => report.join(part),
                Some(Err(error)) => report.add(calls::Ending::Wrong(format!("a task: {error}"))),
                None => break,
            },
            _ = clock.tick() => {
                memory.sample(progress.position() as f64 / arguments.calls as f64);
            }
        }
    }
    progress.finish_and_clear();
    report
}

/// Shown on a terminal, and not otherwise.
fn progress(calls: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} calls, {eta} left");
    ProgressBar::new(calls as u64)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
