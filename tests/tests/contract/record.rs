//! What the command sums up: a line of JSON for each call, in the file that it names.

use std::env;
use std::fs::File;
use std::io::Write;
use std::sync::{LazyLock, Mutex};

use serde_json::json;

static FILE: LazyLock<Mutex<File>> = LazyLock::new(|| {
    let path = env::var_os("CONTRACT_RECORD").expect("run `cargo xtask contract`");
    let file = File::options().append(true).create(true).open(path);
    Mutex::new(file.expect("the record can be written to"))
});

/// Says how many calls a test is about to note.
pub fn announce(calls: usize) {
    write(&json!({ "announced": calls }));
}

/// Notes a call: the operation's id, the status of its answer, and what was wrong with it.
pub fn note(mode: &str, operation: &str, status: u16, faults: &[String]) {
    write(&json!({ "mode": mode, "operation": operation, "status": status, "faults": faults }));
}

fn write(line: &serde_json::Value) {
    let mut file = FILE.lock().expect("no panic under the lock");
    writeln!(file, "{line}").expect("the record can be written to");
}
