//! Public documents: what the README of each crate shows is compiled, and its mock answers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{MANIFEST, blocks, cargo, run_in};

/// Documents that the package `openapiv3` is tested with. It is a dependency of the generator, so
/// they are here already, in the version that Cargo.lock names.
const DOCUMENTS: &[&str] = &[
    "adobe_aem.yaml",
    "authentiq.yaml",
    "azure_advisor.yaml",
    "docker.yaml",
    "fitbit.json",
    "link-example.yaml",
    "petstore-expanded.yaml",
    "polygon.json",
    "quayio.json",
    "swagger_generator.json",
    "walmart.json",
    "xkcd.json",
];

/// Generates a crate of each document, and runs what its README shows as a test of that crate.
pub(super) fn run(root: &Path, folder: &Path, program: &Path) -> Result<()> {
    let place = folder.join("documents");
    fs::create_dir_all(&place)?;
    let fixtures = fixtures(root)?;
    for document in DOCUMENTS {
        let spec = fixtures.join(document);
        let (name, _) = document.split_once('.').context("a file has an ending")?;
        let name = format!("{}-client", name.replace('_', "-"));
        let mut codegen = Command::new(program);
        codegen.args(["codegen", "--out", &name, "--name", &name, "--spec"]);
        run_in(&place, codegen.arg(&spec))?;
        let readme = fs::read_to_string(place.join(&name).join("README.md"))?;
        let test = place.join(&name).join("tests/readme.rs");
        fs::create_dir_all(place.join(&name).join("tests"))?;
        fs::write(test, program_of(&readme)?)?;
    }
    fs::write(
        place.join("Cargo.toml"),
        MANIFEST.replace("\"app\"", "\"*\""),
    )?;
    fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock"))?;
    let tests = [
        "test",
        "--workspace",
        "--features",
        "testing",
        "--test",
        "readme",
    ];
    cargo(root, &place, &tests)
}

/// The folder of the documents.
fn fixtures(root: &Path) -> Result<PathBuf> {
    let mut metadata = Command::new("cargo");
    metadata.args(["metadata", "--format-version", "1"]);
    let output = metadata.current_dir(root).output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages.find(|package| package["name"] == "openapiv3");
    let manifest = found.and_then(|package| package["manifest_path"].as_str());
    let manifest = manifest.context("the generator depends on openapiv3")?;
    Ok(Path::new(manifest).with_file_name("fixtures"))
}

/// The first call of a README, which is compiled, and its test with a mock, which runs. An API whose
/// answers have no schemas has none of the latter.
fn program_of(readme: &str) -> Result<String> {
    let mut programs = blocks(readme);
    let first = programs.next().context("the README has a call")?;
    let mocked = programs.find(|program| program.contains("mock::<"));
    let mut text = format!(
        "//! What the README shows.\n#![allow(unused_variables, reason = \"a reader goes on\")]\n\n\
         mod first {{\n{first}}}\n\n#[test]\nfn the_first_call_compiles() {{\n    let _ = \
         first::example;\n}}\n"
    );
    if let Some(mocked) = mocked {
        text.push_str(&format!(
            "\nmod mocked {{\n{mocked}}}\n\n#[tokio::test]\nasync fn the_mock_answers() {{\n    \
             mocked::example().await.unwrap();\n}}\n"
        ));
    }
    Ok(text)
}
