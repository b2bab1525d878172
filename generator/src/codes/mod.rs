//! Every message of the generator, once. In: what was found; out: a diagnostic with its code, text
//! and help.
//!
//! An id is never used again for something else. A code belongs to the module of the stage that
//! reports it; [`ALL`] lists them.

mod document;
pub mod explain;
mod lowering;
mod mends;
mod naming;
mod structure;

use crate::diagnostics::Code;

pub use document::*;
pub use lowering::*;
pub use mends::*;
pub use naming::*;
pub use structure::*;

/// Every code that a document can yield.
pub static ALL: &[&[Code]] = &[
    document::CODES,
    lowering::CODES,
    mends::CODES,
    naming::CODES,
    structure::CODES,
];

/// Every code that a document can yield, in one row.
pub fn all() -> impl Iterator<Item = &'static Code> {
    ALL.iter().copied().flatten()
}

/// Codes of defects of the generator: a document that yields one shows a mistake of ours.
pub static DEFECTS: &[Code] = &[structure::NOT_PARSED];

/// Declares codes: a constant each, and `CODES` with all of them.
macro_rules! codes {
    ($($name:ident = $severity:ident $id:literal $title:literal;)*) => {
        $(
            #[doc = concat!($id, ": ", $title, ".")]
            pub const $name: crate::diagnostics::Code = crate::diagnostics::Code {
                id: $id,
                severity: crate::diagnostics::Severity::$severity,
                title: $title,
            };
        )*
        /// The codes of this file.
        pub(super) const CODES: &[crate::diagnostics::Code] = &[$($name),*];
    };
}
use codes;

/// `Did you mean 'x'? ` when one of the candidates is close to what was written.
pub(crate) fn did_you_mean<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> String {
    nearest(written, candidates).map_or_else(String::new, |name| format!("did you mean `{name}`? "))
}

/// The candidate that is nearest to what was written, if any is near enough to be meant.
pub(crate) fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|name| {
            (
                distance(&written.to_lowercase(), &name.to_lowercase(), limit),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Whether a word differs from another by one character, or by upper and lower case.
pub(crate) fn is_slip(written: &str, name: &str) -> bool {
    distance(&written.to_lowercase(), &name.to_lowercase(), 1) <= 1
}

/// How many characters have to be inserted, removed, replaced or swapped with the next one to turn
/// one word into the other; anything over `limit` when it is more than that.
fn distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if swapped {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostics::Severity;

    #[test]
    fn every_id_is_used_once() {
        let all = ALL.iter().copied().flatten().chain(DEFECTS);
        let ids: Vec<_> = all.map(|code| code.id).collect();
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
    }

    #[test]
    fn an_id_says_how_bad_it_is() {
        for code in ALL.iter().copied().flatten() {
            let letter = if code.severity == Severity::Error {
                "G"
            } else {
                "W"
            };
            assert!(code.id.starts_with(letter), "{code:?}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        let types = ["string", "integer", "number"];
        assert_eq!(nearest("sting", types), Some("string"));
        assert_eq!(nearest("intgeer", types), Some("integer"));
        assert_eq!(nearest("Number", types), Some("number"));
        assert_eq!(nearest("date", types), None);
    }
}
