//! A server on a raw socket of loopback: the answer to give goes in, the exact bytes of every
//! request come out. Nothing in between parses or tidies them.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use generated_client::runtime::builder::Builder;
use generated_client::runtime::client::ApiClient;
use generated_client::runtime::retry::RetryPolicy;
use generated_client::{Client, blocking};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The token that the clients of these tests send.
pub(crate) const TOKEN: &str = "token-of-the-test";

/// What the server answers.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    held: bool,
}

impl Answer {
    /// An answer of that status without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            held: false,
        }
    }

    /// An answer of that status with a JSON body.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        let mut answer = Self::empty(status).header("content-type", "application/json");
        answer.body = body.to_string().into_bytes();
        answer
    }

    /// An answer of that status with a body of that media type.
    pub(crate) fn text(status: u16, media_type: &str, body: &str) -> Self {
        let mut answer = Self::empty(status).header("content-type", media_type);
        answer.body = body.as_bytes().to_vec();
        answer
    }

    /// No answer at all: the request is read, and the connection stays silent.
    pub(crate) fn never() -> Self {
        Self {
            held: true,
            ..Self::empty(200)
        }
    }

    /// The answer with one header more.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Some Reason\r\n", self.status);
        // 204 has neither a body nor a length.
        if self.status != 204 {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The request line and the headers, up to the empty line.
    pub(crate) head: String,
    /// The bytes of the body.
    pub(crate) body: Vec<u8>,
}

impl Seen {
    /// The request line: method, target, version.
    pub(crate) fn line(&self) -> &str {
        self.head.split("\r\n").next().unwrap_or_default()
    }

    /// The values of all headers of that name.
    pub(crate) fn headers(&self, name: &str) -> Vec<&str> {
        let lines = self
            .head
            .split("\r\n")
            .skip(1)
            .filter_map(|line| line.split_once(':'));
        lines
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .collect()
    }

    /// The body as JSON; `None` if there is no body.
    pub(crate) fn json(&self) -> Option<Value> {
        let text = String::from_utf8_lossy(&self.body);
        (!text.is_empty()).then(|| serde_json::from_str(&text).expect("the body is JSON"))
    }
}

/// A running server. Dropping it ends it.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that gives every request the same answer.
    pub(crate) async fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let task = tokio::spawn(accept(listener, answer, Arc::clone(&seen)));
        Self {
            address,
            seen,
            task,
        }
    }

    /// Host and port, as the `Host` header names them.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// A client of this server that has a token and makes one attempt a call.
    pub(crate) fn client(&self) -> Client {
        self.configure(Client::builder()).build().unwrap()
    }

    /// As [`Server::client`], for code that is not async.
    pub(crate) fn blocking_client(&self) -> blocking::Client {
        self.configure(blocking::Client::builder()).build().unwrap()
    }

    /// Points a client that is still to be built at this server.
    pub(crate) fn configure<C: ApiClient>(&self, builder: Builder<C>) -> Builder<C> {
        builder
            .base_url(format!("http://{}", self.address))
            .no_proxy()
            .access_token(TOKEN)
            .retry(RetryPolicy::none())
    }

    /// The requests that came so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The one request that came.
    pub(crate) fn only(&self) -> Seen {
        let mut seen = self.seen();
        assert_eq!(seen.len(), 1, "one request was to come: {seen:#?}");
        seen.remove(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, answer: Answer, seen: Arc<Mutex<Vec<Seen>>>) {
    // The connections are part of this task, and end with it.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, answer.clone(), Arc::clone(&seen)));
    }
}

async fn serve(mut stream: TcpStream, answer: Answer, seen: Arc<Mutex<Vec<Seen>>>) {
    let mut buffer = Vec::new();
    while let Some(request) = read(&mut stream, &mut buffer).await {
        seen.lock().unwrap().push(request);
        if answer.held {
            std::future::pending::<()>().await;
        }
        if stream.write_all(&answer.bytes()).await.is_err() {
            return;
        }
    }
}

/// Reads one request; `None` if the connection ends first.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Seen> {
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break end;
        }
        more(stream, buffer).await?;
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    buffer.drain(..end + 4);
    let mut request = Seen {
        head,
        body: Vec::new(),
    };
    let length = request
        .headers("content-length")
        .first()
        .and_then(|text| text.parse().ok());
    let length = length.unwrap_or(0_usize);
    while buffer.len() < length {
        more(stream, buffer).await?;
    }
    request.body = buffer.drain(..length).collect();
    Some(request)
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    match stream.read_buf(buffer).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(()),
    }
}
