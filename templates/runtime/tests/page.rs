//! Listings: where they end, that they never run in circles, and how they are continued.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::StreamExt;
use runtime::runtime::api::{ApiInfo, SecurityKind, SecurityScheme};
use runtime::runtime::decode::{self, DecodeError};
use runtime::runtime::exchange::HttpRequest;
use runtime::runtime::mode::Async;
use runtime::runtime::operation::{Operation, OperationInfo};
use runtime::runtime::page::{PageInfo, Paged, Paging};
use runtime::runtime::retry::RetryPolicy;
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use runtime::runtime::{ApiClient, Builder, ErrorKind, Handle, Reply};
use serde::Deserialize;
use serde_json::{Value, json};

static API: ApiInfo = ApiInfo {
    security: &[SecurityScheme {
        name: "token",
        method: "access_token",
        kind: SecurityKind::Bearer,
    }],
    ..ApiInfo::new("test", "test", "0.0.0")
};

struct Client(Handle);

impl ApiClient for Client {
    const API: &'static ApiInfo = &API;
    type Mode = Async;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page {
    items: Vec<u32>,
    number: Option<i64>,
    count: Option<i64>,
    total: Option<i64>,
    next: Option<String>,
}

macro_rules! listing {
    ($name:ident, $paging:expr) => {
        #[derive(Debug)]
        enum $name {}

        impl Operation for $name {
            type Output = Page;
            const INFO: &'static OperationInfo = &OperationInfo {
                security: &[&["token"]],
                ..OperationInfo::new("list", "GET", "/list/{id}")
            };

            fn decode(reply: &Reply) -> Result<Page, DecodeError> {
                decode::json(reply)
            }
        }

        impl Paged for $name {
            type Item = u32;
            const PAGING: Paging = $paging;

            fn info(page: &Page) -> PageInfo {
                PageInfo {
                    len: page.items.len(),
                    page_number: page.number,
                    page_count: page.count,
                    total: page.total,
                    next: page.next.clone(),
                }
            }

            fn into_items(page: Page) -> Vec<u32> {
                page.items
            }
        }
    };
}

listing!(
    Numbered,
    Paging::PageNumber {
        parameter: "page",
        first: 1
    }
);
listing!(
    Counted,
    Paging::Offset {
        parameter: "start",
        first: 0
    }
);
listing!(Cursored, Paging::Cursor { parameter: "after" });
listing!(Linked, Paging::NextUri);

type Call<O> = runtime::runtime::Call<O, Async>;

/// A call whose answers a function makes from the request.
fn call_at<O: Operation>(
    base: &str,
    answer: impl Fn(&HttpRequest) -> Value + Send + Sync + 'static,
) -> (Call<O>, FakeTransport) {
    let fake = FakeTransport::new().answer_with(move |request| match answer(request) {
        Value::Number(status) => FakeAnswer::status(status.as_u64().unwrap_or(500) as u16),
        page => FakeAnswer::json(200, &page),
    });
    let client = Builder::<Client>::new()
        .base_url(base)
        .access_token("secret")
        .retry(RetryPolicy::none())
        .transport(fake.clone())
        .build()
        .unwrap();
    let mut call = client.0.call::<O>();
    call.request.parameter(
        &runtime::runtime::wire::parameter::Parameter::path("id"),
        "a/b",
    );
    (call, fake)
}

fn call<O: Operation>(
    answer: impl Fn(&HttpRequest) -> Value + Send + Sync + 'static,
) -> (Call<O>, FakeTransport) {
    call_at("http://api.test", answer)
}

/// The value of a parameter, as a number.
fn number(request: &HttpRequest, name: &str, otherwise: i64) -> i64 {
    let pairs = request.query().unwrap_or_default().split('&');
    let value = pairs
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(known, value)| (known == name).then_some(value));
    value.map_or(otherwise, |value| value.parse().unwrap())
}

/// Numbered pages of two items each.
fn numbered(count: i64) -> impl Fn(&HttpRequest) -> Value + Send + Sync + 'static {
    move |request| {
        let number = number(request, "page", 1);
        json!({"items": [number * 10, number * 10 + 1], "number": number, "count": count})
    }
}

fn queries(fake: &FakeTransport) -> Vec<String> {
    let requests = fake.requests();
    let query = |request: &HttpRequest| request.query().unwrap_or_default().to_owned();
    requests.iter().map(query).collect()
}

#[tokio::test]
async fn numbered_pages_end_with_the_last() {
    let (call, fake) = call::<Numbered>(numbered(3));
    let items = call.with_query("size", 2).items().into_vec().await.unwrap();
    assert_eq!(items, [10, 11, 20, 21, 30, 31]);
    assert_eq!(queries(&fake), ["size=2", "size=2&page=2", "size=2&page=3"]);
}

#[tokio::test]
async fn nothing_is_asked_for_before_it_is_wanted() {
    let (call, fake) = call::<Numbered>(numbered(3));
    let mut items = call.items();
    assert_eq!(fake.requests().len(), 0);
    items.try_next().await.unwrap();
    items.try_next().await.unwrap();
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn a_listing_begins_at_the_callers_page() {
    let (call, _) = call::<Numbered>(numbered(3));
    let items = call.with_query("page", 3).items().into_vec().await.unwrap();
    assert_eq!(items, [30, 31]);
}

#[tokio::test]
async fn without_a_count_an_empty_page_ends_the_listing() {
    let (call, fake) = call::<Numbered>(|request| match number(request, "page", 1) {
        4 => json!({"items": []}),
        number => json!({"items": [number]}),
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [1, 2, 3]);
    assert_eq!(fake.requests().len(), 4);
}

#[tokio::test]
async fn an_empty_listing_has_one_empty_page() {
    let (call, _) = call::<Numbered>(|_| json!({"items": [], "number": 1, "count": 0}));
    let mut pages = call.pages();
    assert!(pages.try_next().await.unwrap().is_some());
    assert!(pages.try_next().await.unwrap().is_none());
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_page_that_came_before_is_an_error_and_the_end() {
    let (call, fake) = call::<Numbered>(|_| json!({"items": [1]}));
    let mut pages = call.pages();
    assert!(pages.try_next().await.is_ok());
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert_eq!(error.operation(), Some("list"));
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn pages_that_alternate_are_an_error() {
    let asked = AtomicUsize::new(0);
    let (call, _) =
        call::<Numbered>(move |_| json!({"items": [asked.fetch_add(1, Ordering::SeqCst) % 2]}));
    let error = call.items().into_vec().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn a_page_number_that_does_not_grow_ends_nothing_while_the_pages_differ() {
    let asked = AtomicUsize::new(0);
    let (call, _) = call::<Numbered>(move |_| {
        let changing = asked.fetch_add(1, Ordering::SeqCst);
        json!({"items": [changing], "number": 1, "count": 3})
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [0, 1, 2]);
}

#[tokio::test]
async fn a_count_of_pages_that_the_page_refutes_ends_nothing() {
    let (call, _) = call::<Numbered>(|request| match number(request, "page", 1) {
        3 => json!({"items": [], "count": 0}),
        number => json!({"items": [number], "count": 0}),
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [1, 2]);
}

#[tokio::test]
async fn a_link_to_the_next_page_counts_more_than_the_count() {
    let (call, _) = call::<Numbered>(|request| match number(request, "page", 1) {
        1 => json!({"items": [1], "count": 1, "next": "/list?page=2"}),
        number => json!({"items": [number], "count": 2}),
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [1, 2]);
}

#[tokio::test]
async fn an_empty_page_in_the_middle_is_passed_over() {
    let (call, fake) = call::<Numbered>(|request| match number(request, "page", 1) {
        number @ (1 | 9) => json!({"items": [number], "count": 9}),
        _ => json!({"items": [], "count": 9}),
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [1, 9]);
    assert_eq!(fake.requests().len(), 9);
}

#[tokio::test]
async fn a_total_that_the_page_refutes_ends_nothing() {
    let (call, _) = call::<Counted>(|request| match number(request, "start", 0) {
        start @ 0..2 => json!({"items": [start], "total": 0}),
        _ => json!({"items": [], "total": 0}),
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [0, 1]);
}

#[tokio::test]
async fn what_a_page_says_of_itself_is_at_hand() {
    let (call, _) =
        call::<Numbered>(|_| json!({"items": [7], "number": 1, "count": 1, "total": 1}));
    let mut items = call.items();
    assert!(items.info().is_none());
    items.try_next().await.unwrap();
    let info = items.info().unwrap();
    assert_eq!(
        (info.page_number, info.page_count, info.total),
        (Some(1), Some(1), Some(1))
    );
}

#[tokio::test]
async fn an_item_that_does_not_decode_is_an_error_that_the_listing_gets_past() {
    let (call, fake) = call::<Numbered>(|request| match number(request, "page", 1) {
        1 => json!({"items": ["x", 1, [], 2, null], "count": 2}),
        number => json!({"items": [number * 10], "count": 2}),
    });
    let seen: Vec<_> = StreamExt::collect::<Vec<_>>(call.clone().items())
        .await
        .into_iter()
        .map(|item| item.map_err(|error| error.json_path().map(str::to_owned)))
        .collect();
    let error = |place: &str| Err(Some(place.to_owned()));
    // Once an item is taken out, the next error is at a place before its own.
    assert_eq!(
        seen,
        [
            error("items[0]"),
            Ok(1),
            error("items[1]"),
            Ok(2),
            Ok(0),
            Ok(20)
        ]
    );
    assert_eq!(fake.requests().len(), 2);
    // Page by page, it is the page that does not decode.
    assert!(call.pages().try_next().await.unwrap_err().is_decode());
}

#[tokio::test]
async fn offsets_count_the_items_that_do_not_decode() {
    let (call, fake) = call::<Counted>(|request| match number(request, "start", 0) {
        0 => json!({"items": [0, "x"], "total": 3}),
        start => json!({"items": [start], "total": 3}),
    });
    let items: Vec<_> = StreamExt::collect(call.items()).await;
    assert_eq!(items.iter().filter(|item| item.is_err()).count(), 1);
    assert_eq!(queries(&fake), ["", "start=2"]);
}

/// Three numbered pages; the second answer is of that status instead.
fn failing_once(status: u16) -> impl Fn(&HttpRequest) -> Value + Send + Sync + 'static {
    let asked = AtomicUsize::new(0);
    let pages = numbered(3);
    move |request| match asked.fetch_add(1, Ordering::SeqCst) {
        1 => json!(status),
        _ => pages(request),
    }
}

#[tokio::test]
async fn a_listing_ends_with_its_error() {
    let (call, fake) = call::<Numbered>(failing_once(503));
    let mut items = call.items();
    assert_eq!(items.try_next().await.unwrap(), Some(10));
    assert_eq!(items.try_next().await.unwrap(), Some(11));
    assert!(items.try_next().await.unwrap_err().is_server_error());
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    assert_eq!(items.position().as_deref(), Some("2"));
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn a_stream_that_always_fails_ends() {
    let (call, fake) = call::<Numbered>(|_| json!(403));
    let items = call.clone().items();
    assert_eq!(
        items.filter_map(|item| async { item.ok() }).count().await,
        0
    );
    let pages = call.pages();
    assert_eq!(
        pages.filter_map(|page| async { page.ok() }).count().await,
        0
    );
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn a_failed_page_is_asked_for_again_when_the_caller_says_so() {
    let (call, _) = call::<Numbered>(failing_once(503));
    let mut items = call.items();
    let mut got = Vec::new();
    let mut failures = 0;
    loop {
        match items.next().await {
            Some(Ok(item)) => got.push(item),
            Some(Err(_)) => {
                failures += 1;
                items.resume();
            }
            None => break,
        }
    }
    assert_eq!((got, failures), (vec![10, 11, 20, 21, 30, 31], 1));
}

#[tokio::test]
async fn a_listing_that_failed_goes_on_at_its_position() {
    let (call, _) = call::<Numbered>(failing_once(503));
    let mut pages = call.pages();
    assert!(pages.try_next().await.is_ok());
    assert!(pages.try_next().await.is_err());
    let position = pages.position().unwrap();
    let rest: Vec<_> = StreamExt::collect(pages.resume_from(&position)).await;
    assert_eq!(rest.len(), 2);
    assert!(rest.iter().all(Result::is_ok));
}

#[tokio::test]
async fn pages_that_are_there_at_once_leave_a_turn_to_others() {
    let asked = AtomicUsize::new(0);
    let (call, _) = call::<Cursored>(move |_| {
        let page = asked.fetch_add(1, Ordering::SeqCst);
        json!({"items": [page], "next": page.to_string()})
    });
    let endless = StreamExt::count(call.items());
    let time = std::time::Duration::from_millis(50);
    assert!(tokio::time::timeout(time, endless).await.is_err());
}

#[tokio::test]
async fn a_listing_is_continued_where_another_stopped() {
    let (call, _) = call::<Numbered>(numbered(3));
    let mut items = call.clone().items();
    assert_eq!(items.position().as_deref(), Some("1"));
    for _ in 0..3 {
        items.try_next().await.unwrap();
    }
    let position = items.position().unwrap();
    assert_eq!(position, "2");
    let rest = call
        .items()
        .resume_from(&position)
        .into_vec()
        .await
        .unwrap();
    assert_eq!(rest, [20, 21, 30, 31]);
}

#[tokio::test]
async fn a_position_that_is_no_number_is_an_error() {
    let (call, fake) = call::<Numbered>(numbered(3));
    let error = call.items().resume_from("x").into_vec().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test]
async fn both_are_streams() {
    let (call, _) = call::<Numbered>(numbered(3));
    let pages: Vec<_> = StreamExt::collect(call.clone().pages()).await;
    assert!(pages.iter().all(Result::is_ok));
    let items: Vec<_> = StreamExt::collect(call.items()).await;
    assert_eq!((pages.len(), items.len()), (3, 6));
}

#[tokio::test]
async fn offsets_count_items_up_to_the_total() {
    let (call, fake) = call::<Counted>(|request| {
        let start = number(request, "start", 0);
        let items: Vec<i64> = (start..(start + 2).min(5)).collect();
        json!({"items": items, "total": 5})
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [0, 1, 2, 3, 4]);
    assert_eq!(queries(&fake), ["", "start=2", "start=4"]);
}

#[tokio::test]
async fn offsets_without_a_total_end_at_an_empty_page() {
    let (call, _) = call::<Counted>(|request| match number(request, "start", 0) {
        start @ 0..4 => json!({"items": [start, start + 1]}),
        _ => json!({"items": []}),
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [0, 1, 2, 3]);
}

#[tokio::test]
async fn cursors_are_followed_until_there_is_none() {
    let (call, fake) = call::<Cursored>(|request| match request.query() {
        None => json!({"items": [1], "next": "a/b c"}),
        Some("after=a%2Fb%20c") => json!({"items": [2], "next": ""}),
        other => panic!("{other:?}"),
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [1, 2]);
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn a_cursor_that_came_before_is_an_error() {
    let asked = AtomicUsize::new(0);
    let (call, _) = call::<Cursored>(move |_| {
        let item = asked.fetch_add(1, Ordering::SeqCst);
        json!({"items": [item], "next": if item % 2 == 0 { "x" } else { "y" }})
    });
    let error = call.items().into_vec().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn the_callers_own_cursor_that_comes_back_is_an_error() {
    let (call, fake) = call::<Cursored>(|_| json!({"items": [], "next": "x"}));
    let error = call.items().resume_from("x").into_vec().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn empty_pages_in_a_row_are_passed_over() {
    let asked = AtomicUsize::new(0);
    let (call, _) = call::<Cursored>(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        page @ 0..20 => json!({"items": [], "next": page.to_string()}),
        _ => json!({"items": [7]}),
    });
    assert_eq!(call.items().into_vec().await.unwrap(), [7]);
}

#[tokio::test]
async fn there_is_an_end_to_empty_pages_in_a_row() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let (call, _) = call::<Cursored>(move |_| {
        let page = counter.fetch_add(1, Ordering::SeqCst);
        json!({"items": [], "next": page.to_string()})
    });
    let error = call.items().into_vec().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert_eq!(asked.load(Ordering::SeqCst), 101);
}

/// Follows one link and tells where it led.
async fn follow(base: &str, link: &'static str) -> Result<String, ErrorKind> {
    let asked = AtomicUsize::new(0);
    let (call, fake) =
        call_at::<Linked>(base, move |_| match asked.fetch_add(1, Ordering::SeqCst) {
            0 => json!({"items": [1], "next": link}),
            _ => json!({"items": [2]}),
        });
    let call = call.with_query("size", 1).with_header("x-own", "1");
    let result = call.items().into_vec().await;
    result.map_err(|error| error.kind())?;
    let requests = fake.requests();
    assert_eq!(requests[1].headers["x-own"], "1");
    assert_eq!(requests[1].headers["authorization"], "Bearer secret");
    Ok(requests[1].url().to_owned())
}

#[tokio::test]
async fn links_may_be_relative_or_whole() {
    let cases = [
        ("/list/c?page=2", "http://api.test/list/c?page=2"),
        ("?page=2", "http://api.test/list/a%2Fb?page=2"),
        ("c?page=2", "http://api.test/list/c?page=2"),
        (
            "http://api.test/x?y=%7Bz%7D#top",
            "http://api.test/x?y=%7Bz%7D",
        ),
        ("https://api.test/x", "http://api.test/x"),
        ("//api.test/x", "http://api.test/x"),
    ];
    for (link, target) in cases {
        let led = follow("http://api.test", link).await;
        assert_eq!(led.as_deref(), Ok(target), "{link}");
    }
}

#[tokio::test]
async fn a_link_through_a_gateway_gets_its_path() {
    let cases = [
        ("/list/c?page=2", "http://gw.test:81/api/list/c?page=2"),
        ("/api/list/c", "http://gw.test:81/api/list/c"),
        ("http://gw.test:81/list/c", "http://gw.test:81/list/c"),
    ];
    for (link, target) in cases {
        let led = follow("http://gw.test:81/api", link).await;
        assert_eq!(led.as_deref(), Ok(target), "{link}");
    }
}

#[tokio::test]
async fn a_link_to_another_server_is_refused() {
    for link in [
        "http://evil.test/list",
        "//evil.test/list",
        "http://api.test:8080/list",
        "http://api.test@evil.test/list",
        "ftp://api.test/list",
        "http://api.test.evil.test/list",
        "http://[::1",
    ] {
        let led = follow("http://api.test", link).await;
        assert_eq!(led, Err(ErrorKind::Paging), "{link}");
    }
}

#[tokio::test]
async fn a_link_that_leads_back_is_an_error() {
    let asked = AtomicUsize::new(0);
    let (call, _) = call::<Linked>(
        move |_| json!({"items": [asked.fetch_add(1, Ordering::SeqCst)], "next": "/list/a"}),
    );
    let error = call.items().into_vec().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn a_call_that_cannot_be_built_says_so_once() {
    let (call, _) = call::<Numbered>(numbered(3));
    let mut pages = call.with_header("bad name", "").pages();
    assert_eq!(
        pages.try_next().await.unwrap_err().kind(),
        ErrorKind::Request
    );
    assert!(pages.try_next().await.unwrap().is_none());
}

#[cfg(feature = "blocking")]
mod blocking {
    use super::*;
    use runtime::runtime::mode::Blocking;

    struct BlockingClient(Handle<Blocking>);

    impl ApiClient for BlockingClient {
        const API: &'static ApiInfo = &API;
        type Mode = Blocking;

        fn from_handle(handle: Handle<Blocking>) -> Self {
            Self(handle)
        }
    }

    #[test]
    fn pages_and_items_are_iterators() {
        let pages = numbered(3);
        let asked = AtomicUsize::new(0);
        let fake = FakeTransport::new().answer_with(move |request| {
            match asked.fetch_add(1, Ordering::SeqCst) {
                1 => FakeAnswer::status(500),
                _ => FakeAnswer::json(200, &pages(request)),
            }
        });
        let client = Builder::<BlockingClient>::new()
            .base_url("http://api.test")
            .access_token("secret")
            .transport(fake)
            .build()
            .unwrap();
        let mut call = client.0.call::<Numbered>();
        call.request.parameter(
            &runtime::runtime::wire::parameter::Parameter::path("id"),
            "a",
        );
        let mut items = call.clone().items();
        let results: Vec<_> = items.by_ref().collect();
        assert_eq!(results.len(), 3);
        assert!(results[2].is_err());
        assert!(items.next().is_none());
        items.resume();
        assert_eq!(
            items.map(Result::unwrap).collect::<Vec<_>>(),
            [20, 21, 30, 31]
        );
        assert_eq!(call.pages().count(), 3);
    }
}
