//! INI and JSON as entries with their lines, how a broken file is told, and what comes of a whole one.

use std::time::Duration;

use super::*;
use crate::runtime::api::file_keys::{FileKeys, Setting};
use crate::runtime::api::{ApiInfo, ServerInfo};
use crate::runtime::call::client::Handle;
use crate::runtime::call::mode::Async;
use crate::runtime::config::env;

/// `line key=value` of each entry.
fn shown(text: &str) -> Vec<String> {
    let entries = entries(text).unwrap();
    let show = |entry: Entry| {
        let value = entry.value.as_ref().map(ExposeSecret::expose_secret);
        format!("{} {}={}", entry.line, entry.key, value.unwrap_or("[]"))
    };
    entries.into_iter().map(show).collect()
}

fn fault(text: &str) -> String {
    let fault = match entries(text) {
        Ok(_) => panic!("{text:?} is not broken"),
        Err(fault) => fault,
    };
    fault.in_file(Path::new("file")).to_string()
}

#[test]
fn ini_has_sections_keys_and_comments() {
    let text = "top = 0\r\n# comment\r\n[retry]\r\n retry_max = 5 \r\n; comment\r\n\r\n\
                [ general ]\nhost: https://api.example.test:8443/#x\nempty =\nquoted = \"a\"";
    assert_eq!(
        shown(text),
        [
            "1 top=0",
            "4 retry.retry_max=5",
            "8 general.host=https://api.example.test:8443/#x",
            "9 general.empty=",
            "10 general.quoted=\"a\"",
        ]
    );
    assert!(shown("").is_empty());
}

#[test]
fn a_broken_line_of_ini_is_told_without_what_stands_in_it() {
    for (text, told) in [
        (
            "[a]\ns3cret",
            "file:2: is neither a [section] nor of the form key = value",
        ),
        ("\n[s3cret", "file:2: a section needs its closing bracket"),
        ("= s3cret", "file:1: there is no key before the value"),
    ] {
        assert_eq!(fault(text), told);
    }
}

#[test]
fn json_has_objects_and_scalars() {
    let text = "\n{\n  \"retry\": {\"retry_max\": 5, \"x\": null},\n  \"proxy\":\n  {\"auth\": \
                {\"password\":\n    \"p\\u00e4\\\"ss\"}, \"flag\": true, \"list\": [1]}}";
    assert_eq!(
        shown(text),
        [
            "3 retry.retry_max=5",
            "3 retry.x=",
            "6 proxy.auth.password=p\u{e4}\"ss",
            "6 proxy.flag=true",
            "6 proxy.list=[]",
        ]
    );
}

#[test]
fn broken_json_is_told_without_what_stands_in_it() {
    for (text, told) in [
        ("{\n\"a\": s3cret}", "file:2: is not valid JSON (column 6)"),
        (
            "{\"a\": \"s3cret\"",
            "file:1: is JSON that ends too early (column 14)",
        ),
        ("{} s3cret", "file:1: is not valid JSON (column 4)"),
    ] {
        assert_eq!(fault(text), told);
    }
    let deep = format!("{}1{}", "{\"a\":".repeat(40), "}".repeat(40));
    assert!(fault(&deep).ends_with("is nested too deeply"));
}

static API: ApiInfo = ApiInfo {
    servers: &[
        ServerInfo {
            auth_url: Some("https://sso.one.test"),
            ..ServerInfo::new("one", "https://api.one.test")
        },
        ServerInfo::new("two", "https://api.two.test"),
    ],
    config_file: Some(&ConfigFileInfo {
        path: None,
        keys: FileKeys {
            known: &[
                ("general.host", Setting::Server),
                ("general.timeout", Setting::Timeout),
                ("retry.wait_min", Setting::RetryWaitMin),
                ("retry.wait_max", Setting::RetryWaitMax),
                ("gateway.host", Setting::GatewayHost),
            ],
            ignored: &[],
        },
    }),
    ..ApiInfo::new("Test", "test", "0")
};

#[derive(Debug)]
struct Client(Handle);

impl ApiClient for Client {
    const API: &'static ApiInfo = &API;
    type Mode = Async;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

/// A builder that has read a file of that text.
fn from(text: &str) -> Result<Builder<Client>, Error> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Builder::new().from_config_file(file.path())
}

/// What the environment variable `T_REGION` or `T_TIMEOUT` sets.
fn env(name: &'static str, value: &'static str) -> env::Settings {
    env::read("T", API.servers, &|one| (one == name).then(|| value.into())).unwrap()
}

fn base_url(builder: Builder<Client>) -> String {
    builder.build().unwrap().0.base_url().to_owned()
}

#[test]
fn code_counts_before_the_environment_and_that_before_the_file() {
    let text = "[general]\nhost = https://127.0.0.1:9/own\ntimeout = 7\n[retry]\nwait_max = 3";
    let file = from(text).unwrap();
    assert_eq!(base_url(file.clone()), "https://127.0.0.1:9/own");
    assert_eq!(file.login_url().unwrap(), "https://127.0.0.1:9/");
    for part in ["timeout: 7s", "max_delay: 3s", "max_attempts: 4"] {
        assert!(format!("{file:?}").contains(part), "{file:?}");
    }

    let env_too = file.clone().apply(env("T_REGION", "two")).unwrap();
    let env_too = env_too.apply(env("T_TIMEOUT", "8")).unwrap();
    assert_eq!(base_url(env_too.clone()), "https://api.two.test/");
    assert!(
        format!("{env_too:?}").contains(" timeout: 8s"),
        "{env_too:?}"
    );

    let code_too = env_too.server_index(0).timeout(Duration::from_secs(9));
    assert!(
        format!("{code_too:?}").contains(" timeout: 9s"),
        "{code_too:?}"
    );
    assert_eq!(code_too.login_url().unwrap(), "https://sso.one.test/");
    assert_eq!(base_url(code_too), "https://api.one.test/");
}

#[test]
fn a_file_of_json_sets_the_same() {
    let builder = from("\u{feff} {\"general\": {\"host\": \"two.test\", \"timeout\": 7}}").unwrap();
    assert!(
        format!("{builder:?}").contains(" timeout: 7s"),
        "{builder:?}"
    );
    assert_eq!(base_url(builder), "https://api.two.test/");
}

#[test]
fn a_gateway_of_the_file_stands_before_its_server() {
    let builder = from("general.host = one\n[gateway]\nhost = gw.test").unwrap();
    assert_eq!(builder.login_url().unwrap(), "https://gw.test/");
    assert_eq!(base_url(builder), "https://gw.test/");
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let error = from("[general]\n\ntimeout = soon").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let text = error.to_string();
    assert!(
        text.contains(":3: general.timeout: is not a time such as 30"),
        "{text}"
    );
    assert!(!text.contains("soon"), "{text}");

    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let builder = || Builder::<Client>::new();
    let text = builder()
        .from_config_file(&missing)
        .unwrap_err()
        .to_string();
    assert!(text.contains("missing: there is no such file"), "{text}");
    let text = builder()
        .from_config_file(folder.path())
        .unwrap_err()
        .to_string();
    assert!(text.contains("cannot be read"), "{text}");
    std::fs::write(&missing, [b'a', 0xff]).unwrap();
    let text = builder()
        .from_config_file(&missing)
        .unwrap_err()
        .to_string();
    assert!(text.contains("is not UTF-8"), "{text}");
}

#[test]
fn a_file_without_a_usual_place_has_to_be_named() {
    let error = Builder::<Client>::new()
        .from_default_config_file()
        .unwrap_err();
    assert!(
        error.to_string().contains("use from_config_file"),
        "{error}"
    );
}
