//! Integrations of messengers by the routes that are gone: Facebook, LINE, Twitter.
#![expect(deprecated, reason = "retired operations are called like any other")]

use generated_client::models::{
    LineIntegrationRequest, RetiredFacebookIntegrationRequest, RetiredTwitterIntegrationRequest,
    RetiredTwitterIntegrationRequestTier, RetiredTwitterIntegrationTier,
};
use serde_json::{Value, json};

use crate::case::{Case, Entry, ODD, UNICODE};
use crate::samples;

pub(crate) fn entries() -> Vec<Entry> {
    let mut entries = facebook();
    entries.extend(line());
    entries.extend(line_by_id());
    entries.extend(twitter());
    entries
}

fn facebook() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingIntegrationsFacebook",
            "GET /api/v2/messaging/integrations/facebook?pageSize=100&pageNumber=2",
            call!(|client, _| client
                .messaging()
                .get_messaging_integrations_facebook()
                .page_size(100)
                .page_number(2)),
        )
        .answer(samples::page(&facebook_integration()), |page| {
            assert_eq!(page.entities.as_deref().unwrap()[0].app_id, "app-1");
            assert_eq!(page.total, Some(5_000_000_000));
            assert_eq!(page.next_uri.as_deref(), Some("/page/3"));
        }),
        Case::new(
            "postMessagingIntegrationsFacebook",
            "POST /api/v2/messaging/integrations/facebook",
            call!(
                |client, _| client.messaging().post_messaging_integrations_facebook(
                    RetiredFacebookIntegrationRequest::new("Acme", "app-1")
                        .page_access_token("page-token")
                        .user_access_token("user-token")
                        .page_id("page-1")
                        .app_secret("secret")
                )
            ),
        )
        .body(json!({
            "name": "Acme",
            "pageAccessToken": "page-token",
            "userAccessToken": "user-token",
            "pageId": "page-1",
            "appId": "app-1",
            "appSecret": "secret",
        }))
        .answer(facebook_integration(), |made| assert_eq!(made.version, 3)),
        Case::new(
            "getMessagingIntegrationsFacebookIntegrationId",
            "GET /api/v2/messaging/integrations/facebook/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client
                .messaging()
                .get_messaging_integrations_facebook_integration_id(path[0])),
        )
        .path(&[ODD])
        .answer(facebook_integration(), |one| {
            assert_eq!(one.id, "integration-1");
            assert_eq!(
                one.recipient.as_ref().unwrap().name.as_deref(),
                Some("Acme")
            );
        }),
        Case::new(
            "deleteMessagingIntegrationsFacebookIntegrationId",
            "DELETE /api/v2/messaging/integrations/facebook/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .messaging()
                .delete_messaging_integrations_facebook_integration_id(path[0])),
        )
        .path(&[UNICODE])
        .no_answer(),
    ]
}

fn line() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingIntegrationsLine",
            "GET /api/v2/messaging/integrations/line?pageSize=0&pageNumber=-1",
            call!(|client, _| client
                .messaging()
                .get_messaging_integrations_line()
                .page_size(0)
                .page_number(-1)),
        )
        .answer(samples::page(&line_integration()), |page| {
            assert_eq!(page.entities.as_deref().unwrap()[0].channel_id, "channel-1");
            assert_eq!((page.page_number, page.page_count), (Some(2), Some(4)));
        }),
        Case::new(
            "getMessagingIntegrationsLine",
            "GET /api/v2/messaging/integrations/line",
            call!(|client, _| client.messaging().get_messaging_integrations_line()),
        )
        .answer(json!({}), |page| assert_eq!(page.entities, None)),
        Case::new(
            "postMessagingIntegrationsLine",
            "POST /api/v2/messaging/integrations/line",
            call!(|client, _| client
                .messaging()
                .post_messaging_integrations_line(line_request())),
        )
        .body(line_body())
        .answer(line_integration(), |made| {
            assert_eq!(made.webhook_uri, "https://hooks.example.com")
        }),
    ]
}

fn line_by_id() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingIntegrationsLineIntegrationId",
            "GET /api/v2/messaging/integrations/line/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .messaging()
                .get_messaging_integrations_line_integration_id(path[0])),
        )
        .path(&[UNICODE])
        .answer(line_integration(), |one| {
            assert_eq!(one.status.as_deref(), Some("Active"))
        }),
        Case::new(
            "putMessagingIntegrationsLineIntegrationId",
            "PUT /api/v2/messaging/integrations/line/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client
                .messaging()
                .put_messaging_integrations_line_integration_id(path[0], line_request())),
        )
        .path(&[ODD])
        .body(line_body())
        .answer(line_integration(), |one| assert_eq!(one.name, "Acme")),
        Case::new(
            "deleteMessagingIntegrationsLineIntegrationId",
            "DELETE /api/v2/messaging/integrations/line/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client
                .messaging()
                .delete_messaging_integrations_line_integration_id(path[0])),
        )
        .path(&[ODD])
        .no_answer(),
    ]
}

fn twitter() -> Vec<Entry> {
    vec![
        Case::new(
            "getMessagingIntegrationsTwitter",
            "GET /api/v2/messaging/integrations/twitter?pageNumber=3&pageSize=25",
            call!(|client, _| client
                .messaging()
                .get_messaging_integrations_twitter()
                .page_number(3)
                .page_size(25)),
        )
        .answer(samples::page(&twitter_integration()), |page| {
            let tier = &page.entities.as_deref().unwrap()[0].tier;
            assert_eq!(*tier, RetiredTwitterIntegrationTier::Enterprise);
        }),
        Case::new(
            "postMessagingIntegrationsTwitter",
            "POST /api/v2/messaging/integrations/twitter",
            call!(
                |client, _| client.messaging().post_messaging_integrations_twitter(
                    RetiredTwitterIntegrationRequest::new(
                        "Acme",
                        "token-key",
                        "token-secret",
                        "consumer-key",
                        "consumer-secret",
                        RetiredTwitterIntegrationRequestTier::Premium,
                    )
                    .env_name("production")
                )
            ),
        )
        .body(json!({
            "name": "Acme",
            "accessTokenKey": "token-key",
            "accessTokenSecret": "token-secret",
            "consumerKey": "consumer-key",
            "consumerSecret": "consumer-secret",
            "tier": "premium",
            "envName": "production",
        }))
        .answer(twitter_integration(), |made| {
            assert_eq!(made.consumer_key, "consumer-key")
        }),
        Case::new(
            "getMessagingIntegrationsTwitterIntegrationId",
            "GET /api/v2/messaging/integrations/twitter/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client
                .messaging()
                .get_messaging_integrations_twitter_integration_id(path[0])),
        )
        .path(&[ODD])
        .answer(twitter_integration(), |one| {
            assert_eq!(one.username.as_deref(), Some("acme"));
            let created = one
                .date_created
                .as_ref()
                .and_then(|date| date.value())
                .unwrap();
            assert_eq!(created.timestamp_millis(), 1_777_887_000_000);
        }),
        Case::new(
            "deleteMessagingIntegrationsTwitterIntegrationId",
            "DELETE /api/v2/messaging/integrations/twitter/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .messaging()
                .delete_messaging_integrations_twitter_integration_id(path[0])),
        )
        .path(&[UNICODE])
        .no_answer(),
    ]
}

fn facebook_integration() -> Value {
    samples::integration(json!({ "appId": "app-1", "pageId": "page-1" }))
}

fn line_integration() -> Value {
    let own = json!({ "channelId": "channel-1", "webhookUri": "https://hooks.example.com" });
    samples::integration(own)
}

fn twitter_integration() -> Value {
    samples::integration(json!({
        "accessTokenKey": "token-key",
        "consumerKey": "consumer-key",
        "username": "acme",
        "userId": "1029384756",
        "tier": "enterprise",
        "envName": "production",
    }))
}

fn line_request() -> LineIntegrationRequest {
    LineIntegrationRequest::new("Acme")
        .channel_id("channel-1")
        .channel_secret("channel-secret")
        .switcher_secret("switcher-secret")
        .service_code("service-1")
}

fn line_body() -> Value {
    json!({
        "name": "Acme",
        "channelId": "channel-1",
        "channelSecret": "channel-secret",
        "switcherSecret": "switcher-secret",
        "serviceCode": "service-1",
    })
}
