//! Which statuses are tried again, how often, and after what wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use runtime::runtime::error::{Error, ErrorKind};
use runtime::runtime::events::{AttemptFinished, Observer, Outcome, Waiting};
use runtime::runtime::exchange::{HttpRequest, HttpResponse};
use runtime::runtime::retry::{RetryBudget, RetryPolicy};
use runtime::runtime::transport::{BoxFuture, Transport};

use crate::support::sample::{Client, GetThing, PostMarked, PostThing, builder, client, quick};
use crate::support::server::{Server, Step, answer, json};

const THING: &str = r#"{"name":"a"}"#;

/// A server that turns the first request away with these headers and answers the rest.
async fn busy_once(status: &'static str, headers: &[(&'static str, String)]) -> Server {
    let headers = headers.to_vec();
    Server::start(move |request| match request.number {
        0 => {
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            answer(status, &headers, "")
        }
        _ => json(THING),
    })
    .await
}

async fn always(status: &'static str, headers: &'static [(&'static str, &'static str)]) -> Server {
    Server::start(move |_| answer(status, headers, "")).await
}

#[tokio::test]
async fn a_429_is_tried_again_with_every_form_of_retry_after() {
    let past = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH);
    let forms = [
        Some("0".to_owned()),
        Some(past),
        None,
        Some("soon".to_owned()),
    ];
    for form in forms {
        let header: Vec<_> = form
            .iter()
            .map(|value| ("retry-after", value.clone()))
            .collect();
        let server = busy_once("429 Too Many Requests", &header).await;
        client(&server.url()).call::<GetThing>().await.unwrap();
        assert_eq!(server.count(), 2, "{form:?}");
    }
}

#[tokio::test]
async fn a_post_is_tried_again_after_a_429_only() {
    let server = busy_once("429 Too Many Requests", &[]).await;
    client(&server.url()).call::<PostThing>().await.unwrap();
    assert_eq!(server.count(), 2);

    let server = busy_once("503 Service Unavailable", &[("retry-after", "0".into())]).await;
    let error = client(&server.url()).call::<PostThing>().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.count()), (503, 1));
}

#[tokio::test]
async fn a_post_that_the_document_marks_is_tried_again() {
    let server = busy_once("503 Service Unavailable", &[]).await;
    client(&server.url()).call::<PostMarked>().await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_retry_after_is_waited_for() {
    let waits = Arc::new(Log::default());
    let server = busy_once("429 Too Many Requests", &[("retry-after", "1".into())]).await;
    let client = builder(&server.url())
        .observer(waits.clone())
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    let waits = waits.waits.lock().unwrap();
    assert!(waits[0] >= Duration::from_secs(1), "{waits:?}");
}

#[tokio::test]
async fn a_retry_after_as_a_date_is_waited_for() {
    let date =
        |seconds| httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
    let waits = Arc::new(Log::default());
    let headers = [("date", date(1000)), ("retry-after", date(1001))];
    let server = busy_once("429 Too Many Requests", &headers).await;
    let client = builder(&server.url())
        .observer(waits.clone())
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    let waits = waits.waits.lock().unwrap();
    assert!(waits[0] >= Duration::from_secs(1), "{waits:?}");
}

#[tokio::test]
async fn a_wait_beyond_the_cap_is_an_error_at_once() {
    let server = always("429 Too Many Requests", &[("retry-after", "181")]).await;
    // The deadline would leave room for the wait.
    let call = client(&server.url())
        .call::<GetThing>()
        .with_timeout(Duration::from_secs(3600));
    let result = tokio::time::timeout(Duration::from_secs(10), call.into_future()).await;
    let error = result.expect("it should not wait").unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(181)));
    assert!(error.to_string().contains("181"), "{error}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_an_error_at_once() {
    let server = always("503 Service Unavailable", &[("retry-after", "100")]).await;
    let call = client(&server.url()).call::<GetThing>();
    let error = call
        .with_timeout(Duration::from_secs(20))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(100)));
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn attempts_are_counted_exactly() {
    for status in ["408 Timeout", "429 Slow", "502 Bad", "503 Busy", "504 Late"] {
        let server = always(status, &[]).await;
        let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
        assert_eq!((error.attempts(), server.count()), (4, 4), "{status}");
        assert!(error.is_retryable(), "{status}");
    }
}

#[tokio::test]
async fn other_statuses_are_final() {
    for status in [
        "400 Bad",
        "403 No",
        "404 None",
        "409 Odd",
        "500 Oops",
        "501 Never",
    ] {
        let server = always(status, &[("retry-after", "0")]).await;
        let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
        assert_eq!((error.attempts(), server.count()), (1, 1), "{status}");
    }
}

#[tokio::test]
async fn a_call_can_have_a_policy_of_its_own() {
    let server = always("503 Busy", &[]).await;
    let client = client(&server.url());
    let _ = client
        .call::<GetThing>()
        .with_retry(RetryPolicy::none())
        .await;
    assert_eq!(server.count(), 1);
    let _ = client
        .call::<GetThing>()
        .with_retry(quick().max_attempts(7))
        .await;
    assert_eq!(server.count(), 8);
}

/// Never answers.
#[derive(Debug)]
struct Silent;

impl Transport for Silent {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Error>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn one_deadline_covers_all_attempts() {
    let client = builder("http://api.test")
        .transport(Silent)
        .attempt_timeout(Duration::from_millis(100))
        .timeout(Duration::from_millis(1000))
        .retry_budget(RetryBudget::unlimited())
        .retry(quick().max_attempts(1000))
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!((2..=10).contains(&error.attempts()), "{error}");
}

#[tokio::test]
async fn a_broken_server_gets_no_more_retries_than_the_budget() {
    let server = always("503 Busy", &[]).await;
    let client = builder(&server.url())
        .retry_budget(RetryBudget::new(10))
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert_eq!((error.attempts(), server.count()), (3, 3));
    for _ in 0..5 {
        let error = client.call::<GetThing>().await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{error}");
    }
    assert_eq!(server.count(), 8);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_budget_holds_for_many_calls_that_fail_side_by_side() {
    const CALLS: usize = 256;
    // 500 tokens, of which a retry takes 5; without the budget there would be 768 retries.
    const RETRIES: usize = 100;
    let server = always("503 Busy", &[]).await;
    let budget = RetryBudget::standard();
    let client = builder(&server.url())
        .retry_budget(budget.clone())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..CALLS)
        .map(|_| tokio::spawn(client.call::<GetThing>().into_future()))
        .collect();
    let mut attempts = 0;
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.status().unwrap(), 503, "{error}");
        attempts += error.attempts() as usize;
    }
    assert_eq!(
        (attempts, server.count(), budget.tokens()),
        (CALLS + RETRIES, CALLS + RETRIES, Some(0))
    );
}

#[tokio::test]
async fn success_fills_the_budget_again() {
    let server = Server::start(|request| match request.number {
        0..=2 => answer("503 Busy", &[], ""),
        _ => json(THING),
    })
    .await;
    let budget = RetryBudget::new(10);
    let client = builder(&server.url())
        .retry_budget(budget.clone())
        .build()
        .unwrap();
    let _ = client.call::<GetThing>().await.unwrap_err();
    assert_eq!(budget.tokens(), Some(0));
    client.call::<GetThing>().await.unwrap();
    assert_eq!(budget.tokens(), Some(1));
}

#[tokio::test]
async fn observers_see_attempts_and_waits() {
    let log = Arc::new(Log::default());
    let server = busy_once("503 Busy", &[]).await;
    let client = builder(&server.url())
        .observer(log.clone())
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    let attempts = log.attempts.lock().unwrap();
    let seen: Vec<_> = attempts
        .iter()
        .map(|(number, outcome)| {
            (
                *number,
                outcome.status().unwrap().as_u16(),
                outcome.is_success(),
            )
        })
        .collect();
    assert_eq!(seen, [(1, 503, false), (2, 200, true)]);
    assert_eq!(log.waits.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_dropped_call_is_not_tried_again() {
    let log = Arc::new(Log::default());
    let server = Server::start(|_| vec![Step::Hang]).await;
    let client: Client = builder(&server.url())
        .observer(log.clone())
        .build()
        .unwrap();
    let call = tokio::spawn(async move { client.call::<GetThing>().await.map(|_| ()) });
    while server.count() == 0 {
        tokio::task::yield_now().await;
    }
    call.abort();
    let _ = call.await;
    assert_eq!(*log.attempts.lock().unwrap(), [(1, Outcome::Cancelled)]);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn calls_in_flight_can_be_limited() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (running, peak) = (now.clone(), most.clone());
    let server = Server::start(move |_| {
        peak.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let mut steps = vec![
            Step::Pause(Duration::from_millis(5)),
            Step::Count(running.clone()),
        ];
        steps.extend(json(THING));
        steps
    })
    .await;
    let client = builder(&server.url()).max_in_flight(3).build().unwrap();
    let calls = (0..30).map(|_| client.call::<GetThing>().into_future());
    for result in futures_util::future::join_all(calls).await {
        result.unwrap();
    }
    assert_eq!(server.count(), 30);
    assert!(most.load(Ordering::SeqCst) <= 3, "{most:?}");
}

#[derive(Default)]
struct Log {
    attempts: Mutex<Vec<(u32, Outcome)>>,
    waits: Mutex<Vec<Duration>>,
}

impl Observer for Log {
    fn attempt_finished(&self, event: &AttemptFinished) {
        self.attempts
            .lock()
            .unwrap()
            .push((event.attempt, event.outcome));
    }

    fn waiting(&self, event: &Waiting) {
        self.waits.lock().unwrap().push(event.wait);
    }
}
