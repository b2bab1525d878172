//! Models and their JSON, where it is not what the document says, and what is never sent.

use std::collections::BTreeSet;

use generated_client::models::{
    DomainEntityRef, Limit, LimitNamespace, RetiredFacebookIntegrationRequest,
    RetiredTwitterIntegrationRequest, RoomType, RoomUpdateRequest, SupportedContent,
};
use generated_client::runtime::model::as_request;
use serde::Serialize;
use serde_json::{Value, json};

use crate::case::Entry;
use crate::document::{self, Place};
use crate::table;

#[test]
fn members_that_are_not_in_the_document_do_no_harm() {
    for_each_answer(|entry, schema, answer| {
        let mut changed = answer.clone();
        let places = document::places(schema, answer);
        let parents: BTreeSet<&str> = places.iter().map(|place| split(&place.pointer).0).collect();
        for parent in parents {
            let object = changed.pointer_mut(parent).unwrap();
            object["member-of-tomorrow"] = json!({ "a": [null, 1.5, "b"] });
        }
        entry.typed.check(&entry.typed.decode(&changed).unwrap());
    });
}

#[test]
fn a_member_that_is_null_or_left_out_costs_no_more_than_itself() {
    for_each_answer(|entry, schema, answer| {
        for place in document::places(schema, answer) {
            for changed in [nulled(answer, &place), left_out(answer, &place)] {
                let decoded = entry.typed.decode(&changed);
                if changed == json!({}) {
                    // Nothing of what came is a member of the model.
                    assert_eq!(decoded.is_err(), place.required, "{}", place.member);
                    continue;
                }
                let decoded = decoded.unwrap_or_else(|e| panic!("{}: {e}", place.member));
                let again = entry.typed.json(&decoded);
                check_stand_in(&place, again.pointer(&place.pointer));
                let rest = left_out(answer, &place);
                assert_eq!(left_out(&again, &place), rest, "{}", place.member);
            }
        }
    });
}

/// A required member has a value of nothing, an optional one none.
fn check_stand_in(place: &Place, value: Option<&Value>) {
    match value {
        None => assert!(!place.required, "{} is not filled in", place.member),
        Some(value) => {
            let empty = [json!(""), json!(0), json!(0.0), json!([]), json!(false)];
            let filled_in = value.is_object() || empty.contains(value);
            assert!(place.required && filled_in, "{} is {value}", place.member);
        }
    }
}

#[test]
fn enum_values_that_are_not_in_the_document_are_kept() {
    let mut members = BTreeSet::new();
    for_each_answer(|entry, schema, answer| {
        for place in document::places(schema, answer)
            .iter()
            .filter(|place| place.listed)
        {
            for value in ["value.of.tomorrow", ""] {
                let mut changed = answer.clone();
                *changed.pointer_mut(&place.pointer).unwrap() = json!(value);
                let again = entry.typed.json(&entry.typed.decode(&changed).unwrap());
                assert_eq!(
                    again.pointer(&place.pointer),
                    Some(&json!(value)),
                    "{}",
                    place.member
                );
            }
            members.insert(place.member.clone());
        }
    });
    assert!(members.contains("Room.roomType"), "{members:?}");
}

#[test]
fn every_value_that_the_document_lists_is_known() {
    let namespaces = document::listed_values("Limit", "namespace");
    assert!(!namespaces.is_empty());
    for text in namespaces {
        let value = LimitNamespace::from(text);
        assert!(LimitNamespace::KNOWN.contains(&value), "{text}");
        assert_eq!((value.as_str(), value.to_string().as_str()), (text, text));
    }
}

#[test]
fn an_unknown_enum_value_is_shown_and_sent_as_it_came() {
    let read: RoomType = serde_json::from_value(json!("Room of Tomorrow")).unwrap();
    assert_eq!(read, RoomType::Unknown("Room of Tomorrow".to_owned()));
    assert_eq!(read.to_string(), "Room of Tomorrow");
    assert_eq!("Room of Tomorrow".parse::<RoomType>(), Ok(read.clone()));
    assert_eq!(written(&read), json!("Room of Tomorrow"));
}

#[test]
fn numbers_as_large_as_the_document_allows_are_exact() {
    for value in [i64::MAX, i64::MIN, 0] {
        let limit: Limit = serde_json::from_value(json!({ "value": value })).unwrap();
        assert_eq!(limit.value, Some(value));
        assert_eq!(written(&limit), json!({ "value": value }));
    }
}

#[test]
fn an_update_tells_absent_null_and_value_apart() {
    let absent = RoomUpdateRequest::new();
    let null = RoomUpdateRequest::new().subject_null();
    let value = RoomUpdateRequest::new().subject("");
    assert_eq!(written(&absent), json!({}));
    assert_eq!(written(&null), json!({ "subject": null }));
    assert_eq!(written(&value), json!({ "subject": "" }));
    for update in [absent, null, value] {
        let again: RoomUpdateRequest = serde_json::from_value(written(&update)).unwrap();
        assert_eq!(again, update);
    }
}

#[test]
fn the_last_setter_counts() {
    let update = RoomUpdateRequest::new()
        .subject_null()
        .subject("Tea")
        .description("a");
    assert_eq!(
        written(&update.description_null()),
        json!({ "description": null, "subject": "Tea" })
    );
}

#[test]
fn what_the_server_fills_in_is_never_sent() {
    let by = DomainEntityRef::new().id("user-1");
    let mut profile = SupportedContent::new("Pictures only");
    assert_eq!(sent(&profile), json!({ "name": "Pictures only" }));
    profile.version = Some(3);
    profile.self_uri = Some("/profiles/1".to_owned());
    profile.created_by = Some(by.clone());
    profile.modified_by = Some(by);
    profile.id = "profile-1".to_owned();
    assert_eq!(sent(&profile), json!({ "name": "Pictures only" }));
}

#[test]
fn a_profile_that_came_in_can_go_out_again() {
    let came = json!({ "id": "profile-1", "name": "Pictures", "version": 4, "mediaTypes": {} });
    let profile: SupportedContent = serde_json::from_value(came).unwrap();
    assert_eq!(profile.id, "profile-1");
    assert_eq!(
        sent(&profile),
        json!({ "name": "Pictures", "mediaTypes": {} })
    );
}

#[test]
fn a_profile_that_is_stored_keeps_what_the_server_filled_in() {
    let came = json!({ "id": "profile-1", "name": "Pictures", "version": 4, "mediaTypes": {} });
    let profile: SupportedContent = serde_json::from_value(came.clone()).unwrap();
    assert_eq!(written(&profile), came);
}

#[test]
fn secrets_are_sent_and_not_shown() {
    let facebook = RetiredFacebookIntegrationRequest::new("Acme", "app-1")
        .page_access_token("hidden-1")
        .user_access_token("hidden-2")
        .app_secret("hidden-3");
    let twitter = RetiredTwitterIntegrationRequest::new(
        "Acme", "key", "hidden-4", "key", "hidden-5", "premium",
    );
    let shown = format!("{facebook:?} {facebook:#?} {twitter:?} {twitter:#?}");
    assert!(!shown.contains("hidden"), "{shown}");
    assert_eq!(written(&facebook)["appSecret"], "hidden-3");
    assert_eq!(twitter.consumer_secret.expose(), "hidden-5");
}

/// Runs the check with every entry that has an answer, and the answer's schema.
fn for_each_answer(mut check: impl FnMut(&Entry, &'static Value, &Value)) {
    for entry in table() {
        let schema = document::operation(entry.operation).answer;
        if let (Some(schema), Some(answer)) = (schema, &entry.answer) {
            check(&entry, schema, answer);
        }
    }
}

fn nulled(value: &Value, place: &Place) -> Value {
    let mut changed = value.clone();
    *changed.pointer_mut(&place.pointer).unwrap() = Value::Null;
    changed
}

/// The value without that member, whether or not it has it.
fn left_out(value: &Value, place: &Place) -> Value {
    let mut changed = value.clone();
    let (parent, member) = split(&place.pointer);
    if let Some(object) = changed.pointer_mut(parent).and_then(Value::as_object_mut) {
        object.shift_remove(member);
    }
    changed
}

/// A pointer's parent, and the last step.
fn split(pointer: &str) -> (&str, &str) {
    pointer.rsplit_once('/').expect("a pointer to a member")
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn sent(value: &impl Serialize) -> Value {
    as_request(|| written(value))
}
