//! What the name of a type written in place is made from. In: its pointer; out: an [`Origin`].
//!
//! The pointer alone decides, never the way on which lowering came by: `/components/schemas/Room/
//! properties/owner/items` is the item of the property `owner` of `Room`, also when another schema
//! takes it over through `allOf`. The nearest owner counts, so names grow from the inside out.
//! Keywords that only group (`allOf`, `schema`, `content`) leave no trace.

use super::Lowering;
use crate::ir::{Origin, Pointer, Role, Status};

impl Lowering<'_> {
    /// The origin of the schema at a pointer.
    pub(super) fn origin(&self, pointer: &Pointer) -> Origin {
        self.inside(pointer)
            .or_else(|| self.in_operation(pointer))
            .unwrap_or_else(|| self.in_component(pointer))
    }

    /// The schema stands inside another one that is an item.
    fn inside(&self, pointer: &Pointer) -> Option<Origin> {
        let text = &pointer.0;
        let mut ends = text.rmatch_indices('/').map(|(end, _)| end);
        ends.find_map(|end| {
            let owner = self.owners.get(&text[..end])?;
            Some(Origin::Inside(*owner, joined(self.roles(text, end))))
        })
    }

    /// The schema stands in an operation, or in a path item, whose first operation then counts.
    fn in_operation(&self, pointer: &Pointer) -> Option<Origin> {
        let text = &pointer.0;
        let ends: Vec<usize> = text
            .match_indices('/')
            .map(|(end, _)| end)
            .skip(1)
            .take(3)
            .collect();
        if !text.starts_with("/paths/") {
            return None;
        }
        let item = *ends.get(1)?;
        if let Some(end) = ends.get(2)
            && let Some(index) = self.indices.get(&text[..*end])
        {
            return Some(Origin::Operation(*index, joined(self.roles(text, *end))));
        }
        let under = |source: &super::Source<'_>| source.node.pointer.0.starts_with(&text[..=item]);
        let index = self.sources.iter().position(under)?;
        Some(Origin::Operation(index, joined(self.roles(text, item))))
    }

    /// The schema stands in a component of another kind, or at a place that is none of OpenAPI's.
    fn in_component(&self, pointer: &Pointer) -> Origin {
        let text = &pointer.0;
        let tokens: Vec<String> = text.split('/').skip(1).map(unescape).collect();
        let (name, end) = match tokens.as_slice() {
            [components, _, name, ..] if components == "components" => (
                name.clone(),
                text.match_indices('/')
                    .nth(3)
                    .map_or(text.len(), |(end, _)| end),
            ),
            _ => (tokens.last().cloned().unwrap_or_default(), text.len()),
        };
        let words = self
            .roles(text, end)
            .iter()
            .map(word)
            .fold(name, |name, word| name + "_" + &word);
        Origin::Component(words)
    }

    /// The roles that the tokens of a pointer from `end` on stand for.
    fn roles(&self, pointer: &str, end: usize) -> Vec<Role> {
        let mut roles = Vec::new();
        let mut at = end;
        let mut tokens = pointer[end..].split('/').skip(1);
        while let Some(keyword) = tokens.next() {
            at += 1 + keyword.len();
            let named = matches!(
                keyword,
                "properties"
                    | "prefixItems"
                    | "oneOf"
                    | "anyOf"
                    | "allOf"
                    | "x-also-returns"
                    | "parameters"
                    | "content"
                    | "responses"
            );
            let token = named.then(|| tokens.next()).flatten().unwrap_or_default();
            at += if token.is_empty() { 0 } else { 1 + token.len() };
            let role = match keyword {
                "properties" => Role::Property(unescape(token)),
                "items" | "prefixItems" => Role::Item,
                "additionalProperties" => Role::Value,
                "oneOf" | "anyOf" => Role::Variant(token.parse().unwrap_or(0) + 1),
                "x-also-returns" => Role::Variant(token.parse().unwrap_or(0) + 2),
                "parameters" => {
                    Role::Parameter(self.parameter_name(&pointer[..at.min(pointer.len())]))
                }
                "requestBody" => Role::Body,
                "responses" => Role::Response(status(token)),
                _ => continue,
            };
            roles.push(role);
        }
        roles
    }

    fn parameter_name(&self, pointer: &str) -> String {
        let node = self.tree.at(&Pointer(pointer.to_owned()));
        node.and_then(|node| node.text("name").map(str::to_owned))
            .unwrap_or_default()
    }
}

/// The status that a key of `responses` names.
pub(super) fn status(key: &str) -> Status {
    match (key.parse(), key.as_bytes()) {
        (Ok(code), _) => Status::Code(code),
        (_, [class @ b'1'..=b'9', b'X' | b'x', b'X' | b'x']) => {
            Status::Class(u16::from(class - b'0'))
        }
        _ => Status::Default,
    }
}

fn joined(mut roles: Vec<Role>) -> Role {
    if roles.len() == 1 {
        roles.remove(0)
    } else {
        Role::Path(roles)
    }
}

fn word(role: &Role) -> String {
    match role {
        Role::Property(name) | Role::Parameter(name) => name.clone(),
        Role::Item => "item".to_owned(),
        Role::Value => "value".to_owned(),
        Role::Base => "base".to_owned(),
        Role::Variant(number) => format!("variant{number}"),
        Role::Body => "body".to_owned(),
        Role::Response(_) => "response".to_owned(),
        Role::Path(roles) => roles.iter().map(word).collect::<Vec<_>>().join("_"),
    }
}

/// A token of a JSON pointer as the key that it stands for.
fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use crate::ir::{Origin, Role, Status};
    use crate::lower::testing::{api, origin_of, schemas};

    #[test]
    fn a_list_in_a_property_is_named_after_both() {
        let api = schemas(
            "A: {type: object, properties: {b: {type: array, items: {type: object, properties: {c: {}}}}}}",
        );
        let expected = Role::Path(vec![Role::Property("b".to_owned()), Role::Item]);
        assert_eq!(
            api.types[1].origin,
            Origin::Inside(crate::ir::TypeId(0), expected)
        );
    }

    #[test]
    fn a_body_is_named_after_its_operation() {
        let api = api("
paths:
  /a:
    post:
      requestBody:
        content: {application/json: {schema: {type: object, properties: {b: {}}}}}
      responses: {'404': {description: '', content: {application/json: {schema: {type: object, properties: {c: {}}}}}}}
");
        assert_eq!(api.types[0].origin, Origin::Operation(0, Role::Body));
        assert_eq!(
            api.types[1].origin,
            Origin::Operation(0, Role::Response(Status::Code(404)))
        );
    }

    #[test]
    fn a_parameter_of_a_path_item_belongs_to_its_first_operation() {
        let api = api("
paths:
  /a:
    parameters: [{name: sort, in: query, schema: {type: string, enum: [up, down]}}]
    get: {responses: {}}
    post: {responses: {}}
");
        let expected = Origin::Operation(0, Role::Parameter("sort".to_owned()));
        assert_eq!(api.types.len(), 1);
        assert_eq!(api.types[0].origin, expected);
    }

    #[test]
    fn a_schema_in_a_shared_answer_is_named_after_it() {
        let api = api("
paths:
  /a: {get: {responses: {'404': {$ref: '#/components/responses/Gone'}}}}
  /b: {get: {responses: {'404': {$ref: '#/components/responses/Gone'}}}}
components:
  responses:
    Gone: {description: '', content: {application/json: {schema: {type: object, properties: {a: {}}}}}}
");
        assert_eq!(api.types.len(), 1);
        assert_eq!(origin_of(&api, 0), "Gone");
    }
}
