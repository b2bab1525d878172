//! As much of a browser as a login takes: an address in, the address that it ends at out.

use std::collections::BTreeMap;
use std::net::{SocketAddr, ToSocketAddrs};

use url::Url;

use crate::relay;
use crate::wire::Message;

/// Follows redirects, with cookies, until one leads to `end`, and gives that address.
pub fn visit(start: &str, end: &str) -> String {
    let mut url = Url::parse(start).expect("a URL");
    let mut cookies = BTreeMap::new();
    for _ in 0..10 {
        let answer = get(&url, &cookies);
        keep(&answer, &mut cookies);
        let location = answer.header("location");
        let location = location.unwrap_or_else(|| {
            let body = String::from_utf8_lossy(&answer.body);
            panic!("{url} does not redirect: {}: {body}", answer.first_line)
        });
        if location.starts_with(end) {
            return location.to_owned();
        }
        url = url.join(location).expect("a URL");
    }
    panic!("the login never ends: it is at {url} now");
}

fn get(url: &Url, cookies: &BTreeMap<String, String>) -> Message {
    let query = url
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let cookies: Vec<String> = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let server = address(url);
    let request = format!(
        "GET {}{query} HTTP/1.1\r\nHost: {server}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
        url.path(),
        cookies.join("; "),
    );
    let request = Message::read(&mut request.as_bytes())
        .expect("a request")
        .expect("a request");
    relay::ask(server, &request).expect("an answer")
}

/// Keeps cookies for every path of the server.
fn keep(answer: &Message, cookies: &mut BTreeMap<String, String>) {
    for (_, value) in answer
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
    {
        let pair = value.split(';').next().unwrap_or_default();
        match pair.split_once('=') {
            Some((name, "")) => drop(cookies.remove(name)),
            Some((name, value)) => drop(cookies.insert(name.to_owned(), value.to_owned())),
            None => {}
        }
    }
}

fn address(url: &Url) -> SocketAddr {
    let host = (url.host_str().expect("a host"), url.port().expect("a port"));
    let mut addresses = host.to_socket_addrs().expect("an address");
    addresses
        .find(|address| address.ip().is_loopback())
        .expect("a server on this machine")
}
