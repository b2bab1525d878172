//! What a service posts to a program of the user's: verified and decoded by the emitted module, of a
//! case and of the client.

use generator_tests::cases::webhook::webhook as case;
use generator_tests::runtime::wire::webhook::WebhookError;
use http::{HeaderMap, HeaderValue};

fn signed(header: &'static str, signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header, HeaderValue::from_str(signature).unwrap());
    headers
}

#[test]
fn a_case_has_the_header_algorithm_and_encoding_that_it_asks_for() {
    let body = "{\"name\":\"Zoë\",\"kind\":\"opened\"}";
    let signature = "9981c4e7996ca6abd7e3a0590a5840f03fb4b8b15c3aeabc1663de340eb75839\
                     8060c7bc767ac230ac3d319dcbc5a1ff545ba0e3b83b2d8fa7059f8089b2f9ee";
    let headers = signed("x-rooms-signature", signature);
    case::verify("secret", &headers, body).unwrap();
    let event = case::decode("secret", &headers, body).unwrap();
    assert_eq!(event.name, "Zoë");
    let again = body.replace(":", ": ");
    let error = case::verify("secret", &headers, &again).unwrap_err();
    assert!(matches!(error, WebhookError::Mismatch), "{error}");
    let elsewhere = signed("x-signature", signature);
    let error = case::decode("secret", &elsewhere, body).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the header `X-Rooms-Signature` is missing"
    );
}

#[test]
fn the_client_reads_what_open_messaging_posts() {
    use generated_client::webhook;

    let body = r#"{"id":"1","channel":{"platform":"Open","type":"Private","to":{"id":"customer-1"},"from":{"id":"integration-1","idType":"Opaque"},"time":"2026-05-04T09:30:00.000Z"},"type":"Text","text":"We open at ten.","direction":"Outbound"}"#;
    let headers = signed(
        "x-hub-signature-256",
        "sha256=2AtV9YHsPA4ZFDI37k0BEZv94UKQar+GECFmgfqnoS4=",
    );
    let secret = "a-secret-of-sixteen-or-more";
    let message: webhook::Payload = webhook::decode(secret, &headers, body).unwrap();
    assert_eq!(message.text.as_deref(), Some("We open at ten."));
    assert_eq!(message.channel.to.id, "customer-1");
    for forged in [body.replace("ten", "two"), String::new()] {
        assert!(webhook::verify(secret, &headers, &forged).is_err());
    }
    assert!(webhook::verify("", &headers, body).is_err());
}
