//! Where things lie: flags and `codegen.toml` in, paths out.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cli::Source;
use crate::cli::report::Format;
use crate::config::Config;

/// A program that has the commands.
#[derive(Debug)]
pub struct Program {
    /// What its user types before the name of a command.
    pub name: &'static str,
    /// Where the configuration is looked for, in the current folder and in those above.
    pub configs: &'static [&'static str],
    /// Whether the configured crate is part of this repository, where nobody edits it: all that has
    /// the header of a generated file there is replaced or removed.
    pub owns_client: bool,
}

/// The program that is installed.
pub static CLIENTSMITH: Program = Program {
    name: "clientsmith",
    configs: &["codegen.toml", "spec/codegen.toml"],
    owns_client: false,
};

impl Program {
    /// A command as its user types it.
    pub fn command(&self, name: &str) -> String {
        format!("{} {name}", self.name)
    }
}

/// The flags that every command has.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Flags {
    /// The document: a file, a URL, or `-` for standard input [default: `paths.spec` of codegen.toml].
    #[arg(long, value_name = "FILE|URL|-", help_heading = "Where things are")]
    pub spec: Option<String>,
    /// The crate's folder [default: `paths.out` of codegen.toml].
    #[arg(long, value_name = "DIR", help_heading = "Where things are")]
    pub out: Option<PathBuf>,
    /// How to emit [default: codegen.toml here or in a folder above, unless --spec is given].
    #[arg(long, value_name = "FILE", help_heading = "Where things are")]
    pub config: Option<PathBuf>,
    /// The crate's name [default: `crate.name` of codegen.toml, or the folder's name].
    #[arg(long, value_name = "CRATE", help_heading = "Where things are")]
    pub name: Option<String>,
    /// Take a document from the network as it is now, and note its hash in codegen.lock.
    #[arg(long, help_heading = "Where things are")]
    pub update: bool,
    /// How diagnostics are printed.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Output"
    )]
    pub format: Format,
    /// Exit with 1 on warnings too.
    #[arg(long, help_heading = "Output")]
    pub deny_warnings: bool,
}

/// What a command works on.
#[derive(Debug)]
pub struct Project {
    /// The configuration file, if there is one.
    pub file: Option<PathBuf>,
    /// What it says, and what flags say.
    pub config: Config,
    spec: Option<String>,
    out: Option<PathBuf>,
    update: bool,
}

impl Project {
    /// Finds out what flags and the configuration mean.
    ///
    /// # Errors
    ///
    /// The configuration cannot be read, or says what is not understood.
    pub fn of(flags: &Flags, program: &Program) -> Result<Self> {
        let file = match (&flags.config, &flags.spec) {
            (Some(file), _) => Some(file.clone()),
            // Another document than the configured one is not to be emitted as that one is.
            (None, Some(_)) => None,
            (None, None) => find(program),
        };
        let config = file.as_deref().map(config).transpose()?;
        let mut config = config.unwrap_or_default();
        if config.command.is_none() {
            config.command = Some(program.command("codegen"));
        }
        config.deny_warnings |= flags.deny_warnings;
        let mut project = Self {
            spec: flags.spec.clone(),
            out: flags.out.clone(),
            update: flags.update,
            file,
            config,
        };
        project.take_name(flags)?;
        Ok(project)
    }

    /// The crate is called as the flag says, as the configuration says, or as its folder.
    fn take_name(&mut self, flags: &Flags) -> Result<()> {
        let configured = self.config.package.name != Config::default().package.name;
        let folder = flags.out.as_deref().and_then(folder_name);
        let name = match (&flags.name, configured, folder) {
            (Some(name), ..) => name.clone(),
            (None, false, Some(folder)) => folder,
            _ => return Ok(()),
        };
        self.config.package.name = crate_name(&name)?;
        Ok(())
    }

    /// The folder that the paths of the configuration start from.
    pub fn folder(&self) -> PathBuf {
        let parent = self.file.as_deref().and_then(Path::parent);
        parent.map(Path::to_path_buf).unwrap_or_default()
    }

    /// A path of the configuration, from the current folder.
    pub fn path(&self, configured: &str) -> PathBuf {
        tidy(&self.folder().join(configured))
    }

    /// The configuration file, for messages.
    pub fn shown_file(&self) -> String {
        match &self.file {
            Some(file) => file.display().to_string(),
            None => "codegen.toml".to_owned(),
        }
    }

    /// Where the document is, as its user would write it.
    ///
    /// # Errors
    ///
    /// Neither a flag nor the configuration names one.
    pub fn spec(&self, program: &Program) -> Result<String> {
        if let Some(spec) = &self.spec {
            return Ok(spec.clone());
        }
        if self.file.is_none() {
            bail!(
                "there is no document: no {} is here or in a folder above. `{}` sets one up; or \
                 name a document by --spec",
                program.configs[0],
                program.command("init --from openapi.yaml"),
            );
        }
        let spec = &self.config.paths.spec;
        if crate::cli::source::is_url(spec) {
            return Ok(spec.clone());
        }
        Ok(shown(&self.path(spec)))
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be read.
    pub fn source(&self, program: &Program) -> Result<Source> {
        let spec = self.spec(program)?;
        Source::read(&spec, self.lock().as_deref(), self.update)
    }

    /// The crate's folder.
    ///
    /// # Errors
    ///
    /// Neither a flag nor the configuration names one.
    pub fn out(&self) -> Result<PathBuf> {
        match (&self.out, &self.file) {
            (Some(out), _) => Ok(out.clone()),
            (None, Some(_)) => Ok(self.path(&self.config.paths.out)),
            (None, None) => bail!("name a folder for the crate by --out"),
        }
    }

    /// The file that holds the hashes of documents from the network: beside the configuration, or
    /// in the crate's folder.
    fn lock(&self) -> Option<PathBuf> {
        match (&self.file, &self.out) {
            (Some(_), _) => Some(self.path(crate::cli::lock::FILE)),
            (None, Some(out)) => Some(out.join(crate::cli::lock::FILE)),
            (None, None) => None,
        }
    }

    /// The command that generates this crate.
    pub fn codegen(&self, flags: &Flags, program: &Program) -> String {
        let mut command = program.command("codegen");
        let mut add = |flag: &str, value: Option<String>| {
            if let Some(value) = value {
                let quote = if value.contains(' ') { "\"" } else { "" };
                command.push_str(&format!(" --{flag} {quote}{value}{quote}"));
            }
        };
        add("spec", flags.spec.clone());
        add("out", flags.out.as_deref().map(shown));
        add("name", flags.name.clone());
        add("config", flags.config.as_deref().map(shown));
        command
    }
}

/// The nearest configuration, in the current folder or above.
fn find(program: &Program) -> Option<PathBuf> {
    let current = std::env::current_dir().ok()?;
    let mut up = PathBuf::new();
    for folder in current.ancestors() {
        let found = program
            .configs
            .iter()
            .find(|name| folder.join(name).is_file());
        if let Some(name) = found {
            return Some(up.join(name));
        }
        up.push("..");
    }
    None
}

/// Reads a configuration file.
///
/// # Errors
///
/// It cannot be read, or is not understood.
pub fn config(path: &Path) -> Result<Config> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .with_context(|| format!("{shown}: the configuration cannot be read"))?;
    parse_config(&text, &shown.to_string())
}

/// Reads the text of a configuration file.
///
/// # Errors
///
/// It is not understood.
pub fn parse_config(text: &str, shown: &str) -> Result<Config> {
    Config::from_toml(text).map_err(|message| anyhow::anyhow!("{shown}: {message}"))
}

/// A path without `.` and without `..` that takes back what stands before it.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(tidy.components().next_back(), Some(Component::Normal(_))) =>
            {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}

/// A path for messages, with `/` on every system.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    match text.as_str() {
        "" => ".".to_owned(),
        _ => text.replace('\\', "/"),
    }
}

fn folder_name(out: &Path) -> Option<String> {
    let absolute = tidy(&std::path::absolute(out).ok()?);
    Some(absolute.file_name()?.to_string_lossy().into_owned())
}

/// A name that cargo takes.
pub(crate) fn crate_name(name: &str) -> Result<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_a_person_writes_them() {
        let tidied = |path: &str| shown(&tidy(Path::new(path)));
        assert_eq!(tidied("spec/../generated-client"), "generated-client");
        assert_eq!(tidied("../a/./b"), "../a/b");
        assert_eq!(tidied("../../a"), "../../a");
        assert_eq!(tidied("a/.."), ".");
    }

    #[test]
    fn names_that_cargo_refuses_are_refused() {
        for name in ["", "1a", "a b", "é"] {
            assert!(crate_name(name).is_err(), "{name}");
        }
        assert!(crate_name("rooms-client").is_ok());
    }
}
