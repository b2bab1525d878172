//! Messaging settings, supported content and threading, by the routes of today.

use crate::case::{Case, Entry};
use crate::samples::{self, Samples};

pub(crate) fn entries(samples: &mut Samples) -> Vec<Entry> {
    vec![
        Case::new(
            "getConversationsMessagingSettings",
            "GET /api/v2/conversations/messaging/settings?pageSize=7&pageNumber=7",
            call!(|client, _path| client
                .messaging()
                .get_conversations_messaging_settings()
                .page_size(7)
                .page_number(7)),
        )
        .sampled(samples),
        Case::new(
            "postConversationsMessagingSettings",
            "POST /api/v2/conversations/messaging/settings",
            call!(
                |client, _path| client.messaging().post_conversations_messaging_settings(
                    samples::sent("postConversationsMessagingSettings")
                )
            ),
        )
        .sampled(samples),
        Case::new(
            "getConversationsMessagingSettingsDefault",
            "GET /api/v2/conversations/messaging/settings/default",
            call!(|client, _path| client
                .messaging()
                .get_conversations_messaging_settings_default()),
        )
        .sampled(samples),
        Case::new(
            "putConversationsMessagingSettingsDefault",
            "PUT /api/v2/conversations/messaging/settings/default",
            call!(|client, _path| client
                .messaging()
                .put_conversations_messaging_settings_default(samples::sent(
                    "putConversationsMessagingSettingsDefault"
                ))),
        )
        .sampled(samples),
        Case::new(
            "deleteConversationsMessagingSettingsDefault",
            "DELETE /api/v2/conversations/messaging/settings/default",
            call!(|client, _path| client
                .messaging()
                .delete_conversations_messaging_settings_default()),
        )
        .sampled(samples),
        Case::new(
            "getConversationsMessagingSetting",
            "GET /api/v2/conversations/messaging/settings/one",
            call!(|client, path| client
                .messaging()
                .get_conversations_messaging_setting(path[0])),
        )
        .path(&["one"])
        .sampled(samples),
        Case::new(
            "patchConversationsMessagingSetting",
            "PATCH /api/v2/conversations/messaging/settings/one",
            call!(
                |client, path| client.messaging().patch_conversations_messaging_setting(
                    path[0],
                    samples::sent("patchConversationsMessagingSetting")
                )
            ),
        )
        .path(&["one"])
        .sampled(samples),
        Case::new(
            "deleteConversationsMessagingSetting",
            "DELETE /api/v2/conversations/messaging/settings/one",
            call!(|client, path| client
                .messaging()
                .delete_conversations_messaging_setting(path[0])),
        )
        .path(&["one"])
        .sampled(samples),
        Case::new(
            "getConversationsMessagingSupportedcontent",
            "GET /api/v2/conversations/messaging/supportedcontent?pageSize=7&pageNumber=7",
            call!(|client, _path| client
                .messaging()
                .get_conversations_messaging_supportedcontent()
                .page_size(7)
                .page_number(7)),
        )
        .sampled(samples),
        Case::new(
            "postConversationsMessagingSupportedcontent",
            "POST /api/v2/conversations/messaging/supportedcontent",
            call!(|client, _path| client
                .messaging()
                .post_conversations_messaging_supportedcontent(samples::sent(
                    "postConversationsMessagingSupportedcontent"
                ))),
        )
        .sampled(samples),
        Case::new(
            "getConversationsMessagingSupportedcontentDefault",
            "GET /api/v2/conversations/messaging/supportedcontent/default",
            call!(|client, _path| client
                .messaging()
                .get_conversations_messaging_supportedcontent_default()),
        )
        .sampled(samples),
        Case::new(
            "putConversationsMessagingSupportedcontentDefault",
            "PUT /api/v2/conversations/messaging/supportedcontent/default",
            call!(|client, _path| client
                .messaging()
                .put_conversations_messaging_supportedcontent_default(samples::sent(
                    "putConversationsMessagingSupportedcontentDefault"
                ))),
        )
        .sampled(samples),
        Case::new(
            "getConversationsMessagingSupportedcontentSupportedContentId",
            "GET /api/v2/conversations/messaging/supportedcontent/one",
            call!(|client, path| client
                .messaging()
                .get_conversations_messaging_supportedcontent_supported_content_id(path[0])),
        )
        .path(&["one"])
        .sampled(samples),
        Case::new(
            "patchConversationsMessagingSupportedcontentSupportedContentId",
            "PATCH /api/v2/conversations/messaging/supportedcontent/one",
            call!(|client, path| client
                .messaging()
                .patch_conversations_messaging_supportedcontent_supported_content_id(
                    path[0],
                    samples::sent("patchConversationsMessagingSupportedcontentSupportedContentId")
                )),
        )
        .path(&["one"])
        .sampled(samples),
        Case::new(
            "deleteConversationsMessagingSupportedcontentSupportedContentId",
            "DELETE /api/v2/conversations/messaging/supportedcontent/one",
            call!(|client, path| client
                .messaging()
                .delete_conversations_messaging_supportedcontent_supported_content_id(path[0])),
        )
        .path(&["one"])
        .sampled(samples),
        Case::new(
            "getConversationsMessagingThreadingtimeline",
            "GET /api/v2/conversations/messaging/threadingtimeline",
            call!(|client, _path| client
                .messaging()
                .get_conversations_messaging_threadingtimeline()),
        )
        .sampled(samples),
        Case::new(
            "putConversationsMessagingThreadingtimeline",
            "PUT /api/v2/conversations/messaging/threadingtimeline",
            call!(|client, _path| client
                .messaging()
                .put_conversations_messaging_threadingtimeline(samples::sent(
                    "putConversationsMessagingThreadingtimeline"
                ))),
        )
        .sampled(samples),
    ]
}
