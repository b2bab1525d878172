//! Several files as one.

use serde_json::{Value, json};

use crate::Input;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::load::load;
use crate::sources::Sources;

/// The tree, and for each fault its code and place.
fn loaded(entry: &str, others: &[(&str, &str)]) -> (Value, Vec<String>, Sources) {
    let read = |path: &str| {
        let found = others.iter().find(|(name, _)| *name == path);
        found
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| "not found".to_owned())
    };
    let input = Input {
        path: "spec/openapi.yaml",
        text: entry,
        read: &read,
    };
    let mut diagnostics = Diagnostics::default();
    let document = load(&input, &mut diagnostics).expect("the entry decodes");
    let faults = diagnostics.iter().map(|fault| {
        let at = fault.locate(&document.sources).expect("a place");
        format!("{} {}:{}", fault.code.id, at.path, at.line)
    });
    (document.tree, faults.collect(), document.sources)
}

const ENTRY: &str = "\
openapi: 3.0.3
paths: {}
components:
  schemas:
    Chat:
      properties:
        room: {$ref: 'models/room.yaml#/Room'}
";

#[test]
fn a_schema_of_another_file_becomes_a_component() {
    let (tree, faults, sources) = loaded(ENTRY, &[("models/room.yaml", "Room:\n  type: object\n")]);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(
        tree["components"]["schemas"],
        json!({
            "Chat": {"properties": {"room": {"$ref": "#/components/schemas/Room"}}},
            "Room": {"type": "object"},
        })
    );
    let at = sources
        .locate(&Pointer("/components/schemas/Room/type".into()))
        .expect("a place");
    assert_eq!(
        (at.path.as_str(), at.line, at.pointer.0.as_str()),
        ("spec/models/room.yaml", 2, "/Room/type")
    );
}

#[test]
fn files_may_refer_to_each_other_in_a_circle() {
    let room = "Room:\n  properties:\n    up: {$ref: '#/Room'}\n    by: {$ref: '../user.yaml'}\n";
    let user = "properties:\n  chat: {$ref: 'openapi.yaml#/components/schemas/Chat'}\n  room: {$ref: 'models/room.yaml#/Room'}\n";
    let (tree, faults, _) = loaded(ENTRY, &[("models/room.yaml", room), ("user.yaml", user)]);
    assert_eq!(faults, Vec::<String>::new());
    let schemas = &tree["components"]["schemas"];
    assert_eq!(
        schemas["Room"]["properties"]["up"]["$ref"],
        "#/components/schemas/Room"
    );
    assert_eq!(
        schemas["Room"]["properties"]["by"]["$ref"],
        "#/components/schemas/user"
    );
    assert_eq!(
        schemas["user"]["properties"]["chat"]["$ref"],
        "#/components/schemas/Chat"
    );
    assert_eq!(
        schemas["user"]["properties"]["room"]["$ref"],
        "#/components/schemas/Room"
    );
}

#[test]
fn a_name_that_is_taken_gets_a_number() {
    let entry = "components:\n  schemas:\n    Room: {$ref: 'a.yaml#/Room'}\n";
    let (tree, _, _) = loaded(entry, &[("a.yaml", "Room: {type: object}\n")]);
    let schemas = &tree["components"]["schemas"];
    assert_eq!(
        schemas["Room"],
        json!({"$ref": "#/components/schemas/Room2"})
    );
    assert_eq!(schemas["Room2"], json!({"type": "object"}));
}

#[test]
fn a_path_item_of_another_file_is_copied_to_its_path() {
    let entry = "paths:\n  /x: {$ref: 'x.yaml'}\n";
    let item = "get:\n  responses:\n    '200': {$ref: 'r.yaml#/Ok'}\n";
    let (tree, faults, sources) = loaded(
        entry,
        &[("x.yaml", item), ("r.yaml", "Ok: {description: fine}\n")],
    );
    assert_eq!(faults, Vec::<String>::new());
    let answer = &tree["paths"]["/x"]["get"]["responses"]["200"];
    assert_eq!(*answer, json!({"$ref": "#/components/responses/Ok"}));
    assert_eq!(tree["components"]["responses"]["Ok"]["description"], "fine");
    let at = sources
        .locate(&Pointer("/paths/~1x/get".into()))
        .expect("a place");
    assert_eq!(at.path, "spec/x.yaml");
}

#[test]
fn what_an_answer_also_returns_is_found_in_another_file() {
    let entry = "paths:\n  /x: {$ref: 'x.yaml'}\n";
    let item = "get:\n  responses:\n    '200':\n      content:\n        application/json:\n          x-also-returns: [{$ref: 'r.yaml#/Room'}]\n";
    let (tree, faults, _) = loaded(
        entry,
        &[("x.yaml", item), ("r.yaml", "Room: {type: object}\n")],
    );
    assert_eq!(faults, Vec::<String>::new());
    let answer = &tree["paths"]["/x"]["get"]["responses"]["200"];
    assert_eq!(
        answer["content"]["application/json"]["x-also-returns"],
        json!([{"$ref": "#/components/schemas/Room"}])
    );
}

#[test]
fn a_target_outside_components_moves_there() {
    let entry = "\
paths:
  /x/{id}:
    get:
      parameters: [{name: id, in: path}]
      responses:
        '200': {content: {application/json: {schema: {type: object}}}}
  /y/{id}:
    get:
      parameters: [{$ref: '#/paths/~1x~1%7Bid%7D/get/parameters/0'}]
      responses:
        '200':
          content:
            application/json:
              schema:
                $ref: '#/paths/~1x~1{id}/get/responses/200/content/application~1json/schema'
";
    let (tree, faults, _) = loaded(entry, &[]);
    assert_eq!(faults, Vec::<String>::new());
    let both = ["/x/{id}", "/y/{id}"].map(|path| &tree["paths"][path]["get"]);
    for get in both {
        assert_eq!(
            get["parameters"][0]["$ref"],
            "#/components/parameters/x__id_get_id"
        );
        let content = &get["responses"]["200"]["content"]["application/json"];
        assert_eq!(
            content["schema"]["$ref"],
            "#/components/schemas/x__id_get_200"
        );
    }
    assert_eq!(
        tree["components"]["parameters"]["x__id_get_id"]["name"],
        "id"
    );
}

#[test]
fn a_pointer_may_lead_through_references() {
    let entry = "\
components:
  schemas:
    A: {properties: {b: {$ref: '#/components/schemas/B'}}}
    B: {properties: {c: {type: string}}}
    D: {$ref: '#/components/schemas/A/properties/b/properties/c'}
";
    let (tree, faults, _) = loaded(entry, &[]);
    assert_eq!(faults, Vec::<String>::new());
    let schemas = &tree["components"]["schemas"];
    assert_eq!(schemas["D"]["$ref"], "#/components/schemas/B_c");
    assert_eq!(
        schemas["B"]["properties"]["c"]["$ref"],
        "#/components/schemas/B_c"
    );
    assert_eq!(schemas["B_c"], json!({"type": "string"}));
}

#[test]
fn the_mapping_of_a_discriminator_is_followed() {
    let entry = "\
components:
  schemas:
    A:
      discriminator: {propertyName: kind, mapping: {cat: 'cat.yaml', dog: Dog}}
";
    let (tree, _, _) = loaded(entry, &[("cat.yaml", "type: object\n")]);
    let mapping = &tree["components"]["schemas"]["A"]["discriminator"]["mapping"];
    assert_eq!(
        *mapping,
        json!({"cat": "#/components/schemas/cat", "dog": "Dog"})
    );
}

#[test]
fn a_document_with_plain_references_stays_as_it_is() {
    let entry = "components: {schemas: {A: {$ref: '#/components/schemas/A'}}}\n";
    let (tree, faults, _) = loaded(entry, &[]);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(
        tree["components"]["schemas"]["A"]["$ref"],
        "#/components/schemas/A"
    );
}

#[test]
fn swagger_keeps_its_own_places() {
    let entry = "swagger: '2.0'\ndefinitions:\n  A: {$ref: 'a.yaml#/X'}\n";
    let (tree, _, _) = loaded(entry, &[("a.yaml", "X: {type: object}\n")]);
    assert_eq!(tree["definitions"]["A"]["$ref"], "#/definitions/X");
    assert_eq!(tree["definitions"]["X"], json!({"type": "object"}));
}

#[test]
fn what_cannot_be_followed_is_reported_where_it_stands() {
    let entry = "\
components:
  schemas:
    A: {$ref: 'none.yaml'}
    B: {$ref: 'https://example.com/b.yaml'}
    C: {$ref: 'c.yaml#/Nome'}
    D: {$ref: '#anchor'}
";
    let (_, faults, _) = loaded(entry, &[("c.yaml", "Name: {$ref: 'none.yaml'}\n")]);
    let expected = ["G009", "G010", "G030", "G011"].iter().zip(3..);
    let expected: Vec<_> = expected
        .map(|(id, line)| format!("{id} spec/openapi.yaml:{line}"))
        .collect();
    assert_eq!(faults, expected);
}

#[test]
fn a_fault_of_another_file_is_shown_there() {
    let (_, faults, _) = loaded(ENTRY, &[("models/room.yaml", "Room:\n  a: 1\n  a: 2\n")]);
    assert_eq!(faults, ["G003 spec/models/room.yaml:3"]);
}
