//! One attempt of a call: credentials, a place among the requests in flight, middleware, the
//! exchange itself, and the reading of the answer, all within the attempt's time.

use super::{Run, redirect};
use crate::runtime::auth::Token;
use crate::runtime::credential::{self, Choice};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::exchange::{HttpRequest, HttpResponse};
use crate::runtime::middleware::{Endpoint, HandleFuture, Next};
use crate::runtime::response::Reply;
use crate::runtime::watch::AttemptWatch;

/// What an attempt gives, and the token that it was made with.
type Attempted = (Result<HttpResponse, Error>, Option<Token>);

impl Run<'_> {
    /// Makes an attempt. An outer error is final: there is nothing to send.
    pub(super) async fn attempt(
        &self,
        request: &HttpRequest,
        choice: Choice,
    ) -> Result<Attempted, Error> {
        let mut request = request.clone();
        let token = self.authorize(&mut request, choice).await?;
        let permit = self.core.limiter.acquire().await;
        let (number, watch) = self.begin_attempt(&mut request);
        watch.request(
            &request.headers,
            request.body.as_bytes().map(AsRef::as_ref),
            &self.core.redaction,
        );
        let within = self.limits.attempt_timeout;
        let sent = watch.span().wrap(self.exchange(request, number));
        let result = match tokio::time::timeout(within, sent).await {
            Ok(result) => result,
            Err(_) => Err(Error::new(
                ErrorKind::Timeout,
                format!("no answer within {within:?}"),
            )),
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

    /// Adds the credentials. Returns the token, if it is one that can be renewed.
    async fn authorize(
        &self,
        request: &mut HttpRequest,
        choice: Choice,
    ) -> Result<Option<Token>, Error> {
        let core = self.core;
        match choice {
            Choice::Nothing => return Ok(None),
            Choice::Anything if core.token.is_none() => {
                for (scheme, _) in &core.credentials {
                    credential::apply(request, core.api, scheme, &core.credentials)?;
                }
                return Ok(None);
            }
            Choice::Anything => {}
            Choice::Schemes(schemes) => {
                let mut wants_token = false;
                for scheme in schemes {
                    wants_token |=
                        !credential::apply(request, core.api, scheme, &core.credentials)?;
                }
                if !wants_token {
                    return Ok(None);
                }
            }
        }
        let Some(source) = &core.token else {
            return Ok(None);
        };
        let token = source.token().await?;
        credential::bearer(request, token.secret())?;
        Ok(Some(token))
    }

    /// Sends the request and makes its answer a success or an error.
    async fn exchange(&self, request: HttpRequest, number: u32) -> Result<HttpResponse, Error> {
        let end = Wire(self);
        let mut answer = Next::new(&self.core.around_attempt, &end)
            .run(request)
            .await?;
        let limit = self.limits.max_response_size;
        if self.is_success(answer.status) {
            if self.whole {
                answer.body = answer.body.collect(limit).await?.into();
            }
            return Ok(answer);
        }
        let body = answer.body.collect_some(limit).await;
        let (status, headers) = (answer.status, answer.headers);
        let reply = Reply::received(self.core.api, self.info.id, number, status, headers, body);
        Err(Error::from_reply(reply))
    }

    fn is_success(&self, status: http::StatusCode) -> bool {
        status.is_success() || self.info.success.contains(&status.as_u16())
    }
}

/// Where the last middleware's request goes: over the wire, and on where redirects lead.
struct Wire<'a>(&'a Run<'a>);

impl Endpoint for Wire<'_> {
    fn handle(&self, request: HttpRequest) -> HandleFuture<'_> {
        Box::pin(self.follow(request))
    }
}

impl Wire<'_> {
    async fn follow(&self, mut request: HttpRequest) -> Result<HttpResponse, Error> {
        let mut left = self.0.limits.max_redirects;
        loop {
            let answer = self.0.core.transport.send(request.clone()).await?;
            if !answer.status.is_redirection() || self.0.is_success(answer.status) {
                return Ok(answer);
            }
            let Some(next) = redirect::step(request, &answer)? else {
                return Ok(answer);
            };
            if left == 0 {
                return match self.0.limits.max_redirects {
                    0 => Ok(answer),
                    limit => Err(redirect::too_many(limit)),
                };
            }
            request = next;
            left -= 1;
        }
    }
}
