//! A login for command-line programs: the browser comes back to a port of this machine.

use std::future::poll_fn;
use std::io;
use std::net::Ipv4Addr;
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use url::{Host, Url};

use super::grant::Grant;
use super::login::Login;
use crate::runtime::wire::error::{Error, ErrorKind};

/// How long a browser may take over one request.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than any browser sends with a redirect.
const LARGEST: usize = 64 << 10;

/// A login whose end is waited for at a port of this machine.
#[derive(Debug)]
pub struct Loopback {
    login: Login,
    path: String,
    listener: TcpListener,
}

impl Login {
    /// Listens at 127.0.0.1, on the port of the redirect URI, for the browser to come back. Port 0
    /// takes a free one and puts it into the redirect URI, for servers that allow any.
    ///
    /// # Errors
    ///
    /// If the redirect URI is not `http` to this machine, or its port is taken.
    pub async fn listen(mut self) -> Result<Loopback, Error> {
        let mut redirect = local(self.redirect_uri())?;
        let port = redirect.port().unwrap_or(80);
        let failed = |error: io::Error| {
            let message = format!("port {port} of 127.0.0.1 cannot be listened at");
            Error::new(ErrorKind::Config, message).with_source(error)
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(failed)?;
        if port == 0 {
            let bound = listener.local_addr().map_err(failed)?.port();
            // A URL with a host takes any port.
            let _ = redirect.set_port(Some(bound));
            self.set_redirect_uri(redirect.to_string());
        }
        Ok(Loopback {
            path: redirect.path().to_owned(),
            login: self,
            listener,
        })
    }
}

impl Loopback {
    /// Where to send the browser.
    #[must_use]
    pub fn url(&self) -> String {
        self.login.url()
    }

    /// Waits until the browser comes back, tells the person that the window may be closed, and
    /// makes a grant of what came.
    ///
    /// Requests to other paths, or with a state that is not this login's, are turned away and do
    /// not end the wait.
    ///
    /// # Errors
    ///
    /// If the login was refused ([`Error::oauth`] tells why), or nobody logged in in time.
    pub async fn wait(self, timeout: Duration) -> Result<Grant, Error> {
        let Self {
            login,
            path,
            listener,
        } = self;
        let finish = finish(login, &path, &listener);
        match tokio::time::timeout(timeout, finish).await {
            Ok(result) => result,
            Err(_) => Err(Error::new(
                ErrorKind::Timeout,
                format!("nobody logged in within {timeout:?}"),
            )),
        }
    }
}

async fn finish(login: Login, path: &str, listener: &TcpListener) -> Result<Grant, Error> {
    let (sender, mut visits) = mpsc::channel(16);
    while let Some((target, browser)) = next_visit(listener, &sender, &mut visits).await? {
        if target.split('?').next() != Some(path) {
            answer(browser, "404 Not Found", "There is nothing here.").await;
            continue;
        }
        let result = login.clone().finish(&target);
        match &result {
            Ok(_) => {
                let text = "You are logged in. You can close this window.";
                answer(browser, "200 OK", text).await;
            }
            Err(error) if error.oauth().is_some() => {
                let text = "The login was refused. You can close this window.";
                answer(browser, "200 OK", text).await;
            }
            Err(_) => {
                let text = "This does not belong to the login that is waited for.";
                answer(browser, "400 Bad Request", text).await;
                continue;
            }
        }
        return result;
    }
    Err(Error::new(ErrorKind::Transport, "the listener was closed"))
}

/// A request's target, and who waits for an answer.
type Visit = (String, TcpStream);

/// The next request. Browsers open connections ahead of need, so each is read by itself.
async fn next_visit(
    listener: &TcpListener,
    sender: &mpsc::Sender<Visit>,
    visits: &mut mpsc::Receiver<Visit>,
) -> Result<Option<Visit>, Error> {
    poll_fn(|cx| {
        while let Poll::Ready(accepted) = listener.poll_accept(cx) {
            // A browser that is gone again is no reason to give up.
            if let Ok((browser, _)) = accepted {
                drop(tokio::spawn(read(browser, sender.clone())));
            }
        }
        visits.poll_recv(cx).map(Ok)
    })
    .await
}

/// Reads a request's head and passes its target on.
async fn read(mut browser: TcpStream, sender: mpsc::Sender<Visit>) {
    let head = async {
        let mut head = Vec::new();
        let mut piece = [0; 4096];
        while head.len() < LARGEST && !head.windows(4).any(|end| end == b"\r\n\r\n") {
            let size = browser
                .read(&mut piece)
                .await
                .ok()
                .filter(|size| *size > 0)?;
            head.extend_from_slice(&piece[..size]);
        }
        target(&head)
    };
    if let Ok(Some(target)) = tokio::time::timeout(PATIENCE, head).await {
        // Nobody listens when the login has ended meanwhile.
        let _ = sender.send((target, browser)).await;
    }
}

/// The target of a `GET` request.
fn target(head: &[u8]) -> Option<String> {
    let line = head.split(|byte| *byte == b'\r').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let (target, _) = line.strip_prefix("GET ")?.split_once(' ')?;
    Some(target.to_owned())
}

async fn answer(mut browser: TcpStream, status: &str, text: &str) {
    let page =
        format!("<!doctype html><meta charset=\"utf-8\"><title>Login</title><p>{text}</p>\n");
    let reply = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
        page.len(),
    );
    // A browser that does not want its answer has what it came for.
    let sent = async {
        browser.write_all(reply.as_bytes()).await?;
        browser.shutdown().await
    };
    let _ = tokio::time::timeout(PATIENCE, sent).await;
}

fn local(redirect_uri: &str) -> Result<Url, Error> {
    let is_local = |url: &Url| {
        url.scheme() == "http"
            && match url.host() {
                Some(Host::Domain(name)) => name == "localhost",
                Some(Host::Ipv4(address)) => address == Ipv4Addr::LOCALHOST,
                Some(Host::Ipv6(_)) | None => false,
            }
    };
    match Url::parse(redirect_uri) {
        Ok(url) if is_local(&url) => Ok(url),
        _ => Err(Error::new(
            ErrorKind::Config,
            "the redirect URI of a login at this machine begins with http://127.0.0.1 or \
             http://localhost",
        )),
    }
}
