//! A Rust file of the runtime without its tests and without what belongs to parts that are not
//! needed: items, members, fields and statements.
//!
//! The files are copied as they are, comments and all, so what stays is never printed anew. What goes
//! begins with a mark, or with the attribute of a test, and ends with the first line after which syn
//! has read one whole node. rustfmt indents the line behind it no further than its first one, which
//! tells where it is worth trying.

use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Block, Expr, Meta, Stmt, Token};

use super::{Part, Parts};

const MARK: &str = "// part: ";

/// What remains of a file.
pub(super) struct Cut {
    pub(super) text: String,
    /// The modules in files of their own whose declarations went.
    pub(super) modules: Vec<String>,
}

/// Leaves out what these parts do not need, and tests.
pub(super) fn cut(text: &str, parts: &Parts) -> Cut {
    let mut kept = String::with_capacity(text.len());
    let mut modules = Vec::new();
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let code = line.trim_start();
        let node = if let Some(name) = code.strip_prefix(MARK) {
            rest = &rest[line.len()..];
            if parts.has(Part::named(name.trim_end())) {
                continue;
            }
            Some(node_below(rest).unwrap_or_else(|| panic!("no node stands below {line}{rest}")))
        } else if code.starts_with("#[cfg(") && code.contains("test") {
            node_below(rest).filter(Node::is_for_tests)
        } else {
            None
        };
        let Some(node) = node else {
            kept.push_str(line);
            rest = &rest[line.len()..];
            continue;
        };
        rest = &rest[node.length..];
        modules.extend(node.module);
        if kept.ends_with("\n\n") || kept.ends_with("{\n") {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
    }
    let end = kept.trim_end().len();
    kept.truncate(end);
    kept.push('\n');
    Cut {
        text: kept,
        modules,
    }
}

/// A piece of a file that is one node of its syntax.
struct Node {
    /// The length of its text.
    length: usize,
    attributes: Vec<Attribute>,
    /// The module in a file of its own that it declares.
    module: Option<String>,
}

impl Node {
    fn is_for_tests(&self) -> bool {
        let conditions = self.attributes.iter();
        let mut conditions = conditions.filter(|attribute| attribute.path().is_ident("cfg"));
        conditions.any(|attribute| attribute.parse_args().is_ok_and(|cfg| needs_test(&cfg)))
    }
}

/// Whether a condition holds in tests alone.
fn needs_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => {
            let all = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            all.is_ok_and(|all| all.iter().any(needs_test))
        }
        _ => false,
    }
}

/// The node that a text begins with.
fn node_below(text: &str) -> Option<Node> {
    let indent = indent(text);
    let mut length = 0;
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        length += line.len();
        rest = &rest[line.len()..];
        let mut below = rest.lines().filter(|line| !line.trim().is_empty());
        let is_whole =
            !line.trim().is_empty() && below.next().is_none_or(|next| self::indent(next) <= indent);
        if is_whole && let Some(node) = parse(&text[..length]) {
            return Some(node);
        }
    }
    None
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A text as one node, if it is one whole node.
fn parse(text: &str) -> Option<Node> {
    let node = |attributes: Vec<Attribute>| Node {
        length: text.len(),
        attributes,
        module: None,
    };
    if let Ok(statements) = Block::parse_within.parse_str(text) {
        let [statement] = <[Stmt; 1]>::try_from(statements).ok()?;
        return match statement {
            Stmt::Item(syn::Item::Mod(item)) => Some(Node {
                module: item.content.is_none().then(|| item.ident.to_string()),
                ..node(item.attrs)
            }),
            Stmt::Item(item) => Some(node(attributes_of_item(item))),
            Stmt::Local(local) => Some(node(local.attrs)),
            Stmt::Macro(call) => Some(node(call.attrs)),
            Stmt::Expr(expression, end) if end.is_some() || ends_itself(&expression) => {
                Some(node(Vec::new()))
            }
            Stmt::Expr(..) => None,
        };
    }
    if syn::parse_str::<syn::ImplItem>(text).is_ok() {
        return Some(node(
            Attribute::parse_outer.parse_str(text).unwrap_or_default(),
        ));
    }
    let listed = syn::parse_str::<Listed>(text).ok()?;
    Some(node(listed.0))
}

/// The attributes that an item begins with.
fn attributes_of_item(item: syn::Item) -> Vec<Attribute> {
    match item {
        syn::Item::Const(item) => item.attrs,
        syn::Item::Enum(item) => item.attrs,
        syn::Item::Fn(item) => item.attrs,
        syn::Item::Impl(item) => item.attrs,
        syn::Item::Mod(item) => item.attrs,
        syn::Item::Static(item) => item.attrs,
        syn::Item::Struct(item) => item.attrs,
        syn::Item::Trait(item) => item.attrs,
        syn::Item::Type(item) => item.attrs,
        syn::Item::Use(item) => item.attrs,
        _ => Vec::new(),
    }
}

/// Whether an expression is a statement without a semicolon.
fn ends_itself(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::Block(_)
            | Expr::ForLoop(_)
            | Expr::If(_)
            | Expr::Loop(_)
            | Expr::Match(_)
            | Expr::While(_)
    )
}

/// The attributes of a field of a struct, a member of a literal or an arm of a `match`, up to the
/// comma behind it.
struct Listed(Vec<Attribute>);

impl Parse for Listed {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        let field = syn::Field::parse_named(&ahead);
        if let Ok(field) = field
            && ahead.peek(Token![,])
        {
            syn::Field::parse_named(input)?;
            input.parse::<Token![,]>()?;
            return Ok(Self(field.attrs));
        }
        if let Ok(arm) = input.fork().parse::<syn::Arm>() {
            input.parse::<syn::Arm>()?;
            return Ok(Self(arm.attrs));
        }
        let member = input.parse::<syn::FieldValue>()?;
        input.parse::<Token![,]>()?;
        Ok(Self(member.attrs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str, parts: &[Part]) -> String {
        cut(text, &parts.iter().copied().collect()).text
    }

    #[test]
    fn what_is_marked_goes_with_its_part() {
        let text = "mod a;\n// part: oauth\n#[cfg(x)]\npub mod oauth;\nmod b;\n";
        assert_eq!(kept(text, &[]), "mod a;\nmod b;\n");
        let whole = "mod a;\n#[cfg(x)]\npub mod oauth;\nmod b;\n";
        assert_eq!(kept(text, &[Part::OAuth]), whole);
        assert_eq!(cut(text, &Parts::default()).modules, ["oauth"]);
    }

    #[test]
    fn signs_in_comments_and_texts_end_nothing() {
        let text = "struct A {\n    // part: oauth\n    /// What it is (in short.\n    pub a: u8,\n    pub b: u8,\n}\n";
        assert_eq!(kept(text, &[]), "struct A {\n    pub b: u8,\n}\n");
        let text = "// part: page\nfn a() -> &'static str {\n    // }\n    \"}\"\n}\nfn b() {}\n";
        assert_eq!(kept(text, &[]), "fn b() {}\n");
    }

    #[test]
    fn statements_members_and_arms_go() {
        let text = "fn a() {\n    // part: page\n    if b {\n        c();\n    }\n    // part: page\n    d\n        .e()\n        .f();\n    g();\n}\n";
        assert_eq!(kept(text, &[]), "fn a() {\n    g();\n}\n");
        let text = "fn a() {\n    A {\n        // part: page\n        b: C {\n            d,\n        },\n        e,\n    }\n}\n";
        assert_eq!(kept(text, &[]), "fn a() {\n    A {\n        e,\n    }\n}\n");
        let text = "fn a() {\n    match b {\n        // part: page\n        C => {\n            d();\n        }\n        _ => e(),\n    }\n}\n";
        assert_eq!(
            kept(text, &[]),
            "fn a() {\n    match b {\n        _ => e(),\n    }\n}\n"
        );
        let text =
            "impl A {\n    // part: page\n    fn b(&self) {\n    }\n\n    fn c(self) {}\n}\n";
        assert_eq!(kept(text, &[]), "impl A {\n    fn c(self) {}\n}\n");
    }

    #[test]
    fn one_blank_line_is_left_of_two() {
        let text = "fn a() {}\n\n// part: oauth\nfn b() {\n}\n\nfn c() {}\n";
        assert_eq!(kept(text, &[]), "fn a() {}\n\nfn c() {}\n");
        let text = "mod a;\n// part: oauth\nmod b;\n\nuse c;\n";
        assert_eq!(kept(text, &[]), "mod a;\n\nuse c;\n");
    }

    #[test]
    fn tests_go_wherever_they_stand() {
        let text = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n\n#[cfg(all(test, c))]\nmod d;\n\n#[cfg(not(test))]\nfn e() {}\n";
        assert_eq!(
            kept(text, &[]),
            "fn a() {}\n\n#[cfg(not(test))]\nfn e() {}\n"
        );
        assert_eq!(cut(text, &Parts::default()).modules, ["d"]);
    }
}
