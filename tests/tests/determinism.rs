//! The same document gives the same bytes, and the committed client is what the document gives.

mod support;

use std::fs;
use std::path::Path;

use generator::config::Config;
use generator::{Input, Output, generate};
use support::{cases, folder, run};

fn ours() -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = fs::read_to_string(root.join("spec/openapi.yaml")).unwrap();
    let config = fs::read_to_string(root.join("spec/codegen.toml")).unwrap();
    let config = Config::from_toml(&config).unwrap();
    let read = |path: &str| {
        fs::read_to_string(root.join("spec").join(path)).map_err(|error| error.to_string())
    };
    let input = Input {
        path: "spec/openapi.yaml",
        text: &text,
        read: &read,
    };
    generate(&input, &config).unwrap_or_else(|faults| panic!("{}", faults.render(false)))
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(ours().files, ours().files);
    for case in cases("ok") {
        let folder = folder("ok").join(&case);
        let files = || {
            run(&folder)
                .map(|output| output.files)
                .map_err(|faults| faults.render(false))
        };
        assert_eq!(files(), files(), "{case}");
    }
}

#[test]
fn the_committed_client_is_fresh() {
    let client = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("generated-client");
    for file in ours().files {
        let committed = fs::read_to_string(client.join(&file.path)).unwrap_or_default();
        let fresh = committed.replace("\r\n", "\n") == file.text;
        assert!(fresh, "{} is stale: run `cargo xtask codegen`", file.path);
    }
}
