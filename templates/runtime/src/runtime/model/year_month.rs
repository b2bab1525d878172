//! Months of a year as they come over the wire.

use chrono::{Datelike as _, Month, NaiveDate};
use serde::{Deserialize, Serialize};

use super::date_time::{date, parts};
use super::text_type::text_type;

/// A month of a year (`year-month` of the document), such as `2026-01`.
///
/// It keeps the text that came and writes it back unchanged. Any JSON string is accepted; whether
/// it is a month shows when [`value`](Self::value) is asked for.
///
/// Two are equal when their texts are. They are ordered by month, then by text; what is no month
/// comes first.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct YearMonth(String);

impl YearMonth {
    /// Year and month, or `None` when the text is not that. Of a whole date they are those of it.
    #[must_use]
    pub fn value(&self) -> Option<(i32, Month)> {
        let day = self.first_day()?;
        let month = u8::try_from(day.month()).ok()?;
        Some((day.year(), Month::try_from(month).ok()?))
    }

    /// The first day of the month.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        let text = self.0.trim();
        let day =
            date(&format!("{text}-01")).or_else(|| parts(text).map(|(local, _)| local.date()))?;
        day.with_day(1)
    }
}

text_type!(YearMonth, "a month of a year");

impl From<(i32, Month)> for YearMonth {
    fn from((year, month): (i32, Month)) -> Self {
        let month = month.number_from_month();
        Self(format!("{year:04}-{month:02}"))
    }
}

#[cfg(test)]
mod tests {
    use chrono::Month;

    use super::YearMonth;

    fn read(text: &str) -> YearMonth {
        serde_json::from_str(&format!("{text:?}")).expect("any string is read")
    }

    #[test]
    fn every_usual_form_is_understood() {
        for text in ["2026-01", "2026-1", "2026-01-31", "2026-01-31T12:00:00Z"] {
            assert_eq!(read(text).value(), Some((2026, Month::January)), "{text}");
        }
    }

    #[test]
    fn what_is_no_month_is_kept_without_a_value() {
        for text in ["", "2026", "2026-13", "January"] {
            let kept = read(text);
            assert_eq!((kept.value(), kept.as_str()), (None, text));
        }
    }

    #[test]
    fn one_from_chrono_gives_the_value_back() {
        let may = YearMonth::from((987, Month::May));
        assert_eq!(may.as_str(), "0987-05");
        assert_eq!(may.value(), Some((987, Month::May)));
    }

    #[test]
    fn order_follows_the_month() {
        assert!(read("2026-9") < read("2026-10"));
        assert!(read("soon") < read("2026-10"));
    }
}
