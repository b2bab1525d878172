//! What is asked and what is answered: a seed and the number of a call in, always the same kind of
//! call and the same fates out.
//!
//! **Nothing here depends on time or on order**: what the server does to the third request of a call
//! is drawn from the seed, the call's number and the three.

use std::time::Duration;

use fastrand::Rng;

/// Draws everything from one seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `GET` of a room.
    Read,
    /// `POST` of a room.
    Create,
    /// `PATCH` of a room.
    Change,
    /// `DELETE` of a participant.
    Remove,
}

impl Kind {
    /// Whether a second run does no more than the first.
    pub(crate) fn is_idempotent(self) -> bool {
        matches!(self, Self::Read | Self::Remove)
    }
}

/// What the server does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Answers, after that time.
    Answer { after: Duration },
    /// Answers, and closes the connection without a word.
    AnswerAndHangUp,
    /// Acts, and then says nothing for longer than an attempt may take.
    Stall,
    /// 429: has not acted.
    TooMany { retry_after: u32 },
    /// 503, and it may have acted all the same.
    Unavailable { acts: bool },
    /// Resets the connection before it has read the body.
    ResetUnread,
    /// Acts, then resets the connection.
    ResetAfterwards,
    /// Acts, and breaks off within its answer.
    Cut,
    /// 401, for the token in use ends here and now.
    EndToken,
}

impl Plan {
    pub(crate) fn kind(self, call: usize) -> Kind {
        match self.random(call, 0).u32(0..100) {
            0..50 => Kind::Read,
            50..80 => Kind::Create,
            80..90 => Kind::Change,
            _ => Kind::Remove,
        }
    }

    /// The size of the text in a room: small, and now and then too large for one packet.
    pub(crate) fn description(self, call: usize) -> usize {
        let mut random = self.random(call, 1);
        if random.u32(0..100) == 0 {
            random.usize(10_000..200_000)
        } else {
            random.usize(0..400)
        }
    }

    /// The fate of a call's request of that number, from 1.
    pub(crate) fn fate(self, call: usize, request: u32) -> Fate {
        let mut random = self.random(call, 1 + u64::from(request));
        match random.u32(0..1000) {
            0..641 => Fate::Answer {
                after: Duration::ZERO,
            },
            641..741 => Fate::Answer {
                after: Duration::from_millis(random.u64(1..120)),
            },
            741..761 => Fate::AnswerAndHangUp,
            761..841 => Fate::TooMany {
                retry_after: random.u32(0..2),
            },
            841..901 => Fate::Unavailable {
                acts: random.bool(),
            },
            901..931 => Fate::ResetUnread,
            931..961 => Fate::ResetAfterwards,
            961..997 => Fate::Cut,
            997..999 => Fate::EndToken,
            _ => Fate::Stall,
        }
    }

    /// How long the server takes for its token of that number, and how many seconds it lasts.
    pub(crate) fn token(self, number: usize) -> (Duration, u64) {
        let mut random = self.random(number, u64::MAX);
        (Duration::from_millis(random.u64(10..100)), random.u64(1..4))
    }

    fn random(self, number: usize, purpose: u64) -> Rng {
        let by_seed = Rng::with_seed(self.seed).u64(..);
        let by_number = Rng::with_seed(by_seed ^ number as u64).u64(..);
        Rng::with_seed(by_number ^ purpose)
    }
}
