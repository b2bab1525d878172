//! A Rust file of the runtime without its tests, and without what belongs to parts that are not
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

pub(super) const MARK: &str = "// part: ";

/// What remains of a file.
pub(super) struct Cut {
    pub(super) text: String,
    /// The modules in files of their own whose declarations went.
    pub(super) modules: Vec<String>,
}

/// Leaves out tests.
pub(super) fn without_tests(text: &str) -> Cut {
    cut(text, &|line, rest| {
        let may_be = line.starts_with("#[cfg(") && line.contains("test");
        let node = may_be.then(|| node_below(rest)).flatten();
        match node.filter(Node::is_for_tests) {
            Some(node) => Found::Node(0, node),
            None => Found::Nothing,
        }
    })
}

/// Leaves out the marks, and what is below those of parts that are not needed.
pub(super) fn with_parts(text: &str, parts: &Parts) -> Cut {
    cut(text, &|line, rest| {
        let Some(name) = line.strip_prefix(MARK) else {
            return Found::Nothing;
        };
        let mark = rest.find('\n').map_or(rest.len(), |end| end + 1);
        if parts.has(Part::named(name.trim_end())) {
            return Found::Mark(mark);
        }
        match node_below(&rest[mark..]) {
            Some(node) => Found::Node(mark, node),
            None => panic!("no node of the runtime stands below {rest}"),
        }
    })
}

/// What a line begins.
enum Found {
    Nothing,
    /// A mark of that length, which alone goes.
    Mark(usize),
    /// A node behind a mark of that length; both go.
    Node(usize, Node),
}

/// Leaves out what is found. A finder is given a line without its indentation, and the text from
/// there on.
fn cut(text: &str, find: &dyn Fn(&str, &str) -> Found) -> Cut {
    let mut kept = String::with_capacity(text.len());
    let mut modules = Vec::new();
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        match find(line.trim_start(), rest) {
            Found::Nothing => {
                kept.push_str(line);
                rest = &rest[line.len()..];
            }
            Found::Mark(length) => rest = &rest[length..],
            Found::Node(mark, node) => {
                rest = &rest[mark + node.length..];
                modules.extend(node.module);
                if kept.ends_with("\n\n") || kept.ends_with("{\n") {
                    rest = rest.strip_prefix('\n').unwrap_or(rest);
                }
            }
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
    if let Ok(module) = syn::parse_str::<Module>(text) {
        return Some(Node {
            module: (!module.is_in_place).then_some(module.name),
            ..node(module.attributes)
        });
    }
    if let Ok(statements) = Block::parse_within.parse_str(text) {
        let [statement] = <[Stmt; 1]>::try_from(statements).ok()?;
        return match statement {
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

/// A module. What stands in it is not looked at: most tests stand in one.
struct Module {
    attributes: Vec<Attribute>,
    name: String,
    is_in_place: bool,
}

impl Parse for Module {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<syn::Visibility>()?;
        input.parse::<Token![mod]>()?;
        let name = input.parse::<syn::Ident>()?.to_string();
        let is_in_place = input.peek(syn::token::Brace);
        if is_in_place {
            input.parse::<proc_macro2::Group>()?;
        } else {
            input.parse::<Token![;]>()?;
        }
        Ok(Self {
            attributes,
            name,
            is_in_place,
        })
    }
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
        with_parts(text, &parts.iter().copied().collect()).text
    }

    #[test]
    fn what_is_marked_goes_with_its_part() {
        let text = "mod a;\n// part: oauth\n#[cfg(x)]\npub mod oauth;\nmod b;\n";
        assert_eq!(kept(text, &[]), "mod a;\nmod b;\n");
        let whole = "mod a;\n#[cfg(x)]\npub mod oauth;\nmod b;\n";
        assert_eq!(kept(text, &[Part::OAuth]), whole);
        assert_eq!(with_parts(text, &Parts::default()).modules, ["oauth"]);
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
        let cut = without_tests(text);
        assert_eq!(cut.text, "fn a() {}\n\n#[cfg(not(test))]\nfn e() {}\n");
        assert_eq!(cut.modules, ["d"]);
    }
}
