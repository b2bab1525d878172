//! Schemas: types that exist, and values that fit them.

use serde_json::{Map, Value};

use super::Check;
use crate::codes;
use crate::grammar::NodePath;
use crate::load::kind_of;

/// The types of OpenAPI 3.0.
const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

impl<'a> Check<'a> {
    pub(super) fn schema(&mut self, schema: &'a Map<String, Value>, at: &NodePath<'_>) {
        let ty = match schema.get("type") {
            None | Some(Value::Null) => None,
            Some(Value::String(ty)) => self.known_type(ty, at),
            Some(other) => {
                let help = match other {
                    Value::Array(_) => "OpenAPI 3.0 has one type here; use `nullable` or `oneOf`",
                    _ => "write one of the types in quotes or plain",
                };
                let at = at.pointer_to("type");
                self.report(codes::wrong_type(&at, "text", kind_of(other), help));
                None
            }
        };
        if let Some(ty) = ty {
            self.values(schema, ty, at);
        }
        if ty == Some("array") && !schema.contains_key("items") {
            self.report(codes::array_without_items(&at.pointer()));
        }
        self.required_names(schema, at);
    }

    fn known_type(&mut self, ty: &'a str, at: &NodePath<'_>) -> Option<&'a str> {
        if TYPES.contains(&ty) {
            return Some(ty);
        }
        self.report(codes::unknown_type(&at.pointer_to("type"), ty, meant(ty)));
        None
    }

    /// Enum values and the default have the schema's type.
    fn values(&mut self, schema: &'a Map<String, Value>, ty: &str, at: &NodePath<'_>) {
        let values = schema.get("enum").and_then(Value::as_array);
        for (index, value) in values.into_iter().flatten().enumerate() {
            // Null in a list of values stands for `nullable`, with or without it.
            if !value.is_null() && !fits(value, ty) {
                let at = at.pointer_to("enum").child(index);
                self.report(codes::enum_value(&at, value, ty));
            }
        }
        let Some(default) = schema.get("default") else {
            return;
        };
        let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
        let is_listed = values.is_none_or(|values| values.contains(default));
        let is_null = default.is_null() && is_nullable;
        let is_value = fits(default, ty) && is_listed;
        if !(is_null || is_value) {
            self.report(codes::default_value(&at.pointer_to("default"), default, ty));
        }
    }

    /// Whether a part of a schema has a property of that name.
    fn is_declared_in_a_part(
        &self,
        schema: &'a Map<String, Value>,
        name: &str,
        depth: usize,
    ) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let parts = ["allOf", "anyOf", "oneOf"]
            .into_iter()
            .filter_map(|keyword| schema.get(keyword)?.as_array())
            .flatten()
            .filter_map(|part| self.followed(part)?.as_object());
        parts.into_iter().any(|part| {
            let properties = part.get("properties").and_then(Value::as_object);
            properties.is_some_and(|properties| properties.contains_key(name))
                || self.is_declared_in_a_part(part, name, depth)
        })
    }

    /// A required name that the schema does not declare is a slip when it is close to one that it
    /// does. Others may be declared elsewhere (`allOf`) or nowhere.
    fn required_names(&mut self, schema: &'a Map<String, Value>, at: &NodePath<'_>) {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return;
        };
        let required = schema.get("required").and_then(Value::as_array);
        for (index, name) in required.into_iter().flatten().enumerate() {
            let Some(name) = name.as_str().filter(|name| !properties.contains_key(*name)) else {
                continue;
            };
            let names = properties.keys().map(String::as_str);
            if let Some(near) = codes::nearest(name, names)
                && !self.is_declared_in_a_part(schema, name, 32)
            {
                let at = at.pointer_to("required").child(index);
                self.report(codes::required_name(&at, name, near));
            }
        }
    }
}

/// Whether a value is of a type.
fn fits(value: &Value, ty: &str) -> bool {
    match ty {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// The type that an unknown one most likely stands for.
fn meant(ty: &str) -> Option<&'static str> {
    match ty.to_lowercase().as_str() {
        "int" | "int32" | "int64" | "long" | "short" => Some("integer"),
        "float" | "double" | "decimal" => Some("number"),
        "str" | "text" | "date" | "datetime" | "date-time" | "uuid" | "file" | "binary" => {
            Some("string")
        }
        "bool" => Some("boolean"),
        "list" | "set" => Some("array"),
        "map" | "dict" | "any" | "json" => Some("object"),
        ty => codes::nearest(ty, TYPES).and_then(|near| TYPES.into_iter().find(|ty| *ty == near)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::component_faults;

    fn schema_faults(schema: &str) -> Vec<String> {
        let faults = component_faults(&format!("schemas: {{a: {schema}}}"));
        let short = |fault: String| fault.replace("/components/schemas/a", "");
        faults.into_iter().map(short).collect()
    }

    #[test]
    fn a_type_must_be_known() {
        assert_eq!(schema_faults("{type: strng}"), ["G022 /type"]);
        assert_eq!(schema_faults("{type: [string, 'null']}"), ["G020 /type"]);
        assert_eq!(
            schema_faults("{properties: {type: {type: string}}}"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn enum_values_fit_the_type() {
        assert_eq!(
            schema_faults("{type: string, enum: [a, 1, null]}"),
            ["W011 /enum/1"]
        );
        assert_eq!(
            schema_faults("{type: integer, enum: [1, 2.0]}"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_default_fits_the_type_and_the_values() {
        assert_eq!(
            schema_faults("{type: integer, default: '1'}"),
            ["W012 /default"]
        );
        assert_eq!(
            schema_faults("{type: string, enum: [a], default: b}"),
            ["W012 /default"]
        );
        assert_eq!(
            schema_faults("{type: string, nullable: true, default: null}"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_slip_in_required_is_a_warning() {
        assert_eq!(
            schema_faults("{properties: {name: {}}, required: [nmae, other]}"),
            ["W013 /required/0"]
        );
    }

    #[test]
    fn a_list_should_say_of_what() {
        assert_eq!(schema_faults("{type: array}"), ["W016 "]);
    }

    #[test]
    fn required_on_a_property_is_a_wrong_type() {
        assert_eq!(
            schema_faults("{type: string, required: true}"),
            ["G020 /required"]
        );
    }
}
