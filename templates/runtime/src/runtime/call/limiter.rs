//! An optional limit on the requests that a client has in flight: asks for a place go in, places
//! come out in the order of asking.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Lets at most so many requests out at a time; the rest wait their turn, first come first served.
///
/// A wait that is dropped gives up its turn, a dropped [`Permit`] frees its place. Clones share
/// the places.
#[derive(Clone, Debug, Default)]
pub struct Limiter(Option<Arc<Semaphore>>);

impl Limiter {
    /// A limiter of that many places. Zero counts as one, for nothing could ever be sent.
    #[must_use]
    pub fn new(places: usize) -> Self {
        let places = places.clamp(1, Semaphore::MAX_PERMITS);
        Self(Some(Arc::new(Semaphore::new(places))))
    }

    /// No limit.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self(None)
    }

    /// Waits for a place. It is held until the permit is dropped.
    pub async fn acquire(&self) -> Permit {
        let Some(places) = &self.0 else {
            return Permit(None);
        };
        // The semaphore is never closed, so there is no error to speak of.
        Permit(Arc::clone(places).acquire_owned().await.ok())
    }
}

/// A place among the requests in flight.
#[derive(Debug)]
#[must_use = "the place is free again once this is dropped"]
pub struct Permit(#[expect(dead_code, reason = "held for its drop")] Option<OwnedSemaphorePermit>);

impl Permit {
    /// No place, for what has none to hold.
    pub const fn none() -> Self {
        Self(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn poll<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Poll<T> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_place_too_many_waits_until_one_is_free() {
        let limiter = Limiter::new(2);
        let (mut a, mut b, mut c) = (
            pin!(limiter.acquire()),
            pin!(limiter.acquire()),
            pin!(limiter.acquire()),
        );
        let first = poll(a.as_mut());
        assert!(first.is_ready());
        let second = poll(b.as_mut());
        assert!(second.is_ready());
        assert!(poll(c.as_mut()).is_pending());
        drop(first);
        assert!(poll(c.as_mut()).is_ready());
    }

    #[test]
    fn a_dropped_wait_gives_its_turn_to_the_next() {
        let limiter = Limiter::new(1);
        let mut holder = pin!(limiter.acquire());
        let held = poll(holder.as_mut());
        let mut dropped = Box::pin(limiter.acquire());
        assert!(poll(dropped.as_mut()).is_pending());
        let mut next = pin!(limiter.acquire());
        assert!(poll(next.as_mut()).is_pending());
        drop(dropped);
        drop(held);
        assert!(poll(next.as_mut()).is_ready());
    }

    #[test]
    fn without_a_limit_nobody_waits() {
        let limiter = Limiter::unlimited();
        let places: Vec<_> = (0..100).map(|_| poll(pin!(limiter.acquire()))).collect();
        assert!(places.iter().all(Poll::is_ready));
    }

    #[test]
    fn zero_places_are_one() {
        let limiter = Limiter::new(0);
        assert!(poll(pin!(limiter.acquire())).is_ready());
    }
}
