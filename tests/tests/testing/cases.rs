//! Every model and every operation of every case.

every!(
    generator_tests::runtime,
    generator_tests::cases::methods::Client
);

#[test]
fn every_case_has_examples_that_decode_and_mocks_that_answer() {
    generator_tests::cases::visit(Every::of);
}
