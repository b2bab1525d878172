//! Patterns of the document, as regular expressions that Rust runs.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A pattern that text has to match somewhere, unless it says that it begins or ends there.
#[derive(Debug)]
pub struct Pattern {
    document: &'static str,
    regex: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern as the document writes it, and as a regular expression of `regex-lite`. One that
    /// is none matches everything.
    #[must_use]
    pub const fn new(document: &'static str, regex: &'static str) -> Self {
        Self {
            document,
            regex,
            compiled: OnceLock::new(),
        }
    }

    /// The pattern as the document writes it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.document
    }

    /// Whether the text holds what the pattern describes.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        let regex = self.compiled.get_or_init(|| Regex::new(self.regex).ok());
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}
