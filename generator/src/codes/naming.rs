//! Messages about names, and about warnings that are denied: stages name and emit.

use super::codes;
use crate::diagnostics::Diagnostic;
use crate::ir::Pointer;

codes! {
    DENIED = Error "G080" "warnings are denied";
    RENAMED = Warning "W080" "a name could not be what the document asks for";
}

/// A name is taken, or would hide one of Rust's own.
pub fn renamed(at: &Pointer, wished: &str, given: &str) -> Diagnostic {
    let message = format!(
        "`{wished}` is taken, or means something else in Rust; the name is `{given}` instead"
    );
    let help = "nothing has to be done; `x-rust-name: …` beside it chooses another name";
    Diagnostic::new(RENAMED, at, message, help).on_key()
}

/// `deny-warnings` is set and there are warnings.
pub fn denied(count: usize) -> Diagnostic {
    let message = format!("{count} warnings, and the configuration sets `deny-warnings`");
    let help = "mend what the warnings name, or set `deny-warnings = false` in codegen.toml";
    Diagnostic::new(DENIED, &Pointer::default(), message, help)
}
