//! What comes out of each case, as snapshots: `cargo insta review` shows what a change does.

mod support;

use std::fmt::Write as _;

use support::{cases, folder, run};

#[test]
fn every_valid_document_comes_out_as_its_snapshot() {
    for case in cases("ok") {
        let output = run(&folder("ok").join(&case))
            .unwrap_or_else(|faults| panic!("{case}:\n{}", faults.render(false)));
        let mut text = String::new();
        if !output.warnings.is_empty() {
            writeln!(text, "{}", output.warnings.render(false)).unwrap();
        }
        for file in &output.files {
            let shown = !file.path.starts_with("src/runtime/")
                && !matches!(
                    file.path.as_str(),
                    "Cargo.toml" | "src/lib.rs" | "src/client.rs"
                );
            if shown || case == "whole_crate" && !file.path.starts_with("src/runtime/") {
                writeln!(text, "==== {}\n{}", file.path, file.text).unwrap();
            }
        }
        insta::with_settings!({ snapshot_path => "../snapshots/ok", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(case, text);
        });
    }
}

#[test]
fn every_faulty_document_is_refused_with_its_snapshot() {
    for case in cases("err") {
        let rendered = match run(&folder("err").join(&case)) {
            Err(faults) => faults.render(false),
            Ok(output) => output.warnings.render(false),
        };
        insta::with_settings!({ snapshot_path => "../snapshots/err", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(case, rendered);
        });
    }
}
