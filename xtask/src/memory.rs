//! How much memory a process takes.

use std::fs;

/// A figure of the memory of a process, in KiB; 0 where the system does not tell.
pub(crate) fn of(process: Option<u32>, field: &str) -> u64 {
    let process = process.map_or("self".to_owned(), |id| id.to_string());
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
