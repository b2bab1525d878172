//! What ours lacks, as YAML to begin with: in the order that our document keeps, with a marker where
//! words are to be written.

use serde_json::Value;

use super::document::{Document, Operation, list, members};

/// Stands where somebody has to write.
const WORDS: &str = "TODO: words";

/// A path item with that operation.
pub(super) fn path_item(
    ours: &Document<'_>,
    theirs: &Document<'_>,
    operation: &Operation<'_>,
) -> String {
    let mut lines = vec![
        format!("  # {}", operation.path),
        format!("  {}:", key(operation.id)),
        format!("    {}:", operation.method),
        format!("      operationId: {}", operation.id),
        "      tags: [TODO]".to_owned(),
        format!("      summary: \"{WORDS}\""),
    ];
    if operation.deprecated {
        lines.push("      deprecated: true".to_owned());
        lines.push("      x-replacement: TODO".to_owned());
    }
    if operation.preview {
        lines.push("      x-genesys-preview: true".to_owned());
    }
    if let Some((kind, names)) = operation.permissions.split_once(" of ") {
        lines.push("      x-inin-requires-permissions:".to_owned());
        lines.push(format!("        type: {kind}"));
        lines.push("        permissions:".to_owned());
        lines.extend(names.split(", ").map(|name| format!("          - {name}")));
    }
    parameters(ours, operation, &mut lines);
    if let Some(body) = &operation.body {
        lines.push("      requestBody:".to_owned());
        lines.push(format!("        description: \"{WORDS}\""));
        if body.required {
            lines.push("        required: true".to_owned());
        }
        content(body.schema, 8, &mut lines);
    }
    responses(theirs, operation, &mut lines);
    lines.join("\n")
}

/// A path is called like its first operation, without the method.
fn key(id: &str) -> String {
    let methods = ["get", "head", "post", "put", "patch", "delete"];
    let rest = methods
        .iter()
        .find_map(|method| id.strip_prefix(method))
        .unwrap_or(id);
    let mut letters = rest.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => "TODO".to_owned(),
    }
}

fn parameters(ours: &Document<'_>, operation: &Operation<'_>, lines: &mut Vec<String>) {
    if operation.parameters.is_empty() {
        return;
    }
    lines.push("      parameters:".to_owned());
    for parameter in &operation.parameters {
        if let Some(shared) = ours.shared_parameter(parameter.place, parameter.name) {
            lines.push(format!(
                "        - {{ $ref: \"shared.yaml#/parameters/{shared}\" }}"
            ));
            continue;
        }
        lines.push(format!("        - name: {}", scalar(parameter.name)));
        lines.push(format!("          in: {}", parameter.place));
        if parameter.required {
            lines.push("          required: true".to_owned());
        }
        lines.push(format!("          description: \"{WORDS}\""));
        lines.push("          schema:".to_owned());
        node(parameter.schema, 12, lines);
    }
}

fn content(schema: &Value, indent: usize, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    lines.push(format!("{pad}content:"));
    lines.push(format!("{pad}  application/json:"));
    lines.push(format!("{pad}    schema:"));
    node(schema, indent + 6, lines);
}

fn responses(theirs: &Document<'_>, operation: &Operation<'_>, lines: &mut Vec<String>) {
    lines.push("      responses:".to_owned());
    match operation.answer {
        Some(schema) => {
            lines.push("        \"200\":".to_owned());
            lines.push(format!("          description: \"{WORDS}\""));
            content(schema, 10, lines);
        }
        None => lines.push("        2XX: { $ref: \"shared.yaml#/responses/Done\" }".to_owned()),
    }
    let failures = members(&operation.node["responses"]);
    for (status, answer) in failures.filter(|(status, _)| !status.starts_with(['2', 'd'])) {
        let described = theirs.resolve(answer);
        if described.is_object() {
            lines.push(format!(
                "        \"{status}\": {{ $ref: \"shared.yaml#/responses/TODO\" }}"
            ));
        }
    }
}

/// A model.
pub(super) fn schema(name: &str, schema: &Value) -> String {
    let mut lines = vec![format!("  {name}:")];
    described(schema, 4, &mut lines);
    lines.join("\n")
}

/// A schema with a marker for its description.
fn described(schema: &Value, indent: usize, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    let target = schema
        .get("$ref")
        .or_else(|| schema["allOf"].get(0)?.get("$ref"));
    let object = schema.get("properties").is_some();
    if object {
        lines.push(format!("{pad}type: object"));
    }
    lines.push(format!("{pad}description: \"{WORDS}\""));
    match target.and_then(Value::as_str) {
        Some(target) => {
            lines.push(format!("{pad}allOf: [{{ $ref: \"{}\" }}]", local(target)));
            flags(schema, &pad, lines);
        }
        None => rest(schema, indent, object, lines),
    }
}

/// A schema as it stands in place.
fn node(schema: &Value, indent: usize, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    match schema.get("$ref").and_then(Value::as_str) {
        Some(target) => lines.push(format!("{pad}$ref: \"{}\"", local(target))),
        None => rest(schema, indent, false, lines),
    }
}

fn rest(schema: &Value, indent: usize, typed: bool, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    for key in [
        "type",
        "format",
        "default",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
    ] {
        if let Some(value) = schema.get(key).filter(|_| !(typed && key == "type")) {
            lines.push(format!("{pad}{key}: {}", inline(value)));
        }
    }
    let values: Vec<String> = list(&schema["enum"]).map(inline).collect();
    if !values.is_empty() {
        let line = format!("{pad}enum: [{}]", values.join(", "));
        match line.len() <= 110 {
            true => lines.push(line),
            false => {
                lines.push(format!("{pad}enum:"));
                lines.extend(values.iter().map(|value| format!("{pad}  - {value}")));
            }
        }
    }
    let required: Vec<String> = list(&schema["required"]).map(inline).collect();
    if !required.is_empty() {
        lines.push(format!("{pad}required: [{}]", required.join(", ")));
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if schema.get(key).is_some() {
            lines.push(format!("{pad}{key}:"));
        }
        for part in list(&schema[key]) {
            let mut own = Vec::new();
            node(part, indent + 4, &mut own);
            if let Some(first) = own.first_mut() {
                first.replace_range(indent + 2..indent + 3, "-");
            }
            lines.extend(own);
        }
    }
    for key in ["items", "additionalProperties"] {
        match schema.get(key) {
            Some(value) if value.is_object() => {
                lines.push(format!("{pad}{key}:"));
                node(value, indent + 2, lines);
            }
            Some(value) => lines.push(format!("{pad}{key}: {}", inline(value))),
            None => {}
        }
    }
    if schema.get("properties").is_some() {
        lines.push(format!("{pad}properties:"));
    }
    for (name, property) in members(&schema["properties"]) {
        lines.push(format!("{pad}  {}:", scalar(name)));
        described(property, indent + 4, lines);
    }
    flags(schema, &pad, lines);
}

fn flags(schema: &Value, pad: &str, lines: &mut Vec<String>) {
    for flag in ["nullable", "readOnly", "writeOnly", "deprecated"] {
        if schema[flag] == true {
            lines.push(format!("{pad}{flag}: true"));
        }
    }
}

/// A model as a file refers to it: a person knows in which file it will stand.
fn local(target: &str) -> String {
    target.replace("#/components/", "#/")
}

fn inline(value: &Value) -> String {
    match value.as_str() {
        Some(text) => scalar(text),
        None => value.to_string(),
    }
}

/// A text as a YAML scalar: plain where nothing can be misread.
fn scalar(text: &str) -> String {
    let word = !text.is_empty()
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    match word && !reserved.contains(&text.to_lowercase().as_str()) {
        true => text.to_owned(),
        false => Value::from(text).to_string(),
    }
}
