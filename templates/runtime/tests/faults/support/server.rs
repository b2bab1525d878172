//! A server on a raw socket: for each request that comes in, the steps to take go out, byte by
//! byte as the test wants them.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

/// One thing that the server does on a connection.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Does nothing for that long.
    Pause(Duration),
    /// Does nothing any more, and keeps the connection open.
    Hang,
    /// Closes the connection in an orderly way.
    Close,
    /// Cuts the connection with a TCP reset.
    Reset,
    /// Takes one off the counter.
    Count(Arc<AtomicUsize>),
    /// Passes bytes on to that address and back, as a proxy does after `CONNECT`.
    Tunnel(SocketAddr),
}

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// Its number on this server, from 0.
    pub(crate) number: usize,
    /// Method, target and version.
    pub(crate) line: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The body's bytes, as they came.
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The first header of that name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(one, _)| one == name)?;
        Some(value)
    }

    /// The target of the request line.
    pub(crate) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }
}

/// An answer with a body and its length.
pub(crate) fn answer(status: &str, headers: &[(&str, &str)], body: &str) -> Vec<Step> {
    vec![
        Step::Send(head(status, headers, body.len()).into_bytes()),
        Step::Send(body.into()),
    ]
}

/// An answer of 200 with a JSON body.
pub(crate) fn json(body: &str) -> Vec<Step> {
    answer("200 OK", &[("content-type", "application/json")], body)
}

/// The status line and headers of an answer that announces that many bytes.
pub(crate) fn head(status: &str, headers: &[(&str, &str)], length: usize) -> String {
    let mut head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// An address that refuses connections for as long as the socket is kept.
pub(crate) fn refusing() -> (SocketAddr, TcpSocket) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    (socket.local_addr().unwrap(), socket)
}

/// Says what follows a request.
type Script = dyn Fn(&Request) -> Vec<Step> + Send + Sync;

/// A running server. Dropping it ends it with its connections.
pub(crate) struct Server {
    address: SocketAddr,
    secure: bool,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    script: Box<Script>,
    seen: Mutex<Vec<Request>>,
    connections: AtomicUsize,
    acceptor: Option<TlsAcceptor>,
}

impl Server {
    /// A server of plain HTTP. The script says what follows each request.
    pub(crate) async fn start(
        script: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        Self::run(None, Box::new(script)).await
    }

    /// A server of HTTPS.
    pub(crate) async fn start_tls(
        config: ServerConfig,
        script: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        Self::run(Some(TlsAcceptor::from(Arc::new(config))), Box::new(script)).await
    }

    async fn run(acceptor: Option<TlsAcceptor>, script: Box<Script>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let secure = acceptor.is_some();
        let shared = Arc::new(Shared {
            script,
            seen: Mutex::default(),
            connections: AtomicUsize::new(0),
            acceptor,
        });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self {
            address,
            secure,
            shared,
            task,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's URL without a path.
    pub(crate) fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The requests that came so far.
    pub(crate) fn seen(&self) -> Vec<Request> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// How many requests came so far.
    pub(crate) fn count(&self) -> usize {
        self.shared.seen.lock().unwrap().len()
    }

    /// How many connections were made so far, those without a request too.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // The connections are part of this task, and end with it.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        // Head and body are two writes, which the system would hold back for a while otherwise.
        stream.set_nodelay(true).unwrap();
        shared.connections.fetch_add(1, Ordering::SeqCst);
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            match &shared.acceptor {
                None => serve(stream, &shared).await,
                Some(acceptor) => {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, &shared).await;
                    }
                }
            }
        });
    }
}

/// What [`serve`] needs of a stream, with or without TLS.
trait Stream: AsyncRead + AsyncWrite + Unpin {
    fn reset(&self);
}

impl Stream for TcpStream {
    fn reset(&self) {
        self.set_zero_linger().unwrap();
    }
}

impl Stream for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset(&self) {
        self.get_ref().0.reset();
    }
}

async fn serve(mut stream: impl Stream, shared: &Shared) {
    let mut buffer = Vec::new();
    while let Some(mut request) = read(&mut stream, &mut buffer).await {
        {
            let mut seen = shared.seen.lock().unwrap();
            request.number = seen.len();
            seen.push(request.clone());
        }
        for step in (shared.script)(&request) {
            match step {
                Step::Send(bytes) => {
                    if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() {
                        return;
                    }
                }
                Step::Pause(time) => tokio::time::sleep(time).await,
                Step::Hang => std::future::pending().await,
                Step::Close => {
                    let _ = stream.shutdown().await;
                    return;
                }
                Step::Count(counter) => {
                    counter.fetch_sub(1, Ordering::SeqCst);
                }
                Step::Reset => return stream.reset(),
                Step::Tunnel(address) => {
                    if let Ok(mut far) = TcpStream::connect(address).await {
                        let _ = tokio::io::copy_bidirectional(&mut stream, &mut far).await;
                    }
                    return;
                }
            }
        }
    }
}

/// Reads one request. `None` if the connection ends first.
async fn read(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<Request> {
    let end = fill_until(stream, buffer, |bytes| find(bytes, b"\r\n\r\n")).await?;
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    buffer.drain(..end + 4);
    let mut lines = head.split("\r\n");
    let line = lines.next()?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut request = Request {
        number: 0,
        line,
        headers,
        body: Vec::new(),
    };
    let length = if request.header("transfer-encoding").is_some() {
        fill_until(stream, buffer, |bytes| {
            find(bytes, b"0\r\n\r\n").map(|at| at + 5)
        })
        .await?
    } else {
        let length = request
            .header("content-length")
            .and_then(|text| text.parse().ok());
        let length = length.unwrap_or(0);
        fill_until(stream, buffer, |bytes| {
            (bytes.len() >= length).then_some(length)
        })
        .await?
    };
    request.body = buffer.drain(..length).collect();
    Some(request)
}

async fn fill_until(
    stream: &mut (impl AsyncRead + Unpin),
    buffer: &mut Vec<u8>,
    done: impl Fn(&[u8]) -> Option<usize>,
) -> Option<usize> {
    loop {
        if let Some(at) = done(buffer) {
            return Some(at);
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}
