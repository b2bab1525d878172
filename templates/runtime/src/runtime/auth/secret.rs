//! Secrets as callers have them: text that is owned or borrowed in, one that is wiped when dropped out.

use secrecy::SecretString;

use crate::runtime::model::Secret;

/// Text that is to be kept secret.
///
/// What is owned becomes the secret itself. What is borrowed is copied, and the caller's copy stays
/// as it is.
pub trait IntoSecret {
    /// The secret.
    fn into_secret(self) -> SecretString;
}

impl IntoSecret for SecretString {
    fn into_secret(self) -> SecretString {
        self
    }
}

impl IntoSecret for &SecretString {
    fn into_secret(self) -> SecretString {
        self.clone()
    }
}

impl IntoSecret for String {
    fn into_secret(self) -> SecretString {
        self.into()
    }
}

impl IntoSecret for &String {
    fn into_secret(self) -> SecretString {
        self.as_str().into()
    }
}

impl IntoSecret for &str {
    fn into_secret(self) -> SecretString {
        self.into()
    }
}

impl IntoSecret for Box<str> {
    fn into_secret(self) -> SecretString {
        self.into()
    }
}

impl IntoSecret for Secret {
    fn into_secret(self) -> SecretString {
        self.expose().into()
    }
}

impl IntoSecret for &Secret {
    fn into_secret(self) -> SecretString {
        self.expose().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn secrets_come_as_the_caller_has_them() {
        let owned = String::from("s");
        let secret = SecretString::from("s");
        let member = Secret::from("s");
        let all = [
            "s".into_secret(),
            (&owned).into_secret(),
            owned.clone().into_secret(),
            owned.clone().into_boxed_str().into_secret(),
            (&secret).into_secret(),
            secret.into_secret(),
            (&member).into_secret(),
            member.into_secret(),
        ];
        assert!(all.iter().all(|one| one.expose_secret() == "s"));
    }
}
