//! The maintainers' commands: the command line in, one module of `commands` called.
#![expect(clippy::print_stdout, reason = "a program talks to its user")]

mod commands;
mod import;
mod memory;
mod project;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use generator::cli;

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
    /// What `clientsmith` has too, for the project's own client.
    #[command(flatten)]
    Shared(cli::Command),
    /// Show what another document of the API has beyond ours, or says otherwise.
    Import(commands::import::Arguments),
    /// Measure the generator, the overhead of a call, and the time to compile the client.
    Bench(commands::bench::Arguments),
    /// Make 20,000 calls to a server that fails in every way it can.
    Soak(commands::soak::Arguments),
    /// Test the client against Prism and two OAuth servers; needs Node 20.
    Contract(commands::contract::Arguments),
    /// Generate and compile public documents, and find the alternatives of their unions again.
    Corpus(commands::corpus::Arguments),
    /// Feed damaged documents to the generator.
    Fuzz(commands::fuzz::Arguments),
    /// Write the pages of the guide that are made from the code.
    Guide(commands::guide::Arguments),
    /// Count the crates that the client brings with it.
    Budget(commands::budget::Arguments),
    /// Install the program from its package, and use it as a stranger would.
    Stranger(commands::stranger::Arguments),
    /// Run everything that CI runs.
    Ci(commands::ci::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Shared(command) => return cli::finish(command.run(&project::XTASK)),
        Command::Import(arguments) => commands::import::run(&arguments),
        Command::Bench(arguments) => commands::bench::run(&arguments),
        Command::Soak(arguments) => commands::soak::run(&arguments),
        Command::Contract(arguments) => commands::contract::run(&arguments),
        Command::Corpus(arguments) => commands::corpus::run(&arguments),
        Command::Fuzz(arguments) => commands::fuzz::run(&arguments),
        Command::Guide(arguments) => commands::guide::run(&arguments),
        Command::Budget(arguments) => commands::budget::run(&arguments),
        Command::Stranger(arguments) => commands::stranger::run(&arguments),
        Command::Ci(arguments) => commands::ci::run(&arguments),
    };
    result.unwrap_or_else(|error| cli::finish(Err(error)))
}
