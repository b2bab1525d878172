//! A SOCKS5 proxy (RFC 1928, RFC 1929): what clients ask of it is kept, and all of them get to the
//! same server.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Where a client wants to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A name that the proxy is to look up, and the port.
    Name(String, u16),
    /// An address that the client has looked up.
    Address(SocketAddr),
}

/// What the proxy does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// The name and password that it wants, if any.
    pub(crate) login: Option<(&'static str, &'static str)>,
    /// Where everybody gets to; `None`: it lets nobody through.
    pub(crate) server: Option<SocketAddr>,
}

/// A running proxy. Dropping it ends it with its connections.
pub(crate) struct Socks {
    address: SocketAddr,
    targets: Arc<Mutex<Vec<Target>>>,
    logins: Arc<Mutex<Vec<(String, String)>>>,
    task: JoinHandle<()>,
}

impl Socks {
    pub(crate) async fn start(rules: Rules) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (targets, logins) = (Arc::default(), Arc::default());
        let (to, by) = (Arc::clone(&targets), Arc::clone(&logins));
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, rules, Arc::clone(&to), Arc::clone(&by)));
            }
        });
        Self {
            address,
            targets,
            logins,
            task,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where clients that were let in wanted to go.
    pub(crate) fn targets(&self) -> Vec<Target> {
        self.targets.lock().unwrap().clone()
    }

    /// The names and passwords that clients gave.
    pub(crate) fn logins(&self) -> Vec<(String, String)> {
        self.logins.lock().unwrap().clone()
    }
}

impl Drop for Socks {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves one client. `None` if it goes away, or is sent away.
async fn serve(
    mut stream: TcpStream,
    rules: Rules,
    targets: Arc<Mutex<Vec<Target>>>,
    logins: Arc<Mutex<Vec<(String, String)>>>,
) -> Option<()> {
    const NOTHING: u8 = 0;
    const PASSWORD: u8 = 2;
    let [5, count] = read(&mut stream).await? else {
        return None;
    };
    let methods = read_many(&mut stream, count).await?;
    let method = if rules.login.is_some() {
        PASSWORD
    } else {
        NOTHING
    };
    if !methods.contains(&method) {
        stream.write_all(&[5, 0xff]).await.ok()?;
        return None;
    }
    stream.write_all(&[5, method]).await.ok()?;
    if let Some((user, password)) = rules.login {
        let [1, length] = read(&mut stream).await? else {
            return None;
        };
        let given_user = read_text(&mut stream, length).await?;
        let [length] = read(&mut stream).await?;
        let given_password = read_text(&mut stream, length).await?;
        let right = given_user == user && given_password == password;
        logins.lock().unwrap().push((given_user, given_password));
        stream.write_all(&[1, u8::from(!right)]).await.ok()?;
        if !right {
            return None;
        }
    }
    let [5, 1, 0, kind] = read(&mut stream).await? else {
        return None;
    };
    let target = target(&mut stream, kind).await?;
    targets.lock().unwrap().push(target);
    let far = match rules.server {
        Some(server) => TcpStream::connect(server).await.ok(),
        None => None,
    };
    // "Not allowed by the rules" is 2.
    let reply = if far.is_some() { 0 } else { 2 };
    let answer = [5, reply, 0, 1, 0, 0, 0, 0, 0, 0];
    stream.write_all(&answer).await.ok()?;
    tokio::io::copy_bidirectional(&mut stream, &mut far?)
        .await
        .ok()?;
    Some(())
}

async fn target(stream: &mut TcpStream, kind: u8) -> Option<Target> {
    Some(match kind {
        1 => {
            let ip = Ipv4Addr::from(read::<4>(stream).await?);
            Target::Address((ip, port(stream).await?).into())
        }
        4 => {
            let ip = Ipv6Addr::from(read::<16>(stream).await?);
            Target::Address((ip, port(stream).await?).into())
        }
        _ => {
            let [length] = read(stream).await?;
            let name = read_text(stream, length).await?;
            Target::Name(name, port(stream).await?)
        }
    })
}

async fn port(stream: &mut TcpStream) -> Option<u16> {
    read(stream).await.map(u16::from_be_bytes)
}

async fn read<const N: usize>(stream: &mut TcpStream) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}

async fn read_many(stream: &mut TcpStream, count: u8) -> Option<Vec<u8>> {
    let mut bytes = vec![0; count.into()];
    stream.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}

async fn read_text(stream: &mut TcpStream, length: u8) -> Option<String> {
    String::from_utf8(read_many(stream, length).await?).ok()
}
