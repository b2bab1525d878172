//! Every model and every operation of the emitted client.

use generated_client::testing;

every!(generated_client::runtime, generated_client::Client);

#[test]
fn every_example_decodes_and_is_written_again() {
    let mut every = Every::of("emitted client");
    testing::visit_models(&mut every);
    let files = std::fs::read_dir("../generated-client/src/models")
        .unwrap()
        .count();
    // Every file but `mod.rs` is a model; none is without an example.
    let aliases = 0;
    assert_eq!(every.models, files - 1 - aliases);
}

#[test]
fn every_operation_is_answered_by_its_mock() {
    let mut every = Every::of("emitted client");
    testing::visit_operations(&mut every);
    assert_eq!(every.operations, 182);
}
