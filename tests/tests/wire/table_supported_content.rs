//! Supported-content profiles: a model that is request and answer in one.
#![expect(deprecated, reason = "deprecated operations are called like any other")]

use generated_client::models::{MediaType, MediaTypeAccess, MediaTypes, SupportedContent};
use serde_json::{Value, json};

use crate::case::{Case, Entry, ODD, UNICODE};
use crate::samples;

pub(crate) fn entries() -> Vec<Entry> {
    let mut entries = profiles();
    entries.extend(by_id());
    entries
}

fn profiles() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingSupportedcontent",
            "GET /api/v2/messaging/supportedcontent?pageSize=2147483647&pageNumber=1",
            call!(|client, _| client
                .messaging()
                .get_messaging_supportedcontent()
                .page_size(i32::MAX)
                .page_number(1)),
        )
        .answer(samples::page(&profile()), |page| {
            assert_eq!(page.entities.as_deref().unwrap()[0].name, "Pictures only");
        }),
        Case::new(
            "postMessagingSupportedcontent",
            "POST /api/v2/messaging/supportedcontent",
            call!(
                |client, _| client.messaging().post_messaging_supportedcontent(
                    SupportedContent::new("Pictures only").media_types(media_types())
                )
            ),
        )
        .body(json!({ "name": "Pictures only", "mediaTypes": media_types_json() }))
        .answer(profile(), check_profile),
    ]
}

fn by_id() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingSupportedcontentSupportedContentId",
            "GET /api/v2/messaging/supportedcontent/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client
                .messaging()
                .get_messaging_supportedcontent_supported_content_id(path[0])),
        )
        .path(&[ODD])
        .answer(profile(), check_profile),
        Case::new(
            "patchMessagingSupportedcontentSupportedContentId",
            "PATCH /api/v2/messaging/supportedcontent/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .messaging()
                .patch_messaging_supportedcontent_supported_content_id(
                    path[0],
                    SupportedContent::new("Nothing").media_types(MediaTypes::new()),
                )),
        )
        .path(&[UNICODE])
        .body(json!({ "name": "Nothing", "mediaTypes": {} }))
        .answer(profile(), check_profile),
        Case::new(
            "deleteMessagingSupportedcontentSupportedContentId",
            "DELETE /api/v2/messaging/supportedcontent/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client
                .messaging()
                .delete_messaging_supportedcontent_supported_content_id(path[0])),
        )
        .path(&[ODD])
        .no_answer(),
    ]
}

/// What is never sent cannot be seen by writing the value again, hence each member by itself.
fn check_profile(profile: &SupportedContent) {
    assert_eq!(profile.id, "profile-1");
    assert_eq!(profile.name, "Pictures only");
    assert_eq!(
        profile.date_created.as_ref().unwrap().as_str(),
        "2026-05-04T09:30:00.000Z"
    );
    assert_eq!(
        profile.date_modified.as_ref().unwrap().as_str(),
        "2026-05-04T09:31:12.000Z"
    );
    assert_eq!(
        profile.created_by.as_ref().unwrap().name.as_deref(),
        Some("Ann")
    );
    assert_eq!(
        profile.modified_by.as_ref().unwrap().name.as_deref(),
        Some("Ben")
    );
    assert_eq!(profile.version, Some(4));
    assert_eq!(profile.self_uri.as_deref(), Some("/profiles/1"));
}

fn profile() -> Value {
    json!({
        "id": "profile-1",
        "name": "Pictures only",
        "dateCreated": "2026-05-04T09:30:00.000Z",
        "dateModified": "2026-05-04T09:31:12.000Z",
        "createdBy": { "id": "user-1", "name": "Ann", "selfUri": "/users/1" },
        "modifiedBy": { "id": "user-2", "name": "Ben", "selfUri": "/users/2" },
        "version": 4,
        "mediaTypes": media_types_json(),
        "selfUri": "/profiles/1",
    })
}

fn media_types() -> MediaTypes {
    MediaTypes::new().allow(
        MediaTypeAccess::new()
            .inbound(vec![MediaType::new().r#type("image/*")])
            .outbound(vec![MediaType::new().r#type("image/png"), MediaType::new()]),
    )
}

fn media_types_json() -> Value {
    json!({ "allow": {
        "inbound": [{ "type": "image/*" }],
        "outbound": [{ "type": "image/png" }, {}],
    } })
}
