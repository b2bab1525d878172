//! Points in time as they come over the wire: read leniently, written back as they came.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time (`date-time` of the document).
///
/// It keeps the text that came and writes it back unchanged. Any JSON string is accepted, and
/// numbers too (milliseconds since 1970-01-01T00:00:00Z); whether it is a date-time shows when
/// [`value`](Self::value) is asked for. One made from a `chrono` date-time is written in UTC with
/// milliseconds: `2024-01-31T23:59:59.000Z`.
///
/// Two are equal when their texts are. They are ordered by the time they mean, then by text; what
/// is no date-time comes first.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DateTime {
    text: String,
    /// It came as a JSON number and goes back as one.
    number: bool,
}

impl DateTime {
    /// The point in time, or `None` when the text is not a date-time or lies beyond the years that
    /// `chrono` can hold.
    ///
    /// Taken are RFC 3339 and its usual relatives: offsets without a colon or minutes, no offset
    /// (taken as UTC), no seconds, no time at all (midnight), a space for the `T`.
    #[must_use]
    pub fn value(&self) -> Option<chrono::DateTime<FixedOffset>> {
        if self.number {
            let milliseconds = self.text.parse().ok()?;
            return Some(chrono::DateTime::from_timestamp_millis(milliseconds)?.fixed_offset());
        }
        parse(&self.text)
    }

    /// The text as it came, or as it will be sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// A text that is not a date-time, a date or another type of this kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDateTime {
    pub(super) wanted: &'static str,
    pub(super) text: String,
}

impl fmt::Display for InvalidDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not {}", self.text, self.wanted)
    }
}

impl std::error::Error for InvalidDateTime {}

impl<Tz: TimeZone> From<chrono::DateTime<Tz>> for DateTime {
    fn from(value: chrono::DateTime<Tz>) -> Self {
        let utc = value.with_timezone(&Utc);
        Self {
            text: utc.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            number: false,
        }
    }
}

impl From<&str> for DateTime {
    /// Keeps the text, whether it is a date-time or not. `parse` looks at it.
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<&String> for DateTime {
    /// Keeps the text, whether it is a date-time or not. `parse` looks at it.
    fn from(text: &String) -> Self {
        Self::from(text.clone())
    }
}

impl From<String> for DateTime {
    /// Keeps the text, whether it is a date-time or not. `parse` looks at it.
    fn from(text: String) -> Self {
        Self {
            text,
            number: false,
        }
    }
}

impl FromStr for DateTime {
    type Err = InvalidDateTime;

    /// Keeps the text when [`value`](Self::value) can make sense of it.
    fn from_str(text: &str) -> Result<Self, InvalidDateTime> {
        let text = text.to_owned();
        match parse(&text) {
            Some(_) => Ok(Self {
                text,
                number: false,
            }),
            None => Err(InvalidDateTime {
                wanted: "a date-time",
                text,
            }),
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateTime({})", self.text)
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_value = self.value().cmp(&other.value());
        by_value
            .then_with(|| self.text.cmp(&other.text))
            .then_with(|| self.number.cmp(&other.number))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.number {
            if let Ok(milliseconds) = self.text.parse() {
                return serializer.serialize_i64(milliseconds);
            }
        }
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrMilliseconds)
    }
}

struct TextOrMilliseconds;

impl Visitor<'_> for TextOrMilliseconds {
    type Value = DateTime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date-time as text or as milliseconds since 1970")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<DateTime, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<DateTime, E> {
        Ok(DateTime {
            text,
            number: false,
        })
    }

    fn visit_i64<E: de::Error>(self, milliseconds: i64) -> Result<DateTime, E> {
        Ok(DateTime {
            text: milliseconds.to_string(),
            number: true,
        })
    }

    fn visit_u64<E: de::Error>(self, milliseconds: u64) -> Result<DateTime, E> {
        let milliseconds = i64::try_from(milliseconds).map_err(E::custom)?;
        self.visit_i64(milliseconds)
    }
}

fn parse(text: &str) -> Option<chrono::DateTime<FixedOffset>> {
    let text = text.trim();
    if let Ok(value) = chrono::DateTime::parse_from_rfc3339(text) {
        return Some(value);
    }
    let (local, offset) = parts(text)?;
    local.and_local_timezone(offset.or_else(utc)?).single()
}

/// Date and time as they are written, and the offset if one is.
pub(super) fn parts(text: &str) -> Option<(NaiveDateTime, Option<FixedOffset>)> {
    let text = text.trim();
    let Some((date, rest)) = text.split_once(['T', 't', ' ']) else {
        return Some((date(text)?.and_time(NaiveTime::MIN), None));
    };
    let offset_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time_text, offset_text) = rest.split_at(offset_at);
    let local = self::date(date)?.and_time(time(time_text.trim())?);
    match offset_text.trim() {
        "" => Some((local, None)),
        text => Some((local, Some(offset(text)?))),
    }
}

pub(super) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

fn time(text: &str) -> Option<NaiveTime> {
    let text = text.replace(',', ".");
    NaiveTime::parse_from_str(&text, "%H:%M:%S%.f")
        .or_else(|_| NaiveTime::parse_from_str(&text, "%H:%M"))
        .ok()
}

/// `+hh:mm`, `+hhmm`, `+hh` or `Z`.
fn offset(text: &str) -> Option<FixedOffset> {
    if matches!(text, "Z" | "z") {
        return utc();
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if minutes > 59 {
        return None;
    }
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

fn utc() -> Option<FixedOffset> {
    FixedOffset::east_opt(0)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::DateTime;

    fn read(json: &str) -> DateTime {
        serde_json::from_str(json).expect("a date-time is read from any string or integer")
    }

    fn rfc3339(text: &str) -> Option<String> {
        let value = read(&format!("{text:?}")).value()?;
        Some(value.to_rfc3339())
    }

    #[test]
    fn every_usual_form_is_understood() {
        let cases = [
            ("2024-02-29T12:30:45Z", "2024-02-29T12:30:45+00:00"),
            ("2024-02-29T12:30:45.678Z", "2024-02-29T12:30:45.678+00:00"),
            ("2024-02-29T12:30:45,678Z", "2024-02-29T12:30:45.678+00:00"),
            ("2024-02-29T12:30:45+02:00", "2024-02-29T12:30:45+02:00"),
            ("2024-02-29T12:30:45+0000", "2024-02-29T12:30:45+00:00"),
            (
                "2024-02-29T12:30:45.678-0330",
                "2024-02-29T12:30:45.678-03:30",
            ),
            ("2024-02-29T12:30:45+02", "2024-02-29T12:30:45+02:00"),
            ("2024-02-29T12:30:45", "2024-02-29T12:30:45+00:00"),
            ("2024-02-29T12:30Z", "2024-02-29T12:30:00+00:00"),
            ("2024-02-29T12:30", "2024-02-29T12:30:00+00:00"),
            ("2024-02-29 12:30:45", "2024-02-29T12:30:45+00:00"),
            ("2024-02-29 12:30:45 +0200", "2024-02-29T12:30:45+02:00"),
            ("2024-02-29", "2024-02-29T00:00:00+00:00"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999+00:00"),
            ("+99999-12-31T23:59:59Z", "+99999-12-31T23:59:59+00:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(rfc3339(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_time_is_kept_without_a_value() {
        for text in [
            "",
            "soon",
            "T",
            "2023-02-29T00:00:00Z",
            "2024-01-01T25:00:00Z",
            "2024-01-01T00:00:00+9",
            "2024-01-01T00:00:00+00:61",
            "2024-01-01T00:00:00+é",
            "+999999999-01-01T00:00:00Z",
        ] {
            let kept = read(&format!("{text:?}"));
            assert_eq!((kept.value(), kept.as_str()), (None, text));
        }
    }

    #[test]
    fn the_ends_of_what_chrono_holds_do_not_panic() {
        for text in [
            "+262142-12-31T23:59:59-2359",
            "-262143-01-01T00:00:00+2359",
            "+262142-12-31T23:59:59.999999999Z",
        ] {
            let kept = read(&format!("{text:?}"));
            if let Some(value) = kept.value() {
                assert_ne!(DateTime::from(value).as_str(), "");
            }
            assert_eq!(kept.cmp(&kept.clone()), std::cmp::Ordering::Equal);
        }
    }

    #[test]
    fn it_is_written_back_as_it_came() {
        for json in [
            r#""2024-02-29 12:30+00""#,
            r#""soon""#,
            "1700000000000",
            "-1",
        ] {
            assert_eq!(serde_json::to_string(&read(json)).expect("JSON"), json);
        }
    }

    #[test]
    fn a_number_counts_milliseconds() {
        let value = read("1700000000123").value().expect("in range");
        assert_eq!(value.to_rfc3339(), "2023-11-14T22:13:20.123+00:00");
    }

    #[test]
    fn a_number_beyond_the_calendar_has_no_value() {
        assert_eq!(read("9223372036854775807").value(), None);
    }

    #[test]
    fn other_json_is_refused() {
        for json in ["true", "null", "{}", "1.5", "18446744073709551615"] {
            assert!(serde_json::from_str::<DateTime>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn one_made_from_chrono_is_written_in_utc_with_milliseconds() {
        let offset = chrono::FixedOffset::east_opt(7200).expect("two hours");
        let local = offset
            .with_ymd_and_hms(2024, 1, 31, 1, 2, 3)
            .single()
            .expect("unambiguous");
        assert_eq!(DateTime::from(local).as_str(), "2024-01-30T23:02:03.000Z");
    }

    #[test]
    fn text_is_checked_when_parsed() {
        assert!("2024-02-29T12:30".parse::<DateTime>().is_ok());
        let error = "soon".parse::<DateTime>().expect_err("no date-time");
        assert_eq!(error.to_string(), r#""soon" is not a date-time"#);
    }

    #[test]
    fn order_follows_the_time_and_not_the_text() {
        let noon_in_utc = read(r#""2024-01-01T12:00:00Z""#);
        let later_with_offset = read(r#""2024-01-01T11:00:00-02:00""#);
        assert!(noon_in_utc < later_with_offset);
    }

    #[test]
    fn one_from_chrono_gives_the_value_back() {
        let noon = Utc
            .with_ymd_and_hms(2024, 1, 1, 12, 0, 0)
            .single()
            .expect("unambiguous");
        assert_eq!(DateTime::from(noon).value(), Some(noon.fixed_offset()));
    }
}
