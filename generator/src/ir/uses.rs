//! Which types a document uses at all.

use super::{Api, Content, PartContent, Type};
use crate::scalars::Scalar;

impl Api {
    /// Whether a scalar stands anywhere: in an item, a parameter, a body or an answer.
    pub fn uses(&self, wanted: Scalar) -> bool {
        let items = self.types.iter().flat_map(|item| item.kind.types());
        let operations = self.operations.iter().flat_map(|operation| {
            let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
            let bodies = operation.body.iter().map(|body| &body.content);
            let answers = operation.responses.iter().map(|answer| &answer.content);
            parameters.chain(bodies.chain(answers).flat_map(of_content))
        });
        items.chain(operations).any(|ty| holds(ty, wanted))
    }
}

fn of_content(content: &Content) -> Vec<&Type> {
    match content {
        Content::Json(ty) | Content::Form(ty) => vec![ty],
        Content::Multipart(parts) => {
            let types = parts.iter().filter_map(|part| match &part.content {
                PartContent::Text(ty) | PartContent::Json(ty) => Some(ty),
                PartContent::File | PartContent::Files => None,
            });
            types.collect()
        }
        Content::Text | Content::Binary | Content::Empty => Vec::new(),
    }
}

fn holds(ty: &Type, wanted: Scalar) -> bool {
    match ty {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => holds(inner, wanted),
        Type::Scalar(scalar) => *scalar == wanted,
        Type::Any | Type::Object | Type::Named(_) | Type::Boxed(_) => false,
    }
}
