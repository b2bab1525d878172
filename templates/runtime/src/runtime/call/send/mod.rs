//! The one way that every call goes: a [`Request`] and the client's [`Core`] in, an answer or an
//! [`Error`] out. Nothing here is generic, so that it is compiled once.
//!
//! **One deadline stands over everything**: attempts, waits, the wait for a token, middleware. What
//! happens within an attempt is in `attempt`, what follows a failed one here.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::AUTHORIZATION;
use tokio::time::Instant;

use crate::runtime::auth::credential::{self, Choice};
use crate::runtime::auth::{Token, TokenSource};
use crate::runtime::call::client::Core;
use crate::runtime::call::download::Download;
use crate::runtime::call::limiter::Permit;
use crate::runtime::call::received::Received;
use crate::runtime::observe::events::Outcome;
use crate::runtime::observe::watch::CallWatch;
use crate::runtime::retry::{Decision, GiveUp, Replay, RetryPolicy};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::{self, HttpRequest, HttpResponse};
use crate::runtime::wire::limits::{LONGEST, Limits};
use crate::runtime::wire::middleware::{Endpoint, HandleFuture, Next};
use crate::runtime::wire::operation::OperationInfo;
use crate::runtime::wire::request::{Options, Request};
use crate::runtime::wire::response::{Reply, Response};
use crate::runtime::wire::transport::BoxFuture;

mod attempt;
mod idempotency;
mod redirect;
mod surroundings;

/// Sends a call and reads the whole answer.
pub(crate) fn send(
    core: Arc<Core>,
    request: Request,
) -> BoxFuture<'static, Result<Received, Error>> {
    let mut ready = Ready::new(&core, request);
    Box::pin(async move {
        let (answer, progress) = ready.run(&core, true).await?;
        let body = match answer.body.collect(u64::MAX).await {
            Ok(body) => body,
            Err(error) => {
                progress.watch.finish(Outcome::from(&error));
                return Err(error);
            }
        };
        let (status, headers) = (answer.status, answer.headers);
        let (id, attempts) = (ready.info.id, progress.attempts);
        let reply = Reply::received(core.api, id, attempts, status, headers, body);
        Ok(Received::new(reply, progress.watch))
    })
}

/// Sends a call and leaves the answer's body to be read as it comes.
pub(crate) fn open(
    core: Arc<Core>,
    request: Request,
) -> BoxFuture<'static, Result<Response<Download>, Error>> {
    let mut ready = Ready::new(&core, request);
    Box::pin(async move {
        let (answer, progress) = ready.run(&core, false).await?;
        let (status, headers) = (answer.status, answer.headers);
        progress.watch.finish(Outcome::Success(status));
        let (id, attempts, permit) = (ready.info.id, progress.attempts, progress.permit);
        let head = Reply::received(
            core.api,
            id,
            attempts,
            status,
            headers.clone(),
            Bytes::new(),
        );
        let body = Download::new(answer.body, head, core.limits.read_timeout, permit);
        Ok(Response::head(core.api, attempts, status, headers, body))
    })
}

/// How long the call may take.
#[cfg(feature = "blocking")]
pub(crate) fn timeout(core: &Core, request: &Request) -> Duration {
    let own = request.options().and_then(|options| options.timeout);
    own.unwrap_or(core.limits.timeout)
}

/// Makes the request without credentials.
pub(crate) fn build(core: &Core, mut request: Request) -> Result<HttpRequest, Error> {
    let options = request.take_options();
    build_with(core, request, options.as_deref())
}

fn build_with(
    core: &Core,
    request: Request,
    options: Option<&Options>,
) -> Result<HttpRequest, Error> {
    let info = request.info();
    let own_server;
    let base_url = match (
        options.and_then(|options| options.base_url.as_ref()),
        info.base,
    ) {
        (Some(chosen), _) => chosen,
        (None, None) => &core.base_url,
        // Whoever calls a mock is not to reach what it stands for.
        (None, Some(_)) if core.replaces_servers => &core.base_url,
        (None, Some(base)) => {
            own_server = operation_server(core, base)?;
            &own_server
        }
    };
    let request = request
        .build(base_url, &core.headers)
        .and_then(|mut request| {
            idempotency::add_key(core, &mut request, options)?;
            Ok(request)
        });
    // part: validate
    #[cfg(feature = "validate")]
    let request = request.and_then(|request| {
        crate::runtime::call::checks::refuse(options)?;
        Ok(request)
    });
    request.map_err(|error| error.with_operation(info.id))
}

/// The server of an operation that has its own; a relative one stands on the client's host.
fn operation_server(core: &Core, base: &str) -> Result<url::Url, Error> {
    if base.contains("://") {
        return exchange::parse(base);
    }
    core.base_url.join(base).map_err(|error| {
        Error::new(ErrorKind::Request, "the operation's server is not a URL").with_source(error)
    })
}

/// A call that has all that it needs to be sent, or the reason why it cannot be.
struct Ready {
    info: &'static OperationInfo,
    options: Option<Box<Options>>,
    request: Result<Box<HttpRequest>, Error>,
}

impl Ready {
    fn new(core: &Core, mut request: Request) -> Self {
        let options = request.take_options();
        Self {
            info: request.info(),
            request: build_with(core, request, options.as_deref()).map(Box::new),
            options,
        }
    }

    /// Sends it. The answer comes with what is known of the call, whose end is still to be reported;
    /// the end of one without an answer is.
    async fn run(&mut self, core: &Core, whole: bool) -> Result<(HttpResponse, Progress), Error> {
        let info = self.info;
        let run = Run::new(core, info, self.options.as_deref(), self.method(), whole);
        let span = run.progress().watch.span().clone();
        let sent = span.wrap(run.start(&mut self.request)).await;
        let progress = run.finish();
        match sent {
            Ok(answer) => Ok((answer, progress)),
            Err(error) => {
                let error = error
                    .with_operation(info.id)
                    .with_attempts(progress.attempts);
                progress.watch.finish(Outcome::from(&error));
                Err(error)
            }
        }
    }

    fn method(&self) -> Method {
        match &self.request {
            Ok(request) => request.method.clone(),
            Err(_) => Method::from_bytes(self.info.method.as_bytes()).unwrap_or_default(),
        }
    }
}

/// One call on its way.
struct Run<'a> {
    core: &'a Core,
    info: &'static OperationInfo,
    options: Option<&'a Options>,
    /// Whether the answer's body is read here, or by the caller.
    whole: bool,
    deadline: Instant,
    /// Whether a token was refused and replaced: once a call, never more.
    renewed: AtomicBool,
    progress: Mutex<Progress>,
}

/// What is known of a call when its time runs out.
struct Progress {
    watch: CallWatch,
    attempts: u32,
    /// The place of the answer whose body is still to be read.
    permit: Option<Permit>,
    last: Option<Error>,
}

impl<'a> Run<'a> {
    fn new(
        core: &'a Core,
        info: &'static OperationInfo,
        options: Option<&'a Options>,
        method: Method,
        whole: bool,
    ) -> Self {
        let watch = CallWatch::start(&core.observers, info.id, &method, info.path);
        let own = options.and_then(|options| options.timeout);
        let timeout = own.unwrap_or(core.limits.timeout).min(LONGEST);
        Self {
            core,
            info,
            options,
            whole,
            deadline: Instant::now() + timeout,
            renewed: AtomicBool::new(false),
            progress: Mutex::new(Progress {
                watch,
                attempts: 0,
                permit: None,
                last: None,
            }),
        }
    }

    async fn start(
        &self,
        request: &mut Result<Box<HttpRequest>, Error>,
    ) -> Result<HttpResponse, Error> {
        surroundings::check()?;
        let request = request.as_mut().map_err(|error| error.clone())?;
        if self.core.around_call.is_empty() {
            // Every step of it minds the deadline.
            return self.attempts(request).await;
        }
        let chain = Next::new(&self.core.around_call, self);
        let sent = chain.run(HttpRequest::clone(request));
        self.in_time("it waited for a middleware", sent).await?
    }

    /// Waits for something until the deadline at most. `what` it is stands in the error.
    async fn in_time<F: Future>(&self, what: &str, future: F) -> Result<F::Output, Error> {
        match tokio::time::timeout_at(self.deadline, future).await {
            Ok(output) => Ok(output),
            Err(_) => Err(self.out_of_time(what)),
        }
    }

    /// Attempts and waits, until there is an answer or a reason to give up.
    async fn attempts(&self, request: &mut HttpRequest) -> Result<HttpResponse, Error> {
        let choice = self.choose(request)?;
        let source = self.add_credentials(request, choice)?;
        let mut retries = 0;
        let mut cost = None;
        loop {
            let (result, token) = self.attempt(request, source).await?;
            let error = match result {
                Ok(answer) => {
                    self.core.budget.succeeded(cost);
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if self.renews(&error, source.zip(token.as_ref()), request) {
                continue;
            }
            retries += 1;
            let wait = match self.decide(request, &error, retries) {
                Decision::Retry { wait } => wait,
                Decision::GiveUp(reason) => return Err(explain(error, reason)),
            };
            cost = self.core.budget.withdraw(error.retry_failure());
            if cost.is_none() {
                return Err(explain(error, GiveUp::BudgetSpent));
            }
            self.pause(wait, error).await;
        }
    }

    /// Whether the server refused the token and a new one can be had, which happens once a call.
    fn renews(
        &self,
        error: &Error,
        token: Option<(&TokenSource, &Token)>,
        request: &HttpRequest,
    ) -> bool {
        let refused = error.status() == Some(http::StatusCode::UNAUTHORIZED);
        let (true, Some((source, token))) = (refused, token) else {
            return false;
        };
        // The source has to know in any case, for the next call's sake.
        let renewable = source.reject(token);
        renewable && request.body.is_repeatable() && !self.renewed.swap(true, Ordering::Relaxed)
    }

    fn limits(&self) -> Limits {
        let client = self.core.limits;
        self.options.map_or(client, |own| own.limits(client))
    }

    fn retry(&self) -> RetryPolicy {
        let own = self.options.and_then(|options| options.retry);
        own.unwrap_or(self.core.retry)
    }

    fn decide(&self, request: &HttpRequest, error: &Error, attempts_made: u32) -> Decision {
        let failure = error.retry_failure();
        let policy = self.retry();
        if policy.attempts() <= 1 && !policy.is_worth_a_retry(failure) {
            return Decision::GiveUp(GiveUp::NotRetryable);
        }
        let call = Replay {
            method: request.method.clone(),
            retry_safe: match self.has_key(request) {
                true => Some(true),
                false => self.info.retry_safe,
            },
            body_repeatable: request.body.is_repeatable(),
            attempts_made,
            time_left: Some(self.deadline.saturating_duration_since(Instant::now())),
            retry_after_cap: Duration::from_secs(self.core.api.retry_after_cap),
        };
        policy.decide(&call, failure, fastrand::f64())
    }

    /// Whether the server acts once for all attempts, by the key that the request has.
    fn has_key(&self, request: &HttpRequest) -> bool {
        let by_client = self.core.idempotency.as_ref();
        let by_call = self
            .options
            .is_some_and(|own| own.idempotency_key.is_some());
        by_call || by_client.is_some_and(|name| request.headers.contains_key(name))
    }

    async fn pause(&self, wait: Duration, error: Error) {
        {
            let mut progress = self.progress();
            progress.watch.waiting(wait);
            progress.last = Some(error);
        }
        tokio::time::sleep(wait).await;
    }

    /// The credentials that go with the call, chosen once for all attempts.
    fn choose(&self, request: &HttpRequest) -> Result<Choice, Error> {
        // A caller who sets the header knows best.
        if request.headers.contains_key(AUTHORIZATION) {
            return Ok(Choice::Nothing);
        }
        let core = self.core;
        match self.options {
            Some(own) if own.without_auth => Ok(Choice::Nothing),
            Some(own) if own.any_auth => Ok(Choice::Anything),
            _ => {
                let shared = core.token.as_ref();
                let has_token = |scheme: &str| core.tokens.of(scheme, shared).is_some();
                let credentials = &core.credentials;
                credential::choose(
                    core.api,
                    self.info,
                    credentials,
                    has_token,
                    shared.is_some(),
                )
            }
        }
    }

    fn out_of_time(&self, what: &str) -> Error {
        let timeout = self.limits().timeout;
        let message = format!("the call was not done within {timeout:?}: {what}");
        let error = Error::new(ErrorKind::Timeout, message);
        match self.progress().last.take() {
            Some(last) => error
                .with_note(format!("its last attempt: {last}"))
                .with_source(last),
            None => error,
        }
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(self) -> Progress {
        self.progress
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Endpoint for Run<'_> {
    fn handle(&self, request: HttpRequest) -> HandleFuture<'_> {
        Box::pin(async move {
            let mut request = request;
            self.attempts(&mut request).await
        })
    }
}

/// Says why an error is not followed by another attempt, where that is not plain.
fn explain(error: Error, reason: GiveUp) -> Error {
    match reason {
        GiveUp::WaitTooLong(wait) => error.with_planned_wait(wait).with_note(format!(
            "not tried again, for the wait of {} s is too long",
            wait.as_secs_f64().ceil()
        )),
        GiveUp::BudgetSpent => error.with_note("not tried again, for too many calls failed lately"),
        _ => error,
    }
}

fn outcome(result: &Result<HttpResponse, Error>) -> Outcome {
    match result {
        Ok(answer) => Outcome::Success(answer.status),
        Err(error) => Outcome::Failure {
            kind: error.kind(),
            status: error.status(),
        },
    }
}
