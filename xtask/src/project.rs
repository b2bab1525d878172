//! Where things lie in this repository.

use std::path::PathBuf;

use generator::cli::project::Program;

/// The document and the configuration of the project's own client.
pub(crate) const SPEC: &str = "spec/openapi.yaml";
pub(crate) const CONFIG: &str = "spec/codegen.toml";
/// The package of the generator and its program.
pub(crate) const PROGRAM: &str = "clientsmith";
/// The project's own client.
pub(crate) const CLIENT: &str = "generated-client";

/// The maintainers' program.
pub(crate) static XTASK: Program = Program {
    name: "cargo xtask",
    configs: &[CONFIG],
    owns_client: true,
};

/// The workspace's folder: the nearest one above the current folder that has a `spec` in it.
pub(crate) fn root() -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    let above = current
        .ancestors()
        .find(|folder| folder.join(CONFIG).is_file());
    above.map(PathBuf::from).unwrap_or(current)
}
