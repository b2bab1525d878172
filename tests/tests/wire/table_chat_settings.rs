//! Chat settings: of the organization, by both of their routes, and of users.
#![expect(deprecated, reason = "deprecated operations are called like any other")]

use generated_client::models::{
    ChatSettings, ChatUserSettings, MobileNotificationSettings, MobileNotificationSettingsWhen,
    MobileSettings, UserChatSettingsPost, UserSettingsForChat,
};
use serde_json::{Value, json};

use crate::case::{Case, Entry, ODD};
use crate::samples;

pub(crate) fn entries() -> Vec<Entry> {
    let mut entries = older_route();
    entries.extend(organization());
    entries.extend(users());
    entries
}

fn older_route() -> Vec<Entry> {
    vec![
        Case::new(
            "getChatSettings",
            "GET /api/v2/chat/settings",
            call!(|client, _| client.chat().get_chat_settings()),
        )
        .answer(
            json!({ "messageRetentionPeriodDays": 30, "reactionsEnabled": true }),
            |settings| {
                assert_eq!(settings.message_retention_period_days, Some(30));
                assert_eq!(settings.reactions_enabled, Some(true));
            },
        ),
        Case::new(
            "putChatSettings",
            "PUT /api/v2/chat/settings",
            call!(|client, _| client.chat().put_chat_settings(
                ChatSettings::new()
                    .message_retention_period_days(0)
                    .reactions_enabled(false)
            )),
        )
        .body(json!({ "messageRetentionPeriodDays": 0, "reactionsEnabled": false }))
        .answer(
            json!({ "messageRetentionPeriodDays": 0, "reactionsEnabled": false }),
            |settings| {
                assert_eq!(settings.message_retention_period_days, Some(0));
            },
        ),
        Case::new(
            "patchChatSettings",
            "PATCH /api/v2/chat/settings",
            call!(|client, _| client
                .chat()
                .patch_chat_settings(ChatSettings::new().reactions_enabled(true))),
        )
        .body(json!({ "reactionsEnabled": true }))
        .answer(json!({ "reactionsEnabled": true }), |settings| {
            assert_eq!(settings.message_retention_period_days, None);
        }),
    ]
}

fn organization() -> Vec<Entry> {
    vec![
        Case::new(
            "getChatsSettings",
            "GET /api/v2/chats/settings",
            call!(|client, _| client.chat().get_chats_settings()),
        )
        .answer(
            json!({ "messageRetentionPeriodDays": -1, "reactionsEnabled": false }),
            |settings| {
                assert_eq!(settings.message_retention_period_days, Some(-1));
            },
        ),
        Case::new(
            "putChatsSettings",
            "PUT /api/v2/chats/settings",
            call!(|client, _| client
                .chat()
                .put_chats_settings(ChatSettings::new().message_retention_period_days(365))),
        )
        .body(json!({ "messageRetentionPeriodDays": 365 }))
        .answer(
            json!({ "messageRetentionPeriodDays": 365, "reactionsEnabled": true }),
            |settings| {
                assert_eq!(settings.reactions_enabled, Some(true));
            },
        ),
        Case::new(
            "patchChatsSettings",
            "PATCH /api/v2/chats/settings",
            call!(|client, _| client.chat().patch_chats_settings(ChatSettings::new())),
        )
        .body(json!({}))
        .answer(json!({}), |settings| {
            assert_eq!(*settings, ChatSettings::new())
        }),
    ]
}

fn users() -> Vec<Entry> {
    vec![
        Case::new(
            "getChatsUsersMeSettings",
            "GET /api/v2/chats/users/me/settings",
            call!(|client, _| client.chat().get_chats_users_me_settings()),
        )
        .answer(own_settings("Always"), |settings| {
            let when = &settings.mobile.notifications.when;
            assert_eq!(*when, MobileNotificationSettingsWhen::Always);
            assert_eq!(settings.mentions_only, Some(true));
        }),
        Case::new(
            "postChatsUsersMeSettings",
            "POST /api/v2/chats/users/me/settings",
            call!(|client, _| client.chat().post_chats_users_me_settings(
                UserChatSettingsPost::new(false)
                    .mentions_only(true)
                    .notify_on_reactions(false)
            )),
        )
        .body(json!({ "muted": false, "mentionsOnly": true, "notifyOnReactions": false }))
        .no_answer(),
        Case::new(
            "patchChatsUsersMeSettings",
            "PATCH /api/v2/chats/users/me/settings",
            call!(|client, _| client.chat().patch_chats_users_me_settings(
                UserSettingsForChat::new(mobile(MobileNotificationSettingsWhen::OnlyWhenInactive))
                    .muted(false)
                    .mentions_only(true)
                    .notify_on_reactions(false)
            )),
        )
        .body(own_settings("OnlyWhenInactive"))
        .answer(own_settings("OnlyWhenInactive"), |settings| {
            let when = &settings.mobile.notifications.when;
            assert_eq!(*when, MobileNotificationSettingsWhen::OnlyWhenInactive);
        }),
        Case::new(
            "deleteChatsUsersMeSettings",
            "DELETE /api/v2/chats/users/me/settings",
            call!(|client, _| client.chat().delete_chats_users_me_settings()),
        )
        .no_answer(),
        Case::new(
            "getChatsUserSettings",
            "GET /api/v2/chats/users/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/settings",
            call!(|client, path| client.chat().get_chats_user_settings(path[0])),
        )
        .path(&[ODD])
        .answer(user_settings("Sometimes"), |settings| {
            assert_eq!(settings.mobile.notifications.when.as_str(), "Sometimes");
        }),
        Case::new(
            "patchChatsUserSettings",
            "PATCH /api/v2/chats/users/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/settings",
            call!(|client, path| client
                .chat()
                .patch_chats_user_settings(path[0], notified("Sometimes".into()))),
        )
        .path(&[ODD])
        .body(user_settings("Sometimes"))
        .answer(user_settings("Always"), |settings| {
            let when = &settings.mobile.notifications.when;
            assert_eq!(*when, MobileNotificationSettingsWhen::Always);
        }),
    ]
}

fn notified(when: MobileNotificationSettingsWhen) -> ChatUserSettings {
    ChatUserSettings::new(mobile(when))
}

fn mobile(when: MobileNotificationSettingsWhen) -> MobileSettings {
    MobileSettings::new(MobileNotificationSettings::new(when))
}

fn own_settings(when: &str) -> Value {
    samples::merged(
        json!({ "muted": false, "mentionsOnly": true, "notifyOnReactions": false }),
        user_settings(when),
    )
}

fn user_settings(when: &str) -> Value {
    json!({ "mobile": { "notifications": { "when": when } } })
}
