//! Every model and every operation of every case.

every!(
    generator_tests::runtime,
    generator_tests::cases::methods::Client
);

#[test]
fn every_case_has_examples_that_decode_and_mocks_that_answer() {
    generator_tests::cases::visit(Every::of);
}

#[tokio::test]
async fn every_case_has_a_client_that_can_be_made() {
    for (case, client) in generator_tests::cases::clients("http://127.0.0.1:9") {
        client.unwrap_or_else(|error| panic!("{case}: {error}"));
    }
}
