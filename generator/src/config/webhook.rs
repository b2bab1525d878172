//! `[webhook]`: what the service posts to a program of the user's, and how it signs it.

use serde::{Deserialize, Serialize};

/// `[webhook]`: the signature of what is posted, and its type.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Webhook {
    /// The header that holds the signature.
    pub header: String,
    /// How the signature is made of the secret and the body.
    pub algorithm: SignatureAlgorithm,
    /// How its bytes are written.
    pub encoding: SignatureEncoding,
    /// What stands before it in the header.
    #[serde(default)]
    pub prefix: String,
    /// The schema of the body; any JSON otherwise.
    pub payload: Option<String>,
}

/// How a signature is made: the runtime's enum of the same variants says what each one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureAlgorithm {
    /// `hmac-sha256`
    HmacSha256,
    /// `hmac-sha384`
    HmacSha384,
    /// `hmac-sha512`
    HmacSha512,
}

/// How the bytes of a signature are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureEncoding {
    /// `base64`
    Base64,
    /// `hex`
    Hex,
}
