//! What `codegen.toml` can say, read from the types that it is read into: a key a field, with its
//! doc comment, its type and its default. The guide, the JSON schema and the file that `init` writes
//! come from here.

use serde_json::{Map, Value, json};
use syn::{Attribute, Fields, Item, Meta, Type};

use super::Config;

/// The files that hold the types.
const SOURCES: &[&str] = &[
    include_str!("mod.rs"),
    include_str!("files.rs"),
    include_str!("webhook.rs"),
];

/// A key, or a table of keys.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name in its table.
    pub name: String,
    /// What it is, in Markdown.
    pub docs: String,
    /// What it takes.
    pub kind: Kind,
    /// What it is when it is left out; `None` when it is then not set.
    pub default: Option<toml::Value>,
}

/// What a key takes.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// A list of texts.
    Texts,
    /// Two texts.
    TwoTexts,
    /// A table with names of the user's choice, and texts.
    TextMap,
    /// One of some words.
    Word(Vec<(String, String)>),
    /// A table with names of the user's choice, and one of some words each.
    WordMap(Vec<(String, String)>),
    /// A table.
    Table(Vec<Key>),
}

impl Kind {
    /// In a word, for a reader.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Flag => "`true` or `false`",
            Self::Number => "number",
            Self::Texts => "list of texts",
            Self::TwoTexts => "two texts",
            Self::TextMap => "table of texts",
            Self::Word(_) => "word",
            Self::WordMap(_) => "table of words",
            Self::Table(_) => "table",
        }
    }
}

/// Every key, in the order of the types.
///
/// # Panics
///
/// When the types hold what this does not know: a test sees to it.
pub fn keys() -> Vec<Key> {
    let items: Vec<Item> = SOURCES
        .iter()
        .flat_map(|source| syn::parse_file(source).expect("this crate is Rust").items)
        .collect();
    let defaults = toml::Table::try_from(Config::default()).expect("the defaults are TOML");
    table(&items, "Config", Some(&defaults))
}

fn table(items: &[Item], name: &str, defaults: Option<&toml::Table>) -> Vec<Key> {
    let found = items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == name => Some(item),
        _ => None,
    });
    let Some(Fields::Named(fields)) = found.map(|item| &item.fields) else {
        panic!("there is no struct {name} with named fields");
    };
    let key = |field: &syn::Field| {
        if serde(&field.attrs, "skip").is_some() {
            return None;
        }
        let name = serde(&field.attrs, "rename").flatten();
        let name = name.unwrap_or_else(|| {
            let ident = field.ident.as_ref().map(ToString::to_string);
            ident.unwrap_or_default().replace('_', "-")
        });
        let default = defaults.and_then(|defaults| defaults.get(&name));
        Some(Key {
            docs: docs(&field.attrs),
            kind: kind(items, &field.ty, default),
            default: default.filter(|default| !default.is_table()).cloned(),
            name,
        })
    };
    fields.named.iter().filter_map(key).collect()
}

fn kind(items: &[Item], ty: &Type, default: Option<&toml::Value>) -> Kind {
    let text = quote::quote!(#ty).to_string().replace(' ', "");
    let text = text
        .strip_prefix("Option<")
        .map_or(&*text, |rest| rest.trim_end_matches('>'));
    match text {
        "String" => Kind::Text,
        "bool" => Kind::Flag,
        "u64" => Kind::Number,
        "Vec<String" | "Vec<String>" => Kind::Texts,
        "[String;2]" => Kind::TwoTexts,
        "BTreeMap<String,String>" => Kind::TextMap,
        "BTreeMap<String,Setting>" => Kind::WordMap(words(items, "Setting")),
        name => match items
            .iter()
            .any(|item| matches!(item, Item::Enum(item) if item.ident == name))
        {
            true => Kind::Word(words(items, name)),
            false => Kind::Table(table(items, name, default.and_then(toml::Value::as_table))),
        },
    }
}

/// The words of an enum, each with what it means.
fn words(items: &[Item], name: &str) -> Vec<(String, String)> {
    use heck::ToKebabCase;
    let variants = items.iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == name => Some(&item.variants),
        _ => None,
    });
    let variants = variants.into_iter().flatten();
    variants
        .map(|variant| {
            (
                variant.ident.to_string().to_kebab_case(),
                docs(&variant.attrs),
            )
        })
        .collect()
}

fn docs(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    lines.join("\n")
}

/// Whether a field has a serde attribute, and its value.
fn serde(attributes: &[Attribute], wanted: &str) -> Option<Option<String>> {
    let mut found = None;
    for attribute in attributes.iter().filter(|one| one.path().is_ident("serde")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            let value = match meta.value() {
                Ok(value) => Some(value.parse::<syn::LitStr>()?.value()),
                Err(_) => None,
            };
            if meta.path.is_ident(wanted) {
                found = Some(value);
            }
            Ok(())
        });
        parsed.expect("serde's attributes are names and texts");
    }
    found
}

/// `codegen.toml` with some keys set and all others as comments.
pub fn template(set: &[(&str, toml::Value)]) -> String {
    let mut text = String::new();
    let (tables, keys): (Vec<Key>, Vec<Key>) = keys()
        .into_iter()
        .partition(|key| matches!(key.kind, Kind::Table(_) | Kind::TextMap | Kind::WordMap(_)));
    for key in &keys {
        entry(key, "", set, true, &mut text);
    }
    for key in &tables {
        write_table(key, "", set, &mut text);
    }
    text
}

fn write_table(table: &Key, prefix: &str, set: &[(&str, toml::Value)], text: &mut String) {
    let path = format!("{prefix}{}", table.name);
    let Kind::Table(keys) = &table.kind else {
        comment(&table.docs, text);
        text.push_str(&format!("#[{path}]\n"));
        return;
    };
    // A table that is there only when it is wanted stays a comment as a whole.
    let is_set = set
        .iter()
        .any(|(key, _)| key.starts_with(&format!("{path}.")));
    comment(&table.docs, text);
    let sign = if is_set { "" } else { "#" };
    text.push_str(&format!("{sign}[{path}]\n"));
    let nested = |key: &&Key| matches!(key.kind, Kind::Table(_) | Kind::TextMap | Kind::WordMap(_));
    for key in keys.iter().filter(|key| !nested(key)) {
        entry(key, &format!("{path}."), set, false, text);
    }
    for key in keys.iter().filter(nested) {
        write_table(key, &format!("{path}."), set, text);
    }
}

fn entry(key: &Key, prefix: &str, set: &[(&str, toml::Value)], apart: bool, text: &mut String) {
    let path = format!("{prefix}{}", key.name);
    let value = set.iter().find(|(set, _)| *set == path);
    if apart {
        comment(&key.docs, text);
    } else {
        for line in key.docs.lines() {
            text.push_str(&format!("# {line}\n"));
        }
    }
    let example = key.default.clone().unwrap_or_else(|| example(&key.kind));
    match value {
        Some((_, value)) => text.push_str(&format!("{} = {value}\n", key.name)),
        None => text.push_str(&format!("#{} = {example}\n", key.name)),
    }
}

fn comment(docs: &str, text: &mut String) {
    text.push('\n');
    for line in docs.lines() {
        text.push_str(&format!("# {line}\n"));
    }
}

fn example(kind: &Kind) -> toml::Value {
    match kind {
        Kind::Flag => false.into(),
        Kind::Number => 0.into(),
        Kind::Texts => toml::Value::Array(Vec::new()),
        Kind::TwoTexts => vec!["", ""].into(),
        Kind::Word(words) => words.first().map_or("", |(word, _)| word).into(),
        Kind::Text | Kind::TextMap | Kind::WordMap(_) | Kind::Table(_) => "".into(),
    }
}

/// A table of Markdown for each table of the file.
pub fn markdown() -> String {
    let mut text = String::new();
    let (tables, keys): (Vec<Key>, Vec<Key>) = keys()
        .into_iter()
        .partition(|key| matches!(key.kind, Kind::Table(_)));
    rows(&keys, &mut text);
    for table in &tables {
        section(table, "", &mut text);
    }
    text
}

fn section(table: &Key, prefix: &str, text: &mut String) {
    let Kind::Table(keys) = &table.kind else {
        return;
    };
    let path = format!("{prefix}{}", table.name);
    text.push_str(&format!("\n## `[{path}]`\n\n{}\n\n", table.docs));
    let nested = |key: &Key| matches!(key.kind, Kind::Table(_));
    let own: Vec<Key> = keys.iter().filter(|key| !nested(key)).cloned().collect();
    rows(&own, text);
    for key in keys.iter().filter(|key| nested(key)) {
        section(key, &format!("{path}."), text);
    }
}

fn rows(keys: &[Key], text: &mut String) {
    text.push_str("| key | takes | when left out | what it is |\n|---|---|---|---|\n");
    for key in keys {
        let default = match &key.default {
            Some(default) => format!("`{default}`"),
            None => "not set".to_owned(),
        };
        let docs = key.docs.replace('\n', " ").replace('|', "\\|");
        let kind = key.kind.name();
        text.push_str(&format!(
            "| `{}` | {kind} | {default} | {docs} |\n",
            key.name
        ));
    }
    for key in keys {
        if let Kind::Word(words) | Kind::WordMap(words) = &key.kind {
            text.push_str(&format!("\nThe words of `{}`:\n\n", key.name));
            for (word, docs) in words {
                let docs = docs.replace('\n', " ");
                let docs = if docs.trim_matches('`') == word {
                    String::new()
                } else {
                    format!(": {docs}")
                };
                text.push_str(&format!("- `{word}`{docs}\n"));
            }
        }
    }
}

/// The JSON schema of the file, for editors.
pub fn json_schema() -> Value {
    let mut schema = object(&keys());
    if let Some(members) = schema.as_object_mut() {
        let title = "codegen.toml";
        members.insert(
            "$schema".to_owned(),
            json!("http://json-schema.org/draft-07/schema#"),
        );
        members.insert("title".to_owned(), json!(title));
    }
    schema
}

fn object(keys: &[Key]) -> Value {
    let member = |key: &Key| {
        let mut schema = of_kind(&key.kind);
        if let Some(members) = schema.as_object_mut() {
            members.insert("description".to_owned(), json!(key.docs.replace('\n', " ")));
            if let Some(default) = &key.default {
                members.insert("default".to_owned(), json!(default));
            }
        }
        (key.name.clone(), schema)
    };
    let members: Map<String, Value> = keys.iter().map(member).collect();
    json!({"type": "object", "properties": members, "additionalProperties": false})
}

fn of_kind(kind: &Kind) -> Value {
    let word = |words: &[(String, String)]| {
        let words: Vec<&String> = words.iter().map(|(word, _)| word).collect();
        json!({"enum": words})
    };
    match kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Number => json!({"type": "integer", "minimum": 0}),
        Kind::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Kind::TwoTexts => {
            json!({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2})
        }
        Kind::TextMap => json!({"type": "object", "additionalProperties": {"type": "string"}}),
        Kind::Word(words) => word(words),
        Kind::WordMap(words) => json!({"type": "object", "additionalProperties": word(words)}),
        Kind::Table(keys) => object(keys),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_says_what_it_is() {
        fn check(keys: &[Key], path: &str) {
            for key in keys {
                assert!(!key.docs.is_empty(), "{path}{} has no docs", key.name);
                if let Kind::Table(keys) = &key.kind {
                    check(keys, &format!("{path}{}.", key.name));
                }
            }
        }
        check(&keys(), "");
    }

    #[test]
    fn the_template_is_the_default() {
        let text = template(&[("crate.name", "rooms".into())]);
        let config = Config::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut expected = Config::default();
        expected.package.name = "rooms".to_owned();
        assert_eq!(format!("{config:?}"), format!("{expected:?}"));
    }

    #[test]
    fn every_line_of_the_template_can_be_taken_in() {
        // Without the sign in front, each key is one that is known and each value is one it takes.
        for key in keys()
            .iter()
            .filter(|key| !matches!(key.kind, Kind::Table(_)))
        {
            let text = format!(
                "{} = {}",
                key.name,
                key.default.clone().unwrap_or_else(|| example(&key.kind))
            );
            Config::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        }
    }

    #[test]
    fn the_schema_knows_the_keys_of_a_table() {
        let schema = json_schema();
        let package = &schema["properties"]["crate"]["properties"];
        assert_eq!(package["name"]["type"], "string");
        assert_eq!(package["name"]["default"], "generated-client");
        assert_eq!(
            schema["properties"]["oauth"]["properties"]["host-rewrite"]["minItems"],
            2
        );
    }
}
