//! The end of a call that was answered: the answer in, the decoded body out, and the call's observers
//! told how it ended. A body that cannot be decoded is no success.

use crate::runtime::model::{collecting_unknown, lacking};
use crate::runtime::observe::events::Outcome;
use crate::runtime::observe::watch::CallWatch;
use crate::runtime::wire::decode::DecodeError;
use crate::runtime::wire::error::Error;
use crate::runtime::wire::response::Reply;

/// The answer of success to a call whose end is still to be reported.
pub(crate) struct Received {
    reply: Reply,
    watch: CallWatch,
}

impl Received {
    pub(crate) fn new(reply: Reply, watch: CallWatch) -> Self {
        Self { reply, watch }
    }

    /// The answer as it came.
    pub(crate) fn into_reply(self) -> Reply {
        self.watch.finish(Outcome::Success(self.reply.status));
        self.reply
    }

    /// The answer, and what it reads as.
    pub(crate) fn decode<T>(
        self,
        read: impl FnOnce(&Reply) -> Result<T, DecodeError>,
    ) -> Result<(T, Reply), Error> {
        let ((decoded, unknown), lacks) = if self.watch.wants_notes() {
            lacking(|| collecting_unknown(|| read(&self.reply)))
        } else {
            ((read(&self.reply), Vec::new()), Vec::new())
        };
        match decoded {
            Ok(decoded) => {
                self.watch.unknown(unknown);
                self.watch.missing(lacks);
                Ok((decoded, self.into_reply()))
            }
            Err(cause) => Err(self.fail(cause)),
        }
    }

    #[cold]
    fn fail(self, cause: DecodeError) -> Error {
        let error = Error::from_decode(self.reply, cause);
        self.watch.finish(Outcome::from(&error));
        error
    }
}
