//! Operation ids without what frameworks append to them.
//!
//! FastAPI makes an id of a function's name, the path and the method: `read_item_items__item_id__get`.
//! The path and the method say nothing that the operation does not say already.

use std::collections::BTreeMap;

use super::ident::snake;
use crate::ir::{Api, Operation};

/// Shortens ids, where all operations still have names of their own without what repeats the route.
pub(crate) fn operation_ids(api: &mut Api) {
    let short: Vec<Option<String>> = api.operations.iter().map(short).collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (operation, short) in api.operations.iter().zip(&short) {
        let own = operation.rust_name.as_ref().or(operation.id.as_ref());
        for name in [own, short.as_ref()].into_iter().flatten() {
            *uses.entry(snake(name)).or_default() += 1;
        }
    }
    for (operation, short) in api.operations.iter_mut().zip(short) {
        if let Some(name) = short.filter(|name| uses[&snake(name)] == 1) {
            operation.rust_name = Some(name);
        }
    }
}

/// The beginning of an id that ends with the route, as FastAPI writes it.
fn short(operation: &Operation) -> Option<String> {
    let id = operation
        .id
        .as_ref()
        .filter(|_| operation.rust_name.is_none())?;
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let path: String = operation.path.chars().map(word).collect();
    let method = operation.method.as_str().to_ascii_lowercase();
    let name = id.strip_suffix(&format!("{path}_{method}"))?;
    let legal = name.starts_with(|c: char| c.is_ascii_alphabetic());
    legal.then(|| name.trim_end_matches('_').to_owned())
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::{Input, understand};

    /// The methods that operations get, given as method, path and id.
    fn methods(operations: &[(&str, &str, &str)], config: &str) -> Vec<String> {
        let paths: Vec<String> = operations
            .iter()
            .map(|(method, path, id)| {
                format!("'{path}': {{{method}: {{operationId: {id}, responses: {{'204': {{description: A}}}}}}}}")
            })
            .collect();
        let text = format!(
            "{{openapi: 3.0.3, info: {{title: A, version: '1'}}, paths: {{{}}}}}",
            paths.join(", ")
        );
        let input = Input {
            path: "a.yaml",
            text: &text,
            read: &|path| Err(path.to_owned()),
        };
        let config = Config::from_toml(config).unwrap();
        let model = understand(&input, &config).unwrap_or_else(|faults| panic!("{faults}"));
        let operations = model.names.operations.into_iter();
        operations.map(|names| names.method.to_string()).collect()
    }

    #[test]
    fn what_repeats_the_route_is_left_out() {
        let operations = [
            ("get", "/items", "read_items_items_get"),
            ("post", "/items/new", "create_item_items_new_post"),
            ("delete", "/users", "delete"),
        ];
        assert_eq!(
            methods(&operations, ""),
            ["read_items", "create_item", "delete"]
        );
        let kept = methods(&operations, "[names]\nshort-operation-ids = false");
        assert_eq!(kept[0], "read_items_items_get");
    }

    #[test]
    fn ids_that_would_become_one_stay() {
        let operations = [
            ("get", "/a", "read_a_get"),
            ("get", "/b", "read_b_get"),
            ("get", "/c", "list_c_get"),
            ("get", "/d", "list"),
        ];
        let expected = ["read_a_get", "read_b_get", "list_c_get", "list"];
        assert_eq!(methods(&operations, ""), expected);
    }
}
