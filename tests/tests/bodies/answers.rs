//! Answers: their media type says which of the declared forms is read.

use bytes::Bytes;
use generator_tests::cases::answers_by_media_type::{self, models::Report, reports};
use generator_tests::cases::{answers_preferred, answers_undeclared};
use generator_tests::runtime::error::ErrorKind;

use super::server::{Server, answer};
use reports::GetReportOutput;

fn client(server: &Server) -> answers_by_media_type::Client {
    let builder = answers_by_media_type::Client::builder().base_url(&server.url);
    builder.build().unwrap()
}

async fn log(content_type: &str, body: &[u8]) -> String {
    let server = Server::answering(content_type, body);
    let log = client(&server).reports().read_log().await.unwrap();
    let accept = server.last().header("accept").to_owned();
    assert_eq!(accept, "text/plain, application/json, application/yaml");
    log
}

#[tokio::test]
async fn text_and_json_of_the_same_type() {
    assert_eq!(log("text/plain", b"one\n\"two\"").await, "one\n\"two\"");
    assert_eq!(log("application/json", b"\"one\"").await, "one");
    assert_eq!(log("application/yaml", b"one: two").await, "one: two");
    assert_eq!(log("text/plain; charset=ISO-8859-1", b"\xe9").await, "é");
}

async fn report(status: &str, content_type: &str, body: &str) -> GetReportOutput {
    let server = Server::of(vec![answer(status, content_type, body)]);
    let report = client(&server).reports().get_report().await.unwrap();
    let accept = server.last().header("accept").to_owned();
    assert_eq!(accept, "text/csv, application/json, application/pdf");
    report
}

#[tokio::test]
async fn one_thing_or_another() {
    let ok = |content_type, body| report("200 OK", content_type, body);
    let json = GetReportOutput::OkJson(Report::new("t"));
    assert_eq!(ok("application/json", r#"{"title":"t"}"#).await, json);
    assert_eq!(
        ok("application/problem+json", r#"{"title":"t"}"#).await,
        json
    );
    let csv = GetReportOutput::OkCsv("a,b".to_owned());
    assert_eq!(ok("text/csv; header=present", "a,b").await, csv);
    let pdf = GetReportOutput::OkPdf(Bytes::from("%PDF"));
    assert_eq!(ok("application/pdf", "%PDF").await, pdf);
    let later = report("202 Accepted", "text/plain", "").await;
    assert_eq!(later, GetReportOutput::Accepted);
}

#[tokio::test]
async fn a_success_that_is_not_declared_comes_as_it_is() {
    let other = report("207 Multi-Status", "text/html", "<p>").await;
    let GetReportOutput::Other(reply) = other else {
        panic!("{other:?}")
    };
    assert_eq!((reply.status.as_u16(), &reply.body[..]), (207, &b"<p>"[..]));
}

#[tokio::test]
async fn other_encodings_of_the_same_are_not_asked_for() {
    let server = Server::answering("text/plain; charset=utf-8", r#"{"title":"t"}"#);
    let report = client(&server).reports().get_same().await.unwrap();
    assert_eq!(report, Report::new("t"));
    assert_eq!(server.last().header("accept"), "application/json");
}

#[tokio::test]
async fn a_number_may_be_text() {
    let server = Server::answering("text/plain", " 42\n");
    assert_eq!(client(&server).reports().get_count().await.unwrap(), 42);
    let server = Server::answering("text/plain", "many");
    let error = client(&server).reports().get_count().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn head_has_no_body() {
    let there = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\nConnection: close\r\n\r\n";
    let server = Server::of(vec![there.into()]);
    let reply = client(&server).reports().head_report().send_with_response();
    let reply = reply.await.unwrap();
    assert_eq!(reply.headers()["content-length"], "17");
    assert_eq!(server.last().header("accept"), "application/json");
    let gone = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 17\r\nConnection: close\r\n\r\n";
    let server = Server::of(vec![gone.into()]);
    let error = client(&server).reports().head_report().await.unwrap_err();
    assert!(error.is_not_found());
}

#[test]
fn a_blocking_client_reads_the_same() {
    let server = Server::answering("text/csv", "a,b");
    let builder = answers_by_media_type::blocking::Client::builder().base_url(&server.url);
    let report = builder.build().unwrap().reports().get_report().send();
    assert_eq!(report.unwrap(), GetReportOutput::OkCsv("a,b".to_owned()));
}

#[tokio::test]
async fn the_configuration_says_what_is_asked_for_first() {
    let server = Server::answering("text/csv", "a,b");
    let builder = answers_preferred::Client::builder().base_url(&server.url);
    let client = builder.build().unwrap();
    client.reports().get_report().await.unwrap();
    let accept = server.last().header("accept").to_owned();
    assert_eq!(accept, "application/json, text/csv");
}

fn undeclared(server: &Server) -> answers_undeclared::Client {
    let builder = answers_undeclared::Client::builder().base_url(&server.url);
    builder.build().unwrap()
}

#[tokio::test]
async fn a_media_type_that_is_not_declared_comes_as_it_is() {
    use answers_undeclared::reports::GetReportOutput;
    let read = async |content_type: &str, body: &str| {
        let server = Server::answering(content_type, body);
        undeclared(&server).reports().get_report().await.unwrap()
    };
    for (content_type, body) in [("text/html", "<p>"), ("image/png", "PNG")] {
        let other = read(content_type, body).await;
        let GetReportOutput::Other(reply) = other else {
            panic!("{content_type}: {other:?}")
        };
        assert_eq!(reply.body, body);
    }
    let named = read("application/x-own", r#"{"title":"t"}"#).await;
    assert!(matches!(named, GetReportOutput::Json(_)), "{named:?}");
    let plain = read("text/plain", "a,b").await;
    assert_eq!(plain, GetReportOutput::Csv("a,b".to_owned()));
}

#[tokio::test]
async fn text_of_any_type_need_not_be_json() {
    for (content_type, body) in [
        ("text/plain;charset=UTF-8", "on"),
        ("text/html", "on"),
        ("application/json", "\"on\""),
    ] {
        let server = Server::answering(content_type, body);
        let state = undeclared(&server).reports().get_state().await;
        assert_eq!(state.unwrap(), "on", "{content_type}");
    }
}

#[tokio::test]
async fn errors_may_be_text() {
    use answers_undeclared::reports::{GetErrors, GetErrorsFailure, GetState};
    let failed = |status: &str, content_type: &str, body: &str| {
        Server::of(vec![answer(status, content_type, body)])
    };
    let server = failed("404 Not Found", "text/plain", "no such room");
    let error = undeclared(&server).reports().get_state().await.unwrap_err();
    assert_eq!(error.failure::<GetState>().as_deref(), Some("no such room"));
    let server = failed("404 Not Found", "text/plain", "no such room");
    let error = undeclared(&server).reports().get_errors().await;
    let text = GetErrorsFailure::NotFound("no such room".to_owned());
    assert_eq!(error.unwrap_err().failure::<GetErrors>(), Some(text));
    let problem = r#"{"title":"t"}"#;
    let server = failed("400 Bad Request", "application/problem+json", problem);
    let error = undeclared(&server).reports().get_errors().await;
    let failure = error.unwrap_err().failure::<GetErrors>();
    assert!(
        matches!(failure, Some(GetErrorsFailure::BadRequest(_))),
        "{failure:?}"
    );
}

#[tokio::test]
async fn an_answer_to_every_status_is_that_of_errors_too() {
    use answers_undeclared::{models::Report, reports::GetAll};
    let body = r#"{"title":"t"}"#;
    let server = Server::answering("application/json", body);
    let all = undeclared(&server).reports().get_all().await.unwrap();
    assert_eq!(all, Report::new("t"));
    let server = Server::of(vec![answer("404 Not Found", "application/json", body)]);
    let error = undeclared(&server).reports().get_all().await.unwrap_err();
    assert_eq!(error.failure::<GetAll>(), Some(Report::new("t")));
}
