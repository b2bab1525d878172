//! Async or blocking: the one difference between the two kinds of client.

#[cfg(feature = "blocking")]
use std::future::Future;

#[cfg(feature = "blocking")]
use crate::runtime::call::worker::Worker;
use crate::runtime::wire::error::Error;

/// How a client's calls run: [`Async`] or `Blocking`.
pub trait Mode: sealed::Start + Clone + Send + Sync + 'static {}

/// Calls are futures, polled by the caller's own tokio runtime.
#[derive(Clone, Copy, Debug, Default)]
pub struct Async;

impl Mode for Async {}

/// Calls return when they are done. They run on a thread that belongs to the client and ends with
/// its last clone.
#[cfg(feature = "blocking")]
#[derive(Clone, Debug)]
pub struct Blocking(std::sync::Arc<Worker>);

#[cfg(feature = "blocking")]
impl Mode for Blocking {}

#[cfg(feature = "blocking")]
impl Blocking {
    /// Runs a future on the client's thread and waits for what it gives. The future has to see to it
    /// that it ends.
    ///
    /// # Errors
    ///
    /// If the future panics, which takes code of the caller's: a transport, a middleware, an observer,
    /// a token provider; and if this is that thread.
    pub fn wait<F>(&self, future: F) -> Result<F::Output, Error>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.0.wait(None, future)
    }

    /// As [`Blocking::wait`], for a second longer than `within` at most.
    ///
    /// # Errors
    ///
    /// In addition, if code of the caller's holds the thread up for longer.
    pub fn wait_within<F>(&self, within: std::time::Duration, future: F) -> Result<F::Output, Error>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.0.wait(Some(within), future)
    }
}

pub(crate) mod sealed {
    use super::{Async, Error};

    pub trait Start: Sized {
        fn start() -> Result<Self, Error>;
    }

    impl Start for Async {
        fn start() -> Result<Self, Error> {
            Ok(Self)
        }
    }

    #[cfg(feature = "blocking")]
    impl Start for super::Blocking {
        fn start() -> Result<Self, Error> {
            let worker = crate::runtime::call::worker::Worker::start()?;
            Ok(Self(std::sync::Arc::new(worker)))
        }
    }
}
