//! Bodies of requests: with what is required alone, or (`full`) with everything that can be sent.

use generated_client::models::*;
use serde::de::DeserializeOwned;

use crate::document::DOCUMENT;

/// A body made from the document.
pub fn sample<T: DeserializeOwned>(full: bool, operation: &str) -> T {
    let body = DOCUMENT.sample(operation, full);
    serde_json::from_value(body).unwrap_or_else(|error| panic!("{operation}: {error}"))
}

pub fn settings(full: bool) -> ChatSettings {
    match full {
        true => ChatSettings::new()
            .message_retention_period_days(365)
            .reactions_enabled(false),
        false => ChatSettings::new(),
    }
}

pub fn reactions() -> ChatReactionUpdate {
    ChatReactionUpdate::new(["👍", ":tada:"])
}

pub fn new_room(full: bool) -> CreateRoomRequest {
    let room = CreateRoomRequest::new("Release 4 May");
    match full {
        true => room
            .description("All about \"it\" \\ <ü>\n")
            .user_ids(["one", "two"]),
        false => room,
    }
}

pub fn room_update(full: bool) -> RoomUpdateRequest {
    let room = RoomUpdateRequest::new();
    match full {
        true => room
            .description("All about it")
            .subject("Release")
            .pinned_message_ids(["one"])
            .owner_ids(["one", "two"]),
        false => room,
    }
}

pub fn message(full: bool) -> SendMessageBody {
    let message = SendMessageBody::new("Hello, 世界");
    match full {
        true => message.mentions(["one", "two"]).thread_id("thread"),
        false => message,
    }
}

pub fn pins() -> PinnedMessageRequest {
    PinnedMessageRequest::new(["one", "two"])
}

pub fn user_settings() -> ChatUserSettings {
    let when = MobileNotificationSettingsWhen::OnlyWhenInactive;
    ChatUserSettings::new(MobileSettings::new(MobileNotificationSettings::new(when)))
}

pub fn facebook(full: bool) -> RetiredFacebookIntegrationRequest {
    let integration = RetiredFacebookIntegrationRequest::new("Acme on Facebook", "194830275610482");
    match full {
        true => integration
            .page_access_token("a page's token")
            .user_access_token("a user's token")
            .page_id("108264950371625")
            .app_secret("a secret"),
        false => integration,
    }
}

pub fn line(full: bool) -> LineIntegrationRequest {
    let integration = LineIntegrationRequest::new("Acme on LINE");
    match full {
        true => integration
            .channel_id("1653827409")
            .channel_secret("a secret")
            .switcher_secret("another secret")
            .service_code("code"),
        false => integration,
    }
}

pub fn twitter(full: bool) -> RetiredTwitterIntegrationRequest {
    let integration = RetiredTwitterIntegrationRequest::new(
        "Acme on Twitter",
        "1029384756-example",
        "a token's secret",
        "a consumer's key",
        "a consumer's secret",
        RetiredTwitterIntegrationRequestTier::Premium,
    );
    if full {
        integration.env_name("production")
    } else {
        integration
    }
}

pub fn messaging_setting(full: bool) -> MessagingSettingRequest {
    let setting = MessagingSettingRequest::new("Stories");
    if !full {
        return setting;
    }
    let inbound = || InboundOnlySetting::new().inbound(InboundOnlySettingInbound::Enabled);
    let typing = SettingDirection::new()
        .inbound(SettingDirectionInbound::Enabled)
        .outbound(SettingDirectionOutbound::Disabled);
    setting
        .content(
            ContentSetting::new().story(StorySetting::new().mention(inbound()).reply(inbound())),
        )
        .event(EventSetting::new().typing(TypingSetting::new().on(typing)))
}

pub fn default_setting() -> MessagingSettingDefaultRequest {
    MessagingSettingDefaultRequest::new("c7d0e9b4-2f31-4a6c-8b5e-90d1f3a72e68")
}

pub fn content(full: bool) -> SupportedContent {
    let content = SupportedContent::new("Images");
    if !full {
        return content;
    }
    let media = || {
        vec![
            MediaType::new().r#type("image/*"),
            MediaType::new().r#type("video/mp4"),
        ]
    };
    let access = MediaTypeAccess::new().inbound(media()).outbound(media());
    content.media_types(MediaTypes::new().allow(access))
}
