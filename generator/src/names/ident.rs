//! Words to identifiers: any text in, a valid Rust identifier in the case that its place asks for
//! out.

use std::fmt;

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde::{Serialize, Serializer};

/// An identifier of Rust. It displays as code has it: `r#type`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// Makes a name legal: `type` → `r#type`, `self` → `self_`.
    pub(crate) fn new(name: &str) -> Self {
        Self(match name {
            "self" | "Self" | "super" | "crate" | "_" => format!("{name}_"),
            _ if is_keyword(name) => format!("r#{name}"),
            _ => name.to_owned(),
        })
    }

    /// As code has it: `r#type`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As texts and file names have it: `type`.
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// Whether code writes it with `r#`.
    pub fn is_raw(&self) -> bool {
        self.0.starts_with("r#")
    }

    /// The variable for a value of a type of that name, unless that is a keyword: `RoomInfo` →
    /// `room_info`.
    pub(crate) fn variable(&self) -> Option<Self> {
        let name = self.plain().to_snake_case();
        let variable = Self::new(&name);
        (variable.as_str() == name).then_some(variable)
    }

    /// The constant of that name: `page_size` → `PAGE_SIZE`.
    pub(crate) fn constant(&self) -> Self {
        Self(self.plain().to_ascii_uppercase())
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Ident {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// `getRoomMembers`, `room-id`, `3d` → `get_room_members`, `room_id`, `n3d`.
pub(super) fn snake(text: &str) -> String {
    let words = spell(text);
    let name = words.to_snake_case();
    guard(name, "n", "value")
}

/// The same with words for signs: `DateCreated<` → `date_created_less`.
pub(super) fn snake_with_signs(text: &str) -> String {
    guard(spell_signs(text).to_snake_case(), "n", "value")
}

/// Whether a text is a name and nothing else: letters and digits, and what separates words.
pub(super) fn is_plain(text: &str) -> bool {
    let is_word = |char: char| char.is_alphanumeric();
    let separated = |char: char| is_word(char) || matches!(char, '_' | '-' | '.' | ' ');
    text.chars().all(separated) && text.starts_with(is_word) && text.ends_with(is_word)
}

/// `getRoomMembers`, `room-id`, `3d` → `GetRoomMembers`, `RoomId`, `N3d`.
pub(super) fn camel(text: &str) -> String {
    let words = spell(text);
    let name = words.to_upper_camel_case();
    guard(name, "N", "Value")
}

/// The name of a type or variant that the document chose: as it is when its case is right.
pub(super) fn chosen(name: &str) -> String {
    let upper = name.starts_with(|first: char| first.is_ascii_uppercase());
    if upper && !name.contains('_') && is_identifier(name) {
        return name.to_owned();
    }
    camel(name)
}

/// Whether a text can stand as an identifier as it is: what `x-rust-name` has to be.
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_')
        && text != "_"
}

/// Leaves ASCII letters and digits, and puts words for signs where nothing else tells names apart:
/// `+1` and `-1`, `*`, `<=`.
fn spell(text: &str) -> String {
    let has_letter = text.chars().any(char::is_alphabetic);
    spell_with(text, |char, index| {
        sign(char).filter(|_| !has_letter && (char != '-' || index == 0))
    })
}

/// The same with words for signs everywhere, but for those that only separate.
fn spell_signs(text: &str) -> String {
    spell_with(text, |char, _| {
        sign(char).filter(|_| !matches!(char, '-' | '.' | '/'))
    })
}

fn spell_with(text: &str, word: impl Fn(char, usize) -> Option<&'static str>) -> String {
    let mut spelled = String::with_capacity(text.len());
    for (index, char) in text.char_indices() {
        match char {
            _ if char.is_ascii_alphanumeric() => spelled.push(char),
            '\'' | '\u{2019}' => {}
            _ if char.is_alphanumeric() => {
                spelled.push_str(&format!("u{:x}", u32::from(char)));
            }
            _ => {
                spelled.push('_');
                if let Some(word) = word(char, index) {
                    spelled.push_str(word);
                    spelled.push('_');
                }
            }
        }
    }
    spelled
}

/// The word for a sign.
fn sign(char: char) -> Option<&'static str> {
    Some(match char {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '#' => "hash",
        '$' => "dollar",
        '@' => "at",
        '/' => "slash",
        '?' => "question",
        '.' => "dot",
        _ => return None,
    })
}

/// Names that are empty or begin with a digit.
fn guard(name: String, before_digit: &str, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{before_digit}{name}"),
        Some(_) => name,
    }
}

/// Every word that Rust keeps for itself, in edition 2024, reserved ones too.
fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_tell_names_apart_that_have_letters_too() {
        assert_eq!(snake("DateCreated<"), "date_created");
        assert_eq!(snake_with_signs("DateCreated<"), "date_created_less");
        assert_eq!(snake_with_signs("a.b-c/d"), "a_b_c_d");
        assert!(is_plain("room-id") && is_plain("a.b") && !is_plain("@type") && !is_plain("a[]"));
    }

    #[test]
    fn ordinary_words_change_case() {
        assert_eq!(snake("getRoomMembers"), "get_room_members");
        assert_eq!(camel("oneOnOne"), "OneOnOne");
        assert_eq!(camel("users.rules.all"), "UsersRulesAll");
    }

    #[test]
    fn signs_are_spelled_only_where_no_letter_tells_names_apart() {
        assert_eq!(camel("+1"), "Plus1");
        assert_eq!(camel("-1"), "Minus1");
        assert_eq!(camel("*"), "Star");
        assert_eq!(snake("$ref"), "ref");
        assert_eq!(camel("2024-01-02"), "N20240102");
    }

    #[test]
    fn digits_and_nothing_get_a_beginning() {
        assert_eq!(snake("3d"), "n3d");
        assert_eq!(camel(""), "Value");
        assert_eq!(snake("___"), "value");
    }

    #[test]
    fn letters_beyond_ascii_stay_apart() {
        assert_ne!(camel("ä"), camel("ö"));
    }

    #[test]
    fn keywords_are_made_legal() {
        assert_eq!(Ident::new("type").as_str(), "r#type");
        assert_eq!(Ident::new("self").as_str(), "self_");
        assert_eq!(Ident::new("room").as_str(), "room");
    }
}
