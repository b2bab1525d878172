//! Types without parts. In: `type` and `format`; out: a [`Type`].
//!
//! | `type` | `format` | here |
//! |---|---|---|
//! | `boolean` | | `Bool` |
//! | `integer` | `int32`, `int16`, `int8`, `uint16`, `uint8` | `I32`, unless its limits are wider |
//! | `integer` | `uint64`, `unsigned64` | `U64` |
//! | `integer` | others, none | `I64`, or `U64` where `maximum` asks for it |
//! | `number` | `float` | `F32` |
//! | `number` | `int32`, `int64` | as for `integer`: the registry of formats has them for numbers |
//! | `number` | others, none | `F64` |
//! | `string` | `date-time`, `date`, `byte`, `binary`, `password` | a type of its own |
//! | `string` | `local-date-time`, `year-month`, `interval` | a type of its own |
//! | `string` | others, none | `String` |

use serde_json::Number;

use crate::ir::Type;

/// The type of a scalar; `None` when `kind` is none.
pub(super) fn scalar(
    kind: &str,
    format: Option<&str>,
    minimum: Option<&Number>,
    maximum: Option<&Number>,
) -> Option<Type> {
    let ty = match (kind, format.unwrap_or_default()) {
        ("boolean", _) => Type::Bool,
        ("integer", format) | ("number", format @ ("int32" | "int64")) => {
            integer(format, minimum, maximum)
        }
        ("number", "float") => Type::F32,
        ("number", _) => Type::F64,
        ("string", "date-time") => Type::DateTime,
        ("string", "date") => Type::Date,
        ("string", "local-date-time") => Type::LocalDateTime,
        ("string", "year-month") => Type::YearMonth,
        ("string", "interval") => Type::Interval,
        ("string", "byte" | "base64") => Type::Base64,
        ("string", "binary") => Type::Binary,
        ("string", "password") => Type::Secret,
        ("string", _) => Type::String,
        ("file", _) => Type::Binary,
        _ => return None,
    };
    Some(ty)
}

fn integer(format: &str, minimum: Option<&Number>, maximum: Option<&Number>) -> Type {
    let fits = |number: Option<&Number>| {
        number
            .and_then(Number::as_f64)
            .is_none_or(|number| number.abs() <= 2_147_483_648.0)
    };
    let too_large = maximum
        .and_then(Number::as_u64)
        .is_some_and(|max| i64::try_from(max).is_err());
    match format {
        "uint64" | "unsigned64" => Type::U64,
        "int8" | "int16" | "int32" | "uint8" | "uint16" if fits(minimum) && fits(maximum) => {
            Type::I32
        }
        _ if too_large && minimum.is_some_and(|min| min.as_u64().is_some()) => Type::U64,
        _ => Type::I64,
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
        assert_eq!(plain("integer", None), Type::I64);
        assert_eq!(plain("integer", Some("int32")), Type::I32);
        assert_eq!(plain("integer", Some("uint64")), Type::U64);
    }

    #[test]
    fn limits_widen_an_integer() {
        let limit = |max: u64| Number::from(max);
        let (wide, huge) = (limit(3_000_000_000), limit(u64::MAX));
        let zero = limit(0);
        assert_eq!(
            scalar("integer", Some("int32"), None, Some(&wide)),
            Some(Type::I64)
        );
        assert_eq!(
            scalar("integer", None, Some(&zero), Some(&huge)),
            Some(Type::U64)
        );
    }

    #[test]
    fn an_unknown_format_of_text_is_text() {
        assert_eq!(plain("string", Some("uri")), Type::String);
        assert_eq!(plain("string", Some("date-time")), Type::DateTime);
        assert_eq!(plain("string", Some("byte")), Type::Base64);
        assert_eq!(plain("string", Some("interval")), Type::Interval);
        assert_eq!(plain("string", Some("duration")), Type::String);
    }
}
