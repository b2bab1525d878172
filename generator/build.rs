//! Embeds the runtime and the text templates into the generator, so that its binary works anywhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let templates = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?)
        .join("../templates")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", templates.display());
    let runtime = templates.join("runtime/src/runtime");
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
