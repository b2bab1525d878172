//! Random texts of a login, and how they are compared.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::runtime::auth::IntoSecret;
use crate::runtime::wire::error::{Error, ErrorKind};

/// The secret of a login with PKCE (RFC 7636): whoever sends the code must know it.
#[derive(Clone)]
pub struct PkceVerifier(SecretString);

impl PkceVerifier {
    /// A verifier of 43 characters, from 32 bytes of the system's random source.
    ///
    /// # Errors
    ///
    /// If the system has no random numbers.
    pub fn random() -> Result<Self, Error> {
        Ok(Self(random_text::<32>()?.as_str().into()))
    }

    /// A verifier that was kept elsewhere since a login began.
    ///
    /// # Errors
    ///
    /// If it is not 43 to 128 characters out of letters, digits, `-`, `.`, `_` and `~`.
    pub fn new(text: impl IntoSecret) -> Result<Self, Error> {
        let text = text.into_secret();
        let bytes = text.expose_secret().as_bytes();
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
        if (43..=128).contains(&bytes.len()) && bytes.iter().all(allowed) {
            return Ok(Self(text));
        }
        Err(Error::new(
            ErrorKind::Config,
            "a PKCE verifier has 43 to 128 letters, digits, '-', '.', '_' or '~'",
        ))
    }

    /// The verifier in clear, to be kept by the caller until the login ends.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.0.expose_secret()
    }

    /// What goes with the login's beginning: the verifier's SHA-256, base64url-encoded.
    #[must_use]
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.secret()))
    }
}

impl fmt::Debug for PkceVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PkceVerifier(…)")
    }
}

/// That many bytes of the system's random source, base64url-encoded.
pub(super) fn random_text<const N: usize>() -> Result<Zeroizing<String>, Error> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| {
        Error::new(ErrorKind::Config, "the system has no random numbers").with_source(error)
    })?;
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes.as_slice())))
}

/// Whether both are the same, in a time that depends on their lengths alone.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let differing = one.bytes().zip(other.bytes()).fold(0, |differing, (a, b)| {
        std::hint::black_box(differing | (a ^ b))
    });
    one.len() == other.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::{PkceVerifier, is_same, random_text};

    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        let verifier = PkceVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        assert_eq!(
            verifier.challenge(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn a_random_verifier_is_valid_and_differs_from_the_next() {
        let one = PkceVerifier::random().unwrap();
        assert!(PkceVerifier::new(one.secret()).is_ok());
        assert_ne!(one.secret(), PkceVerifier::random().unwrap().secret());
    }

    #[test]
    fn verifiers_of_the_wrong_length_or_letters_are_refused() {
        for text in ["a".repeat(42), "a".repeat(129), "ä".repeat(43)] {
            assert!(PkceVerifier::new(text).is_err());
        }
    }

    #[test]
    fn texts_are_compared_as_a_whole() {
        assert!(is_same("abc", "abc"));
        for other in ["abd", "ab", "abcd", ""] {
            assert!(!is_same("abc", other));
        }
    }

    #[test]
    fn random_texts_have_the_length_of_their_bytes() {
        assert_eq!(random_text::<16>().unwrap().len(), 22);
    }
}
