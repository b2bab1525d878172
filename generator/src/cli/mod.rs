//! The command line: what `clientsmith` and the maintainers' `cargo xtask` have in common.
//!
//! The rest of the library reads and writes nothing; this module does, and nothing else imports it.
//! A command is a file of [`commands`]: arguments in, an [`Exit`] out.

pub mod commands;
mod diff;
pub mod files;
pub mod guide;
pub mod init;
mod lock;
pub mod output;
pub mod project;
pub mod release;
mod report;
mod source;
mod watch;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use project::Program;
pub use source::Source;

/// How a command ended. The numbers are part of the interface: scripts branch on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, and nothing is wrong.
    Fine,
    /// 1: done, and the answer is no: the document has errors, the crate is stale, the version is
    /// too low.
    No,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::No => Self::FAILURE,
        }
    }
}

/// What the commands of the program say about themselves.
pub const AFTER_HELP: &str = "\
Start with `clientsmith init --from openapi.yaml`, then `clientsmith codegen`.

Exit codes: 0 done; 1 the answer is no (the document has errors, the crate is stale, the version is
too low); 2 the command could not be carried out (arguments, files, network).";

/// Turn an OpenAPI document into a complete Rust client crate.
#[derive(Debug, Parser)]
#[command(name = "clientsmith", version, arg_required_else_help = true, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// The commands of the program.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set up a folder: a document, codegen.toml, a workflow, a part for the README.
    Init(commands::init::Arguments),
    /// Turn an OpenAPI document into a client crate.
    Codegen(commands::codegen::Arguments),
    /// Check that the crate is what the document yields; write nothing.
    Check(commands::check::Arguments),
    /// Check a document, with every warning; write nothing.
    Lint(commands::lint::Arguments),
    /// Tell what a diagnostic means and what to do.
    Explain(commands::explain::Arguments),
    /// Print what generating would change in the crate, as a unified diff.
    Diff(commands::diff::Arguments),
    /// Check that the crate's version says what changed since the last release.
    Semver(commands::semver::Arguments),
    /// Print what changed for users of the crate since the last release.
    Changelog(commands::changelog::Arguments),
    /// Record a release: its section of the changelog, and the new baseline.
    Release(commands::release::Arguments),
    /// Print the JSON schema of codegen.toml, for editors.
    Schema,
    /// Print what a stage of the generator makes of a document.
    Dump(commands::dump::Arguments),
}

impl Command {
    /// Runs the command for a program.
    ///
    /// # Errors
    ///
    /// It could not be carried out.
    pub fn run(&self, program: &Program) -> anyhow::Result<Exit> {
        match self {
            Self::Init(arguments) => commands::init::run(arguments, program),
            Self::Codegen(arguments) => commands::codegen::run(arguments, program),
            Self::Check(arguments) => commands::check::run(arguments, program),
            Self::Lint(arguments) => commands::lint::run(arguments, program),
            Self::Explain(arguments) => commands::explain::run(arguments),
            Self::Diff(arguments) => commands::diff::run(arguments, program),
            Self::Semver(arguments) => commands::semver::run(arguments, program),
            Self::Changelog(arguments) => commands::changelog::run(arguments, program),
            Self::Release(arguments) => commands::release::run(arguments, program),
            Self::Schema => Ok(commands::schema::run()),
            Self::Dump(arguments) => commands::dump::run(arguments, program),
        }
    }
}

/// The program: what its caller wrote in, its exit code out.
pub fn main() -> ExitCode {
    finish(Arguments::parse().command.run(&project::CLIENTSMITH))
}

/// Reports how a command ended; what could not be carried out is exit code 2.
pub fn finish(result: anyhow::Result<Exit>) -> ExitCode {
    match result {
        Ok(exit) => exit.into(),
        Err(error) => {
            let text = format!("{error:#}");
            let lead = if text.contains("error[") {
                ""
            } else {
                "error: "
            };
            output::note(&format!("{lead}{}\n", text.trim_end()));
            ExitCode::from(2)
        }
    }
}
