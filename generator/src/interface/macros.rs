//! Macros of the crate that write items: the files of a crate in, the items that a call of one stands
//! for out.
//!
//! Rules are understood whose parameters are single tokens, one each (`$name:ident`). A call that no
//! such rule fits stays as it is, and the listing does not see what it writes.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Item;

use crate::OutputFile;

/// How deep calls in what calls stand for are followed.
const DEEPEST: usize = 8;

/// The macros of a crate, by their names.
#[derive(Default)]
pub(super) struct Macros {
    rules: BTreeMap<String, Vec<Rule>>,
}

/// One rule of a macro.
struct Rule {
    pattern: Vec<Piece>,
    body: TokenStream,
}

/// A token of a pattern.
enum Piece {
    /// It has to be this one.
    Token(String),
    /// It can be any one, and is known by this name.
    Parameter(String),
}

impl Macros {
    /// Finds the macros of a crate.
    pub(super) fn of(files: &[OutputFile]) -> Self {
        let mut macros = Self::default();
        let with_macros = files
            .iter()
            .filter(|file| file.text.contains("macro_rules!"));
        for file in with_macros {
            let parsed = syn::parse_file(&file.text).ok();
            for item in parsed.into_iter().flat_map(|file| file.items) {
                if let Item::Macro(item) = item
                    && let Some(name) = &item.ident
                {
                    let rules = rules(item.mac.tokens.clone());
                    macros.rules.insert(name.to_string(), rules);
                }
            }
        }
        macros
    }

    /// Puts what calls stand for in their place.
    pub(super) fn expand(&self, items: Vec<Item>) -> Vec<Item> {
        self.expand_within(items, DEEPEST)
    }

    fn expand_within(&self, items: Vec<Item>, depth: usize) -> Vec<Item> {
        let mut expanded = Vec::with_capacity(items.len());
        for item in items {
            match self.meaning(&item).filter(|_| depth > 0) {
                Some(inner) => expanded.extend(self.expand_within(inner, depth - 1)),
                None => expanded.push(item),
            }
        }
        expanded
    }

    /// What the call of a macro stands for.
    fn meaning(&self, item: &Item) -> Option<Vec<Item>> {
        let Item::Macro(call) = item else {
            return None;
        };
        let name = call.mac.path.segments.last()?.ident.to_string();
        let given: Vec<TokenTree> = call.mac.tokens.clone().into_iter().collect();
        let mut rules = self.rules.get(&name)?.iter();
        let body = rules.find_map(|rule| {
            let arguments = arguments(&rule.pattern, &given)?;
            Some(filled(rule.body.clone(), &arguments))
        })?;
        Some(syn::parse2::<syn::File>(body).ok()?.items)
    }
}

/// The rules of a macro that are understood.
fn rules(tokens: TokenStream) -> Vec<Rule> {
    let groups: Vec<Group> = tokens
        .into_iter()
        .filter_map(|token| match token {
            TokenTree::Group(group) => Some(group),
            _ => None,
        })
        .collect();
    let rules = groups.chunks_exact(2).filter_map(|pair| {
        Some(Rule {
            pattern: pattern(pair[0].stream())?,
            body: pair[1].stream(),
        })
    });
    rules.collect()
}

/// A pattern without repetitions; `None` for others.
fn pattern(tokens: TokenStream) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => {
                let TokenTree::Ident(name) = tokens.next()? else {
                    return None;
                };
                // `:` and the kind.
                tokens.by_ref().take(2).for_each(drop);
                pieces.push(Piece::Parameter(name.to_string()));
            }
            TokenTree::Group(_) => return None,
            token => pieces.push(Piece::Token(token.to_string())),
        }
    }
    Some(pieces)
}

/// The arguments of a call, if the pattern fits it.
fn arguments(pattern: &[Piece], given: &[TokenTree]) -> Option<BTreeMap<String, TokenTree>> {
    if pattern.len() != given.len() {
        return None;
    }
    let mut arguments = BTreeMap::new();
    for (piece, token) in pattern.iter().zip(given) {
        match piece {
            Piece::Token(wanted) if *wanted != token.to_string() => return None,
            Piece::Token(_) => {}
            Piece::Parameter(name) => drop(arguments.insert(name.clone(), token.clone())),
        }
    }
    Some(arguments)
}

/// The body of a rule with the arguments in it.
fn filled(body: TokenStream, arguments: &BTreeMap<String, TokenTree>) -> TokenStream {
    let mut filled = Vec::new();
    let mut tokens = body.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let argument = match (&token, tokens.peek()) {
            (TokenTree::Punct(punct), Some(TokenTree::Ident(name))) if punct.as_char() == '$' => {
                arguments.get(&name.to_string())
            }
            _ => None,
        };
        match (argument, token) {
            (Some(argument), _) => {
                tokens.next();
                filled.push(argument.clone());
            }
            (None, TokenTree::Group(group)) => {
                let inner = filled_group(&group, arguments);
                filled.push(TokenTree::Group(inner));
            }
            (None, token) => filled.push(token),
        }
    }
    filled.into_iter().collect()
}

fn filled_group(group: &Group, arguments: &BTreeMap<String, TokenTree>) -> Group {
    let delimiter: Delimiter = group.delimiter();
    Group::new(delimiter, filled(group.stream(), arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(call: &str) -> Vec<String> {
        let text = "macro_rules! kind {
            ($name:ident) => { kind!($name, 3); };
            ($name:ident, $length:literal) => { impl From<$name> for [u8; $length] {} };
            ($($name:ident),+) => { impl None {} };
        }";
        let file = OutputFile {
            path: "src/lib.rs".to_owned(),
            text: text.to_owned(),
        };
        let items = syn::parse_file(call).unwrap().items;
        let items = Macros::of(&[file]).expand(items);
        let text = items.iter().map(|item| quote::quote!(#item).to_string());
        text.map(|text| text.replace(' ', "")).collect()
    }

    #[test]
    fn a_call_is_what_its_rule_says() {
        assert_eq!(expanded("kind!(A, 2);"), ["implFrom<A>for[u8;2]{}"]);
        assert_eq!(expanded("kind!(A);"), ["implFrom<A>for[u8;3]{}"]);
    }

    #[test]
    fn what_is_not_understood_stays() {
        assert_eq!(expanded("kind!(A, B, C);"), ["kind!(A,B,C);"]);
        assert_eq!(expanded("other!(A);"), ["other!(A);"]);
    }
}
