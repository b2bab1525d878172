//! The examples in the documentation of emitted operations. In: the files of a crate that stands by
//! itself; out: each example as a function, whose paths lead into the module of the case.

use generator::OutputFile;

/// Files at the root that belong to no tag.
const OTHERS: &[&str] = &["src/lib.rs", "src/api.rs", "src/client.rs", "src/server.rs"];

/// The examples of a case, as a module.
pub fn module(case: &str, files: &[OutputFile]) -> String {
    let is_tag = |file: &&OutputFile| {
        let path = file.path.as_str();
        let in_root = path.starts_with("src/") && path.matches('/').count() == 1;
        in_root && !OTHERS.contains(&path)
    };
    let examples = files.iter().filter(is_tag).flat_map(|file| of(&file.text));
    let functions: Vec<String> = examples
        .enumerate()
        .map(|(number, example)| {
            let name = format!("fn example_{number}(");
            let example = example.replacen("fn example(", &name, 1);
            example
                .replace(
                    "generated_client::calls::",
                    "crate::runtime::public::calls::",
                )
                .replace("generated_client::runtime::", "crate::runtime::")
                .replace("generated_client::Error", "crate::runtime::Error")
                .replace("generated_client::", &format!("crate::cases::{case}::"))
        })
        .collect();
    format!("mod {case} {{\n{}\n}}\n", functions.join("\n"))
}

/// The code between the fences of a file's documentation, hidden lines among it.
fn of(text: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(line) = line.strip_prefix("///") else {
            continue;
        };
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut open, line) {
            (None, "```no_run") => open = Some(String::new()),
            (None, _) => {}
            (Some(_), "```") => examples.extend(open.take()),
            (Some(code), line) => {
                code.push_str(line.strip_prefix("# ").unwrap_or(line));
                code.push('\n');
            }
        }
    }
    examples
}
