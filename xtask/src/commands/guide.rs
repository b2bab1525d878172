//! `guide`: the pages of the guide that are made from the code.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::project;

/// Write the pages of the guide that are made from the code.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; exit with an error when a page is stale.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    for page in generator::cli::guide::pages() {
        let path = project::root().join(&page.path);
        let present = fs::read_to_string(&path).unwrap_or_default();
        if present.replace("\r\n", "\n") == page.text {
            continue;
        }
        if arguments.check {
            bail!("{} is stale: run `cargo xtask guide`", page.path);
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, &page.text).with_context(|| format!("writing {}", page.path))?;
        println!("wrote {}", page.path);
    }
    Ok(ExitCode::SUCCESS)
}
