//! The thread behind a blocking client: futures in, their results out.

use std::future::Future;
use std::io;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::transport::BoxFuture;

type Task = BoxFuture<'static, ()>;

/// A thread with a tokio runtime of its own. It ends when this value is dropped; calls that still
/// run then are given up.
#[derive(Debug)]
pub(crate) struct Worker {
    tasks: UnboundedSender<Task>,
    thread: ThreadId,
}

/// How long after a call's own end its thread may take to say so.
const GRACE: Duration = Duration::from_secs(1);

impl Worker {
    pub(crate) fn start() -> Result<Self, Error> {
        let failed = |error: io::Error| {
            let message = "the thread of the blocking client could not be started";
            Error::new(ErrorKind::Config, message).with_source(error)
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(failed)?;
        let (tasks, queue) = unbounded_channel();
        let thread = thread::Builder::new()
            .name(String::from("http-client"))
            .spawn(move || runtime.block_on(serve(queue)))
            .map_err(failed)?;
        Ok(Self {
            tasks,
            thread: thread.thread().id(),
        })
    }

    /// Runs the future on the thread, for that long at most where it is said. The caller's thread waits; it may be one
    /// of another tokio runtime, which then cannot do anything else meanwhile.
    pub(crate) fn wait<F>(&self, within: Option<Duration>, future: F) -> Result<F::Output, Error>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        if thread::current().id() == self.thread {
            return Err(Error::new(ErrorKind::Config, OWN_THREAD));
        }
        let (sender, receiver) = mpsc::sync_channel(1);
        let task: Task = Box::pin(async move {
            // Nobody listens any more if the caller's thread has been ended.
            let _ = sender.send(future.await);
        });
        let gone = || {
            let message = "the call ended by a panic in a transport, a middleware or an observer";
            Error::new(ErrorKind::Config, message)
        };
        self.tasks.send(task).map_err(|_| gone())?;
        let Some(within) = within else {
            return receiver.recv().map_err(|_| gone());
        };
        match receiver.recv_timeout(within.saturating_add(GRACE)) {
            Ok(output) => Ok(output),
            Err(RecvTimeoutError::Disconnected) => Err(gone()),
            // The call's own timers did not run: something holds its thread up.
            Err(RecvTimeoutError::Timeout) => {
                let message = format!("the call was not done within {within:?}: {HELD_UP}");
                Err(Error::new(ErrorKind::Timeout, message))
            }
        }
    }
}

const OWN_THREAD: &str = "the blocking client is called from code that it runs itself, such as its \
                          token provider or a middleware, and would wait for itself; use the async \
                          client there";

const HELD_UP: &str = "code that blocks, in a token provider, a middleware or an observer, holds \
                       the blocking client's thread up";

/// What to say where a call of the blocking client timed out and its caller's thread is one of a
/// tokio runtime: what the call waited for may be a task of that very thread.
pub(crate) fn explain(error: Error) -> Error {
    let in_async = tokio::runtime::Handle::try_current().is_ok();
    if in_async && error.kind() == ErrorKind::Timeout {
        return error.with_note(
            "the blocking client was called inside async code, whose thread it holds up; use the \
             async client there",
        );
    }
    error
}

async fn serve(mut queue: UnboundedReceiver<Task>) {
    while let Some(task) = queue.recv().await {
        tokio::spawn(task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn the_thread_does_not_wait_for_itself() {
        let worker = std::sync::Arc::new(Worker::start().unwrap());
        let inner = std::sync::Arc::clone(&worker);
        let within = worker.wait(
            Some(LONG),
            async move { inner.wait(Some(LONG), async { 1 }) },
        );
        let error = within.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("async client"), "{error}");
    }

    #[test]
    fn a_thread_that_is_held_up_does_not_hold_up_the_caller() {
        let worker = Worker::start().unwrap();
        let (release, held) = mpsc::channel::<()>();
        let blocks = async move {
            // The time is there for a test that goes wrong.
            let _ = held.recv_timeout(LONG);
        };
        let error = worker.wait(Some(Duration::ZERO), blocks).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.to_string().contains("token provider"), "{error}");
        drop(release);
    }

    #[test]
    fn a_future_runs_on_the_thread() {
        let worker = Worker::start().unwrap();
        let name = worker.wait(Some(LONG), async {
            thread::current().name().map(str::to_owned)
        });
        assert_eq!(name.unwrap().as_deref(), Some("http-client"));
    }

    #[tokio::test]
    async fn waiting_inside_async_code_does_not_panic() {
        assert_eq!(
            Worker::start()
                .unwrap()
                .wait(Some(LONG), async { 1 })
                .unwrap(),
            1
        );
    }

    #[test]
    fn a_panic_in_the_future_is_an_error() {
        let worker = Worker::start().unwrap();
        let gone = worker.wait(Some(LONG), async { panic!("in a middleware") });
        assert_eq!(gone.unwrap_err().kind(), ErrorKind::Config);
        assert_eq!(worker.wait(Some(LONG), async { 1 }).unwrap(), 1);
    }
}
