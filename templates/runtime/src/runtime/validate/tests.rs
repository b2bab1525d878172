//! The checks of values against rules, and the violations that they find.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::runtime::model::{Date, Secret};

fn check(value: &dyn Validate, rule: &Rule<'_>) -> Vec<String> {
    let mut walk = Walk::default();
    value.check(rule, &mut walk);
    match walk.finish() {
        Ok(()) => Vec::new(),
        Err(found) => found.iter().map(ToString::to_string).collect(),
    }
}

fn keywords(value: &dyn Validate, rule: &Rule<'_>) -> Vec<&'static str> {
    let mut walk = Walk::default();
    value.check(rule, &mut walk);
    let found = walk.finish().err().unwrap_or_default();
    found.iter().map(Violation::keyword).collect()
}

#[test]
fn lengths_count_characters() {
    let rule = Rule::NONE.min_length(2).max_length(3);
    assert!(check(&"äöü", &rule).is_empty());
    assert!(check(&"🦀🦀", &rule).is_empty());
    assert_eq!(
        check(&"🦀", &rule),
        ["the value: 1 character, at least 2 are needed"]
    );
    assert_eq!(
        check(&"abcd", &rule),
        ["the value: 4 characters, at most 3 are allowed"]
    );
}

#[test]
fn bounds_hold_for_every_type_of_number() {
    let rule = Rule::NONE
        .minimum(Number::Int(1))
        .exclusive_maximum(Number::Int(10));
    let fine: [&dyn Validate; 5] = [&1_i32, &9_i64, &1_u64, &9.99_f64, &1.0_f32];
    for value in fine {
        assert!(check(value, &rule).is_empty());
    }
    assert_eq!(
        check(&0_i32, &rule),
        ["the value: 0, at least 1 is allowed"]
    );
    assert_eq!(
        check(&10.0_f64, &rule),
        ["the value: 10, only less than 10 is allowed"]
    );
    assert_eq!(keywords(&u64::MAX, &rule), ["exclusiveMaximum"]);
    assert_eq!(keywords(&i64::MIN, &rule), ["minimum"]);
    assert!(check(&f64::NAN, &rule).is_empty());
}

#[test]
fn a_bound_that_is_included_is_allowed() {
    let rule = Rule::NONE
        .exclusive_minimum(Number::Float(0.5))
        .maximum(Number::Float(1e300));
    assert!(check(&1e300_f64, &rule).is_empty());
    assert!(check(&u64::MAX, &rule).is_empty());
    assert_eq!(keywords(&0.5_f64, &rule), ["exclusiveMinimum"]);
}

#[test]
fn a_float_of_32_bits_is_the_number_that_is_sent() {
    let rule = Rule::NONE
        .maximum(Number::Float(0.1))
        .multiple_of(Number::Float(0.1));
    assert!(check(&0.1_f32, &rule).is_empty());
}

#[test]
fn a_pattern_may_match_anywhere() {
    static PATTERN: Pattern = Pattern::new("b+", "b+");
    static WHOLE: Pattern = Pattern::new("^b+$", "^b+$");
    let rule = |pattern| Rule::NONE.pattern(pattern);
    assert!(check(&"abc", &rule(&PATTERN)).is_empty());
    assert_eq!(
        check(&"abc", &rule(&WHOLE)),
        ["the value: does not match the pattern ^b+$"]
    );
}

#[test]
fn a_pattern_that_is_no_regular_expression_matches_everything() {
    static PATTERN: Pattern = Pattern::new("(?=b)", "(?=b)");
    assert!(PATTERN.is_match("a"));
}

#[test]
fn the_way_to_a_value_is_a_json_pointer() {
    let inner = Rule::NONE.max_length(1);
    let map = Rule::NONE.inner(&inner);
    let list = Rule::NONE.inner(&map);
    let value = vec![
        BTreeMap::from([("a/b~c".to_owned(), "long".to_owned())]),
        BTreeMap::from([("d".to_owned(), "x".to_owned())]),
        BTreeMap::from([("e".to_owned(), "long".to_owned())]),
    ];
    assert_eq!(
        check(&value, &list),
        [
            "/0/a~1b~0c: 4 characters, at most 1 is allowed",
            "/2/e: 4 characters, at most 1 is allowed"
        ]
    );
}

#[test]
fn nothing_is_nothing_to_check() {
    let rule = Rule::NONE.min_length(9);
    assert!(check(&None::<Option<String>>, &rule).is_empty());
    assert!(check(&Value::Null, &rule).is_empty());
    assert!(check(&json!(3), &rule).is_empty());
    assert_eq!(keywords(&Some(Some("a".to_owned())), &rule), ["minLength"]);
}

#[test]
fn any_value_is_checked_as_what_it_is() {
    let rule = Rule::NONE
        .max_length(1)
        .maximum(Number::Int(1))
        .max_items(1)
        .max_properties(1);
    for (value, keyword) in [
        (json!("ab"), "maxLength"),
        (json!(2), "maximum"),
        (json!(u64::MAX), "maximum"),
        (json!(1.5), "maximum"),
        (json!([1, 2]), "maxItems"),
        (json!({"a": 1, "b": 2}), "maxProperties"),
    ] {
        assert_eq!(keywords(&value, &rule), [keyword]);
    }
}

#[test]
fn items_are_the_same_when_their_json_is() {
    let rule = Rule::NONE.unique_items();
    assert_eq!(
        check(&vec!["a".to_owned(), "b".to_owned(), "a".to_owned()], &rule),
        ["the value: items 0 and 2 are the same, none is allowed twice"]
    );
    let objects = |other: Value| vec![json!({"a": 1, "b": [1.0]}), other];
    assert_eq!(
        keywords(&objects(json!({"b": [1], "a": 1})), &rule),
        ["uniqueItems"]
    );
    assert!(check(&objects(json!({"b": ["1"], "a": 1})), &rule).is_empty());
    assert!(check(&vec![json!([1, 2]), json!([12])], &rule).is_empty());
}

#[test]
fn a_secret_is_not_described() {
    static PATTERN: Pattern = Pattern::new("^[a-z]+$", "^[a-z]+$");
    let rule = Rule::NONE.max_length(3).pattern(&PATTERN);
    let shown = check(&Secret::from("s3cret"), &rule).join(" ");
    assert_eq!(
        shown,
        "the value: too long, at most 3 characters are allowed the value: does not match the pattern ^[a-z]+$"
    );
}

#[test]
fn dates_are_checked_as_their_text() {
    let rule = Rule::NONE.max_length(9);
    let date: Date = serde_json::from_value(json!("2026-01-01")).unwrap();
    assert_eq!(keywords(&date, &rule), ["maxLength"]);
}

#[test]
fn many_violations_are_kept_and_few_are_shown() {
    let inner = Rule::NONE.maximum(Number::Int(0));
    let rule = Rule::NONE.inner(&inner);
    let mut walk = Walk::default();
    vec![1; 12].check(&rule, &mut walk);
    let found = walk.finish().unwrap_err();
    assert_eq!(found.iter().count(), 12);
    assert!(found.to_string().ends_with("; and 2 more"), "{found}");
}
