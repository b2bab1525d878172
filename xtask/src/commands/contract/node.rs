//! Node and the packages of the servers: nothing in, `node_modules` as the lock file says out.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// What every package takes, in the range that they were tested with.
const OLDEST: (u32, u32) = (20, 19);

/// Fails, with a way out, if Node is missing or too old.
pub(super) fn check() -> Result<()> {
    let help = "the contract tests need Node 20.19 or newer: install it from https://nodejs.org or \
                with `nvm install 20`, and see that `node --version` finds it";
    let output = Command::new("node").arg("--version").output();
    let text = match output {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        }
        _ => bail!("`node --version` does not run; {help}"),
    };
    match version(&text) {
        Some(version) if version >= OLDEST => Ok(()),
        _ => bail!("this is Node {text}; {help}"),
    }
}

/// Installs exactly what the lock file names, unless that has been done.
pub(super) fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| format!("reading {}", lock.display()))?;
    // `npm ci` begins by removing the folder, and this file with it.
    let installed = folder.join("node_modules/.installed");
    if fs::read(&installed).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    let step = super::spinner("installing the servers");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(npm)
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{npm}` does not run; it comes with Node"))?;
    step.finish_and_clear();
    if !output.status.success() {
        bail!(
            "npm could not install the servers:\n{}\nThey come from the npm registry: check the \
             network, and `npm config get registry`",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    fs::write(installed, lock).context("noting what was installed")
}

/// The first two numbers of `v20.19.0`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text
        .strip_prefix('v')?
        .split('.')
        .map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::{OLDEST, version};

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(version("v20.19.0"), Some((20, 19)));
        assert!(version("v20.9.1") < Some(OLDEST));
        assert!(version("v100.0.0") > Some(OLDEST));
        assert_eq!(version("20"), None);
    }
}
