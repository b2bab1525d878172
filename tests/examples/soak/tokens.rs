//! The server's tokens: which is good, which ended and why, and whether a new one was called for.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::plan::Plan;

/// All tokens that the server gave out.
#[derive(Debug)]
pub(crate) struct Tokens {
    plan: Plan,
    issued: Mutex<Vec<Issued>>,
    counts: Mutex<Counts>,
}

/// What happened to tokens.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Tokens given out.
    pub(crate) issued: usize,
    /// Tokens that the server ended before their time.
    pub(crate) ended: usize,
    /// Tokens replaced because they were ended.
    pub(crate) replaced: usize,
    /// Tokens replaced because their time was about to run out.
    pub(crate) renewed: usize,
    /// Tokens given out though the last one was good for a while yet.
    pub(crate) needless: usize,
}

#[derive(Clone, Copy, Debug)]
struct Issued {
    at: Instant,
    lifetime: Duration,
    ended: bool,
}

impl Tokens {
    pub(crate) fn new(plan: Plan) -> Self {
        Self {
            plan,
            issued: Mutex::default(),
            counts: Mutex::default(),
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        *lock(&self.counts)
    }

    /// Gives out a token, as the body of the answer to a token request.
    pub(crate) async fn issue(&self) -> String {
        let number = lock(&self.issued).len();
        let (pause, seconds) = self.plan.token(number);
        tokio::time::sleep(pause).await;
        let mut issued = lock(&self.issued);
        let mut counts = lock(&self.counts);
        counts.issued += 1;
        match issued.last() {
            None => {}
            Some(last) if last.ended => counts.replaced += 1,
            // A client may renew a token in the last quarter of its life.
            Some(last) if last.at.elapsed() >= last.lifetime.mul_f64(0.7) => counts.renewed += 1,
            Some(_) => counts.needless += 1,
        }
        let number = issued.len();
        let lifetime = Duration::from_secs(seconds);
        issued.push(Issued {
            at: Instant::now(),
            lifetime,
            ended: false,
        });
        format!(
            r#"{{"access_token":"soak-{number}","token_type":"bearer","expires_in":{seconds}}}"#
        )
    }

    /// Whether a request with that `Authorization` header may pass.
    pub(crate) fn accepts(&self, authorization: &str) -> bool {
        let number = authorization
            .strip_prefix("Bearer soak-")
            .and_then(|text| text.parse().ok());
        let issued = lock(&self.issued);
        let token = number.and_then(|number: usize| issued.get(number));
        token.is_some_and(|token| !token.ended && token.at.elapsed() < token.lifetime)
    }

    /// Ends every token before its time.
    pub(crate) fn end(&self) {
        let mut issued = lock(&self.issued);
        if issued.last().is_some_and(|last| !last.ended) {
            lock(&self.counts).ended += 1;
        }
        for token in issued.iter_mut() {
            token.ended = true;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
