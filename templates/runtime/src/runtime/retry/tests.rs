//! The rules of [`RetryPolicy::decide`], one a test.

use super::*;

const CAP: Duration = Duration::from_secs(180);

fn call(method: Method) -> Replay {
    Replay {
        method,
        retry_safe: None,
        body_repeatable: true,
        attempts_made: 1,
        time_left: None,
        retry_after_cap: CAP,
    }
}

fn status(status: u16, retry_after: Option<u64>) -> Failure {
    Failure::Status {
        status: StatusCode::from_u16(status).expect("a status of this test"),
        retry_after: retry_after.map(Duration::from_secs),
    }
}

/// Decides by the standard policy, with a random number that makes every wait its longest.
fn decide(call: &Replay, failure: Failure) -> Decision {
    RetryPolicy::standard().decide(call, failure, 1.0)
}

fn is_retry(decision: Decision) -> bool {
    matches!(decision, Decision::Retry { .. })
}

#[test]
fn idempotent_methods_are_repeated_after_what_time_mends() {
    for method in [
        Method::GET,
        Method::HEAD,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
    ] {
        for failure in [Failure::NotConnected, Failure::Lost, Failure::TimedOut] {
            assert!(
                is_retry(decide(&call(method.clone()), failure)),
                "{method} {failure:?}"
            );
        }
        for code in [408, 429, 502, 503, 504] {
            assert!(
                is_retry(decide(&call(method.clone()), status(code, None))),
                "{method} {code}"
            );
        }
    }
}

#[test]
fn other_statuses_are_final() {
    for code in [400, 401, 403, 404, 409, 413, 500, 501, 505] {
        assert_eq!(
            decide(&call(Method::GET), status(code, Some(1))),
            Decision::GiveUp(GiveUp::NotRetryable),
            "{code}"
        );
    }
    assert_eq!(
        decide(&call(Method::GET), Failure::Permanent),
        Decision::GiveUp(GiveUp::NotRetryable)
    );
}

#[test]
fn post_and_patch_are_repeated_only_if_the_server_cannot_have_acted() {
    for method in [Method::POST, Method::PATCH] {
        let call = call(method);
        assert!(is_retry(decide(&call, Failure::NotConnected)));
        assert!(is_retry(decide(&call, status(429, None))));
        for failure in [
            Failure::Lost,
            Failure::TimedOut,
            status(503, None),
            status(408, None),
        ] {
            assert_eq!(
                decide(&call, failure),
                Decision::GiveUp(GiveUp::NotRepeatable),
                "{} {failure:?}",
                call.method
            );
        }
    }
}

#[test]
fn the_document_can_mark_an_operation_either_way() {
    let mut post = call(Method::POST);
    post.retry_safe = Some(true);
    assert!(is_retry(decide(&post, Failure::Lost)));

    let mut get = call(Method::GET);
    get.retry_safe = Some(false);
    assert!(!is_retry(decide(&get, Failure::Lost)));
}

#[test]
fn the_caller_can_ask_for_every_method() {
    let policy = RetryPolicy::standard().unsafe_methods(true);
    assert!(is_retry(policy.decide(
        &call(Method::POST),
        Failure::Lost,
        1.0
    )));
}

#[test]
fn a_body_that_is_gone_is_never_sent_again() {
    let mut call = call(Method::PUT);
    call.body_repeatable = false;
    assert!(!is_retry(decide(&call, Failure::NotConnected)));
}

#[test]
fn attempts_are_counted_with_the_first() {
    let mut call = call(Method::GET);
    call.attempts_made = 3;
    assert!(is_retry(decide(&call, Failure::Lost)));
    call.attempts_made = 4;
    assert_eq!(
        decide(&call, Failure::Lost),
        Decision::GiveUp(GiveUp::NoAttemptsLeft)
    );
}

#[test]
fn none_makes_one_attempt() {
    for policy in [RetryPolicy::none(), RetryPolicy::standard().max_attempts(0)] {
        assert_eq!(
            policy.decide(&call(Method::GET), Failure::NotConnected, 0.5),
            Decision::GiveUp(GiveUp::NoAttemptsLeft)
        );
    }
}

#[test]
fn the_wait_doubles_up_to_the_longest() {
    let policy = RetryPolicy::standard()
        .max_attempts(100)
        .base_delay(Duration::from_secs(1))
        .max_delay(Duration::from_secs(5));
    let mut call = call(Method::GET);
    let waits: Vec<Decision> = [1, 2, 3, 4, 90]
        .map(|made| {
            call.attempts_made = made;
            policy.decide(&call, Failure::Lost, 1.0)
        })
        .into();
    let expected = [1, 2, 4, 5, 5].map(|secs| Decision::Retry {
        wait: Duration::from_secs(secs),
    });
    assert_eq!(waits, expected);
}

#[test]
fn jitter_is_full() {
    let policy = RetryPolicy::standard().base_delay(Duration::from_secs(8));
    let wait = |random| policy.decide(&call(Method::GET), Failure::Lost, random);
    assert_eq!(
        wait(0.0),
        Decision::Retry {
            wait: Duration::ZERO
        }
    );
    assert_eq!(
        wait(0.25),
        Decision::Retry {
            wait: Duration::from_secs(2)
        }
    );
    assert_eq!(
        wait(f64::NAN),
        Decision::Retry {
            wait: Duration::ZERO
        }
    );
}

#[test]
fn retry_after_is_the_least_wait() {
    assert_eq!(
        decide(&call(Method::GET), status(503, Some(7))),
        Decision::Retry {
            wait: Duration::from_millis(7500)
        }
    );
    assert_eq!(
        RetryPolicy::standard().decide(&call(Method::POST), status(429, Some(7)), 0.0),
        Decision::Retry {
            wait: Duration::from_secs(7)
        }
    );
}

#[test]
fn retry_after_beyond_the_cap_is_given_back_at_once() {
    let call = call(Method::GET);
    assert!(is_retry(decide(&call, status(429, Some(180)))));
    assert_eq!(
        decide(&call, status(429, Some(181))),
        Decision::GiveUp(GiveUp::WaitTooLong(Duration::from_secs(181)))
    );
    let patient = RetryPolicy::standard().retry_after_cap(Duration::from_secs(3600));
    assert!(is_retry(patient.decide(&call, status(429, Some(181)), 0.0)));
}

#[test]
fn a_wait_beyond_the_deadline_is_given_back_at_once() {
    let mut call = call(Method::GET);
    call.time_left = Some(Duration::from_secs(5));
    assert_eq!(
        decide(&call, status(429, Some(5))),
        Decision::GiveUp(GiveUp::WaitTooLong(Duration::from_secs(5)))
    );
    call.time_left = Some(Duration::from_millis(100));
    assert_eq!(
        decide(&call, Failure::Lost),
        Decision::GiveUp(GiveUp::WaitTooLong(Duration::from_millis(500)))
    );
}

#[test]
fn jitter_alone_does_not_miss_the_deadline() {
    let mut call = call(Method::GET);
    call.time_left = Some(Duration::from_millis(5100));
    assert_eq!(
        decide(&call, status(429, Some(5))),
        Decision::Retry {
            wait: Duration::from_secs(5)
        }
    );
}

#[test]
fn the_longest_durations_do_not_overflow() {
    let policy = RetryPolicy::standard()
        .base_delay(Duration::MAX)
        .max_delay(Duration::MAX)
        .retry_after_cap(Duration::MAX)
        .max_attempts(u32::MAX);
    let mut call = call(Method::GET);
    call.attempts_made = u32::MAX - 1;
    for failure in [Failure::Lost, status(429, Some(u64::MAX))] {
        assert!(is_retry(policy.decide(&call, failure, 0.999_999)));
    }
}

#[test]
fn statuses_of_the_callers_own_are_tried_again() {
    let policy = RetryPolicy::standard()
        .retry_status(500)
        .never_retry_status(503);
    let get = call(Method::GET);
    assert!(is_retry(policy.decide(&get, status(500, None), 0.0)));
    assert!(is_retry(policy.decide(&get, status(502, None), 0.0)));
    for code in [501, 503] {
        let decision = policy.decide(&get, status(code, None), 0.0);
        assert_eq!(decision, Decision::GiveUp(GiveUp::NotRetryable), "{code}");
    }
}

#[test]
fn methods_of_the_callers_own_take_the_place_of_the_idempotent_ones() {
    let policy = RetryPolicy::standard().retry_methods(&["GET", "PATCH"]);
    for (method, retried) in [
        (Method::GET, true),
        (Method::PATCH, true),
        (Method::PUT, false),
        (Method::POST, false),
    ] {
        let decision = policy.decide(&call(method.clone()), Failure::Lost, 0.0);
        assert_eq!(is_retry(decision), retried, "{method}");
    }
    let stated = Replay {
        retry_safe: Some(true),
        ..call(Method::POST)
    };
    assert!(is_retry(policy.decide(&stated, Failure::Lost, 0.0)));
}
