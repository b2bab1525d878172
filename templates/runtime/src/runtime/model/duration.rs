//! Lengths of time as they come over the wire.

use chrono::{Days, Months, TimeDelta, TimeZone};
use serde::{Deserialize, Serialize};

use super::text_type::text_type;

/// A length of time (`duration` of the document), such as `P1Y2M3DT4H5M6.5S` or `P2W`.
///
/// It keeps the text that came and writes it back unchanged. Any JSON string is accepted; whether
/// it is a duration shows when [`value`](Self::value) is asked for. One made from a `chrono` time
/// delta is written in seconds, with milliseconds where there are any.
///
/// Two are equal when their texts are. They are ordered by months, then by days, then by time, then
/// by text; what is no duration comes first.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Duration(String);

impl Duration {
    /// What it consists of, or `None` when the text is no duration of ISO 8601.
    #[must_use]
    pub fn value(&self) -> Option<Parts> {
        Parts::read(self.0.trim())
    }

    /// Its length, where it has one of its own: it says nothing of years and months, and a day is
    /// one of 24 hours.
    #[must_use]
    pub fn length(&self) -> Option<TimeDelta> {
        let parts = self.value().filter(|parts| parts.months == 0)?;
        let days = TimeDelta::try_days(i64::try_from(parts.days).ok()?)?;
        days.checked_add(&parts.time)
    }
}

text_type!(Duration, "a duration");

impl From<TimeDelta> for Duration {
    /// ISO 8601 has no sign: of a negative one, the length counts.
    fn from(delta: TimeDelta) -> Self {
        let delta = delta.abs();
        let (seconds, milliseconds) = (delta.num_seconds(), delta.subsec_nanos() / 1_000_000);
        Self(match milliseconds {
            0 => format!("PT{seconds}S"),
            _ => format!("PT{seconds}.{milliseconds:03}S"),
        })
    }
}

/// What a duration consists of. A month and a day have no length of their own: it depends on when
/// they begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Parts {
    /// Years and months, in months.
    pub months: u32,
    /// Weeks and days, in days.
    pub days: u64,
    /// Hours, minutes and seconds.
    pub time: TimeDelta,
}

impl Parts {
    pub(super) fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(['P', 'p'])?.to_ascii_uppercase();
        let (date, time) = rest.split_once('T').unwrap_or((&rest, ""));
        let mut duration = Self::default();
        for (number, unit) in fields(date)? {
            let number: u32 = number.parse().ok()?;
            match unit {
                'Y' => duration.months = duration.months.checked_add(number.checked_mul(12)?)?,
                'M' => duration.months = duration.months.checked_add(number)?,
                'W' => duration.days = duration.days.checked_add(u64::from(number) * 7)?,
                'D' => duration.days = duration.days.checked_add(u64::from(number))?,
                _ => return None,
            }
        }
        for (number, unit) in fields(time)? {
            let milliseconds = milliseconds(number)?;
            let factor = match unit {
                'H' => 3600,
                'M' => 60,
                'S' => 1,
                _ => return None,
            };
            let part = TimeDelta::try_milliseconds(milliseconds.checked_mul(factor)?)?;
            duration.time = duration.time.checked_add(&part)?;
        }
        (!date.is_empty() || !time.is_empty()).then_some(duration)
    }

    /// The point in time that is this much later; `None` beyond what `chrono` can hold.
    #[must_use]
    pub fn after<Tz: TimeZone>(self, start: chrono::DateTime<Tz>) -> Option<chrono::DateTime<Tz>> {
        start
            .checked_add_months(Months::new(self.months))?
            .checked_add_days(Days::new(self.days))?
            .checked_add_signed(self.time)
    }

    /// The point in time that is this much earlier; `None` beyond what `chrono` can hold.
    #[must_use]
    pub fn before<Tz: TimeZone>(self, end: chrono::DateTime<Tz>) -> Option<chrono::DateTime<Tz>> {
        end.checked_sub_months(Months::new(self.months))?
            .checked_sub_days(Days::new(self.days))?
            .checked_sub_signed(self.time)
    }
}

/// Splits `4H30M` into numbers and units.
fn fields(text: &str) -> Option<Vec<(&str, char)>> {
    let mut fields = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|char: char| char.is_ascii_alphabetic())?;
        let unit = rest[end..].chars().next()?;
        fields.push((&rest[..end], unit));
        rest = &rest[end + 1..];
    }
    Some(fields)
}

/// `6.5`, as thousandths; what is smaller than one is cut.
fn milliseconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let thousandths: i64 = format!("{fraction:0<3}")[..3].parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(1000)?
        .checked_add(thousandths)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::Duration;

    fn read(text: &str) -> Duration {
        serde_json::from_str(&format!("{text:?}")).expect("any string is read")
    }

    #[test]
    fn every_part_is_understood() {
        let parts = read("P1Y2M2W3DT4H5M6.5S").value().expect("a duration");
        assert_eq!((parts.months, parts.days), (14, 17));
        assert_eq!(parts.time, TimeDelta::milliseconds(14_706_500));
    }

    #[test]
    fn a_length_says_nothing_of_months() {
        assert_eq!(read("P1DT1H").length(), Some(TimeDelta::hours(25)));
        assert_eq!(read("P1M").length(), None);
    }

    #[test]
    fn what_is_no_duration_is_kept_without_a_value() {
        for text in ["", "P", "PT", "1D", "P1H", "PT1D", "soon"] {
            let kept = read(text);
            assert_eq!((kept.value(), kept.as_str()), (None, text));
        }
    }

    #[test]
    fn one_from_chrono_gives_the_length_back() {
        for (milliseconds, text) in [(1_500, "PT1.500S"), (90_000, "PT90S"), (-2_000, "PT2S")] {
            let delta = TimeDelta::milliseconds(milliseconds);
            let duration = Duration::from(delta);
            assert_eq!(
                (duration.as_str(), duration.length()),
                (text, Some(delta.abs()))
            );
        }
    }

    #[test]
    fn order_follows_the_parts() {
        assert!(read("PT36H") < read("P1D"));
        assert!(read("P2D") < read("P10D"));
        assert!(read("soon") < read("PT0S"));
    }
}
