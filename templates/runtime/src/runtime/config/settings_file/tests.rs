//! What entries of a file set, and what is told when they cannot be used.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::*;
use crate::runtime::api::ServerInfo;
use crate::runtime::api::file_keys::Setting;
use crate::runtime::config::settings::Server;

static API: ApiInfo = ApiInfo {
    servers: &[
        ServerInfo::new("eu_west_1", "https://api.eu.example.test"),
        ServerInfo::new("us_east_1", "https://api.us.example.test/v2"),
    ],
    ..ApiInfo::new("Test", "test", "0")
};

static KEYS: FileKeys = FileKeys {
    known: &[
        ("general.host", Setting::Server),
        ("general.token", Setting::AccessToken),
        ("general.timeout", Setting::Timeout),
        ("login.id", Setting::ClientId),
        ("login.secret", Setting::ClientSecret),
        ("retry.retry_wait_min", Setting::RetryWaitMin),
        ("retry.retry_wait_max", Setting::RetryWaitMax),
        ("retry.retry_max", Setting::MaxRetries),
        ("proxy.host", Setting::ProxyHost),
        ("proxy.protocol", Setting::ProxyProtocol),
        ("proxy.port", Setting::ProxyPort),
        ("proxy.username", Setting::ProxyUser),
        ("proxy.password", Setting::ProxyPassword),
        ("proxy.auth.password", Setting::ProxyPassword),
        ("gateway.host", Setting::GatewayHost),
        ("gateway.protocol", Setting::GatewayProtocol),
        ("gateway.port", Setting::GatewayPort),
        ("gateway.api", Setting::GatewayApiPath),
        ("gateway.login", Setting::GatewayLoginPath),
        ("gateway.paths", Setting::GatewayPaths),
    ],
    ignored: &["logging.log_level", "*_enabled"],
};

/// Reads entries, one a line from the first.
fn with(pairs: &[(&str, &str)]) -> Result<Settings, Fault> {
    let entries: Vec<Entry> = pairs
        .iter()
        .enumerate()
        .map(|(index, (key, value))| Entry {
            key: (*key).to_owned(),
            value: Some((*value).into()),
            line: index + 1,
        })
        .collect();
    settings(&entries, &KEYS, &API)
}

fn fault(pairs: &[(&str, &str)]) -> String {
    let error = with(pairs).unwrap_err().in_file(Path::new("file"));
    error.to_string()
}

#[test]
fn keys_of_other_readers_and_empty_values_change_nothing() {
    let settings = with(&[
        ("logging.log_level", "trace"),
        ("beta_thing_enabled", "true"),
        ("general.host", " "),
        ("proxy.port", ""),
    ])
    .unwrap();
    assert!(settings.server.is_none() && settings.proxy.is_none());
}

#[test]
fn a_key_is_known_in_any_case() {
    let settings = with(&[("General.HOST", "eu-west-1")]).unwrap();
    assert_eq!(settings.server, Some(Server::Known(0)));
}

#[test]
fn an_unknown_key_is_told_with_the_one_that_was_meant() {
    for (key, meant) in [
        ("retry.retry_mx", "retry.retry_max"),
        ("general.retry_max", "retry.retry_max"),
        ("retries.retry_max", "retry.retry_max"),
        ("logging.log_levl", "logging.log_level"),
    ] {
        assert_eq!(
            fault(&[("general.host", ""), (key, "3")]),
            format!("file:2: {key}: is not a known key; did you mean {meant}?")
        );
    }
    let strange = fault(&[("colour", "s3cret")]);
    assert!(
        strange.starts_with("file:1: colour: is not a known key; the keys are general.host, "),
        "{strange}"
    );
}

#[test]
fn what_is_set_twice_is_told_with_both_lines() {
    assert_eq!(
        fault(&[("retry.retry_max", "1"), ("retry.retry_max", "2")]),
        "file:2: retry.retry_max: line 1 sets this already; leave one of them out"
    );
    let two_names = [("proxy.password", "a"), ("proxy.auth.password", "b")];
    assert!(fault(&two_names).starts_with("file:2: proxy.auth.password: line 1 "));
}

#[test]
fn a_server_is_one_of_the_apis_or_any_url() {
    for (text, server) in [
        ("https://api.eu.example.test", Some(0)),
        ("https://api.eu.example.test/", Some(0)),
        ("eu.example.test", Some(0)),
        ("api.us.example.test", Some(1)),
        ("https://api.us.example.test/v2/", Some(1)),
        ("us-east-1", Some(1)),
        ("http://api.eu.example.test", None),
        ("https://127.0.0.1:8443/x", None),
    ] {
        let found = with(&[("general.host", text)]).unwrap().server.unwrap();
        match (server, found) {
            (Some(index), found) => assert_eq!(found, Server::Known(index), "{text}"),
            (None, Server::Other(url)) => assert_eq!(url.as_str().trim_end_matches('/'), text),
            (None, Server::Known(_)) => panic!("{text} is none of the API's"),
        }
    }
    assert_eq!(
        fault(&[("general.host", "moon.test")]),
        "file:1: general.host: is not one of eu_west_1, us_east_1, nor a URL such as \
         https://api.example.com"
    );
    assert!(fault(&[("general.host", "ftp://moon.test")]).contains("general.host"));
}

#[test]
fn retries_do_not_count_the_first_attempt() {
    let settings = with(&[
        ("retry.retry_max", "0"),
        ("retry.retry_wait_min", "0"),
        ("retry.retry_wait_max", "2.5"),
    ])
    .unwrap();
    assert_eq!(settings.max_attempts, Some(1));
    assert_eq!(settings.base_delay, Some(Duration::ZERO));
    assert_eq!(settings.max_delay, Some(Duration::from_millis(2500)));
    assert_eq!(
        with(&[("retry.retry_max", "4294967295")])
            .unwrap()
            .max_attempts,
        Some(u32::MAX)
    );
    for wrong in ["-1", "many", "1.5"] {
        let told = fault(&[("retry.retry_max", wrong)]);
        assert_eq!(
            told,
            "file:1: retry.retry_max: is not a whole number from 0"
        );
    }
    assert!(fault(&[("retry.retry_wait_min", "soon")]).contains("is not a time such as"));
}

#[test]
fn a_proxy_is_put_together() {
    let url = |pairs: &[(&str, &str)]| {
        let proxy = with(pairs).unwrap().proxy.unwrap();
        proxy.expose_secret().to_owned()
    };
    assert_eq!(url(&[("proxy.host", "p.test")]), "http://p.test/");
    assert_eq!(
        url(&[
            ("proxy.host", "::1"),
            ("proxy.protocol", "socks5h"),
            ("proxy.port", "1080"),
            ("proxy.username", "joe@x"),
            ("proxy.password", "p:/@ %41"),
        ]),
        "socks5h://joe%40x:p%3A%2F%40%20%2541@[::1]:1080"
    );
    for (pairs, told) in [
        (
            [("proxy.port", "80"), ("proxy.protocol", "http")],
            "proxy.protocol: needs proxy.host",
        ),
        (
            [("proxy.host", "p"), ("proxy.port", "0")],
            "proxy.port: is not a port",
        ),
        (
            [("proxy.host", "p"), ("proxy.protocol", "gopher")],
            "proxy.protocol: is not one of http,",
        ),
        (
            [("proxy.host", "a b"), ("proxy.port", "1")],
            "proxy.host: is not a host",
        ),
        (
            [("proxy.host", "joe:s3cret@p"), ("proxy.port", "1")],
            "proxy.host: is not a host",
        ),
    ] {
        let fault = fault(&pairs);
        assert!(fault.contains(told), "{fault}");
        assert!(!fault.contains("s3cret"), "{fault}");
    }
}

#[test]
fn a_gateway_is_put_together() {
    let gateway = |pairs: &[(&str, &str)]| format!("{:?}", with(pairs).unwrap().gateway.unwrap());
    let told = gateway(&[
        ("gateway.host", "gw.test"),
        ("gateway.port", "1443"),
        ("gateway.api", "a"),
        ("gateway.login", "l"),
    ]);
    for part in [
        "https://gw.test:1443",
        "api_path: \"a\"",
        "login_path: \"l\"",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let told = gateway(&[
        ("gateway.host", "gw.test"),
        ("gateway.protocol", "http"),
        ("gateway.port", "-1"),
        ("gateway.paths", "{login: /l, api: /a}"),
    ]);
    for part in ["http://gw.test", "api_path: \"/a\"", "login_path: \"/l\""] {
        assert!(told.contains(part), "{told}");
    }
    let told = fault(&[("gateway.host", "gw.test"), ("gateway.protocol", "socks5")]);
    assert!(told.contains("is not one of http, https"), "{told}");
}

#[test]
fn an_id_needs_a_secret_unless_there_is_a_token() {
    let both = [("login.id", "me"), ("login.secret", "s3cret")];
    let (id, secret) = with(&both).unwrap().client_credentials.unwrap();
    assert_eq!((id.as_str(), secret.expose_secret()), ("me", "s3cret"));
    assert_eq!(fault(&both[..1]), "file:1: login.id: needs login.secret");
    assert_eq!(fault(&both[1..]), "file:1: login.secret: needs login.id");
    let token = with(&[("login.id", "me"), ("general.token", "t")]).unwrap();
    assert!(token.client_credentials.is_none() && token.access_token.is_some());
}

#[test]
fn a_list_is_no_value() {
    let list = [Entry {
        key: String::from("general.host"),
        value: None,
        line: 4,
    }];
    let fault = settings(&list, &KEYS, &API).unwrap_err();
    assert_eq!(fault.line, Some(4));
    assert!(fault.problem.contains("is a list"), "{fault:?}");
}
