//! What users of a client see of the runtime, by subject. An emitted crate shows these modules at its
//! root; everything else of the runtime is there for emitted code.

/// Credentials: tokens, where they come from and where they are kept, and logins.
///
/// A token provider is any function that gets a token; a client asks it again before the token
/// expires, once for all calls that wait.
///
/// ```
#[doc = concat!("# use ", module_path!(), "::Token;")]
/// # use std::time::Duration;
#[doc = concat!("# use ", module_path!(), "::{ApiClient, Builder, Error};")]
/// # fn example<C: ApiClient>(builder: Builder<C>) -> Result<C, Error> {
/// // `builder` is `Client::builder()`.
/// let client = builder
///     .token_provider(|| async {
///         let text = std::env::var("TOKEN").unwrap_or_default();
///         Ok(Token::new(text).with_expires_in(Duration::from_secs(600)))
///     })
///     .build()?;
/// # Ok(client) }
/// ```
///
/// A store keeps tokens between runs of a program, or shares them between processes.
///
/// ```
#[doc = concat!("# use ", module_path!(), "::{Token, TokenStore};")]
#[doc = concat!("# use ", module_path!(), "::BoxFuture;")]
/// # use std::sync::Mutex;
/// #[derive(Default)]
/// struct InMemory(Mutex<Option<Token>>);
///
/// impl TokenStore for InMemory {
///     fn load(&self) -> BoxFuture<'_, Option<Token>> {
///         Box::pin(async { self.0.lock().ok()?.clone() })
///     }
///     fn save(&self, token: Token) -> BoxFuture<'_, ()> {
///         Box::pin(async {
///             if let Ok(mut kept) = self.0.lock() {
///                 *kept = Some(token);
///             }
///         })
///     }
///     fn clear(&self) -> BoxFuture<'_, ()> {
///         Box::pin(async {
///             if let Ok(mut kept) = self.0.lock() {
///                 *kept = None;
///             }
///         })
///     }
/// }
/// ```
#[cfg(feature = "client")]
pub mod auth {
    pub use crate::runtime::auth::credential::Credential;
    // part: oauth
    #[cfg(feature = "loopback")]
    pub use crate::runtime::auth::oauth::Loopback;
    // part: oauth
    pub use crate::runtime::auth::oauth::{App, Grant, Login, OAuthError, PkceVerifier};
    pub use crate::runtime::auth::{
        AuthContext, IntoSecret, Token, TokenProvider, TokenRequest, TokenSource, TokenStore,
    };
    pub use crate::runtime::wire::transport::BoxFuture;
    pub use secrecy::{ExposeSecret, SecretString};

    // For the examples of this module.
    #[doc(hidden)]
    pub use crate::runtime::{ApiClient, Builder, Error};
}

/// When a failed attempt of a call is made again.
///
/// ```
/// # use std::time::Duration;
#[doc = concat!("# use ", module_path!(), "::{RetryBudget, RetryPolicy};")]
/// // Six attempts, 409 included; given to a client by `retry`, to one call by `with_retry`.
/// let policy = RetryPolicy::standard()
///     .max_attempts(6)
///     .max_delay(Duration::from_secs(60))
///     .retry_status(409);
/// # let _ = policy;
/// ```
#[cfg(feature = "client")]
pub mod retry {
    pub use crate::runtime::retry::{RetryBudget, RetryPolicy};
}

/// How calls fail.
///
/// ```
#[doc = concat!("# use ", module_path!(), "::{Error, ErrorKind};")]
/// fn advice(error: &Error) -> &'static str {
///     match error.kind() {
///         ErrorKind::Config => "mend the settings",
///         ErrorKind::Connect | ErrorKind::Timeout => "look at the network",
///         _ if error.is_not_found() => "there is no such thing",
///         _ if error.is_retryable() => "try again later",
///         _ => "read the text of the error",
///     }
/// }
/// ```
#[cfg(feature = "client")]
pub mod errors {
    // part: oauth
    pub use crate::runtime::auth::oauth::OAuthError;
    pub use crate::runtime::wire::decode::DecodeError;
    pub use crate::runtime::wire::error::{Error, ErrorKind};
}

/// Calls and their answers.
///
/// A call is a value: its setters change it, `send` or `.await` sends it. What is specific to one
/// call begins with `with_`.
///
/// ```
/// # use std::time::Duration;
#[doc = concat!("# use ", module_path!(), "::{Call, Operation};")]
#[doc = concat!("# use ", module_path!(), "::Error;")]
/// # async fn example<O: Operation<Output: std::fmt::Debug>>(call: Call<O>) -> Result<(), Error> {
/// // `call` is any call of an operation, such as `client.rooms().get_room("id")`.
/// let answer = call
///     .with_header("x-request-source", "nightly job")
///     .with_timeout(Duration::from_secs(20))
///     .send_with_response()
///     .await?;
/// println!("{} {:?}", answer.status(), answer.correlation_id());
/// # Ok(()) }
/// ```
///
/// A call that is to run beside others is spawned by what `send` gives, which is a future of its
/// own: `tokio::spawn(call.send())`, or `tokio::try_join!(one.send(), other.send())`.
///
/// An answer that is too large for memory is read piece by piece:
///
/// ```
#[doc = concat!("# use ", module_path!(), "::{Call, Operation};")]
#[doc = concat!("# use ", module_path!(), "::Error;")]
/// # async fn example<O: Operation>(call: Call<O>) -> Result<usize, Error> {
/// let mut download = call.into_stream().await?.into_body();
/// let mut size = 0;
/// while let Some(piece) = download.chunk().await? {
///     size += piece.len();
/// }
/// # Ok(size) }
/// ```
#[cfg(feature = "client")]
pub mod calls {
    #[cfg(feature = "blocking")]
    pub use crate::runtime::call::blocking::Reader;
    pub use crate::runtime::call::client::Handle;
    pub use crate::runtime::call::download::Download;
    #[cfg(feature = "blocking")]
    pub use crate::runtime::call::mode::Blocking;
    pub use crate::runtime::call::mode::{Async, Mode};
    pub use crate::runtime::call::{Call, Pending, Raw};
    pub use crate::runtime::wire::body::Body;
    // part: multipart
    pub use crate::runtime::wire::multipart::{File, Form, Part};
    pub use crate::runtime::wire::operation::{Failure, Operation};
    pub use crate::runtime::wire::rate_limit::RateLimit;
    pub use crate::runtime::wire::response::{Reply, Response};
    // part: stream
    pub use crate::runtime::stream::{Event, Items, Streaming};
    // part: sequence
    pub use crate::runtime::wire::sequence::Sequence;

    // For the examples of this module.
    #[doc(hidden)]
    pub use crate::runtime::Error;
}

/// What can be seen of a client's calls, for metrics and logs.
///
/// With the feature `tracing`, each call is a span as well, and each attempt one inside it.
///
/// ```
#[doc = concat!("# use ", module_path!(), "::{CallFinished, Observer, Outcome};")]
/// # use std::sync::atomic::{AtomicU64, Ordering};
/// #[derive(Default)]
/// struct Failures(AtomicU64);
///
/// impl Observer for Failures {
///     fn call_finished(&self, event: &CallFinished) {
///         if let Outcome::Failure { .. } = event.outcome {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
/// ```
#[cfg(feature = "client")]
pub mod observe {
    pub use crate::runtime::observe::events::{
        AttemptFinished, AttemptStarted, CallFinished, CallStarted, Observer, Outcome,
        TokenRequested, UnknownValue, Waiting,
    };
    pub use crate::runtime::wire::redact::Redaction;
}

/// What carries requests, and code of one's own around calls and attempts.
///
/// ```
/// # use http::HeaderValue;
#[doc = concat!("# use ", module_path!(), "::{HandleFuture, HttpRequest, Middleware, Next};")]
/// struct Tenant;
///
/// impl Middleware for Tenant {
///     fn handle<'a>(&'a self, mut request: HttpRequest, next: Next<'a>) -> HandleFuture<'a> {
///         request.headers.insert("x-tenant", HeaderValue::from_static("blue"));
///         next.run(request)
///     }
/// }
/// ```
#[cfg(feature = "client")]
pub mod transport {
    pub use crate::runtime::testing::fake::{FakeAnswer, FakeTransport};
    pub use crate::runtime::wire::body::Incoming;
    pub use crate::runtime::wire::exchange::{HttpRequest, HttpResponse};
    pub use crate::runtime::wire::middleware::{HandleFuture, Middleware, Next};
    pub use crate::runtime::wire::transport::{BoxFuture, Transport};
}

/// How a client is made: its builder, and settings from outside the program.
///
/// A proxy, and a certificate that shows who calls:
///
/// ```
#[doc = concat!("# use ", module_path!(), "::Builder;")]
#[doc = concat!("# use ", module_path!(), "::{ApiClient, Error};")]
/// # #[cfg(any(feature = "rustls", feature = "native-tls"))]
/// # fn example<C: ApiClient>(builder: Builder<C>) -> Result<C, Error> {
/// // `builder` is `Client::builder()`.
/// let client = builder
///     .proxy("http://proxy.example:3128")
///     .proxy_credentials("user", "password")
///     .client_certificate_files("client.pem", "client.key")
///     .build()?;
/// # Ok(client) }
/// ```
#[cfg(feature = "client")]
pub mod config {
    pub use crate::runtime::config::builder::Builder;
    pub use crate::runtime::config::env::EnvError;
    pub use crate::runtime::config::gateway::Gateway;
    pub use crate::runtime::config::settings::{Server, Settings};

    // For the examples of this module.
    #[doc(hidden)]
    pub use crate::runtime::{ApiClient, Error};
}
