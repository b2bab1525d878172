//! What [`read`] makes of given variables.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::*;

const SERVERS: &[ServerInfo] = &[
    ServerInfo::new("eu_west_1", "https://api.eu.example.test"),
    ServerInfo::new("us_east_1", "https://api.us.example.test/v2"),
];

fn with(pairs: &[(&str, &str)]) -> Result<Settings, EnvError> {
    read("ACME", SERVERS, &|name| {
        let (_, value) = pairs.iter().find(|(one, _)| *one == name)?;
        Some(OsString::from(value))
    })
}

fn error(name: &str, value: &str) -> String {
    with(&[(name, value)]).unwrap_err().to_string()
}

#[test]
fn nothing_set_is_nothing_changed() {
    let settings = with(&[("OTHER_TIMEOUT", "3"), ("ACME_TIMEOUT", " ")]).unwrap();
    assert!(settings.server.is_none() && settings.timeout.is_none());
    assert!(settings.access_token.is_none() && settings.client_credentials.is_none());
}

#[test]
fn a_region_is_found_by_name_host_or_domain() {
    for text in [
        "us_east_1",
        "us-east-1",
        "US-EAST-1",
        "api.us.example.test",
        "us.example.test",
    ] {
        assert_eq!(
            with(&[("ACME_REGION", text)]).unwrap().server,
            Some(Server::Known(1)),
            "{text}"
        );
    }
}

#[test]
fn an_unknown_region_is_told_with_the_known_ones() {
    assert_eq!(
        error("ACME_REGION", "moon"),
        "environment variable ACME_REGION: is not one of eu_west_1, us_east_1"
    );
}

#[test]
fn urls_are_checked() {
    let settings = with(&[("ACME_BASE_URL", "http://127.0.0.1:8080/gateway")]).unwrap();
    assert_eq!(settings.base_url.unwrap().path(), "/gateway");
    for wrong in ["example.test", "ftp://example.test", "https://"] {
        assert!(
            error("ACME_AUTH_URL", wrong).contains("ACME_AUTH_URL"),
            "{wrong}"
        );
    }
}

#[test]
fn times_are_read_with_and_without_a_unit() {
    for (text, millis) in [
        ("30", 30_000),
        ("2.5", 2500),
        ("500ms", 500),
        ("3 s", 3000),
        ("2m", 120_000),
    ] {
        let settings = with(&[("ACME_CONNECT_TIMEOUT", text)]).unwrap();
        assert_eq!(
            settings.connect_timeout,
            Some(Duration::from_millis(millis)),
            "{text}"
        );
    }
    for wrong in ["0", "-1", "soon", "1h", "1e400", ".", "NaN", "inf"] {
        assert!(
            error("ACME_TIMEOUT", wrong).contains("such as 30"),
            "{wrong}"
        );
    }
}

#[test]
fn attempts_are_a_number_from_one() {
    assert_eq!(
        with(&[("ACME_MAX_ATTEMPTS", "7")]).unwrap().max_attempts,
        Some(7)
    );
    for wrong in ["0", "-1", "1.5", "99999999999"] {
        assert!(
            error("ACME_MAX_ATTEMPTS", wrong).contains("whole number"),
            "{wrong}"
        );
    }
}

#[test]
fn credentials_come_in_twos() {
    let both = [("ACME_CLIENT_ID", "id"), ("ACME_CLIENT_SECRET", "s3cret")];
    let (id, secret) = with(&both).unwrap().client_credentials.unwrap();
    assert_eq!((id.as_str(), secret.expose_secret()), ("id", "s3cret"));
    assert_eq!(
        with(&both[..1]).unwrap_err().to_string(),
        "environment variable ACME_CLIENT_SECRET: is not set, though ACME_CLIENT_ID is"
    );
    assert_eq!(with(&both[1..]).unwrap_err().variable(), "ACME_CLIENT_ID");
}

#[test]
fn no_secret_is_shown() {
    let settings = with(&[
        ("ACME_ACCESS_TOKEN", "s3cret"),
        ("ACME_CLIENT_ID", "id"),
        ("ACME_CLIENT_SECRET", "s3cret"),
        ("ACME_PROXY", "http://user:s3cret@proxy.test:3128"),
    ]);
    assert!(!format!("{:?}", settings.unwrap()).contains("s3cret"));
    assert!(!error("ACME_PROXY", "user:s3cret@proxy").contains("s3cret"));
    assert!(!error("ACME_BASE_URL", "user:s3cret@host").contains("s3cret"));
}

#[cfg(unix)]
#[test]
fn text_that_is_not_utf_8_is_told() {
    use std::os::unix::ffi::OsStringExt;
    let result = read("ACME", SERVERS, &|name| {
        (name == "ACME_ACCESS_TOKEN").then(|| OsString::from_vec(vec![0xff]))
    });
    assert_eq!(
        result.unwrap_err().to_string(),
        "environment variable ACME_ACCESS_TOKEN: is not valid UTF-8"
    );
}
