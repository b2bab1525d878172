//! Syntax as text, spaced as a person would: `fn a(&self, b: Option<u8>) -> C`.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// The text of a piece of syntax, on one line.
pub(crate) fn tidy(syntax: impl ToTokens) -> String {
    let mut words = Vec::new();
    flatten(syntax.to_token_stream(), &mut words);
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        // The comma behind the last one of a list says nothing.
        let next = words.get(index + 1).map_or("", String::as_str);
        if word == "," && matches!(next, "" | ")" | ">" | "]") {
            continue;
        }
        let before = index.checked_sub(1).map_or("", |index| &words[index]);
        if is_apart(before, word) && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// Tokens as words: `::` and `->` are one, and so is a lifetime.
fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    let mut joint = false;
    for token in tokens {
        let stays_joint =
            matches!(&token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                words.extend((!open.is_empty()).then(|| open.to_owned()));
                flatten(group.stream(), words);
                words.extend((!close.is_empty()).then(|| close.to_owned()));
            }
            other => match words.last_mut() {
                Some(word) if joint && belongs(word, &other) => word.push_str(&other.to_string()),
                _ => words.push(other.to_string()),
            },
        }
        joint = stays_joint;
    }
}

/// Whether a token goes on with a word that begins with punctuation.
fn belongs(word: &str, token: &TokenTree) -> bool {
    match (word, token) {
        ("'", TokenTree::Ident(_)) => true,
        (":", TokenTree::Punct(punct)) => punct.as_char() == ':',
        ("-" | "=", TokenTree::Punct(punct)) => punct.as_char() == '>',
        (".", TokenTree::Punct(punct)) => punct.as_char() == '.',
        _ => false,
    }
}

fn is_apart(before: &str, word: &str) -> bool {
    let glued_behind = matches!(
        before,
        "(" | "[" | "<" | "&" | "::" | "!" | "?" | "*" | "." | "#"
    );
    let glued_before = matches!(word, "," | ";" | ":" | "::" | ">" | ")" | "]" | ".");
    let opens_behind_a_name = matches!(word, "(" | "<")
        && (before == ">" || before.ends_with(|char: char| char.is_alphanumeric() || char == '_'));
    let leading_path = word == "::" && matches!(before, "," | "->" | "=" | "+" | "{");
    leading_path || !(glued_behind || glued_before || opens_behind_a_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_is_spaced_as_a_person_would() {
        for text in [
            "fn a<'a, T: Into<B> + ?Sized>(&'a mut self, b: &[u8]) -> Result<(), c::D<T>>",
            "impl IntoIterator<Item = impl Into<String>>",
            "Box<dyn Fn(&A) -> B + Send + 'static>",
            "struct A { .. }",
            "(A, <B as C>::D)",
            "fn a() where B: C",
        ] {
            let tokens: TokenStream = text.parse().expect("tokens");
            assert_eq!(tidy(tokens), text);
        }
        let tokens: TokenStream = "fn a(b: C,) where D: E,".parse().expect("tokens");
        assert_eq!(tidy(tokens), "fn a(b: C) where D: E");
    }
}
