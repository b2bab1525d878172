//! Unions on the wire: each value is the alternative that the document says, and is written again as
//! it came.

use std::fmt::Debug;

use generator_tests::cases;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads a value, and checks that it is written again as it came.
#[track_caller]
fn same<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let read: T = serde_json::from_value(value.clone()).expect("a union reads everything");
    assert_eq!(&serde_json::to_value(&read).expect("JSON"), value);
    read
}

/// The same, and that it is the alternative.
#[track_caller]
fn is<T: DeserializeOwned + Serialize + Debug>(variant: &str, value: Value) -> T {
    let read: T = same(&value);
    let shown = format!("{read:?}");
    assert!(
        shown.starts_with(&format!("{variant}(")),
        "{value}: {shown}"
    );
    read
}

#[test]
fn constants_of_every_type_tell_alternatives() {
    use cases::union_by_constants::models::{Control, Event, Limit, Outcome, Scale, Step};
    is::<Control>("Input", json!({"type": 4, "label": "L"}));
    is::<Control>("Button", json!({"type": 2, "label": "L"}));
    is::<Control>("Unknown", json!({"type": 5, "label": "L"}));
    is::<Outcome>("Failed", json!({"ok": false, "note": "n"}));
    is::<Outcome>("Done", json!({"ok": true}));
    is::<Scale>("Half", json!({"by": 0.5}));
    is::<Scale>("Double", json!({"by": 2.5, "note": "n"}));
    is::<Event>("Room", json!({"kind": "room.closed", "topic": "t"}));
    is::<Event>("User", json!({"kind": "user.left"}));
    is::<Step>(
        "Closed",
        json!({"type": "sync", "sync": {"type": "session.closed", "reason": "r"}}),
    );
    is::<Limit>("Boolean", json!(false));
    is::<Limit>("Unknown", json!(true));
    is::<Limit>("Variant2", json!({"most": 3}));
}

#[test]
fn a_new_value_of_an_enum_goes_where_the_rest_fits() {
    use cases::union_by_constants::models::Event;
    is::<Event>("Room", json!({"kind": "room.renamed", "topic": "t"}));
    is::<Event>("Unknown", json!({"kind": "thread.closed"}));
}

#[test]
fn members_tell_alternatives_at_any_depth() {
    use cases::union_by_members::models::{Lists, Note, Outer, Person, Tree};
    is::<Lists>("ByAgeList", json!([{"age": 7}]));
    is::<Lists>("ByNameList", json!([{"name": "n"}]));
    is::<Lists>("ByAgeMap", json!({"x": {"age": 7}}));
    let outer: Outer = is("Other", json!({"common": "x", "d": "v"}));
    assert!(format!("{outer:?}").contains("d: \"v\""), "{outer:?}");
    is::<Note>("Long", json!({"a": 1, "note": "x"}));
    is::<Note>("Short", json!({"a": 1}));
    is::<Person>("ByName", json!({"name": "n"}));
    is::<Tree>(
        "Pair",
        json!({"left": [{"value": "a"}], "right": {"value": "b"}}),
    );
}

#[test]
fn what_is_two_alternatives_at_once_loses_neither() {
    use cases::union_by_members::models::Person;
    is::<Person>("Unknown", json!({"name": "n", "age": 3}));
}

#[test]
fn a_discriminator_may_be_a_number() {
    use cases::union_discriminator_values::models::{Button, Control, Input};
    is::<Control>("Input", json!({"type": 4, "min": 1}));
    is::<Control>("Unknown", json!({"type": 5, "min": 1}));
    let read: Control = serde_json::from_value(json!({"type": "2"})).expect("a union");
    assert_eq!(read, Control::Unknown(json!({"type": "2"})));
    assert_eq!(
        serde_json::to_value(Input::new()).unwrap(),
        json!({"type": 4})
    );
    let sent = serde_json::to_value(Control::from(Button::new().label("x"))).unwrap();
    assert_eq!(sent, json!({"type": 2, "label": "x"}));
}

#[test]
fn of_several_values_for_a_schema_the_one_that_came_is_written() {
    use cases::union_discriminator_values::models::{Figure, Round};
    is::<Figure>("Round", json!({"kind": "ellipse", "r": 2.0}));
    is::<Figure>("Round", json!({"kind": "circle", "r": 2.0}));
    is::<Figure>("Square", json!({"kind": "square", "a": 2.0}));
    let sent = |round: Round| serde_json::to_value(Figure::from(round)).unwrap();
    assert_eq!(sent(Round::new(1.0)), json!({"kind": "circle", "r": 1.0}));
    let ellipse = Round::new(1.0).kind("ellipse");
    assert_eq!(sent(ellipse), json!({"kind": "ellipse", "r": 1.0}));
}

#[test]
fn a_child_may_have_children() {
    use cases::inheritance_levels::models::{Base, Mid};
    let leaf = json!({"type": "leaf", "m": "1", "l": "2"});
    is::<Mid>("Leaf", leaf.clone());
    is::<Base>("Leaf", leaf);
    is::<Mid>("Mid", json!({"type": "mid", "m": "1"}));
    is::<Base>("Mid", json!({"type": "mid", "m": "1"}));
}

#[test]
fn what_a_parents_mapping_says_holds_without_the_parent() {
    use cases::inheritance_levels::models::{PutShapeBody, PutShapeResponse, Shape};
    let square = json!({"kind": "SQUARE", "size": 1.5, "inner": {"kind": "CIRCLE"}});
    is::<Shape>("Square", square.clone());
    is::<PutShapeBody>("Square", square.clone());
    is::<PutShapeResponse>("Square", square);
    is::<PutShapeBody>("Unknown", json!({"kind": "HEXAGON", "size": 1.5}));
}

#[test]
fn a_child_sends_its_discriminator_without_being_asked() {
    use cases::inheritance_levels::models::{AudioTrack, Square, Track};
    let sent = serde_json::to_value(Square::new().size(1.0)).unwrap();
    assert_eq!(sent, json!({"kind": "SQUARE", "size": 1.0}));
    let sent = serde_json::to_value(AudioTrack::new().volume(3)).unwrap();
    assert_eq!(
        sent,
        json!({"@odata.type": "#Media.AudioTrack", "volume": 3})
    );
    is::<Track>(
        "Video",
        json!({"@odata.type": "#Media.VideoTrack", "width": 4}),
    );
}

#[test]
fn variants_are_named_after_what_tells_them() {
    use cases::union_variant_names::models::{Event, Pet, Place};
    is::<Pet>("Dog", json!({"type": "dog", "name": "n"}));
    is::<Place>("ByName", json!({"name": "n"}));
    is::<Place>("Point", json!({"x": 1.5, "y": 2.5}));
    is::<Place>("String", json!("text"));
    is::<Event>("Opened", json!({"opened": "o"}));
    is::<Event>("Closed", json!({"closed": "c"}));
}

#[test]
fn whole_numbers_may_have_a_point_or_an_exponent() {
    use cases::whole_numbers::models::{Room, RoomEither, RoomLevel};
    let text = r#"{"id":"x","seats":1e1,"floor":2.0,"count":3.0,"wing":4.0,"level":2.0,"rows":[1.0],"either":5.0,"more":6.0}"#;
    let room: Room = serde_json::from_str(text).expect("a room");
    assert_eq!((room.seats, room.floor, room.count), (10, Some(2), Some(3)));
    assert_eq!(room.wing, Some(Some(4)));
    assert_eq!(room.level, Some(RoomLevel::N2));
    assert_eq!(room.rows, Some(vec![1]));
    assert_eq!(room.either, Some(RoomEither::Integer(5)));
    assert_eq!(room.additional_properties["more"], 6);
    assert!(serde_json::from_str::<Room>(r#"{"id":"x","seats":1.5,"floor":2}"#).is_err());
}

#[test]
fn whole_numbers_may_be_left_out_as_before() {
    use cases::whole_numbers::models::Room;
    let room: Room = serde_json::from_value(json!({"id": "x", "wing": null})).expect("a room");
    assert_eq!((room.seats, room.floor), (0, None));
    assert_eq!((room.count, room.wing), (None, Some(None)));
}

#[test]
fn what_is_of_two_unions_has_an_alternative_of_each() {
    use cases::union_several_at_once::models::Room;
    let shown = |value: Value| format!("{:?}", same::<Room>(&value));
    let open = shown(json!({"name": "n", "since": "s"}));
    assert!(
        open.contains("name: \"n\"") && open.contains("since: \"s\""),
        "{open}"
    );
    let closed = shown(json!({"number": 1, "until": "u"}));
    assert!(
        closed.contains("number: 1") && closed.contains("until: \"u\""),
        "{closed}"
    );
}

#[test]
fn a_noted_reference_beside_null_is_the_type_itself() {
    use cases::union_null_noted::models::{Cat, Room};
    let room = Room::new().maybe(Cat::new("a")).plain(Cat::new("b"));
    assert_eq!(room.maybe, Some(Cat::new("a")));
}

#[test]
fn int_or_string_takes_both() {
    use cases::int_or_string::models::{IntOrString, Room};
    let room: Room = same(&json!({"port": 8080, "size": "50%"}));
    assert_eq!(room.port, Some(IntOrString::Integer(8080)));
    let room: Room = same(&json!({"port": "http", "size": 3}));
    assert_eq!(room.port, Some(IntOrString::String("http".to_owned())));
}

#[test]
fn tuples_keep_every_element() {
    use cases::tuples::models::{Door, Plan, PlanEither};
    let whole = json!({
        "size": [1.5, "m"], "note": [1.5, "a", true], "levels": ["x", 1, 2], "pair": [1.5],
        "doors": [["front", {"width": 2.5}]], "either": [1, "a"],
    });
    let plan: Plan = same(&whole);
    assert_eq!(plan.size, (1.5, "m".to_owned()));
    assert_eq!(plan.note.1.as_deref(), Some("a"));
    assert_eq!(
        plan.levels.as_ref().map(|levels| levels.rest.clone()),
        Some(vec![1, 2])
    );
    assert_eq!(plan.doors, Some(vec![("front".to_owned(), Door::new(2.5))]));
    assert_eq!(plan.either, Some(PlanEither::Pair2((1, "a".to_owned()))));
    let made = Plan::new((1.0, "m".to_owned()), (Some(2.0), None)).pair((Some(1.0), None));
    let json = serde_json::to_value(made).unwrap();
    assert_eq!(
        json,
        json!({"size": [1.0, "m"], "note": [2.0], "pair": [1.0]})
    );
}

#[test]
fn a_discriminator_that_may_be_absent_stays_absent() {
    use cases::union_optional_discriminator::models::{Closed, Event, Opened};
    is::<Event>("Opened", json!({"since": "s"}));
    is::<Event>("Opened", json!({"kind": "opened", "since": "s"}));
    is::<Event>("Closed", json!({"kind": "closed"}));
    let sent = |event: Event| serde_json::to_value(event).unwrap();
    let opened = json!({"kind": "opened", "since": "s"});
    assert_eq!(sent(Opened::new("s").into()), opened);
    assert_eq!(sent(Closed::new().into()), json!({"kind": "closed"}));
}
