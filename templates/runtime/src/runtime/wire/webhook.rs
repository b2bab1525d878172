//! Signatures of what a service posts to a program of the user's: secret, headers and body in, whether
//! the service signed it out.
//!
//! The body counts as its bytes came: whoever reads it as JSON and writes it again has another one.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use hmac::{Hmac, Mac};
use http::HeaderMap;
use serde::de::DeserializeOwned;
use sha2::{Sha256, Sha384, Sha512};

/// How a service signs what it posts.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Signature {
    /// The header that holds the signature.
    pub header: &'static str,
    /// How it is made.
    pub algorithm: Algorithm,
    /// How its bytes are written.
    pub encoding: Encoding,
    /// What stands before it in the header.
    pub prefix: &'static str,
}

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256.
    HmacSha256,
    /// HMAC with SHA-384.
    HmacSha384,
    /// HMAC with SHA-512.
    HmacSha512,
}

/// How the bytes of a signature are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// Base64, with padding or without.
    Base64,
    /// Hexadecimal digits.
    Hex,
}

/// Why a post is not to be trusted, or could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The secret is empty: anybody could have signed.
    EmptySecret,
    /// The header is missing.
    Missing {
        /// The header that should hold the signature.
        header: &'static str,
    },
    /// The header is there more than once, or holds no signature.
    Malformed {
        /// The header that should hold the signature.
        header: &'static str,
    },
    /// Somebody else signed, or the body is not what was signed.
    Mismatch,
    /// The signature is right, and the body is not what the document says.
    Decode(serde_json::Error),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptySecret => f.write_str("the secret is empty"),
            Self::Missing { header } => write!(f, "the header `{header}` is missing"),
            Self::Malformed { header } => write!(f, "the header `{header}` holds no signature"),
            Self::Mismatch => f.write_str("the signature is not that of the body"),
            Self::Decode(error) => write!(f, "the body cannot be read: {error}"),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Decode(error) => Some(error),
            _ => None,
        }
    }
}

impl Signature {
    /// A signature of that kind.
    pub const fn new(
        header: &'static str,
        algorithm: Algorithm,
        encoding: Encoding,
        prefix: &'static str,
    ) -> Self {
        Self {
            header,
            algorithm,
            encoding,
            prefix,
        }
    }

    /// Checks that the service signed the body, in a time that does not depend on how much of the
    /// signature is right.
    ///
    /// # Errors
    ///
    /// The secret is empty, the header is missing or holds no signature, or the signature is another.
    pub fn verify(
        &self,
        secret: &[u8],
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), WebhookError> {
        if secret.is_empty() {
            return Err(WebhookError::EmptySecret);
        }
        let signature = self.sent(headers)?;
        let is_right = match self.algorithm {
            Algorithm::HmacSha256 => Hmac::<Sha256>::new_from_slice(secret)
                .map(|mac| mac.chain_update(body).verify_slice(&signature).is_ok()),
            Algorithm::HmacSha384 => Hmac::<Sha384>::new_from_slice(secret)
                .map(|mac| mac.chain_update(body).verify_slice(&signature).is_ok()),
            Algorithm::HmacSha512 => Hmac::<Sha512>::new_from_slice(secret)
                .map(|mac| mac.chain_update(body).verify_slice(&signature).is_ok()),
        };
        match is_right {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(WebhookError::Mismatch),
        }
    }

    /// Checks that the service signed the body, and reads it.
    ///
    /// # Errors
    ///
    /// As [`Signature::verify`]; or the body is not of that type.
    pub fn decode<T: DeserializeOwned>(
        &self,
        secret: &[u8],
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<T, WebhookError> {
        self.verify(secret, headers, body)?;
        serde_json::from_slice(body).map_err(WebhookError::Decode)
    }

    /// The bytes of the signature that came along.
    fn sent(&self, headers: &HeaderMap) -> Result<Vec<u8>, WebhookError> {
        let header = self.header;
        let malformed = || WebhookError::Malformed { header };
        let mut values = headers.get_all(header).iter();
        let value = values.next().ok_or(WebhookError::Missing { header })?;
        if values.next().is_some() {
            return Err(malformed());
        }
        let text = value.to_str().map_err(|_| malformed())?.trim();
        let text = text.strip_prefix(self.prefix).ok_or_else(malformed)?;
        let bytes = match self.encoding {
            Encoding::Base64 => STANDARD
                .decode(text)
                .or_else(|_| STANDARD_NO_PAD.decode(text))
                .ok(),
            Encoding::Hex => from_hex(text),
        };
        bytes
            .filter(|bytes| !bytes.is_empty())
            .ok_or_else(malformed)
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| match pair {
        [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
        _ => None,
    });
    bytes.collect()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &[u8] = b"a-secret-of-sixteen-or-more";
    const BODY: &[u8] = br#"{"id":"1","text":"hello"}"#;
    /// Made by another program.
    const HEX: &str = "5ba9507d2ab4bd06f63f08410edf8ddb6a229eac85688105abfe0be2c09dc604";
    const BASE64: &str = "W6lQfSq0vQb2PwhBDt+N22oinqyFaIEFq/4L4sCdxgQ=";
    const SIGNATURE: Signature = Signature::new(
        "X-Hub-Signature-256",
        Algorithm::HmacSha256,
        Encoding::Base64,
        "sha256=",
    );

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        headers.insert("x-hub-signature-256", value);
        headers
    }

    fn signed() -> HeaderMap {
        headers(&format!("sha256={BASE64}"))
    }

    #[test]
    fn what_the_service_signed_is_read() {
        let read: Value = SIGNATURE.decode(SECRET, &signed(), BODY).unwrap();
        assert_eq!(read, json!({ "id": "1", "text": "hello" }));
        let without_padding = headers(&format!("sha256={}", BASE64.trim_end_matches('=')));
        SIGNATURE.verify(SECRET, &without_padding, BODY).unwrap();
    }

    #[test]
    fn the_encoding_may_be_hexadecimal_and_the_prefix_nothing() {
        let signature = Signature {
            encoding: Encoding::Hex,
            prefix: "",
            ..SIGNATURE
        };
        signature.verify(SECRET, &headers(HEX), BODY).unwrap();
        signature
            .verify(SECRET, &headers(&HEX.to_uppercase()), BODY)
            .unwrap();
        for odd in ["", &HEX[1..], "zz", "é"] {
            let error = signature.verify(SECRET, &headers(odd), BODY).unwrap_err();
            assert!(matches!(error, WebhookError::Malformed { .. }), "{odd}");
        }
    }

    #[test]
    fn one_byte_more_less_or_other_is_not_what_was_signed() {
        let mut bodies: Vec<Vec<u8>> = (0..BODY.len())
            .map(|index| {
                let mut body = BODY.to_vec();
                body[index] ^= 1;
                body
            })
            .collect();
        bodies.push([BODY, b" "].concat());
        bodies.push(BODY[1..].to_vec());
        bodies.push(Vec::new());
        for body in bodies {
            let error = SIGNATURE.verify(SECRET, &signed(), &body).unwrap_err();
            assert!(matches!(error, WebhookError::Mismatch), "{body:?}");
        }
        let error = SIGNATURE.verify(b"another", &signed(), BODY).unwrap_err();
        assert!(matches!(error, WebhookError::Mismatch));
    }

    #[test]
    fn a_part_of_the_signature_is_not_enough() {
        for part in ["AA==", &BASE64[..4], &BASE64[..40]] {
            let headers = headers(&format!("sha256={part}"));
            let error = SIGNATURE.verify(SECRET, &headers, BODY).unwrap_err();
            assert!(matches!(error, WebhookError::Mismatch), "{part}");
        }
    }

    #[test]
    fn no_secret_no_header_and_no_signature_are_told_apart() {
        let error = SIGNATURE.verify(b"", &signed(), BODY).unwrap_err();
        assert!(matches!(error, WebhookError::EmptySecret));
        let error = SIGNATURE
            .verify(SECRET, &HeaderMap::new(), BODY)
            .unwrap_err();
        assert!(matches!(error, WebhookError::Missing { .. }));
        let mut twice = signed();
        twice.append(
            "x-hub-signature-256",
            HeaderValue::from_static("sha256=AA=="),
        );
        for headers in [
            headers(BASE64),
            headers("sha256="),
            headers("sha256=!"),
            headers("sha1=AA=="),
            headers("ü"),
            twice,
        ] {
            let error = SIGNATURE.verify(SECRET, &headers, BODY).unwrap_err();
            assert!(
                matches!(error, WebhookError::Malformed { .. }),
                "{headers:?}"
            );
        }
    }

    #[test]
    fn a_signed_body_that_is_no_json_is_told() {
        let error = SIGNATURE.decode::<Vec<u8>>(SECRET, &signed(), BODY);
        assert!(matches!(error, Err(WebhookError::Decode(_))));
    }

    #[test]
    fn longer_hashes_are_known() {
        for (algorithm, value) in [
            (
                Algorithm::HmacSha384,
                "e2e904e66cb2059d3476ec4dd988b941c50e87b3919ff2a1c75a13620a3c9868c59f9df28a1bb7c0fdb3b4b99a7ab40c",
            ),
            (
                Algorithm::HmacSha512,
                "b625cad665b86cc9b55fe9cbab56bd5825d0e56f7f46faae126f3e1e669bd3175f0c5840ed28c5889b3eb424367b8e1ce04663418b88e8230a2893eff775a5f1",
            ),
        ] {
            let signature = Signature {
                algorithm,
                encoding: Encoding::Hex,
                prefix: "",
                ..SIGNATURE
            };
            signature.verify(SECRET, &headers(value), BODY).unwrap();
        }
    }
}
