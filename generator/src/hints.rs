//! Listings that look like pages: the model in, the `x-pagination` to add out.
//!
//! Nothing is added unasked: a client that walks pages the wrong way would miss items in silence.

use crate::ir::{Api, Content, Operation, Place, Type, TypeKind};

/// An operation that looks like a listing in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its method and path.
    pub route: String,
    /// The lines to add to it.
    pub extension: String,
}

const SIZES: &[&str] = &[
    "limit",
    "page_size",
    "per_page",
    "size",
    "max_results",
    "count",
    "take",
    "top",
];
const STARTS: &[&str] = &["offset", "skip", "start", "start_at", "start_index"];
const NUMBERS: &[&str] = &["page", "page_number", "page_index", "page_no"];
const CURSORS: &[&str] = &[
    "cursor",
    "page_token",
    "next_token",
    "continuation_token",
    "after",
    "starting_after",
    "marker",
];
const NEXT_CURSORS: &[&str] = &[
    "next_cursor",
    "next_page_token",
    "next_token",
    "continuation_token",
    "cursor",
    "next",
    "after",
    "next_marker",
];
const TOTALS: &[&str] = &[
    "total",
    "total_count",
    "total_items",
    "count",
    "total_results",
];
const LISTS: &[&str] = &[
    "items", "data", "results", "entities", "records", "values", "list", "content",
];
/// How deep members of an answer are looked at.
const DEPTH: usize = 2;

/// Every operation that looks like a listing and does not say how its pages are walked.
pub fn listings(api: &Api) -> Vec<Listing> {
    let operations = api.operations.iter();
    let silent = operations.filter(|operation| operation.paging.is_none());
    silent
        .filter_map(|operation| listing(api, operation))
        .collect()
}

fn listing(api: &Api, operation: &Operation) -> Option<Listing> {
    if operation.method.as_str() != "GET" {
        return None;
    }
    let parameter = |words: &[&str]| {
        let query = operation
            .parameters
            .iter()
            .filter(|one| one.place == Place::Query);
        let mut named = query.map(|one| one.name.as_str());
        named.find(|name| is_one_of(name, words))
    };
    let mut fields = Vec::new();
    let responses = operation.responses.iter().filter(|one| one.success);
    for response in responses {
        if let Content::Json(ty) = response.content() {
            members(api, ty, &mut Vec::new(), &mut fields);
        }
    }
    let items = items(&fields)?;
    let field = |words: &[&str]| {
        let mut plain = fields.iter().filter(|(_, is_list)| !is_list);
        let found = plain.find(|(path, _)| path.last().is_some_and(|name| is_one_of(name, words)));
        found.map(|(path, _)| path.join("."))
    };
    let (start, number, cursor) = (parameter(STARTS), parameter(NUMBERS), parameter(CURSORS));
    let mut lines = match (start, number, cursor, field(NEXT_CURSORS)) {
        (_, _, Some(cursor), Some(next)) => {
            vec![
                line("style", "cursor"),
                line("parameter", cursor),
                line("next", &next),
            ]
        }
        (Some(start), ..) => {
            let mut lines = vec![line("style", "offset"), line("parameter", start)];
            lines.extend(field(TOTALS).map(|total| line("total", &total)));
            lines
        }
        (_, Some(number), ..) => vec![line("style", "pageNumber"), line("parameter", number)],
        _ => return None,
    };
    lines.extend(parameter(SIZES).map(|size| line("size", size)));
    lines.push(line("items", &items));
    Some(Listing {
        route: format!("{} {}", operation.method.as_str(), operation.path),
        extension: format!("x-pagination:\n{}", lines.concat()),
    })
}

fn line(key: &str, value: &str) -> String {
    format!("  {key}: {value}\n")
}

/// The list that is meant: the only one, or the one with a usual name.
fn items(fields: &[(Vec<String>, bool)]) -> Option<String> {
    let lists: Vec<&Vec<String>> = fields
        .iter()
        .filter(|(_, is_list)| *is_list)
        .map(|(path, _)| path)
        .collect();
    let usual = |path: &&&Vec<String>| path.last().is_some_and(|name| is_one_of(name, LISTS));
    let found = match lists.as_slice() {
        [one] => *one,
        several => several.iter().find(usual)?,
    };
    Some(found.join("."))
}

/// The members of an answer, by their paths, each with whether it is a list.
fn members(api: &Api, ty: &Type, path: &mut Vec<String>, found: &mut Vec<(Vec<String>, bool)>) {
    if path.len() > DEPTH {
        return;
    }
    let inner = match api.resolve(ty) {
        Type::Nullable(inner) => api.resolve(inner),
        other => other,
    };
    let (Type::Named(id) | Type::Boxed(id)) = inner else {
        return;
    };
    let TypeKind::Struct(object) = &api.ty(*id).kind else {
        return;
    };
    for field in &object.fields {
        path.push(field.name.clone());
        let ty = match api.resolve(&field.ty) {
            Type::Nullable(inner) => api.resolve(inner),
            other => other,
        };
        found.push((path.clone(), matches!(ty, Type::Array(_))));
        members(api, ty, path, found);
        path.pop();
    }
}

/// Whether a name is one of some words, in whatever case it is written.
fn is_one_of(name: &str, words: &[&str]) -> bool {
    use heck::ToSnakeCase;
    words.contains(&name.to_snake_case().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::{Input, understand};

    fn hints(query: &[&str], answer: &str) -> Vec<String> {
        let parameters: Vec<String> = query
            .iter()
            .map(|name| format!("{{name: {name}, in: query, schema: {{type: string}}}}"))
            .collect();
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths: {{/rooms: {{get: {{parameters: [{}], responses: {{'200': {{description: A, content: {{application/json: {{schema: {answer}}}}}}}}}}}}}}}\n",
            parameters.join(", ")
        );
        let input = Input {
            path: "a.yaml",
            text: &text,
            read: &|path| Err(path.to_owned()),
        };
        let model =
            understand(&input, &Config::default()).unwrap_or_else(|faults| panic!("{faults}"));
        listings(&model.api)
            .into_iter()
            .map(|one| one.extension)
            .collect()
    }

    const ROOMS: &str = "{type: object, properties: {rooms: {type: array, items: {type: string}}, totalCount: {type: integer}, nextCursor: {type: string}}}";

    #[test]
    fn the_usual_forms_are_recognised() {
        let found = hints(&["skip", "limit"], ROOMS);
        assert_eq!(
            found,
            [
                "x-pagination:\n  style: offset\n  parameter: skip\n  total: totalCount\n  size: limit\n  items: rooms\n"
            ]
        );
        let found = hints(&["page", "per_page"], ROOMS);
        assert!(found[0].contains("style: pageNumber\n  parameter: page\n  size: per_page"));
        let found = hints(&["cursor"], ROOMS);
        assert!(found[0].contains("style: cursor\n  parameter: cursor\n  next: nextCursor"));
    }

    #[test]
    fn what_is_no_listing_is_left_alone() {
        assert!(hints(&["limit"], ROOMS).is_empty());
        assert!(
            hints(
                &["offset"],
                "{type: object, properties: {name: {type: string}}}"
            )
            .is_empty()
        );
    }
}
