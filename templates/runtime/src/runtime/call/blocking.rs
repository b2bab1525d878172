//! What a blocking client reads an answer with, piece by piece.

use std::io;

use crate::runtime::call::download::Download;
use crate::runtime::call::mode::Blocking;
use crate::runtime::wire::error::Error;

/// The body of an answer, read piece by piece as it comes in.
#[derive(Debug)]
pub struct Reader {
    mode: Blocking,
    download: Option<Download>,
    piece: bytes::Bytes,
}

impl Reader {
    pub(crate) fn new(mode: Blocking, download: Download) -> Self {
        Self {
            mode,
            download: Some(download),
            piece: bytes::Bytes::new(),
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection is lost, or no piece comes in time.
    pub fn chunk(&mut self) -> Result<Option<bytes::Bytes>, Error> {
        let Some(mut download) = self.download.take() else {
            return Ok(None);
        };
        let within = download.read_timeout();
        let (piece, download) = self.mode.wait_within(within, async move {
            let piece = download.chunk().await;
            (piece, download)
        })?;
        if let Ok(Some(_)) = &piece {
            self.download = Some(download);
        }
        piece
    }
}

impl io::Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.chunk().map_err(io::Error::other)? {
                Some(piece) => self.piece = piece,
                None => return Ok(0),
            }
        }
        let size = buffer.len().min(self.piece.len());
        buffer[..size].copy_from_slice(&self.piece.split_to(size));
        Ok(size)
    }
}
