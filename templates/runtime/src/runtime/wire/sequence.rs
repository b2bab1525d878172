//! Bodies of requests that are many values, one after the other: JSON lines and JSON text sequences
//! (RFC 7464).

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use serde::Serialize;

use crate::runtime::model::as_request;
use crate::runtime::wire::body::{Body, BoxError};
use crate::runtime::wire::media_type;
use crate::runtime::wire::request::Request;

/// Many values, one after the other: a list that is there, or a stream whose values are sent as they
/// come.
///
/// A call that sends a list can be tried again; one that sends a stream cannot, see [`Body`].
#[must_use = "a sequence does nothing until it is sent"]
pub struct Sequence<T> {
    source: Source,
    values: PhantomData<fn(T)>,
}

#[derive(Clone)]
enum Source {
    /// The values as JSON.
    List(Result<Vec<Vec<u8>>, Arc<str>>),
    /// Each comes as JSON already.
    Stream(Body),
}

impl<T: Serialize> Sequence<T> {
    /// The values of a list.
    pub fn new(values: impl IntoIterator<Item = T>) -> Self {
        let values = values.into_iter();
        let list = as_request(|| {
            values
                .map(|value| serde_json::to_vec(&value))
                .collect::<Result<Vec<_>, _>>()
        });
        Self::of(Source::List(
            list.map_err(|error| Arc::from(error.to_string())),
        ))
    }

    /// The values of a stream, each sent as soon as it comes.
    pub fn from_stream<S>(values: S) -> Self
    where
        S: Stream<Item = T> + Send + 'static,
    {
        let texts = values.map(|value| {
            let json = as_request(|| serde_json::to_vec(&value));
            json.map(Bytes::from).map_err(BoxError::from)
        });
        Self::of(Source::Stream(Body::from_stream(texts, None)))
    }

    fn of(source: Source) -> Self {
        Self {
            source,
            values: PhantomData,
        }
    }
}

impl<T: Serialize> From<Vec<T>> for Sequence<T> {
    fn from(values: Vec<T>) -> Self {
        Self::new(values)
    }
}

impl<T: Serialize, const N: usize> From<[T; N]> for Sequence<T> {
    fn from(values: [T; N]) -> Self {
        Self::new(values)
    }
}

impl<T> Clone for Sequence<T> {
    fn clone(&self) -> Self {
        Self {
            source: self.source.clone(),
            values: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Sequence<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::List(Ok(list)) => write!(f, "Sequence({} values)", list.len()),
            Source::List(Err(_)) => f.write_str("Sequence(faulty)"),
            Source::Stream(_) => f.write_str("Sequence(stream)"),
        }
    }
}

impl Request {
    /// Sends values one after the other, in the way of that media type: JSON text sequences each
    /// begin with a record separator, all others are lines.
    pub fn sequence<T>(&mut self, media_type: &str, values: Sequence<T>) {
        let lead: &'static str = match media_type::essence(media_type) {
            essence if essence.ends_with("json-seq") => "\u{1e}",
            _ => "",
        };
        let body = match values.source {
            Source::List(Ok(list)) => {
                let size = list.iter().map(|json| json.len() + 2).sum();
                let mut all = Vec::with_capacity(size);
                for json in list {
                    all.extend_from_slice(lead.as_bytes());
                    all.extend_from_slice(&json);
                    all.push(b'\n');
                }
                Body::from(all)
            }
            Source::List(Err(fault)) => {
                self.fail(format!("the body could not be made JSON: {fault}"));
                return;
            }
            Source::Stream(texts) => {
                let lines = texts.into_chunks().map(move |json| {
                    json.map(|json| [lead.as_bytes(), &json, b"\n"].concat().into())
                });
                Body::from_stream::<_, BoxError>(lines, None)
            }
        };
        self.bytes(media_type, body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::wire::operation::OperationInfo;

    static PUSH: OperationInfo = OperationInfo::new("push", "POST", "/push");

    async fn sent(media_type: &str, values: Sequence<u8>) -> (bool, String) {
        let mut request = Request::new(&PUSH);
        request.sequence(media_type, values);
        let body = request.body().clone();
        let repeatable = body.is_repeatable();
        let pieces: Vec<_> = body.into_chunks().collect().await;
        let bytes: Vec<u8> = pieces.into_iter().flat_map(Result::unwrap).collect();
        (repeatable, String::from_utf8(bytes).unwrap())
    }

    #[tokio::test]
    async fn values_are_lines_or_records() {
        let lines = sent("application/jsonl", [1, 2].into()).await;
        assert_eq!(lines, (true, "1\n2\n".to_owned()));
        let records = sent("application/json-seq", vec![1].into()).await;
        assert_eq!(records, (true, "\u{1e}1\n".to_owned()));
    }

    #[tokio::test]
    async fn a_stream_is_sent_once() {
        let values = Sequence::from_stream(futures_util::stream::iter([1, 2]));
        let lines = sent("application/x-ndjson", values).await;
        assert_eq!(lines, (false, "1\n2\n".to_owned()));
    }
}
