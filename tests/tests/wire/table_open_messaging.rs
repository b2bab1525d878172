//! What a messenger of one's own hands over.
#![expect(deprecated, reason = "deprecated operations are called like any other")]

use crate::case::{Case, Entry};
use crate::samples::{self, Samples};

pub(crate) fn entries(samples: &mut Samples) -> Vec<Entry> {
    vec![
        Case::new("postConversationsMessagesInboundOpen", "POST /api/v2/conversations/messages/inbound/open", call!(|client, _path| client.open_messaging().post_conversations_messages_inbound_open(samples::sent("postConversationsMessagesInboundOpen")))).sampled(samples),
        Case::new("postConversationsMessageInboundOpenEvent", "POST /api/v2/conversations/messages/one/inbound/open/event", call!(|client, path| client.open_messaging().post_conversations_message_inbound_open_event(path[0], samples::sent("postConversationsMessageInboundOpenEvent")))).path(&["one"]).sampled(samples),
        Case::new("postConversationsMessageInboundOpenMessage", "POST /api/v2/conversations/messages/one/inbound/open/message?prefetchConversationId=true", call!(|client, path| client.open_messaging().post_conversations_message_inbound_open_message(path[0], samples::sent("postConversationsMessageInboundOpenMessage")).prefetch_conversation_id(true))).path(&["one"]).sampled(samples),
        Case::new("postConversationsMessageInboundOpenReceipt", "POST /api/v2/conversations/messages/one/inbound/open/receipt", call!(|client, path| client.open_messaging().post_conversations_message_inbound_open_receipt(path[0], samples::sent("postConversationsMessageInboundOpenReceipt")))).path(&["one"]).sampled(samples),
        Case::new("postConversationsMessageInboundOpenStructuredResponse", "POST /api/v2/conversations/messages/one/inbound/open/structured/response", call!(|client, path| client.open_messaging().post_conversations_message_inbound_open_structured_response(path[0], samples::sent("postConversationsMessageInboundOpenStructuredResponse")))).path(&["one"]).sampled(samples),
    ]
}
