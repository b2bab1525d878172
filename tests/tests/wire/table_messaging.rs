//! Messaging settings and stickers.
#![expect(deprecated, reason = "deprecated operations are called like any other")]

use generated_client::models::{
    ContentSetting, EventSetting, InboundOnlySetting, InboundOnlySettingInbound,
    MessagingSettingDefaultRequest, MessagingSettingRequest, MessagingStickerMessengerType,
    MessagingStickerStickerType, SettingDirection, SettingDirectionInbound,
    SettingDirectionOutbound, StorySetting, TypingSetting,
};
use serde_json::{Value, json};

use crate::case::{Case, Entry, ODD, UNICODE};
use crate::samples;

pub(crate) fn entries() -> Vec<Entry> {
    let mut entries = settings();
    entries.extend(default_setting());
    entries.extend(setting_by_id());
    entries.extend(stickers());
    entries
}

fn settings() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingSettings",
            "GET /api/v2/messaging/settings?pageSize=25&pageNumber=1",
            call!(|client, _| client
                .messaging()
                .get_messaging_settings()
                .page_size(25)
                .page_number(1)),
        )
        .answer(samples::page(&setting()), |page| {
            assert_eq!(
                page.entities.as_deref().unwrap()[0].version.as_deref(),
                Some("7")
            );
        }),
        Case::new(
            "postMessagingSettings",
            "POST /api/v2/messaging/settings",
            call!(|client, _| client.messaging().post_messaging_settings(full_request())),
        )
        .body(named("Stories"))
        .answer(setting(), |made| {
            let content = made.content.as_ref().unwrap();
            let mention = content.story.as_ref().unwrap().mention.as_ref().unwrap();
            assert_eq!(mention.inbound, Some(InboundOnlySettingInbound::Enabled));
        }),
    ]
}

fn default_setting() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingSettingsDefault",
            "GET /api/v2/messaging/settings/default",
            call!(|client, _| client.messaging().get_messaging_settings_default()),
        )
        .answer(setting(), |one| assert_eq!(one.id, "setting-1")),
        Case::new(
            "putMessagingSettingsDefault",
            "PUT /api/v2/messaging/settings/default",
            call!(|client, _| client
                .messaging()
                .put_messaging_settings_default(MessagingSettingDefaultRequest::new("setting-1"))),
        )
        .body(json!({ "settingId": "setting-1" }))
        .answer(setting(), |one| {
            assert_eq!(one.name.as_deref(), Some("Stories"))
        }),
        Case::new(
            "deleteMessagingSettingsDefault",
            "DELETE /api/v2/messaging/settings/default",
            call!(|client, _| client.messaging().delete_messaging_settings_default()),
        )
        .no_answer(),
    ]
}

fn setting_by_id() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingSetting",
            "GET /api/v2/messaging/settings/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client.messaging().get_messaging_setting(path[0])),
        )
        .path(&[ODD])
        .answer(setting(), |one| {
            let typing = one.event.as_ref().unwrap().typing.as_ref().unwrap();
            let on = typing.on.as_ref().unwrap();
            assert_eq!(on.outbound, Some(SettingDirectionOutbound::Disabled));
        }),
        Case::new(
            "patchMessagingSetting",
            "PATCH /api/v2/messaging/settings/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .messaging()
                .patch_messaging_setting(path[0], MessagingSettingRequest::new("Stories"))),
        )
        .path(&[UNICODE])
        .body(json!({ "name": "Stories" }))
        .answer(setting(), |one| {
            assert_eq!(one.self_uri.as_deref(), Some("/settings/1"))
        }),
        Case::new(
            "deleteMessagingSetting",
            "DELETE /api/v2/messaging/settings/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client.messaging().delete_messaging_setting(path[0])),
        )
        .path(&[ODD])
        .no_answer(),
    ]
}

fn stickers() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingSticker",
            "GET /api/v2/messaging/stickers/a%20b%2Fc%3Fd%23e%252F%40x%2Cy?pageSize=1&pageNumber=2",
            call!(|client, path| client
                .messaging()
                .get_messaging_sticker(path[0])
                .page_size(1)
                .page_number(2)),
        )
        .path(&[ODD])
        .answer(
            samples::page(&json!({
                "id": "sticker-1",
                "name": "Thumbs up",
                "providerStickerId": 52_002_734,
                "providerPackageId": 11_537,
                "packageName": "Brown and friends",
                "messengerType": "line",
                "stickerType": "free",
                "providerVersion": 9_007_199_254_740_993_i64,
                "uriLocation": "https://stickers.example.com/1",
                "selfUri": "/stickers/1",
            })),
            |page| {
                let sticker = &page.entities.as_deref().unwrap()[0];
                assert_eq!(sticker.messenger_type, MessagingStickerMessengerType::Line);
                assert_eq!(sticker.sticker_type, MessagingStickerStickerType::Free);
                // One more than a 64-bit float can tell apart.
                assert_eq!(sticker.provider_version, Some(9_007_199_254_740_993));
            },
        ),
        Case::new(
            "getMessagingSticker",
            "GET /api/v2/messaging/stickers/line",
            call!(|client, path| client.messaging().get_messaging_sticker(path[0])),
        )
        .path(&["line"])
        .answer(json!({ "entities": [] }), |page| {
            assert_eq!(page.total, None)
        }),
    ]
}

fn full_request() -> MessagingSettingRequest {
    let mention = InboundOnlySetting::new().inbound(InboundOnlySettingInbound::Enabled);
    let reply = InboundOnlySetting::new().inbound("Later");
    let direction = SettingDirection::new()
        .inbound(SettingDirectionInbound::Enabled)
        .outbound(SettingDirectionOutbound::Disabled);
    MessagingSettingRequest::new("Stories")
        .content(ContentSetting::new().story(StorySetting::new().mention(mention).reply(reply)))
        .event(EventSetting::new().typing(TypingSetting::new().on(direction)))
}

/// A setting of that name, with all that can be set.
fn named(name: &str) -> Value {
    json!({
        "name": name,
        "content": { "story": {
            "mention": { "inbound": "Enabled" },
            "reply": { "inbound": "Later" },
        } },
        "event": { "typing": { "on": { "inbound": "Enabled", "outbound": "Disabled" } } },
    })
}

/// A setting as the server has it.
fn setting() -> Value {
    let own = json!({
        "id": "setting-1",
        "dateCreated": "2026-05-04T09:30:00.000Z",
        "dateModified": "2026-05-04T09:31:12.000Z",
        "version": "7",
        "createdBy": { "id": "user-1", "name": "Ann", "selfUri": "/users/1" },
        "updatedBy": { "id": "user-2", "name": "Ben", "selfUri": "/users/2" },
        "selfUri": "/settings/1",
    });
    samples::merged(named("Stories"), own)
}
