//! A server of HTTP/2 over TLS that is as rude as a test wants: it reads frames (RFC 9113) and
//! writes those that the test names, byte by byte. It answers no ping.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::tls::{Authority, server_config};

/// Reasons of `RST_STREAM` and `GOAWAY`.
pub(crate) const NO_ERROR: u32 = 0;
pub(crate) const INTERNAL_ERROR: u32 = 2;
pub(crate) const REFUSED_STREAM: u32 = 7;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// One thing that the server does on a connection.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Answers that stream with 200 and this body.
    Answer(u32, &'static str),
    /// Ends that stream for this reason.
    Reset(u32, u32),
    /// Says that this was the last stream it takes, for this reason.
    GoAway(u32, u32),
    /// Closes the connection.
    Close,
}

/// A call as it came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// Its number on this server, from 1.
    pub(crate) number: usize,
    /// The number of its connection, from 1.
    pub(crate) connection: usize,
    /// Its stream: 1, 3, 5 and so on, on each connection.
    pub(crate) stream: u32,
}

/// Says what follows a call.
type Script = dyn Fn(Seen) -> Vec<Act> + Send + Sync;

/// A running server. Dropping it ends it with its connections.
pub(crate) struct Server {
    address: SocketAddr,
    authority: Authority,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    script: Box<Script>,
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
}

impl Server {
    pub(crate) async fn start(script: impl Fn(Seen) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let authority = Authority::new();
        let mut config = server_config(&authority.server());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            seen: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let task = tokio::spawn(accept(listener, acceptor, Arc::clone(&shared)));
        Self {
            address,
            authority,
            shared,
            task,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The certificate that clients have to trust, as PEM.
    pub(crate) fn pem(&self) -> String {
        self.authority.pem()
    }

    /// How many calls came so far.
    pub(crate) fn count(&self) -> usize {
        self.shared.seen.lock().unwrap().len()
    }

    /// How many connections of HTTP/2 were made so far.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, shared) = (acceptor.clone(), Arc::clone(&shared));
        connections.spawn(async move {
            let stream = acceptor.accept(stream).await.ok()?;
            if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
                return None;
            }
            let connection = shared.connections.fetch_add(1, Ordering::SeqCst) + 1;
            serve(stream, connection, &shared).await
        });
    }
}

/// Serves one connection. `None` when it is over.
async fn serve(mut stream: TlsStream<TcpStream>, connection: usize, shared: &Shared) -> Option<()> {
    let mut preface = [0; 24];
    stream.read_exact(&mut preface).await.ok()?;
    write(&mut stream, SETTINGS, 0, 0, &[]).await?;
    loop {
        let (kind, flags, id) = read(&mut stream).await?;
        if kind == SETTINGS && flags & ACK == 0 {
            write(&mut stream, SETTINGS, ACK, 0, &[]).await?;
        }
        if kind != HEADERS {
            continue;
        }
        let seen = {
            let mut all = shared.seen.lock().unwrap();
            let seen = Seen {
                number: all.len() + 1,
                connection,
                stream: id,
            };
            all.push(seen);
            seen
        };
        for act in (shared.script)(seen) {
            match act {
                Act::Answer(id, body) => {
                    // 0x88 is `:status: 200` of HPACK's static table.
                    write(&mut stream, HEADERS, END_HEADERS, id, &[0x88]).await?;
                    write(&mut stream, DATA, END_STREAM, id, body.as_bytes()).await?;
                }
                Act::Reset(id, reason) => {
                    write(&mut stream, RST_STREAM, 0, id, &reason.to_be_bytes()).await?;
                }
                Act::GoAway(last, reason) => {
                    let payload = [last.to_be_bytes(), reason.to_be_bytes()].concat();
                    write(&mut stream, GOAWAY, 0, 0, &payload).await?;
                }
                Act::Close => {
                    stream.shutdown().await.ok()?;
                    return None;
                }
            }
        }
    }
}

/// Reads a frame, and gives its type, flags and stream.
async fn read(stream: &mut TlsStream<TcpStream>) -> Option<(u8, u8, u32)> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.ok()?;
    let [a, b, c, kind, flags, id @ ..] = head;
    let id = u32::from_be_bytes(id);
    let length = u32::from_be_bytes([0, a, b, c]);
    let mut payload = vec![0; usize::try_from(length).ok()?];
    stream.read_exact(&mut payload).await.ok()?;
    Some((kind, flags, id))
}

async fn write(
    stream: &mut TlsStream<TcpStream>,
    kind: u8,
    flags: u8,
    id: u32,
    payload: &[u8],
) -> Option<()> {
    let length = u32::try_from(payload.len()).ok()?.to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(id.to_be_bytes());
    frame.extend(payload);
    stream.write_all(&frame).await.ok()?;
    stream.flush().await.ok()
}
