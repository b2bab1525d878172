//! The operations of today's API beside Chat, each once.

use generated_client::conversations::Conversations;
use generated_client::integrations::Integrations;
use generated_client::messages::Messages;
use generated_client::messaging::Messaging;
use generated_client::notifications::Notifications;
use generated_client::open_messaging::OpenMessaging;
use generated_client::runtime::mode::Mode;

use crate::bodies::sample;
use crate::table::{Api, Arguments, PAGE_NUMBER, PAGE_SIZE, TEXT, Visit};

/// Visits every one of them.
pub fn all<M: Mode>(api: &Api<M>, arguments: &Arguments, visitor: &mut impl Visit<M>) {
    conversations(&api.conversations, arguments, visitor);
    messages(&api.messages, arguments, visitor);
    open_messaging(&api.open_messaging, arguments, visitor);
    integrations(&api.integrations, arguments, visitor);
    messaging(&api.messaging, arguments, visitor);
    notifications(&api.notifications, arguments, visitor);
}

fn conversations<M: Mode>(
    conversations: &Conversations<M>,
    arguments: &Arguments,
    visitor: &mut impl Visit<M>,
) {
    let &Arguments { full, id, .. } = arguments;
    visit! { visitor, full:
        conversations.get_conversations_messages();
        conversations.post_conversations_messages(sample(full, "postConversationsMessages"));
        conversations.get_conversations_message(id);
        conversations.patch_conversations_message_participant(id, id) => .body(sample(full, "patchConversationsMessageParticipant"));
        conversations.patch_conversations_message_participant_attributes(id, id) => .body(sample(full, "patchConversationsMessageParticipantAttributes"));
        conversations.patch_conversations_message_participant_communication(id, id, id, sample(full, "patchConversationsMessageParticipantCommunication"));
        conversations.get_conversations_message_participant_communication_wrapup(id, id, id) => .provisional(true);
        conversations.post_conversations_message_participant_communication_wrapup(id, id, id) => .body(sample(full, "postConversationsMessageParticipantCommunicationWrapup"));
        conversations.post_conversations_message_participant_monitor(id, id);
        conversations.patch_conversations_message_participant_parkingstate(id, id, sample(full, "patchConversationsMessageParticipantParkingstate"));
        conversations.post_conversations_message_participant_replace(id, id, sample(full, "postConversationsMessageParticipantReplace"));
        conversations.get_conversations_message_participant_wrapup(id, id) => .provisional(true);
        conversations.get_conversations_message_participant_wrapupcodes(id, id);
        conversations.put_conversations_message_recordingstate(id, sample(full, "putConversationsMessageRecordingstate"));
    }
}

#[expect(deprecated, reason = "what the document deprecates is to work as well")]
fn messages<M: Mode>(messages: &Messages<M>, arguments: &Arguments, visitor: &mut impl Visit<M>) {
    let &Arguments {
        full, id, message, ..
    } = arguments;
    visit! { visitor, full:
        messages.post_conversations_messages_agentless(sample(full, "postConversationsMessagesAgentless")) => .use_normalized_message(true);
        messages.get_conversations_messages_cachedmedia() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER).url(TEXT);
        messages.get_conversations_messages_cachedmedia_cached_media_item_id(id);
        messages.delete_conversations_messages_cachedmedia_cached_media_item_id(id);
        messages.post_conversations_message_communication_messages(id, id, sample(full, "postConversationsMessageCommunicationMessages")) => .use_normalized_message(true);
        messages.get_conversations_message_communication_messages_media(id, id) => .status("uploading").page_number(PAGE_NUMBER).page_size(PAGE_SIZE);
        messages.post_conversations_message_communication_messages_media(id, id);
        messages.post_conversations_message_communication_messages_media_uploads(id, id, sample(full, "postConversationsMessageCommunicationMessagesMediaUploads"));
        messages.get_conversations_message_communication_messages_media_media_id(id, id, id);
        messages.post_conversations_message_communication_socialmedia_messages(id, id, sample(full, "postConversationsMessageCommunicationSocialmediaMessages"));
        messages.post_conversations_message_communication_typing(id, id, sample(full, "postConversationsMessageCommunicationTyping"));
        messages.post_conversations_message_messages_bulk(id) => .use_normalized_message(true).body(sample::<Vec<String>>(full, "postConversationsMessageMessagesBulk"));
        messages.get_conversations_message_message(id, message) => .use_normalized_message(true);
        messages.get_conversations_message_details(message) => .use_normalized_message(true);
    }
}

#[expect(deprecated, reason = "what the document deprecates is to work as well")]
fn open_messaging<M: Mode>(
    open_messaging: &OpenMessaging<M>,
    arguments: &Arguments,
    visitor: &mut impl Visit<M>,
) {
    let &Arguments { full, id, .. } = arguments;
    visit! { visitor, full:
        open_messaging.post_conversations_messages_inbound_open(sample(full, "postConversationsMessagesInboundOpen"));
        open_messaging.post_conversations_message_inbound_open_event(id, sample(full, "postConversationsMessageInboundOpenEvent"));
        open_messaging.post_conversations_message_inbound_open_message(id, sample(full, "postConversationsMessageInboundOpenMessage")) => .prefetch_conversation_id(true);
        open_messaging.post_conversations_message_inbound_open_receipt(id, sample(full, "postConversationsMessageInboundOpenReceipt"));
        open_messaging.post_conversations_message_inbound_open_structured_response(id, sample(full, "postConversationsMessageInboundOpenStructuredResponse"));
    }
}

#[expect(deprecated, reason = "what the document deprecates is to work as well")]
fn integrations<M: Mode>(
    integrations: &Integrations<M>,
    arguments: &Arguments,
    visitor: &mut impl Visit<M>,
) {
    let &Arguments { full, id, .. } = arguments;
    visit! { visitor, full:
        integrations.get_conversations_messaging_facebook_app();
        integrations.get_conversations_messaging_facebook_permissions();
        integrations.get_conversations_messaging_identityresolution_integrations_apple_integration_id(id);
        integrations.put_conversations_messaging_identityresolution_integrations_apple_integration_id(id, sample(full, "putConversationsMessagingIdentityresolutionIntegrationsAppleIntegrationId"));
        integrations.get_conversations_messaging_identityresolution_integrations_facebook_integration_id(id);
        integrations.put_conversations_messaging_identityresolution_integrations_facebook_integration_id(id, sample(full, "putConversationsMessagingIdentityresolutionIntegrationsFacebookIntegrationId"));
        integrations.get_conversations_messaging_identityresolution_integrations_instagram_integration_id(id);
        integrations.put_conversations_messaging_identityresolution_integrations_instagram_integration_id(id, sample(full, "putConversationsMessagingIdentityresolutionIntegrationsInstagramIntegrationId"));
        integrations.get_conversations_messaging_identityresolution_integrations_open_integration_id(id);
        integrations.put_conversations_messaging_identityresolution_integrations_open_integration_id(id, sample(full, "putConversationsMessagingIdentityresolutionIntegrationsOpenIntegrationId"));
        integrations.get_conversations_messaging_identityresolution_integrations_twitter_integration_id(id);
        integrations.put_conversations_messaging_identityresolution_integrations_twitter_integration_id(id, sample(full, "putConversationsMessagingIdentityresolutionIntegrationsTwitterIntegrationId"));
        integrations.get_conversations_messaging_identityresolution_integrations_whatsapp_integration_id(id);
        integrations.put_conversations_messaging_identityresolution_integrations_whatsapp_integration_id(id, sample(full, "putConversationsMessagingIdentityresolutionIntegrationsWhatsappIntegrationId"));
        integrations.get_conversations_messaging_integrations() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER).expand(["supportedContent"]).supported_content_id(TEXT).messaging_setting_id(TEXT);
        integrations.get_conversations_messaging_integrations_apple() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER).expand("supportedContent").supported_content_id(TEXT).messaging_setting_id(TEXT);
        integrations.post_conversations_messaging_integrations_apple(sample(full, "postConversationsMessagingIntegrationsApple"));
        integrations.get_conversations_messaging_integrations_apple_integration_id(id) => .expand("supportedContent");
        integrations.patch_conversations_messaging_integrations_apple_integration_id(id, sample(full, "patchConversationsMessagingIntegrationsAppleIntegrationId"));
        integrations.delete_conversations_messaging_integrations_apple_integration_id(id);
        integrations.get_conversations_messaging_integrations_facebook() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER).expand("supportedContent").supported_content_id(TEXT).messaging_setting_id(TEXT);
        integrations.post_conversations_messaging_integrations_facebook(sample(full, "postConversationsMessagingIntegrationsFacebook"));
        integrations.get_conversations_messaging_integrations_facebook_integration_id(id) => .expand("supportedContent");
        integrations.patch_conversations_messaging_integrations_facebook_integration_id(id, sample(full, "patchConversationsMessagingIntegrationsFacebookIntegrationId"));
        integrations.delete_conversations_messaging_integrations_facebook_integration_id(id);
        integrations.get_conversations_messaging_integrations_instagram() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER).expand("supportedContent").supported_content_id(TEXT).messaging_setting_id(TEXT);
        integrations.post_conversations_messaging_integrations_instagram(sample(full, "postConversationsMessagingIntegrationsInstagram"));
        integrations.get_conversations_messaging_integrations_instagram_integration_id(id) => .expand("supportedContent");
        integrations.patch_conversations_messaging_integrations_instagram_integration_id(id, sample(full, "patchConversationsMessagingIntegrationsInstagramIntegrationId"));
        integrations.delete_conversations_messaging_integrations_instagram_integration_id(id);
        integrations.get_conversations_messaging_integrations_open() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER).expand("supportedContent").supported_content_id(TEXT).messaging_setting_id(TEXT);
        integrations.post_conversations_messaging_integrations_open(sample(full, "postConversationsMessagingIntegrationsOpen"));
        integrations.post_conversations_messaging_integrations_open_extensions_googlebusinessprofile(sample(full, "postConversationsMessagingIntegrationsOpenExtensionsGooglebusinessprofile"));
        integrations.get_conversations_messaging_integrations_open_extensions_googlebusinessprofile_oauth_settings();
        integrations.post_conversations_messaging_integrations_open_extensions_googlebusinessprofile_tokens(sample(full, "postConversationsMessagingIntegrationsOpenExtensionsGooglebusinessprofileTokens"));
        integrations.get_conversations_messaging_integrations_open_extensions_googlebusinessprofile_token(id);
        integrations.get_conversations_messaging_integrations_open_extensions_googlebusinessprofile_token_accounts(id);
        integrations.get_conversations_messaging_integrations_open_extensions_googlebusinessprofile_integration_id(id) => .expand("supportedContent");
        integrations.patch_conversations_messaging_integrations_open_extensions_googlebusinessprofile_integration_id(id, sample(full, "patchConversationsMessagingIntegrationsOpenExtensionsGooglebusinessprofileIntegrationId"));
        integrations.delete_conversations_messaging_integrations_open_extensions_googlebusinessprofile_integration_id(id);
        integrations.get_conversations_messaging_integrations_open_integration_id(id) => .expand("supportedContent");
        integrations.patch_conversations_messaging_integrations_open_integration_id(id, sample(full, "patchConversationsMessagingIntegrationsOpenIntegrationId"));
        integrations.delete_conversations_messaging_integrations_open_integration_id(id);
        integrations.get_conversations_messaging_integrations_twitter() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER).expand("supportedContent").supported_content_id(TEXT).messaging_setting_id(TEXT);
        integrations.post_conversations_messaging_integrations_twitter(sample(full, "postConversationsMessagingIntegrationsTwitter"));
        integrations.get_conversations_messaging_integrations_twitter_oauth_settings();
        integrations.get_conversations_messaging_integrations_twitter_integration_id(id) => .expand("supportedContent");
        integrations.patch_conversations_messaging_integrations_twitter_integration_id(id, sample(full, "patchConversationsMessagingIntegrationsTwitterIntegrationId"));
        integrations.delete_conversations_messaging_integrations_twitter_integration_id(id);
        integrations.get_conversations_messaging_integrations_whatsapp() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER).expand("supportedContent").supported_content_id(TEXT).messaging_setting_id(TEXT);
        integrations.post_conversations_messaging_integrations_whatsapp(sample(full, "postConversationsMessagingIntegrationsWhatsapp"));
        integrations.post_conversations_messaging_integrations_whatsapp_embeddedsignup(sample(full, "postConversationsMessagingIntegrationsWhatsappEmbeddedsignup"));
        integrations.patch_conversations_messaging_integrations_whatsapp_embeddedsignup_integration_id(id, sample(full, "patchConversationsMessagingIntegrationsWhatsappEmbeddedsignupIntegrationId"));
        integrations.get_conversations_messaging_integrations_whatsapp_integration_id(id) => .expand("supportedContent");
        integrations.patch_conversations_messaging_integrations_whatsapp_integration_id(id, sample(full, "patchConversationsMessagingIntegrationsWhatsappIntegrationId"));
        integrations.delete_conversations_messaging_integrations_whatsapp_integration_id(id);
        integrations.get_conversations_messaging_integration_twitter_oauth_settings(id);
        integrations.get_conversations_messaging_oauth_apple_callback(TEXT, TEXT) => .error(TEXT);
    }
}

fn messaging<M: Mode>(
    messaging: &Messaging<M>,
    arguments: &Arguments,
    visitor: &mut impl Visit<M>,
) {
    let &Arguments { full, id, .. } = arguments;
    visit! { visitor, full:
        messaging.get_conversations_messaging_settings() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER);
        messaging.post_conversations_messaging_settings(sample(full, "postConversationsMessagingSettings"));
        messaging.get_conversations_messaging_settings_default();
        messaging.put_conversations_messaging_settings_default(sample(full, "putConversationsMessagingSettingsDefault"));
        messaging.delete_conversations_messaging_settings_default();
        messaging.get_conversations_messaging_setting(id);
        messaging.patch_conversations_messaging_setting(id, sample(full, "patchConversationsMessagingSetting"));
        messaging.delete_conversations_messaging_setting(id);
        messaging.get_conversations_messaging_supportedcontent() => .page_size(PAGE_SIZE).page_number(PAGE_NUMBER);
        messaging.post_conversations_messaging_supportedcontent(sample(full, "postConversationsMessagingSupportedcontent"));
        messaging.get_conversations_messaging_supportedcontent_default();
        messaging.put_conversations_messaging_supportedcontent_default(sample(full, "putConversationsMessagingSupportedcontentDefault"));
        messaging.get_conversations_messaging_supportedcontent_supported_content_id(id);
        messaging.patch_conversations_messaging_supportedcontent_supported_content_id(id, sample(full, "patchConversationsMessagingSupportedcontentSupportedContentId"));
        messaging.delete_conversations_messaging_supportedcontent_supported_content_id(id);
        messaging.get_conversations_messaging_threadingtimeline();
        messaging.put_conversations_messaging_threadingtimeline(sample(full, "putConversationsMessagingThreadingtimeline"));
    }
}

fn notifications<M: Mode>(
    notifications: &Notifications<M>,
    arguments: &Arguments,
    visitor: &mut impl Visit<M>,
) {
    let &Arguments { full, id, .. } = arguments;
    visit! { visitor, full:
        notifications.get_notifications_availabletopics() => .expand(["description"]).include_preview(true);
        notifications.get_notifications_channels() => .includechannels("token");
        notifications.post_notifications_channels();
        notifications.get_notifications_channel_subscriptions(id);
        notifications.post_notifications_channel_subscriptions(id, sample::<Vec<_>>(full, "postNotificationsChannelSubscriptions")) => .ignore_errors(true);
        notifications.put_notifications_channel_subscriptions(id, sample::<Vec<_>>(full, "putNotificationsChannelSubscriptions")) => .ignore_errors(true);
        notifications.delete_notifications_channel_subscriptions(id);
    }
}
