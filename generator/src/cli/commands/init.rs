//! `init`: a folder in, everything that it needs to generate a client out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cli::Exit;
use crate::cli::Source;
use crate::cli::init::{self, Setup};
use crate::cli::output;
use crate::cli::project::{Program, crate_name, shown};
use crate::cli::source::is_url;

/// Set up a folder: a document, codegen.toml, a workflow, a part for the README.
///
/// Files that are there already stay as they are.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The document: a file to use where it is, or a URL to fetch [default: an OpenAPI document in
    /// this folder, or a small one to begin with].
    #[arg(long, value_name = "FILE|URL")]
    from: Option<String>,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR", default_value = "client")]
    out: PathBuf,
    /// The crate's name [default: the folder's].
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// The workflow to write [default: the one of the service that this folder is set up for].
    #[arg(long, value_name = "SERVICE")]
    ci: Option<Service>,
    /// The address of the repository that `clientsmith` was installed from, for the workflow.
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
}

/// What runs workflows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Service {
    /// `.github/workflows/client.yml`
    Github,
    /// A job to include in `.gitlab-ci.yml`: `client.gitlab-ci.yml`
    Gitlab,
    /// No workflow.
    None,
}

/// Where a document is looked for, in this order.
const DOCUMENTS: &[&str] = &[
    "openapi.yaml",
    "openapi.yml",
    "openapi.json",
    "swagger.yaml",
    "swagger.yml",
    "swagger.json",
    "spec/openapi.yaml",
    "spec/openapi.json",
    "docs/openapi.yaml",
    "docs/openapi.json",
];

/// Runs the command.
///
/// # Errors
///
/// It could not be carried out.
pub fn run(arguments: &Arguments, program: &Program) -> Result<Exit> {
    let mut files = Files::default();
    let spec = document(arguments, &mut files)?;
    let name = match &arguments.name {
        Some(name) => crate_name(name)?,
        None => {
            let folder = arguments.out.file_name();
            let folder = folder.context("--out has to end with the name of a folder")?;
            crate_name(&folder.to_string_lossy())?
        }
    };
    let stated = (!init::REPOSITORY.is_empty()).then_some(init::REPOSITORY);
    let setup = Setup {
        repository: arguments.repository.as_deref().or(stated),
        spec: &spec,
        out: &shown(&arguments.out),
        name: &name,
        program,
    };
    files.add("codegen.toml", init::configuration(&setup))?;
    match arguments.ci.unwrap_or_else(service) {
        Service::Github => files.add(".github/workflows/client.yml", init::github(&setup))?,
        Service::Gitlab => files.add("client.gitlab-ci.yml", init::gitlab(&setup))?,
        Service::None => {}
    }
    let readme = init::readme(&setup);
    let has_readme = Path::new("README.md").exists();
    if !has_readme {
        files.add("README.md", format!("# {name}\n\n{readme}"))?;
    }
    let mut text = files.report;
    if has_readme {
        text.push_str(&format!("\nFor your README.md:\n\n{readme}"));
    }
    if setup.repository.is_none() {
        text.push_str(&format!(
            "\nWhere these texts say {}, put the address that you installed {} from, or give it by \
             `init --repository URL`.\n",
            init::UNKNOWN_REPOSITORY,
            program.name,
        ));
    }
    text.push_str(&format!("\nNow run `{}`.\n", program.command("codegen")));
    output::print(&text);
    Ok(Exit::Fine)
}

/// Where the document is, after it was made or fetched if need be.
fn document(arguments: &Arguments, files: &mut Files) -> Result<String> {
    match &arguments.from {
        Some(url) if is_url(url) => {
            let text = Source::read(url, None, true)?.in_one_file()?;
            let is_json = text.trim_start().starts_with('{');
            let name = if is_json {
                "openapi.json"
            } else {
                "openapi.yaml"
            };
            if Path::new(name).exists() {
                bail!("{name} is there already: move it, or use it by `init --from {name}`");
            }
            files.add(name, text)?;
            Ok(name.to_owned())
        }
        Some(file) => {
            Source::read(file, None, false)?;
            Ok(file.replace('\\', "/"))
        }
        None => match DOCUMENTS.iter().find(|path| Path::new(path).is_file()) {
            Some(found) => {
                files.report.push_str(&format!("the document is {found}\n"));
                Ok((*found).to_owned())
            }
            None => {
                files.add(DOCUMENTS[0], init::DOCUMENT.to_owned())?;
                Ok(DOCUMENTS[0].to_owned())
            }
        },
    }
}

/// The service that the folder is set up for.
fn service() -> Service {
    if Path::new(".gitlab-ci.yml").exists() {
        Service::Gitlab
    } else if Path::new(".github").exists() || Path::new(".git").exists() {
        Service::Github
    } else {
        Service::None
    }
}

/// What was written, told to the user.
#[derive(Default)]
struct Files {
    report: String,
}

impl Files {
    /// Writes a file unless it is there.
    fn add(&mut self, path: &str, text: String) -> Result<()> {
        let place = Path::new(path);
        if place.exists() {
            self.report
                .push_str(&format!("{path} is there already, and stays\n"));
            return Ok(());
        }
        let why = || format!("writing {path}");
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).with_context(why)?;
        }
        fs::write(place, text).with_context(why)?;
        self.report.push_str(&format!("wrote {path}\n"));
        Ok(())
    }
}
