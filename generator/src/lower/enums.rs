//! `enum`. In: layers; out: the values, each once and in document order.
//!
//! | values | here |
//! |---|---|
//! | texts | `StringEnum`; under `type: string` a number or a flag is taken for its text |
//! | whole numbers | `IntegerEnum`; under `type: integer` a text of one is taken for it |
//! | `true` and `false` | `Bool` |
//! | `null` among others | null is a value beside the rest |
//! | one flag, other numbers, mixed values | the type that holds them all, with a warning |
//! | objects, lists, none at all | as if `enum` were not there, with a warning |
//!
//! `x-enum-varnames` (a list) names the values in Rust; `x-enum-descriptions` (a list, or an object
//! by value) explains them.

use std::collections::HashSet;
use std::hash::Hash;

use serde_json::Value;

use super::Lowering;
use super::all_of::Layer;
use super::extensions::is_identifier;
use super::node::Node;
use super::schema_kind::{Classified, SchemaKind, plain};
use crate::codes;
use crate::ir::{EnumValue, Type};
use crate::scalars::Scalar;

impl<'a> Lowering<'a> {
    /// The kind of layers of which one has an `enum`; the last one counts.
    pub(super) fn enumeration(
        &mut self,
        layers: &[Layer<'a>],
        kind: Option<&str>,
    ) -> Option<Classified<'a>> {
        let node = layers
            .iter()
            .rev()
            .find(|layer| layer.node.has("enum"))?
            .node
            .clone();
        let values = node.value.get("enum")?.as_array()?;
        let nullable = values.iter().any(Value::is_null);
        let meant: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
        if meant.is_empty() {
            return self.without_values(&node, nullable);
        }
        let schema_kind = match kind.or_else(|| common_kind(&meant)) {
            Some("string") => self.strings(&node, layers, &meant),
            Some("integer") => self.integers(&node, layers, &meant),
            Some("boolean") if is_both(&meant) => {
                Some(SchemaKind::Plain(Type::Scalar(Scalar::Bool)))
            }
            Some(kind @ ("boolean" | "number")) => {
                let words = if kind == "boolean" {
                    "`bool`"
                } else {
                    "a number"
                };
                self.report(codes::enum_not_expressed(
                    &node.pointer.child("enum"),
                    words,
                ));
                Some(SchemaKind::Plain(plain(kind, layers)))
            }
            Some(_) => {
                self.report(codes::enum_not_expressed(
                    &node.pointer.child("enum"),
                    "its type",
                ));
                None
            }
            None => {
                self.report(codes::enum_not_expressed(
                    &node.pointer.child("enum"),
                    "any value",
                ));
                Some(SchemaKind::Plain(Type::Any))
            }
        };
        Some(Classified::of(schema_kind?).or_null(nullable))
    }

    /// An `enum` of null alone is null, which any value holds; one of nothing says nothing.
    fn without_values(&mut self, node: &Node<'a>, null: bool) -> Option<Classified<'a>> {
        if !null {
            self.report(codes::enum_not_expressed(
                &node.pointer.child("enum"),
                "its type",
            ));
        }
        null.then(|| Classified::any().or_null(true))
    }

    fn strings(
        &mut self,
        node: &Node<'a>,
        layers: &[Layer<'a>],
        meant: &[&Value],
    ) -> Option<SchemaKind<'a>> {
        if meant
            .iter()
            .any(|value| value.is_object() || value.is_array())
        {
            self.report(codes::enum_not_expressed(
                &node.pointer.child("enum"),
                "text",
            ));
            return Some(SchemaKind::Plain(plain("string", layers)));
        }
        Some(SchemaKind::Strings(self.values(node, text)))
    }

    fn integers(
        &mut self,
        node: &Node<'a>,
        layers: &[Layer<'a>],
        meant: &[&Value],
    ) -> Option<SchemaKind<'a>> {
        if meant.iter().all(|value| integer(value).is_some()) {
            return Some(SchemaKind::Integers(self.values(node, integer)));
        }
        self.report(codes::enum_not_expressed(
            &node.pointer.child("enum"),
            "an integer",
        ));
        Some(SchemaKind::Plain(plain("integer", layers)))
    }

    /// The values with their names and texts.
    fn values<T: Clone + Eq + Hash>(
        &mut self,
        node: &Node<'a>,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Vec<EnumValue<T>> {
        let all = node.list("enum");
        let names = self.names_of_values(node, all.len());
        let texts = self.texts_of_values(node, &all);
        let mut seen = HashSet::new();
        let mut values = Vec::new();
        for (index, item) in all
            .iter()
            .enumerate()
            .filter(|(_, item)| !item.value.is_null())
        {
            if let Some(value) = read(item.value).filter(|value| seen.insert(value.clone())) {
                let rust_name = names.get(index).cloned().flatten();
                let description = texts.get(index).cloned().flatten();
                values.push(EnumValue {
                    value,
                    rust_name,
                    description,
                });
            }
        }
        values
    }

    fn names_of_values(&mut self, node: &Node<'a>, count: usize) -> Vec<Option<String>> {
        let Some(names) = node.get("x-enum-varnames") else {
            return Vec::new();
        };
        let list: Option<Vec<_>> = names.value.as_array().and_then(|list| {
            list.iter()
                .map(|name| name.as_str().map(str::to_owned))
                .collect()
        });
        match list {
            Some(list) if list.len() == count && list.iter().all(|name| is_identifier(name)) => {
                list.into_iter().map(Some).collect()
            }
            _ => {
                let wanted = "one Rust identifier for each value";
                self.report(codes::enum_extension_unfit(
                    &names.pointer,
                    "x-enum-varnames",
                    wanted,
                ));
                Vec::new()
            }
        }
    }

    fn texts_of_values(&mut self, node: &Node<'a>, all: &[Node<'a>]) -> Vec<Option<String>> {
        let Some(texts) = node.get("x-enum-descriptions") else {
            return Vec::new();
        };
        let words = |value: &Value| value.as_str().map(str::to_owned);
        match texts.value {
            Value::Array(list)
                if list.len() == all.len()
                    && list.iter().all(|one| one.is_string() || one.is_null()) =>
            {
                list.iter().map(words).collect()
            }
            Value::Object(map) if map.values().all(Value::is_string) => all
                .iter()
                .map(|one| map.get(&text(one.value)?).and_then(words))
                .collect(),
            _ => {
                let (name, wanted) = ("x-enum-descriptions", "one text for each value");
                self.report(codes::enum_extension_unfit(&texts.pointer, name, wanted));
                Vec::new()
            }
        }
    }
}

/// The `type` that values have in common.
fn common_kind(values: &[&Value]) -> Option<&'static str> {
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| is(value));
    if all(Value::is_string) {
        Some("string")
    } else if all(|value| value.is_number() && integer(value).is_some()) {
        Some("integer")
    } else if all(Value::is_number) {
        Some("number")
    } else if all(Value::is_boolean) {
        Some("boolean")
    } else {
        None
    }
}

fn is_both(values: &[&Value]) -> bool {
    values.contains(&&Value::Bool(true)) && values.contains(&&Value::Bool(false))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number, also where it is written as `1.0` or `"1"`.
fn integer(value: &Value) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the number was found to be whole and small"
    )]
    let whole = |number: f64| {
        (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
    };
    value
        .as_i64()
        .or_else(|| value.as_str()?.parse().ok())
        .or_else(|| value.as_f64().filter(|_| !value.is_u64()).and_then(whole))
}

#[cfg(test)]
mod tests {
    use crate::ir::{EnumValue, Type, TypeId, TypeKind};
    use crate::lower::testing::{alias, field, schemas, schemas_warned, texts};
    use crate::scalars::Scalar;

    #[test]
    fn texts_come_once_and_in_order() {
        let api = schemas("A: {type: string, enum: [b, a, b, '']}");
        assert_eq!(texts(&api, 0), ["b", "a", ""]);
    }

    #[test]
    fn whole_numbers_make_an_enum() {
        let api = schemas("A: {type: integer, enum: [1, -2]}\nB: {enum: [3]}");
        let values = |index: usize| match &api.types[index].kind {
            TypeKind::IntegerEnum(values) => values.iter().map(|one| one.value).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(values(0), [1, -2]);
        assert_eq!(values(1), [3]);
    }

    #[test]
    fn null_among_values_is_null_beside_them() {
        let api = schemas(
            "A: {type: object, properties: {a: {type: string, nullable: true, enum: [x, y, null]}}}",
        );
        assert_eq!(
            field(&api, 0, "a").ty,
            Type::Nullable(Box::new(Type::Named(TypeId(1))))
        );
        assert_eq!(texts(&api, 1), ["x", "y"]);
    }

    #[test]
    fn names_and_texts_of_values() {
        let api = schemas(
            "A: {type: string, enum: [a, null, b], x-enum-varnames: [First, None, Second], x-enum-descriptions: [one, null, two]}
B: {type: integer, enum: [1, 2], x-enum-descriptions: {'2': two}}",
        );
        let TypeKind::StringEnum(values) = &api.types[0].kind else {
            panic!()
        };
        let expected = EnumValue {
            value: "b".to_owned(),
            rust_name: Some("Second".to_owned()),
            description: Some("two".to_owned()),
        };
        assert_eq!(values[1], expected);
        let TypeKind::IntegerEnum(values) = &api.types[1].kind else {
            panic!()
        };
        assert_eq!(values[1].description.as_deref(), Some("two"));
    }

    #[test]
    fn names_have_to_be_as_many_as_values() {
        let (_, codes) = schemas_warned("A: {type: string, enum: [a, b], x-enum-varnames: [A]}");
        assert_eq!(codes, ["W051"]);
    }

    #[test]
    fn numbers_and_flags_become_their_type() {
        let (api, codes) = schemas_warned(
            "A: {type: number, enum: [1.5, 2]}\nB: {type: boolean, enum: [true]}\nC: {enum: [1, a]}",
        );
        assert_eq!(alias(&api, 0), &Type::Scalar(Scalar::F64));
        assert_eq!(alias(&api, 1), &Type::Scalar(Scalar::Bool));
        assert_eq!(alias(&api, 2), &Type::Any);
        assert_eq!(codes, ["W042", "W042", "W042"]);
    }

    #[test]
    fn both_flags_are_no_enum() {
        let api = schemas("A: {type: boolean, enum: [true, false]}");
        assert_eq!(alias(&api, 0), &Type::Scalar(Scalar::Bool));
    }

    #[test]
    fn no_values_say_nothing() {
        let (api, codes) = schemas_warned("A: {type: string, enum: []}");
        assert_eq!(alias(&api, 0), &Type::Scalar(Scalar::String));
        assert_eq!(codes, ["W042"]);
    }

    #[test]
    fn values_of_another_type_are_taken_for_their_text() {
        let api = schemas("A: {type: string, enum: [on, true, 1]}");
        assert_eq!(texts(&api, 0), ["on", "true", "1"]);
    }
}
