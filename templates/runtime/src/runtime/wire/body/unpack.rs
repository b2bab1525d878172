//! Bodies packed by gzip under a name that the HTTP library passes over: packed pieces in, plain
//! ones out. Content codings are named without regard to case, and `x-gzip` is gzip (RFC 9110,
//! 8.4.1).

use std::io::Write;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use super::{Incoming, cut};
use crate::runtime::wire::error::Error;

/// Whether gzip alone was laid around the body.
pub(super) fn is_gzip(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    let (Some(coding), None) = (codings.next(), codings.next()) else {
        return false;
    };
    let coding = coding.as_bytes().trim_ascii();
    coding.eq_ignore_ascii_case(b"gzip") || coding.eq_ignore_ascii_case(b"x-gzip")
}

/// A body that is unpacked as it comes.
pub(super) struct Unpacking {
    packed: Incoming,
    /// What came of it and is not unpacked yet.
    piece: Bytes,
    /// `None` once the body is over.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
}

impl Unpacking {
    pub(super) fn new(packed: Incoming) -> Self {
        Self {
            packed,
            piece: Bytes::new(),
            decoder: Some(MultiGzDecoder::new(Vec::new())),
        }
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        while let Some(decoder) = &mut self.decoder {
            let plain = if self.piece.is_empty() {
                match ready!(self.packed.poll_chunk(cx)) {
                    Some(Ok(piece)) => {
                        self.piece = piece;
                        continue;
                    }
                    Some(Err(error)) => return self.fail(error),
                    None => {
                        let rest = finish(decoder);
                        self.decoder = None;
                        rest
                    }
                }
            } else {
                let step = self.piece.len().min(STEP);
                write(decoder, &self.piece.split_to(step))
            };
            match plain {
                Ok(plain) if plain.is_empty() => {}
                Ok(plain) => return Poll::Ready(Some(Ok(plain.into()))),
                Err(error) => return self.fail(cut(error.into())),
            }
        }
        Poll::Ready(None)
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<Bytes, Error>>> {
        self.decoder = None;
        Poll::Ready(Some(Err(error)))
    }
}

/// As much as is unpacked at a time: a small body may become a very large one, and whoever reads it
/// has to be able to stop.
const STEP: usize = 1024;

fn write(decoder: &mut MultiGzDecoder<Vec<u8>>, packed: &[u8]) -> std::io::Result<Vec<u8>> {
    decoder.write_all(packed)?;
    decoder.flush()?;
    Ok(std::mem::take(decoder.get_mut()))
}

fn finish(decoder: &mut MultiGzDecoder<Vec<u8>>) -> std::io::Result<Vec<u8>> {
    decoder.try_finish()?;
    Ok(std::mem::take(decoder.get_mut()))
}
