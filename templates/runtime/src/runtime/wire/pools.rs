//! Connections that are kept: the tokio runtime that a call runs on in, a reqwest client with a pool
//! of that runtime's own out.
//!
//! The task behind a connection lives on the runtime that made it. A call on another runtime that
//! took such a connection would wait for as long as nobody drives that runtime, so that **no
//! connection is shared between runtimes**.
//!
//! A connection of HTTP/2 serves many calls at once and does not end when one of them is given up.
//! One that fell silent would be handed to every later call, so that a pool whose server was not
//! heard of during a whole attempt is put away, and the next attempt makes a connection of its own.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, Id};
use url::Url;

use crate::runtime::wire::error::Error;

/// Makes a reqwest client like the first one.
pub(crate) type Make = dyn Fn() -> Result<reqwest::Client, Error> + Send + Sync;

/// Runtimes whose pools are kept. With more of them, the pool used longest ago goes.
const RUNTIMES: usize = 64;

/// Servers of one pool that are told apart.
const SERVERS: usize = 64;

/// What is given up sooner says nothing of the connection.
const SOON: Duration = Duration::from_millis(100);

/// The pools of a client, one a runtime.
pub(crate) struct Pools {
    /// `None` for a client of the caller's, which cannot be made again.
    make: Option<Box<Make>>,
    kept: Mutex<Vec<Kept>>,
}

struct Kept {
    /// `None` until the first call.
    runtime: Option<Id>,
    pool: Arc<Pool>,
    /// A server of it fell silent: the next call gets another pool.
    silent: bool,
}

/// The connections of one runtime.
pub(crate) struct Pool {
    pub(crate) client: reqwest::Client,
    heard: Mutex<HashMap<String, Heard>>,
}

/// What is known of a server.
#[derive(Clone, Copy)]
struct Heard {
    http2: bool,
    last: Instant,
}

impl Pools {
    /// Begins with that client and makes others like it.
    pub(crate) fn new(first: reqwest::Client, make: Box<Make>) -> Self {
        Self::with(first, Some(make))
    }

    /// The one client that the caller made.
    pub(crate) fn one(client: reqwest::Client) -> Self {
        Self::with(client, None)
    }

    fn with(client: reqwest::Client, make: Option<Box<Make>>) -> Self {
        let first = Kept {
            runtime: None,
            pool: Arc::new(Pool::new(client)),
            silent: false,
        };
        Self {
            make,
            kept: Mutex::new(vec![first]),
        }
    }

    /// The pool of the runtime that runs this code.
    ///
    /// # Errors
    ///
    /// If a pool has to be made and cannot be.
    pub(crate) fn current(&self) -> Result<Arc<Pool>, Error> {
        let runtime = Handle::try_current().ok().map(|handle| handle.id());
        let mut kept = self.lock();
        let Some(make) = &self.make else {
            return Ok(Arc::clone(&kept[0].pool));
        };
        let place = kept
            .iter()
            .position(|one| one.runtime == runtime || one.runtime.is_none());
        if let Some(place) = place {
            let one = &mut kept[place];
            one.runtime = runtime;
            if one.silent {
                // Better the old connections than none.
                if let Ok(client) = make() {
                    one.pool = Arc::new(Pool::new(client));
                }
                one.silent = false;
            }
            let pool = Arc::clone(&one.pool);
            if place + 1 != kept.len() {
                let one = kept.remove(place);
                kept.push(one);
            }
            return Ok(pool);
        }
        let pool = Arc::new(Pool::new(make()?));
        if kept.len() == RUNTIMES {
            kept.remove(0);
        }
        kept.push(Kept {
            runtime,
            pool: Arc::clone(&pool),
            silent: false,
        });
        Ok(pool)
    }

    fn put_away(&self, pool: &Arc<Pool>) {
        if self.make.is_none() {
            return;
        }
        let mut kept = self.lock();
        if let Some(one) = kept.iter_mut().find(|one| Arc::ptr_eq(&one.pool, pool)) {
            one.silent = true;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Pools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pools")
            .field("kept", &self.lock().len())
            .finish_non_exhaustive()
    }
}

impl Pool {
    fn new(client: reqwest::Client) -> Self {
        Self {
            client,
            heard: Mutex::default(),
        }
    }

    /// Takes note that a server sent something.
    fn hear(&self, server: &str, http2: bool) {
        let last = Instant::now();
        let mut heard = self.lock();
        if let Some(known) = heard.get_mut(server) {
            *known = Heard { http2, last };
            return;
        }
        if heard.len() == SERVERS {
            heard.clear();
        }
        heard.insert(server.to_owned(), Heard { http2, last });
    }

    /// Whether the server may speak HTTP/2 and has sent nothing since then.
    fn is_silent(&self, server: &str, since: Instant) -> bool {
        self.lock()
            .get(server)
            .is_none_or(|heard| heard.http2 && heard.last < since)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Heard>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Watches one exchange. Dropped before its end, it puts the pool away if the server was silent.
pub(crate) struct Listening {
    pools: Arc<Pools>,
    pool: Arc<Pool>,
    server: String,
    http2: bool,
    since: Instant,
    done: bool,
}

impl Listening {
    pub(crate) fn start(pools: &Arc<Pools>, pool: &Arc<Pool>, url: &Url) -> Self {
        Self {
            pools: Arc::clone(pools),
            pool: Arc::clone(pool),
            server: authority(url),
            http2: false,
            since: Instant::now(),
            // HTTP/2 comes with TLS here, and no other connection is shared.
            done: url.scheme() != "https",
        }
    }

    /// The head of the answer came.
    pub(crate) fn head(&mut self, http2: bool) {
        self.http2 = http2;
        self.heard();
    }

    /// A piece of the answer came.
    pub(crate) fn heard(&mut self) {
        if !self.done {
            self.pool.hear(&self.server, self.http2);
            self.since = Instant::now();
        }
    }

    /// The exchange came to an end of its own.
    pub(crate) fn end(&mut self) {
        self.done = true;
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let gave_up = !self.done && self.since.elapsed() >= SOON;
        if gave_up && self.pool.is_silent(&self.server, self.since) {
            self.pools.put_away(&self.pool);
        }
    }
}

/// Host and port of a URL, for people too.
pub(crate) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pools() -> Pools {
        let make = || Ok(reqwest::Client::new());
        Pools::new(reqwest::Client::new(), Box::new(make))
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
    }

    #[test]
    fn each_runtime_has_its_pool() {
        let pools = pools();
        let (one, other) = (runtime(), runtime());
        let first = one.block_on(async { pools.current().unwrap() });
        let second = other.block_on(async { pools.current().unwrap() });
        let again = one.block_on(async { pools.current().unwrap() });
        assert!(!Arc::ptr_eq(&first, &second));
        assert!(Arc::ptr_eq(&first, &again));
    }

    #[test]
    fn there_is_an_end_to_the_pools() {
        let pools = pools();
        let last = runtime();
        let used = last.block_on(async { pools.current().unwrap() });
        for _ in 0..RUNTIMES + 3 {
            runtime().block_on(async { pools.current().unwrap() });
            last.block_on(async { assert!(Arc::ptr_eq(&used, &pools.current().unwrap())) });
        }
        assert_eq!(pools.lock().len(), RUNTIMES);
    }

    #[test]
    fn only_a_server_that_was_not_heard_of_is_silent() {
        let pool = Pool::new(reqwest::Client::new());
        let before = Instant::now();
        assert!(pool.is_silent("a:443", before));
        pool.hear("a:443", true);
        assert!(!pool.is_silent("a:443", before));
        assert!(pool.is_silent("a:443", Instant::now() + SOON));
        pool.hear("a:443", false);
        assert!(!pool.is_silent("a:443", Instant::now() + SOON));
    }

    #[test]
    fn the_callers_own_client_is_never_replaced() {
        let pools = Pools::one(reqwest::Client::new());
        let first = pools.current().unwrap();
        pools.put_away(&first);
        assert!(Arc::ptr_eq(&first, &pools.current().unwrap()));
    }
}
