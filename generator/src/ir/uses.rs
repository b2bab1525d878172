//! Which types a document uses at all.

use super::{Api, Type};
use crate::scalars::Scalar;

impl Api {
    /// Whether a scalar stands anywhere: in an item, a parameter, a body or an answer.
    pub fn uses(&self, wanted: Scalar) -> bool {
        let items = self.types.iter().flat_map(|item| item.kind.types());
        let operations = self.operations.iter();
        let operations = operations.flat_map(|one| [one.sent(), one.received()].concat());
        items.chain(operations).any(|ty| holds(ty, wanted))
    }
}

fn holds(ty: &Type, wanted: Scalar) -> bool {
    match ty {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => holds(inner, wanted),
        Type::Tuple(tuple) => tuple.types().any(|one| holds(one, wanted)),
        Type::Scalar(scalar) => *scalar == wanted,
        Type::Any | Type::Object | Type::Named(_) | Type::Boxed(_) => false,
    }
}
