//! No secret in anything that is shown: `Debug`, `Display`, traces, curl lines.

use runtime::runtime::auth::Token;

use crate::support::sample::{GetKeyed, GetThing, PostThing, bare_builder, builder, client};
use crate::support::server::{Server, Step, answer, json, refusing};

/// Part of each secret that the client of these tests is given.
const SECRET: &str = "s3cret";

fn assert_hidden(shown: &str) {
    assert!(!shown.contains(SECRET), "{shown}");
}

#[tokio::test]
async fn clients_builders_and_calls_show_none() {
    let builder = builder("http://api.test").proxy("http://joe:s3cret@proxy.test:3128");
    assert_hidden(&format!("{builder:?}"));
    let client = builder.build().unwrap();
    assert_hidden(&format!("{client:?}"));
    let call = client
        .call::<GetKeyed>()
        .with_header("x-more", "s3cret")
        .with_query("q", "s3cret");
    assert_hidden(&format!("{call:?}"));
    assert_hidden(&call.to_curl().unwrap());
}

#[test]
fn an_address_with_a_password_is_refused_and_not_shown() {
    let error = builder("http://joe:s3cret@api.test").build().unwrap_err();
    assert!(error.to_string().contains("password"), "{error}");
    assert_hidden(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn tokens_show_none() {
    assert_hidden(&format!(
        "{:?}",
        Token::new("s3cret").with_refresh("s3cret")
    ));
}

#[tokio::test]
async fn errors_show_none_however_a_call_fails() {
    let (refused, _socket) = refusing();
    let mut urls = vec![format!("http://{refused}")];
    let scripts: [fn() -> Vec<Step>; 5] = [
        || vec![Step::Reset],
        || vec![Step::Send("garbage\r\n\r\n".into()), Step::Close],
        || answer("401 Unauthorized", &[], ""),
        || answer("400 Bad", &[("content-type", "application/json")], "{"),
        || json("[]"),
    ];
    let mut servers = Vec::new();
    for script in scripts {
        let server = Server::start(move |_| script()).await;
        urls.push(server.url());
        servers.push(server);
    }
    for url in urls {
        let client = client(&url);
        for error in [
            client.call::<GetKeyed>().await.map(|_| ()).unwrap_err(),
            client
                .call::<PostThing>()
                .with_query("q", "s3cret")
                .await
                .map(|_| ())
                .unwrap_err(),
        ] {
            assert_hidden(&format!("{error} {error:?} {error:#?}"));
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                assert_hidden(&format!("{cause} {cause:?}"));
                source = cause.source();
            }
        }
    }
}

#[tokio::test]
async fn a_provider_that_panics_does_not_take_the_client_along() {
    let server = Server::start(|_| json(r#"{"name":"a"}"#)).await;
    let client = bare_builder(&server.url())
        .token_provider(|| async { panic!("no token") })
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
}

#[cfg(feature = "tracing")]
#[tokio::test]
async fn traces_show_none() {
    crate::support::trace::record();
    let server = Server::start(|request| match request.number {
        0 => answer(
            "503 Busy",
            &[("set-cookie", "a=s3cret"), ("x-more", "s3cret")],
            "",
        ),
        _ => json(r#"{"name":"s3cret"}"#),
    })
    .await;
    let client = client(&server.url());
    client
        .call::<GetKeyed>()
        .with_query("q", "s3cret")
        .await
        .unwrap();
    client
        .call::<PostThing>()
        .with_header("x-more", "s3cret")
        .await
        .unwrap();
    let (refused, _socket) = refusing();
    let proxied = builder("http://api.test")
        .proxy(format!("http://joe:s3cret@{}", server.address()))
        .build()
        .unwrap();
    proxied.call::<PostThing>().await.unwrap();
    let _ = client
        .call::<GetThing>()
        .with_base_url(&format!("http://{refused}"))
        .await;
    let text = crate::support::trace::recorded();
    for wanted in [
        "getKeyed",
        "http.request.resend_count",
        "url.full",
        "503",
        "http.request.method",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
    assert_hidden(&text);
}
