//! Which types a document uses at all.

use super::{Api, Content, Type};
use crate::scalars::Scalar;

impl Api {
    /// Whether a scalar stands anywhere: in an item, a parameter, a body or an answer.
    pub fn uses(&self, wanted: Scalar) -> bool {
        let items = self.types.iter().flat_map(|item| item.kind.types());
        let operations = self.operations.iter().flat_map(|operation| {
            let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
            let bodies = operation.body.iter().flat_map(|body| &body.forms);
            let answers = operation.responses.iter().flat_map(|answer| &answer.forms);
            let forms = bodies.chain(answers).map(|form| &form.content);
            parameters.chain(forms.flat_map(Content::types))
        });
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
