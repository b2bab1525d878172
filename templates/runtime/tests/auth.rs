//! One token for all calls: how often a provider is asked, and what becomes of calls that wait.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use runtime::runtime::api::ApiInfo;
use runtime::runtime::auth::{
    AuthContext, AuthSettings, BoxFuture, Token, TokenProvider, TokenRequest, TokenSource,
    TokenStore,
};
use runtime::runtime::events::Observers;
use runtime::runtime::{Error, ErrorKind};
use tokio::time::sleep;

static API: ApiInfo = ApiInfo::new("test", "test", "0.0.0");

/// A provider whose tokens are numbered from 1 and that takes a second for each.
#[derive(Clone, Default)]
struct Counter {
    asked: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
    panics: Arc<AtomicBool>,
    lifetime: Option<Duration>,
    previous: Arc<Mutex<Vec<Option<String>>>>,
}

impl Counter {
    fn lasting(lifetime: Duration) -> Self {
        Self {
            lifetime: Some(lifetime),
            ..Self::default()
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl TokenProvider for Counter {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Token, Error>> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let previous = request.previous().map(|token| token.secret().to_owned());
        self.previous.lock().unwrap().push(previous);
        Box::pin(async move {
            sleep(Duration::from_secs(1)).await;
            assert!(!self.panics.load(Ordering::SeqCst), "told to panic");
            if self.fails.load(Ordering::SeqCst) {
                return Err(Error::new(ErrorKind::Auth, format!("failure {number}")));
            }
            let token = Token::new(number.to_string());
            Ok(match self.lifetime {
                Some(lifetime) => token.with_expires_in(lifetime),
                None => token,
            })
        })
    }
}

/// Keeps a token in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Option<Token>>>);

impl Memory {
    fn secret(&self) -> Option<String> {
        let token = self.0.lock().unwrap();
        token.as_ref().map(|token| token.secret().to_owned())
    }
}

impl TokenStore for Memory {
    fn load(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(async { self.0.lock().unwrap().clone() })
    }

    fn save(&self, token: Token) -> BoxFuture<'_, ()> {
        Box::pin(async { *self.0.lock().unwrap() = Some(token) })
    }

    fn clear(&self) -> BoxFuture<'_, ()> {
        Box::pin(async { *self.0.lock().unwrap() = None })
    }
}

fn context() -> AuthContext {
    let base = "http://127.0.0.1".parse().unwrap();
    let exchange = Arc::new(|_| -> BoxFuture<'static, _> { panic!("nothing is sent here") });
    AuthContext::new(&API, base, None, exchange, Observers::default())
}

fn source(provider: &Counter) -> TokenSource {
    stored(provider, None)
}

fn stored(provider: &Counter, store: Option<&Memory>) -> TokenSource {
    let mut settings = AuthSettings::default();
    settings.set_provider(provider.clone());
    if let Some(store) = store {
        settings.set_store(store.clone());
    }
    settings.into_source(context()).unwrap()
}

/// The results of that many calls at once.
async fn at_once(source: &TokenSource, calls: usize) -> Vec<Result<Token, Error>> {
    let tasks: Vec<_> = (0..calls)
        .map(|_| {
            let source = source.clone();
            tokio::spawn(async move { source.token().await })
        })
        .collect();
    let mut results = Vec::with_capacity(calls);
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_at_once_cause_one_request() {
    let provider = Counter::default();
    let results = at_once(&source(&provider), 1000).await;
    assert!(
        results
            .iter()
            .all(|result| result.as_ref().unwrap().secret() == "1")
    );
    assert_eq!(provider.asked(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_on_several_threads_cause_one_request() {
    let provider = Counter::default();
    let results = at_once(&source(&provider), 1000).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(provider.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_refusals_cause_one_request_more() {
    let provider = Counter::default();
    let source = source(&provider);
    let tokens = at_once(&source, 1000).await;
    for token in tokens {
        assert!(source.reject(&token.unwrap()));
    }
    let results = at_once(&source, 1000).await;
    assert!(
        results
            .iter()
            .all(|result| result.as_ref().unwrap().secret() == "2")
    );
    assert_eq!(provider.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_that_was_replaced_already_is_worth_a_repeat_without_a_request() {
    let provider = Counter::default();
    let source = source(&provider);
    let first = source.token().await.unwrap();
    assert!(source.reject(&first));
    source.token().await.unwrap();
    assert!(source.reject(&first));
    assert_eq!(source.token().await.unwrap().secret(), "2");
}

#[tokio::test(start_paused = true)]
async fn a_failure_goes_to_all_that_wait_and_the_next_call_tries_again() {
    let provider = Counter::default();
    let source = source(&provider);
    provider.fails.store(true, Ordering::SeqCst);
    for result in at_once(&source, 100).await {
        assert_eq!(result.unwrap_err().to_string(), "failure 1");
    }
    provider.fails.store(false, Ordering::SeqCst);
    assert_eq!(source.token().await.unwrap().secret(), "2");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_takes_no_other_down() {
    let provider = Counter::default();
    let source = source(&provider);
    let first = tokio::spawn({
        let source = source.clone();
        async move { source.token().await }
    });
    sleep(Duration::from_millis(100)).await;
    let second = tokio::spawn({
        let source = source.clone();
        async move { source.token().await }
    });
    sleep(Duration::from_millis(100)).await;
    first.abort();
    assert_eq!(second.await.unwrap().unwrap().secret(), "1");
    assert_eq!(provider.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_goes_on_when_all_that_wait_are_dropped() {
    let provider = Counter::default();
    let source = source(&provider);
    let waiting = tokio::time::timeout(Duration::from_millis(100), source.token());
    assert!(waiting.await.is_err());
    assert_eq!(source.token().await.unwrap().secret(), "1");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_panics_fails_the_call_and_not_the_client() {
    let provider = Counter::default();
    let source = source(&provider);
    provider.panics.store(true, Ordering::SeqCst);
    assert_eq!(source.token().await.unwrap_err().kind(), ErrorKind::Auth);
    provider.panics.store(false, Ordering::SeqCst);
    assert!(source.token().await.is_ok());
}

#[test]
fn a_request_that_ends_with_its_runtime_is_made_again_on_the_next() {
    let provider = Counter::default();
    let source = source(&provider);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    runtime().block_on(async {
        let waiting = tokio::time::timeout(Duration::from_millis(10), source.token());
        assert!(waiting.await.is_err());
    });
    let token = runtime().block_on(source.token()).unwrap();
    assert_eq!(token.secret(), "2");
}

#[test]
fn without_a_runtime_it_is_an_error() {
    let source = source(&Counter::default());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let polled = Box::pin(source.token()).as_mut().poll(&mut context);
    match polled {
        std::task::Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Config),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_its_end_behind_the_calls_back() {
    let provider = Counter::lasting(Duration::from_secs(3600));
    let source = source(&provider);
    assert_eq!(source.token().await.unwrap().secret(), "1");
    sleep(Duration::from_secs(3539)).await;
    assert_eq!(source.token().await.unwrap().secret(), "1");
    assert_eq!(provider.asked(), 1);
    sleep(Duration::from_secs(2)).await;
    assert_eq!(source.token().await.unwrap().secret(), "1");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(source.token().await.unwrap().secret(), "2");
    assert_eq!(provider.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_at_its_end_is_waited_for() {
    let provider = Counter::lasting(Duration::from_secs(3600));
    let source = source(&provider);
    source.token().await.unwrap();
    sleep(Duration::from_secs(3590)).await;
    assert_eq!(source.token().await.unwrap().secret(), "2");
}

#[tokio::test(start_paused = true)]
async fn the_margin_of_a_short_life_is_short() {
    let provider = Counter::lasting(Duration::from_secs(8));
    let source = source(&provider);
    source.token().await.unwrap();
    sleep(Duration::from_secs(5)).await;
    assert_eq!(source.token().await.unwrap().secret(), "1");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(provider.asked(), 1);
    assert_eq!(source.token().await.unwrap().secret(), "1");
    sleep(Duration::from_millis(500)).await;
    assert_eq!(provider.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_expired_when_it_comes_is_used_by_who_waits() {
    let provider = Counter::lasting(Duration::ZERO);
    let source = source(&provider);
    assert_eq!(source.token().await.unwrap().secret(), "1");
    assert_eq!(source.token().await.unwrap().secret(), "2");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_does_not_fail_calls_while_the_token_is_good() {
    let provider = Counter::lasting(Duration::from_secs(3600));
    let source = source(&provider);
    source.token().await.unwrap();
    provider.fails.store(true, Ordering::SeqCst);
    sleep(Duration::from_secs(3541)).await;
    for _ in 0..40 {
        assert_eq!(source.token().await.unwrap().secret(), "1");
        sleep(Duration::from_secs(1)).await;
    }
    assert!(provider.asked() < 8, "asked {} times", provider.asked());
    sleep(Duration::from_secs(10)).await;
    assert!(source.token().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn the_provider_is_told_of_the_token_before() {
    let provider = Counter::default();
    let source = source(&provider);
    let first = source.token().await.unwrap();
    assert!(source.reject(&first));
    source.token().await.unwrap();
    let told = provider.previous.lock().unwrap().clone();
    assert_eq!(told, [None, Some("1".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a_fixed_token_is_never_renewed() {
    let mut settings = AuthSettings::default();
    settings.set_token(Token::new("fixed").with_expires_in(Duration::ZERO));
    let source = settings.into_source(context()).unwrap();
    let token = source.token().await.unwrap();
    assert!(!source.reject(&token));
    assert_eq!(source.token().await.unwrap().secret(), "fixed");
}

#[test]
fn nothing_set_gives_no_source() {
    assert!(!AuthSettings::default().is_set());
    assert!(AuthSettings::default().into_source(context()).is_none());
}

#[tokio::test(start_paused = true)]
async fn a_function_is_a_provider() {
    let mut settings = AuthSettings::default();
    settings.set_provider(|| async { Ok(Token::new("made")) });
    let source = settings.into_source(context()).unwrap();
    assert_eq!(source.token().await.unwrap().secret(), "made");
}

#[tokio::test(start_paused = true)]
async fn a_new_token_is_stored() {
    let store = Memory::default();
    stored(&Counter::default(), Some(&store))
        .token()
        .await
        .unwrap();
    assert_eq!(store.secret().as_deref(), Some("1"));
}

#[tokio::test(start_paused = true)]
async fn a_stored_token_is_used_without_a_request() {
    let provider = Counter::default();
    let store = Memory::default();
    *store.0.lock().unwrap() = Some(Token::new("kept"));
    let source = stored(&provider, Some(&store));
    assert_eq!(source.token().await.unwrap().secret(), "kept");
    assert_eq!(provider.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stored_token_that_expired_is_handed_to_the_provider() {
    let provider = Counter::default();
    let store = Memory::default();
    let expired = Token::new("old").with_expires_at(SystemTime::UNIX_EPOCH);
    *store.0.lock().unwrap() = Some(expired);
    let source = stored(&provider, Some(&store));
    assert_eq!(source.token().await.unwrap().secret(), "1");
    assert_eq!(*provider.previous.lock().unwrap(), [Some("old".to_owned())]);
    assert_eq!(store.secret().as_deref(), Some("1"));
}

#[tokio::test(start_paused = true)]
async fn a_stored_token_that_is_refused_is_not_read_again() {
    let provider = Counter::default();
    let store = Memory::default();
    *store.0.lock().unwrap() = Some(Token::new("kept"));
    let source = stored(&provider, Some(&store));
    let kept = source.token().await.unwrap();
    assert!(source.reject(&kept));
    assert_eq!(source.token().await.unwrap().secret(), "1");
}

#[tokio::test(start_paused = true)]
async fn forgetting_clears_client_and_store() {
    let provider = Counter::default();
    let store = Memory::default();
    let source = stored(&provider, Some(&store));
    source.token().await.unwrap();
    source.forget().await;
    assert!(source.current().is_none());
    assert_eq!(store.secret(), None);
    assert_eq!(source.token().await.unwrap().secret(), "2");
}

#[tokio::test(start_paused = true)]
async fn a_request_begun_before_a_logout_does_not_undo_it() {
    let provider = Counter::default();
    let store = Memory::default();
    let source = stored(&provider, Some(&store));
    let waiting = tokio::time::timeout(Duration::from_millis(100), source.token());
    assert!(waiting.await.is_err());
    source.forget().await;
    sleep(Duration::from_secs(5)).await;
    assert!(source.current().is_none());
    assert_eq!(store.secret(), None);
}

#[tokio::test(start_paused = true)]
async fn debug_shows_no_secret() {
    let token = Token::new("hush-1").with_refresh("hush-2");
    let mut settings = AuthSettings::default();
    settings.set_token(token.clone());
    let shown = format!("{token:?} {settings:?}");
    let source = settings.into_source(context()).unwrap();
    let shown = format!("{shown} {source:?}");
    assert!(!shown.contains("hush"), "{shown}");
}
