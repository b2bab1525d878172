//! Keys by which a server knows the attempts of one call for one.

use http::{HeaderName, HeaderValue, Method};

use crate::runtime::call::client::Core;
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::exchange::HttpRequest;
use crate::runtime::wire::request::Options;

/// The header for calls with a key of their own, where the client names none.
const USUAL: HeaderName = HeaderName::from_static("idempotency-key");

/// Adds the key that the call was given; else a new one, if the client wants that and the request
/// is one that is not safe to repeat and has none.
pub(super) fn add_key(
    core: &Core,
    request: &mut HttpRequest,
    options: Option<&Options>,
) -> Result<(), Error> {
    let own = options.and_then(|own| own.idempotency_key.as_deref());
    let (name, value) = match (own, &core.idempotency) {
        (Some(key), name) => {
            let value = HeaderValue::try_from(key).map_err(|_| {
                let message = "the idempotency key holds what a header cannot carry";
                Error::new(ErrorKind::Request, message)
            })?;
            (name.clone().unwrap_or(USUAL), value)
        }
        (None, Some(name)) if is_unsafe(&request.method) => {
            if request.headers.contains_key(name) {
                return Ok(());
            }
            (name.clone(), random_key())
        }
        _ => return Ok(()),
    };
    request.headers.insert(name, value);
    Ok(())
}

fn is_unsafe(method: &Method) -> bool {
    !method.is_idempotent()
}

/// A UUID of version 4.
fn random_key() -> HeaderValue {
    let random = fastrand::u128(..);
    let uuid = random & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{uuid:032x}");
    let text = format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    );
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_key_is_a_uuid_of_version_4() {
        for _ in 0..100 {
            let key = random_key();
            let text = key.to_str().unwrap();
            let sizes: Vec<usize> = text.split('-').map(str::len).collect();
            assert_eq!(sizes, [8, 4, 4, 4, 12], "{text}");
            assert_eq!(&text[14..15], "4", "{text}");
            assert!("89ab".contains(&text[19..20]), "{text}");
        }
        assert_ne!(random_key(), random_key());
    }
}
