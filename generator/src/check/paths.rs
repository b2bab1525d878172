//! Paths and operations: templates against declared parameters, names that must be unique.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Check;
use crate::codes;
use crate::grammar::METHODS;
use crate::grammar::NodePath;
use crate::ir::Pointer;
use crate::load::resolve;
use crate::url_template::{anonymous, variables};

impl<'a> Check<'a> {
    /// Every path begins with a slash, has a template that can be read, and is not the same as
    /// another but for the names of its variables.
    pub(super) fn paths(&mut self, paths: &'a Map<String, Value>, at: &NodePath<'_>) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
            let here = at.member(path);
            if !path.starts_with('/') {
                self.report(codes::path_without_slash(&here.pointer(), path));
                continue;
            }
            let Some(names) = variables(path) else {
                self.report(codes::malformed_path(&here.pointer(), path));
                continue;
            };
            if let Some(other) = seen.insert(anonymous(path), path) {
                let first = at.pointer_to(other);
                self.report(codes::similar_path(&here.pointer(), path, &first, other));
            }
            self.template(path, &names, item, &here);
        }
    }

    /// The variables of a template and the path parameters of each operation are the same.
    fn template(&mut self, path: &str, names: &[&str], item: &'a Value, at: &NodePath<'_>) {
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                self.report(codes::repeated_variable(&at.pointer(), path, name));
            }
        }
        let shared = self.path_parameters(item, at);
        let methods = METHODS
            .iter()
            .filter_map(|method| Some((*method, item.get(*method)?)));
        for (method, operation) in methods {
            let here = at.member(method);
            let own = self.path_parameters(operation, &here);
            let (Some(shared), Some(own)) = (&shared, own) else {
                continue;
            };
            for name in names {
                let is_declared = shared
                    .iter()
                    .chain(&own)
                    .any(|(declared, _)| declared == name);
                if !is_declared {
                    let candidates = own.iter().chain(shared).map(|(name, _)| *name);
                    let near = codes::nearest(name, candidates.filter(|n| !names.contains(n)));
                    self.report(codes::undeclared_variable(
                        &here.pointer(),
                        path,
                        name,
                        near,
                    ));
                }
            }
            for (name, place) in own.iter().filter(|(name, _)| !names.contains(name)) {
                self.report(codes::not_in_template(place, path, name));
            }
        }
        for (name, place) in shared
            .iter()
            .flatten()
            .filter(|(name, _)| !names.contains(name))
        {
            self.report(codes::not_in_template(place, path, name));
        }
    }

    /// Names and places of the path parameters in a list. `None` when one cannot be read, which
    /// has been reported then.
    fn path_parameters(
        &self,
        owner: &'a Value,
        at: &NodePath<'_>,
    ) -> Option<Vec<(&'a str, Pointer)>> {
        let mut found = Vec::new();
        let list = owner.get("parameters").and_then(Value::as_array);
        for (index, parameter) in list.into_iter().flatten().enumerate() {
            let parameter = self.followed(parameter)?;
            let name = parameter.get("name")?.as_str()?;
            if parameter.get("in")?.as_str()? == "path" {
                found.push((name, at.pointer_to("parameters").child(index)));
            }
        }
        Some(found)
    }

    /// The object behind a chain of references.
    pub(super) fn followed(&self, value: &'a Value) -> Option<&'a Value> {
        let mut value = value;
        for _ in 0..32 {
            match value.get("$ref") {
                Some(target) => value = resolve(self.tree, target.as_str()?)?,
                None => return Some(value),
            }
        }
        None
    }

    /// No two parameters of a list have the same name and place.
    pub(super) fn parameter_list(&mut self, owner: &'a Map<String, Value>, at: &NodePath<'_>) {
        let list = owner.get("parameters").and_then(Value::as_array);
        let mut seen: Vec<(&str, &str, usize)> = Vec::new();
        for (index, parameter) in list.into_iter().flatten().enumerate() {
            let Some(parameter) = self.followed(parameter) else {
                continue;
            };
            let text = |name: &str| parameter.get(name).and_then(Value::as_str);
            let (Some(name), Some(place)) = (text("name"), text("in")) else {
                continue;
            };
            match seen
                .iter()
                .find(|(other, there, _)| (*other, *there) == (name, place))
            {
                Some((_, _, first)) => {
                    let list = at.pointer_to("parameters");
                    let (here, first) = (list.child(index), list.child(first));
                    self.report(codes::duplicate_parameter(&here, &first, name, place));
                }
                None => seen.push((name, place, index)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{HEAD, faults};

    fn path_faults(paths: &str) -> Vec<String> {
        let indented: String = paths.lines().map(|line| format!("  {line}\n")).collect();
        faults(&format!("{HEAD}paths:\n{indented}"))
    }

    const ID: &str = "{name: id, in: path, required: true, schema: {}}";
    const DONE: &str = "responses: {default: {description: d}}";

    #[test]
    fn a_variable_must_be_declared_by_the_operation_or_the_path() {
        let text = format!(
            "/x/{{id}}:\n  get: {{{DONE}}}\n/y/{{id}}:\n  parameters: [{ID}]\n  get: {{{DONE}}}\n/z/{{id}}:\n  get: {{parameters: [{ID}], {DONE}}}"
        );
        assert_eq!(path_faults(&text), ["G026 /paths/~1x~1{id}/get"]);
    }

    #[test]
    fn a_path_parameter_must_stand_in_the_template() {
        let text = format!("/x:\n  get: {{parameters: [{ID}], {DONE}}}");
        assert_eq!(path_faults(&text), ["G027 /paths/~1x/get/parameters/0"]);
    }

    #[test]
    fn a_variable_stands_once_in_a_template() {
        let text = format!("/x/{{id}}/{{id}}:\n  get: {{parameters: [{ID}], {DONE}}}");
        assert_eq!(path_faults(&text), ["W021 /paths/~1x~1{id}~1{id}"]);
    }

    #[test]
    fn parameters_of_one_list_are_unique_and_may_replace_those_of_the_path() {
        let query = "{name: id, in: query, schema: {}}";
        let text = format!(
            "/x:\n  parameters: [{query}]\n  get: {{parameters: [{query}, {query}], {DONE}}}"
        );
        assert_eq!(path_faults(&text), ["G033 /paths/~1x/get/parameters/1"]);
    }

    #[test]
    fn paths_that_differ_in_a_variable_s_name_are_the_same() {
        let get = |name: &str| {
            format!(
                "{{get: {{parameters: [{}], {DONE}}}}}",
                ID.replace("id", name)
            )
        };
        let text = format!(
            "/x/{{a}}: {}\n/x/{{b}}: {}\n/x/{{b}}/y: {{}}",
            get("a"),
            get("b")
        );
        assert_eq!(path_faults(&text)[0], "W022 /paths/~1x~1{b}");
        assert_eq!(
            path_faults("/x/{a}: {}\n/x/{b}: {}"),
            ["W022 /paths/~1x~1{b}"]
        );
    }

    #[test]
    fn a_path_begins_with_a_slash_and_has_braces_in_pairs() {
        assert_eq!(
            path_faults("x: {}\n/y/{a: {}\n/z/{}: {}\nx-own: 1"),
            [
                "G025 /paths/x",
                "G040 /paths/~1y~1{a",
                "G040 /paths/~1z~1{}",
            ]
        );
    }

    #[test]
    fn a_parameter_behind_a_reference_counts() {
        let text = format!(
            "{HEAD}paths:\n  /x/{{id}}:\n    get: {{parameters: [{{$ref: '#/components/parameters/id'}}], {DONE}}}\ncomponents: {{parameters: {{id: {ID}}}}}\n"
        );
        assert_eq!(faults(&text), Vec::<String>::new());
    }
}
