//! Text to the terminal. A reader that goes away early, such as `head`, is no fault.

use std::io::{self, Write};

/// What a shell says of a program that was stopped by a closed pipe.
const CLOSED_PIPE: i32 = 141;

/// Prints what was asked for.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    if out
        .write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .is_err()
    {
        // Nobody reads any more.
        std::process::exit(CLOSED_PIPE);
    }
}

/// Prints a remark beside what was asked for.
pub fn note(text: &str) {
    let mut out = io::stderr().lock();
    // There is nobody to tell that nobody can be told.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Whether remarks go to a terminal that shows colours.
pub fn color() -> bool {
    use std::io::IsTerminal;
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// `1 warning`, `2 warnings`, `no warning`.
pub fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_counted() {
        let counted: Vec<String> = (0..3).map(|count| counted(count, "file")).collect();
        assert_eq!(counted, ["no file", "1 file", "2 files"]);
    }
}
