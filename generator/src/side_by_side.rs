//! Independent pieces of work on several threads: how many there are and how one is done in, their
//! results in order out.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// More threads than this gain nothing: the largest piece then takes as long as all others.
const MOST: usize = 8;

/// Does pieces of work on as many threads as the machine runs at once.
///
/// `worker` is called once on each thread, for what its pieces have in common; what it returns is
/// called for each piece. The first pieces are begun first, so the large ones should be.
pub(crate) fn side_by_side<T, W>(pieces: usize, worker: impl Fn() -> W + Sync) -> Vec<T>
where
    T: Send,
    W: FnMut(usize) -> T,
{
    let next = AtomicUsize::new(0);
    let work = || {
        let mut piece = worker();
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= pieces {
                return done;
            }
            done.push((index, piece(index)));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut results: Vec<(usize, T)> = std::thread::scope(|scope| {
        let start = |_| {
            let thread = std::thread::Builder::new().stack_size(crate::STACK);
            let worker = thread.spawn_scoped(scope, work);
            worker.expect("the system can start a thread")
        };
        let workers: Vec<_> = (0..threads.min(MOST)).map(start).collect();
        let results = workers.into_iter().map(|worker| match worker.join() {
            Ok(results) => results,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        results.flatten().collect()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let squares = side_by_side(100, || |index: usize| index * index);
        let expected: Vec<usize> = (0..100).map(|index| index * index).collect();
        assert_eq!(squares, expected);
    }

    #[test]
    #[should_panic(expected = "piece 3")]
    fn a_panic_is_passed_on() {
        side_by_side(5, || |index: usize| assert_ne!(index, 3, "piece 3"));
    }
}
