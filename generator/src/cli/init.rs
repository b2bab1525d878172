//! What `init` writes: texts for a folder that has none of them yet.

use super::project::Program;
use crate::config::schema;

/// What is known of a folder.
#[derive(Debug)]
pub struct Setup<'a> {
    /// The document.
    pub spec: &'a str,
    /// The folder of the crate.
    pub out: &'a str,
    /// The crate's name.
    pub name: &'a str,
    /// Where the program's repository is, if that is known.
    pub repository: Option<&'a str>,
    /// Who writes.
    pub program: &'a Program,
}

/// What stands for the address of the program's repository where it is not known.
pub(crate) const UNKNOWN_REPOSITORY: &str = "ADDRESS-OF-CLIENTSMITH";
/// The address that the package states.
pub(crate) const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// A document to begin with.
pub(crate) const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Rooms
  version: 1.0.0
servers:
  - url: https://api.example.com/v1
    description: Production
tags:
  - name: Rooms
paths:
  /rooms/{roomId}:
    get:
      tags: [Rooms]
      operationId: getRoom
      summary: Read a room.
      parameters:
        - name: roomId
          in: path
          required: true
          schema: {type: string}
      responses:
        '200':
          description: The room.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Room'}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
  schemas:
    Room:
      type: object
      required: [id, name]
      properties:
        id: {type: string}
        name: {type: string}
security:
  - token: []
";

/// `codegen.toml`: what is set, then every other key as a comment.
pub(crate) fn configuration(setup: &Setup<'_>) -> String {
    let set = [
        ("paths.spec", toml::Value::from(setup.spec)),
        ("paths.out", toml::Value::from(setup.out)),
        ("crate.name", toml::Value::from(setup.name)),
    ];
    let head = format!(
        "# How `{}` turns the document into a crate. What is commented out has the value that\n\
         # stands there, or none. `{} explain CODE` tells what a message means.\n",
        setup.program.command("codegen"),
        setup.program.name,
    );
    head + &schema::template(&set)
}

/// How the program is installed, as a shell command.
fn install(setup: &Setup<'_>) -> String {
    format!(
        "cargo install --locked --git {} --tag clientsmith-v{} {}",
        setup.repository.unwrap_or(UNKNOWN_REPOSITORY),
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_NAME")
    )
}

/// `.github/workflows/client.yml`
pub(crate) fn github(setup: &Setup<'_>) -> String {
    let Setup { program, .. } = setup;
    format!(
        "# Fails when the document has errors, and when the committed client is not what it yields.\n\
         name: client\n\
         on: [push, pull_request]\n\
         permissions:\n  contents: read\n\
         jobs:\n  client:\n    runs-on: ubuntu-latest\n    steps:\n\
         \x20     - uses: actions/checkout@v4\n\
         \x20     - run: {}\n\
         \x20     - run: {} --format github\n\
         \x20     - run: {} --format github\n\
         \x20     - run: cargo test --all-features\n        working-directory: {}\n",
        install(setup),
        program.command("lint"),
        program.command("check"),
        setup.out,
    )
}

/// A job for GitLab.
pub(crate) fn gitlab(setup: &Setup<'_>) -> String {
    let Setup { program, .. } = setup;
    format!(
        "# Include it in .gitlab-ci.yml: `include: {{local: client.gitlab-ci.yml}}`\n\
         client:\n  image: rust:1\n  script:\n    - {}\n    - {}\n    - {}\n\
         \x20   - cd {} && cargo test --all-features\n",
        install(setup),
        program.command("lint"),
        program.command("check"),
        setup.out,
    )
}

/// A part for the README of the folder.
pub(crate) fn readme(setup: &Setup<'_>) -> String {
    let Setup {
        spec, out, program, ..
    } = setup;
    format!(
        "## The Rust client\n\n\
         `{out}` is generated from `{spec}`, and committed. After a change of the document:\n\n\
         ```sh\n{}      # writes {out}\n{}    # tells what users will notice\n```\n\n\
         Files of your own in `{out}` stay when it is generated again, and so does what stands\n\
         between `>>> yours` and `<<< yours` in `{out}/Cargo.toml` and `{out}/src/lib.rs`.\n\n\
         To install the program:\n\n```sh\n{}\n```\n",
        program.command("codegen"),
        program.command("changelog"),
        install(setup),
    )
}
