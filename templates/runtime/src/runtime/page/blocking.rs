//! Listings as iterators.

use super::{Items, Paged, Pages};
use crate::runtime::call::mode::Blocking;
use crate::runtime::call::send;
use crate::runtime::call::worker::explain;
use crate::runtime::wire::error::Error;

impl<O: Paged> Iterator for Pages<O, Blocking> {
    type Item = Result<O::Output, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = match self.request()? {
            Ok(request) => request,
            Err(error) => return Some(Err(error)),
        };
        let within = send::timeout(&self.handle.core, &request);
        let sent = send::send(self.handle.core.clone(), request);
        let answer = self.handle.mode.wait_within(within, sent);
        Some(self.accept(answer.and_then(|answer| answer).map_err(explain)))
    }
}

impl<O: Paged> Iterator for Items<O, Blocking> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.take() {
                return Some(item);
            }
            let position = self.pages.position();
            match self.pages.next()? {
                Ok(page) => self.fill(position, page),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
