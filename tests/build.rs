//! Emits every case under `cases/ok` as a module of this crate, so that one run of the compiler
//! proves that all of them compile.

use std::path::{Path, PathBuf};
use std::{env, fs};

use generator::config::Config;
use generator::{Input, OutputFile, emit, generate};

#[path = "build/examples.rs"]
mod examples;

fn main() {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let cases = package.join("cases/ok");
    println!("cargo::rerun-if-changed={}", cases.display());
    // What an earlier run left would stand beside what is emitted now.
    for folder in ["cases", "runtime"] {
        let _ = fs::remove_dir_all(out.join(folder));
    }
    let mut modules = String::new();
    let mut shown = String::new();
    let mut visits = String::new();
    let mut clients = String::new();
    for case in folders(&cases) {
        let mount = format!("crate::cases::{case}");
        let files = emit_case(&case, &cases.join(&case), Some(mount));
        let alone = emit_case(&case, &cases.join(&case), None);
        shown.push_str(&examples::module(&case, &alone));
        let folder = out.join("cases").join(&case);
        write_all(&folder, &files);
        let root = folder.join("src/lib.rs");
        visits.push_str(&format!(
            "let mut visitor = visitor_of({case:?});\n\
             {case}::testing::visit_models(&mut visitor);\n\
             {case}::testing::visit_operations(&mut visitor);\n"
        ));
        clients.push_str(&format!(
            "({case:?}, {case}::Client::builder().base_url(url).build().map(|_| ())),\n"
        ));
        modules.push_str(&format!(
            "#[path = {:?}]\npub mod {case};\n",
            root.display().to_string()
        ));
    }
    modules.push_str(&format!(
        "/// Shows the models and the operations of every case to a visitor that is made for it.\n\
         #[cfg(all(feature = \"client\", feature = \"testing\"))]\n\
         pub fn visit<V>(mut visitor_of: impl FnMut(&'static str) -> V)\n\
         where V: crate::runtime::testing::ModelVisitor + crate::runtime::testing::OperationVisitor {{\n\
         {visits}}}\n\
         /// Makes a client of every case that calls this URL.\n\
         #[cfg(feature = \"client\")]\n\
         pub fn clients(url: &str) -> Vec<(&'static str, Result<(), crate::runtime::Error>)> {{\n\
         vec![{clients}]\n}}\n"
    ));
    write(&out.join("cases.rs"), &modules);
    write(&out.join("examples.rs"), &shown);
    write_all(&out.join("runtime"), &emit::whole_runtime("cargo build"));
    let runtime = out.join("runtime/src/runtime/mod.rs").display().to_string();
    write(
        &out.join("runtime.rs"),
        &format!("#[path = {runtime:?}]\npub mod runtime;\n"),
    );
}

/// The names of the cases, sorted.
fn folders(cases: &Path) -> Vec<String> {
    let entries = fs::read_dir(cases).expect("there are cases");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("a readable folder")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// What is emitted for a case, as a module or as a crate that stands by itself.
fn emit_case(name: &str, folder: &Path, mount: Option<String>) -> Vec<OutputFile> {
    let text = fs::read_to_string(folder.join("spec.yaml")).expect("a case has a spec.yaml");
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(|e| e.to_string());
    let mut config = match fs::read_to_string(folder.join("codegen.toml")) {
        Ok(text) => Config::from_toml(&text).expect("a case has a valid codegen.toml"),
        Err(_) => Config::default(),
    };
    config.mount = mount;
    let input = Input {
        path: "spec.yaml",
        text: &text,
        read: &read,
    };
    match generate(&input, &config) {
        Ok(output) => output.files,
        Err(diagnostics) => panic!("case {name}:\n{}", diagnostics.render(false)),
    }
}

fn write_all(folder: &Path, files: &[OutputFile]) {
    for file in files {
        write(&folder.join(&file.path), &file.text);
    }
}

fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).expect("the build folder can be written to");
    fs::write(path, text).expect("the build folder can be written to");
}
