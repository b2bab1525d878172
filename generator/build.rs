//! Embeds the runtime and the text templates into the generator, so that its binary works anywhere.
//!
//! They lie in `templates`, beside the generator. `assets` links to them, and a package of the
//! generator holds copies in place of the links.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let assets = package.join("assets");
    // A checkout without symbolic links has text files in their place.
    let has_assets = assets.join("runtime").is_dir();
    let place = |asset: &str, template: &str| match has_assets {
        true => assets.join(asset),
        false => package.join("../templates").join(template),
    };
    let runtime = place("runtime", "runtime/src/runtime");
    let manifest = place("runtime.toml", "runtime/Cargo.toml");
    let readme = place("README.md.j2", "README.md.j2");
    for path in [&runtime, &manifest, &readme] {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    println!("cargo::rustc-env=RUNTIME_MANIFEST={}", manifest.display());
    println!("cargo::rustc-env=README_TEMPLATE={}", readme.display());
    let mut files = Vec::new();
    collect(&runtime, &mut files)?;
    files.sort();
    let mut code = String::from("static RUNTIME: &[(&str, &str)] = &[\n");
    for file in &files {
        let path = file.strip_prefix(&runtime).map_err(io::Error::other)?;
        let path = path
            .components()
            .map(|part| part.as_os_str().to_string_lossy());
        let path = path.collect::<Vec<_>>().join("/");
        writeln!(
            code,
            "    ({path:?}, include_str!({:?})),",
            file.display().to_string()
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("runtime.rs"), code)
}

/// Every Rust file below a folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
