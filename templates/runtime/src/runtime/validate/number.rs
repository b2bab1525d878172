//! Numbers of any of Rust's types, compared and divided as the decimal numbers that they are in
//! JSON.

use std::cmp::Ordering;
use std::fmt;

/// A number of a value or of a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Without a fraction.
    Int(i128),
    /// With one, or larger than 128 bits hold.
    Float(f64),
}

/// Below this, a float without a fraction is an integer of 128 bits.
const WHOLE: f64 = 1e37;

impl Number {
    /// How the two compare; `None` if one is not a number.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        match (self.reduced(), other.reduced()) {
            (Self::Int(one), Self::Int(other)) => Some(one.cmp(&other)),
            (one, other) => one.as_float().partial_cmp(&other.as_float()),
        }
    }

    /// Whether the number is a whole multiple of a step. No step at all has every multiple.
    #[must_use]
    pub fn is_multiple_of(self, step: Self) -> bool {
        match (Decimal::of(self.reduced()), Decimal::of(step.reduced())) {
            (Some(number), Some(step)) if step.digits != 0 => number.is_multiple_of(step),
            _ => true,
        }
    }

    /// An integer where it is one.
    fn reduced(self) -> Self {
        match self {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it has no fraction and is in range"
            )]
            Self::Float(number) if number.fract() == 0.0 && number.abs() < WHOLE => {
                Self::Int(number as i128)
            }
            number => number,
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "what it is compared with has a fraction, or is far beyond any integer of 64 bits"
    )]
    fn as_float(self) -> f64 {
        match self {
            Self::Int(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reduced() {
            Self::Int(number) => number.fmt(f),
            Self::Float(number) if number.abs() < 1e-7 || number.abs() >= WHOLE => {
                write!(f, "{number:e}")
            }
            Self::Float(number) => number.fmt(f),
        }
    }
}

impl From<i32> for Number {
    fn from(number: i32) -> Self {
        Self::Int(number.into())
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self::Int(number.into())
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self::Int(number.into())
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl From<f32> for Number {
    /// The number that JSON shows: `0.1_f32` is sent as `0.1`.
    fn from(number: f32) -> Self {
        let shown = number.to_string().parse();
        Self::Float(shown.unwrap_or_else(|_| number.into()))
    }
}

/// `digits · 10^exponent`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// The shortest decimal number that a float stands for; `None` if it stands for none.
    fn of(number: Number) -> Option<Self> {
        let number = match number {
            Number::Int(digits) => {
                let exponent = 0;
                return Some(Self { digits, exponent });
            }
            Number::Float(number) => number,
        };
        let text = format!("{number:e}");
        let (digits, exponent) = text.split_once('e')?;
        let fraction = digits.split_once('.').map_or(0, |(_, places)| places.len());
        let exponent: i32 = exponent.parse().ok()?;
        Some(Self {
            digits: digits.replace('.', "").parse().ok()?,
            exponent: exponent.checked_sub(i32::try_from(fraction).ok()?)?,
        })
    }

    fn is_multiple_of(self, step: Self) -> bool {
        let places = self.exponent - step.exponent;
        if places < 0 {
            // Where the step has more digits than 128 bits hold, no number but zero reaches it.
            let step = 10_i128
                .checked_pow(places.unsigned_abs())
                .and_then(|power| power.checked_mul(step.digits));
            return match step {
                Some(step) => self.digits.wrapping_rem(step) == 0,
                None => self.digits == 0,
            };
        }
        let mut rest = self.digits.wrapping_rem(step.digits);
        for _ in 0..places {
            rest = match rest.checked_mul(10) {
                Some(rest) => rest.wrapping_rem(step.digits),
                // A step of more than 36 digits: nobody's limit.
                None => return true,
            };
        }
        rest == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn float(number: f64) -> Number {
        Number::from(number)
    }

    #[test]
    fn multiples_are_decimal() {
        for (number, step) in [
            (float(19.99), float(0.01)),
            (float(0.3), float(0.1)),
            (float(1.1), float(0.1)),
            (float(4.35), float(0.05)),
            (float(-7.5), float(2.5)),
            (Number::Int(3), float(0.1)),
            (float(6.0), Number::Int(3)),
            (float(0.0), float(0.7)),
            (float(1e300), float(0.01)),
            (Number::from(0.1_f32), float(0.1)),
            (Number::Int(i128::from(u64::MAX)), Number::Int(5)),
        ] {
            assert!(number.is_multiple_of(step), "{number} of {step}");
        }
        for (number, step) in [
            (float(19.995), float(0.01)),
            (float(0.35), float(0.1)),
            (Number::Int(7), Number::Int(2)),
            (Number::Int(1), float(0.3)),
            (float(1e-300), float(1e300)),
        ] {
            assert!(!number.is_multiple_of(step), "{number} of {step}");
        }
    }

    #[test]
    fn steps_of_nothing_and_numbers_that_are_none_do_no_harm() {
        assert!(Number::Int(3).is_multiple_of(Number::Int(0)));
        assert!(Number::Int(3).is_multiple_of(float(-0.0)));
        assert!(float(f64::NAN).is_multiple_of(Number::Int(3)));
        assert!(float(f64::INFINITY).is_multiple_of(Number::Int(3)));
        assert!(!Number::Int(i128::MIN + 1).is_multiple_of(Number::Int(7)));
        assert!(Number::Int(i128::MIN).is_multiple_of(Number::Int(-1)));
    }

    #[test]
    fn integers_beyond_a_floats_precision_compare_exactly() {
        let large = 9_007_199_254_740_993_i64;
        let compared = Number::from(large).compare(Number::from(large - 1));
        assert_eq!(compared, Some(Ordering::Greater));
        let compared = Number::from(large).compare(float(9_007_199_254_740_992.0));
        assert_eq!(compared, Some(Ordering::Greater));
        let compared = Number::from(u64::MAX).compare(float(1e300));
        assert_eq!(compared, Some(Ordering::Less));
        assert_eq!(float(f64::NAN).compare(Number::Int(0)), None);
    }

    #[test]
    fn numbers_are_shown_as_people_write_them() {
        assert_eq!(float(3.0).to_string(), "3");
        assert_eq!(float(0.01).to_string(), "0.01");
        assert_eq!(float(1e300).to_string(), "1e300");
    }
}
