//! Answers: their media type says which of the declared forms is read.

use bytes::Bytes;
use generator_tests::cases::answers_by_media_type::{self, models::Report, reports};
use generator_tests::cases::answers_preferred;
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
