//! Days of the calendar as they come over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::date_time::{DateTime, date};
use super::text_type::text_type;

/// A day of the calendar (`date` of the document), such as `2024-01-31`.
///
/// It keeps the text that came and writes it back unchanged. Any JSON string is accepted; whether
/// it is a date shows when [`value`](Self::value) is asked for.
///
/// Two are equal when their texts are. They are ordered by day, then by text; what is no date
/// comes first.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(String);

impl Date {
    /// The day, or `None` when the text is not a date. Of a whole date-time it is the day there.
    #[must_use]
    pub fn value(&self) -> Option<NaiveDate> {
        parse(&self.0)
    }
}

text_type!(Date, "a date");

impl From<NaiveDate> for Date {
    fn from(value: NaiveDate) -> Self {
        Self(value.format("%Y-%m-%d").to_string())
    }
}

fn parse(text: &str) -> Option<NaiveDate> {
    date(text.trim()).or_else(|| {
        let whole: DateTime = text.parse().ok()?;
        Some(whole.value()?.date_naive())
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::Date;

    fn read(text: &str) -> Date {
        serde_json::from_str(&format!("{text:?}")).expect("a date is read from any string")
    }

    #[test]
    fn a_date_is_understood() {
        assert_eq!(
            read("2024-02-29").value(),
            NaiveDate::from_ymd_opt(2024, 2, 29)
        );
    }

    #[test]
    fn the_day_of_a_date_time_is_the_day_where_it_was_written() {
        assert_eq!(
            read("2024-02-29T00:30:00+02:00").value(),
            NaiveDate::from_ymd_opt(2024, 2, 29)
        );
    }

    #[test]
    fn what_is_no_date_is_kept_without_a_value() {
        for text in ["", "2023-02-29", "tomorrow"] {
            let kept = read(text);
            assert_eq!((kept.value(), kept.as_str()), (None, text));
        }
    }

    #[test]
    fn it_is_written_as_year_month_day() {
        let day = NaiveDate::from_ymd_opt(987, 6, 5).expect("a day");
        assert_eq!(Date::from(day).as_str(), "0987-06-05");
    }

    #[test]
    fn text_is_checked_when_parsed() {
        assert!("2024-02-29".parse::<Date>().is_ok());
        let error = "tomorrow".parse::<Date>().expect_err("no date");
        assert_eq!(error.to_string(), r#""tomorrow" is not a date"#);
    }

    #[test]
    fn order_follows_the_day() {
        assert!(read("2024-1-9") < read("2024-01-10"));
    }
}
