//! Profiles as entries with their lines, and how a broken file is told.

use super::*;

const FILE: &str = "\
top = \"level\"

[default]
client_id = \"one\"
port = 8080
on = true

[Work]
client_id = 'two'
list = [1]
  [Work.proxy]
  host = \"p\"
";

/// `line key=value` of each entry, by line.
fn shown(name: &str) -> Vec<String> {
    let mut entries = entries(FILE, name).unwrap();
    entries.sort_by_key(|entry| entry.line);
    let show = |entry: Entry| {
        let value = entry.value.as_ref().map(ExposeSecret::expose_secret);
        format!("{} {}={}", entry.line, entry.key, value.unwrap_or("[]"))
    };
    entries.into_iter().map(show).collect()
}

fn fault(text: &str, name: &str) -> String {
    let fault = match entries(text, name) {
        Ok(_) => panic!("{text:?} has such a profile"),
        Err(fault) => fault,
    };
    fault.in_file(Path::new("file")).to_string()
}

#[test]
fn a_profile_is_a_table() {
    assert_eq!(
        shown("default"),
        ["4 client_id=one", "5 port=8080", "6 on=true"]
    );
    assert_eq!(
        shown("Work"),
        ["9 client_id=two", "10 list=[]", "12 proxy.host=p"]
    );
}

#[test]
fn the_name_counts_in_any_case_unless_it_is_there_as_it_stands() {
    assert_eq!(shown("DEFAULT").len(), 3);
    let twins = "[a]\nx = 1\n[A]\ny = 1\n";
    assert_eq!(entries(twins, "A").unwrap()[0].key, "y");
    assert_eq!(entries(twins, "a").unwrap()[0].key, "x");
}

#[test]
fn a_profile_that_is_not_there_is_told_with_those_that_are() {
    assert_eq!(
        fault(FILE, "home"),
        "file: there is no profile \"home\"; there are Work, default"
    );
    assert_eq!(
        fault("top = 1", "home"),
        "file: there is no profile \"home\"; the file holds none"
    );
}

#[test]
fn broken_toml_is_told_without_what_stands_in_it() {
    for text in [
        "[a]\nsecret = s3cret",
        "[a]\nsecret = \"s3cret",
        "[a]\nx = 1\nsecret \"s3cret\"",
        "[a]\nsecret = \"s3cret\\q\"",
    ] {
        let told = fault(text, "a");
        assert!(told.starts_with("file:"), "{told}");
        assert!(told.contains("is not valid TOML: "), "{told}");
        assert!(!told.contains("s3cret"), "{told}");
    }
}
