//! Messages about what a document says: stages check and parse.

use super::codes;
use crate::diagnostics::Diagnostic;
use crate::ir::Pointer;

codes! {
    REFERENCE_TO_NOTHING = Error "G030" "a reference leads to nothing";
}

/// `$ref` names something that is not there; `near` is what may have been meant.
pub fn reference_to_nothing(at: &Pointer, target: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("`{target}` leads to nothing");
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "declare it, or correct the reference".to_owned(),
    };
    Diagnostic::new(REFERENCE_TO_NOTHING, at, message, help)
}
