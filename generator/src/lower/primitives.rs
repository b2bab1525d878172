//! Types without parts. In: `type` and `format`; out: a [`Type`].
//!
//! The table of [`scalars`](crate::scalars) says which, except for integers, whose limits count too:
//!
//! | `type` | `format` | here |
//! |---|---|---|
//! | `integer` | `int32`, `int16`, `int8`, `uint16`, `uint8` | `I32`, unless its limits are wider |
//! | `integer` | `uint64`, `unsigned64` | `U64` |
//! | `integer` | others, none | `I64`, or `U64` where `maximum` asks for it |
//! | `number` | `int32`, `int64` | as for `integer`: the registry of formats has them for numbers |

use serde_json::Number;

use crate::ir::Type;
use crate::scalars::Scalar;

/// The type of a scalar; `None` when `kind` is none.
pub(super) fn scalar(
    kind: &str,
    format: Option<&str>,
    minimum: Option<&Number>,
    maximum: Option<&Number>,
) -> Option<Type> {
    let scalar = match (kind, format.unwrap_or_default()) {
        ("integer", format) | ("number", format @ ("int32" | "int64")) => {
            integer(format, minimum, maximum)
        }
        _ => Scalar::of(kind, format)?,
    };
    Some(Type::Scalar(scalar))
}

fn integer(format: &str, minimum: Option<&Number>, maximum: Option<&Number>) -> Scalar {
    let fits = |number: Option<&Number>| {
        number
            .and_then(Number::as_f64)
            .is_none_or(|number| number.abs() <= 2_147_483_648.0)
    };
    let too_large = maximum
        .and_then(Number::as_u64)
        .is_some_and(|max| i64::try_from(max).is_err());
    match format {
        "uint64" | "unsigned64" => Scalar::U64,
        "int8" | "int16" | "int32" | "uint8" | "uint16" if fits(minimum) && fits(maximum) => {
            Scalar::I32
        }
        _ if too_large && minimum.is_some_and(|min| min.as_u64().is_some()) => Scalar::U64,
        _ => Scalar::I64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(kind: &str, format: Option<&str>) -> Type {
        scalar(kind, format, None, None).unwrap()
    }

    #[test]
    fn an_integer_without_a_format_is_wide() {
        assert_eq!(plain("integer", None), Type::Scalar(Scalar::I64));
        assert_eq!(plain("integer", Some("int32")), Type::Scalar(Scalar::I32));
        assert_eq!(plain("integer", Some("uint64")), Type::Scalar(Scalar::U64));
    }

    #[test]
    fn limits_widen_an_integer() {
        let limit = |max: u64| Number::from(max);
        let (wide, huge) = (limit(3_000_000_000), limit(u64::MAX));
        let zero = limit(0);
        assert_eq!(
            scalar("integer", Some("int32"), None, Some(&wide)),
            Some(Type::Scalar(Scalar::I64))
        );
        assert_eq!(
            scalar("integer", None, Some(&zero), Some(&huge)),
            Some(Type::Scalar(Scalar::U64))
        );
    }

    #[test]
    fn an_unknown_format_of_text_is_text() {
        assert_eq!(plain("string", Some("uri")), Type::Scalar(Scalar::String));
        assert_eq!(
            plain("string", Some("date-time")),
            Type::Scalar(Scalar::DateTime)
        );
        assert_eq!(plain("string", Some("byte")), Type::Scalar(Scalar::Base64));
        assert_eq!(
            plain("string", Some("interval")),
            Type::Scalar(Scalar::Interval)
        );
        assert_eq!(
            plain("string", Some("hostname")),
            Type::Scalar(Scalar::String)
        );
    }
}
