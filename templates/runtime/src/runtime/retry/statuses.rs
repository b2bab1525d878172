//! A set of error statuses that can be copied.

const FIRST: u16 = 400;
const LAST: u16 = 599;

/// Statuses from 400 to 599, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Statuses([u64; 4]);

impl Statuses {
    /// Those that a later attempt is likely not to meet.
    pub(super) const STANDARD: Self = Self([0; 4])
        .set(408, true)
        .set(429, true)
        .set(502, true)
        .set(503, true)
        .set(504, true);

    /// The set with or without a status.
    pub(super) const fn set(mut self, status: u16, is_in: bool) -> Self {
        if let Some((word, bit)) = place(status) {
            if is_in {
                self.0[word] |= bit;
            } else {
                self.0[word] &= !bit;
            }
        }
        self
    }

    pub(super) fn contains(self, status: u16) -> bool {
        place(status).is_some_and(|(word, bit)| self.0[word] & bit != 0)
    }
}

const fn place(status: u16) -> Option<(usize, u64)> {
    if status < FIRST || status > LAST {
        return None;
    }
    let index = (status - FIRST) as usize;
    Some((index / 64, 1 << (index % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_in_or_out_whatever_its_neighbours_are() {
        for status in FIRST..=LAST {
            let one = Statuses([0; 4]).set(status, true);
            let found: Vec<u16> = (0..1000).filter(|other| one.contains(*other)).collect();
            assert_eq!(found, [status]);
            assert_eq!(one.set(status, false), Statuses([0; 4]));
        }
    }

    #[test]
    fn what_is_no_error_changes_nothing() {
        for status in [0, 200, 399, 600, u16::MAX] {
            assert_eq!(Statuses::STANDARD.set(status, true), Statuses::STANDARD);
        }
    }
}
