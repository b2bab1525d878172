//! References: each leads to something of the right kind, and none to itself in a circle.

use serde_json::{Map, Value};

use super::Check;
use crate::codes;
use crate::grammar::NodePath;
use crate::ir::Pointer;
use crate::load::{Kind, kind_of, resolve};
use crate::sources::{parent, tokens};

impl<'a> Check<'a> {
    /// An object with `$ref` where a component of this kind may be referred to.
    pub(super) fn reference(
        &mut self,
        object: &'a Map<String, Value>,
        target: &'a Value,
        kind: Kind,
        at: &NodePath<'_>,
    ) {
        let Some(target) = target.as_str() else {
            let help = "write `$ref: '#/components/…'`";
            let found = kind_of(target);
            self.report(codes::wrong_type(
                &at.pointer_to("$ref"),
                "text",
                found,
                help,
            ));
            return;
        };
        self.target(target, kind, &at.member("$ref"));
        let says_nothing = |name: &str| {
            matches!(name, "$ref" | "description" | "summary") || name.starts_with("x-")
        };
        for name in object.keys().filter(|name| !says_nothing(name)) {
            self.report(codes::beside_reference(&at.pointer_to(name), name));
        }
    }

    /// A reference that must lead to a component of this kind.
    pub(super) fn target(&mut self, target: &str, kind: Kind, at: &NodePath<'_>) {
        // Others have been reported when files were brought together.
        if !target.starts_with("#/") {
            return;
        }
        if resolve(self.tree, target).is_none() {
            let near = self.near(target);
            self.report(codes::reference_to_nothing(
                &at.pointer(),
                target,
                near.as_deref(),
            ));
            return;
        }
        let mut parts = target.split('/').skip(1);
        let found = (parts.next() == Some("components"))
            .then(|| parts.next())
            .flatten();
        match (found, kind.section()) {
            (Some(found), Some(section)) if found != section => {
                self.report(codes::wrong_kind(&at.pointer(), target, found, section));
            }
            _ => {}
        }
    }

    /// A reference that was to be replaced by its target when files were brought together, and
    /// was not: its target is missing, or is itself.
    pub(super) fn stray_reference(&mut self, target: &Value, at: &NodePath<'_>) {
        let Some(target) = target.as_str() else {
            return;
        };
        match resolve(self.tree, target) {
            Some(_) => self.report(codes::reference_cycle(&[at.pointer_to_owner()])),
            None => self.target(target, Kind::Other, at),
        }
    }

    /// A component whose name is close to that of a target that is not there.
    fn near(&self, target: &str) -> Option<String> {
        let pointer = Pointer(target.strip_prefix('#')?.to_owned());
        let owner = parent(&pointer)?;
        let names = self
            .tree
            .pointer(&owner.0)?
            .as_object()?
            .keys()
            .map(String::as_str);
        let written = tokens(&pointer).next_back()?;
        codes::nearest(&written, names).map(|name| format!("#{}", owner.child(name).0))
    }

    /// Components that are nothing but references must come to an end.
    pub(super) fn cycles(&mut self) {
        let sections = self.tree.get("components").and_then(Value::as_object);
        for (section, components) in sections.into_iter().flatten() {
            for name in components.as_object().into_iter().flat_map(Map::keys) {
                let owner = Pointer("/components".to_owned()).child(section);
                self.cycle(&owner.child(name));
            }
        }
    }

    fn cycle(&mut self, start: &Pointer) {
        let mut chain = vec![start.0.clone()];
        while let Some(next) = self.onward(&chain[chain.len() - 1]) {
            if self.in_cycle.contains(&next) {
                return;
            }
            if let Some(first) = chain.iter().position(|pointer| *pointer == next) {
                let members = chain.split_off(first);
                self.report(codes::reference_cycle(&members));
                self.in_cycle.extend(members);
                return;
            }
            chain.push(next);
        }
    }

    /// What a component refers to when it is a reference.
    fn onward(&self, pointer: &str) -> Option<String> {
        let target = self.tree.pointer(pointer)?.get("$ref")?.as_str()?;
        target.strip_prefix('#').map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::component_faults;

    #[test]
    fn a_reference_leads_to_something() {
        let text = "schemas: {a: {items: {$ref: '#/components/schemas/b'}}}";
        assert_eq!(
            component_faults(text),
            ["G030 /components/schemas/a/items/$ref"]
        );
    }

    #[test]
    fn a_reference_leads_to_the_right_kind() {
        let text = "schemas: {a: {$ref: '#/components/headers/h'}}\nheaders: {h: {schema: {}}}";
        assert_eq!(component_faults(text), ["G032 /components/schemas/a/$ref"]);
    }

    #[test]
    fn a_circle_is_reported_once() {
        let text = "schemas:\n  a: {$ref: '#/components/schemas/b'}\n  b: {$ref: '#/components/schemas/c'}\n  c: {$ref: '#/components/schemas/b'}";
        assert_eq!(component_faults(text), ["G031 /components/schemas/b/$ref"]);
    }

    #[test]
    fn recursion_through_a_property_is_no_circle() {
        let text = "schemas: {a: {properties: {a: {$ref: '#/components/schemas/a'}}}}";
        assert_eq!(component_faults(text), Vec::<String>::new());
    }

    #[test]
    fn what_stands_beside_a_reference_is_a_warning() {
        let text =
            "schemas: {a: {$ref: '#/components/schemas/b', nullable: true, description: d}, b: {}}";
        assert_eq!(
            component_faults(text),
            ["W015 /components/schemas/a/nullable"]
        );
    }

    #[test]
    fn a_mapping_should_lead_to_schemas() {
        let text = "schemas: {a: {discriminator: {propertyName: k, mapping: {x: '#/components/schemas/x', y: a}}}}";
        assert_eq!(
            component_faults(text),
            ["W023 /components/schemas/a/discriminator/mapping/x"]
        );
    }
}
