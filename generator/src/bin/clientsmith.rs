//! The program: an OpenAPI document in, a complete Rust client crate out.

use std::process::ExitCode;

/// Generating makes and drops millions of tokens on several threads: the system's allocator takes
/// a third of the time for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    generator::cli::main()
}
