//! One token for all calls of a client: calls that need a token in, the same token out, and one
//! request for it at a time.

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::{Handle, Id};
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
///
/// A request lives on the tokio runtime of the call that began it. Calls on another runtime wait for
/// it only while that runtime is alive and well; otherwise they make a request of their own.
///
/// Where there is a store, it is read before the provider is asked, each time: another process may
/// have put a token there.
///
/// When the server refuses a token that has just replaced a refused one, more of them would not help.
/// No further one is asked for because of a refusal for a minute; calls go out with the last.
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
    /// The caller wants nothing of what the store held.
    forgotten: bool,
    /// Counts logouts, so that a request begun before one does not undo it.
    logouts: u64,
    request: Option<Requested>,
    /// Until then a refused token is no reason for another.
    refused_until: Option<Instant>,
}

/// A request for a token, as those see it who wait for it.
#[derive(Clone)]
struct Requested {
    outcome: watch::Receiver<Outcome>,
    /// The runtime that it runs on, and when that was last seen to run it.
    runtime: Id,
    alive: Arc<Mutex<std::time::Instant>>,
}

/// How often a request shows that its runtime runs it.
const SIGN_OF_LIFE: Duration = Duration::from_millis(50);

/// A runtime that does not run the request for that long has other things to do, or nothing drives
/// it.
const STANDSTILL: Duration = Duration::from_millis(500);

/// How long a refusal of a new token keeps further ones from being asked for.
const REFUSED: Duration = Duration::from_secs(60);

/// What comes of a request; `None` while it runs.
type Outcome = Option<Result<Token, Error>>;

/// A token and what it is still good for.
struct Held {
    token: Token,
    rejected: bool,
    /// It came in place of one that the server refused.
    replaces_refused: bool,
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
            if let Some(outcome) = request.wait().await {
                return outcome;
            }
            self.0.leave(&request);
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
        let State {
            held,
            refused_until,
            ..
        } = &mut *state;
        match held {
            Some(held) if held.token.is_same(token) && provider.renewable() => {
                let waits = refused_until.is_some_and(|until| Instant::now() < until);
                if waits {
                    return false;
                }
                if held.replaces_refused && !token.is_proven() {
                    held.replaces_refused = false;
                    *refused_until = Instant::now().checked_add(REFUSED);
                    return false;
                }
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
            state.forgotten = true;
            state.refused_until = None;
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
    ) -> Result<Requested, Error> {
        let runtime = Handle::try_current().map_err(|error| {
            Error::new(ErrorKind::Config, "tokens need a tokio runtime").with_source(error)
        })?;
        let (sender, receiver) = watch::channel(None);
        let requested = Requested {
            outcome: receiver,
            runtime: runtime.id(),
            alive: Arc::new(Mutex::new(std::time::Instant::now())),
        };
        let flight = Flight {
            shared: self.0.clone(),
            provider: provider.clone(),
            logouts: state.logouts,
            settled: false,
            outcome: sender,
            alive: Arc::clone(&requested.alive),
        };
        state.request = Some(requested.clone());
        drop(runtime.spawn(flight.run()));
        Ok(requested)
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

    /// Makes room for another request where this one does not come to an end.
    fn leave(&self, request: &Requested) {
        let mut state = self.lock();
        if state.request.as_ref().is_some_and(|one| one.is(request)) {
            state.request = None;
        }
    }
}

impl Requested {
    /// Waits for the outcome. `None` if the request was cut off, or is on a runtime that stands still.
    async fn wait(&mut self) -> Option<Result<Token, Error>> {
        let at_home = Handle::try_current().is_ok_and(|runtime| runtime.id() == self.runtime);
        if at_home {
            return self.outcome().await;
        }
        loop {
            if let Ok(outcome) = tokio::time::timeout(SIGN_OF_LIFE, self.outcome()).await {
                return outcome;
            }
            if lock(&self.alive).elapsed() > STANDSTILL {
                return None;
            }
        }
    }

    async fn outcome(&mut self) -> Option<Result<Token, Error>> {
        let outcome = self.outcome.wait_for(Option::is_some).await;
        outcome.ok()?.clone()
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.alive, &other.alive)
    }
}

fn lock(alive: &Mutex<std::time::Instant>) -> MutexGuard<'_, std::time::Instant> {
    alive.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a call does for its token.
enum Now {
    Token(Token),
    Request(Requested),
}

/// One request for a token, on its way.
struct Flight {
    shared: Arc<Shared>,
    provider: Arc<dyn TokenProvider>,
    logouts: u64,
    settled: bool,
    outcome: watch::Sender<Outcome>,
    alive: Arc<Mutex<std::time::Instant>>,
}

impl Flight {
    async fn run(mut self) {
        let result = self.obtain_alive().await;
        let current = self.settle(&result);
        if let (true, Ok(Obtained::New(token)), Some(store)) =
            (current, &result, &self.shared.store)
        {
            store.save(token.clone()).await;
        }
        self.outcome
            .send_replace(Some(result.map(Obtained::into_token)));
    }

    /// Shows signs of life while it waits.
    async fn obtain_alive(&self) -> Result<Obtained, Error> {
        let mut obtained = pin!(self.obtain());
        loop {
            if let Ok(result) = tokio::time::timeout(SIGN_OF_LIFE, obtained.as_mut()).await {
                return result;
            }
            *lock(&self.alive) = std::time::Instant::now();
        }
    }

    /// The token of the store if it is good, or one from the provider.
    async fn obtain(&self) -> Result<Obtained, Error> {
        let held = self.held();
        let kept = self.kept().await;
        if let Some(kept) = kept
            .as_ref()
            .filter(|kept| self.is_of_use(kept, held.as_ref()))
        {
            return Ok(Obtained::Kept(kept.clone()));
        }
        let previous = kept.or_else(|| held.clone());
        let error = match self.ask(previous.as_ref()).await {
            Ok(token) => return Ok(Obtained::New(token)),
            Err(error) => error,
        };
        if !error.is_grant_void() {
            return Err(error);
        }
        // Another process may have used the refresh token up just now.
        let known = |kept: &Token| previous.as_ref().is_some_and(|token| token.equals(kept));
        match self.kept().await {
            Some(kept) if known(&kept) => Err(error),
            Some(kept) if self.is_of_use(&kept, held.as_ref()) => Ok(Obtained::Kept(kept)),
            Some(kept) => self.ask(Some(&kept)).await.map(Obtained::New),
            None => Err(error),
        }
    }

    fn held(&self) -> Option<Token> {
        let state = self.shared.lock();
        state.held.as_ref().map(|held| held.token.clone())
    }

    /// What the store holds, as far as the provider and the caller want to know of it.
    async fn kept(&self) -> Option<Token> {
        let store = self.shared.store.as_ref()?;
        let forgotten = self.shared.lock().forgotten;
        if forgotten || !self.provider.takes_stored() {
            return None;
        }
        store.load().await
    }

    /// Whether calls can be made with a token of the store, and were not made with it before.
    fn is_of_use(&self, kept: &Token, held: Option<&Token>) -> bool {
        let is_held = held.is_some_and(|held| held.secret() == kept.secret());
        let now = Held::new(kept.clone(), self.shared.margin);
        !is_held && kept.fault().is_none() && now.is_good()
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

    /// Whether nobody has given the request up.
    fn is_current(&self, state: &State) -> bool {
        let current = state.request.as_ref();
        current.is_some_and(|one| Arc::ptr_eq(&one.alive, &self.alive))
    }

    /// Puts what came into the shared state; false if a logout made it void meanwhile.
    fn settle(&mut self, result: &Result<Obtained, Error>) -> bool {
        self.settled = true;
        let mut state = self.shared.lock();
        if state.logouts != self.logouts {
            return false;
        }
        if self.is_current(&state) {
            state.request = None;
        } else if result.is_err() {
            // Another request took over, and knows better.
            return false;
        }
        state.forgotten = false;
        match (result, &mut state.held) {
            (Ok(obtained), held) => {
                let mut new = Held::new(obtained.token().clone(), self.shared.margin);
                new.replaces_refused = matches!(obtained, Obtained::New(_))
                    && held.as_ref().is_some_and(|held| held.rejected);
                *held = Some(new);
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
        if !self.settled && self.is_current(&state) {
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
            replaces_refused: false,
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
