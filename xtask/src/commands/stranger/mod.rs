//! `stranger`: what somebody who has never seen this repository does, from an empty folder on.

mod documents;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail, ensure};
use generator::cli::Source;
use generator::cli::project::config;

use crate::project;

/// A document as FastAPI writes it, and what its server answers.
const DOCUMENT: &str = r##"{"openapi": "3.1.0", "info": {"title": "Rooms", "version": "0.1.0"}, "paths": {
"/rooms/{room_id}": {"get": {"summary": "Read Room", "operationId": "read_room_rooms__room_id__get",
"security": [{"APIKeyHeader": []}],
"parameters": [{"name": "room_id", "in": "path", "required": true, "schema": {"type": "integer", "title": "Room Id"}}],
"responses": {"200": {"description": "Successful Response", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Room"}}}},
"422": {"description": "Validation Error", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HTTPValidationError"}}}}}}}},
"components": {"schemas": {"Room": {"properties": {"name": {"type": "string", "title": "Name"}}, "type": "object", "required": ["name"], "title": "Room"},
"HTTPValidationError": {"properties": {"detail": {"items": {"$ref": "#/components/schemas/ValidationError"}, "type": "array", "title": "Detail"}}, "type": "object", "title": "HTTPValidationError"},
"ValidationError": {"properties": {"loc": {"items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}, "type": "array", "title": "Location"}, "msg": {"type": "string", "title": "Message"}, "type": {"type": "string", "title": "Error Type"}}, "type": "object", "required": ["loc", "msg", "type"], "title": "ValidationError"}},
"securitySchemes": {"APIKeyHeader": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}}}"##;
const ANSWER: &str = r#"{"name": "lobby"}"#;

/// The user's workspace: a warning of any member is an error.
const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = ["app"]

[workspace.dependencies]
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }

[workspace.lints.rust]
warnings = "deny"
"#;
const APP: &str = r#"[package]
name = "app"
version = "0.1.0"
edition = "2024"

[dependencies]
client = { path = "../client" }
tokio.workspace = true
"#;
/// What the user sets in codegen.toml.
const WORKSPACE: &str = "\n[workspace]\ndependencies = [\"serde\", \"tokio\"]\nlints = true\n";

/// Files of the user's own in the crate's folder.
const OWN: &[(&str, &str)] = &[
    ("LICENSE", "mine\n"),
    (
        "tests/mine.rs",
        "#[test]\nfn mine() {\n    assert_eq!(client::extra::digits(7), \"7\");\n}\n",
    ),
    ("examples/mine.rs", "fn main() {}\n"),
    (
        "src/extra.rs",
        "//! Mine.\n\n/// Digits.\npub fn digits(number: u32) -> String {\n    itoa::Buffer::new().format(number).to_owned()\n}\n",
    ),
];
/// Lines of the user's own in generated files: before the line that ends the part of that name.
const OWN_LINES: &[(&str, &str, &str)] = &[
    ("Cargo.toml", "dependencies", "itoa = \"1\"\n"),
    ("src/lib.rs", "modules", "pub mod extra;\n"),
];

/// Install the program from its package, and use it as a stranger would.
///
/// In an empty folder with a workspace in it: `init`, `codegen`, a build, the first call of the
/// README against a server on loopback, files of one's own, `codegen` again. Then a crate for each
/// selection of the runtime that a document can ask for.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Make crates of public documents too, and run what their READMEs show.
    #[arg(long)]
    documents: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    let root = std::path::absolute(project::root())?;
    let program = install(&root, folder.path())?;
    let stranger = Stranger {
        place: folder.path().join("place"),
        program,
        root,
    };
    stranger.make_workspace()?;
    stranger.make_client()?;
    stranger.make_first_call()?;
    stranger.generate_again()?;
    stranger.build_every_runtime()?;
    if arguments.documents {
        documents::run(&stranger.root, folder.path(), &stranger.program)?;
    }
    println!("a stranger gets along");
    Ok(ExitCode::SUCCESS)
}

/// Packages the generator, and installs the program from the package.
fn install(root: &Path, folder: &Path) -> Result<PathBuf> {
    let package = project::PROGRAM;
    let packed = root.join("target/package");
    // What an earlier version left is not to be taken for this one.
    if packed.is_dir() {
        fs::remove_dir_all(&packed).with_context(|| format!("removing {}", packed.display()))?;
    }
    let pack = [
        "package",
        "--package",
        package,
        "--allow-dirty",
        "--no-verify",
    ];
    cargo(root, root, &pack)?;
    let crates = fs::read_dir(&packed).with_context(|| format!("reading {}", packed.display()))?;
    let name = crates
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find_map(|name| Some(name.strip_suffix(".crate")?.to_owned()))
        .context("cargo made a package")?;
    let archive = packed.join(format!("{name}.crate"));
    run_in(folder, Command::new("tar").arg("xzf").arg(archive))?;
    let installed = folder.join("installed");
    let mut install = Command::new("cargo");
    install.args(["install", "--quiet", "--debug", "--locked", "--path"]);
    install.arg(folder.join(name)).arg("--root").arg(&installed);
    run_in(folder, with_target(&mut install, root))?;
    Ok(installed.join("bin").join(package))
}

/// Somebody with the program and a workspace.
struct Stranger {
    root: PathBuf,
    place: PathBuf,
    program: PathBuf,
}

impl Stranger {
    /// A workspace with a program in it, and the document.
    fn make_workspace(&self) -> Result<()> {
        self.write("Cargo.toml", MANIFEST)?;
        self.write("app/Cargo.toml", APP)?;
        self.write("app/src/main.rs", "fn main() {}\n")?;
        self.write("openapi.json", DOCUMENT)?;
        // The versions that are here already: nothing has to be fetched.
        fs::copy(self.root.join("Cargo.lock"), self.place.join("Cargo.lock"))?;
        Ok(())
    }

    /// Sets the folder up and generates.
    fn make_client(&self) -> Result<()> {
        self.clientsmith(&["init", "--from", "openapi.json", "--ci", "github"])?;
        let config = self.read("codegen.toml")?;
        self.write("codegen.toml", &(config + WORKSPACE))?;
        self.clientsmith(&["lint"])?;
        self.clientsmith(&["codegen"])?;
        self.clientsmith(&["check"])
    }

    /// Makes the README's first call to a server on loopback.
    fn make_first_call(&self) -> Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let main = program(&self.read("client/README.md")?, &url)?;
        self.write("app/src/main.rs", &main)?;
        let server = std::thread::spawn(move || serve(&listener));
        self.cargo(&["run", "--quiet", "--package", "app"])?;
        let request = server.join().ok().context("the server stopped")??;
        let head = request.to_lowercase();
        ensure!(head.starts_with("get /rooms/1 http/1.1\r\n"), "{request}");
        ensure!(head.contains("\r\nx-api-key: key\r\n"), "{request}");
        Ok(())
    }

    /// Adds what is the user's own, and generates from a document that has changed.
    fn generate_again(&self) -> Result<()> {
        for (path, text) in OWN {
            self.write(&format!("client/{path}"), text)?;
        }
        for (path, part, lines) in OWN_LINES {
            self.add_to_part(&format!("client/{path}"), part, lines)?;
        }
        ensure!(self.models()?.contains(&"validation_error.rs".to_owned()));
        self.write("openapi.json", &changed_document()?)?;
        self.clientsmith(&["codegen"])?;
        self.clientsmith(&["check"])?;
        for (path, text) in OWN {
            let present = self.read(&format!("client/{path}"))?;
            ensure!(present == *text, "client/{path} is not what it was");
        }
        for (path, _, lines) in OWN_LINES {
            let present = self.read(&format!("client/{path}"))?;
            ensure!(present.contains(lines), "client/{path} lacks {lines}");
        }
        ensure!(!self.models()?.contains(&"validation_error.rs".to_owned()));
        // As its user would, and then what the README says of tests.
        let test = ["test", "--quiet", "--package", "client"];
        self.cargo(&test)?;
        self.cargo(&[&test[..], &["--doc", "--features", "testing"]].concat())
    }

    /// Builds a crate for each selection of the runtime's parts among the cases: what a part leaves
    /// behind unused is a warning, and so an error here.
    fn build_every_runtime(&self) -> Result<()> {
        let place = self.place.with_file_name("runtimes");
        fs::create_dir_all(&place)?;
        let cases = one_for_each_runtime(&self.root.join("tests/cases/ok"))?;
        ensure!(cases.len() > 5, "the cases need {} runtimes", cases.len());
        for case in cases {
            let name = case.file_name().context("a case has a name")?;
            let name = name.to_string_lossy().replace('_', "-");
            let spec = case.join("spec.yaml").display().to_string();
            let config = place.join(format!("{name}.toml"));
            let own = fs::read_to_string(case.join("codegen.toml")).unwrap_or_default();
            fs::write(&config, own + "\n[workspace]\nlints = true\n")?;
            let config = config.display().to_string();
            let mut codegen = Command::new(&self.program);
            codegen.args(["codegen", "--spec", &spec, "--config", &config]);
            run_in(&place, codegen.args(["--out", &name, "--name", &name]))?;
        }
        let manifest = MANIFEST.replace("\"app\"", "\"*\"");
        fs::write(place.join("Cargo.toml"), manifest)?;
        fs::copy(self.root.join("Cargo.lock"), place.join("Cargo.lock"))?;
        cargo(&self.root, &place, &["check", "--quiet", "--workspace"])
    }

    /// The files of the client's models.
    fn models(&self) -> Result<Vec<String>> {
        let folder = self.place.join("client/src/models");
        let files = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
        Ok(files
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect())
    }

    /// Adds lines to a part of a generated file that is the user's.
    fn add_to_part(&self, path: &str, part: &str, lines: &str) -> Result<()> {
        let text = self.read(path)?;
        let begin = text.find(&format!(">>> yours: {part}"));
        let begin = begin.with_context(|| format!("{path} has no part {part}"))?;
        let end = text[begin..].find('\n').context("a line ends")? + begin + 1;
        self.write(path, &format!("{}{lines}{}", &text[..end], &text[end..]))
    }

    fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.place.join(path)).with_context(|| format!("reading {path}"))
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        let place = self.place.join(path);
        fs::create_dir_all(place.parent().context("a file lies in a folder")?)?;
        fs::write(place, text).with_context(|| format!("writing {path}"))
    }

    fn clientsmith(&self, arguments: &[&str]) -> Result<()> {
        run_in(&self.place, Command::new(&self.program).args(arguments))
    }

    fn cargo(&self, arguments: &[&str]) -> Result<()> {
        cargo(&self.root, &self.place, arguments)
    }
}

/// The first call of a README as a program that calls another server.
fn program(readme: &str, url: &str) -> Result<String> {
    let code = blocks(readme).next().context("the README has a call")?;
    let server = "https://api.example.com";
    ensure!(code.contains(server), "the call names a server");
    let code = code.replace(server, url);
    let main = "#[tokio::main]\nasync fn main() {\n    example().await.unwrap();\n}\n";
    // A reader of the README goes on with the answer.
    let lints = "#![allow(unused_variables, reason = \"the program ends with its call\")]\n";
    Ok(format!("{lints}{code}\n{main}"))
}

/// The programs of a README, each with the function `example` around it that is hidden in
/// documentation.
fn blocks(readme: &str) -> impl Iterator<Item = String> {
    let blocks = readme.split("```rust,no_run\n").skip(1);
    blocks.map(|block| {
        let code = block.lines().take_while(|line| *line != "```");
        let shown = code.map(|line| line.strip_prefix("# ").unwrap_or(line));
        let shown = shown.map(|line| match line.strip_prefix("async fn example(") {
            Some(rest) => format!("pub async fn example({rest}\n"),
            None => format!("{line}\n"),
        });
        shown.collect()
    })
}

/// The document with other words, and without the answer that two of its models are for.
fn changed_document() -> Result<String> {
    let mut document: serde_json::Value = serde_json::from_str(DOCUMENT)?;
    let operation = &mut document["paths"]["/rooms/{room_id}"]["get"];
    operation["summary"] = "Read a room".into();
    operation["responses"] = serde_json::json!({"200": operation["responses"]["200"]});
    let schemas = &mut document["components"]["schemas"];
    *schemas = serde_json::json!({"Room": schemas["Room"]});
    Ok(document.to_string())
}

/// The first case of each selection of the runtime's parts.
fn one_for_each_runtime(cases: &Path) -> Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(cases)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    folders.sort();
    let mut runtimes: BTreeMap<Vec<String>, PathBuf> = BTreeMap::new();
    for case in folders {
        let source = Source::read(&case.join("spec.yaml").to_string_lossy(), None, false)?;
        let own = case.join("codegen.toml");
        let config = match own.is_file() {
            true => config(&own)?,
            false => Default::default(),
        };
        let files = source.generate(&config)?.files;
        let runtime = files
            .into_iter()
            .filter(|file| file.path.starts_with("src/runtime/"));
        let runtime = runtime.map(|file| file.text).collect();
        runtimes.entry(runtime).or_insert(case);
    }
    Ok(runtimes.into_values().collect())
}

/// Answers one request, which comes out.
fn serve(listener: &TcpListener) -> Result<String> {
    let (mut stream, _) = listener.accept()?;
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.ends_with(b"\r\n\r\n") {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        request.extend_from_slice(&buffer[..count]);
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let length = ANSWER.len();
    write!(stream, "{head}content-length: {length}\r\n\r\n{ANSWER}")?;
    Ok(String::from_utf8_lossy(&request).into_owned())
}

fn cargo(root: &Path, folder: &Path, arguments: &[&str]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    run_in(folder, with_target(cargo.args(arguments), root))
}

/// Builds where this workspace builds, as it does: what both need is built once.
fn with_target<'a>(cargo: &'a mut Command, root: &Path) -> &'a mut Command {
    cargo.env("CARGO_TARGET_DIR", root.join("target"));
    let debug = "CARGO_PROFILE_DEV_DEBUG";
    if std::env::var_os(debug).is_none() {
        cargo.env(debug, "line-tables-only");
    }
    cargo
}

fn run_in(folder: &Path, command: &mut Command) -> Result<()> {
    println!("$ {command:?}");
    let status = command.current_dir(folder).status();
    let status = status.with_context(|| format!("{command:?} cannot be started"))?;
    if !status.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}
