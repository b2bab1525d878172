//! The browser that comes back to a port of this machine.

use super::*;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SOON: Duration = Duration::from_secs(30);

/// What a browser gets for a request to that target.
async fn visit(port: u16, target: &str) -> String {
    let mut browser = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    browser.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    browser.read_to_string(&mut answer).await.unwrap();
    answer
}

fn port_and_state(url: &str) -> (u16, String) {
    let pairs = query(url);
    let value = |name: &str| {
        let pair = pairs.iter().find(|(known, _)| known == name);
        pair.unwrap().1.clone()
    };
    let redirect = url::Url::parse(&value("redirect_uri")).unwrap();
    (redirect.port().unwrap(), value("state"))
}

#[tokio::test]
async fn the_browser_that_comes_back_ends_the_wait() {
    let login = builder().login("id", "http://127.0.0.1:0/cb").unwrap();
    let listener = login.listen().await.unwrap();
    let (port, state) = port_and_state(&listener.url());
    let waiting = tokio::spawn(listener.wait(SOON));
    let idle = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    assert!(
        visit(port, "/favicon.ico")
            .await
            .starts_with("HTTP/1.1 404")
    );
    let forged = visit(port, "/cb?code=evil&state=evil").await;
    assert!(forged.starts_with("HTTP/1.1 400"), "{forged}");
    let page = visit(port, &format!("/cb?code=c0de&state={state}")).await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    drop(idle);
    let grant = waiting.await.unwrap().unwrap();
    let (_, form) = sends(builder().grant(grant)).await;
    assert!(form.contains(&("code".to_owned(), "c0de".to_owned())));
    let redirect = format!("http://127.0.0.1:{port}/cb");
    assert!(form.contains(&("redirect_uri".to_owned(), redirect)));
}

#[tokio::test]
async fn a_refusal_ends_the_wait_too() {
    let login = builder().login("id", "http://localhost:0/").unwrap();
    let listener = login.listen().await.unwrap();
    let (port, state) = port_and_state(&listener.url());
    let waiting = tokio::spawn(listener.wait(SOON));
    visit(port, &format!("/?error=access_denied&state={state}")).await;
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(error.oauth().unwrap().error, "access_denied");
}

#[tokio::test]
async fn garbage_does_not_end_the_wait() {
    let login = builder().login("id", "http://127.0.0.1:0/").unwrap();
    let listener = login.listen().await.unwrap();
    let (port, state) = port_and_state(&listener.url());
    let waiting = tokio::spawn(listener.wait(SOON));
    for garbage in [&b"\xff\xfe\r\n\r\n"[..], b"POST / HTTP/1.1\r\n\r\n", b""] {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(garbage).await.unwrap();
    }
    visit(port, &format!("/?code=c0de&state={state}")).await;
    assert!(waiting.await.unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn nobody_comes() {
    let login = builder().login("id", "http://127.0.0.1:0/").unwrap();
    let listener = login.listen().await.unwrap();
    let error = listener.wait(SOON).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn only_this_machine_is_listened_at() {
    for uri in [
        "https://127.0.0.1:0/",
        "http://0.0.0.0:0/",
        "http://example.test:0/",
        "http://127.0.0.1.example.test/",
        "x",
    ] {
        let error = builder()
            .login("id", uri)
            .unwrap()
            .listen()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{uri}");
    }
}
