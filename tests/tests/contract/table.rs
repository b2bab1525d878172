//! Every operation of the client once, for either mode: what is required in, a call out.
//!
//! The arguments stand here a second time by the names that the document gives them, so that the
//! request line can be checked against the document.

use generated_client::chat::Chat;
use generated_client::conversations::Conversations;
use generated_client::integrations::Integrations;
use generated_client::messages::Messages;
use generated_client::messaging::Messaging;
use generated_client::models::ErrorBody;
use generated_client::notifications::Notifications;
use generated_client::open_messaging::OpenMessaging;
use generated_client::runtime::call::Call;
use generated_client::runtime::mode::Mode;
use generated_client::runtime::operation::Failure;
use serde::Serialize;

use crate::{bodies, today};

/// Gets each call of the table.
pub trait Visit<M: Mode> {
    fn visit<O>(&mut self, call: Call<O, M>)
    where
        O: Failure<Body = ErrorBody>,
        O::Output: Serialize;
}

/// Arguments of a round of calls.
pub struct Arguments {
    /// Whether the optional ones are given too.
    pub full: bool,
    room: &'static str,
    user: &'static str,
    pub message: &'static str,
    thread: &'static str,
    pub id: &'static str,
    messenger: &'static str,
}

/// What everybody sends, and no more than is required.
pub const PLAIN: Arguments = Arguments {
    full: false,
    room: "adhoc-6f0e@conference.acme.orgspan.com",
    user: "3f1d2c84-6a5b-4e0f-9c77-1b8f4a2d9e60",
    message: "9b2e7c15-0d4f-4a86-b3c1-5e8f7a6d2c04",
    thread: "1e7a9d40-c3b6-4f58-92ad-6b0c8e5f7d12",
    id: "7a3c5e91-b8d2-4f06-a1e4-c6095d8b2f37",
    messenger: "line",
};

/// What has to be encoded, and everything that is optional.
pub const HARD: Arguments = Arguments {
    full: true,
    room: "a/b?c#d%20e f@conference;x=1,2",
    user: "../..",
    // No comma: see `Arguments::ids`.
    message: "ü 世界 👍 %2F/\\\"'<>",
    thread: "&=+$!*()~-_.",
    id: ".hidden:[id]{x}|^`",
    messenger: "no such/messenger",
};

const LIMIT: &str = "50";
const BEFORE: &str = "2026-05-04T09:30:00.000+02:00";
const AFTER: &str = "2026-05-01T00:00:00.000Z & so on #1";
pub const PAGE_SIZE: i32 = 100;
pub const PAGE_NUMBER: i32 = 2;
/// Text in a query, with what has to be encoded.
pub const TEXT: &str = "ü & so on #1";

impl Arguments {
    /// The value of a parameter in the path.
    pub fn in_path(&self, name: &str) -> &'static str {
        match name {
            "roomJid" => self.room,
            "userId" => self.user,
            "messageId" | "pinnedMessageId" => self.message,
            "threadId" => self.thread,
            "integrationId" | "messageSettingId" | "supportedContentId" | "conversationId"
            | "communicationId" | "participantId" | "mediaId" | "cachedMediaItemId" | "tokenId"
            | "channelId" => self.id,
            "messengerType" => self.messenger,
            _ => panic!("the table has no argument {name}"),
        }
    }

    /// The value of a parameter in the query.
    pub fn in_query(operation: &str, name: &str) -> String {
        match name {
            "limit" => LIMIT.to_owned(),
            "before" => BEFORE.to_owned(),
            "after" => AFTER.to_owned(),
            "pageSize" => PAGE_SIZE.to_string(),
            "pageNumber" => PAGE_NUMBER.to_string(),
            "excludeMetadata"
            | "notify"
            | "useNormalizedMessage"
            | "provisional"
            | "prefetchConversationId"
            | "includePreview"
            | "ignoreErrors" => "true".to_owned(),
            "expand" if operation == "getNotificationsAvailabletopics" => "description".to_owned(),
            "expand" => "supportedContent".to_owned(),
            "includechannels" => "token".to_owned(),
            "status" => "uploading".to_owned(),
            "supportedContent.id" | "messagingSetting.id" | "code" | "state" | "error" | "url" => {
                TEXT.to_owned()
            }
            _ => panic!("the table has no argument {name}"),
        }
    }

    /// The ids of messages: one alone. Prism 5.14.2 ends with an exception on a list in the path
    /// that has two (<https://github.com/stoplightio/prism/issues/2710>).
    fn ids(&self) -> [&'static str; 1] {
        [self.message]
    }
}

/// Visits calls; the setters behind `=>` are called for full calls alone.
macro_rules! visit {
    ($visitor:ident, $full:ident: $($call:expr $(=> $(.$setter:ident($value:expr))+)?;)+) => {
        $(
            let call = $call;
            $(let call = if $full { call$(.$setter($value))+ } else { call };)?
            $visitor.visit(call);
        )+
    };
}

/// The accessors of a client.
pub struct Api<M: Mode> {
    pub chat: Chat<M>,
    pub messaging: Messaging<M>,
    pub integrations: Integrations<M>,
    pub conversations: Conversations<M>,
    pub messages: Messages<M>,
    pub open_messaging: OpenMessaging<M>,
    pub notifications: Notifications<M>,
}

/// The accessors of a client of either mode.
macro_rules! api {
    ($client:expr) => {
        $crate::table::Api {
            chat: $client.chat(),
            messaging: $client.messaging(),
            integrations: $client.integrations(),
            conversations: $client.conversations(),
            messages: $client.messages(),
            open_messaging: $client.open_messaging(),
            notifications: $client.notifications(),
        }
    };
}

/// Visits every operation of the document.
pub fn all<M: Mode>(api: &Api<M>, arguments: &Arguments, visitor: &mut impl Visit<M>) {
    rooms(&api.chat, arguments, visitor);
    users(&api.chat, arguments, visitor);
    integrations(&api.messaging, arguments, visitor);
    messaging_settings(&api.messaging, arguments, visitor);
    today::all(api, arguments, visitor);
}

#[expect(deprecated, reason = "what the document deprecates is to work as well")]
fn rooms<M: Mode>(chat: &Chat<M>, arguments: &Arguments, visitor: &mut impl Visit<M>) {
    let &Arguments {
        full,
        room,
        user,
        message,
        ..
    } = arguments;
    visit! { visitor, full:
        chat.get_chat_settings();
        chat.put_chat_settings(bodies::settings(full));
        chat.patch_chat_settings(bodies::settings(full));
        chat.get_chats_message(message);
        chat.put_chats_message_reactions(message, bodies::reactions());
        chat.post_chats_rooms(bodies::new_room(full));
        chat.get_chats_room(room);
        chat.patch_chats_room(room, bodies::room_update(full));
        chat.get_chats_room_messages(room) => .limit(LIMIT).before(BEFORE).after(AFTER).exclude_metadata(true);
        chat.post_chats_room_messages(room, bodies::message(full));
        chat.post_chats_room_messages_pins(room, bodies::pins());
        chat.delete_chats_room_messages_pin(room, message);
        chat.get_chats_room_message(room, arguments.ids());
        chat.patch_chats_room_message(room, message, bodies::message(full));
        chat.delete_chats_room_message(room, message);
        chat.get_chats_room_participants(room) => .notify(true);
        chat.get_chats_room_participant(room, user);
        chat.post_chats_room_participant(room, user);
        chat.delete_chats_room_participant(room, user);
        chat.post_chats_room_pinnedmessages(room, bodies::pins());
        chat.delete_chats_room_pinnedmessage(room, message);
    }
}

fn users<M: Mode>(chat: &Chat<M>, arguments: &Arguments, visitor: &mut impl Visit<M>) {
    let &Arguments {
        full,
        user,
        message,
        thread,
        ..
    } = arguments;
    visit! { visitor, full:
        chat.get_chats_settings();
        chat.put_chats_settings(bodies::settings(full));
        chat.patch_chats_settings(bodies::settings(full));
        chat.get_chats_thread_messages(thread) => .limit(LIMIT).before(BEFORE).after(AFTER).exclude_metadata(true);
        chat.get_chats_users_me_settings();
        chat.post_chats_users_me_settings(bodies::sample(full, "postChatsUsersMeSettings"));
        chat.patch_chats_users_me_settings(bodies::sample(full, "patchChatsUsersMeSettings"));
        chat.delete_chats_users_me_settings();
        chat.get_chats_user(user);
        chat.get_chats_user_messages(user) => .limit(LIMIT).before(BEFORE).after(AFTER).exclude_metadata(true);
        chat.post_chats_user_messages(user, bodies::message(full));
        chat.post_chats_user_messages_pins(user, bodies::pins());
        chat.delete_chats_user_messages_pin(user, message);
        chat.get_chats_user_message(user, arguments.ids());
        chat.patch_chats_user_message(user, message, bodies::message(full));
        chat.delete_chats_user_message(user, message);
        chat.get_chats_user_settings(user);
        chat.patch_chats_user_settings(user, bodies::user_settings());
    }
}

#[expect(deprecated, reason = "what is retired is to be as it was")]
fn integrations<M: Mode>(
    messaging: &Messaging<M>,
    arguments: &Arguments,
    visitor: &mut impl Visit<M>,
) {
    let &Arguments {
        full,
        id,
        messenger,
        ..
    } = arguments;
    visit! { visitor, full:
        messaging.get_messaging_integrations_facebook()
            => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER);
        messaging.post_messaging_integrations_facebook(bodies::facebook(full));
        messaging.get_messaging_integrations_facebook_integration_id(id);
        messaging.delete_messaging_integrations_facebook_integration_id(id);
        messaging.get_messaging_integrations_line()
            => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER);
        messaging.post_messaging_integrations_line(bodies::line(full));
        messaging.get_messaging_integrations_line_integration_id(id);
        messaging.put_messaging_integrations_line_integration_id(id, bodies::line(full));
        messaging.delete_messaging_integrations_line_integration_id(id);
        messaging.get_messaging_integrations_twitter()
            => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER);
        messaging.post_messaging_integrations_twitter(bodies::twitter(full));
        messaging.get_messaging_integrations_twitter_integration_id(id);
        messaging.delete_messaging_integrations_twitter_integration_id(id);
        messaging.get_messaging_sticker(messenger)
            => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER);
    }
}

#[expect(deprecated, reason = "what the document deprecates is to work as well")]
fn messaging_settings<M: Mode>(
    messaging: &Messaging<M>,
    arguments: &Arguments,
    visitor: &mut impl Visit<M>,
) {
    let &Arguments { full, id, .. } = arguments;
    visit! { visitor, full:
        messaging.get_messaging_settings() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER);
        messaging.post_messaging_settings(bodies::messaging_setting(full));
        messaging.get_messaging_settings_default();
        messaging.put_messaging_settings_default(bodies::default_setting());
        messaging.delete_messaging_settings_default();
        messaging.get_messaging_setting(id);
        messaging.patch_messaging_setting(id, bodies::messaging_setting(full));
        messaging.delete_messaging_setting(id);
        messaging.get_messaging_supportedcontent()
            => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER);
        messaging.post_messaging_supportedcontent(bodies::content(full));
        messaging.get_messaging_supportedcontent_supported_content_id(id);
        messaging.patch_messaging_supportedcontent_supported_content_id(id, bodies::content(full));
        messaging.delete_messaging_supportedcontent_supported_content_id(id);
    }
}
