//! Changes as a section of a changelog.

use super::{Change, Impact};

/// A heading and a list for each kind of change, those that break code first. Empty for none.
pub fn markdown(changes: &[Change]) -> String {
    let kinds = [
        (Impact::Breaking, "Breaking"),
        (Impact::Addition, "Added"),
        (Impact::Fix, "Changed"),
    ];
    let mut sections = Vec::new();
    for (impact, heading) in kinds {
        let of_kind = changes.iter().filter(|change| change.impact == impact);
        let lines: Vec<String> = of_kind
            .map(|change| format!("- {}\n", change.text))
            .collect();
        if !lines.is_empty() {
            sections.push(format!("### {heading}\n\n{}", lines.concat()));
        }
    }
    sections.join("\n")
}
