//! Files of the platform's other clients: the SDKs' configuration file in both of its forms, and
//! the profiles of the command-line client.

use std::path::PathBuf;

use generated_client::runtime::transport::{FakeAnswer, FakeTransport};
use generated_client::{Client, ClientBuilder, Region};

/// Every key that the SDKs for JavaScript, Python, Go, Java and .NET document for INI.
const INI: &str = "\
[logging]
log_level = trace
log_format = text
log_to_console = false
log_file_path = /var/log/sdk.log
log_response_body = false
log_request_body = false
[retry]
retry_wait_min = 0
retry_wait_max = 0
retry_max = 2
[reauthentication]
refresh_access_token = true
refresh_token_wait_max = 10
[general]
live_reload_config = true
host = https://api.mypurecloud.ie
";

/// The same for JSON.
const JSON: &str = r#"{
    "logging": {
        "log_level": "trace",
        "log_format": "text",
        "log_to_console": false,
        "log_file_path": "/var/log/sdk.log",
        "log_response_body": false,
        "log_request_body": false
    },
    "retry": {"retry_wait_min": 0, "retry_wait_max": 0, "retry_max": 2},
    "reauthentication": {"refresh_access_token": true, "refresh_token_wait_max": 10},
    "general": {"live_reload_config": true, "host": "https://api.mypurecloud.ie"}
}"#;

/// As `gc profiles new` writes it.
const PROFILES: &str = r#"
[default]
  access_token = ""
  auto_pagination_enabled = false
  client_credentials = "an-id"
  client_secret = "a-s3cret"
  environment = "mypurecloud.com"
  grant_type = "1"
  oauth_token_data = "{\"access_token\":\"x\"}"
  redirect_uri = ""
  secure_login_enabled = false

[ireland]
  access_token = "a-t0ken"
  client_credentials = "an-id"
  environment = "eu-west-1"
  gateway_host = "gw.example.com"
  gateway_pathparams = "{login: /in, api: /calls}"
  gateway_port = "8443"
  gateway_protocol = "https"
"#;

struct File {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn file(text: &str) -> File {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config");
    std::fs::write(&path, text).expect("a file");
    File {
        _folder: folder,
        path,
    }
}

fn from_file(text: &str) -> Result<ClientBuilder, generated_client::Error> {
    Client::builder().from_config_file(&file(text).path)
}

fn from_profile(name: &str) -> Result<ClientBuilder, generated_client::Error> {
    Client::builder().from_profile_in(&file(PROFILES).path, name)
}

#[tokio::test]
async fn the_configuration_file_of_the_sdks_is_read_in_both_forms() {
    for text in [INI, JSON] {
        let builder = from_file(text).expect("a file in use");
        let login = builder.login_url().expect("a server with a login");
        assert_eq!(login, "https://login.mypurecloud.ie/");
        let fake = FakeTransport::new().answer("getChatsSettings", FakeAnswer::status(503));
        let builder = builder.transport(fake.clone()).access_token("token");
        let client = builder.build().expect("a client");
        assert_eq!(client.base_url(), "https://api.mypurecloud.ie/");
        let error = client.chat().get_chats_settings().await.expect_err("503");
        assert_eq!(error.attempts(), 3, "one, and two retries");
    }
}

#[test]
fn its_gateway_and_proxy_are_taken() {
    let ini = "[gateway]\nhost = gw.example.com\nprotocol = https\nport = 1443\n\
               path_params_login = in\npath_params_api = calls\nusername = u\npassword = p\n\
               [proxy]\nhost = proxy.example.com\nport = 3128\nprotocol = http\n\
               auth-username = joe\nauth-password = s3cret\n";
    let json = r#"{"gateway": {"host": "gw.example.com", "port": 1443,
        "path_params_login": "/in/", "path_params_api": "/calls/"},
        "proxy": {"host": "proxy.example.com", "port": "3128", "protocol": "http",
        "auth": {"username": "joe", "password": "s3cret"}}}"#;
    for text in [ini, json] {
        let builder = from_file(text).expect("a file in use");
        let login = builder.login_url().expect("a gateway");
        assert_eq!(login, "https://gw.example.com:1443/in");
        let client = builder.build().expect("a client");
        assert_eq!(client.base_url(), "https://gw.example.com:1443/calls");
        assert!(!format!("{client:?}").contains("s3cret"));
    }
}

#[test]
fn a_key_misspelt_is_told_with_its_line() {
    let error = from_file(&INI.replace("retry_max = 2", "max_retry = 2")).expect_err("no such key");
    let text = error.to_string();
    assert!(
        text.contains("config:11: retry.max_retry: is not a known key"),
        "{text}"
    );
}

#[test]
fn profiles_of_the_command_line_client_are_read() {
    let default = from_profile("DEFAULT").expect("the default profile");
    assert_eq!(
        default.login_url().expect("a server"),
        "https://login.mypurecloud.com/"
    );
    let client = default
        .region(Region::EuCentral1)
        .build()
        .expect("a client");
    assert_eq!(client.base_url(), "https://api.mypurecloud.de/");
    assert!(client.token_source().is_some());

    let ireland = from_profile("ireland").expect("a profile with a token");
    assert_eq!(
        ireland.login_url().expect("a gateway"),
        "https://gw.example.com:8443/in"
    );
    let client = ireland.build().expect("a client");
    assert_eq!(client.base_url(), "https://gw.example.com:8443/calls");
}

#[test]
fn a_profile_misspelt_is_told_with_those_that_there_are() {
    let error = from_profile("irland").expect_err("no such profile");
    let text = error.to_string();
    assert!(
        text.ends_with("there is no profile \"irland\"; there are default, ireland"),
        "{text}"
    );
}
