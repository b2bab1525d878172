//! `codegen`: a document in, a crate out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use generator::config::Config;

use crate::diff;
use crate::project::{self, Source};
use crate::workspace;
use crate::write::{self, Edits, Present};

/// Turn an OpenAPI document into a client crate.
///
/// Without flags: spec/openapi.yaml, as spec/codegen.toml says, into generated-client. With
/// --spec and --out: any document, anywhere.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; print a diff and exit with 1 when the crate is not what the document yields.
    #[arg(long)]
    check: bool,
    /// Replace generated files that were edited by hand.
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// The document: OpenAPI in YAML or JSON.
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// The folder of the crate. What was not generated there stays as it is.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The crate's name [default: the folder's].
    #[arg(long, value_name = "CRATE", requires = "spec")]
    name: Option<String>,
    /// How to emit, as in spec/codegen.toml.
    #[arg(long, value_name = "FILE", requires = "spec")]
    config: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let job = Job::of(arguments)?;
    // The disk is read while the document is turned into files.
    let (output, present) = job
        .source
        .generate_beside(&job.config, || Present::read(&job.folder));
    let output = match output {
        Ok(output) => output,
        Err(diagnostics) => {
            eprint!("{}", diagnostics.render(project::color()));
            return Ok(ExitCode::FAILURE);
        }
    };
    if !output.warnings.is_empty() {
        eprint!("{}", output.warnings.render(project::color()));
    }
    let (files, edits) = (&output.files, job.edits);
    let changes = write::compare(&job.folder, present?, files, project::COMMAND, edits)?;
    let shown = Path::new(&job.shown);
    if arguments.check {
        if changes.is_empty() {
            println!("{}: up to date ({} files)", job.shown, output.files.len());
            return Ok(ExitCode::SUCCESS);
        }
        println!("{}", diff::unified(shown, &changes));
        eprintln!("{} is stale. Run:\n\n    {}\n", job.shown, job.command);
        return Ok(ExitCode::FAILURE);
    }
    write::apply(&job.folder, &changes, project::COMMAND, edits)?;
    println!(
        "{}: {} files, {} written, {} removed",
        job.shown,
        output.files.len(),
        changes.stale.len(),
        changes.removed.len()
    );
    for path in &changes.removed {
        println!("removed {}", shown.join(path).display());
    }
    let has_new_manifest = changes.stale.iter().any(|file| file.path == "Cargo.toml");
    if has_new_manifest && let Some(note) = workspace::note(&job.folder) {
        eprintln!("{note}");
    }
    if let Some(own) = listed(&changes.own) {
        println!("left alone, not generated: {own}");
    }
    Ok(ExitCode::SUCCESS)
}

/// A few of many paths.
fn listed(paths: &[String]) -> Option<String> {
    const MOST: usize = 5;
    let first = paths.get(..MOST.min(paths.len()))?.join(", ");
    match paths.len() {
        0 => None,
        count if count > MOST => Some(format!("{first} and {} more", count - MOST)),
        _ => Some(first),
    }
}

/// What is to be generated, and where to.
struct Job {
    source: Source,
    config: Config,
    folder: PathBuf,
    /// The folder as messages show it.
    shown: String,
    /// The command that brings the folder up to date.
    command: String,
    /// What happens to files that may have been edited.
    edits: Edits,
}

impl Job {
    fn of(arguments: &Arguments) -> Result<Self> {
        match (&arguments.spec, &arguments.out) {
            (Some(spec), Some(out)) => Self::of_any(arguments, spec, out),
            _ => Self::of_ours(),
        }
    }

    fn of_ours() -> Result<Self> {
        let root = project::root();
        Ok(Self {
            source: Source::read(&root.join(project::SPEC), project::SPEC)?,
            config: project::config(&root.join(project::CONFIG))?,
            folder: root.join(project::CLIENT),
            shown: project::CLIENT.to_owned(),
            command: project::COMMAND.to_owned(),
            edits: Edits::Unknown,
        })
    }

    fn of_any(arguments: &Arguments, spec: &Path, out: &Path) -> Result<Self> {
        write::check_target(out)?;
        let mut config = match &arguments.config {
            Some(path) => project::config(path)?,
            None => Config::default(),
        };
        if let Some(name) = arguments.name.clone().or_else(|| folder_name(out)) {
            config.package.name = crate_name(&name)?;
        }
        if config.package.in_workspace.is_none() && workspace::is_build_output(out) {
            config.package.in_workspace = Some(false);
        }
        let mut command = format!(
            "cargo xtask codegen --spec {} --out {}",
            spec.display(),
            out.display()
        );
        if let Some(name) = &arguments.name {
            command.push_str(&format!(" --name {name}"));
        }
        if let Some(path) = &arguments.config {
            command.push_str(&format!(" --config {}", path.display()));
        }
        Ok(Self {
            source: Source::read(spec, &spec.display().to_string())?,
            config,
            folder: out.to_path_buf(),
            shown: out.display().to_string(),
            command,
            edits: match arguments.force {
                true => Edits::Replace,
                false => Edits::Refuse,
            },
        })
    }
}

fn folder_name(out: &Path) -> Option<String> {
    let absolute = std::path::absolute(out).ok()?;
    Some(absolute.file_name()?.to_string_lossy().into_owned())
}

/// A name that cargo takes.
fn crate_name(name: &str) -> Result<String> {
    let legal = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
    let first = name
        .chars()
        .next()
        .context("a crate's name has at least one letter")?;
    if !first.is_ascii_alphabetic() || !name.chars().all(legal) {
        bail!(
            "`{name}` cannot be a crate's name: it takes letters, digits, `-` and `_`, and begins \
             with a letter; give one with --name"
        );
    }
    Ok(name.to_owned())
}
