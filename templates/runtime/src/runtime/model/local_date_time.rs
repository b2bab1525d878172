//! Date and time of a place that is not told, as they come over the wire.

use chrono::{NaiveDateTime, Timelike as _};
use serde::{Deserialize, Serialize};

use super::date_time::parts;
use super::text_type::text_type;

/// Date and time without an offset (`local-date-time` of the document), such as
/// `2026-01-31T12:00:00`.
///
/// It keeps the text that came and writes it back unchanged. Any JSON string is accepted; whether
/// it is a date and time shows when [`value`](Self::value) is asked for. One made from a `chrono`
/// date and time is written with milliseconds where there are any.
///
/// Two are equal when their texts are. They are ordered by time, then by text; what is no date and
/// time comes first.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalDateTime(String);

impl LocalDateTime {
    /// Date and time, or `None` when the text is not that. Of a text with an offset they are those
    /// that are written there.
    ///
    /// Taken are the forms that [`DateTime::value`](super::DateTime::value) takes.
    #[must_use]
    pub fn value(&self) -> Option<NaiveDateTime> {
        Some(parts(&self.0)?.0)
    }
}

text_type!(LocalDateTime, "a local date-time");

impl From<NaiveDateTime> for LocalDateTime {
    fn from(value: NaiveDateTime) -> Self {
        let whole = value.nanosecond() % 1_000_000_000 < 1_000_000;
        let form = if whole {
            "%Y-%m-%dT%H:%M:%S"
        } else {
            "%Y-%m-%dT%H:%M:%S%.3f"
        };
        Self(value.format(form).to_string())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveDateTime};

    use super::LocalDateTime;

    fn read(text: &str) -> LocalDateTime {
        serde_json::from_str(&format!("{text:?}")).expect("any string is read")
    }

    fn at(hour: u32, milli: u32) -> NaiveDateTime {
        let day = NaiveDate::from_ymd_opt(2026, 1, 31).expect("a day");
        day.and_hms_milli_opt(hour, 0, 0, milli).expect("a time")
    }

    #[test]
    fn every_usual_form_is_understood() {
        for text in [
            "2026-01-31T12:00:00",
            "2026-01-31T12:00:00.000",
            "2026-01-31 12:00",
            "2026-01-31T12:00:00+05:00",
        ] {
            assert_eq!(read(text).value(), Some(at(12, 0)), "{text}");
        }
        assert_eq!(read("2026-01-31").value(), Some(at(0, 0)));
    }

    #[test]
    fn what_is_no_date_and_time_is_kept_without_a_value() {
        for text in ["", "noon", "2026-02-30T12:00:00", "2026-01-31T12:00:00+x"] {
            let kept = read(text);
            assert_eq!((kept.value(), kept.as_str()), (None, text));
        }
    }

    #[test]
    fn it_is_written_without_an_offset() {
        let written = |value| LocalDateTime::from(value).to_string();
        assert_eq!(written(at(12, 0)), "2026-01-31T12:00:00");
        assert_eq!(written(at(12, 30)), "2026-01-31T12:00:00.030");
    }

    #[test]
    fn text_is_checked_when_parsed() {
        let error = "noon".parse::<LocalDateTime>().expect_err("no time");
        assert_eq!(error.to_string(), r#""noon" is not a local date-time"#);
    }
}
