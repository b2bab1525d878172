//! Every operation against Prism, in both modes: answers of success with varied bodies, and every
//! error status that the document declares.

use std::collections::BTreeSet;

use generated_client::models::ErrorBody;
use generated_client::runtime::call::Call;
use generated_client::runtime::mode::{Async, Blocking};
use generated_client::runtime::operation::Failure;
use generated_client::{Error, ErrorKind};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::document::{DOCUMENT, Declared};
use crate::mode::{Run, builder};
use crate::relay::{Exchange, Relay};
use crate::table::{self, Arguments, HARD, PLAIN, Visit};
use crate::{record, request, servers};

/// Seeds of Prism's answers: each gives other lengths of lists, other optional members and so on.
const SEEDS: [u32; 3] = [1, 42, 1234];

#[test]
fn the_table_has_exactly_the_operations_of_the_document() {
    struct Ids(Vec<&'static str>);
    impl Visit<Async> for Ids {
        fn visit<O: Failure>(&mut self, _: Call<O, Async>) {
            self.0.push(O::INFO.id);
        }
    }
    let client = builder::<Async>("http://127.0.0.1:9").build().unwrap();
    let mut ids = Ids(Vec::new());
    table::all(&Async::api(&client), &PLAIN, &mut ids);
    let mut declared: Vec<&str> = DOCUMENT
        .operations
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    declared.sort_unstable();
    ids.0.sort_unstable();
    assert_eq!(ids.0, declared);
}

#[test]
fn answers_decode_async() {
    answers_decode::<Async>();
}

#[test]
fn answers_decode_blocking() {
    answers_decode::<Blocking>();
}

#[test]
fn declared_errors_come_back_as_errors_async() {
    declared_errors_come_back_as_errors::<Async>();
}

#[test]
fn declared_errors_come_back_as_errors_blocking() {
    declared_errors_come_back_as_errors::<Blocking>();
}

#[test]
fn head_is_answered_without_a_body_async() {
    head_is_answered_without_a_body::<Async>();
}

#[test]
fn head_is_answered_without_a_body_blocking() {
    head_is_answered_without_a_body::<Blocking>();
}

fn head_is_answered_without_a_body<M: Run>() {
    let relay = Relay::to(servers::prism());
    let client = builder::<M>(&relay.url()).access_token("a-token");
    let api = M::api(&client.build().unwrap());
    let call = || api.notifications.head_notifications_channel(PLAIN.id);
    let present = M::respond(call().with_header("Prefer", "code=200")).unwrap();
    assert_eq!(present.status(), 200);
    let absent = M::respond(call().with_header("Prefer", "code=404")).unwrap_err();
    assert!(absent.is_not_found(), "{absent}");
    assert!(absent.body().is_none_or(|body| body.is_empty()));
    let line = format!("HEAD /api/v2/notifications/channels/{} HTTP/1.1", PLAIN.id);
    for exchange in relay.take() {
        assert_eq!(exchange.request.first_line, line);
        assert_eq!(exchange.violations(), [""; 0]);
    }
}

fn answers_decode<M: Run>() {
    let statuses: usize = DOCUMENT
        .operations
        .iter()
        .map(|one| one.successes.len())
        .sum();
    record::announce(statuses * (SEEDS.len() + 1) * 2);
    let mut faults = Round::<M>::new(&PLAIN, Asked::Success).run();
    faults.extend(Round::<M>::new(&HARD, Asked::Success).run());
    assert!(faults.is_empty(), "wrong:\n{}", faults.join("\n"));
}

fn declared_errors_come_back_as_errors<M: Run>() {
    let statuses: usize = DOCUMENT
        .operations
        .iter()
        .map(|one| one.failures.len())
        .sum();
    record::announce(statuses);
    let faults = Round::<M>::new(&PLAIN, Asked::Failure).run();
    assert!(faults.is_empty(), "wrong:\n{}", faults.join("\n"));
}

/// What Prism is asked to answer.
#[derive(Clone, Copy)]
enum Asked {
    Success,
    Failure,
}

/// A call of every operation, with all that it may be answered.
struct Round<M: Run> {
    client: M::Client,
    relay: Relay,
    arguments: &'static Arguments,
    asked: Asked,
    seen: BTreeSet<&'static str>,
    faults: BTreeSet<String>,
}

impl<M: Run> Round<M> {
    fn new(arguments: &'static Arguments, asked: Asked) -> Self {
        let relay = Relay::to(servers::prism());
        let client = builder::<M>(&relay.url())
            .access_token("a-token")
            .build()
            .unwrap();
        Self {
            client,
            relay,
            arguments,
            asked,
            seen: BTreeSet::new(),
            faults: BTreeSet::new(),
        }
    }

    /// Calls every operation and gives what was wrong, each fault once.
    fn run(mut self) -> Vec<String> {
        let api = M::api(&self.client);
        table::all(&api, self.arguments, &mut self);
        let declared: BTreeSet<&str> = DOCUMENT
            .operations
            .iter()
            .map(|operation| operation.id.as_str())
            .collect();
        assert_eq!(self.seen, declared);
        self.faults.into_iter().collect()
    }

    fn successes<O>(&mut self, call: &Call<O, M>, operation: &Declared)
    where
        O: Failure<Body = ErrorBody>,
        O::Output: Serialize,
    {
        for status in &operation.successes {
            for seed in SEEDS {
                let preference = format!("code={status}, seed={seed}");
                let call = call.clone().with_header("Prefer", &preference);
                let response = M::respond(call.clone());
                self.exchange(operation, *status, |exchange| match response {
                    Ok(response) if response.status() != *status => {
                        vec![format!("its status is {}", response.status())]
                    }
                    Ok(response) => lost(operation, *status, exchange, response.body()),
                    Err(error) => vec![format!("failed: {error}")],
                });
                // The same without status and headers, once.
                if seed == SEEDS[0] {
                    let output = M::send(call);
                    self.exchange(operation, *status, |exchange| match output {
                        Ok(body) => lost(operation, *status, exchange, &body),
                        Err(error) => vec![format!("failed: {error}")],
                    });
                }
            }
        }
    }

    fn failures<O>(&mut self, call: &Call<O, M>, operation: &Declared)
    where
        O: Failure<Body = ErrorBody>,
        O::Output: Serialize,
    {
        for status in &operation.failures {
            let call = call.clone().with_header("Prefer", format!("code={status}"));
            let result = M::respond(call);
            self.exchange(operation, *status, |exchange| match result {
                Ok(_) => vec!["counted as success".to_owned()],
                Err(error) => error_faults::<O>(&error, operation, *status, exchange),
            });
        }
    }

    /// Checks the one request that was just sent, with what came of it.
    fn exchange(
        &mut self,
        operation: &Declared,
        status: u16,
        outcome: impl FnOnce(&Exchange) -> Vec<String>,
    ) {
        let exchanges = self.relay.take();
        let faults = match &exchanges[..] {
            [exchange] => {
                let mut faults = request::faults(exchange, operation, self.arguments);
                if exchange.answer.status() != status {
                    faults.push(format!("Prism answered {}", exchange.answer.first_line));
                }
                faults.extend(outcome(exchange));
                faults
            }
            other => vec![format!("{} requests were sent, not one", other.len())],
        };
        record::note(M::NAME, &operation.id, status, &faults);
        let named = faults
            .iter()
            .map(|fault| format!("{} {status}: {fault}", operation.id));
        self.faults.extend(named);
    }
}

impl<M: Run> Visit<M> for Round<M> {
    fn visit<O>(&mut self, call: Call<O, M>)
    where
        O: Failure<Body = ErrorBody>,
        O::Output: Serialize,
    {
        let operation = DOCUMENT.operation(O::INFO.id);
        self.seen.insert(O::INFO.id);
        match self.asked {
            Asked::Success => self.successes(&call, operation),
            Asked::Failure => self.failures(&call, operation),
        }
    }
}

/// What an answer says and its model does not.
fn lost(
    operation: &Declared,
    status: u16,
    exchange: &Exchange,
    body: &impl Serialize,
) -> Vec<String> {
    let mut given = serde_json::to_value(body).expect("models are JSON");
    let expected = match DOCUMENT.answer(operation, status) {
        Some(schema) => {
            let answer = json(exchange);
            if exchange.is_cut_off() {
                given = DOCUMENT.without_made_up(schema, &answer, given);
            }
            DOCUMENT.known_part(schema, &answer)
        }
        None => Value::Null,
    };
    difference("the answer", &given, &expected)
        .into_iter()
        .collect()
}

/// Where a decoded value first differs from what the answer says.
fn difference(at: &str, given: &Value, expected: &Value) -> Option<String> {
    match (given, expected) {
        (Value::Object(given), Value::Object(expected)) => {
            let names: BTreeSet<&String> = given.keys().chain(expected.keys()).collect();
            names.into_iter().find_map(|name| {
                let at = format!("{at}.{name}");
                let value = |members: &Map<String, Value>| members.get(name).cloned();
                difference(
                    &at,
                    &value(given).unwrap_or_default(),
                    &value(expected).unwrap_or_default(),
                )
            })
        }
        (Value::Array(given), Value::Array(expected)) if given.len() == expected.len() => {
            let mut pairs = given.iter().zip(expected).enumerate();
            pairs.find_map(|(index, (given, expected))| {
                difference(&format!("{at}[{index}]"), given, expected)
            })
        }
        _ if given == expected => None,
        _ => Some(format!("{at} is {expected}, decoded as {given}")),
    }
}

/// What is wrong with an error.
fn error_faults<O: Failure<Body = ErrorBody>>(
    error: &Error,
    operation: &Declared,
    status: u16,
    exchange: &Exchange,
) -> Vec<String> {
    let body = json(exchange);
    let typed = error
        .failure::<O>()
        .and_then(|body| serde_json::to_value(body).ok());
    let header = |name: &str| {
        exchange
            .answer
            .header(name)
            .and_then(|value| value.parse().ok())
    };
    let limit = error.rate_limit();
    let text = error.to_string();
    let expected = DOCUMENT
        .answer(operation, status)
        .expect("error answers have a schema");
    let checks = [
        ("its kind", error.kind() == ErrorKind::Api),
        (
            "its status",
            error.status().is_some_and(|given| given.as_u16() == status),
        ),
        (
            "its operation",
            error.operation() == Some(operation.id.as_str()),
        ),
        ("its attempts", error.attempts() == 1),
        ("its code", error.code() == body["code"].as_str()),
        (
            "its message",
            Some(error.message()) == body["message"].as_str(),
        ),
        (
            "its correlation id",
            error.correlation_id() == body["contextId"].as_str(),
        ),
        (
            "its body",
            error
                .body()
                .is_some_and(|bytes| **bytes == exchange.answer.body),
        ),
        (
            "its typed body",
            typed == Some(DOCUMENT.known_part(expected, &body)),
        ),
        (
            "its wait",
            error.retry_after().map(|wait| wait.as_secs()) == header("retry-after"),
        ),
        (
            "its limit",
            limit.and_then(|limit| limit.allowed) == header("inin-ratelimit-allowed"),
        ),
        (
            "its text",
            text.contains(&operation.id) && text.contains(&status.to_string()),
        ),
        ("is_auth", error.is_auth() == (status == 401)),
        ("is_forbidden", error.is_forbidden() == (status == 403)),
        ("is_not_found", error.is_not_found() == (status == 404)),
        ("is_bad_request", error.is_bad_request() == (status == 400)),
        (
            "is_timeout",
            error.is_timeout() == [408, 504].contains(&status),
        ),
        ("is_conflict", error.is_conflict() == (status == 409)),
        (
            "is_rate_limited",
            error.is_rate_limited() == (status == 429),
        ),
        (
            "is_retryable",
            error.is_retryable() == [408, 429, 502, 503, 504].contains(&status),
        ),
        ("is_client_error", error.is_client_error() == (status < 500)),
        (
            "is_server_error",
            error.is_server_error() == (status >= 500),
        ),
        ("is_decode", !error.is_decode()),
    ];
    let wrong = checks.iter().filter(|(_, right)| !right);
    let wrong: Vec<&str> = wrong.map(|(what, _)| *what).collect();
    if wrong.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "{} of the error are wrong: {error}",
        wrong.join(", ")
    )]
}

fn json(exchange: &Exchange) -> Value {
    serde_json::from_slice(&exchange.answer.body).expect("Prism answers JSON")
}
