//! What each code means, at length: a code in, Markdown out. `explain` and the guide print it.

use crate::diagnostics::{Code, Severity};

static TEXTS: &str = include_str!("explanations.md");

/// The explanation of a code.
pub fn markdown(code: &Code) -> String {
    let text = text(code.id).unwrap_or("The message itself says what is meant and what to do.");
    let effect = match code.severity {
        Severity::Error => "An error: nothing is generated.",
        Severity::Warning => "A warning: the crate is generated.",
    };
    let mut title = code.title.to_owned();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!(
        "## {}\n\n**{title}.** {effect}\n\n{}\n",
        code.id,
        text.trim()
    )
}

/// What stands under the heading of a code.
fn text(id: &str) -> Option<&'static str> {
    let heading = format!("# {id}\n");
    let start = match TEXTS.starts_with(&heading) {
        true => 0,
        false => TEXTS.find(&format!("\n{heading}"))? + 1,
    };
    let rest = &TEXTS[start + heading.len()..];
    Some(rest.find("\n# ").map_or(rest, |end| &rest[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn every_code_is_explained() {
        let missing: Vec<&str> = codes::all()
            .map(|code| code.id)
            .filter(|id| text(id).is_none_or(|text| text.trim().len() < 40))
            .collect();
        assert!(missing.is_empty(), "add to explanations.md: {missing:?}");
    }

    #[test]
    fn nothing_is_explained_that_is_no_code() {
        let headings = TEXTS.lines().filter_map(|line| line.strip_prefix("# "));
        for id in headings {
            assert!(codes::all().any(|code| code.id == id), "{id} is no code");
        }
    }
}
