//! The proxy that the environment names, the hosts that go around it, and how to leave it aside.
//!
//! The environment belongs to a whole process, so each check starts this very program once more,
//! with variables of its own, to make a single call.

#![expect(
    clippy::unwrap_used,
    reason = "a check that meets an error it did not expect should stop there"
)]

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use runtime::runtime::api::ApiInfo;
use runtime::runtime::builder::Builder;
use runtime::runtime::client::{ApiClient, Handle};
use runtime::runtime::mode::Async;

/// Makes this program call the URL in it, and end.
const TARGET: &str = "TEST_TARGET";

/// Makes it leave the system's proxy aside.
const NO_PROXY: &str = "TEST_NO_PROXY";

/// Makes it take settings from the environment.
const FROM_ENV: &str = "TEST_FROM_ENV";

fn main() {
    if let Ok(target) = std::env::var(TARGET) {
        return call(&target);
    }
    the_systems_proxy_is_used();
    a_host_that_no_proxy_names_is_called_directly();
    the_systems_proxy_can_be_left_aside();
    a_proxy_that_cannot_be_used_is_an_error();
    settings_are_taken_from_the_environment();
}

fn the_systems_proxy_is_used() {
    let (proxy, server) = (Counter::start(), Counter::start());
    child(&proxy, "http://api.test", &[]);
    assert_eq!((proxy.count(), server.count()), (1, 0));
}

fn a_host_that_no_proxy_names_is_called_directly() {
    let (proxy, server) = (Counter::start(), Counter::start());
    let except = [("no_proxy", "other.test,127.0.0.1")];
    child(&proxy, &server.url(), &except);
    assert_eq!((proxy.count(), server.count()), (0, 1));
    child(&proxy, "http://api.test", &except);
    assert_eq!((proxy.count(), server.count()), (1, 1));
}

fn the_systems_proxy_can_be_left_aside() {
    let (proxy, server) = (Counter::start(), Counter::start());
    child(&proxy, &server.url(), &[(NO_PROXY, "1")]);
    assert_eq!((proxy.count(), server.count()), (0, 1));
}

fn a_proxy_that_cannot_be_used_is_an_error() {
    let server = Counter::start();
    assert!(!run(&server.url(), &[("http_proxy", "http//127.0.0.1")]));
    assert_eq!(server.count(), 0);
    assert!(run(
        &server.url(),
        &[("http_proxy", "http//127.0.0.1"), (NO_PROXY, "1")]
    ));
    assert_eq!(server.count(), 1);
}

fn settings_are_taken_from_the_environment() {
    let (server, other) = (Counter::start(), Counter::start());
    let url = other.url();
    let set = [(NO_PROXY, "1"), (FROM_ENV, "1"), ("SAMPLE_BASE_URL", &url)];
    assert!(run(&server.url(), &set));
    assert_eq!((server.count(), other.count()), (0, 1));
}

/// Calls the target from a process whose environment names the proxy.
fn child(proxy: &Counter, target: &str, more: &[(&str, &str)]) {
    let url = proxy.url();
    let set: Vec<(&str, &str)> = std::iter::once(("http_proxy", url.as_str()))
        .chain(more.iter().copied())
        .collect();
    assert!(run(target, &set), "the call of {target} failed");
}

/// Whether the call of the target by a process with these variables succeeds.
fn run(target: &str, set: &[(&str, &str)]) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for name in [
        "no_proxy",
        "NO_PROXY",
        "HTTP_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ] {
        command.env_remove(name);
    }
    command.env_remove("http_proxy").env(TARGET, target);
    command.envs(set.iter().copied()).stderr(Stdio::null());
    command.status().unwrap().success()
}

/// What the program does when it is a child.
fn call(target: &str) {
    let builder = Builder::<Client>::new().base_url(target);
    let builder = match std::env::var_os(NO_PROXY) {
        Some(_) => builder.no_proxy(),
        None => builder,
    };
    let builder = match std::env::var_os(FROM_ENV) {
        Some(_) => builder.from_env().unwrap(),
        None => builder,
    };
    let client = builder.build().unwrap();
    let call = client.0.request(http::Method::GET, "/thing");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { call.await.unwrap() });
}

struct Client(Handle);

static API: ApiInfo = ApiInfo {
    env_prefix: Some("SAMPLE"),
    ..ApiInfo::new("Sample", "sample", "1.2.3")
};

impl ApiClient for Client {
    const API: &'static ApiInfo = &API;
    type Mode = Async;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

/// A server that counts every request, then answers it: whoever has the answer finds it counted. It
/// ends with the program.
struct Counter {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

impl Counter {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &counter);
            }
        });
        Self { address, requests }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn count(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn answer(mut stream: TcpStream, counter: &AtomicUsize) {
    let mut lines = BufReader::new(&stream).lines();
    while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
    counter.fetch_add(1, Ordering::SeqCst);
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    stream.write_all(answer).unwrap();
}
