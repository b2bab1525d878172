//! The document against what is known of the API: two files of facts in, differences out. Each of them
//! is explained here, or the document is wrong.

#[path = "support/spec.rs"]
mod spec;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::Value;

static DOCUMENT: LazyLock<Value> = LazyLock::new(spec::document);

/// What is known of an operation or a model: a line a fact.
type Facts = BTreeMap<String, BTreeSet<String>>;

/// What the document says otherwise than the documentation pages, and why.
const BEYOND_THE_PAGES: &[(&str, &str)] = &[
    // The newer of two models; the pages are older than it.
    ("getChatsUsersMeSettings", "answer"),
    ("patchChatsUsersMeSettings", "answer"),
    ("patchChatsUsersMeSettings", "body!"),
    // Parameters that came later.
    ("getChatsRoomMessages", "query excludeMetadata"),
    ("getChatsThreadMessages", "query excludeMetadata"),
    ("getChatsUserMessages", "query excludeMetadata"),
    ("getChatsRoomParticipants", "query notify"),
];

/// Models of the pages that live on in another form, and so have other names in the document.
const OF_2020: &[&str] = &[
    "FacebookIntegration",
    "FacebookIntegrationEntityListing",
    "FacebookIntegrationRequest",
    "TwitterIntegration",
    "TwitterIntegrationEntityListing",
    "TwitterIntegrationRequest",
];

/// Paths that differ in the names of variables alone are one path in the document, so that these have
/// the name of their neighbour.
const BORROWED: &[(&str, &str, &str)] = &[
    ("getChatsRoomMessage", "messageIds", "messageId"),
    ("getChatsUserMessage", "messageIds", "messageId"),
    ("getChatsRoomParticipant", "participantJid", "userId"),
];

#[test]
fn the_document_says_what_the_pages_say() {
    let pages = facts(include_str!("../facts/pages.txt"));
    assert_eq!(pages.keys().filter(|name| is_operation(name)).count(), 64);
    let pages = pages.into_iter().map(|(name, lines)| {
        match lines.iter().any(|line| line.starts_with("retired")) {
            true => (name, lines.iter().map(|line| of_2020(line)).collect()),
            false => (name, lines),
        }
    });
    let pages: Facts = pages
        .map(|(name, lines)| match OF_2020.contains(&name.as_str()) {
            true => (
                format!("{name}2020"),
                lines.iter().map(|line| of_2020(line)).collect(),
            ),
            false => (name, lines),
        })
        .collect();
    let differences = differences(&pages);
    let expected: BTreeSet<(String, String)> = BEYOND_THE_PAGES
        .iter()
        .map(|(name, fact)| ((*name).to_owned(), (*fact).to_owned()))
        .collect();
    assert_eq!(differences, expected);
}

#[test]
fn the_document_says_what_the_sdks_of_today_say() {
    let living = facts(include_str!("../facts/living.txt"));
    assert_eq!(living.keys().filter(|name| is_operation(name)).count(), 150);
    // The newer SDKs among them list nine limits more than the one that the facts are from.
    let expected = [("Limit".to_owned(), "namespace".to_owned())];
    assert_eq!(differences(&living), expected.into());
}

#[test]
fn the_document_has_no_operation_that_is_not_known() {
    let mut known = facts(include_str!("../facts/living.txt"));
    known.extend(facts(include_str!("../facts/pages.txt")));
    let unknown: Vec<String> = document()
        .into_keys()
        .filter(|name| is_operation(name) && !known.contains_key(name))
        .collect();
    assert_eq!(unknown, Vec::<String>::new());
}

fn is_operation(name: &str) -> bool {
    name.starts_with(|first: char| first.is_lowercase())
}

/// The names and kinds of facts in which document and facts differ.
fn differences(known: &Facts) -> BTreeSet<(String, String)> {
    let document = document();
    let mut found = BTreeSet::new();
    for (name, facts) in known {
        let Some(said) = document.get(name) else {
            found.insert((name.clone(), "missing".to_owned()));
            continue;
        };
        for line in facts.symmetric_difference(said) {
            // What is retired is deprecated for other tools, too, and whether it was final is no matter.
            let retired = said.iter().any(|line| line.starts_with("retired"));
            if retired && said.contains(line) && ["deprecated", "preview"].contains(&line.as_str())
            {
                continue;
            }
            found.insert((name.clone(), kind(line)));
        }
    }
    found
}

/// What a fact is about: `query limit`, or the member of a model.
fn kind(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        ["path" | "query", name, ..] => format!("{} {}", words[0], name),
        _ => words[0].to_owned(),
    }
}

fn of_2020(line: &str) -> String {
    let renamed = |word: &str| {
        let name = word.trim_matches(['[', ']']);
        match OF_2020.contains(&name) {
            true => word.replace(name, &format!("{name}2020")),
            false => word.to_owned(),
        }
    };
    line.split(' ').map(renamed).collect::<Vec<_>>().join(" ")
}

/// The facts of a file.
fn facts(text: &str) -> Facts {
    let mut facts = Facts::new();
    let mut current = String::new();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    for line in lines {
        match line.strip_prefix("  ") {
            Some(fact) => {
                let fact = sorted(&borrowed(&current, fact));
                facts.entry(current.clone()).or_default().insert(fact);
            }
            None => {
                let mut words = line.rsplitn(2, ' ');
                current = words.next().unwrap_or_default().to_owned();
                let entry = facts.entry(current.clone()).or_default();
                if let Some(route) = words.next() {
                    entry.insert(borrowed(&current, &format!("route {route}")));
                }
            }
        }
    }
    facts
}

/// The values of an enum have no order.
fn sorted(fact: &str) -> String {
    let Some((fact, values)) = fact.split_once(" = ") else {
        return fact.to_owned();
    };
    let mut values: Vec<&str> = values.split('|').collect();
    values.sort_unstable();
    format!("{fact} = {}", values.join("|"))
}

fn borrowed(operation: &str, fact: &str) -> String {
    let found = BORROWED.iter().find(|(name, ..)| *name == operation);
    match found {
        // A list that goes as one text.
        Some((_, from, to)) if fact.starts_with("path ") => fact.replace(
            &format!("{from}! string"),
            &format!(
                "{to}! {}",
                if from.ends_with("Ids") {
                    "[string]"
                } else {
                    "string"
                }
            ),
        ),
        Some((_, from, to)) => fact.replace(&format!("{{{from}}}"), &format!("{{{to}}}")),
        None => fact.to_owned(),
    }
}

/// What the document says, in the form of the facts.
fn document() -> Facts {
    let mut facts = Facts::new();
    for (path, item) in members(&DOCUMENT["paths"]) {
        for (method, operation) in members(item).iter().filter(|(key, _)| *key != "parameters") {
            let id = operation["operationId"]
                .as_str()
                .expect("an operation has an id");
            let mut lines = operation_facts(item, operation);
            lines.insert(format!("route {} {path}", method.to_uppercase()));
            facts.insert(id.to_owned(), lines);
        }
    }
    for (name, schema) in members(&DOCUMENT["components"]["schemas"]) {
        facts.insert(name.clone(), model_facts(schema));
    }
    facts
}

fn operation_facts(item: &'static Value, operation: &'static Value) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let permissions = &operation["x-inin-requires-permissions"];
    if let Some(kind) = permissions["type"].as_str() {
        let names: Vec<&str> = list(&permissions["permissions"])
            .iter()
            .filter_map(Value::as_str)
            .collect();
        lines.insert(format!("permissions {kind} {}", names.join(" ")));
    }
    for parameter in list(&item["parameters"])
        .iter()
        .chain(list(&operation["parameters"]))
    {
        let parameter = resolve(parameter);
        let text = |key: &str| {
            parameter[key]
                .as_str()
                .expect("a parameter has a name and a place")
        };
        let schema = &parameter["schema"];
        lines.insert(format!(
            "{} {}{} {}{}",
            text("in"),
            text("name"),
            required(parameter["required"] == true),
            kind_of(schema),
            values(schema)
        ));
    }
    if let Some(body) = operation.get("requestBody") {
        let schema = body
            .pointer("/content/application~1json/schema")
            .expect("bodies are JSON");
        lines.insert(format!(
            "body{} {}",
            required(body["required"] == true),
            kind_of(schema)
        ));
    }
    if let Some(schema) = operation.pointer("/responses/200/content/application~1json/schema") {
        lines.insert(format!("answer {}", kind_of(schema)));
    }
    if operation["deprecated"] == true {
        lines.insert("deprecated".to_owned());
    }
    if operation["x-genesys-preview"] == true {
        lines.insert("preview".to_owned());
    }
    if let Some(since) = operation["x-retired"]["since"].as_str() {
        lines.insert(format!("retired {since}"));
    }
    lines
}

fn model_facts(schema: &'static Value) -> BTreeSet<String> {
    let needed = list(&schema["required"]);
    let properties = members(&schema["properties"]);
    let lines = properties.iter().map(|(name, property)| {
        let read_only = if property["readOnly"] == true {
            " ro"
        } else {
            ""
        };
        format!(
            "{name}{} {}{read_only}{}",
            required(needed.iter().any(|one| one == name)),
            kind_of(property),
            values(property)
        )
    });
    lines.collect()
}

fn required(is_required: bool) -> &'static str {
    if is_required { "!" } else { "" }
}

/// A schema in the words of the facts. That a text is a secret is the document's own.
fn kind_of(schema: &'static Value) -> String {
    if let Some(target) = schema["$ref"].as_str() {
        return target.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let [only] = list(&schema["allOf"]) {
        return kind_of(only);
    }
    let kind = schema["type"].as_str().expect("a schema has a type");
    match (kind, schema.get("additionalProperties")) {
        ("array", _) => format!("[{}]", kind_of(&schema["items"])),
        ("object", Some(values)) => format!("{{{}}}", kind_of(values)),
        _ => match schema["format"].as_str() {
            Some(format) if format != "password" => format!("{kind}:{format}"),
            _ => kind.to_owned(),
        },
    }
}

fn values(schema: &'static Value) -> String {
    let own = list(&schema["enum"]);
    let values = if own.is_empty() {
        list(&schema["items"]["enum"])
    } else {
        own
    };
    let mut values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    values.sort_unstable();
    match values.is_empty() {
        true => String::new(),
        false => format!(" = {}", values.join("|")),
    }
}

fn resolve(node: &'static Value) -> &'static Value {
    match node["$ref"].as_str() {
        Some(target) => {
            let pointer = target.trim_start_matches('#');
            DOCUMENT
                .pointer(pointer)
                .expect("a reference leads somewhere")
        }
        None => node,
    }
}

fn members(value: &'static Value) -> &'static serde_json::Map<String, Value> {
    value.as_object().expect("an object")
}

fn list(value: &'static Value) -> &'static [Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
