//! Members that can be absent, null, or a value.

use serde::{Deserialize, Deserializer};

/// Reads a member that is there: null as `Some(None)`, a value as `Some(Some(value))`.
///
/// Goes with `#[serde(default, skip_serializing_if = "Option::is_none")]` on an
/// `Option<Option<T>>`, so that `None` means that the member is absent.
///
/// # Errors
///
/// Fails as reading the value itself does.
pub fn nullable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::nullable;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Patch {
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "nullable"
        )]
        topic: Option<Option<String>>,
    }

    #[test]
    fn absent_null_and_a_value_are_told_apart_both_ways() {
        let cases = [
            ("{}", None),
            (r#"{"topic":null}"#, Some(None)),
            (r#"{"topic":"a"}"#, Some(Some("a".to_owned()))),
        ];
        for (json, topic) in cases {
            let patch = Patch { topic };
            assert_eq!(serde_json::from_str::<Patch>(json).expect("a patch"), patch);
            assert_eq!(serde_json::to_string(&patch).expect("JSON"), json);
        }
    }
}
