//! The thread behind a blocking client: futures in, their results out.

use std::future::Future;
use std::io;
use std::sync::mpsc;
use std::thread;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::transport::BoxFuture;

type Task = BoxFuture<'static, ()>;

/// A thread with a tokio runtime of its own. It ends when this value is dropped; calls that still
/// run then are given up.
#[derive(Debug)]
pub(crate) struct Worker {
    tasks: UnboundedSender<Task>,
}

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
        thread::Builder::new()
            .name(String::from("http-client"))
            .spawn(move || runtime.block_on(serve(queue)))
            .map_err(failed)?;
        Ok(Self { tasks })
    }

    /// Runs the future on the thread. The caller's thread waits; it may be one of another tokio
    /// runtime, which then cannot do anything else meanwhile.
    pub(crate) fn wait<F>(&self, future: F) -> Result<F::Output, Error>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
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
        receiver.recv().map_err(|_| gone())
    }
}

async fn serve(mut queue: UnboundedReceiver<Task>) {
    while let Some(task) = queue.recv().await {
        tokio::spawn(task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_future_runs_on_the_thread() {
        let worker = Worker::start().unwrap();
        let name = worker.wait(async { thread::current().name().map(str::to_owned) });
        assert_eq!(name.unwrap().as_deref(), Some("http-client"));
    }

    #[tokio::test]
    async fn waiting_inside_async_code_does_not_panic() {
        assert_eq!(Worker::start().unwrap().wait(async { 1 }).unwrap(), 1);
    }

    #[test]
    fn a_panic_in_the_future_is_an_error() {
        let worker = Worker::start().unwrap();
        let gone = worker.wait(async { panic!("in a middleware") });
        assert_eq!(gone.unwrap_err().kind(), ErrorKind::Config);
        assert_eq!(worker.wait(async { 1 }).unwrap(), 1);
    }
}
