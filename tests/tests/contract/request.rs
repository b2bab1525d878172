//! A request as it went over the wire, against what the document says: an exchange in, faults out.
//!
//! Prism checks too, but takes names of the query in any case and any number of names that the
//! document does not have.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::document::{DOCUMENT, Declared};
use crate::relay::Exchange;
use crate::table::Arguments;

/// What is wrong with a request.
pub fn faults(exchange: &Exchange, operation: &Declared, arguments: &Arguments) -> Vec<String> {
    let mut faults = exchange.violations();
    let line = &exchange.request.first_line;
    let words: Vec<&str> = line.split(' ').collect();
    let [method, target, "HTTP/1.1"] = words[..] else {
        return vec![format!("not a request line: {line}")];
    };
    if method != operation.method {
        faults.push(format!("sent as {method}, but it is {}", operation.method));
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if !has_path(path, &operation.path, arguments) {
        faults.push(format!(
            "{path} is not {} with its arguments",
            operation.path
        ));
    }
    let expected = expected_query(operation, arguments);
    let sent: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    if sent != expected {
        faults.push(format!("the query is {sent:?}, but should be {expected:?}"));
    }
    faults.extend(body_faults(exchange, operation, arguments.full));
    faults
}

/// Whether each segment is that of the template, or the argument of its variable.
fn has_path(path: &str, template: &str, arguments: &Arguments) -> bool {
    let sent: Vec<&str> = path.split('/').collect();
    let declared: Vec<&str> = template.split('/').collect();
    let is_same = |(sent, declared): (&&str, &&str)| match variable(declared) {
        Some(name) => percent_decode_str(sent).eq(arguments.in_path(name).bytes()),
        None => sent == declared,
    };
    sent.len() == declared.len() && sent.iter().zip(&declared).all(is_same)
}

fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn expected_query(operation: &Declared, arguments: &Arguments) -> Vec<(String, String)> {
    let sent = operation
        .query
        .iter()
        .filter(|(_, needed)| arguments.full || *needed);
    sent.map(|(name, _)| (name.clone(), Arguments::in_query(&operation.id, name)))
        .collect()
}

fn body_faults(exchange: &Exchange, operation: &Declared, full: bool) -> Vec<String> {
    let body = &exchange.request.body;
    let Some(schema) = DOCUMENT.request(operation) else {
        return if body.is_empty() {
            Vec::new()
        } else {
            vec!["a body was sent".to_owned()]
        };
    };
    // Every body is sent with all arguments, and without them those that have to be there.
    let expected = full || DOCUMENT.needs_body(operation);
    match (expected, body.is_empty()) {
        (false, true) => return Vec::new(),
        (false, false) => return vec!["a body was sent that may be left out".to_owned()],
        (true, true) => return vec!["the body is missing".to_owned()],
        (true, false) => {}
    }
    let Ok(sent) = serde_json::from_slice(body) else {
        return vec!["the body is not JSON".to_owned()];
    };
    let mut faults = Vec::new();
    compare(schema, &sent, full, "", &mut faults);
    faults
}

/// Finds what was sent without need, and what should have been.
fn compare(schema: &Value, sent: &Value, full: bool, at: &str, faults: &mut Vec<String>) {
    let schema = DOCUMENT.schema(schema);
    for item in sent.as_array().into_iter().flatten() {
        compare(&schema["items"], item, full, at, faults);
    }
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    let is_required = |name: &str| {
        let required = schema["required"].as_array();
        required.is_some_and(|names| names.iter().any(|known| known == name))
    };
    for (name, property) in properties {
        let expected = !DOCUMENT.is_read_only(property) && (full || is_required(name));
        match sent.get(name) {
            Some(value) if expected => {
                compare(property, value, full, &format!("{at}.{name}"), faults);
            }
            None if !expected => {}
            Some(_) => faults.push(format!("the body has {at}.{name}, which it should not")),
            None => faults.push(format!("the body lacks {at}.{name}")),
        }
    }
    for name in sent.as_object().into_iter().flatten().map(|(name, _)| name) {
        if !properties.contains_key(name) {
            faults.push(format!(
                "the body has {at}.{name}, which the document does not know"
            ));
        }
    }
}
