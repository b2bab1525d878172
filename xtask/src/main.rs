//! The maintainers' commands: the command line in, one module of `commands` called.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program talks to its user"
)]

mod commands;
mod diff;
mod import;
mod project;
mod release;
mod workspace;
mod write;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generating makes and drops millions of tokens on several threads: the system's allocator takes
/// a third of the time for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generate the client, and guard it.
#[derive(Debug, Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    version,
    arg_required_else_help = true
)]
#[command(
    after_help = "Start with `cargo xtask codegen`: it reads spec/openapi.yaml and writes \
                        generated-client."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Turn an OpenAPI document into a client crate.
    Codegen(commands::codegen::Arguments),
    /// Check a document, with every warning, and write nothing.
    Lint(commands::lint::Arguments),
    /// Print what a stage of the generator makes of a document.
    Dump(commands::dump::Arguments),
    /// Show what another document of the API has beyond ours, or says otherwise.
    Import(commands::import::Arguments),
    /// Measure the generator, the overhead of a call, and the time to compile the client.
    Bench(commands::bench::Arguments),
    /// Make 20,000 calls to a server that fails in every way it can.
    Soak(commands::soak::Arguments),
    /// Test the client against Prism and two OAuth servers; needs Node 20.
    Contract(commands::contract::Arguments),
    /// Print what changed for users of the client since the last release.
    Changelog(commands::changelog::Arguments),
    /// Check that the client's version says what changed since the last release.
    Semver(commands::semver::Arguments),
    /// Record a release: its section of CHANGELOG.md, and the new baseline.
    Release(commands::release::Arguments),
    /// Count the crates that the client brings with it.
    Budget(commands::budget::Arguments),
    /// Run everything that CI runs.
    Ci(commands::ci::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => commands::codegen::run(&arguments),
        Command::Lint(arguments) => commands::lint::run(&arguments),
        Command::Dump(arguments) => commands::dump::run(&arguments),
        Command::Import(arguments) => commands::import::run(&arguments),
        Command::Bench(arguments) => commands::bench::run(&arguments),
        Command::Soak(arguments) => commands::soak::run(&arguments),
        Command::Contract(arguments) => commands::contract::run(&arguments),
        Command::Changelog(arguments) => commands::changelog::run(&arguments),
        Command::Semver(arguments) => commands::semver::run(&arguments),
        Command::Release(arguments) => commands::release::run(&arguments),
        Command::Budget(arguments) => commands::budget::run(&arguments),
        Command::Ci(arguments) => commands::ci::run(&arguments),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            let text = format!("{error:#}");
            let lead = if text.contains("error[") {
                ""
            } else {
                "error: "
            };
            eprintln!("{lead}{text}");
            ExitCode::FAILURE
        }
    }
}
