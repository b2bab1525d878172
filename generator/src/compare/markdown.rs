//! Changes as a section of a changelog.

use super::{Change, Reach};

/// A heading and a list for each kind of change, those that break code first. Empty for none.
pub fn markdown(changes: &[Change]) -> String {
    let kinds = [
        (Reach::Breaking, "Breaking"),
        (Reach::Addition, "Added"),
        (Reach::Fix, "Changed"),
    ];
    let mut sections = Vec::new();
    for (reach, heading) in kinds {
        let of_kind = changes.iter().filter(|change| change.reach == reach);
        let lines: Vec<String> = of_kind
            .map(|change| format!("- {}\n", change.text))
            .collect();
        if !lines.is_empty() {
            sections.push(format!("### {heading}\n\n{}", lines.concat()));
        }
    }
    sections.join("\n")
}
