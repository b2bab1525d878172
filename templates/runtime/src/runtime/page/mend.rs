//! Pages with items that do not decode: an answer in, a page of the others and an error for each of
//! those out.

use serde_json::Value;

use super::Paged;
use crate::runtime::wire::decode::{DecodeError, without_mark};
use crate::runtime::wire::response::Reply;

/// An item that does not decode: where it stood, and why.
pub(super) type Odd = (usize, DecodeError);

/// Reads a page as far as it can be read.
pub(super) fn read<O: Paged>(reply: &Reply) -> Result<(O::Output, Vec<Odd>), DecodeError> {
    match O::decode(reply) {
        Ok(page) => Ok((page, Vec::new())),
        Err(error) => without_odd::<O>(reply, error),
    }
}

/// Takes the items out that do not decode, one by one.
#[cold]
fn without_odd<O: Paged>(
    reply: &Reply,
    first: DecodeError,
) -> Result<(O::Output, Vec<Odd>), DecodeError> {
    let Some((list, _)) = first.item() else {
        return Err(first);
    };
    let list = list.to_vec();
    let Ok(mut whole) = serde_json::from_slice::<Value>(without_mark(&reply.body)) else {
        return Err(first);
    };
    let mut places: Vec<usize> =
        (0..items(&mut whole, &list).map_or(0, |list| list.len())).collect();
    let mut odd: Vec<Odd> = Vec::new();
    let mut error = first.clone();
    while let Some(index) = error
        .item()
        .filter(|(other, _)| *other == list)
        .map(|(_, at)| at)
    {
        let Some(items) = items(&mut whole, &list).filter(|items| index < items.len()) else {
            return Err(first);
        };
        items.remove(index);
        odd.push((places.remove(index), error));
        let left = items.len();
        let Ok(body) = serde_json::to_vec(&whole) else {
            return Err(first);
        };
        error = match O::decode(&reply.with_body(body)) {
            // Another list than that of the items would lose what nobody hears of.
            Ok(page) if O::info(&page).len == left => return Ok((page, odd)),
            Ok(_) => return Err(first),
            Err(error) => error,
        };
    }
    Err(first)
}

/// The list that the names lead to.
fn items<'v>(whole: &'v mut Value, list: &[String]) -> Option<&'v mut Vec<Value>> {
    let mut value = whole;
    for name in list {
        value = value.get_mut(name)?;
    }
    value.as_array_mut()
}
