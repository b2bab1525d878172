//! The servers: a folder with their packages in, running servers out, which end when they are
//! dropped or this program does.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a server may take to start: Prism takes two seconds on a machine that does nothing
/// else.
const PATIENCE: Duration = Duration::from_secs(120);

/// All servers, ready.
pub(super) struct Servers(Vec<Server>);

impl Servers {
    /// Starts Prism with the document, and the OAuth servers, each on a free port of the loopback
    /// interface, and waits until all of them answer.
    pub(super) fn start(folder: &Path, spec: &Path, output: &Path) -> Result<Self> {
        let ports = free_ports()?;
        let [prism, mock, provider] = ports.map(|port| port.to_string());
        let spec = spec
            .to_str()
            .context("the path of the document is not Unicode")?;
        let mut servers = Self(Vec::new());
        for (name, port, arguments) in [
            (
                "prism",
                ports[0],
                // `-d` makes answers up; the seed makes the same ones up each time.
                &[
                    "node_modules/@stoplight/prism-cli/dist/index.js",
                    "mock",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    &prism,
                    "-d",
                    "--seed",
                    "42",
                    spec,
                ][..],
            ),
            (
                "oauth2-mock-server",
                ports[1],
                &["oauth2-mock-server.js", &mock],
            ),
            ("oidc-provider", ports[2], &["oidc-provider.js", &provider]),
        ] {
            let server = Server::start(name, port, arguments, folder, output)?;
            servers.0.push(server);
        }
        for server in &mut servers.0 {
            server.wait()?;
        }
        Ok(servers)
    }

    /// What became of those that do not run any more, which none does by itself.
    pub(super) fn ended(&mut self) -> Result<Vec<String>> {
        let mut ended = Vec::new();
        for server in &mut self.0 {
            if let Some(status) = server.child.try_wait()? {
                ended.push(format!(
                    "{} ended with {status}:\n{}",
                    server.name,
                    server.said()
                ));
            }
        }
        Ok(ended)
    }

    /// The environment variables that tell the tests where the servers are.
    pub(super) fn variables(&self) -> impl Iterator<Item = (String, String)> {
        self.0.iter().map(|server| {
            let name = server.name.replace('-', "_").to_uppercase();
            (format!("CONTRACT_{name}"), server.address.to_string())
        })
    }
}

struct Server {
    name: &'static str,
    address: SocketAddr,
    log: PathBuf,
    child: Child,
}

impl Server {
    fn start(
        name: &'static str,
        port: u16,
        arguments: &[&str],
        folder: &Path,
        output: &Path,
    ) -> Result<Self> {
        let log = output.join(format!("{name}.log"));
        let file = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
        let child = Command::new("node")
            .args(["--import", "./tied.js"])
            .args(arguments)
            .current_dir(folder)
            // `tied.js` ends the server when this end of the pipe is closed, for whatever reason.
            .stdin(Stdio::piped())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        let address = (Ipv4Addr::LOCALHOST, port).into();
        Ok(Self {
            name,
            address,
            log,
            child,
        })
    }

    /// Waits until it takes connections.
    fn wait(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended with {status}:\n{}", self.name, self.said());
            }
            if TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!(
            "{} is not ready after {PATIENCE:?}:\n{}",
            self.name,
            self.said()
        )
    }

    /// The last lines of its output.
    fn said(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ports that nobody listens on, all different.
fn free_ports() -> Result<[u16; 3]> {
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("there is no free port");
    let listeners = [listen()?, listen()?, listen()?];
    let mut ports = [0; 3];
    for (port, listener) in ports.iter_mut().zip(&listeners) {
        *port = listener.local_addr()?.port();
    }
    Ok(ports)
}
