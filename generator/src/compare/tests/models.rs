//! Changes of models, enums and unions.

use super::{object, schema, told};

#[test]
fn models() {
    let with = object("id: {type: string}");
    let more = with.replace(
        "schemas: {",
        "schemas: {Other: {type: object, properties: {a: {type: string}}}, ",
    );
    told(&with, &more, &["Addition: New: `Other`."]);
    told(&more, &with, &["Breaking: `Other` is gone."]);
    told(
        &with,
        &with.replace("{type: object", "{x-rust-name: Chamber, type: object"),
        &[
            "Breaking: `body` of `Chat::add_room` is `Chamber` now, instead of `Room`.",
            "Breaking: `Chat::add_room` yields `Chamber` now, instead of `Room`.",
            "Breaking: `Room` is called `Chamber` now.",
        ],
    );
    told(
        &with,
        &schema("{type: string, enum: [a]}"),
        &[
            "Breaking: `body` of `Chat::add_room` is `impl Into<Room>` now, instead of `Room`.",
            "Breaking: `Room` is an enum of text now, instead of a struct.",
        ],
    );
}

#[test]
fn members() {
    let plain = object("id: {type: string}");
    told(
        &plain,
        &object("id: {type: string}, name: {type: string}"),
        &["Addition: New: `Room::name` (`Option<String>`)."],
    );
    told(
        &object("id: {type: string}, name: {type: string}; , required: [id]"),
        &object("id: {type: string}, name: {type: string}; , required: [id, name]"),
        &[
            "Breaking: `Room::name` is `String` now, instead of `Option<String>`, since it is required.",
            "Breaking: `Room::name` has no setter `name` any more: it is required.",
            "Breaking: `Room` is made by `new(id: impl Into<String>, name: impl Into<String>)` now, instead of `new(id: impl Into<String>)`.",
        ],
    );
    told(
        &object("id: {type: string}; , required: [id]"),
        &object("id: {type: string}, name: {type: string}; , required: [id, name]"),
        &[
            "Addition: New: `Room::name` (`String`, required).",
            "Breaking: `Room` is made by `new(id: impl Into<String>, name: impl Into<String>)` now, instead of `new(id: impl Into<String>)`.",
        ],
    );
    told(
        &plain,
        &object("id: {type: string}, at: {type: string, readOnly: true}; , required: [at]"),
        &[
            "Addition: New: `Room::at` (`String`, filled in by the server).",
            "Breaking: `Room` no longer has `Default`.",
        ],
    );
    told(
        &object("id: {type: string}, name: {type: string}"),
        &plain,
        &["Breaking: `Room::name` is gone."],
    );
    told(
        &plain,
        &object("id: {type: integer}"),
        &[
            "Breaking: `Room::id` is `Option<i64>` now, instead of `Option<String>`.",
            "Breaking: The setter of `Room::id` takes `i64` now, instead of `impl Into<String>`.",
        ],
    );
    told(
        &plain,
        &object("id: {type: string, nullable: true}"),
        &[
            "Breaking: `Room::id` is `Option<Option<String>>` now, instead of `Option<String>`.",
            "Addition: `Room::id` can be set to null.",
        ],
    );
    told(
        &plain,
        &object("id: {type: string, readOnly: true}"),
        &["Breaking: `Room::id` has no setter `id` any more: it is filled in by the server."],
    );
    told(
        &plain,
        &object("id: {type: string, x-rust-name: key}"),
        &["Breaking: `Room::id` is called `Room::key` now."],
    );
    told(
        &plain,
        &object("ID: {type: string}"),
        &["Fix: `Room::id` is `ID` in JSON now, instead of `id`."],
    );
    told(
        &plain,
        &object("id: {type: string, deprecated: true}"),
        &["Fix: `Room::id` is deprecated."],
    );
    told(
        &plain,
        &object("id: {type: string}; , additionalProperties: {type: integer}"),
        &[
            "Breaking: `Room` keeps members that the document does not name, as `BTreeMap<String, i64>`; it has no `unknown_fields` any more.",
        ],
    );
}

#[test]
fn limits() {
    let plain = object("id: {type: string}");
    let limited = object("id: {type: string, maxLength: 9}");
    let tighter = object("id: {type: string, maxLength: 5}");
    told(
        &plain,
        &limited,
        &[
            "Addition: `Room` has `Validate`.",
            "Fix: `Room::id` has other limits.",
            "Addition: New: the feature `validate`.",
        ],
    );
    told(
        &limited,
        &plain,
        &[
            "Breaking: `Room` no longer has `Validate`: it has no limits.",
            "Fix: `Room::id` has other limits.",
            "Breaking: The feature `validate` is gone.",
        ],
    );
    told(&limited, &tighter, &["Fix: `Room::id` has other limits."]);
}

#[test]
fn values() {
    let with = |values: &str| schema(&format!("{{type: string, enum: [{values}]}}"));
    told(
        &with("a"),
        &with("a, b"),
        &["Addition: New value `Room::B`."],
    );
    told(&with("a, b"), &with("a"), &["Breaking: `Room::B` is gone."]);
    told(
        &with("a-b"),
        &with("a_b"),
        &["Fix: `Room::AB` is sent as `a_b` now, instead of `a-b`."],
    );
    let numbers = |values: &str| schema(&format!("{{type: integer, enum: [{values}]}}"));
    told(
        &numbers("1"),
        &numbers("1, 2"),
        &["Addition: New value `Room::N2`."],
    );
}

#[test]
fn alternatives() {
    let with = |types: &[&str]| {
        let types: Vec<String> = types.iter().map(|ty| format!("{{type: {ty}}}")).collect();
        schema(&format!("{{oneOf: [{}]}}", types.join(", ")))
    };
    told(
        &with(&["string", "integer"]),
        &with(&["string", "integer", "boolean"]),
        &["Addition: New alternative `Room::Boolean` (`bool`)."],
    );
    told(
        &with(&["string", "integer", "boolean"]),
        &with(&["string", "integer"]),
        &["Breaking: `Room::Boolean` is gone."],
    );
}
