//! A request as one line of curl, for a shell, a ticket or a colleague: what is to be sent in, the
//! line out, with `***` for what [`Redaction`] hides.

use std::borrow::Cow;

use http::{HeaderMap, Method};
use url::Url;

use crate::runtime::wire::redact::Redaction;

/// The body of a request as far as a curl line can show it.
#[derive(Clone, Copy, Debug)]
pub enum CurlBody<'a> {
    /// No body.
    Empty,
    /// A body that is at hand.
    Bytes(&'a [u8]),
    /// A body that is read while it is sent: a stream or a form with files.
    Stream,
}

/// Writes the request as a curl command on one line, quoted for a POSIX shell.
///
/// Line breaks in values are written as `$'\n'`, which bash, zsh and ksh know.
#[must_use]
pub fn curl(
    method: &Method,
    url: &Url,
    headers: &HeaderMap,
    body: CurlBody<'_>,
    redaction: &Redaction,
) -> String {
    // Without --globoff, curl takes brackets and braces in a URL for a pattern.
    let mut words = vec![String::from("curl --globoff")];
    words.push(match *method {
        // `-X HEAD` would wait for a body that never comes.
        Method::HEAD => String::from("--head"),
        _ => format!("-X {}", quote(method.as_str())),
    });
    words.push(quote(&redaction.url(url)).into_owned());
    for (name, value) in headers {
        let line = format!("{name}: {}", redaction.header(name, value));
        words.push(format!("-H {}", quote(&line)));
    }
    match body {
        CurlBody::Empty => {}
        CurlBody::Bytes(bytes) => {
            words.push(format!("--data-raw {}", quote(&redaction.body(bytes))));
        }
        CurlBody::Stream => words.push(String::from("--data-binary @-")),
    }
    words.join(" ")
}

/// Quotes a word for the shell, so that it stays one word on one line whatever is in it.
fn quote(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_control) {
        return Cow::Owned(ansi_quote(word));
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+,".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}

fn ansi_quote(word: &str) -> String {
    let mut quoted = String::from("$'");
    for one in word.chars() {
        match one {
            '\'' => quoted.push_str(r"\'"),
            '\\' => quoted.push_str(r"\\"),
            '\n' => quoted.push_str(r"\n"),
            '\r' => quoted.push_str(r"\r"),
            '\t' => quoted.push_str(r"\t"),
            one if one.is_control() => quoted.push_str(&format!(r"\u{:04x}", u32::from(one))),
            one => quoted.push(one),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use http::header::{ACCEPT, AUTHORIZATION};

    fn line(method: Method, url: &str, body: CurlBody<'_>, redaction: &Redaction) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer s3cret"));
        curl(
            &method,
            &Url::parse(url).unwrap(),
            &headers,
            body,
            redaction,
        )
    }

    #[test]
    fn a_request_is_one_line_without_secrets() {
        assert_eq!(
            line(
                Method::POST,
                "https://a.test/rooms/a%2Fb?limit=5&key=s3cret",
                CurlBody::Bytes(br#"{"password":"s3cret"}"#),
                &Redaction::standard()
            ),
            "curl --globoff -X POST 'https://a.test/rooms/a%2Fb?limit=5&key=***' \
             -H 'accept: application/json' -H 'authorization: ***' --data-raw '***'"
        );
    }

    #[test]
    fn head_and_streams_have_their_own_options() {
        let head = line(
            Method::HEAD,
            "http://a.test/",
            CurlBody::Empty,
            &Redaction::standard(),
        );
        assert!(
            head.starts_with("curl --globoff --head http://a.test/ -H "),
            "{head}"
        );
        let upload = line(
            Method::PUT,
            "http://a.test/",
            CurlBody::Stream,
            &Redaction::standard(),
        );
        assert!(upload.ends_with(" --data-binary @-"), "{upload}");
    }

    #[test]
    fn a_shown_body_stays_one_word_on_one_line() {
        let open = Redaction::standard().show_bodies(true);
        let body = CurlBody::Bytes(b"it's $HOME `id`");
        let post = line(Method::POST, "http://a.test/", body, &open);
        assert!(post.ends_with(r"--data-raw 'it'\''s $HOME `id`'"), "{post}");
        let post = line(
            Method::POST,
            "http://a.test/",
            CurlBody::Bytes(b"a\n'\\b\x07"),
            &open,
        );
        assert!(post.ends_with(r"--data-raw $'a\n\'\\b\u0007'"), "{post}");
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        for word in [
            "",
            "a b",
            "it's",
            "$(id) `id` \\ \"",
            "[1]{2}*?~#!;&|<>",
            "e\u{e9}\u{1f600}",
        ] {
            let script = format!("printf %s {}", quote(word));
            let run = std::process::Command::new("sh")
                .arg("-c")
                .arg(script)
                .output();
            assert_eq!(String::from_utf8_lossy(&run.unwrap().stdout), word);
        }
    }
}
