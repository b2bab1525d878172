//! Logins on devices without a browser.

use super::*;

static DEVICE_API: ApiInfo = ApiInfo {
    servers: API.servers,
    security: API.security,
    oauth: Some(&OAuthInfo::new(&[OAuthFlow {
        token: Some(Address::Absolute("https://login.test/token")),
        device: Some(Address::Absolute("https://login.test/device")),
        scopes: &["read"],
        ..OAuthFlow::new("login", FlowKind::DeviceAuthorization)
    }])),
    ..ApiInfo::new("test", "test", "0.0.0")
};

struct Device(Handle);

impl ApiClient for Device {
    const API: &'static ApiInfo = &DEVICE_API;
    type Mode = Async;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

/// A server that answers the questions for a token with these errors, then with a token.
fn pending(errors: &'static [&'static str]) -> FakeTransport {
    let asked = AtomicUsize::new(0);
    FakeTransport::new().answer_with(move |request| match request.path() {
        "/device" => FakeAnswer::json(
            200,
            &json!({
                "device_code": "c0de-of-device",
                "user_code": "ABCD",
                "verification_uri": "https://login.test/activate",
                "expires_in": 900,
                "interval": 1,
            }),
        ),
        "/token" => match errors.get(asked.fetch_add(1, Ordering::SeqCst)) {
            Some(error) => FakeAnswer::json(400, &json!({ "error": error })),
            None => token(1),
        },
        _ => FakeAnswer::status(204),
    })
}

#[tokio::test(start_paused = true)]
async fn a_device_waits_until_the_person_has_logged_in() {
    let fake = pending(&["authorization_pending", "slow_down"]);
    let builder = Builder::<Device>::new().transport(fake.clone());
    let login = builder.device_login("id").await.unwrap();
    assert_eq!(login.user_code(), "ABCD");
    assert_eq!(login.verification_uri(), "https://login.test/activate");
    let grant = login.wait().await.unwrap();
    let client = builder.grant(grant).build().unwrap();
    client.0.request(Method::GET, "/x").await.unwrap();
    let requests = fake.requests();
    assert_eq!(requests.len(), 5);
    assert_eq!(
        form(&requests[0]),
        pairs(&[("client_id", "id"), ("scope", "read")])
    );
    let expected = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", "c0de-of-device"),
        ("client_id", "id"),
    ];
    assert_eq!(form(&requests[1]), pairs(&expected));
    assert_eq!(requests[4].headers["authorization"], "Bearer access-1");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_ends_the_login() {
    let fake = pending(&["access_denied"]);
    let builder = Builder::<Device>::new().transport(fake.clone());
    let login = builder.device_login("id").await.unwrap();
    let error = login.wait().await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error, "access_denied");
}
