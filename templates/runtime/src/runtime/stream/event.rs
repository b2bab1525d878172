//! An event of a server (HTML, "server-sent events"): its data decoded, and what else it says.

use std::time::Duration;

use serde::Serialize;

/// An event of a server.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What the event is called: `message` if the server does not say.
    pub event: String,
    /// What the stream can be opened again from: the id of this event, or of one before it.
    pub id: Option<String>,
    /// How long the server wants a client to wait before it opens the stream again.
    pub retry: Option<Duration>,
    /// What it holds.
    pub data: T,
}

impl<T> Event<T> {
    /// A plain message that holds this.
    pub fn new(data: T) -> Self {
        Self {
            event: MESSAGE.to_owned(),
            id: None,
            retry: None,
            data,
        }
    }

    /// The same event under another name.
    #[must_use]
    pub fn named(self, event: impl Into<String>) -> Self {
        Self {
            event: event.into(),
            ..self
        }
    }
}

/// The name of an event without one.
pub(super) const MESSAGE: &str = "message";

/// An event as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RawEvent {
    /// Empty for none.
    pub(super) event: String,
    pub(super) id: Option<String>,
    pub(super) retry: Option<u64>,
    pub(super) data: String,
}

impl RawEvent {
    pub(super) fn with_data<T>(&self, data: T) -> Event<T> {
        let name = match self.event.as_str() {
            "" => MESSAGE,
            name => name,
        };
        Event {
            event: name.to_owned(),
            id: self.id.clone(),
            retry: self.retry.map(Duration::from_millis),
            data,
        }
    }

    /// The event as an object, for schemas that describe all of it. Data that is JSON is a value of
    /// its own if `parsed`, else a text.
    pub(super) fn to_json(&self, parsed: bool) -> Option<String> {
        #[derive(Serialize)]
        struct Whole<'a, T> {
            event: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            id: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            retry: Option<u64>,
            data: T,
        }
        let named = self.with_data(());
        let (event, id, retry) = (named.event.as_str(), self.id.as_deref(), self.retry);
        let json = if parsed {
            let data: &serde_json::value::RawValue = serde_json::from_str(&self.data).ok()?;
            serde_json::to_string(&Whole {
                event,
                id,
                retry,
                data,
            })
        } else {
            let data = self.data.as_str();
            serde_json::to_string(&Whole {
                event,
                id,
                retry,
                data,
            })
        };
        json.ok()
    }
}
