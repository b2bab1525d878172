//! Channels and their subscriptions.

use crate::case::{Case, Entry};
use crate::samples::{self, Samples};

pub(crate) fn entries(samples: &mut Samples) -> Vec<Entry> {
    vec![
        Case::new("getNotificationsAvailabletopics", "GET /api/v2/notifications/availabletopics?expand=description,enforced&includePreview=true", call!(|client, _path| client.notifications().get_notifications_availabletopics().expand(["description", "enforced"]).include_preview(true))).sampled(samples),
        Case::new("getNotificationsChannels", "GET /api/v2/notifications/channels?includechannels=token", call!(|client, _path| client.notifications().get_notifications_channels().includechannels("token"))).sampled(samples),
        Case::new("postNotificationsChannels", "POST /api/v2/notifications/channels", call!(|client, _path| client.notifications().post_notifications_channels())).sampled(samples),
        Case::new("getNotificationsChannelSubscriptions", "GET /api/v2/notifications/channels/one/subscriptions", call!(|client, path| client.notifications().get_notifications_channel_subscriptions(path[0]))).path(&["one"]).sampled(samples),
        Case::new("postNotificationsChannelSubscriptions", "POST /api/v2/notifications/channels/one/subscriptions?ignoreErrors=true", call!(|client, path| client.notifications().post_notifications_channel_subscriptions(path[0], samples::sent::<Vec<_>>("postNotificationsChannelSubscriptions")).ignore_errors(true))).path(&["one"]).sampled(samples),
        Case::new("putNotificationsChannelSubscriptions", "PUT /api/v2/notifications/channels/one/subscriptions?ignoreErrors=true", call!(|client, path| client.notifications().put_notifications_channel_subscriptions(path[0], samples::sent::<Vec<_>>("putNotificationsChannelSubscriptions")).ignore_errors(true))).path(&["one"]).sampled(samples),
        Case::new("deleteNotificationsChannelSubscriptions", "DELETE /api/v2/notifications/channels/one/subscriptions", call!(|client, path| client.notifications().delete_notifications_channel_subscriptions(path[0]))).path(&["one"]).sampled(samples),
    ]
}
