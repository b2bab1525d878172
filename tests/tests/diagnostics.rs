//! Every diagnostic has a case, and every case yields the diagnostic that it is named after.

mod support;

use std::collections::BTreeSet;

use generator::diagnostics::Severity;
use support::{cases, folder, run};

/// The code at the beginning of a case's name: `g014_reference_to_nothing` → `G014`.
fn code_of(case: &str) -> String {
    case.split('_')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase()
}

#[test]
fn every_code_has_a_case() {
    let covered: BTreeSet<String> = cases("err").iter().map(|case| code_of(case)).collect();
    let missing: Vec<&str> = generator::codes::ALL
        .iter()
        .flat_map(|codes| codes.iter())
        .map(|code| code.id)
        .filter(|id| !covered.contains(*id))
        .collect();
    assert!(
        missing.is_empty(),
        "codes without a case under cases/err: {missing:?}"
    );
}

#[test]
fn every_case_yields_its_code() {
    for case in cases("err") {
        let code = code_of(&case);
        let diagnostics = match run(&folder("err").join(&case)) {
            Err(diagnostics) => diagnostics,
            Ok(output) => output.warnings,
        };
        let found: Vec<&str> = diagnostics.iter().map(|found| found.code.id).collect();
        assert!(found.contains(&code.as_str()), "{case} yields {found:?}");
    }
}

#[test]
fn errors_stop_the_generator_and_warnings_do_not() {
    for case in cases("err") {
        let result = run(&folder("err").join(&case));
        match result {
            Err(faults) => assert!(
                faults.count(Severity::Error) > 0,
                "{case} failed on warnings"
            ),
            Ok(output) => assert!(code_of(&case).starts_with('W'), "{case}: {output:?}"),
        }
    }
}
