//! What comes out of each case, as snapshots: `cargo insta review` shows what a change does.
//!
//! A snapshot holds the warnings, what the plan says of the case's subjects, and the files that they
//! become. `cases/snapshots.yaml` says which subjects a case has.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use generator::Stage;
use serde::Deserialize;
use serde_json::Value;
use support::{cases, folder, run, with_case};

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Subject {
    Models,
    Planned,
    Unions,
    Operations,
    Servers,
    Api,
    Client,
    Testing,
    Readme,
    All,
}

impl Subject {
    /// The section of the plan.
    fn section(self) -> Option<&'static str> {
        match self {
            Self::Models | Self::Planned => Some("models"),
            Self::Unions => Some("shapes"),
            Self::Operations => Some("operations"),
            Self::Servers => Some("servers"),
            Self::Api | Self::Client | Self::Testing | Self::Readme | Self::All => None,
        }
    }

    /// Whether a file of the crate belongs to it.
    fn shows(self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        match self {
            Self::All => true,
            Self::Planned | Self::Unions => false,
            Self::Models => matches!(*parts, ["src", "models", name] if name != "mod.rs"),
            Self::Operations => {
                let others = ["lib.rs", "client.rs", "api.rs", "server.rs"];
                matches!(*parts, ["src", name] if !others.contains(&name))
            }
            Self::Servers => path == "src/server.rs",
            Self::Api => path == "src/api.rs",
            Self::Client => path == "src/client.rs",
            Self::Testing => path.starts_with("src/testing/"),
            Self::Readme => matches!(path, "README.md" | "src/lib.rs" | "Cargo.toml"),
        }
    }
}

/// The subjects of each case, where they are not the usual ones.
fn subjects() -> BTreeMap<String, Vec<Subject>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/snapshots.yaml");
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_valid_document_comes_out_as_its_snapshot() {
    let subjects = subjects();
    for case in cases("ok") {
        let usual = [Subject::Models, Subject::Operations];
        let subjects = subjects.get(&case).map_or(usual.as_slice(), Vec::as_slice);
        let text = snapshot(&case, subjects);
        insta::with_settings!({ snapshot_path => "../snapshots/ok", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(case, text);
        });
    }
}

#[test]
fn subjects_are_of_cases_that_there_are() {
    let cases = cases("ok");
    for case in subjects().keys() {
        assert!(cases.contains(case), "there is no case {case}");
    }
}

fn snapshot(case: &str, subjects: &[Subject]) -> String {
    let folder = folder("ok").join(case);
    let output = run(&folder).unwrap_or_else(|faults| panic!("{case}:\n{}", faults.render(false)));
    let mut text = String::new();
    if !output.warnings.is_empty() {
        writeln!(text, "{}", output.warnings.render(false)).unwrap();
    }
    let plan = with_case(&folder, |input, config| {
        generator::dump(input, config, Stage::Plan, None)
    });
    let plan: Value = serde_yaml::from_str(&plan.unwrap()).unwrap();
    for subject in subjects {
        let section = subject.section().and_then(|section| {
            let planned = plan.get(section)?;
            Some((section, planned))
        });
        if let Some((section, planned)) = section {
            let mut planned = planned.clone();
            without_texts(&mut planned);
            let planned = generator::plan::yaml(&planned);
            writeln!(text, "==== plan: {section}\n{planned}").unwrap();
        }
    }
    for file in &output.files {
        let shown = subjects.iter().any(|subject| subject.shows(&file.path));
        if shown && !file.path.starts_with("src/runtime/") {
            writeln!(text, "==== {}\n{}", file.path, file.text).unwrap();
        }
    }
    text
}

/// Takes away what the files show as it is, and what follows from the name of an item.
fn without_texts(planned: &mut Value) {
    const LEFT_OUT: [&str; 7] = [
        "docs",
        "example",
        "file",
        "module",
        "pointer",
        "condition",
        "derives",
    ];
    match planned {
        Value::Object(members) => {
            members.retain(|key, _| !LEFT_OUT.contains(&key.as_str()));
            members.values_mut().for_each(without_texts);
        }
        Value::Array(items) => items.iter_mut().for_each(without_texts),
        _ => {}
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
