//! Stretches of time as they come over the wire: from one point in time to another.

use std::ops::Range;

use chrono::{FixedOffset, TimeZone};
use serde::{Deserialize, Serialize};

use super::date_time::{DateTime, parts};
use super::duration::Parts;
use super::text_type::text_type;

type Moment = chrono::DateTime<FixedOffset>;

/// A stretch of time (`interval` of the document), such as
/// `2026-01-01T00:00:00Z/2026-01-31T00:00:00Z` or `2026-01-01T00:00:00Z/P1M`.
///
/// It keeps the text that came and writes it back unchanged. Any JSON string is accepted; whether
/// it is an interval shows when [`value`](Self::value) is asked for. One made from a range is
/// written in UTC with milliseconds.
///
/// Two are equal when their texts are. They are ordered by start, then by end, then by text; what is
/// no interval comes first.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Interval(String);

impl Interval {
    /// Its start and its end, which does not belong to it; `None` when the text is not an interval
    /// or goes beyond the years that `chrono` can hold.
    ///
    /// Taken are a start and an end, a start and a duration, and a duration and an end, with a slash
    /// between them and both points in time as [`DateTime::value`] takes them. An end without an
    /// offset has the one of the start.
    #[must_use]
    pub fn value(&self) -> Option<Range<Moment>> {
        let (start, end) = self.bounds()?;
        Some(start..end)
    }

    fn bounds(&self) -> Option<(Moment, Moment)> {
        let (first, second) = self.0.split_once('/')?;
        let (first, second) = (first.trim(), second.trim());
        if let Some(duration) = Parts::read(first) {
            let end = moment(second, None)?;
            return Some((duration.before(end)?, end));
        }
        let start = moment(first, None)?;
        let end = match Parts::read(second) {
            Some(duration) => duration.after(start)?,
            None => moment(second, Some(*start.offset()))?,
        };
        Some((start, end))
    }
}

text_type!(Interval, "an interval", bounds);

impl<Tz: TimeZone> From<Range<chrono::DateTime<Tz>>> for Interval {
    fn from(range: Range<chrono::DateTime<Tz>>) -> Self {
        let (start, end) = (DateTime::from(range.start), DateTime::from(range.end));
        Self(format!("{start}/{end}"))
    }
}

/// A point in time; one that is written without an offset has that of `otherwise`, or none.
fn moment(text: &str, otherwise: Option<FixedOffset>) -> Option<Moment> {
    let (local, offset) = parts(text)?;
    let offset = offset.or(otherwise).or(FixedOffset::east_opt(0))?;
    local.and_local_timezone(offset).single()
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::Interval;

    fn read(text: &str) -> Interval {
        serde_json::from_str(&format!("{text:?}")).expect("any string is read")
    }

    fn bounds(text: &str) -> Option<(String, String)> {
        let value = read(text).value()?;
        Some((value.start.to_rfc3339(), value.end.to_rfc3339()))
    }

    #[test]
    fn every_usual_form_is_understood() {
        let cases = [
            (
                "2026-01-01T00:00:00Z/2026-01-31T00:00:00Z",
                "2026-01-31T00:00:00+00:00",
            ),
            (
                "2026-01-01T00:00:00.000Z/2026-01-02",
                "2026-01-02T00:00:00+00:00",
            ),
            ("2026-01-01/P1M", "2026-02-01T00:00:00+00:00"),
            ("2026-01-01T00:00:00Z/PT36H", "2026-01-02T12:00:00+00:00"),
            (
                "2026-01-01/P1Y2W3DT4H5M6.5S",
                "2027-01-18T04:05:06.500+00:00",
            ),
            ("P1D/2026-01-02", "2026-01-02T00:00:00+00:00"),
        ];
        for (text, end) in cases {
            let start = "2026-01-01T00:00:00+00:00";
            assert_eq!(bounds(text), Some((start.into(), end.into())), "{text}");
        }
    }

    #[test]
    fn an_end_without_an_offset_has_that_of_the_start() {
        let end = bounds("2026-01-01T00:00:00+02:00/2026-01-01T12:00:00").map(|(_, end)| end);
        assert_eq!(end.as_deref(), Some("2026-01-01T12:00:00+02:00"));
    }

    #[test]
    fn the_end_of_a_short_month_is_its_last_day() {
        let end = bounds("2026-01-31T00:00:00Z/P1M").map(|(_, end)| end);
        assert_eq!(end.as_deref(), Some("2026-02-28T00:00:00+00:00"));
    }

    #[test]
    fn what_is_no_interval_is_kept_without_a_value() {
        for text in [
            "",
            "/",
            "2026-01-01",
            "2026-01-01/",
            "2026-01-01/P",
            "2026-01-01/P1",
            "2026-01-01/P1H",
            "2026-01-01/PT1D",
            "2026-01-01/PT1é",
            "2026-01-01/PT1.é2S",
            "2026-01-01/P4294967295Y",
            "2026-01-01/P4294967295M",
            "2026-01-01/PT9223372036854775807S",
            "2026-01-01/P1D/P1D",
            "P1D/P1D",
        ] {
            let kept = read(text);
            assert_eq!((kept.value(), kept.as_str()), (None, text));
        }
    }

    #[test]
    fn one_from_a_range_gives_it_back() {
        let day = |day| {
            Utc.with_ymd_and_hms(2026, 1, day, 0, 0, 0)
                .single()
                .expect("a day")
        };
        let interval = Interval::from(day(1)..day(2));
        assert_eq!(
            interval.as_str(),
            "2026-01-01T00:00:00.000Z/2026-01-02T00:00:00.000Z"
        );
        let value = day(1).fixed_offset()..day(2).fixed_offset();
        assert_eq!(interval.value(), Some(value));
    }

    #[test]
    fn order_follows_the_start_and_not_the_text() {
        assert!(read("2026-01-01T01:00:00Z/P1D") < read("2026-01-01T00:00:00-02:00/P1D"));
        assert!(read("always") < read("2026-01-01/P1D"));
    }
}
