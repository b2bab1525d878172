//! Bytes that stand as base64 text in JSON.

use std::fmt;

use ::base64::alphabet;
use ::base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use ::base64::engine::{DecodePaddingMode, Engine};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Bytes that are written as base64 text (standard alphabet, padded).
///
/// Read are the standard and the URL-safe alphabet, with padding or without; white space between
/// is skipped.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(
    /// The bytes themselves.
    pub Vec<u8>,
);

impl Base64 {
    /// The bytes themselves.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Base64> for Vec<u8> {
    fn from(base64: Base64) -> Self {
        base64.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(&self.0))
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({self})")
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        decode(&text).map(Self).map_err(de::Error::custom)
    }
}

fn decode(text: &str) -> Result<Vec<u8>, ::base64::DecodeError> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const READER: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

    let standard: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        })
        .collect();
    READER.decode(standard)
}

#[cfg(test)]
mod tests {
    use super::Base64;

    fn read(json: &str) -> Option<Vec<u8>> {
        serde_json::from_str::<Base64>(json).ok().map(|read| read.0)
    }

    #[test]
    fn writes_the_standard_alphabet_with_padding() {
        let json = serde_json::to_string(&Base64::from(&[0xfb, 0xff])).expect("a string");
        assert_eq!(json, r#""+/8=""#);
    }

    #[test]
    fn reads_what_it_writes() {
        assert_eq!(read(r#""+/8=""#), Some(vec![0xfb, 0xff]));
    }

    #[test]
    fn reads_the_url_safe_alphabet_without_padding() {
        assert_eq!(read(r#""-_8""#), Some(vec![0xfb, 0xff]));
    }

    #[test]
    fn skips_line_breaks() {
        assert_eq!(read(r#""aGVs\r\nbG8=""#), Some(b"hello".to_vec()));
    }

    #[test]
    fn refuses_other_characters() {
        assert_eq!(read(r#""a*bc""#), None);
    }

    #[test]
    fn debug_shows_the_text() {
        assert_eq!(format!("{:?}", Base64::from(b"hello")), "Base64(aGVsbG8=)");
    }
}
