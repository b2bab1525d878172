//! `stranger`: what somebody who has never seen this repository does, from an empty folder on.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail, ensure};

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

/// Files of the user's own in the crate's folder.
const OWN: &[(&str, &str)] = &[
    ("LICENSE", "mine\n"),
    ("tests/mine.rs", "#[test]\nfn mine() {}\n"),
    ("examples/mine.rs", "fn main() {}\n"),
    ("src/extra.rs", "//! Mine.\n"),
];

/// Install the program from its package, and use it as a stranger would.
///
/// In an empty folder with a workspace in it: `init`, `codegen`, a build, the first call of the
/// README against a server on loopback, files of one's own, `codegen` again.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

/// Runs the command.
pub(crate) fn run(_arguments: &Arguments) -> Result<ExitCode> {
    let root = std::path::absolute(project::root())?;
    let folder = tempfile::tempdir()?;
    let program = install(&root, folder.path())?;
    let place = folder.path().join("place");
    workspace(&root, &place)?;
    let clientsmith = |arguments: &[&str]| run_in(&place, Command::new(&program).args(arguments));
    clientsmith(&[
        "init",
        "--from",
        "openapi.json",
        "--out",
        "client",
        "--ci",
        "github",
    ])?;
    clientsmith(&["codegen"])?;
    clientsmith(&["check"])?;
    first_call(&root, &place)?;
    add_own(&place)?;
    fs::write(
        place.join("openapi.json"),
        DOCUMENT.replace("Read Room", "Read a room"),
    )?;
    clientsmith(&["codegen"])?;
    clientsmith(&["check"])?;
    for (path, text) in OWN {
        let present = fs::read_to_string(place.join("client").join(path))?;
        ensure!(present == *text, "client/{path} is not what it was");
    }
    let lib = fs::read_to_string(place.join("client/src/lib.rs"))?;
    ensure!(
        lib.contains("\npub mod extra;\n"),
        "a module of the user's is gone"
    );
    cargo(
        &root,
        &place,
        &["test", "--package", "client", "--all-targets"],
    )?;
    println!("a stranger gets along");
    Ok(ExitCode::SUCCESS)
}

/// Packages the generator, and installs the program from the package.
fn install(root: &Path, folder: &Path) -> Result<PathBuf> {
    let package = [
        "package",
        "--package",
        "generator",
        "--allow-dirty",
        "--no-verify",
    ];
    cargo(root, root, &package)?;
    let packed = root.join("target/package/generator-0.1.0.crate");
    let mut unpack = Command::new("tar");
    run_in(folder, unpack.arg("xzf").arg(packed))?;
    let source = folder.join("generator-0.1.0");
    let installed = folder.join("installed");
    let mut install = Command::new("cargo");
    install.args(["install", "--quiet", "--debug", "--locked", "--path"]);
    install.arg(&source).arg("--root").arg(&installed);
    install.env("CARGO_TARGET_DIR", root.join("target"));
    run_in(folder, &mut install)?;
    Ok(installed.join("bin/clientsmith"))
}

/// A workspace with a program in it, and the document.
fn workspace(root: &Path, place: &Path) -> Result<()> {
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"app\"]\n";
    let app = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
               client = { path = \"../client\" }\n\
               tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";
    fs::create_dir_all(place.join("app/src"))?;
    fs::write(place.join("Cargo.toml"), manifest)?;
    fs::write(place.join("app/Cargo.toml"), app)?;
    fs::write(place.join("app/src/main.rs"), "fn main() {}\n")?;
    fs::write(place.join("openapi.json"), DOCUMENT)?;
    // The versions that are here already: nothing has to be fetched.
    fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock"))?;
    Ok(())
}

/// Makes the README's first call to a server on loopback.
fn first_call(root: &Path, place: &Path) -> Result<()> {
    let readme = fs::read_to_string(place.join("client/README.md"))?;
    let (_, rest) = readme
        .split_once("```rust,no_run\n")
        .context("the README has a call")?;
    let (code, _) = rest.split_once("```").context("the README's call ends")?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    ensure!(
        code.contains("https://api.example.com"),
        "the call names a server"
    );
    let code = code
        .replace("https://api.example.com", &url)
        .replace("\n# ", "\n");
    let code = code.trim_start_matches("# ");
    let main =
        format!("{code}\n#[tokio::main]\nasync fn main() {{\n    example().await.unwrap();\n}}\n");
    fs::write(place.join("app/src/main.rs"), main)?;
    let server = std::thread::spawn(move || serve(&listener));
    cargo(root, place, &["run", "--quiet", "--package", "app"])?;
    let request = server.join().ok().context("the server stopped")??;
    ensure!(
        request.starts_with("GET /rooms/1 HTTP/1.1\r\n"),
        "{request}"
    );
    ensure!(
        request.to_lowercase().contains("\r\nx-api-key: key\r\n"),
        "{request}"
    );
    Ok(())
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
    write!(
        stream,
        "{head}content-length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    )?;
    Ok(String::from_utf8_lossy(&request).into_owned())
}

/// Adds files of the user's own, and a module in the part of `lib.rs` that is theirs.
fn add_own(place: &Path) -> Result<()> {
    let client = place.join("client");
    for (path, text) in OWN {
        let path = client.join(path);
        fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
        fs::write(path, text)?;
    }
    let lib = client.join("src/lib.rs");
    let text = fs::read_to_string(&lib)?;
    let text = text.replace("\n// <<< yours", "\npub mod extra;\n// <<< yours");
    fs::write(lib, text)?;
    Ok(())
}

fn cargo(root: &Path, folder: &Path, arguments: &[&str]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(arguments)
        .env("CARGO_TARGET_DIR", root.join("target"));
    run_in(folder, &mut cargo)
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
