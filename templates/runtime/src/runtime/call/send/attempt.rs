//! One attempt of a call: credentials, a place among the requests in flight, middleware, the
//! exchange itself, and the reading of the answer, all within the attempt's time.

use std::time::Duration;

use tokio::time::Instant;

use super::{Run, redirect};
use crate::runtime::auth::Token;
use crate::runtime::auth::credential::{self, Choice};
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
        wants_token: bool,
    ) -> Result<Attempted, Error> {
        let token = match &self.core.token {
            Some(source) if wants_token => Some(self.in_time(source.token()).await??),
            _ => None,
        };
        if let Some(token) = &token {
            credential::bearer(request, token.secret())?;
        }
        let permit = self.in_time(self.core.limiter.acquire()).await?;
        self.pace().await;
        let (number, watch) = self.begin_attempt(request);
        watch.request(
            &request.headers,
            request.body.as_bytes().map(AsRef::as_ref),
            &self.core.redaction,
        );
        let left = self.deadline.saturating_duration_since(Instant::now());
        let within = self.limits().attempt_timeout.min(left);
        let sent = watch.span().wrap(self.exchange(request, number));
        let result = match tokio::time::timeout(within, sent).await {
            Ok(result) => result,
            Err(_) => Err(self.timed_out(within)),
        };
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
    fn timed_out(&self, within: Duration) -> Error {
        if within < self.limits().attempt_timeout {
            return self.out_of_time().into_permanent();
        }
        Error::new(ErrorKind::Timeout, format!("no answer within {within:?}"))
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

    /// Adds the credentials that stay the same from attempt to attempt. Returns whether the client's
    /// token is wanted as well.
    pub(super) fn add_credentials(
        &self,
        request: &mut HttpRequest,
        choice: Choice,
    ) -> Result<bool, Error> {
        let core = self.core;
        match choice {
            Choice::Nothing => Ok(false),
            Choice::Anything if core.token.is_some() => Ok(true),
            Choice::Anything => {
                for (scheme, _) in &core.credentials {
                    credential::apply(request, core.api, scheme, &core.credentials)?;
                }
                Ok(false)
            }
            Choice::Schemes(schemes) => {
                let mut wants_token = false;
                for scheme in schemes {
                    wants_token |=
                        !credential::apply(request, core.api, scheme, &core.credentials)?;
                }
                Ok(wants_token)
            }
        }
    }

    /// Sends the request and makes its answer a success or an error.
    async fn exchange(&self, request: &HttpRequest, number: u32) -> Result<HttpResponse, Error> {
        let mut answer = if self.core.around_attempt.is_empty() {
            self.follow(request).await?
        } else {
            let end = Wire(self);
            let chain = Next::new(&self.core.around_attempt, &end);
            chain.run(request.clone()).await?
        };
        self.core.pacer.note(&answer.headers);
        let limit = self.limits().max_response_size;
        if self.is_success(answer.status) {
            if self.whole {
                answer.body = answer.body.collect(limit).await?.into();
            }
            return Ok(answer);
        }
        let body = answer.body.collect_some(limit).await;
        let (status, headers) = (answer.status, answer.headers);
        let reply = Reply::received(self.core.api, self.info.id, number, status, headers, body);
        let mut error = Error::from_reply(reply);
        credential::hide_in(&mut error, request, &self.core.credentials);
        Err(error)
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

    fn is_success(&self, status: http::StatusCode) -> bool {
        status.is_success() || self.info.success.contains(&status.as_u16())
    }
}

/// Where the last middleware's request goes.
struct Wire<'a>(&'a Run<'a>);

impl Endpoint for Wire<'_> {
    fn handle(&self, request: HttpRequest) -> HandleFuture<'_> {
        Box::pin(async move { self.0.follow(&request).await })
    }
}
