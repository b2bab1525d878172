//! What a kind of object has to keep to beyond the shapes of its fields.

use serde_json::{Map, Value};

use super::Check;
use crate::codes;
use crate::grammar::{NodePath, Rule};
use crate::load::resolve;
use crate::url_template;

impl<'a> Check<'a> {
    pub(super) fn rule(&mut self, rule: Rule, object: &'a Map<String, Value>, at: &NodePath<'_>) {
        match rule {
            Rule::None | Rule::ServerVariable | Rule::RequestBody => {}
            Rule::Document => self.document(object),
            Rule::Server => self.server(object, at),
            Rule::Paths => self.paths(object, at),
            Rule::PathItem | Rule::Operation => self.parameter_list(object, at),
            Rule::Parameter => self.parameter(object, at),
            Rule::Header => self.schema_or_content(object, "a header", at),
            Rule::Responses => self.responses(object, at),
            Rule::Schema => self.schema(object, at),
            Rule::Discriminator => self.discriminator(object, at),
            Rule::SecurityScheme => self.security_scheme(object, at),
            Rule::SecurityRequirement => self.security_requirement(object, at),
        }
    }

    /// Tags have names of their own; each component that is a reference leads somewhere.
    fn document(&mut self, document: &'a Map<String, Value>) {
        self.cycles();
        let tags = document.get("tags").and_then(Value::as_array);
        let mut seen: Vec<(&str, usize)> = Vec::new();
        for (index, tag) in tags.into_iter().flatten().enumerate() {
            let Some(name) = tag.get("name").and_then(Value::as_str) else {
                continue;
            };
            let owner = NodePath::ROOT;
            let list = owner.member("tags");
            match seen.iter().find(|(other, _)| *other == name) {
                Some((_, first)) => {
                    let (at, first) = (list.pointer_to(index), list.pointer_to(first));
                    self.report(codes::duplicate_tag(
                        &at.child("name"),
                        &first.child("name"),
                        name,
                    ));
                }
                None => seen.push((name, index)),
            }
        }
    }

    fn server(&mut self, server: &'a Map<String, Value>, at: &NodePath<'_>) {
        let Some(url) = server.get("url").and_then(Value::as_str) else {
            return;
        };
        let variables = server.get("variables").and_then(Value::as_object);
        for name in url_template::variables(url).into_iter().flatten() {
            if !variables.is_some_and(|variables| variables.contains_key(name)) {
                self.report(codes::undeclared_server_variable(
                    &at.pointer_to("url"),
                    name,
                ));
            }
        }
    }

    fn parameter(&mut self, parameter: &'a Map<String, Value>, at: &NodePath<'_>) {
        self.schema_or_content(parameter, "a parameter", at);
        let text = |name: &str| parameter.get(name).and_then(Value::as_str);
        let Some(place) = text("in") else { return };
        if let Some(style) = text("style") {
            let allowed: &[&str] = match place {
                "path" => &["simple", "label", "matrix"],
                "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
                "header" => &["simple"],
                "cookie" => &["form"],
                _ => return,
            };
            if !allowed.contains(&style) {
                self.report(codes::style(&at.pointer_to("style"), style, place, allowed));
            }
        }
        if place == "path" && parameter.get("required") != Some(&Value::Bool(true)) {
            let at = if parameter.contains_key("required") {
                at.pointer_to("required")
            } else {
                at.pointer()
            };
            self.report(codes::optional_path_parameter(
                &at,
                text("name").unwrap_or_default(),
            ));
        }
    }

    /// A parameter or a header has either a schema or one media type.
    fn schema_or_content(&mut self, owner: &'a Map<String, Value>, what: &str, at: &NodePath<'_>) {
        let content = owner.get("content").filter(|content| !content.is_null());
        let has_schema = owner.get("schema").is_some_and(|schema| !schema.is_null());
        if has_schema == content.is_some() {
            self.report(codes::schema_or_content(&at.pointer(), what, has_schema));
        }
        let Some(types) = content.and_then(Value::as_object) else {
            return;
        };
        if types.len() != 1 {
            self.report(codes::one_content(
                &at.pointer_to("content"),
                what,
                types.len(),
            ));
        }
    }

    fn responses(&mut self, responses: &'a Map<String, Value>, at: &NodePath<'_>) {
        for status in responses.keys().filter(|status| !status.starts_with("x-")) {
            if !is_status(status) {
                self.report(codes::status(&at.pointer_to(status), status));
            }
        }
    }

    fn discriminator(&mut self, discriminator: &'a Map<String, Value>, at: &NodePath<'_>) {
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        for (name, target) in mapping.into_iter().flatten() {
            let target = target.as_str().filter(|target| target.starts_with("#/"));
            let Some(target) = target else { continue };
            if resolve(self.tree, target).is_none() {
                let at = at.pointer_to("mapping").child(name);
                self.report(codes::mapping_to_nothing(&at, target));
            }
        }
    }

    fn security_scheme(&mut self, scheme: &'a Map<String, Value>, at: &NodePath<'_>) {
        let needed: &[&str] = match scheme.get("type").and_then(Value::as_str) {
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            Some("oauth2") => &["flows"],
            Some("openIdConnect") => &["openIdConnectUrl"],
            _ => &[],
        };
        let is_empty = |name: &&&str| scheme.get(**name).is_none_or(Value::is_null);
        for name in needed.iter().filter(is_empty) {
            self.report(codes::missing_field(
                &at.pointer(),
                name,
                "a security scheme of this type",
            ));
        }
    }

    fn security_requirement(&mut self, requirement: &'a Map<String, Value>, at: &NodePath<'_>) {
        let schemes = self
            .tree
            .pointer("/components/securitySchemes")
            .and_then(Value::as_object);
        for name in requirement.keys().filter(|name| !name.starts_with("x-")) {
            if schemes.is_some_and(|schemes| schemes.contains_key(name)) {
                continue;
            }
            let names = schemes.into_iter().flat_map(Map::keys).map(String::as_str);
            let near = codes::nearest(name, names);
            self.report(codes::unknown_scheme(&at.pointer_to(name), name, near));
        }
    }
}

/// `200`, `4XX` or `default`.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        b"default" | [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'9', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{HEAD, component_faults, faults};

    #[test]
    fn a_style_must_fit_its_place() {
        let text = "parameters: {a: {name: a, in: header, style: form, schema: {}}}";
        assert_eq!(
            component_faults(text),
            ["G024 /components/parameters/a/style"]
        );
    }

    #[test]
    fn a_path_parameter_is_required() {
        let text = "parameters: {a: {name: a, in: path, schema: {}}}";
        assert_eq!(component_faults(text), ["W020 /components/parameters/a"]);
    }

    #[test]
    fn a_parameter_has_a_schema_or_one_content() {
        let text = "parameters: {a: {name: a, in: query}, b: {name: b, in: query, content: {x/a: {}, x/b: {}}}}";
        assert_eq!(
            component_faults(text),
            [
                "G038 /components/parameters/a",
                "G039 /components/parameters/b/content"
            ]
        );
    }

    #[test]
    fn a_status_is_a_number_a_class_or_default() {
        let text = format!(
            "{HEAD}paths: {{/x: {{get: {{responses: {{'200': &r {{description: d}}, 4XX: *r, default: *r, x-a: 1, ok: *r, '20': *r}}}}}}}}\n"
        );
        let at = "/paths/~1x/get/responses";
        assert_eq!(
            faults(&text),
            [format!("G036 {at}/ok"), format!("G036 {at}/20")]
        );
    }

    #[test]
    fn a_requirement_names_a_scheme() {
        let text = format!("{HEAD}paths: {{}}\nsecurity: [{{}}, {{key: []}}]\n");
        assert_eq!(faults(&text), ["G035 /security/1/key"]);
    }

    #[test]
    fn a_scheme_has_what_its_type_needs() {
        let text = "securitySchemes: {a: {type: http}, b: {type: apiKey, in: header, name: null}}";
        let at = "/components/securitySchemes";
        assert_eq!(
            component_faults(text),
            [
                format!("G021 {at}/a"),
                format!("W014 {at}/b/name"),
                format!("G021 {at}/b"),
            ]
        );
    }

    #[test]
    fn tags_and_server_variables_are_looked_at() {
        let text = format!(
            "{HEAD}paths: {{}}\ntags: [{{name: a}}, {{name: a}}]\nservers: [{{url: 'https://{{x}}/'}}]\n"
        );
        let mut faults = faults(&text);
        faults.sort();
        assert_eq!(faults, ["W017 /tags/1/name", "W019 /servers/0/url"]);
    }
}
