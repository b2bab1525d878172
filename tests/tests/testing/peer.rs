//! Every example, judged by a validator that nobody here wrote.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use generator::config::Config;
use generator::{Input, Stage, dump};
use jsonschema::Draft;
use serde_json::{Value, json};

use crate::spec;

/// Collects the examples of one document.
struct Examples {
    /// The case.
    of: &'static str,
    found: Rc<RefCell<Vec<Judged>>>,
}

#[derive(Clone, Copy)]
struct Judged {
    of: &'static str,
    name: &'static str,
    schema: &'static str,
    json: &'static str,
}

macro_rules! collects {
    ($testing:path) => {
        const _: () = {
            use $testing as testing;

            impl testing::ModelVisitor for Examples {
                fn visit<T: testing::Example>(&mut self) {
                    self.found.borrow_mut().push(Judged {
                        of: self.of,
                        name: T::NAME,
                        schema: T::SCHEMA,
                        json: T::JSON,
                    });
                }
            }

            impl testing::OperationVisitor for Examples {
                fn visit<O: testing::Mockable>(&mut self) {}
            }
        };
    };
}

collects!(generated_client::testing);
collects!(generator_tests::runtime::testing);

#[test]
fn every_example_of_the_emitted_client_is_valid() {
    let found = Rc::default();
    let mut examples = Examples {
        of: "",
        found: Rc::clone(&found),
    };
    generated_client::testing::visit_models(&mut examples);
    assert!(!found.borrow().is_empty());
    let faults = judge(&found.borrow(), spec::document());
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_example_of_every_case_is_valid() {
    let found = Rc::default();
    generator_tests::cases::visit(|of| Examples {
        of,
        found: Rc::clone(&found),
    });
    let found = found.borrow();
    assert!(!found.is_empty());
    let faults: Vec<String> = found
        .chunk_by(|one, next| one.of == next.of)
        .flat_map(|examples| judge(examples, normalized(examples[0].of)))
        .filter(|fault| !UNFOLLOWED.iter().any(|known| fault.starts_with(known)))
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

/// What no value satisfies: alternatives of which one alone may fit, and of which each fits all
/// values; a hen that needs an egg that needs a hen; text that is listed and too long. And patterns
/// that look around or back, which examples do not follow. And what OpenAPI 3.0 does not know: lists
/// by place, whole numbers beside text.
const UNFOLLOWED: &[&str] = &[
    "checks Message /kind",
    "checks MessageKind ",
    "checks Room /messages/0/kind",
    "checks_patterns Room /again",
    "checks_patterns Room /ahead",
    "int_or_string ",
    "names_prelude ResultModel ",
    "recursion_required Egg ",
    "recursion_required Hen ",
    "tuples Plan /either",
    "tuples Plan /levels",
    "tuples PlanEither ",
    "union_collapsed Room /orNull",
    "union_shared_members Pet ",
];

/// The document of a case, as the pointers of its examples mean it.
fn normalized(case: &str) -> Value {
    let folder = Path::new("cases/ok").join(case);
    let text = fs::read_to_string(folder.join("spec.yaml")).unwrap();
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(|e| e.to_string());
    let input = Input {
        path: "spec.yaml",
        text: &text,
        read: &read,
    };
    let tree = dump(&input, &Config::default(), Stage::Normalized, None).unwrap();
    serde_json::from_str(&tree).unwrap()
}

/// What the validator finds.
fn judge(examples: &[Judged], mut document: Value) -> Vec<String> {
    to_json_schema(&mut document);
    let mut found = Vec::new();
    for example in examples {
        document["$ref"] = json!(format!("#{}", fragment(example.schema)));
        let options = jsonschema::options()
            .with_draft(Draft::Draft4)
            .should_validate_formats(true);
        let validator = options.build(&document).unwrap();
        let json: Value = serde_json::from_str(example.json).unwrap();
        for error in validator.iter_errors(&json) {
            let place = error.instance_path().to_string();
            found.push(format!("{} {} {place}: {error}", example.of, example.name));
        }
    }
    found
}

/// A pointer as a fragment of a URI.
fn fragment(pointer: &str) -> String {
    let escaped = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"/~-._".contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    pointer.bytes().map(escaped).collect()
}

/// Says in JSON Schema what OpenAPI 3.0 says by `nullable`, and drops patterns that are none.
fn to_json_schema(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(to_json_schema),
        Value::Object(members) => {
            if members.get("nullable") == Some(&Value::Bool(true)) {
                if let Some(Value::String(kind)) = members.get("type") {
                    let kinds = json!([kind, "null"]);
                    members.insert("type".to_owned(), kinds);
                }
                if let Some(Value::Array(values)) = members.get_mut("enum") {
                    values.push(Value::Null);
                }
            }
            let broken = |pattern: &mut Value| {
                let schema = json!({ "pattern": pattern });
                pattern.is_string() && jsonschema::validator_for(&schema).is_err()
            };
            if members.get_mut("pattern").is_some_and(broken) {
                members.remove("pattern");
            }
            members.values_mut().for_each(to_json_schema);
        }
        _ => {}
    }
}
