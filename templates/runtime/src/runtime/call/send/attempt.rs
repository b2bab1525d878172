//! One attempt of a call: credentials, a place among the requests in flight, middleware, the
//! exchange itself, and the reading of the answer, all within the attempt's time.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use super::{Run, redirect};
use crate::runtime::auth::credential::{self, Choice};
use crate::runtime::auth::{Token, TokenSource};
use crate::runtime::observe::watch::AttemptWatch;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::{HttpRequest, HttpResponse};
use crate::runtime::wire::middleware::{Endpoint, HandleFuture, Next};
use crate::runtime::wire::response::Reply;

/// What an attempt gives, and the token that it was made with.
type Attempted = (Result<HttpResponse, Error>, Option<Token>);

impl Run<'_> {
    /// Makes an attempt. An outer error is final: there is nothing to send.
    pub(super) async fn attempt(
        &self,
        request: &mut HttpRequest,
        source: Option<&TokenSource>,
    ) -> Result<Attempted, Error> {
        let token = match source {
            Some(source) => {
                let what = "it waited for a token";
                Some(self.in_time(what, source.token()).await??)
            }
            None => None,
        };
        if let Some(token) = &token {
            credential::bearer(request, token.secret())?;
        }
        let permit = {
            let what = "it waited for a free place, of which max_in_flight sets the number";
            self.in_time(what, self.core.limiter.acquire()).await?
        };
        self.pace().await;
        let (number, watch) = self.begin_attempt(request);
        watch.request(
            &request.headers,
            request.body.as_bytes().map(AsRef::as_ref),
            &self.core.redaction,
        );
        let left = self.deadline.saturating_duration_since(Instant::now());
        let time = Time::new(self.limits().attempt_timeout, left);
        let sent = watch.span().wrap(self.exchange(request, number, time));
        let result = sent.await;
        if let Ok(answer) = &result {
            watch.response(
                &answer.headers,
                answer.body.as_bytes(),
                &self.core.redaction,
            );
            if !self.whole {
                self.progress().permit = Some(permit);
            }
        }
        if let Some(token) = token.as_ref().filter(|_| was_taken(&result)) {
            token.prove();
        }
        watch.finish(super::outcome(&result));
        Ok((result, token))
    }

    /// Waits while the rate limit is used up, if the call's time allows it.
    async fn pace(&self) {
        let wait = self.core.pacer.wait();
        let left = self.deadline.saturating_duration_since(Instant::now());
        if !wait.is_zero() && wait < left {
            self.progress().watch.waiting(wait);
            tokio::time::sleep(wait).await;
        }
    }

    /// The error of an attempt that took too long; a final one if it was the call's time.
    fn timed_out(&self, time: Time, what: &str) -> Error {
        if time.is_the_calls {
            return self.out_of_time(what).into_permanent();
        }
        let message = format!("no answer within {:?}: {what}", time.within);
        Error::new(ErrorKind::Timeout, message)
    }

    fn begin_attempt(&self, request: &mut HttpRequest) -> (u32, AttemptWatch) {
        let mut progress = self.progress();
        progress.attempts += 1;
        let number = progress.attempts;
        request.set_attempt(number);
        let watch = progress
            .watch
            .attempt(request.parsed_url(), &self.core.redaction);
        (number, watch)
    }

    /// Adds the credentials that stay the same from attempt to attempt. Returns the source of
    /// the token that is wanted as well.
    pub(super) fn add_credentials(
        &self,
        request: &mut HttpRequest,
        choice: Choice,
    ) -> Result<Option<&TokenSource>, Error> {
        let core = self.core;
        let shared = core.token.as_ref();
        match choice {
            Choice::Nothing => Ok(None),
            Choice::Anything if shared.is_some() => Ok(shared),
            Choice::Anything => {
                for (scheme, _) in &core.credentials {
                    credential::apply(request, core.api, scheme, &core.credentials)?;
                }
                Ok(None)
            }
            Choice::Schemes(schemes) => {
                let mut source = None;
                for scheme in schemes {
                    if !credential::apply(request, core.api, scheme, &core.credentials)? {
                        source = core.tokens.of(scheme, shared);
                    }
                }
                Ok(source)
            }
        }
    }

    /// Sends the request and makes its answer a success or an error.
    async fn exchange(
        &self,
        request: &HttpRequest,
        number: u32,
        time: Time,
    ) -> Result<HttpResponse, Error> {
        let head = async {
            if self.core.around_attempt.is_empty() {
                return self.follow(request).await;
            }
            let end = Wire(self);
            let chain = Next::new(&self.core.around_attempt, &end);
            chain.run(request.clone()).await
        };
        let answer = match tokio::time::timeout_at(time.end, head).await {
            Ok(answer) => answer?,
            Err(_) => return Err(self.timed_out(time, "nothing of it came")),
        };
        self.core.pacer.note(&answer.headers);
        if self.is_success(answer.status) {
            return self.read(answer, number, time).await;
        }
        let limit = self.limits().max_response_size;
        let body = answer.body.collect_some(limit, time.end).await;
        let (status, headers) = (answer.status, answer.headers);
        let mut error = Error::from_reply(self.reply(number, status, headers, body));
        credential::hide_in(&mut error, request, &self.core.credentials);
        Err(error)
    }

    /// Reads the body of a success, unless that is left to the caller. Whatever happens to it, the
    /// status is known.
    async fn read(
        &self,
        mut answer: HttpResponse,
        number: u32,
        time: Time,
    ) -> Result<HttpResponse, Error> {
        if !self.whole {
            return Ok(answer);
        }
        let limit = self.limits().max_response_size;
        let body = tokio::time::timeout_at(time.end, answer.body.collect(limit)).await;
        let error = match body {
            Ok(Ok(body)) => {
                answer.body = body.into();
                return Ok(answer);
            }
            Ok(Err(error)) => error,
            Err(_) => self.timed_out(time, "its head came, and not the whole body"),
        };
        let (status, headers) = (answer.status, answer.headers);
        Err(error.with_reply(self.reply(number, status, headers, Bytes::new())))
    }

    fn reply(&self, number: u32, status: StatusCode, headers: HeaderMap, body: Bytes) -> Reply {
        Reply::received(self.core.api, self.info.id, number, status, headers, body)
    }

    /// Sends the request, and on to where redirects lead.
    async fn follow(&self, first: &HttpRequest) -> Result<HttpResponse, Error> {
        let limit = self.limits().max_redirects;
        // Boxed, for it is seldom there and would make every call larger.
        let mut redirected: Option<Box<HttpRequest>> = None;
        let mut hops = 0;
        loop {
            let request = redirected.as_deref().unwrap_or(first);
            let answer = self.core.transport.send(request.clone()).await?;
            if !answer.status.is_redirection() || self.is_success(answer.status) || limit == 0 {
                return Ok(answer);
            }
            let Some(next) = redirect::step(request, &answer)? else {
                return Ok(answer);
            };
            if hops == limit {
                return Err(redirect::too_many(limit));
            }
            redirected = Some(Box::new(next));
            hops += 1;
        }
    }

    fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || self.info.success.contains(&status.as_u16())
    }
}

/// The time of an attempt.
#[derive(Clone, Copy)]
struct Time {
    within: Duration,
    end: Instant,
    /// Whether it ends with the time of the whole call.
    is_the_calls: bool,
}

impl Time {
    fn new(attempt: Duration, left: Duration) -> Self {
        let within = attempt.min(left);
        Self {
            within,
            end: Instant::now() + within,
            is_the_calls: left < attempt,
        }
    }
}

/// Whether the server answered, and had nothing against the token.
fn was_taken(result: &Result<HttpResponse, Error>) -> bool {
    match result {
        Ok(_) => true,
        Err(error) => error
            .status()
            .is_some_and(|status| status != StatusCode::UNAUTHORIZED),
    }
}

/// Where the last middleware's request goes.
struct Wire<'a>(&'a Run<'a>);

impl Endpoint for Wire<'_> {
    fn handle(&self, request: HttpRequest) -> HandleFuture<'_> {
        Box::pin(async move { self.0.follow(&request).await })
    }
}
