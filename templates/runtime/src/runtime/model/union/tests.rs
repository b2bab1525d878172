//! Unions with hand-written tables: each test is one thing that tells alternatives apart.

use std::time::Instant;

use serde_json::{Value, json};

use super::{Object, Rest, Scalar, Shape, Tag, Union, choose, format, kept, read, tag, with_tag};
use crate::runtime::model::{Date, unknown};

type Members = &'static [(&'static str, Shape)];

/// An object whose other members are dropped.
const fn object(required: Members, optional: Members) -> Object {
    Object {
        required,
        optional,
        rest: Rest::Dropped,
    }
}

const fn only(value: &'static [Scalar]) -> Shape {
    Shape::Only(value)
}

macro_rules! union_of {
    ($($shape:expr),+ $(,)?) => {{
        static UNION: Union = Union { alternatives: &[$($shape),+], tag: None };
        &UNION
    }};
}

macro_rules! object_of {
    ([$($required:expr),*], [$($optional:expr),*]) => {
        Shape::Object(&object(&[$($required),*], &[$($optional),*]))
    };
}

#[test]
fn scalars_go_to_the_narrowest_shape() {
    let union = union_of![
        Shape::Any,
        Shape::Number,
        Shape::I64,
        Shape::Text,
        Shape::Texts(&["a"]),
        Shape::Bool,
        Shape::Null,
        Shape::List(&Shape::Any),
        Shape::Format(format::<Date>),
    ];
    let first = |value: Value| choose(&value, union);
    assert_eq!(first(json!(1)), Some(2));
    assert_eq!(first(json!(1.5)), Some(1));
    assert_eq!(first(json!(1.0)), Some(1));
    assert_eq!(first(json!("a")), Some(4));
    assert_eq!(first(json!("b")), Some(3));
    assert_eq!(first(json!("2026-01-31")), Some(8));
    assert_eq!(first(json!(true)), Some(5));
    assert_eq!(first(json!(null)), Some(6));
    assert_eq!(first(json!([])), Some(7));
    assert_eq!(first(json!({})), Some(0));
}

#[test]
fn a_value_of_another_kind_is_kept() {
    let union = union_of![Shape::Bool, object_of!([], [])];
    assert_eq!(choose(&json!("a"), union), None);
}

#[test]
fn a_whole_number_may_have_a_point() {
    let union = union_of![Shape::Text, Shape::I32, Shape::I64, Shape::U64];
    assert_eq!(choose(&json!(1.0), union), Some(1));
    assert_eq!(choose(&json!(3_000_000_000_u64), union), Some(2));
    assert_eq!(choose(&json!(u64::MAX), union), Some(3));
    assert_eq!(choose(&json!(1.5), union), None);
}

#[test]
fn constants_of_every_type_decide() {
    let constant = union_of![
        object_of!([("k", only(&[Scalar::Integer(2)]))], [("l", Shape::Text)]),
        object_of!([("k", only(&[Scalar::Bool(false)]))], [("l", Shape::Text)]),
        object_of!([("k", only(&[Scalar::Number(1.5)]))], [("l", Shape::Text)]),
        object_of!([("k", only(&[Scalar::Text("2")]))], [("l", Shape::Text)]),
    ];
    let first = |k: Value| choose(&json!({"k": k, "l": "x"}), constant);
    assert_eq!(first(json!(2)), Some(0));
    assert_eq!(first(json!(2.0)), Some(0));
    assert_eq!(first(json!(false)), Some(1));
    assert_eq!(first(json!(1.5)), Some(2));
    assert_eq!(first(json!("2")), Some(3));
    assert_eq!(first(json!(3)), None);
    assert_eq!(first(json!(true)), None);
}

#[test]
fn sets_of_values_decide_and_new_values_do_not_break() {
    let union = union_of![
        object_of!(
            [("kind", Shape::Texts(&["a.x", "a.y"]))],
            [("n", Shape::Text)]
        ),
        object_of!([("kind", Shape::Texts(&["b.x"]))], [("m", Shape::Text)]),
    ];
    assert_eq!(choose(&json!({"kind": "b.x"}), union), Some(1));
    assert_eq!(choose(&json!({"kind": "a.new", "n": "x"}), union), Some(0));
    assert_eq!(choose(&json!({"kind": "new"}), union), None);
    let numbers = union_of![Shape::Integers(&[1, 2]), Shape::Text];
    assert_eq!(choose(&json!(7), numbers), Some(0));
}

#[test]
fn members_in_lists_maps_and_objects_decide() {
    const NAMED: Object = object(&[("name", Shape::Text)], &[]);
    const AGED: Object = object(&[("age", Shape::I64)], &[]);
    let lists = union_of![
        Shape::List(&Shape::Object(&NAMED)),
        Shape::List(&Shape::Object(&AGED)),
    ];
    assert_eq!(choose(&json!([{"age": 7}]), lists), Some(1));
    let maps = union_of![
        Shape::Map(&Shape::Object(&NAMED)),
        Shape::Map(&Shape::Object(&AGED)),
    ];
    assert_eq!(choose(&json!({"x": {"age": 7}}), maps), Some(1));
    let members = union_of![
        object_of!([("in", Shape::Object(&NAMED))], []),
        object_of!([("in", Shape::Object(&AGED))], []),
    ];
    assert_eq!(choose(&json!({"in": {"age": 7}}), members), Some(1));
}

#[test]
fn unions_in_unions_decide() {
    const A: Object = object(&[("a", Shape::Text), ("common", Shape::Text)], &[]);
    const C: Object = object(&[("c", Shape::Text), ("common", Shape::Text)], &[]);
    const E: Object = object(&[("common", Shape::Text), ("e", Shape::Text)], &[]);
    static ONE: Union = Union {
        alternatives: &[Shape::Object(&A), Shape::I64],
        tag: None,
    };
    static OTHER: Union = Union {
        alternatives: &[Shape::Object(&C), Shape::Object(&E)],
        tag: None,
    };
    let union = union_of![Shape::Union(&ONE), Shape::Union(&OTHER)];
    assert_eq!(choose(&json!({"common": "x", "e": "v"}), union), Some(1));
    assert_eq!(choose(&json!(1), union), Some(0));
}

#[test]
fn a_closed_object_gives_way_to_an_open_one() {
    const CLOSED: Object = Object {
        required: &[("a", Shape::I64)],
        optional: &[],
        rest: Rest::Forbidden,
    };
    const OPEN: Object = Object {
        rest: Rest::Kept(&Shape::Text),
        ..CLOSED
    };
    let union = union_of![Shape::Object(&CLOSED), Shape::Object(&OPEN)];
    assert_eq!(choose(&json!({"a": 1, "note": "x"}), union), Some(1));
    assert_eq!(choose(&json!({"a": 1}), union), Some(0));
    assert_eq!(choose(&json!({"a": 1, "note": 2}), union), None);
}

#[test]
fn a_new_member_of_a_closed_object_does_not_hide_what_a_constant_tells() {
    const fn told(tag: Members) -> Object {
        Object {
            required: tag,
            optional: &[],
            rest: Rest::Forbidden,
        }
    }
    const A: Object = told(&[("t", Shape::Only(&[Scalar::Text("a")]))]);
    const B: Object = told(&[("t", Shape::Only(&[Scalar::Text("b")]))]);
    let union = union_of![Shape::Object(&A), Shape::Object(&B)];
    assert_eq!(choose(&json!({"t": "b", "new": 1}), union), Some(1));
}

#[test]
fn what_is_several_alternatives_at_once_is_kept() {
    let union = union_of![
        object_of!([("name", Shape::Text)], []),
        object_of!([("age", Shape::I64)], []),
    ];
    assert_eq!(choose(&json!({"name": "n"}), union), Some(0));
    assert_eq!(choose(&json!({"age": 3}), union), Some(1));
    assert_eq!(choose(&json!({"name": "n", "age": 3}), union), None);
    assert_eq!(
        choose(&json!({"name": "n", "age": 3, "new": 1}), union),
        None
    );
    // A member that none of them knows is a new one.
    assert_eq!(choose(&json!({"name": "n", "new": 1}), union), Some(0));
    // Nothing of it is known.
    assert_eq!(choose(&json!({"new": 1}), union), None);
}

#[test]
fn the_alternative_that_loses_nothing_comes_first() {
    let union = union_of![
        object_of!([("id", Shape::I64)], []),
        object_of!([("id", Shape::I64)], [("name", Shape::Text)]),
    ];
    assert_eq!(choose(&json!({"id": 1}), union), Some(0));
    assert_eq!(choose(&json!({"id": 1, "name": "x"}), union), Some(1));
    assert_eq!(
        choose(&json!({"id": 1, "name": "x", "new": 2}), union),
        Some(1)
    );
}

#[test]
fn required_members_may_be_missing_where_nothing_fits_strictly() {
    let union = union_of![
        object_of!(
            [("a", Shape::Text), ("b", Shape::Text)],
            [("c", Shape::Text)]
        ),
        object_of!([("x", Shape::Text)], []),
    ];
    assert_eq!(choose(&json!({"a": "1", "c": "2"}), union), Some(0));
    assert_eq!(choose(&json!({"a": null, "b": "2"}), union), Some(0));
    assert_eq!(choose(&json!({}), union), None);
    // Two that lack as much tell nothing.
    let equal = union_of![
        object_of!([("a", Shape::Text), ("b", Shape::Text)], []),
        object_of!([("a", Shape::Text), ("c", Shape::Text)], []),
    ];
    assert_eq!(choose(&json!({"a": "1"}), equal), None);
}

#[test]
fn the_discriminator_decides_whatever_its_type() {
    const ANY: Shape = Shape::Map(&Shape::Any);
    static UNION: Union = Union {
        alternatives: &[ANY, ANY, object_of!([("r", Shape::Number)], [])],
        tag: Some(Tag {
            property: "type",
            values: &[("2", 0), ("4", 1), ("true", 1)],
        }),
    };
    let first = |value: Value| choose(&value, &UNION);
    assert_eq!(first(json!({"type": 4})), Some(1));
    assert_eq!(first(json!({"type": "2"})), Some(0));
    assert_eq!(first(json!({"type": 2.0})), Some(0));
    assert_eq!(first(json!({"type": true})), Some(1));
    // A value that is not listed means none of those that have values.
    assert_eq!(first(json!({"type": 9, "x": 1})), None);
    assert_eq!(first(json!({"type": 9, "r": 1.5})), Some(2));
}

#[test]
fn without_its_discriminator_a_value_is_what_it_fits() {
    static UNION: Union = Union {
        alternatives: &[
            object_of!([("r", Shape::Number)], []),
            object_of!([("a", Shape::Number)], []),
        ],
        tag: Some(Tag {
            property: "kind",
            values: &[("circle", 0), ("square", 1)],
        }),
    };
    assert_eq!(choose(&json!({"a": 1.5}), &UNION), Some(1));
    assert_eq!(choose(&json!({"kind": null, "a": 1.5}), &UNION), Some(1));
}

/// A list of itself, a pair of itself, or a number.
static TREE: Union = Union {
    alternatives: &[
        Shape::Object(&Object {
            required: &[
                ("left", Shape::Union(&TREE)),
                ("right", Shape::Union(&TREE)),
            ],
            optional: &[],
            rest: Rest::Dropped,
        }),
        Shape::Object(&Object {
            required: &[("left", Shape::Union(&TREE))],
            optional: &[("note", Shape::Text), ("right", Shape::Union(&TREE))],
            rest: Rest::Dropped,
        }),
        Shape::List(&Shape::Union(&TREE)),
        Shape::I64,
    ],
    tag: None,
};

#[test]
fn a_union_of_itself_costs_each_part_once() {
    let mut value = json!(1);
    for _ in 0..100 {
        value = json!({"left": value, "right": [1]});
    }
    let started = Instant::now();
    assert_eq!(choose(&value, &TREE), Some(0));
    assert!(started.elapsed().as_secs() < 2, "{:?}", started.elapsed());
}

#[test]
fn a_tag_is_read_from_its_member() {
    let told = |value: Value| tag(&value, "type");
    assert_eq!(told(json!({"type": "a"})).as_deref(), Some("a"));
    assert_eq!(told(json!({"type": 1})).as_deref(), Some("1"));
    assert_eq!(told(json!({"type": 1e3})).as_deref(), Some("1000"));
    assert_eq!(told(json!({"type": [1]})), None);
    assert_eq!(told(json!("type")), None);
}

#[test]
fn reading_says_whether_a_value_fits() {
    assert_eq!(read::<Vec<i32>>(&json!([1])), Some(vec![1]));
    assert_eq!(read::<Vec<i32>>(&json!(["a"])), None);
}

#[test]
fn a_kept_value_is_told_by_its_tag_or_its_kind() {
    static UNION: Union = Union {
        alternatives: &[],
        tag: Some(Tag {
            property: "type",
            values: &[],
        }),
    };
    let told = |value: Value| {
        let (same, notes) = unknown::collecting_unknown(|| kept("Pet", value.clone(), &UNION));
        assert_eq!(same, value);
        notes[0].value.clone()
    };
    assert_eq!(told(json!({"type": "dragon", "name": "x"})), "dragon");
    assert_eq!(
        told(json!({"age": 1, "name": "x"})),
        "an object of age, name"
    );
    assert_eq!(told(json!("x")), "a string");
}

#[test]
fn a_tag_is_added_in_front_where_it_is_missing() {
    let write = |value: Value| {
        let json = with_tag(&value, "type", "a", serde_json::value::Serializer);
        json.expect("JSON")
    };
    assert_eq!(write(json!({"x": 1})), json!({"type": "a", "x": 1}));
    assert_eq!(write(json!({"type": null})), json!({"type": "a"}));
    assert_eq!(write(json!({"type": "b"})), json!({"type": "b"}));
    assert_eq!(write(json!(1)), json!(1));
}
