//! Texts as trees.

use serde_json::json;

use super::*;

fn decoded(path: &str, text: &str) -> (Option<Value>, Vec<(String, String)>) {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::new(path, text);
    let value = decode(&sources, 0, &mut diagnostics);
    let faults = diagnostics.iter().map(|fault| {
        let at = fault
            .locate(&sources)
            .map(|at| format!("{}:{}", at.line, at.column));
        (fault.code.id.to_owned(), at.unwrap_or_default())
    });
    (value, faults.collect())
}

fn value(text: &str) -> Value {
    let (value, faults) = decoded("a.yaml", text);
    assert!(faults.is_empty(), "{faults:?}");
    value.expect("it decodes")
}

fn fault(path: &str, text: &str) -> (String, String) {
    let (_, faults) = decoded(path, text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].clone()
}

fn is(id: &str, at: &str) -> (String, String) {
    (id.to_owned(), at.to_owned())
}

#[test]
fn scalars_follow_yaml_1_2() {
    let text = "[yes, on, 012, 0x1F, 1.0, 1e3, ~, 2020-01-01, '1', 12:30, true, .5]";
    let expected = json!([
        "yes",
        "on",
        "012",
        31,
        1.0,
        1000.0,
        null,
        "2020-01-01",
        "1",
        "12:30",
        true,
        0.5
    ]);
    assert_eq!(value(text), expected);
}

#[test]
fn big_integers_keep_their_magnitude() {
    let text = "[18446744073709551615, 18446744073709551616, -9223372036854775808]";
    assert_eq!(
        value(text),
        json!([u64::MAX, 18446744073709551616.0, i64::MIN])
    );
}

#[test]
fn keys_of_any_scalar_type_become_text() {
    assert_eq!(
        value("200: a\ntrue: b\nnull: c\n"),
        json!({"200": "a", "true": "b", "null": "c"})
    );
}

#[test]
fn document_order_is_kept() {
    assert_eq!(value("b: 1\na: 2\n").to_string(), r#"{"b":1,"a":2}"#);
}

#[test]
fn aliases_and_merge_keys_are_carried_out() {
    let text = "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: *a\n";
    let expected = json!({"a": {"x": 1, "y": 2}, "b": {"y": 3, "x": 1}, "c": {"x": 1, "y": 2}});
    assert_eq!(value(text), expected);
}

#[test]
fn tags_say_nothing() {
    assert_eq!(value("a: !own {b: !!str 1}\n"), json!({"a": {"b": "1"}}));
}

#[test]
fn byte_order_marks_and_carriage_returns_are_no_matter() {
    assert_eq!(
        value("\u{feff}a: 1\r\nb: 'x'\r\n"),
        json!({"a": 1, "b": "x"})
    );
}

#[test]
fn every_duplicate_key_is_reported_where_it_stands_again() {
    let (_, faults) = decoded("a.yaml", "a: 1\nb:\n  c: 1\n  c: 2\na: 2\n");
    assert_eq!(faults, [is("G003", "4:3"), is("G003", "5:1")]);
    let (_, faults) = decoded("a.json", "{\"a\": 1,\n \"a\": 2}");
    assert_eq!(faults, [is("G003", "2:2")]);
}

#[test]
fn syntax_errors_have_a_place() {
    assert_eq!(fault("a.yaml", "a: 1\nb: [1, 2\nc: 3\n"), is("G002", "3:2"));
    assert_eq!(fault("a.json", "{\n  \"a\": 1,\n}"), is("G002", "3:1"));
    assert_eq!(fault("a.yaml", "a:\n\tb: 1\n"), is("G002", "2:1"));
    assert_eq!(fault("a.yaml", "a: *none\n"), is("G002", "1:4"));
}

#[test]
fn empty_texts_are_null() {
    for text in ["", "# only a comment\n", "---\n", "\n\n"] {
        assert_eq!(value(text), Value::Null, "{text:?}");
    }
    assert_eq!(decoded("a.json", " \n").0, Some(Value::Null));
}

#[test]
fn a_second_document_is_a_fault() {
    assert_eq!(fault("a.yaml", "---\na: 1\n---\nb: 2\n"), is("G005", "3:1"));
    assert_eq!(value("---\na: 1\n...\n"), json!({"a": 1}));
}

#[test]
fn deep_nesting_is_refused() {
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(fault("a.json", &format!("{open}{close}")).0, "G006");
    let text = |levels: usize| {
        let lines = (0..levels).map(|i| format!("{}a:\n", " ".repeat(i)));
        lines.collect::<String>()
    };
    assert_eq!(fault("a.yaml", &text(600)).0, "G006");
    assert!(value(&text(300)).is_object());
    assert!(value(&format!("{}{}", "[".repeat(300), "]".repeat(300))).is_array());
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    assert_eq!(fault("a.yaml", &text).0, "G007");
}

#[test]
fn an_infinite_number_is_left_out() {
    assert_eq!(fault("a.yaml", "a:\n  b: .inf\n"), is("W003", "2:6"));
}

#[test]
fn a_flow_collection_of_yaml_is_not_mistaken_for_json() {
    assert_eq!(value("{a: 1, b: [x]}"), json!({"a": 1, "b": ["x"]}));
}
