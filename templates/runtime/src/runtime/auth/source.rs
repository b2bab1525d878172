//! One token for all calls of a client: calls that need a token in, the same token out, and one
//! request for it at a time.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::Instant;

use super::{AuthContext, Token, TokenProvider, TokenRequest, TokenStore};
use crate::runtime::observe::events::TokenRequested;
use crate::runtime::wire::error::{Error, ErrorKind};

/// Hands out the token of a client. Clones share it.
///
/// Of the time before a token's end, the margin, the token is renewed behind the calls' back; in
/// the last quarter of the margin calls wait for the new one. The margin is at most a quarter of
/// the token's life. Whoever has to wait waits for one and the same request, which runs to its end
/// even if all of them are dropped. When it fails, all of them fail with the same error, and the
/// next call tries again.
#[derive(Clone)]
pub struct TokenSource(Arc<Shared>);

struct Shared {
    /// `None` when the token is what it is and cannot be renewed.
    provider: Option<Arc<dyn TokenProvider>>,
    store: Option<Arc<dyn TokenStore>>,
    margin: Duration,
    context: AuthContext,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The store was read.
    loaded: bool,
    /// Counts logouts, so that a request begun before one does not undo it.
    logouts: u64,
    request: Option<watch::Receiver<Outcome>>,
}

/// What comes of a request; `None` while it runs.
type Outcome = Option<Result<Token, Error>>;

/// A token and what it is still good for.
struct Held {
    token: Token,
    rejected: bool,
    renew_at: Option<Instant>,
    useless_at: Option<Instant>,
}

impl TokenSource {
    /// Tokens from a provider, kept between runs by a store where there is one.
    #[must_use]
    pub fn new(
        provider: Arc<dyn TokenProvider>,
        store: Option<Arc<dyn TokenStore>>,
        margin: Duration,
        context: AuthContext,
    ) -> Self {
        Self(Arc::new(Shared {
            provider: Some(provider),
            store,
            margin,
            context,
            state: Mutex::default(),
        }))
    }

    /// One token for good.
    #[must_use]
    pub fn fixed(token: Token, context: AuthContext) -> Self {
        let state = State {
            held: Some(Held::new(token, Duration::ZERO)),
            ..State::default()
        };
        Self(Arc::new(Shared {
            provider: None,
            store: None,
            margin: Duration::ZERO,
            context,
            state: Mutex::new(state),
        }))
    }

    /// The token to send with a call. Waits when there is none, or none that is good any more.
    ///
    /// # Errors
    ///
    /// If none can be had. Trying again at once will not help: the request for a token was tried
    /// again already where that made sense.
    pub async fn token(&self) -> Result<Token, Error> {
        // The second round is for a request that was cut off: its runtime was shut down, or the
        // provider panicked.
        for _ in 0..2 {
            let mut request = match self.token_or_request()? {
                Now::Token(token) => return Ok(token),
                Now::Request(request) => request,
            };
            let outcome = request.wait_for(Option::is_some).await;
            if let Some(outcome) = outcome.ok().and_then(|outcome| outcome.clone()) {
                return outcome;
            }
        }
        Err(Error::new(
            ErrorKind::Auth,
            "the request for a token was cut off before it came to an end",
        ))
    }

    /// Says that the server refused this token. It is not handed out again, unless there is no way
    /// to get another. Returns whether there is: whether the call is worth repeating.
    #[must_use]
    pub fn reject(&self, token: &Token) -> bool {
        let Some(provider) = &self.0.provider else {
            return false;
        };
        let mut state = self.0.lock();
        match &mut state.held {
            Some(held) if held.token.is_same(token) && provider.renewable() => {
                held.rejected = true;
                true
            }
            Some(held) => !held.token.is_same(token),
            None => provider.renewable(),
        }
    }

    /// What its tokens are asked for with.
    #[must_use]
    pub fn context(&self) -> &AuthContext {
        &self.0.context
    }

    /// The token that calls use at present, without asking for one.
    #[must_use]
    pub fn current(&self) -> Option<Token> {
        let state = self.0.lock();
        let held = state.held.as_ref()?;
        (!held.rejected).then(|| held.token.clone())
    }

    /// Forgets the token, here and in the store. The next call asks for a new one.
    pub async fn forget(&self) {
        {
            let mut state = self.0.lock();
            state.logouts += 1;
            // What was kept is forgotten with the rest.
            state.loaded = true;
            state.request = None;
            if self.0.provider.is_some() {
                state.held = None;
            }
        }
        if let Some(store) = &self.0.store {
            store.clear().await;
        }
    }

    /// The token if it is good, and a request for a new one if it is not, begun or joined. A token
    /// that is good for a little while only is renewed on the way.
    fn token_or_request(&self) -> Result<Now, Error> {
        let Some(provider) = &self.0.provider else {
            return self.current().map(Now::Token).ok_or_else(no_token);
        };
        let mut state = self.0.lock();
        let good = state.held.as_ref().filter(|held| held.is_good());
        let token = good.map(|held| held.token.clone());
        if good.is_some_and(|held| !held.wants_renewal() || !provider.renewable()) {
            return token.map(Now::Token).ok_or_else(no_token);
        }
        let request = match &state.request {
            Some(request) => request.clone(),
            None => self.begin(provider, &mut state)?,
        };
        Ok(token.map_or(Now::Request(request), Now::Token))
    }

    /// Begins a request that goes on whoever waits for it.
    fn begin(
        &self,
        provider: &Arc<dyn TokenProvider>,
        state: &mut State,
    ) -> Result<watch::Receiver<Outcome>, Error> {
        let runtime = Handle::try_current().map_err(|error| {
            Error::new(ErrorKind::Config, "tokens need a tokio runtime").with_source(error)
        })?;
        let (sender, receiver) = watch::channel(None);
        let flight = Flight {
            shared: self.0.clone(),
            provider: provider.clone(),
            logouts: state.logouts,
            settled: false,
            outcome: sender,
        };
        state.request = Some(receiver.clone());
        drop(runtime.spawn(flight.run()));
        Ok(receiver)
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.0.lock();
        f.debug_struct("TokenSource")
            .field("token", &state.held.as_ref().map(|held| &held.token))
            .field("margin", &self.0.margin)
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that can panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a call does for its token.
enum Now {
    Token(Token),
    Request(watch::Receiver<Outcome>),
}

/// One request for a token, on its way.
struct Flight {
    shared: Arc<Shared>,
    provider: Arc<dyn TokenProvider>,
    logouts: u64,
    settled: bool,
    outcome: watch::Sender<Outcome>,
}

impl Flight {
    async fn run(mut self) {
        let result = self.obtain().await;
        let current = self.settle(&result);
        if let (true, Ok(Obtained::New(token)), Some(store)) =
            (current, &result, &self.shared.store)
        {
            store.save(token.clone()).await;
        }
        self.outcome
            .send_replace(Some(result.map(Obtained::into_token)));
    }

    /// The token of the store if it is still good, or one from the provider.
    async fn obtain(&self) -> Result<Obtained, Error> {
        let (mut previous, loaded) = {
            let state = self.shared.lock();
            let held = state.held.as_ref().map(|held| held.token.clone());
            (held, state.loaded)
        };
        let wanted = !loaded && self.provider.takes_stored();
        if let (true, Some(store)) = (wanted, &self.shared.store) {
            if let Some(kept) = store.load().await {
                if Held::new(kept.clone(), self.shared.margin).is_good() {
                    return Ok(Obtained::Kept(kept));
                }
                previous = Some(kept);
            }
        }
        self.ask(previous.as_ref()).await.map(Obtained::New)
    }

    async fn ask(&self, previous: Option<&Token>) -> Result<Token, Error> {
        let context = &self.shared.context;
        let started = Instant::now();
        let result = self
            .provider
            .token(TokenRequest::new(context, previous))
            .await;
        context.observers().notify(|observer| {
            observer.token_requested(&TokenRequested {
                renewal: previous.is_some(),
                success: result.is_ok(),
                duration: started.elapsed(),
            });
        });
        result
    }

    /// Puts what came into the shared state; false if a logout made it void meanwhile.
    fn settle(&mut self, result: &Result<Obtained, Error>) -> bool {
        self.settled = true;
        let mut state = self.shared.lock();
        if state.logouts != self.logouts {
            return false;
        }
        state.request = None;
        state.loaded = true;
        match (result, &mut state.held) {
            (Ok(obtained), held) => {
                *held = Some(Held::new(obtained.token().clone(), self.shared.margin));
            }
            (Err(_), Some(held)) => held.postpone_renewal(),
            (Err(_), None) => {}
        }
        true
    }
}

impl Drop for Flight {
    /// Makes room for another request when this one was cut off. The waiting calls notice when
    /// the sender goes, after this.
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        if !self.settled && state.logouts == self.logouts {
            state.request = None;
        }
    }
}

enum Obtained {
    /// From the store.
    Kept(Token),
    /// From the provider.
    New(Token),
}

impl Obtained {
    fn token(&self) -> &Token {
        match self {
            Self::Kept(token) | Self::New(token) => token,
        }
    }

    fn into_token(self) -> Token {
        match self {
            Self::Kept(token) | Self::New(token) => token,
        }
    }
}

impl Held {
    fn new(token: Token, margin: Duration) -> Self {
        let now = Instant::now();
        let lifetime = token
            .expires_at()
            .map(|at| at.duration_since(SystemTime::now()).unwrap_or_default());
        let before_end = |lifetime: Duration, part: u32| {
            let margin = margin.min(lifetime / 4) / part;
            now.checked_add(lifetime.saturating_sub(margin))
        };
        Self {
            token,
            rejected: false,
            renew_at: lifetime.and_then(|lifetime| before_end(lifetime, 1)),
            useless_at: lifetime.and_then(|lifetime| before_end(lifetime, 4)),
        }
    }

    /// Whether a call can be made with it.
    fn is_good(&self) -> bool {
        // The clock on the wall counts too: the other one may stand still while a machine sleeps.
        let expired = |at: SystemTime| at <= SystemTime::now();
        !self.rejected && !passed(self.useless_at) && !self.token.expires_at().is_some_and(expired)
    }

    fn wants_renewal(&self) -> bool {
        passed(self.renew_at)
    }

    /// Leaves the server alone for half of the time that the token is still good for.
    fn postpone_renewal(&mut self) {
        let now = Instant::now();
        let left = self.useless_at.map(|at| at.saturating_duration_since(now));
        self.renew_at = left.and_then(|left| now.checked_add(left / 2));
    }
}

fn passed(at: Option<Instant>) -> bool {
    at.is_some_and(|at| at <= Instant::now())
}

fn no_token() -> Error {
    Error::new(ErrorKind::Auth, "there is no token")
}
