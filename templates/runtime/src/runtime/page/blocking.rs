//! Listings as iterators.

use super::{Items, Paged, Pages};
use crate::runtime::call::mode::Blocking;
use crate::runtime::call::send;
use crate::runtime::wire::error::Error;

impl<O: Paged> Iterator for Pages<O, Blocking> {
    type Item = Result<O::Output, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = match self.request()? {
            Ok(request) => request,
            Err(error) => return Some(Err(error)),
        };
        let sent = send::send(self.handle.core.clone(), request);
        let answer = self.handle.mode.wait(sent).and_then(|answer| answer);
        Some(self.accept(answer))
    }
}

impl<O: Paged> Iterator for Items<O, Blocking> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.take() {
                return Some(Ok(item));
            }
            let position = self.pages.position();
            match self.pages.next()? {
                Ok(page) => self.fill(position, page),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
