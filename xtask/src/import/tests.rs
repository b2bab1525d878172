//! Our own document against edited copies of it, and small documents.

use std::sync::LazyLock;

use generator::Stage;
use generator::cli::Source;
use generator::cli::project::config;
use generator::config::{Config, Extensions};
use serde_json::{Value, json};

use super::{Pattern, Report, compare};
use crate::project;

static OURS: LazyLock<Value> = LazyLock::new(|| {
    let spec = project::root().join(project::SPEC);
    let source = Source::read(&spec.to_string_lossy(), None, false).unwrap();
    tree(&source)
});

fn tree(source: &Source) -> Value {
    let dump = source
        .with_input(|input| generator::dump(input, &Config::default(), Stage::Normalized, None));
    serde_json::from_str(&dump.map_err(|faults| faults.render(false)).unwrap()).unwrap()
}

fn extensions() -> Extensions {
    config(&project::root().join(project::CONFIG))
        .unwrap()
        .extensions
}

fn against(theirs: &Value) -> Report {
    compare(&OURS, theirs, &extensions(), None)
}

fn schema<'a>(tree: &'a mut Value, name: &str) -> &'a mut Value {
    &mut tree["components"]["schemas"][name]
}

#[test]
fn a_document_says_what_it_says() {
    assert_eq!(against(&OURS).to_string(), "Ours says the same.\n");
}

#[test]
fn five_edits_are_five_differences() {
    let mut theirs = OURS.clone();
    theirs["paths"]["/api/v2/chats/settings"]["put"]["deprecated"] = json!(true);
    schema(&mut theirs, "Room")["properties"]["color"] = json!({ "type": "string" });
    schema(&mut theirs, "CreateRoomRequest")["required"] = json!([]);
    schema(&mut theirs, "SettingDirection")["properties"]["inbound"]["enum"] =
        json!(["Enabled", "Disabled", "Later"]);
    theirs["components"]["parameters"]["HistoryLimit"]["schema"]["type"] = json!("integer");
    let found = against(&theirs).differences;
    let expected = [
        "CreateRoomRequest.subject: it is `required`, theirs says `optional`",
        "Room.color: ours has no such field; theirs has string",
        "the parameter HistoryLimit: the type is `string`, theirs says `integer`",
        "PUT /api/v2/chats/settings: `deprecated` is `false`, theirs says `true`",
        "SettingDirection.inbound: ours lacks the values `Later`",
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_ours_lacks_comes_as_yaml_without_their_words() {
    let theirs = json!({
        "openapi": "3.0.3",
        "paths": { "/api/v2/halls/{hallId}": { "post": {
            "operationId": "postHall",
            "summary": "Their words",
            "deprecated": true,
            "x-permissions": { "type": "ANY", "permissions": ["hall:edit"] },
            "parameters": [
                { "name": "hallId", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "pageSize", "in": "query", "schema": { "type": "integer" } },
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Hall" } } } },
            "responses": { "204": { "description": "Their words" } },
        } } },
        "components": { "schemas": { "Hall": {
            "type": "object",
            "description": "Their words",
            "required": ["name"],
            "properties": {
                "name": { "type": "string", "enum": ["big", "on"] },
                "parent": { "description": "Their words", "allOf": [{ "$ref": "#/components/schemas/Hall" }] },
                "sizes": { "type": "array", "items": { "type": "number", "format": "double" }, "readOnly": true },
            },
        } } },
    });
    let text = compare(&OURS, &theirs, &extensions(), Some(&Pattern::new("hall"))).to_string();
    assert!(!text.contains("Their words"), "{text}");
    let expected = r##"POST /api/v2/halls/{hallId}: ours has no such operation
Hall: ours has no such model

2 differences.

paths:
  # /api/v2/halls/{hallId}
  hall:
    post:
      operationId: postHall
      tags: [TODO]
      summary: "TODO: words"
      deprecated: true
      x-replacement: TODO
      x-inin-requires-permissions:
        type: ANY
        permissions:
          - hall:edit
      parameters:
        - name: hallId
          in: path
          required: true
          description: "TODO: words"
          schema:
            type: string
        - { $ref: "shared.yaml#/parameters/PageSize" }
      requestBody:
        description: "TODO: words"
        required: true
        content:
          application/json:
            schema:
              $ref: "#/schemas/Hall"
      responses:
        2XX: { $ref: "shared.yaml#/responses/Done" }

schemas:
  Hall:
    type: object
    description: "TODO: words"
    required: [name]
    properties:
      name:
        description: "TODO: words"
        type: string
        enum: [big, "on"]
      parent:
        description: "TODO: words"
        allOf: [{ $ref: "#/schemas/Hall" }]
      sizes:
        description: "TODO: words"
        type: array
        items:
          type: number
          format: double
        readOnly: true
"##;
    assert_eq!(text, expected);
}

#[test]
fn only_what_is_asked_for_is_compared() {
    let mut theirs = OURS.clone();
    theirs["paths"]["/api/v2/chats/settings"]["put"]["deprecated"] = json!(true);
    let found = |only| {
        compare(&OURS, &theirs, &extensions(), Some(&Pattern::new(only)))
            .differences
            .len()
    };
    assert_eq!(found("/chats/"), 1);
    assert_eq!(found("put*Settings"), 1);
    assert_eq!(found("GET *"), 0);
    assert_eq!(found("/notifications/"), 0);
}

#[test]
fn what_theirs_has_no_more_is_told_unless_it_is_retired() {
    let mut theirs = OURS.clone();
    let paths = theirs["paths"].as_object_mut().unwrap();
    paths.remove("/api/v2/chat/settings");
    assert_eq!(against(&theirs).differences, Vec::<String>::new());
    let paths = theirs["paths"].as_object_mut().unwrap();
    paths.remove("/api/v2/chats/users/{userId}");
    assert_eq!(
        against(&theirs).differences,
        ["GET /api/v2/chats/users/{userId}: theirs has no such operation"]
    );
}

#[test]
fn a_pattern_is_anchored_where_it_has_no_star() {
    for (pattern, text, expected) in [
        ("chats", "GET /api/v2/chats", true),
        ("get*s", "getChats", true),
        ("get*s", "getChat", false),
        ("*/chats", "GET /api/v2/chats/x", false),
        ("a*b*c", "abbc", true),
        ("a*b*c", "acb", false),
    ] {
        assert_eq!(
            Pattern::new(pattern).matches(text),
            expected,
            "{pattern} {text}"
        );
    }
}
