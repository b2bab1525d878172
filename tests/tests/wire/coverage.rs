//! The tables leave nothing of the document out: no operation, parameter, body or member.

use std::collections::BTreeSet;

use crate::document::{self, Members};
use crate::table;

#[test]
fn every_operation_of_the_document_has_an_entry_and_no_other_has() {
    let in_tables: BTreeSet<&str> = table().iter().map(|entry| entry.operation).collect();
    let in_document: BTreeSet<&str> = document::operations()
        .iter()
        .map(|operation| operation.id)
        .collect();
    let untested: Vec<_> = in_document.difference(&in_tables).collect();
    assert!(
        untested.is_empty(),
        "no entry in the tables of tests/tests/wire for {untested:?}"
    );
    let gone: Vec<_> = in_tables.difference(&in_document).collect();
    assert!(gone.is_empty(), "the document has no operation {gone:?}");
}

#[test]
fn every_query_parameter_is_sent_by_some_entry() {
    let entries = table();
    for operation in document::operations()
        .iter()
        .filter(|one| !one.query.is_empty())
    {
        let targets: Vec<&str> = entries
            .iter()
            .filter(|entry| entry.operation == operation.id)
            .map(|entry| entry.sends)
            .collect();
        for name in &operation.query {
            let sent = targets.iter().any(|target| {
                target.contains(&format!("?{name}=")) || target.contains(&format!("&{name}="))
            });
            assert!(sent, "{}: no entry sends {name}", operation.id);
        }
    }
}

#[test]
fn entries_have_bodies_where_the_document_has() {
    for entry in table() {
        let operation = document::operation(entry.operation);
        assert_eq!(
            entry.body.is_some(),
            operation.request.is_some(),
            "{}: body",
            operation.id
        );
        assert_eq!(
            entry.answer.is_some(),
            operation.answer.is_some(),
            "{}: answer",
            operation.id
        );
    }
}

#[test]
fn every_member_of_a_request_is_sent() {
    let mut wanted = Members::default();
    let mut sent = BTreeSet::new();
    for operation in document::operations() {
        operation
            .request
            .into_iter()
            .for_each(|schema| document::reach(schema, &mut wanted));
    }
    for entry in table() {
        if let (Some(schema), Some(body)) =
            (document::operation(entry.operation).request, &entry.body)
        {
            sent.extend(
                document::places(schema, body)
                    .into_iter()
                    .map(|place| place.member),
            );
        }
    }
    // Members of what the server fills in are reached, and not sent.
    let filled_in = |member: &&String| member.starts_with("DomainEntityRef.");
    let missing: Vec<_> = wanted
        .ordinary
        .difference(&sent)
        .filter(|member| !filled_in(member))
        .collect();
    assert!(missing.is_empty(), "no entry sends {missing:?}");
    let wrong: Vec<_> = sent.intersection(&wanted.read_only).collect();
    assert!(
        wrong.is_empty(),
        "read-only, and an entry sends it: {wrong:?}"
    );
}

#[test]
fn every_member_of_an_answer_is_received() {
    let mut wanted = Members::default();
    let mut received = BTreeSet::new();
    for operation in document::operations() {
        operation
            .answer
            .into_iter()
            .for_each(|schema| document::reach(schema, &mut wanted));
    }
    for entry in table() {
        if let (Some(schema), Some(answer)) =
            (document::operation(entry.operation).answer, &entry.answer)
        {
            received.extend(
                document::places(schema, answer)
                    .into_iter()
                    .map(|place| place.member),
            );
        }
    }
    let missing: Vec<_> = wanted
        .ordinary
        .union(&wanted.read_only)
        .filter(|one| !received.contains(*one))
        .collect();
    assert!(missing.is_empty(), "no entry receives {missing:?}");
}
