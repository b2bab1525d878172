//! Paths and operations of Swagger 2.0.

use serde_json::{Map, Value};

use super::parameters::{Place, place};
use super::{Swagger, texts};
use crate::grammar::METHODS;
use crate::ir::Pointer;
use crate::normalize::rewrite::{Member, Members};

/// A parameter with where it stands.
type Parameter = (Value, Pointer);

impl Swagger<'_> {
    pub(super) fn paths(&mut self, paths: Value, at: &Pointer) -> Value {
        let Value::Object(paths) = paths else {
            return paths;
        };
        let paths = paths.into_iter().map(|(path, item)| {
            let item = self.path_item(item, &at.child(&path));
            (path, item)
        });
        Value::Object(paths.collect())
    }

    fn path_item(&mut self, item: Value, at: &Pointer) -> Value {
        let Value::Object(object) = item else {
            return item;
        };
        let mut members = Members::of(object, at);
        let (shared, bodies) = match members.take("parameters") {
            Some(Member {
                value: Value::Array(list),
                from,
                ..
            }) => self.split(list, &from),
            Some(other) => {
                // Not a list: the check reports it.
                members.list.push(other);
                (Vec::new(), Vec::new())
            }
            None => (Vec::new(), Vec::new()),
        };
        let mut written = Map::new();
        for member in members.list {
            let value = if METHODS.contains(&member.name.as_str()) {
                self.operation(member.value, &bodies, &member.from)
            } else {
                member.value
            };
            written.insert(member.name, value);
        }
        if !shared.is_empty() {
            let shared = self.parameters(shared, &at.child("parameters"));
            written.insert("parameters".to_owned(), shared);
        }
        Value::Object(written)
    }

    /// An operation, with the body and form parameters of its path.
    fn operation(&mut self, operation: Value, inherited: &[Parameter], at: &Pointer) -> Value {
        let Value::Object(object) = operation else {
            return operation;
        };
        let mut members = Members::of(object, at);
        let media_types = |member: Option<Member>, default: &[String]| match member {
            Some(list) => texts(&list.value),
            None => default.to_vec(),
        };
        let consumes = media_types(members.take("consumes"), &self.consumes);
        let produces = media_types(members.take("produces"), &self.produces);
        members.take("schemes");
        let mut own = (Vec::new(), Vec::new());
        if let Some(Member {
            value: Value::Array(list),
            from,
            ..
        }) = members.take("parameters")
        {
            own = self.split(list, &from);
        }
        let (parameters, mut bodies) = own;
        // A parameter of the operation takes the place of one of the path.
        let is_replaced = |(other, _): &Parameter| {
            bodies.iter().any(|(body, _)| {
                place(body) == Place::Body || body.get("name") == other.get("name")
            })
        };
        let inherited: Vec<_> = inherited
            .iter()
            .filter(|other| !is_replaced(other))
            .cloned()
            .collect();
        bodies.extend(inherited);
        let mut written = Map::new();
        for Member { name, value, from } in members.list {
            let value = match (name.as_str(), value) {
                ("responses", Value::Object(responses)) => {
                    self.responses(responses, &produces, &from)
                }
                (_, value) => value,
            };
            written.insert(name, value);
        }
        if !parameters.is_empty() {
            let parameters = self.parameters(parameters, &at.child("parameters"));
            written.insert("parameters".to_owned(), parameters);
        }
        if let Some(body) = self.request_body(bodies, &consumes, &at.child("requestBody")) {
            written.insert("requestBody".to_owned(), body);
        }
        Value::Object(written)
    }

    /// Tells parameters from those that become the body. References to form parameters of the
    /// document are resolved, as they cannot stay alone.
    fn split(&self, list: Vec<Value>, at: &Pointer) -> (Vec<Parameter>, Vec<Parameter>) {
        let (mut parameters, mut bodies) = (Vec::new(), Vec::new());
        for (index, parameter) in list.into_iter().enumerate() {
            let from = at.child(index);
            let shared = self.shared(&parameter);
            let shared = shared.map(|(name, shared)| (name.to_owned(), shared.clone()));
            match (
                place(shared.as_ref().map_or(&parameter, |(_, shared)| shared)),
                shared,
            ) {
                (Place::Other, _) => parameters.push((parameter, from)),
                (Place::Form | Place::Body, Some((name, shared))) => {
                    let origin = Pointer("/parameters".to_owned()).child(name);
                    bodies.push((shared, origin));
                }
                (Place::Form | Place::Body, None) => bodies.push((parameter, from)),
            }
        }
        (parameters, bodies)
    }

    fn parameters(&mut self, list: Vec<Parameter>, to: &Pointer) -> Value {
        let list = list
            .into_iter()
            .enumerate()
            .map(|(index, (parameter, from))| self.parameter(parameter, &from, &to.child(index)));
        Value::Array(list.collect())
    }

    fn request_body(
        &mut self,
        mut bodies: Vec<Parameter>,
        consumes: &[String],
        to: &Pointer,
    ) -> Option<Value> {
        let whole = bodies
            .iter()
            .position(|(body, _)| place(body) == Place::Body);
        match whole {
            Some(index) => {
                let (body, from) = bodies.swap_remove(index);
                let pointer = from.0.strip_prefix("/parameters/");
                Some(match pointer {
                    // A body of the document is a component of its own.
                    Some(name) => {
                        self.rewriting.moved(to, &from);
                        serde_json::json!({ "$ref": format!("#/components/requestBodies/{name}") })
                    }
                    None => self.body(body, consumes, &from, to),
                })
            }
            None if bodies.is_empty() => None,
            None => Some(self.form(bodies, consumes, to)),
        }
    }

    fn responses(
        &mut self,
        responses: Map<String, Value>,
        produces: &[String],
        at: &Pointer,
    ) -> Value {
        let responses = responses.into_iter().map(|(status, response)| {
            let place = at.child(&status);
            let response = if status.starts_with("x-") {
                response
            } else {
                self.response(response, produces, &place, &place)
            };
            (status, response)
        });
        Value::Object(responses.collect())
    }

    /// The components that the document's parameters become: bodies and others. Form parameters
    /// have been written to where they are referred to.
    pub(super) fn component_parameters(
        &mut self,
        root: &mut Members,
    ) -> (Map<String, Value>, Map<String, Value>) {
        let (mut bodies, mut others) = (Map::new(), Map::new());
        let Some(Member {
            value: Value::Object(all),
            from,
            ..
        }) = root.take("parameters")
        else {
            return (bodies, others);
        };
        let consumes = self.consumes.clone();
        let to = |section: &str, name: &str| {
            Pointer("/components".to_owned()).child(section).child(name)
        };
        for (name, parameter) in all {
            let from = from.child(&name);
            match place(&parameter) {
                Place::Form => {}
                Place::Body => {
                    let to = to("requestBodies", &name);
                    let body = self.body(parameter, &consumes, &from, &to);
                    bodies.insert(name, body);
                }
                Place::Other => {
                    let to = to("parameters", &name);
                    let parameter = self.parameter(parameter, &from, &to);
                    others.insert(name, parameter);
                }
            }
        }
        (bodies, others)
    }
}

#[cfg(test)]
mod tests;
